//! Readers and writers for files of contacts. A reader gives records and issues, row by row, and never fails a whole
//! file for a bad row.

pub mod csv;
pub mod dates;
pub mod json;
pub mod presets;
pub mod table;
mod transcode;
pub mod vcard;
pub mod xlsx;
