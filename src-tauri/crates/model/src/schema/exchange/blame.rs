//! Which part of a file makes the metadata unsound that it was taken into.

use std::collections::HashMap;

use super::{asked::AskedPart, take::Work};
use crate::schema::{SchemaIssue, SchemaPart};

/// A part that is left out, with the reason as a place in the file.
pub(super) struct Blamed {
    pub(super) part: SchemaPart,
    pub(super) name: String,
    pub(super) issue: SchemaIssue,
}

impl Work<'_> {
    /// The part to blame for each issue; one issue a part.
    ///
    /// # Errors
    /// The issues that no part of the file is to blame for by itself.
    pub(super) fn blamed(&self, issues: &[SchemaIssue]) -> Result<Vec<Blamed>, Vec<SchemaIssue>> {
        let mut blamed: HashMap<(SchemaPart, &str), Blamed> = HashMap::new();
        let mut blameless = Vec::new();
        for issue in issues {
            match self.culprit(issue) {
                Some((part, asked, key)) => {
                    blamed.entry((part, &asked.name)).or_insert_with(|| {
                        let place = format!("{}{key}", asked.place);
                        let issue = SchemaIssue { place, ..issue.clone() };
                        Blamed { part, name: asked.name.clone(), issue }
                    });
                }
                None => blameless.push(issue.clone()),
            }
        }
        if blameless.is_empty() { Ok(blamed.into_values().collect()) } else { Err(blameless) }
    }

    /// The part of the file that an issue comes from, and the rest of the issue's place: the field or picklist itself,
    /// or the picklist of a field that the file does not change.
    fn culprit<'i>(&self, issue: &'i SchemaIssue) -> Option<(SchemaPart, &AskedPart, &'i str)> {
        let (list, rest) = issue.place.split_once('[')?;
        let (position, key) = rest.split_once(']')?;
        let position: usize = position.parse().ok()?;
        if list != "FieldMetadata" {
            let name = &self.metadata.picklist_metadata.get(position)?.name;
            return Some((SchemaPart::Picklist, self.lists.get(name.as_str())?, key));
        }
        let field = self.metadata.field_metadata.get(position)?;
        if let Some(asked) = self.fields.get(field.field_name.as_str()) {
            return Some((SchemaPart::Field, asked, key));
        }
        let asked = self.lists.get(field.picklist_name.as_deref()?)?;
        Some((SchemaPart::Picklist, asked, ""))
    }
}
