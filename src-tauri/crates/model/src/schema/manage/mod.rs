//! Changes of a schema: what is asked for, and what it comes to before it is made.

mod apply;
mod checks;
mod compare;
mod edit;

pub(super) use apply::{field_keys, may_update};
pub use edit::{
    DifferenceKind, KeyChange, SchemaCheck, SchemaDifference, SchemaEdit, SchemaPart, SchemaPlan,
};

use super::{Schema, SchemaIssue, metadata::ObjectMetadata, shipped, sound};

/// What edits come to, made one after the other; the schema itself stays as it is.
///
/// # Errors
/// Every edit that the platform's rules forbid; where there is none, everything that would be wrong with the schema.
pub fn plan(current: &Schema, edits: &[SchemaEdit]) -> Result<SchemaPlan, Vec<SchemaIssue>> {
    let before = current.metadata();
    let mut work = apply::Work { before, metadata: before.clone() };
    let made = edits.iter().enumerate().map(|(at, edit)| work.apply(edit, &format!("Edits[{at}]")));
    let issues: Vec<_> = made.filter_map(Result::err).collect();
    if issues.is_empty() { settled(before, work.metadata) } else { Err(issues) }
}

/// The plan that leads from one schema to another.
///
/// # Errors
/// Everything that is wrong with the other.
pub(super) fn settled(
    before: &ObjectMetadata,
    metadata: ObjectMetadata,
) -> Result<SchemaPlan, Vec<SchemaIssue>> {
    let shipped = shipped().map_err(|error| vec![SchemaIssue::at("", error.to_string())])?;
    let issues = sound::issues(&metadata, &shipped);
    if !issues.is_empty() {
        return Err(issues);
    }
    let differences = compare::differences(before, &metadata);
    let checks = checks::checks(before, &metadata);
    Ok(SchemaPlan { metadata, differences, checks })
}

impl SchemaPlan {
    /// The plan that leads from a schema to other metadata, as when a change is taken back.
    ///
    /// # Errors
    /// Everything that is wrong with the metadata.
    pub fn between(current: &Schema, metadata: ObjectMetadata) -> Result<Self, Vec<SchemaIssue>> {
        settled(current.metadata(), metadata)
    }
}

impl SchemaDifference {
    /// What differs from one schema to another, part by part.
    #[must_use]
    pub fn between(before: &ObjectMetadata, after: &ObjectMetadata) -> Vec<Self> {
        compare::differences(before, after)
    }
}

#[cfg(test)]
mod tests;
