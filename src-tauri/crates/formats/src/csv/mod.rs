//! Tables of plain text: comma-separated values (RFC 4180) and what programs make of them.

mod decode;
mod dialect;
mod formula;
mod read;
mod scan;
mod sniff;
#[cfg(test)]
mod tests;
mod write;

pub use dialect::{Dialect, ENCODINGS};
pub use read::{MAX_CELL_BYTES, MAX_ROW_BYTES, Table};
pub use sniff::{SAMPLE_BYTES, sniff, sniff_all};
pub use write::{Options, Writer};
