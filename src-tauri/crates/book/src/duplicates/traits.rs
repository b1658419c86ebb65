//! What of a contact tells whether it is the same person as another one.

use std::{
    borrow::Cow,
    hash::{DefaultHasher, Hasher},
};

use kith_model::{
    DataType, FieldMetadata, Format, Layout, Schema,
    query::{digits_of, fold, text_of},
};
use serde_json::Value;

use super::{company::Company, likeness::Likeness, name::Name};

/// A text as a number. Two texts that have the same are the same text: of a million, two would collide once in
/// thirty million books.
pub(super) type Hash = u64;

/// The object that a company is to the platform.
const COMPANY: &str = "Account";
/// Fewer digits are an extension or a short number, not a person's.
const FEWEST_DIGITS: usize = 6;
/// By so many last digits a number is known, with and without what stands for its country.
const LAST_DIGITS: usize = 9;

/// The number of a text, or of several.
pub(super) fn hash(what: &impl std::hash::Hash) -> Hash {
    let mut hasher = DefaultHasher::new();
    what.hash(&mut hasher);
    hasher.finish()
}

/// The fields that traits are read from, by what schema and layout say of them.
#[derive(Debug, Clone, Default)]
pub(super) struct TraitFields {
    emails: Vec<String>,
    phones: Vec<String>,
    companies: Vec<String>,
    /// The first of these that has a value is the name,
    names: Vec<String>,
    /// else what these make together.
    parts: Vec<String>,
}

impl TraitFields {
    /// Those of a schema and its layout.
    pub fn of(schema: &Schema, layout: &Layout) -> Self {
        let named = |is_wanted: fn(&FieldMetadata) -> bool| {
            let fields = schema.fields().iter().filter(|field| field.is_readable() && !field.is_system());
            fields.filter(|field| is_wanted(field)).map(|field| field.field_name.clone()).collect()
        };
        let composed = layout.composed.iter().find(|composed| layout.title.contains(&composed.field));
        Self {
            emails: named(|field| field.format == Some(Format::Email)),
            phones: named(|field| field.format == Some(Format::Phone)),
            companies: named(|field| {
                field.data_type == DataType::Lookup && field.lookup_object_name.as_deref() == Some(COMPANY)
            }),
            names: layout.title.clone(),
            parts: composed.map(|composed| composed.of.clone()).unwrap_or_default(),
        }
    }

    /// All of them.
    pub fn all(&self) -> impl Iterator<Item = &String> {
        [&self.emails, &self.phones, &self.companies, &self.names, &self.parts].into_iter().flatten()
    }

    /// The name of a contact whose values `get` gives, as it is shown.
    pub fn name(&self, get: &impl Fn(&str) -> Option<Value>) -> String {
        let text = |field: &String| match get(field) {
            Some(Value::String(text)) => Some(text).filter(|text| !text.trim().is_empty()),
            _ => None,
        };
        self.names.iter().find_map(text).unwrap_or_else(|| {
            let parts: Vec<_> = self.parts.iter().filter_map(text).collect();
            parts.join(" ")
        })
    }

    /// Each value of a kind of field with the number it compares by.
    pub fn emails<'a>(
        &'a self,
        get: &'a impl Fn(&str) -> Option<Value>,
    ) -> impl Iterator<Item = (String, Hash)> + 'a {
        keyed(&self.emails, get, email)
    }

    /// As [`Self::emails`].
    pub fn phones<'a>(
        &'a self,
        get: &'a impl Fn(&str) -> Option<Value>,
    ) -> impl Iterator<Item = (String, Hash)> + 'a {
        keyed(&self.phones, get, phone)
    }

    /// The company of a contact, as it is shown.
    pub fn company_text(&self, get: &impl Fn(&str) -> Option<Value>) -> String {
        self.companies.iter().find_map(|field| text_of(&get(field)?)).unwrap_or_default()
    }

    /// The companies a contact belongs to.
    pub fn companies<'a>(
        &'a self,
        get: &'a impl Fn(&str) -> Option<Value>,
    ) -> impl Iterator<Item = Company> + 'a {
        self.companies.iter().filter_map(move |field| Company::of(&get(field)?))
    }
}

fn keyed<'a>(
    fields: &'a [String],
    get: &'a impl Fn(&str) -> Option<Value>,
    key: fn(&str) -> Option<Hash>,
) -> impl Iterator<Item = (String, Hash)> + 'a {
    fields.iter().filter_map(move |field| match get(field)? {
        Value::String(text) => key(&text).map(|key| (text, key)),
        _ => None,
    })
}

/// What an e-mail address compares by.
fn email(text: &str) -> Option<Hash> {
    let folded = fold(text.trim());
    folded.contains('@').then(|| hash(&("e-mail", &folded)))
}

/// What a telephone number compares by: its last digits, which are the same at home and from abroad.
fn phone(text: &str) -> Option<Hash> {
    let digits = digits_of(text);
    let digits = digits.trim_start_matches('0');
    let last: Cow<'_, str> = match digits.len().checked_sub(LAST_DIGITS) {
        Some(more) => digits.get(more..).unwrap_or(digits).into(),
        None => digits.into(),
    };
    (digits.len() >= FEWEST_DIGITS).then(|| hash(&("telephone", &*last)))
}

/// What of a contact is compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Traits {
    /// The contact's `Id`.
    pub id: Box<str>,
    pub name: Name,
    pub companies: Box<[Company]>,
    /// Sorted, each once.
    pub emails: Box<[Hash]>,
    /// Sorted, each once.
    pub phones: Box<[Hash]>,
}

impl Traits {
    /// Those of the contact with an `Id`, whose values `get` gives.
    pub fn read(fields: &TraitFields, id: &str, get: &impl Fn(&str) -> Option<Value>) -> Self {
        Self {
            id: id.into(),
            name: Name::of(&fields.name(get)),
            companies: fields.companies(get).collect(),
            emails: set(fields.emails(get).map(|(_, key)| key)),
            phones: set(fields.phones(get).map(|(_, key)| key)),
        }
    }

    /// The number of the contact's name; none where it has no whole one.
    pub fn name_key(&self) -> Option<Hash> {
        self.name.same_keys().map(|(_, sorted)| hash(&("whole name", sorted)))
    }

    /// How alike the companies of two contacts are, at best.
    pub fn company_likeness(&self, other: &Self) -> Likeness {
        let pairs =
            self.companies.iter().flat_map(|one| other.companies.iter().map(move |their| (one, their)));
        pairs.fold(Likeness::Unknown, |best, (one, other)| best.better(one.likeness(other)))
    }
}

/// Numbers in order, each once.
fn set(keys: impl Iterator<Item = Hash>) -> Box<[Hash]> {
    let mut keys: Vec<_> = keys.collect();
    keys.sort_unstable();
    keys.dedup();
    keys.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_the_same_whatever_its_case() {
        assert_eq!(email(" Anna@Example.COM "), email("anna@example.com"));
        assert_ne!(email("anna@example.com"), email("anne@example.com"));
        assert_eq!((email(""), email("none")), (None, None));
    }

    #[test]
    fn a_number_is_the_same_from_abroad() {
        let number = phone("040 / 1234567");
        assert!(number.is_some());
        for other in ["+49 40 1234567", "0049 40 123-4567", "+49 (0)40 1234567", "(040) 123 45 67"] {
            assert_eq!(phone(other), number, "{other}");
        }
        for other in ["+49 40 1234568", "+49 40 1234567 ext. 12"] {
            assert_ne!(phone(other), number, "{other}");
        }
        assert_eq!((phone("110"), phone("ask reception"), phone("000000000000")), (None, None, None));
    }

    #[test]
    fn the_fields_are_those_the_schema_says() {
        let schema = Schema::contact().unwrap();
        let fields = TraitFields::of(&schema, &Layout::contact().unwrap());
        assert_eq!(fields.emails, ["Email"]);
        assert!(fields.phones.iter().any(|field| field == "MobilePhone") && fields.phones.len() == 6);
        assert_eq!((fields.companies, fields.names), (vec!["Account".to_owned()], vec!["Name".to_owned()]));
        assert_eq!(fields.parts, ["FirstName", "LastName"]);
    }
}
