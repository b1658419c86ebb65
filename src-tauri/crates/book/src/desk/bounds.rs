//! How much the window may ask for at once. The page asks for far less; what is beyond is a fault of the page, or no page.

use crate::{error::Failure, list::ListQuery};

/// Most rows, values, changes, requests or pairs that are given at once.
const MOST_GIVEN: usize = 10_000;
/// Most fields, filters and sort keys of a question.
const MOST_NAMED: usize = 1_000;
/// Most values of its filters.
const MOST_VALUES: usize = 100_000;
/// Most bytes of what is searched for.
const LONGEST_SEARCH: usize = 64 << 10;

/// As many as asked for, and not too many.
pub(super) fn given(limit: usize) -> usize {
    limit.min(MOST_GIVEN)
}

/// That a question is of a size that is worth an answer.
pub(super) fn check(query: &ListQuery) -> Result<(), Failure> {
    let values: usize = query.filters.iter().map(|filter| filter.values.len()).sum();
    let what = if query.search.len() > LONGEST_SEARCH {
        "The search is longer than 64 KiB."
    } else if query.fields.len().max(query.filters.len()).max(query.sort.len()) > MOST_NAMED {
        "The list is asked for with more than 1,000 columns, filters or sort keys."
    } else if values > MOST_VALUES {
        "The list is filtered by more than 100,000 values."
    } else {
        return Ok(());
    };
    Err(Failure::new(what, Some("Ask for less.")))
}

#[cfg(test)]
mod tests {
    use kith_model::query::{Filter, SortKey};
    use serde_json::json;

    use super::*;

    #[test]
    fn a_question_of_an_ordinary_size_is_answered_and_one_beyond_is_refused() {
        let filter = |values| Filter { field: "Title".into(), values: vec![json!("x"); values] };
        let key = SortKey { field: "Name".into(), descending: false };
        let all = ListQuery::default();
        for (query, taken) in [
            (ListQuery { search: "x".repeat(LONGEST_SEARCH), ..all.clone() }, true),
            (ListQuery { search: "x".repeat(LONGEST_SEARCH + 1), ..all.clone() }, false),
            (ListQuery { filters: vec![filter(MOST_VALUES)], ..all.clone() }, true),
            (ListQuery { filters: vec![filter(MOST_VALUES), filter(1)], ..all.clone() }, false),
            (ListQuery { filters: vec![filter(0); MOST_NAMED + 1], ..all.clone() }, false),
            (ListQuery { sort: vec![key; MOST_NAMED + 1], ..all.clone() }, false),
            (ListQuery { fields: vec!["Name".into(); MOST_NAMED + 1], ..all.clone() }, false),
        ] {
            assert_eq!(check(&query).is_ok(), taken, "{}", query.search.len());
        }
        assert_eq!((given(5), given(usize::MAX)), (5, MOST_GIVEN));
    }
}
