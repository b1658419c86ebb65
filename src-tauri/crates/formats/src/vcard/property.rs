//! One property of a card: a line, once it is unfolded.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::text::of_parameter;

/// One property.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Property {
    /// What it belongs to, as Apple's `item1` in `item1.TEL`.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub group: Option<String>,
    /// Its name, as it stands there.
    pub name: String,
    /// Its parameters, in their order.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub parameters: Vec<Parameter>,
    /// Its value, escaped as version 3.0 and 4.0 do it, whatever version it came from.
    pub value: String,
    /// The fields that have their values from it, where they do not have all of it. A card that is written again has the
    /// fields' values in this property's form.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub taken: Vec<String>,
}

/// One parameter of a property.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Parameter {
    /// Its name, as it stands there; of version 2.1, that may leave it out, the name it stands for.
    pub name: String,
    /// Its values, as they stand there: with commas between them, in quotation marks where it has them.
    pub value: String,
}

impl Property {
    /// A property without parameters.
    pub(super) fn new(name: &str, value: String) -> Self {
        Self { name: name.to_owned(), value, ..Self::default() }
    }

    pub(super) fn with(mut self, name: &str, value: impl Into<String>) -> Self {
        self.parameters.push(Parameter { name: name.to_owned(), value: value.into() });
        self
    }

    /// Reads a line. `None` where it is none of a property: where it has no colon, or no name before it.
    #[must_use]
    pub fn parse(line: &str) -> Option<Self> {
        let colon = colon(line.as_bytes())?;
        Self::of_head(line.get(..colon)?, line.get(colon + 1..)?.to_owned())
    }

    /// Reads what stands before the colon.
    pub(super) fn of_head(head: &str, value: String) -> Option<Self> {
        let mut pieces = outside_quotes(head, ';').into_iter();
        let name = pieces.next()?.trim();
        let (group, name) = match name.split_once('.') {
            Some((group, name)) if !group.is_empty() => (Some(group.to_owned()), name),
            _ => (None, name),
        };
        let is_name = |text: &str| {
            !text.is_empty()
                && text.chars().all(|one| one.is_ascii_alphanumeric() || matches!(one, '-' | '_'))
        };
        if !is_name(name) || !group.as_deref().is_none_or(is_name) {
            return None;
        }
        let parameters = pieces.filter(|piece| !piece.trim().is_empty()).map(Parameter::parse).collect();
        Some(Self { group, name: name.to_owned(), parameters, value, taken: Vec::new() })
    }

    /// Whether it has this name.
    #[must_use]
    pub fn is(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name)
    }

    /// The text of its first parameter of this name.
    #[must_use]
    pub fn parameter(&self, name: &str) -> Option<String> {
        self.parameters.iter().find(|one| one.is(name)).map(|one| of_parameter(&one.value))
    }

    /// Its types in lower case.
    #[must_use]
    pub fn types(&self) -> Vec<String> {
        let of_types = self.parameters.iter().filter(|one| one.is("TYPE"));
        let each = of_types.flat_map(|one| one.value.split(','));
        each.map(|one| of_parameter(one.trim()).trim_matches('"').to_ascii_lowercase()).collect()
    }

    pub(super) fn has_type(&self, wanted: &str) -> bool {
        self.types().iter().any(|one| one == wanted)
    }

    /// How much it is preferred among others of its kind: 1 the most, 101 not at all.
    pub(super) fn preference(&self) -> u8 {
        let number = self.parameter("PREF").and_then(|text| text.trim().parse().ok());
        number.unwrap_or(if self.has_type("pref") { 1 } else { 101 })
    }

    /// Its value is the text of bytes.
    pub(super) fn is_binary(&self) -> bool {
        self.parameters.iter().any(|one| one.is("ENCODING") && one.is_base64())
    }
}

impl fmt::Display for Property {
    /// The line, unfolded.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(group) = &self.group {
            write!(out, "{group}.")?;
        }
        out.write_str(&self.name)?;
        for one in &self.parameters {
            write!(out, ";{}={}", one.name, one.value)?;
        }
        write!(out, ":{}", self.value)
    }
}

impl Parameter {
    pub(super) fn is(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name)
    }

    /// The value of `ENCODING` for bytes, as version 3.0 or 2.1 says it.
    pub(super) fn is_base64(&self) -> bool {
        self.value.eq_ignore_ascii_case("b") || self.value.eq_ignore_ascii_case("base64")
    }

    /// Version 2.1 may leave the name out, which the value then tells.
    fn parse(text: &str) -> Self {
        if let Some((name, value)) = text.split_once('=') {
            return Self { name: name.trim().to_owned(), value: value.trim().to_owned() };
        }
        let value = text.trim();
        let name = match value.to_ascii_uppercase().as_str() {
            "QUOTED-PRINTABLE" | "BASE64" | "B" | "8BIT" | "7BIT" => "ENCODING",
            "INLINE" | "URL" | "CONTENT-ID" | "CID" => "VALUE",
            _ => "TYPE",
        };
        Self { name: name.to_owned(), value: value.to_owned() }
    }
}

/// Where the value begins: after the first colon that is not between quotation marks, or, where these do not match, the
/// first.
pub(super) fn colon(line: &[u8]) -> Option<usize> {
    let mut is_quoted = false;
    let outside = line.iter().position(|byte| {
        is_quoted ^= *byte == b'"';
        *byte == b':' && !is_quoted
    });
    outside.or_else(|| memchr::memchr(b':', line))
}

fn outside_quotes(text: &str, mark: char) -> Vec<&str> {
    let mut is_quoted = false;
    let is_balanced = text.matches('"').count().is_multiple_of(2);
    text.split(|one| {
        is_quoted ^= one == '"' && is_balanced;
        one == mark && !is_quoted
    })
    .collect()
}
