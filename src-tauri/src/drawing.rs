//! Who draws the page: the graphics card where there is one, else the processor.

use std::{env, fs};

/// Makes WebKitGTK (2.46 and later) draw with the processor itself.
const BY_PROCESSOR: &str = "WEBKIT_SKIA_ENABLE_CPU_RENDERING";

/// Has the web view draw with the processor where there is no card. By itself it draws through OpenGL always, and
/// without a card that is a program which plays one: it compiles code for each kind of shape when it first sees it.
/// Drawn by the processor, the list of such a desk stands 110 to 250 ms earlier (2 cores, WebKitGTK 2.50). What the
/// person has set stays.
///
/// Only for `main`, as its first act: the environment belongs to all threads, so none may run yet.
#[allow(unsafe_code)]
pub(crate) fn without_a_card() {
    if env::var_os(BY_PROCESSOR).is_none() && !has_card() {
        // SAFETY: no other thread has been started. The web view has no call for this, and starting the desk anew with
        // another environment would cost what is won.
        unsafe { env::set_var(BY_PROCESSOR, "1") };
    }
}

/// Whether the kernel offers a card that draws, whoever made it.
fn has_card() -> bool {
    let Ok(nodes) = fs::read_dir("/dev/dri") else { return false };
    nodes.filter_map(Result::ok).any(|node| node.file_name().as_encoded_bytes().starts_with(b"renderD"))
}
