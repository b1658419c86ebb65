//! The names that a field has in a query.

use std::{
    cell::OnceCell,
    collections::{BTreeMap, HashMap},
    sync::OnceLock,
};

use crate::{
    query::fold::fold,
    schema::{DataType, FieldMetadata, Format, LONGEST_NAME, Schema},
};

/// Short names that people know fields of contacts by, as data like the schema: alias to field name. Where the
/// schema has a field or a label of that name, or lacks the field, the alias is none.
const ALIASES: &str = include_str!("../../../schema/aliases.json");

/// The fields of a schema by all their names.
#[derive(Debug)]
pub(super) struct Names<'a> {
    schema: &'a Schema,
    by_key: OnceCell<HashMap<String, &'a FieldMetadata>>,
}

impl<'a> Names<'a> {
    pub(super) fn new(schema: &'a Schema) -> Self {
        Self { schema, by_key: OnceCell::new() }
    }

    /// The object's name.
    pub(super) fn object(&self) -> &'a str {
        &self.schema.metadata().name
    }

    /// The field of a name: by its own name, else by its label, else by an alias. Case, accents, spaces and
    /// punctuation do not count, but a field whose own name is the same but for case comes first.
    pub(super) fn find(&self, name: &str) -> Option<&'a FieldMetadata> {
        let mut fields = self.readable();
        let same = fields.find(|field| field.field_name.eq_ignore_ascii_case(name));
        same.or_else(|| self.by_key().get(&key(name)).copied())
    }

    /// The yes-or-no field that is called so, or so after `Is`.
    pub(super) fn find_flag(&self, name: &str) -> Option<&'a FieldMetadata> {
        let names = [name.to_owned(), format!("is{name}")];
        names.iter().find_map(|name| self.find(name).filter(|field| is_flag(field)))
    }

    /// The field of a kind whose name, or an alias of which, is most like `name`, if any is.
    pub(super) fn nearest(
        &self,
        name: &str,
        is_wanted: fn(&FieldMetadata) -> bool,
    ) -> Option<&'a FieldMetadata> {
        if name.chars().nth(LONGEST_NAME).is_some() {
            return None;
        }
        let name = key(name);
        let fields = self.by_key().iter().filter(|(_, field)| is_wanted(field));
        let alike = fields.map(|(known, field)| (strsim::jaro_winkler(known, &name), field));
        let alike = alike.filter(|(likeness, _)| *likeness > 0.8);
        // Names that are as much alike have an order too, so that the answer is always the same.
        let nearest = alike
            .max_by(|(a, one), (b, two)| a.total_cmp(b).then_with(|| two.field_name.cmp(&one.field_name)));
        nearest.map(|(_, field)| *field)
    }

    fn readable(&self) -> impl Iterator<Item = &'a FieldMetadata> {
        self.schema.fields().iter().filter(|field| field.is_readable())
    }

    fn by_key(&self) -> &HashMap<String, &'a FieldMetadata> {
        self.by_key.get_or_init(|| {
            let own = self.readable().map(|field| (key(&field.field_name), field));
            let labels = self.readable().map(|field| (key(&field.display_name), field));
            let aliased = |(alias, name): (&String, &String)| {
                let field = self.schema.field(name).filter(|field| field.is_readable())?;
                Some((alias.clone(), field))
            };
            let mut by_key = HashMap::new();
            for (key, field) in own.chain(labels).chain(aliases().iter().filter_map(aliased)) {
                by_key.entry(key).or_insert(field);
            }
            by_key
        })
    }
}

/// Whether a field's values are yes or no.
pub(super) fn is_flag(field: &FieldMetadata) -> bool {
    field.data_type == DataType::Boolean || field.format == Some(Format::TrueFalse)
}

/// A name without what does not count in it.
fn key(name: &str) -> String {
    fold(name).chars().filter(|c| c.is_alphanumeric()).collect()
}

/// The shipped aliases, read once. The tests read the file too.
fn aliases() -> &'static BTreeMap<String, String> {
    static SHIPPED: OnceLock<BTreeMap<String, String>> = OnceLock::new();
    SHIPPED.get_or_init(|| serde_json::from_str(ALIASES).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_alias_is_of_a_shipped_field_and_no_name_of_another() {
        let aliases: BTreeMap<String, String> = serde_json::from_str(ALIASES).unwrap();
        let schema = Schema::contact().unwrap();
        let names = Names::new(&schema);
        for (alias, name) in aliases {
            assert_eq!(key(&alias), alias, "an alias is written as it is compared");
            assert_eq!(names.find(&alias).map(|field| &field.field_name), Some(&name), "{alias}");
            let page = include_str!("../../../../../../docs/search.md");
            assert!(
                page.contains(&format!("`{alias}`")) && page.contains(&name),
                "{alias} is in docs/search.md"
            );
        }
    }
}
