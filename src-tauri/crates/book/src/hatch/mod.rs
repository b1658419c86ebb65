//! The hatch: how `kith` has its requests carried out by the desk while that has the book open.
//!
//! The desk listens on a socket that only its person can reach (`place`). `kith` says who it is (`words`), then asks one
//! request after the other (`calls`) in frames of bounded size (`line`). What is not there is a second meaning: both
//! doors call the same methods of [`Book`](crate::Book).

mod asking;
mod calls;
mod line;
mod place;
mod serving;
mod words;

pub use calls::OpenBook;
pub(crate) use serving::Hatch;
pub use words::{Progress, Told, Watching};

/// Who holds a book that the desk has open.
pub(crate) const DESK: &str = "the Kith desk";
