//! Fields that follow others, where a row or a bulk edit does not set them: a Name from its parts, as the form proposes it.

use kith_model::{Body, Composed, Record};
use serde_json::Value;

/// Adds to a row's body what follows from it. A value that says something else than its parts did is left alone.
pub(crate) fn follow(body: &mut Body, stored: Option<&Record>, composed: &[&Composed]) {
    for rule in composed {
        if !rule.of.iter().any(|field| body.fields.contains_key(field)) {
            continue;
        }
        let before = text(rule, |field| stored.map_or(&Value::Null, |record| record.get(field)));
        let held = stored.and_then(|record| record.get(&rule.field).as_str()).unwrap_or_default();
        // As in the form: of a contact that is there, a field that was empty all along stays so.
        if held != before || stored.is_some() && before.is_empty() {
            continue;
        }
        let after = text(rule, |field| {
            let stored = || stored.map_or(&Value::Null, |record| record.get(field));
            body.fields.get(field).unwrap_or_else(stored)
        });
        let value = if after.is_empty() { Value::Null } else { after.into() };
        body.fields.insert(rule.field.clone(), value);
    }
}

/// The parts put together, those that say nothing left out.
fn text<'a>(rule: &'a Composed, value: impl Fn(&'a str) -> &'a Value) -> String {
    let parts: Vec<_> =
        rule.of.iter().filter_map(|field| value(field).as_str()).filter(|part| !part.is_empty()).collect();
    parts.join(&rule.separator)
}

#[cfg(test)]
mod tests {
    use serde_json::{Map, json};

    use super::*;

    fn name_of(stored: Option<Value>, row: Value) -> Option<Value> {
        let rule = Composed {
            field: "Name".into(),
            of: vec!["FirstName".into(), "LastName".into()],
            separator: " ".into(),
        };
        let stored = stored.map(|stored| serde_json::from_value::<Record>(stored).unwrap());
        let map: Map<String, Value> = serde_json::from_value(row).unwrap();
        let mut body = Body::from_map(map).unwrap();
        follow(&mut body, stored.as_ref(), &[&rule]);
        body.fields.get("Name").cloned()
    }

    #[test]
    fn a_new_contact_gets_it_from_the_parts_that_it_has() {
        assert_eq!(name_of(None, json!({"FirstName": "Ada", "LastName": "Byron"})), Some(json!("Ada Byron")));
        assert_eq!(name_of(None, json!({"LastName": "Byron"})), Some(json!("Byron")));
        assert_eq!(name_of(None, json!({"Title": "Countess"})), None);
    }

    #[test]
    fn what_followed_its_parts_goes_on_to_and_what_says_something_else_stays() {
        let stored = |name: &str| json!({"Id": "1", "FirstName": "Ada", "LastName": "Byron", "Name": name});
        let row = json!({"LastName": "Lovelace"});
        assert_eq!(name_of(Some(stored("Ada Byron")), row.clone()), Some(json!("Ada Lovelace")));
        assert_eq!(name_of(Some(stored("The Countess")), row.clone()), None);
        assert_eq!(name_of(Some(json!({"Id": "1"})), row), None);
        let cleared = json!({"FirstName": null, "LastName": null});
        assert_eq!(name_of(Some(stored("Ada Byron")), cleared), Some(Value::Null));
    }
}
