//! Random schemas: what they take is what an independent validator takes by the JSON Schema they are written as; any
//! edits keep them sound; written and read back they are the same.

mod book;
mod edits;
mod fields;
mod oracle;
mod round_trip;

use kith_model::{Schema, SchemaEdit, Stamp, User, plan};

/// The shipped schema after edits, where they can be made.
fn after(edits: &[SchemaEdit]) -> Option<Schema> {
    let shipped = Schema::contact().expect("the shipped schema");
    plan(&shipped, edits).ok().map(compiled)
}

/// A plan is sound, so its metadata is a schema.
fn compiled(plan: kith_model::SchemaPlan) -> Schema {
    Schema::compile(plan.metadata).expect("a plan is sound")
}

fn stamp() -> Stamp {
    let by = User { id: "u".to_owned(), name: "Una".to_owned() };
    Stamp { at: "2026-01-01T00:00:00.000Z".to_owned(), by, etag: "e".to_owned() }
}
