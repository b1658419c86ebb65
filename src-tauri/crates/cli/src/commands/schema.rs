//! `kith schema`.

use clap::{Args, Subcommand};
use kith_book::{Answer, Code, FieldMetadata, Issue, ObjectMetadata, StatusCode};

use crate::{
    output::{Column, Outcome, count, plain, table},
    session::{Missing, Session},
    stop::Stop,
};

/// Arguments of `kith schema`.
#[derive(Debug, Args)]
pub(crate) struct Schema {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// Show every field with its rules
    Show,
}

impl Schema {
    pub fn run(&self, session: &Session) -> Result<Outcome, Stop> {
        let Action::Show = self.action;
        session.with_book(Missing::Refuse, |book| {
            let schema = book.schema();
            let metadata = schema.metadata();
            let answer = match serde_json::to_value(metadata) {
                Ok(data) => Answer::success(StatusCode::OK).with_data(data),
                Err(error) => Issue::new(Code::Internal, error.to_string()).into(),
            };
            Ok(session.outcome(answer, |_| fields(metadata)))
        })
    }
}

fn fields(metadata: &ObjectMetadata) -> String {
    let columns = [
        Column::text("Field"),
        Column::text("Label"),
        Column::text("Type"),
        Column::number("Length"),
        Column::text("Rules"),
    ];
    let rows = metadata.field_metadata.iter().map(|field| {
        let length = field.length.map(|length| length.to_string()).unwrap_or_default();
        let label = plain(&field.display_name);
        vec![plain(&field.field_name), label, format!("{:?}", field.data_type), length, rules(field)]
    });
    let listed = table(&columns, rows);
    format!("{listed}\n{}\n", count(metadata.field_metadata.len() as u64, "field"))
}

fn rules(field: &FieldMetadata) -> String {
    let flags = [
        (field.is_required, "required"),
        (!field.is_nullable, "not null"),
        (field.is_unique, "unique"),
        (!field.is_writable(), "read-only"),
        (field.is_deprecated, "deprecated"),
    ];
    let flags = flags.into_iter().filter(|(is_set, _)| *is_set).map(|(_, word)| word.to_owned());
    let picklist = field.picklist_name.iter().map(|name| format!("picklist {}", plain(name)));
    let format = field.format.iter().map(|format| match serde_json::to_value(format) {
        Ok(name) => format!("format {}", name.as_str().unwrap_or_default()),
        Err(_) => format!("format {format:?}"),
    });
    let enforcement = field.enforcement.iter().map(|enforcement| match enforcement {
        kith_book::Enforcement::Reject => "reject".to_owned(),
        kith_book::Enforcement::Warn => "warn".to_owned(),
    });
    flags.chain(picklist).chain(format).chain(enforcement).collect::<Vec<_>>().join(", ")
}
