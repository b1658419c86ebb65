//! `kith schema show`.

use kith_book::{Answer, FieldMetadata, ObjectMetadata};

use crate::{
    output::{Column, Outcome, count, plain, table},
    session::{Missing, Session},
    stop::Stop,
};

pub(super) fn run(session: &Session) -> Result<Outcome, Stop> {
    session.with_book(Missing::Refuse, |book| {
        let metadata = book.metadata()?;
        let answer = Answer::of(&metadata);
        Ok(session.outcome(answer, |_| fields(&metadata)))
    })
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
