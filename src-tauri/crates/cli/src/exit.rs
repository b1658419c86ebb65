//! The exit codes, which scripts hold on to.

use std::process::ExitCode;

use kith_book::StatusCode;

/// Failed: the disk, a damaged book, an interruption.
pub(crate) const FAILED: u8 = 1;
/// Wrong usage.
pub(crate) const USAGE: u8 = 2;
/// The book is open in another process; nothing was done.
pub(crate) const IN_USE: u8 = 75;

/// The exit code of an answer.
pub(crate) fn of(status: StatusCode) -> ExitCode {
    match status {
        StatusCode::OK | StatusCode::Created => ExitCode::SUCCESS,
        StatusCode::BadRequest => 40.into(),
        StatusCode::Forbidden => 43.into(),
        StatusCode::NotFound => 44.into(),
        StatusCode::InternalServerError => FAILED.into(),
    }
}
