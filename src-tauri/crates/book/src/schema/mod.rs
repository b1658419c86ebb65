//! The schema manager: schema and layout of a book are the shipped ones until a person changes them; what was changed
//! is in documents of the book.

mod attention;
mod change;
mod documents;
mod export;
mod history;
mod layout;
mod shape;
mod survey;
mod undo;

pub use attention::{Attention, ContactIssues};
pub use export::SchemaFile;
pub use shape::{Breach, BrokenRule, SchemaChange, SchemaReport, SchemaRequest};

pub(crate) use documents::{layout_of, schema_of};
