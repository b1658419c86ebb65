//! One typing session: somebody looks for somebody, letter by letter.

use kith_model::query::fold;

use super::{Dice, Person};

/// What somebody knows of whom they look for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Session {
    LastName,
    FirstAndLast,
    LastAndFirst,
    Email,
    Phone,
    Company,
    City,
    /// A name with letters between that are in none, so that nothing is found from there on.
    Typo,
    /// The key of another system, pasted whole.
    PastedId,
    TypedId,
}

/// How many of 100 sessions are of each kind.
const SHARES: [(Session, usize); 10] = [
    (Session::LastName, 30),
    (Session::FirstAndLast, 14),
    (Session::LastAndFirst, 8),
    (Session::Email, 12),
    (Session::Phone, 9),
    (Session::Company, 11),
    (Session::City, 6),
    (Session::Typo, 5),
    (Session::PastedId, 2),
    (Session::TypedId, 3),
];

impl Session {
    pub fn drawn(dice: &mut Dice) -> Self {
        let mut left = dice.below(100);
        for (session, share) in SHARES {
            if left < share {
                return session;
            }
            left -= share;
        }
        Self::LastName
    }

    fn text(self, person: &Person, dice: &mut Dice) -> String {
        let Person { first, last, .. } = person;
        match self {
            Self::LastName => last.clone(),
            Self::FirstAndLast => format!("{first} {last}"),
            Self::LastAndFirst => format!("{last} {first}"),
            Self::Email => beginning(&person.email, dice.between(5, 16)),
            Self::Phone if dice.below(3) == 0 => beginning(&person.phone, dice.between(4, 12)),
            Self::Phone => person.phone.chars().filter(char::is_ascii_digit).skip(dice.below(3)).collect(),
            Self::Company => person.company.clone(),
            Self::City => person.city.clone(),
            Self::Typo => mistyped(last, dice),
            Self::PastedId => person.id.clone(),
            Self::TypedId => beginning(&person.id, 8),
        }
    }
}

/// The queries of a session. People stop once they see whom they look for, most after few letters of the last word.
pub(super) fn typed(session: Session, person: &Person, dice: &mut Dice) -> Vec<String> {
    let text = session.text(person, dice);
    // Not everybody types marks and capitals.
    let text = if dice.below(2) == 0 { fold(&text) } else { text.to_lowercase() };
    let words_before = text.char_indices().rfind(|(_, c)| *c == ' ').map_or(0, |(at, _)| at + 1);
    let before = text.get(..words_before).unwrap_or_default().chars().count();
    let end = if session == Session::Typo { usize::MAX } else { before + dice.between(2, 10) };
    let ends = text.char_indices().map(|(at, c)| at + c.len_utf8()).take(end);
    let prefixes: Vec<_> = ends.filter_map(|end| text.get(..end)).map(str::to_owned).collect();
    match session {
        Session::PastedId => Some(text).filter(|text| !text.is_empty()).into_iter().collect(),
        _ => prefixes,
    }
}

fn beginning(text: &str, letters: usize) -> String {
    text.chars().take(letters).collect()
}

fn mistyped(text: &str, dice: &mut Dice) -> String {
    let mut letters: Vec<char> = text.chars().collect();
    let at = dice.between(1, 3).min(letters.len().saturating_sub(1));
    letters.insert(at, 'x');
    letters.insert(at, 'q');
    letters.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn person() -> Person {
        let [first, last, email, phone] = ["Zoë", "Müller", "zoe.mueller@x.example", "+49 30 123"];
        let [company, city, id] = ["Contoso AG", "Berlin", "5f8c2b9e-1"];
        let [first, last, email, phone] = [first, last, email, phone].map(str::to_owned);
        let [company, city, id] = [company, city, id].map(str::to_owned);
        Person { first, last, email, phone, company, city, id }
    }

    #[test]
    fn every_keystroke_is_a_query() {
        let log = typed(Session::FirstAndLast, &person(), &mut Dice::default());
        assert!(log.iter().enumerate().all(|(at, query)| query.chars().count() == at + 1), "{log:?}");
        assert!(log.len() > "Zoë m".chars().count(), "{log:?}");
    }

    #[test]
    fn a_typo_is_in_no_name_and_an_id_is_pasted_whole() {
        let mut dice = Dice::default();
        assert!(typed(Session::Typo, &person(), &mut dice).last().unwrap().contains("qx"));
        assert_eq!(typed(Session::PastedId, &person(), &mut dice), ["5f8c2b9e-1"]);
    }

    #[test]
    fn all_kinds_are_drawn_by_their_shares() {
        assert_eq!(SHARES.iter().map(|(_, share)| share).sum::<usize>(), 100);
        let mut dice = Dice::default();
        let drawn: Vec<_> = (0..2_000).map(|_| Session::drawn(&mut dice)).collect();
        for (session, share) in SHARES {
            let count = drawn.iter().filter(|each| **each == session).count();
            assert!(count > share * 10 && count < share * 30, "{session:?}: {count}");
        }
    }
}
