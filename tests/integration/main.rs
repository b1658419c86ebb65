//! The contract row by row, hostile bodies, the book's use cases, and the crates' directions.

// A test may end its process, and so may what only tests call.
#![allow(clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

mod bulk;
mod bulk_table;
mod codes;
mod envelope;
mod fields;
mod formats;
mod hostile;
mod id_in_payload;
mod malformed;
mod meaning;
mod operations;
mod order;
mod system_fields;
