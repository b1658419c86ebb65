//! `kith schema field`.

use clap::{Args, Subcommand};
use kith_book::{SchemaEdit, SchemaRequest};
use serde_json::{Map, Value};

use super::Manner;
use crate::{commands::no, input::assignment, output::Outcome, session::Session, stop::Stop};

/// The keys of a field's metadata that are text, whatever the text looks like.
const TEXTS: [&str; 9] = [
    "DisplayName",
    "Description",
    "PicklistName",
    "LookupObjectName",
    "AutoNumberPrefix",
    "Format",
    "Enforcement",
    "ReadAccess",
    "WriteAccess",
];

/// Where a person sees what is meant.
const HINT: &str = "`kith schema show --json` shows some.";

/// Arguments of `kith schema field`.
#[derive(Debug, Args)]
pub(super) struct Field {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// Add a field
    Add {
        /// Its name in records: letters, digits and _, at most 58
        name: String,
        /// What kind of value it holds, as `kith schema show` names it; it never changes
        #[arg(long = "type", value_name = "TYPE")]
        data_type: String,
        /// The name people see [default: the field's name]
        #[arg(long, value_name = "TEXT")]
        label: Option<String>,
        #[command(flatten)]
        keys: Keys,
        #[command(flatten)]
        manner: Manner,
    },
    /// Change keys of a field's metadata
    Update {
        /// The field
        name: String,
        #[command(flatten)]
        keys: Keys,
        #[command(flatten)]
        manner: Manner,
    },
    /// Hide a field from forms; its values stay stored and readable
    Deprecate(Named),
    /// Show a deprecated field again
    Undeprecate(Named),
    /// Delete a custom field that no contact holds a value in
    Delete(Named),
}

/// A field, and how it is changed.
#[derive(Debug, Args)]
struct Named {
    /// The field
    name: String,
    #[command(flatten)]
    manner: Manner,
}

/// Keys of metadata and their values.
#[derive(Debug, Args)]
struct Keys {
    /// Give a key of the metadata a value: Length=80, IsRequired=true, DefaultValue=Web
    #[arg(long, value_name = "KEY=VALUE", value_parser = assignment)]
    set: Vec<(String, String)>,
    /// Take a key of the metadata away
    #[arg(long, value_name = "KEY")]
    clear: Vec<String>,
}

impl Field {
    pub fn run(&self, session: &Session) -> Result<Outcome, Stop> {
        let name = |named: &Named| named.name.clone();
        let (edit, manner) = match &self.action {
            Action::Add { name, data_type, label, keys, manner } => {
                let field = keys.new_field(name, data_type, label.as_deref());
                (
                    SchemaEdit::AddField {
                        field: Box::new(field.map_err(|error| no("field's metadata", &error, HINT))?),
                    },
                    manner,
                )
            }
            Action::Update { name, keys, manner } => {
                (SchemaEdit::UpdateField { name: name.clone(), changes: keys.changes() }, manner)
            }
            Action::Deprecate(named) => (SchemaEdit::DeprecateField { name: name(named) }, &named.manner),
            Action::Undeprecate(named) => (SchemaEdit::UndeprecateField { name: name(named) }, &named.manner),
            Action::Delete(named) => (SchemaEdit::DeleteField { name: name(named) }, &named.manner),
        };
        manner.carry_out(session, &SchemaRequest::Edits(vec![edit]))
    }
}

impl Keys {
    fn changes(&self) -> Map<String, Value> {
        let set = self.set.iter().map(|(key, text)| (key.clone(), value(key, text)));
        set.chain(self.clear.iter().map(|key| (key.clone(), Value::Null))).collect()
    }

    fn new_field(
        &self,
        name: &str,
        data_type: &str,
        label: Option<&str>,
    ) -> Result<kith_book::FieldMetadata, serde_json::Error> {
        let mut field = Map::new();
        field.insert("FieldName".to_owned(), name.into());
        field.insert("DisplayName".to_owned(), label.unwrap_or(name).into());
        field.insert("DataType".to_owned(), data_type.into());
        field.insert("IsSortable".to_owned(), true.into());
        field.extend(self.changes().into_iter().filter(|(_, value)| !value.is_null()));
        serde_json::from_value(Value::Object(field))
    }
}

/// The value of a key: text for a key that holds text, else JSON where it is JSON.
fn value(key: &str, text: &str) -> Value {
    if TEXTS.contains(&key) {
        return text.into();
    }
    serde_json::from_str(text).unwrap_or_else(|_| text.into())
}
