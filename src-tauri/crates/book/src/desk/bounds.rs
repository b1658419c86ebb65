//! How much the window may ask for at once. The page asks for far less; what is beyond is a fault of the page, or no page.

use std::io::{self, Write};

use serde::Serialize;

use crate::{error::Failure, list::ListQuery};

/// Most rows, values, changes, requests or pairs that are given at once.
const MOST_GIVEN: usize = 10_000;
/// Most fields, filters and sort keys of a question.
const MOST_NAMED: usize = 1_000;
/// Most values of its filters.
const MOST_VALUES: usize = 100_000;
/// Most bytes of what is searched for.
const LONGEST_SEARCH: usize = 64 << 10;

/// Most bytes of a text that the page sends whole: edits of the schema, a layout, how a file is taken in.
const LONGEST_TEXT: usize = 4 << 20;

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

/// That not more fields are named than anybody has use for.
pub(super) fn fields(names: &[String]) -> Result<(), Failure> {
    if names.len() <= MOST_NAMED {
        return Ok(());
    }
    Err(Failure::new("More than 1,000 fields are asked for at once.", Some("Ask for less.")))
}

/// That a text which is taken whole is of a size that a person's work has.
pub(super) fn text(text: &str) -> Result<(), Failure> {
    length(text.len())
}

/// That an argument is of such a size as JSON.
pub(super) fn whole(argument: &impl Serialize) -> Result<(), Failure> {
    let mut counter = Counter(0);
    // Only its length is asked for; what cannot be written is found out by who works with it.
    let _counted = serde_json::to_writer(&mut counter, argument);
    length(counter.0)
}

fn length(bytes: usize) -> Result<(), Failure> {
    if bytes <= LONGEST_TEXT {
        return Ok(());
    }
    Err(Failure::new("This is larger than 4 MiB.", Some("Do it in smaller parts.")))
}

/// Counts what is written, and takes no more than is let through.
struct Counter(usize);

impl Write for Counter {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0 = self.0.saturating_add(bytes.len());
        if self.0 > LONGEST_TEXT { Err(io::ErrorKind::FileTooLarge.into()) } else { Ok(bytes.len()) }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
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
        assert!(fields(&query_fields(MOST_NAMED)).is_ok() && fields(&query_fields(MOST_NAMED + 1)).is_err());
        assert_eq!((given(5), given(usize::MAX)), (5, MOST_GIVEN));
    }

    fn query_fields(count: usize) -> Vec<String> {
        vec!["Name".into(); count]
    }

    #[test]
    fn a_text_is_taken_up_to_its_length_as_it_is_or_as_json() {
        let longest = "x".repeat(LONGEST_TEXT);
        assert!(text(&longest).is_ok() && text(&(longest.clone() + "x")).is_err());
        // Its quotation marks count.
        assert!(whole(&longest.get(2..)).is_ok() && whole(&longest.get(1..)).is_err());
    }
}
