//! `Field=Value` and `Field:desc`.

use kith_book::SortKey;

/// Reads `Field=Value`; the value may hold further equals signs.
///
/// # Errors
/// The words for the person who typed something else.
pub(crate) fn assignment(text: &str) -> Result<(String, String), String> {
    let (field, value) = text.split_once('=').ok_or("write it as Field=Value")?;
    Ok((field.to_owned(), value.to_owned()))
}

/// Reads `Field`, `Field:asc` or `Field:desc`.
///
/// # Errors
/// The words for the person who typed something else.
pub(crate) fn sort_key(text: &str) -> Result<SortKey, String> {
    let (field, direction) = text.split_once(':').unwrap_or((text, "asc"));
    let descending = match direction {
        "asc" => false,
        "desc" => true,
        other => return Err(format!("{other:?} is no direction: write asc or desc")),
    };
    Ok(SortKey { field: field.to_owned(), descending })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_assignment_ends_its_field_at_the_first_equals_sign() {
        assert_eq!(assignment("Title=a=b"), Ok(("Title".to_owned(), "a=b".to_owned())));
        assert_eq!(assignment("Title="), Ok(("Title".to_owned(), String::new())));
        assert!(assignment("Title").is_err());
    }

    #[test]
    fn a_sort_key_may_name_its_direction() {
        let key = |descending| SortKey { field: "Name".to_owned(), descending };
        assert_eq!(sort_key("Name"), Ok(key(false)));
        assert_eq!(sort_key("Name:asc"), Ok(key(false)));
        assert_eq!(sort_key("Name:desc"), Ok(key(true)));
        assert!(sort_key("Name:down").is_err());
    }
}
