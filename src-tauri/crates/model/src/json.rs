//! JSON from outside, read strictly.

use std::fmt;

use serde::{
    Deserializer,
    de::{DeserializeSeed, Error as _, MapAccess, SeqAccess, Visitor},
};
use serde_json::{Map, Number, Value};

/// Reads one JSON value whose objects and arrays nest at most `deepest` deep.
pub(crate) fn read(text: &str, deepest: usize) -> serde_json::Result<Value> {
    let mut reader = serde_json::Deserializer::from_str(text);
    let value = Strict { depth: 0, deepest, source: text }.deserialize(&mut reader)?;
    reader.end().map(|()| value)
}

/// Reads any JSON value, refusing what `serde_json` lets pass: a key twice in one object, and deep nesting.
#[derive(Clone, Copy)]
struct Strict<'s> {
    depth: usize,
    /// How deep it may be.
    deepest: usize,
    /// The text that is read.
    source: &'s str,
}

impl Strict<'_> {
    fn deeper<E: serde::de::Error>(self) -> Result<Self, E> {
        let depth = self.depth + 1;
        if depth > self.deepest {
            return Err(E::custom(format_args!("it is nested over {} deep", self.deepest)));
        }
        Ok(Self { depth, ..self })
    }
}

impl<'de> DeserializeSeed<'de> for Strict<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Strict<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(Value::from(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(Value::from(value))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(Value::String(value.to_owned()))
    }

    fn visit_string<E>(self, value: String) -> Result<Value, E> {
        Ok(Value::String(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let inner = self.deeper()?;
        let mut values = Vec::new();
        while let Some(value) = items.next_element_seed(inner)? {
            values.push(value);
        }
        Ok(Value::Array(values))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Value, A::Error> {
        let mut map = Map::new();
        let mut next = entries.next_key_seed(Name(self.source))?;
        if let Some(None) = next {
            return number(&entries.next_value::<String>()?);
        }
        let inner = self.deeper()?;
        while let Some(Some(name)) = next {
            if map.contains_key(&name) {
                return Err(A::Error::custom(format_args!("the key {name:?} stands twice in one object")));
            }
            let value = entries.next_value_seed(inner)?;
            map.insert(name, value);
            next = entries.next_key_seed(Name(self.source))?;
        }
        Ok(Value::Object(map))
    }
}

/// A number, kept as the text that came. One beyond every double is refused, since hardly a reader would take it.
fn number<E: serde::de::Error>(text: &str) -> Result<Value, E> {
    let number: Number = text.parse().map_err(E::custom)?;
    match number.as_f64() {
        Some(double) if double.is_finite() => Ok(Value::Number(number)),
        _ => Err(E::custom("number out of range")),
    }
}

/// What the keys begin with that `serde_json` gives a number and other things of its own under.
const PRIVATE_KEY: &str = "$serde_json::private::";

/// Whether a value holds an object that `serde_json` would take for something else when it reads the value again.
pub(crate) fn is_misread(value: &Value) -> bool {
    match value {
        Value::Object(map) => {
            map.iter().any(|(name, value)| name.starts_with(PRIVATE_KEY) || is_misread(value))
        }
        Value::Array(items) => items.iter().any(is_misread),
        _ => false,
    }
}

/// Reads a key of an object: none where it is the mark of a number. `serde_json` hands a number that is no 64-bit
/// integer over as a map of one key, so that its text survives. That key is not from the text that is read; one that
/// looks like it and is from there is a key like any other.
struct Name<'s>(&'s str);

impl<'de> DeserializeSeed<'de> for Name<'_> {
    type Value = Option<String>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for Name<'_> {
    type Value = Option<String>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_borrowed_str<E>(self, name: &'de str) -> Result<Self::Value, E> {
        let is_from_the_text = self.0.as_bytes().as_ptr_range().contains(&name.as_ptr());
        let is_mark = !is_from_the_text && name.starts_with(PRIVATE_KEY);
        Ok((!is_mark).then(|| name.to_owned()))
    }

    fn visit_str<E>(self, name: &str) -> Result<Self::Value, E> {
        Ok(Some(name.to_owned()))
    }
}
