//! The contract row by row, hostile bodies, the book's use cases, and the crates' directions.

// A test may end its process, and so may what only tests call.
#![allow(clippy::expect_used, clippy::indexing_slicing, clippy::panic, clippy::string_slice)]

mod backup;
mod bulk;
mod bulk_edit;
mod bulk_table;
mod codes;
mod directions;
mod doctor;
mod duplicates;
mod envelope;
mod export;
mod fields;
mod formats;
mod history;
mod hostile;
mod id_in_payload;
mod import;
mod import_long;
mod libreoffice;
mod list;
mod malformed;
mod meaning;
mod moment;
mod opening;
mod operations;
mod order;
mod reconcile;
mod released;
mod repair;
mod requests;
mod retention;
mod retry;
mod sample;
mod schema;
mod schema_files;
mod system_fields;
mod undo;
mod undo_part;
