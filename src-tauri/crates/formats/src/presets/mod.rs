//! What the columns of a file most likely are: by the programs that export contacts, and by the columns' names.

mod programs;
mod suggest;

pub use programs::{Preset, VALUES_BETWEEN, labelled, recognise};
pub use suggest::{Suggestion, Sureness, suggest};
