//! One field's values in a segment: each value once, and which one each contact has.
//!
//! ```text
//! length of the values u32 | values (arena) | code of each contact u16 …
//! value    nothing for none | 0 and text | 1 and JSON
//! ```

use std::borrow::Cow;

use kith_model::query::text_of;
use rustc_hash::FxHashMap;
use serde_json::Value;

use crate::arena::Arena;

const TEXT: u8 = 0;
const JSON: u8 = 1;

/// A value as columns hold it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Stored<'a>(&'a [u8]);

/// What a value sorts as.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Sorted<'a> {
    /// No value, or an empty text.
    Empty,
    Number(f64),
    Text(Cow<'a, [u8]>),
}

impl<'a> Stored<'a> {
    pub fn new(bytes: &'a [u8]) -> Self {
        Self(bytes)
    }

    pub fn bytes(self) -> &'a [u8] {
        self.0
    }

    /// The value itself; null where the bytes are no value.
    pub fn value(self) -> Value {
        match self.0.split_first() {
            Some((&TEXT, text)) => String::from_utf8_lossy(text).into(),
            Some((_, json)) => serde_json::from_slice(json).unwrap_or(Value::Null),
            None => Value::Null,
        }
    }

    pub fn sorted(self) -> Sorted<'a> {
        match self.0.split_first() {
            None | Some((&TEXT, [])) => Sorted::Empty,
            Some((&TEXT, text)) => Sorted::Text(Cow::Borrowed(text)),
            Some(_) => match self.value() {
                Value::Bool(flag) => Sorted::Number(f64::from(u8::from(flag))),
                Value::Number(number) => Sorted::Number(number.as_f64().unwrap_or(f64::NAN)),
                other => match text_of(&other) {
                    Some(text) if !text.is_empty() => Sorted::Text(Cow::Owned(text.into_bytes())),
                    _ => Sorted::Empty,
                },
            },
        }
    }
}

/// Puts a value as columns hold it into `out`, which is emptied first.
pub(crate) fn store(value: &Value, out: &mut Vec<u8>) {
    out.clear();
    match value {
        Value::Null => {}
        Value::String(text) => store_text(text.as_bytes(), out),
        other => {
            out.push(JSON);
            // Writing into memory does not fail.
            let _ = serde_json::to_writer(&mut *out, other);
        }
    }
}

/// The same for a text.
pub(crate) fn store_text(text: &[u8], out: &mut Vec<u8>) {
    out.clear();
    out.push(TEXT);
    out.extend_from_slice(text);
}

/// A field's values in one segment.
#[derive(Debug, Default)]
pub(crate) struct SegmentColumn {
    pub values: Arena,
    pub codes: Vec<u16>,
}

impl SegmentColumn {
    /// The value of the contact with that number in the segment.
    pub fn get(&self, local: usize) -> Stored<'_> {
        Stored::new(self.codes.get(local).map_or(&[], |code| self.values.get(usize::from(*code))))
    }

    /// Each value once, by its code.
    pub fn distinct(&self) -> impl Iterator<Item = Stored<'_>> {
        self.values.iter().map(Stored::new)
    }

    pub fn write(&self, out: &mut Vec<u8>) {
        let mut values = Vec::new();
        self.values.write(&mut values);
        out.extend_from_slice(&u32::try_from(values.len()).unwrap_or(u32::MAX).to_le_bytes());
        out.extend_from_slice(&values);
        self.codes.iter().for_each(|code| out.extend_from_slice(&code.to_le_bytes()));
    }

    /// Reads what [`Self::write`] wrote; `None` where it is something else.
    pub fn read(stored: &[u8]) -> Option<Self> {
        let (length, rest) = stored.split_first_chunk::<4>()?;
        let (values, codes) = rest.split_at_checked(u32::from_le_bytes(*length) as usize)?;
        let values = Arena::read(values)?;
        let codes: Vec<u16> = codes.as_chunks::<2>().0.iter().map(|code| u16::from_le_bytes(*code)).collect();
        let is_whole = codes.iter().all(|code| usize::from(*code) < values.len());
        is_whole.then_some(Self { values, codes })
    }
}

/// Makes a field's column of a segment, contact by contact.
#[derive(Debug, Default)]
pub(crate) struct ColumnDraft {
    column: SegmentColumn,
    codes: FxHashMap<Box<[u8]>, u16>,
}

impl ColumnDraft {
    /// Gives the next contact its value. Contacts up to number `local` that got none have none.
    pub fn push(&mut self, local: usize, value: &[u8]) {
        if self.column.codes.len() < local {
            let nothing = self.code(&[]);
            self.column.codes.resize(local, nothing);
        }
        let code = self.code(value);
        self.column.codes.push(code);
    }

    /// The column of a segment of `count` contacts.
    pub fn finish(mut self, count: usize) -> SegmentColumn {
        if self.column.codes.len() < count {
            let nothing = self.code(&[]);
            self.column.codes.resize(count, nothing);
        }
        self.column
    }

    fn code(&mut self, value: &[u8]) -> u16 {
        if let Some(code) = self.codes.get(value) {
            return *code;
        }
        // A segment has no more contacts than there are codes.
        let code = u16::try_from(self.column.values.len()).unwrap_or(u16::MAX);
        self.column.values.push(value);
        self.codes.insert(value.into(), code);
        code
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_column_gives_the_values_back_it_was_made_of() {
        let values = [
            json!("Berlin"),
            Value::Null,
            json!({"Id": "1", "Name": "Acme"}),
            json!("Berlin"),
            json!(2.50),
            json!(""),
        ];
        let mut draft = ColumnDraft::default();
        let mut bytes = Vec::new();
        for (at, value) in values.iter().enumerate().filter(|(_, value)| !value.is_null()) {
            store(value, &mut bytes);
            draft.push(at, &bytes);
        }
        let mut stored = Vec::new();
        draft.finish(8).write(&mut stored);
        let column = SegmentColumn::read(&stored).unwrap();
        let read: Vec<_> = (0..8).map(|at| column.get(at).value()).collect();
        assert_eq!(read[..6], values);
        assert_eq!((&read[6], &read[7]), (&Value::Null, &Value::Null));
        assert_eq!(column.distinct().count(), 5, "each value once");
        assert!(SegmentColumn::read(&stored[..stored.len() / 2]).is_none());
    }

    #[test]
    fn values_sort_by_what_they_show() {
        let sorted = |value: &Value| {
            let mut bytes = Vec::new();
            store(value, &mut bytes);
            match Stored::new(&bytes).sorted() {
                Sorted::Empty => "empty".to_owned(),
                Sorted::Number(number) => number.to_string(),
                Sorted::Text(text) => String::from_utf8_lossy(&text).into_owned(),
            }
        };
        assert_eq!(sorted(&json!({"Id": "1", "Name": "Acme"})), "Acme");
        assert_eq!((sorted(&json!(true)), sorted(&json!(2.5))), ("1".to_owned(), "2.5".to_owned()));
        assert_eq!((sorted(&json!("")), sorted(&Value::Null)), ("empty".to_owned(), "empty".to_owned()));
    }
}
