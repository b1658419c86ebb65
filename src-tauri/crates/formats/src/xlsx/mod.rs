//! Workbooks of Office Open XML (ECMA-376), as Excel and LibreOffice save them.
//!
//! What is a text in the workbook is a text here and the other way round: nothing is taken for a number, a date or a
//! formula that is none.

mod guard;
mod read;
#[cfg(test)]
mod tests;
mod value;
mod write;

pub use guard::{MAX_PART_BYTES, MAX_SHEET_BYTES, MAX_TEXTS_BYTES};
pub use read::{Table, Workbook};
pub use write::{MAX_CELL_LENGTH, MAX_ROWS, Writer};
