//! Whether metadata is sound: everything that is wrong with it, each with its place. Only sound metadata becomes a
//! schema.

mod field;
mod list;
mod name;

use super::{
    issue::SchemaIssue,
    metadata::{FieldMetadata, ObjectMetadata},
    values::Values,
};

/// The most fields of an object.
const MOST_FIELDS: usize = 2_000;
/// The most picklists of an object.
const MOST_PICKLISTS: usize = 1_000;
/// The most characters of a name people see.
const LONGEST_LABEL: usize = 255;
/// The most characters of a description.
const LONGEST_DESCRIPTION: usize = 10_000;

/// Everything that is wrong with metadata. `shipped` says what the system fields must be.
pub(super) fn issues(metadata: &ObjectMetadata, shipped: &ObjectMetadata) -> Vec<SchemaIssue> {
    let (fields, lists) = (&metadata.field_metadata, &metadata.picklist_metadata);
    let values = Values::all(metadata);
    let mut issues = Vec::new();
    too_many(&mut issues, "FieldMetadata", fields.len(), MOST_FIELDS);
    too_many(&mut issues, "PicklistMetadata", lists.len(), MOST_PICKLISTS);
    if !issues.is_empty() {
        return issues;
    }
    label(&mut issues, "", &metadata.display_name, metadata.description.as_deref());
    name::issues(fields, &mut issues);
    list::issues(lists, &mut issues);
    for (position, field) in fields.iter().enumerate() {
        let mut own = Vec::new();
        let list = field.picklist_name.as_deref().and_then(|name| values.get(name));
        field::issues(field, &format!("FieldMetadata[{position}]."), list, &mut own);
        issues.extend(own.into_iter().map(|issue| issue.of(&field.field_name)));
    }
    system_fields(fields, shipped, &mut issues);
    issues
}

fn too_many(issues: &mut Vec<SchemaIssue>, place: &str, count: usize, most: usize) {
    if count > most {
        issues.push(SchemaIssue::at(place, format!("There are {count}; a schema takes at most {most}.")));
    }
}

/// The name people see and the sentence of help, of an object or a field whose place is `at`.
fn label(issues: &mut Vec<SchemaIssue>, at: &str, name: &str, description: Option<&str>) {
    if name.trim().is_empty() {
        issues.push(SchemaIssue::at(format!("{at}DisplayName"), "The name shown is empty. Give it one."));
    }
    for (key, text, most) in [
        ("DisplayName", name, LONGEST_LABEL),
        ("Description", description.unwrap_or_default(), LONGEST_DESCRIPTION),
    ] {
        if let Some(message) = too_long(text, most) {
            issues.push(SchemaIssue::at(format!("{at}{key}"), message));
        }
    }
}

fn too_long(text: &str, most: usize) -> Option<String> {
    let count = text.chars().count();
    (count > most).then(|| format!("The text has {count} characters; it takes at most {most}. Shorten it."))
}

/// Kith writes the system fields, so they are there, and are what the shipped schema makes of them. What people see of
/// them is free.
fn system_fields(fields: &[FieldMetadata], shipped: &ObjectMetadata, issues: &mut Vec<SchemaIssue>) {
    for wanted in shipped.field_metadata.iter().filter(|field| field.is_system()) {
        let name = &wanted.field_name;
        let found = fields.iter().enumerate().find(|(_, field)| field.field_name == *name);
        let (place, message) = match found {
            None => {
                ("FieldMetadata".to_owned(), format!("The system field {name} is missing. Add it again."))
            }
            Some((position, field)) if !is_same_rule(field, wanted) => (
                format!("FieldMetadata[{position}]"),
                format!("{name} is a system field: only its name shown, help and sorting can be changed."),
            ),
            Some(_) => continue,
        };
        issues.push(SchemaIssue::at(place, message).of(name));
    }
}

fn is_same_rule(field: &FieldMetadata, shipped: &FieldMetadata) -> bool {
    let as_shown = FieldMetadata {
        display_name: field.display_name.clone(),
        description: field.description.clone(),
        is_sortable: field.is_sortable,
        is_index_field: field.is_index_field,
        other: field.other.clone(),
        ..shipped.clone()
    };
    *field == as_shown
}

#[cfg(test)]
mod tests;
