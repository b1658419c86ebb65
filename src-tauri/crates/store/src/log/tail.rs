//! What stands after the last intact frame: nothing, a torn frame, or damage.
//!
//! A frame that was being written when the power went was never answered: it is torn, and cut off. But a bad frame with
//! an intact later one behind it was answered once: that is damage, and nothing may be cut.

use super::frame;

/// How far above the expected number a later frame's may be, so that chance does not make frames of other bytes.
const REACH: u64 = 1 << 32;

/// What the rest of a segment is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tail {
    /// Only zeros.
    Clean,
    /// Something that was never answered; so many bytes of the rest up to its last that is not zero.
    Torn(usize),
    /// An intact later frame begins so many bytes into the rest.
    Damaged(usize),
}

/// Judges the bytes after the last intact frame; `next` is the number the next frame should have.
pub(super) fn judge(rest: &[u8], next: u64) -> Tail {
    let Some(last) = rest.iter().rposition(|&byte| byte != 0) else { return Tail::Clean };
    match (0..=last).find(|&at| later_frame(rest, at, next)) {
        Some(at) => Tail::Damaged(at),
        None => Tail::Torn(last + 1),
    }
}

fn later_frame(rest: &[u8], at: usize, next: u64) -> bool {
    let Some(bytes) = rest.get(at..) else { return false };
    let likely =
        frame::peek(bytes).is_some_and(|frame| (next..next.saturating_add(REACH)).contains(&frame.seq));
    likely && frame::read(bytes).is_some()
}
