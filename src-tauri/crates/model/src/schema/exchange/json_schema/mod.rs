//! The schema as JSON Schema 2020-12, in and out.

mod read;
mod resolve;
mod write;

pub(super) use read::asked;
pub use write::export_json_schema;
