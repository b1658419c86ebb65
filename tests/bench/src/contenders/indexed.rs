//! What indexes hold of a record: the values the list is sorted by, and the texts the search box looks through.

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

    /// The record's folded texts, each on a line, and the bare digits of its telephone numbers, each on a line.
    pub fn texts(&self, record: &Record) -> (String, String) {
        let (mut texts, mut digits) = (String::new(), String::new());
        for (field, is_phone) in &self.0 {
            let Some(value) = text_of(record.get(field)) else { continue };
            texts.push_str(&fold(&value));
            texts.push('\n');
            if *is_phone {
                digits.extend(value.chars().filter(char::is_ascii_digit));
                digits.push('\n');
            }
        }
        (texts, digits)
    }
}

/// The value of a field as the list sorts it.
pub fn sorted_by(record: &Record, field: &str) -> Option<String> {
    text_of(record.get(field)).map(|text| fold(&text))
}
