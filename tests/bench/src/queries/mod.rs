//! A log of what people type into the search box: every keystroke is a query. Made from the contacts' own values, the
//! same for the same contacts.

mod dice;
mod session;

use anyhow::Result;
use kith_book::{Book, ListQuery, SortKey};
use kith_model::query::text_of;
use serde_json::Value;

use crate::contenders::kith::rows;
use dice::Dice;
use session::{Session, typed};

/// Contacts whose values are typed; those of a few of them most often.
const PEOPLE: usize = 2_000;

/// What of a contact is typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Person {
    first: String,
    last: String,
    email: String,
    phone: String,
    company: String,
    city: String,
    id: String,
}

/// The log of so many typing sessions on a book, query by query.
///
/// # Errors
/// When its contacts cannot be listed.
pub fn log(book: &Book, sessions: usize) -> Result<Vec<String>> {
    // A sample's ExternalIds are drawn at random, so the first of them are any contacts.
    let sort = vec![SortKey { field: "ExternalId".to_owned(), descending: false }];
    let query = ListQuery { sort, limit: PEOPLE, ..ListQuery::default() };
    let people: Vec<_> = rows(book, &query, None)?.iter().map(Person::of).collect();
    Ok(of_people(&people, sessions))
}

fn of_people(people: &[Person], sessions: usize) -> Vec<String> {
    let mut dice = Dice::default();
    let mut log = Vec::new();
    for _ in 0..sessions {
        let Some(person) = dice.skewed(people) else { break };
        log.extend(typed(Session::drawn(&mut dice), person, &mut dice));
    }
    log
}

impl Person {
    fn of(row: &Value) -> Self {
        let text = |field: &str| row.get(field).and_then(text_of).unwrap_or_default();
        Self {
            first: text("FirstName"),
            last: text("LastName"),
            email: text("Email"),
            phone: text("Phone"),
            company: text("Account"),
            city: text("MailingCity"),
            id: text("ExternalId"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn people() -> Vec<Person> {
        let person = |n: usize| Person {
            first: format!("Jürgen{n}"),
            last: format!("van den Berg{n}"),
            email: format!("juergen{n}@example.com"),
            phone: format!("+49 30 {n:07}"),
            company: format!("Contoso {n} GmbH"),
            city: format!("Bad Homburg {n}"),
            id: format!("5f8c2b9e-0000-{n:04}"),
        };
        (0..50).map(person).collect()
    }

    #[test]
    fn the_same_contacts_give_the_same_log() {
        let log = of_people(&people(), 200);
        assert_eq!(log, of_people(&people(), 200));
        assert!(log.len() > 1_000);
    }

    #[test]
    fn a_log_has_words_of_every_length_and_two_words() {
        let log = of_people(&people(), 400);
        for length in 1..=10 {
            assert!(log.iter().any(|query| query.chars().count() == length), "none of {length} letters");
        }
        let two = log.iter().filter(|query| query.split_whitespace().count() >= 2).count();
        assert!(two * 5 > log.len() && two * 5 < log.len() * 4, "{two} of {}", log.len());
        assert!(log.iter().all(|query| !query.is_empty()));
    }

    #[test]
    fn without_contacts_nothing_is_typed() {
        assert_eq!(of_people(&[], 10), Vec::<String>::new());
        assert!(of_people(&[Person::default()], 10).len() < 60, "only typos of nothing");
    }
}
