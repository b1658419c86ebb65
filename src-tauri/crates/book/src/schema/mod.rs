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
pub use export::SchemaFileKind;
pub use shape::{Breach, BrokenRule, SchemaChange, SchemaRefusal, SchemaReport, SchemaRequest};

pub(crate) use documents::{layout_of, schema_of};

use kith_model::Record;

/// What a contact is called: the first of the layout's title fields that is a text.
fn title_of(names: &[String], record: &Record) -> String {
    names.iter().find_map(|name| record.get(name).as_str()).unwrap_or_default().to_owned()
}
