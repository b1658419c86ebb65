//! What indexes hold of a record: the values the list is sorted by, and the text the search box looks through.

use anyhow::Result;
use kith_model::{
    Format, Layout, Record, Schema,
    query::{fold, text_of},
};

/// The fields the search box looks at, and whether each is a telephone number.
pub struct Searched(Vec<(String, bool)>);

impl Searched {
    /// Those of the shipped layout.
    ///
    /// # Errors
    /// When layout or schema cannot be read.
    pub fn new() -> Result<Self> {
        let schema = Schema::contact()?;
        let is_phone =
            |field: &str| schema.field(field).and_then(|field| field.format) == Some(Format::Phone);
        let fields = Layout::contact()?.search_fields;
        Ok(Self(fields.into_iter().map(|field| (field.clone(), is_phone(&field))).collect()))
    }

    /// The record's text, by the same rules as Kith's: folded, telephone numbers also as bare digits.
    pub fn text(&self, record: &Record) -> String {
        let mut all = String::new();
        for (field, is_phone) in &self.0 {
            let Some(value) = text_of(record.get(field)) else { continue };
            all.push_str(&fold(&value));
            all.push('\n');
            if *is_phone {
                all.extend(value.chars().filter(char::is_ascii_digit));
                all.push('\n');
            }
        }
        all
    }
}

/// The value of a field as the list sorts it.
pub fn sorted_by(record: &Record, field: &str) -> Option<String> {
    text_of(record.get(field)).map(|text| fold(&text))
}
