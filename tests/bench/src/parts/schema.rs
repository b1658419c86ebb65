//! A schema of 500 fields and 200 picklists beside the shipped one: opening a book, checking and saving the same body.

use std::path::Path;

use anyhow::{Context, Result};
use kith_book::{Book, FieldMetadata, RecordKey, SchemaEdit, SchemaRequest, UpdateOptions};
use serde_json::{Value, json};

use crate::{
    contenders::kith,
    figures::Times,
    work::{Size, Update, shuffled, update},
};

/// How many fields the large schema has.
const FIELDS: usize = 500;
/// How many picklists, each with twenty entries and used by one field.
const PICKLISTS: usize = 200;

/// The times with one schema.
#[derive(Debug, Default)]
pub struct Side {
    /// Opening a closed book.
    pub open: Times,
    /// What an update would answer.
    pub check: Times,
    /// The update itself.
    pub save: Times,
}

/// Both sides.
#[derive(Debug, Default)]
pub struct LargeSchema {
    /// With the shipped schema.
    pub shipped: Side,
    /// With the large one.
    pub large: Side,
    /// How many times as many fields that one has.
    pub more_fields: f64,
}

/// Does the same with both, in turns.
///
/// # Errors
/// When one of them fails.
pub fn measure(folder: &Path, size: Size) -> Result<LargeSchema> {
    let contacts = size.contacts.min(1_000);
    let shipped = kith::fill(&folder.join("shipped-schema"), contacts)?;
    let large = kith::fill(&folder.join("large-schema"), contacts)?;
    kith::taken(&large.change_schema(&SchemaRequest::Edits(edits()?), false).answer)?;
    let keys = kith::keys(&shipped)?;
    let fields = |book: &Book| book.schema().fields().len() as f64;
    let more_fields = fields(&large) / fields(&shipped);
    let mut measured = LargeSchema { more_fields, ..LargeSchema::default() };
    let mut books = (shipped, large);
    for n in 0..size.updates {
        let work = update(&keys, n);
        for who in shuffled([0, 1], n) {
            match who {
                0 => books.0 = measured.shipped.round(books.0, &work, n)?,
                _ => books.1 = measured.large.round(books.1, &work, n)?,
            }
        }
    }
    Ok(measured)
}

impl Side {
    fn round(&mut self, mut book: Book, work: &Update, n: usize) -> Result<Book> {
        if n.is_multiple_of(20) {
            let folder = book.folder().to_owned();
            book.close()?;
            book = self.open.take(|| kith::open(&folder))?;
            // The rules of a field are compiled when it is first used.
            kith::taken(&check(&book, work)).map(drop)?;
        }
        self.check.take(|| kith::taken(&check(&book, work)))?;
        self.save.take(|| kith::update(&book, work))?;
        Ok(book)
    }
}

fn check(book: &Book, work: &Update) -> kith_book::Answer {
    let key = RecordKey::ExternalId(work.key.clone());
    book.check(&key, work.body.as_bytes(), UpdateOptions::default()).answer
}

/// What makes the shipped schema large.
fn edits() -> Result<Vec<SchemaEdit>> {
    let shipped = kith_book::Schema::contact().context("the shipped schema")?.fields().len();
    let mut edits = Vec::new();
    for n in 0..PICKLISTS {
        edits.push(SchemaEdit::PutPicklist { picklist: serde_json::from_value(picklist(n))? });
    }
    for n in 0..FIELDS.saturating_sub(shipped) {
        let field: FieldMetadata = serde_json::from_value(field(n))?;
        edits.push(SchemaEdit::AddField { field: Box::new(field) });
    }
    Ok(edits)
}

fn picklist(n: usize) -> Value {
    let entry = |at: usize| json!({"Value": format!("value {at}"), "DisplayText": format!("Value {at}"), "Sequence": at});
    json!({
        "Name": format!("List{n}"),
        "AllowNonConfiguredPicklistEntries": false,
        "PicklistEntries": (1..=20).map(entry).collect::<Vec<_>>(),
    })
}

fn field(n: usize) -> Value {
    let name = format!("Custom{n}");
    let base = json!({"FieldName": name, "DisplayName": name, "Description": "What it is for."});
    let kind = match n {
        n if n < PICKLISTS => {
            json!({"DataType": "Picklist", "Length": 40, "PicklistName": format!("List{n}")})
        }
        n if n % 3 == 0 => json!({"DataType": "Decimal", "Precision": 18, "Scale": 4}),
        n if n % 3 == 1 => json!({"DataType": "String", "Length": 80}),
        _ => json!({"DataType": "Date"}),
    };
    merged(base, kind)
}

fn merged(mut one: Value, other: Value) -> Value {
    if let (Value::Object(one), Value::Object(other)) = (&mut one, other) {
        one.extend(other);
    }
    one
}
