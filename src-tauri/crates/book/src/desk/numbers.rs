//! Numbers that come back from the page. One that a double would not hold, or would write otherwise, goes there as
//! `{"$number": "1.50"}` and comes back so.

use serde_json::{Map, Number, Value};

use super::bounds;
use crate::{
    edit::{Act, Assignment},
    error::Failure,
    list::ListQuery,
};

/// The key of the text of such a number.
const NUMBER: &str = "$number";

/// A question with the numbers of its filters as the book keeps them.
///
/// # Errors
/// [`Failure`] when it is too large.
pub(super) fn read_query(query: &ListQuery) -> Result<ListQuery, Failure> {
    bounds::check(query)?;
    let mut query = query.clone();
    query.filters.iter_mut().flat_map(|filter| &mut filter.values).for_each(read);
    Ok(query)
}

/// Members of an object with their numbers as the book keeps them.
pub(super) fn read_members(members: &Map<String, Value>) -> Map<String, Value> {
    let mut members = members.clone();
    members.values_mut().for_each(read);
    members
}

/// Assignments with the numbers of their values as the book keeps them.
pub(super) fn read_assignments(assignments: &[Assignment]) -> Vec<Assignment> {
    let mut assignments = assignments.to_vec();
    for assignment in &mut assignments {
        if let Act::Set(value) = &mut assignment.act {
            read(value);
        }
    }
    assignments
}

fn read(value: &mut Value) {
    if let Some(number) = number_of(value) {
        *value = Value::Number(number);
        return;
    }
    match value {
        Value::Array(items) => items.iter_mut().for_each(read),
        Value::Object(members) => members.values_mut().for_each(read),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => (),
    }
}

/// The number that an object stands for; what has another form is what it is.
fn number_of(value: &Value) -> Option<Number> {
    let members = value.as_object().filter(|members| members.len() == 1)?;
    members.get(NUMBER)?.as_str()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn read_one(value: Value) -> String {
        let members = Map::from_iter([("of".to_owned(), value)]);
        read_members(&members)["of"].to_string()
    }

    #[test]
    fn a_number_is_one_again_digit_for_digit_wherever_it_stands() {
        assert_eq!(read_one(json!({"$number": "12345678901234567890.1234"})), "12345678901234567890.1234");
        assert_eq!(read_one(json!([{"Values": [{"$number": "1.50"}, null]}])), r#"[{"Values":[1.50,null]}]"#);
    }

    #[test]
    fn what_is_no_number_stays_what_it_is() {
        for text in
            [r#"{"$number":"many"}"#, r#"{"$number":"1","Name":"x"}"#, r#"{"$number":1}"#, r#""1.50""#]
        {
            assert_eq!(read_one(serde_json::from_str(text).unwrap()), text);
        }
    }
}
