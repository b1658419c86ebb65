//! Contacts as JSON: an array of records, or one record a line (JSON Lines).

mod read;
mod stream;
#[cfg(test)]
mod tests;
mod write;

pub use read::{Row, rows};
pub use stream::{MAX_RECORD_BYTES, Reader, Record};
pub use write::{Form, Writer};
