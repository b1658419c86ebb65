//! Whether there is a display. The window library would end the process instead of answering.

use crate::StartError;

#[cfg(target_os = "linux")]
pub(crate) fn check() -> Result<(), StartError> {
    gtk::init().map_err(|_| StartError::NoDisplay)
}

#[cfg(not(target_os = "linux"))]
#[allow(clippy::unnecessary_wraps)]
pub(crate) fn check() -> Result<(), StartError> {
    Ok(())
}
