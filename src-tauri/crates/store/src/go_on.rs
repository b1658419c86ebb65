//! Long work that somebody may want to have ended.

use crate::error::StoreError;

/// Whoever may have a long work ended: it goes on while this says so. It is asked between two steps, while
/// neither the writer's lock nor sled's handle is held; it must not begin other such work on the same store.
pub type GoOn<'a> = &'a dyn Fn() -> bool;

/// Goes on, or ends the work.
///
/// # Errors
/// `Ended`.
pub(crate) fn check(go_on: GoOn<'_>) -> Result<(), StoreError> {
    if go_on() { Ok(()) } else { Err(StoreError::Ended) }
}
