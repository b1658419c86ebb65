//! The company of a contact, as it compares.

use kith_model::query::fold;
use serde_json::Value;

use super::{
    likeness::Likeness,
    name::words,
    traits::{Hash, hash},
};

/// What says under which law a company is, and not which one it is.
const FORMS: &[&str] = &[
    "ab",
    "ag",
    "aps",
    "as",
    "asa",
    "bv",
    "co",
    "company",
    "corp",
    "corporation",
    "cv",
    "gmbh",
    "inc",
    "incorporated",
    "kg",
    "kk",
    "limited",
    "llc",
    "llp",
    "lp",
    "ltd",
    "mbh",
    "nv",
    "ohg",
    "oy",
    "oyj",
    "plc",
    "pte",
    "pty",
    "sa",
    "sarl",
    "sas",
    "sl",
    "spa",
    "srl",
    "ug",
];
/// Words between those that say something.
const BETWEEN: &[&str] = &["and", "the", "und", "et", "y", "e"];

/// A company: who it is to the CRM, and its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Company {
    id: Option<Hash>,
    /// The words of its name that tell it from others, parted by spaces.
    words: Box<str>,
}

impl Company {
    /// The company a lookup names; none where it names nothing.
    pub fn of(value: &Value) -> Option<Self> {
        let part = |name: &str| {
            let text = value.get(name).and_then(Value::as_str).unwrap_or_default();
            Some(text.trim()).filter(|text| !text.is_empty())
        };
        let id = part("Id").map(|id| hash(&("company", id)));
        let words = part("Name").map(telling).unwrap_or_default();
        (id.is_some() || !words.is_empty()).then(|| Self { id, words: words.into() })
    }

    /// How alike two companies are.
    pub fn likeness(&self, other: &Self) -> Likeness {
        if self.id.is_some() && self.id == other.id {
            return Likeness::Same;
        }
        if self.words.is_empty() || other.words.is_empty() {
            // Two that are known by other Ids are others, whatever they are called.
            let are_known = self.id.is_some() && other.id.is_some();
            return if are_known { Likeness::Different } else { Likeness::Unknown };
        }
        if self.words == other.words {
            return Likeness::Same;
        }
        let is_part = self.first() == other.first() && (self.is_within(other) || other.is_within(self));
        if is_part { Likeness::Similar } else { Likeness::Different }
    }

    /// Numbers of which two companies have one in common if they are alike at all.
    pub fn keys(&self) -> impl Iterator<Item = Hash> + use<> {
        let first = (!self.words.is_empty()).then(|| hash(&("first word", self.first())));
        self.id.into_iter().chain(first)
    }

    fn first(&self) -> &str {
        self.words.split(' ').next().unwrap_or_default()
    }

    fn is_within(&self, other: &Self) -> bool {
        self.words.split(' ').all(|word| other.words.split(' ').any(|theirs| theirs == word))
    }
}

/// The words of a company's name that tell it from others; all of them where none does.
fn telling(name: &str) -> String {
    // "S.A." is one word.
    let all = words(&fold(name).replace('.', ""));
    let tells = |word: &&String| !FORMS.contains(&word.as_str()) && !BETWEEN.contains(&word.as_str());
    let telling: Vec<_> = all.iter().filter(tells).map(String::as_str).collect();
    if telling.is_empty() { all.join(" ") } else { telling.join(" ") }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn likeness(one: &Value, other: &Value) -> Likeness {
        let company = |value| Company::of(value).unwrap();
        assert_eq!(company(one).likeness(&company(other)), company(other).likeness(&company(one)));
        company(one).likeness(&company(other))
    }

    #[test]
    fn a_company_is_known_by_its_id_or_by_the_words_that_tell_it_from_others() {
        let named = |name: &str| json!({"Name": name});
        assert_eq!(
            likeness(&json!({"Id": "1", "Name": "Old"}), &json!({"Id": "1", "Name": "New"})),
            Likeness::Same
        );
        for (one, other) in [
            ("Acme Inc.", "ACME, Incorporated"),
            ("Müller GmbH & Co. KG", "Mueller"),
            ("Foo S.A.", "The Foo"),
        ] {
            assert_eq!(likeness(&named(one), &named(other)), Likeness::Same, "{one} / {other}");
        }
        assert_eq!(likeness(&named("Acme"), &named("Acme Deutschland GmbH")), Likeness::Similar);
        assert_eq!(likeness(&named("Deutsche Bank"), &named("Deutsche Bahn")), Likeness::Different);
        assert_eq!(likeness(&json!({"Id": "1"}), &named("Acme")), Likeness::Unknown);
        assert_eq!(likeness(&json!({"Id": "1"}), &json!({"Id": "2"})), Likeness::Different);
    }

    #[test]
    fn what_names_nothing_is_no_company() {
        for value in [json!(null), json!({}), json!({"Id": null, "Name": " "}), json!("Acme"), json!([1])] {
            assert_eq!(Company::of(&value), None, "{value}");
        }
        assert!(Company::of(&json!({"Name": "AG"})).is_some());
    }
}
