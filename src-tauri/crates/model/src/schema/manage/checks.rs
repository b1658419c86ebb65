//! What must be looked at in the records before a schema is changed.

use std::collections::{HashMap, HashSet};

use super::edit::SchemaCheck;
use crate::schema::metadata::{DataType, Enforcement, FieldMetadata, ObjectMetadata, PicklistMetadata};

/// The checks of a change, in the order of `after`; those of deleted fields last.
pub(super) fn checks(before: &ObjectMetadata, after: &ObjectMetadata) -> Vec<SchemaCheck> {
    let (old, new) = (Parts::of(before), Parts::of(after));
    let mut checks = Vec::new();
    for field in &after.field_metadata {
        let name = || field.field_name.clone();
        let was = old.fields.get(field.field_name.as_str()).copied();
        let is_tightened = match was {
            Some(was) => is_tighter((was, old.list(was)), (field, new.list(field))),
            None => field.is_writable() && (field.is_demanded() || !field.is_nullable),
        };
        checks.extend(is_tightened.then(|| SchemaCheck::MustBeValid { field: name() }));
        let becomes_unique = field.is_unique && was.is_some_and(|was| !was.is_unique);
        checks.extend(becomes_unique.then(|| SchemaCheck::MustBeUnique { field: name() }));
    }
    let gone =
        before.field_metadata.iter().filter(|field| !new.fields.contains_key(field.field_name.as_str()));
    checks.extend(gone.map(|field| SchemaCheck::MustBeEmpty { field: field.field_name.clone() }));
    checks
}

/// An object's fields and picklists by name.
struct Parts<'a> {
    fields: HashMap<&'a str, &'a FieldMetadata>,
    lists: HashMap<&'a str, &'a PicklistMetadata>,
}

impl<'a> Parts<'a> {
    fn of(metadata: &'a ObjectMetadata) -> Self {
        let fields = metadata.field_metadata.iter().map(|field| (field.field_name.as_str(), field));
        let lists = metadata.picklist_metadata.iter().map(|list| (list.name.as_str(), list));
        Self { fields: fields.collect(), lists: lists.collect() }
    }

    fn list(&self, field: &FieldMetadata) -> Option<&'a PicklistMetadata> {
        self.lists.get(field.picklist_name.as_deref()?).copied()
    }
}

/// A field with its picklist.
type Listed<'a> = (&'a FieldMetadata, Option<&'a PicklistMetadata>);

/// Whether the field may refuse a value that it took before.
fn is_tighter((was, old): Listed<'_>, (field, new): Listed<'_>) -> bool {
    let has_length = field.data_type.longest().is_some();
    let is_decimal = field.data_type.is_decimal();
    (has_length && is_less(field.length, was.length))
        || (is_decimal && (is_less(field.precision, was.precision) || is_less(field.scale, was.scale)))
        || (field.is_demanded() && !was.is_demanded())
        || (!field.is_nullable && was.is_nullable)
        || refuses_more((was, old), (field, new))
}

/// Whether a limit is lower than before; none is the highest.
fn is_less(now: Option<u32>, before: Option<u32>) -> bool {
    now.is_some_and(|now| before.is_none_or(|before| now < before))
}

/// Whether the format or the picklist refuses a value that it took or only warned of.
fn refuses_more((was, old): Listed<'_>, (field, new): Listed<'_>) -> bool {
    let is_date = matches!(field.data_type, DataType::Date | DataType::DateTime);
    if !refuses((field, new)) || (field.format.is_none() && new.is_none() && !is_date) {
        return false;
    }
    !refuses((was, old)) || field.format != was.format || new.is_some_and(|new| loses_a_value(old, new))
}

fn refuses((field, list): Listed<'_>) -> bool {
    let is_open = list.is_some_and(|list| list.allow_non_configured_picklist_entries);
    field.enforcement_with(is_open) == Enforcement::Reject
}

fn loses_a_value(old: Option<&PicklistMetadata>, new: &PicklistMetadata) -> bool {
    let values: HashSet<_> = new.picklist_entries.iter().map(|entry| entry.value.as_str()).collect();
    old.is_none_or(|old| old.picklist_entries.iter().any(|entry| !values.contains(entry.value.as_str())))
}
