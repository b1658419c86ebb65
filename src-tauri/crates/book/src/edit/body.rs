//! What a bulk edit sends for one contact: the body of its update.

use std::collections::HashSet;

use kith_model::{Body, Code, Composed, DataType, Issue, Layout, Record, Schema, system};
use serde_json::{Map, Value};

use super::shape::{Act, Assignment};
use crate::{assignment::holds_text, contacts::follow, error::Error};

/// Looks at assignments before any contact is looked at. What a value must be is each contact's own update to say.
///
/// # Errors
/// [`Error::Refused`] with everything that is wrong.
pub(super) fn check(assignments: &[Assignment], schema: &Schema) -> Result<(), Error> {
    if assignments.is_empty() {
        let message = "There is no field to set. Choose one.";
        return Err(Error::refused(Issue::new(Code::MalformedRequest, message)));
    }
    let mut seen = HashSet::new();
    let mut errors = Vec::new();
    for assignment in assignments {
        let field = &assignment.field;
        let twice = || issue(field, Code::MalformedRequest, "stands here twice. Keep one of them.");
        errors.extend(if seen.insert(field) { wrong(assignment, schema) } else { Some(twice()) });
    }
    if errors.is_empty() { Ok(()) } else { Err(Error::all_refused(errors)) }
}

fn wrong(Assignment { field, act }: &Assignment, schema: &Schema) -> Option<Issue> {
    if system::key_field(field).is_some() {
        let what = "is each contact's own key and is not set in many at once. Leave it out.";
        return Some(issue(field, Code::FieldNotWritable, what));
    }
    let Some(metadata) = schema.field(field) else { return Some(schema.unknown(field)) };
    match act {
        Act::Replace { .. } if !holds_text(metadata) => {
            let what = "holds no text in which another could be replaced. Set its value instead.";
            Some(issue(field, Code::InvalidType, what))
        }
        Act::Replace { find, .. } if find.is_empty() => {
            Some(issue(field, Code::MalformedRequest, "has nothing that is looked for. Say which text."))
        }
        Act::Add(_) | Act::Remove(_) if metadata.data_type != DataType::MultiPicklist => {
            let what = "does not hold several choices. Set its value instead.";
            Some(issue(field, Code::InvalidType, what))
        }
        Act::Set(_) | Act::Clear | Act::Replace { .. } | Act::Add(_) | Act::Remove(_) => None,
    }
}

fn issue(field: &str, code: Code, what: &str) -> Issue {
    Issue::of(field, code, format!("{field} {what}"))
}

/// The body that does what the assignments say to a contact.
pub(super) fn body_for(assignments: &[Assignment], stored: &Record, layout: &Layout) -> Result<Body, Error> {
    let new = |assignment: &Assignment| {
        let value = value_of(&assignment.act, stored.get(&assignment.field))?;
        Some((assignment.field.clone(), value))
    };
    let fields: Map<String, Value> = assignments.iter().filter_map(new).collect();
    let mut body = Body::from_map(fields).map_err(Error::refused)?;
    let is_set = |field: &str| assignments.iter().any(|assignment| assignment.field == field);
    let composed: Vec<&Composed> = layout.composed.iter().filter(|rule| !is_set(&rule.field)).collect();
    follow(&mut body, Some(stored), &composed);
    Ok(body)
}

/// What a field is to have; none where it stays as it is.
fn value_of(act: &Act, stored: &Value) -> Option<Value> {
    match act {
        Act::Set(value) => Some(value.clone()),
        Act::Clear => Some(Value::Null),
        Act::Replace { find, with } => {
            let text = stored.as_str().filter(|text| text.contains(find.as_str()))?;
            let text = text.replace(find.as_str(), with);
            Some(if text.is_empty() { Value::Null } else { text.into() })
        }
        Act::Add(choices) => {
            let mut all = choices_of(stored);
            for choice in choices.iter().map(|choice| Value::from(choice.as_str())) {
                if !all.contains(&choice) {
                    all.push(choice);
                }
            }
            Some(of_choices(all))
        }
        Act::Remove(choices) => {
            let mut all = choices_of(stored);
            all.retain(|held| !choices.iter().any(|choice| held.as_str() == Some(choice)));
            Some(of_choices(all)).filter(|_| !stored.is_null())
        }
    }
}

fn choices_of(stored: &Value) -> Vec<Value> {
    stored.as_array().cloned().unwrap_or_default()
}

fn of_choices(choices: Vec<Value>) -> Value {
    if choices.is_empty() { Value::Null } else { Value::Array(choices) }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn replaced(stored: Value, find: &str, with: &str) -> Option<Value> {
        value_of(&Act::Replace { find: find.into(), with: with.into() }, &stored)
    }

    #[test]
    fn a_text_is_replaced_wherever_it_stands_and_nothing_left_is_no_value() {
        assert_eq!(replaced(json!("a.b.c"), ".", "-"), Some(json!("a-b-c")));
        assert_eq!(replaced(json!("Acme"), "acme", "x"), None, "case differs");
        assert_eq!(replaced(json!("Acme"), "Acme", ""), Some(json!(null)));
        assert_eq!(replaced(json!(null), "a", "b"), None);
        assert_eq!(replaced(json!(["a"]), "a", "b"), None);
    }

    #[test]
    fn choices_are_added_once_and_removed_to_the_last() {
        let add = |stored: Value| value_of(&Act::Add(vec!["a".into(), "b".into(), "b".into()]), &stored);
        assert_eq!(add(json!(null)), Some(json!(["a", "b"])));
        assert_eq!(add(json!(["c", "a"])), Some(json!(["c", "a", "b"])));
        let remove = |stored: Value| value_of(&Act::Remove(vec!["a".into()]), &stored);
        assert_eq!(remove(json!(["a", "b"])), Some(json!(["b"])));
        assert_eq!(remove(json!(["a"])), Some(json!(null)));
        assert_eq!(remove(json!(null)), None);
    }

    #[test]
    fn everything_that_is_wrong_with_assignments_is_told_before_any_contact_is_looked_at() {
        let schema = Schema::contact().unwrap();
        let of = |field: &str, act: Act| Assignment { field: field.into(), act };
        let assignments = [
            of("Id", Act::Clear),
            of("externalId", Act::Clear),
            of("Titel", Act::Clear),
            of("IsEmailBounced", Act::Replace { find: "a".into(), with: "b".into() }),
            of("Title", Act::Replace { find: String::new(), with: "b".into() }),
            of("Title", Act::Clear),
            of("Fax", Act::Add(Vec::new())),
        ];
        let Err(Error::Refused(refused)) = check(&assignments, &schema) else { panic!("taken") };
        let codes: Vec<_> = refused.errors.iter().map(|issue| issue.code).collect();
        use Code::{FieldNotWritable, InvalidType, MalformedRequest, UnknownField};
        let expected = [
            FieldNotWritable,
            FieldNotWritable,
            UnknownField,
            InvalidType,
            MalformedRequest,
            MalformedRequest,
            InvalidType,
        ];
        assert_eq!(codes, expected);
        assert!(check(&[], &schema).is_err());
    }
}
