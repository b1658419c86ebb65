//! The recipe of a sample contact is data: lists to draw from, and for each field a template and how often it is set.

use std::collections::HashMap;

use serde::Deserialize;
use serde_json::{Map, Value};

use super::random::Random;
use crate::error::Error;

/// The shipped recipe.
const RECIPE: &str = include_str!("recipe.json");

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Recipe {
    /// Lists of entries; an entry's columns are told apart by `.1`, `.2` … in a template.
    lists: HashMap<String, Vec<Vec<String>>>,
    fields: Vec<Ingredient>,
}

/// How one field comes to its value.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Ingredient {
    field: String,
    /// How many of 100 contacts have it.
    percent: usize,
    /// A template, or a JSON value with templates inside.
    value: Value,
}

/// Sample contacts as bodies of create requests, one after the other, the same for the same seed.
#[derive(Debug)]
pub struct SampleContacts {
    recipe: Recipe,
    random: Random,
    left: usize,
}

/// `count` sample contacts.
///
/// # Errors
/// [`Error::Shipped`] when the shipped recipe cannot be read; the tests read it.
pub fn contacts(count: usize, seed: u64) -> Result<SampleContacts, Error> {
    let recipe: Recipe =
        serde_json::from_str(RECIPE).map_err(|source| Error::Shipped { what: "sample recipe", source })?;
    Ok(SampleContacts { recipe, random: Random::new(seed), left: count })
}

impl Iterator for SampleContacts {
    type Item = Map<String, Value>;

    fn next(&mut self) -> Option<Self::Item> {
        self.left = self.left.checked_sub(1)?;
        Some(self.recipe.contact(&mut self.random))
    }
}

impl Recipe {
    fn contact(&self, random: &mut Random) -> Map<String, Value> {
        let mut drawn = HashMap::new();
        let mut contact = Map::new();
        for ingredient in &self.fields {
            if random.chance(ingredient.percent) {
                let value = self.fill(&ingredient.value, random, &mut drawn);
                contact.insert(ingredient.field.clone(), value);
            }
        }
        contact
    }

    fn fill<'a>(&'a self, value: &Value, random: &mut Random, drawn: &mut HashMap<&'a str, usize>) -> Value {
        match value {
            Value::String(template) => self.fill_text(template, random, drawn).into(),
            Value::Object(parts) => Value::Object(
                parts.iter().map(|(name, part)| (name.clone(), self.fill(part, random, drawn))).collect(),
            ),
            other => other.clone(),
        }
    }

    /// `{list}` and `{list.1}` stand for an entry of a list, the same one throughout a contact; `{uuid}` for a new
    /// UUID; `#` for a digit.
    fn fill_text<'a>(
        &'a self,
        template: &str,
        random: &mut Random,
        drawn: &mut HashMap<&'a str, usize>,
    ) -> String {
        let mut text = String::new();
        for (at, part) in template.split(['{', '}']).enumerate() {
            match (at % 2 == 1, part) {
                (true, "uuid") => text.push_str(&random.uuid()),
                (true, name) => {
                    let (list, column) = name.split_once('.').unwrap_or((name, "0"));
                    text.push_str(&digits(self.entry(list, column, random, drawn), random));
                }
                (false, plain) => text.push_str(&digits(plain, random)),
            }
        }
        text
    }

    fn entry<'a>(
        &'a self,
        list: &str,
        column: &str,
        random: &mut Random,
        drawn: &mut HashMap<&'a str, usize>,
    ) -> &'a str {
        let Some((name, entries)) = self.lists.get_key_value(list) else { return "" };
        let at = *drawn.entry(name).or_insert_with(|| random.below(entries.len()));
        let cell = entries.get(at).and_then(|entry| entry.get(column.parse::<usize>().ok()?));
        cell.map(String::as_str).unwrap_or_default()
    }
}

fn digits(text: &str, random: &mut Random) -> String {
    text.chars()
        .map(|c| if c == '#' { *random.pick(b"0123456789").map_or(&b'0', |digit| digit) as char } else { c })
        .collect()
}

#[cfg(test)]
mod tests {
    use kith_model::{Body, CreateRequest, Schema, Stamp, User, create};

    use super::*;

    #[test]
    fn a_sample_is_the_same_for_the_same_seed_and_right_by_the_schema() {
        let made = |seed| contacts(500, seed).unwrap().collect::<Vec<_>>();
        let contacts = made(1);
        assert_eq!((contacts.len(), &contacts), (500, &made(1)));
        assert_ne!(contacts, made(2));
        let schema = Schema::contact().unwrap();
        let by = User { id: "u".into(), name: "Una".into() };
        let stamp = Stamp { at: "2026-01-01T00:00:00.000Z".into(), by, etag: "e".into() };
        let request = CreateRequest { new_id: "n".into(), ..CreateRequest::default() };
        for contact in contacts {
            let body = Body::from_map(contact.clone()).unwrap();
            let accepted =
                create(&schema, &body, &request, &stamp).unwrap_or_else(|e| panic!("{contact:?}: {e:?}"));
            assert!(accepted.record.external_id().is_some());
        }
    }
}
