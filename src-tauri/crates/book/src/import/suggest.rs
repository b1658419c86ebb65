//! The mapping that a header suggests.

use kith_model::{DataType, Schema, system};

use super::mapping::{ColumnMapping, Mapping};

impl Mapping {
    /// The mapping in which each column goes to the field of its name or label, where there is one.
    #[must_use]
    pub fn suggest(header: &[String], schema: &Schema) -> Self {
        let mut mapping = Self { header: header.to_vec(), ..Self::default() };
        let mut taken = Vec::new();
        for column in header {
            let Some(field) = field_of(column, schema).filter(|field| !taken.contains(field)) else {
                continue;
            };
            taken.push(field.clone());
            mapping.columns.push(ColumnMapping {
                column: column.clone(),
                field: Some(field),
                ..ColumnMapping::default()
            });
        }
        mapping
    }
}

/// The field that a column's name says.
fn field_of(column: &str, schema: &Schema) -> Option<String> {
    let (name, part) = column.split_once('.').map_or((column, None), |(name, part)| (name, Some(part)));
    let wanted = folded(name);
    let field = schema
        .fields()
        .iter()
        .find(|field| folded(&field.field_name) == wanted)
        .or_else(|| schema.fields().iter().find(|field| folded(&field.display_name) == wanted))?;
    let is_lookup = matches!(field.data_type, DataType::Lookup | DataType::Owner | DataType::Reference);
    let part = match part.map(folded).as_deref() {
        None => String::new(),
        Some("id") if is_lookup => ".Id".to_owned(),
        Some("name") if is_lookup => ".Name".to_owned(),
        Some(_) => return None,
    };
    let is_taken = !field.is_system() || system::key_field(&field.field_name).is_some();
    is_taken.then(|| format!("{}{part}", field.field_name))
}

fn folded(name: &str) -> String {
    name.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
