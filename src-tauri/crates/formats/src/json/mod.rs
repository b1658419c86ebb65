//! Contacts as JSON: an array of records, or one record a line (JSON Lines).

mod read;

pub use read::{Row, rows};
