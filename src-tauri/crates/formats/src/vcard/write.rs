//! Writing cards.

use std::io::{self, Write};

use serde_json::{Map, Value};

use super::{
    assign,
    card::{Card, Options},
    property::{Parameter, Property},
    slot::{self, MADE, Slot},
    text::escaped,
};

/// What the properties begin with that hold a field no other property holds exactly.
pub(super) const OWN: &str = "X-KITH-";
/// Says of such a one that its value is JSON; without it, it is a text.
pub(super) const AS_JSON: &str = "X-KITH-JSON";
/// Longer lines are folded (RFC 6350, section 3.2).
const LINE: usize = 75;

/// The version of the cards that are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Version {
    /// 3.0 (RFC 2426), which most programs read.
    V3,
    /// 4.0 (RFC 6350).
    V4,
}

/// Writes cards in UTF-8.
pub struct Writer<W> {
    sink: W,
    version: Version,
    options: Options,
}

impl<W: Write> Writer<W> {
    /// Begins to write. With the same options a reader gives back the fields.
    pub fn new(sink: W, version: Version, options: Options) -> Self {
        Self { sink, version, options }
    }

    /// Writes a card of a contact's fields and of what its card came with. A field that no property holds exactly is
    /// written as `X-KITH-<field>`, so that nothing is lost.
    ///
    /// # Errors
    /// When writing fails.
    pub fn card(&mut self, fields: &Map<String, Value>, unmapped: &[Property]) -> io::Result<()> {
        let mut properties = self.properties(fields, unmapped);
        properties.extend(self.exact(fields, &properties));
        self.line("BEGIN:VCARD")?;
        self.line(if self.version == Version::V4 { "VERSION:4.0" } else { "VERSION:3.0" })?;
        for property in properties {
            self.line(&suited(property, self.version).to_string())?;
        }
        self.line("END:VCARD")
    }

    /// Writes what is held back, and gives back what was written to.
    ///
    /// # Errors
    /// When writing fails.
    pub fn finish(mut self) -> io::Result<W> {
        self.sink.flush()?;
        Ok(self.sink)
    }

    fn properties(&self, fields: &Map<String, Value>, unmapped: &[Property]) -> Vec<Property> {
        let fields: Map<String, Value> = fields
            .iter()
            .filter(|(_, value)| !value.is_null())
            .map(|(name, value)| (name.clone(), value.clone()))
            .collect();
        let held: Vec<Slot> = unmapped.iter().filter_map(Slot::of).collect();
        let is_free = |slot: &Slot| {
            !held.contains(slot) && (*slot != Slot::Identifier || self.options.uid_is_external_id)
        };
        let mut free = fields.clone();
        free.retain(|name, _| !unmapped.iter().any(|kept| kept.taken.contains(name)));
        let made = slot::ALL.into_iter().filter(is_free).filter_map(|slot| slot.made(&free, self.version));
        let kept =
            unmapped.iter().filter(|kept| !kept.is("VERSION")).filter_map(|kept| match Slot::of(kept) {
                Some(slot) => slot.renewed(kept, &fields, self.version),
                None => Some(Property { taken: Vec::new(), ..kept.clone() }),
            });
        let mut all: Vec<Property> = made.chain(kept).collect();
        self.add_required(&fields, &mut all);
        all
    }

    /// FN must be there, in 3.0 also N.
    fn add_required(&self, fields: &Map<String, Value>, all: &mut Vec<Property>) {
        if !all.iter().any(|one| one.is("FN")) {
            let text = |field| slot::text(fields, field).filter(|text| !text.is_empty());
            let names: Vec<&str> = ["FirstName", "LastName"].into_iter().filter_map(text).collect();
            let name = match names.as_slice() {
                [] => text("Email").or(text("Account")).unwrap_or_default().to_owned(),
                names => names.join(" "),
            };
            all.insert(0, Property::new("FN", escaped(&name)).with(MADE, "1"));
        }
        if self.version == Version::V3 && !all.iter().any(|one| one.is("N")) {
            all.insert(0, Property::new("N", ";".repeat(4)).with(MADE, "1"));
        }
    }

    /// The fields that a reader would not give back from these properties.
    fn exact(&self, fields: &Map<String, Value>, properties: &[Property]) -> Vec<Property> {
        let mut card = Card::default();
        assign::assign(properties.to_vec(), self.options, &mut card);
        let differs =
            |(name, value): &(&String, &Value)| card.fields.get(*name).unwrap_or(&Value::Null) != *value;
        fields.iter().filter(differs).filter_map(|(name, value)| own(name, value)).collect()
    }

    fn line(&mut self, line: &str) -> io::Result<()> {
        let (mut rest, mut room) = (line, LINE);
        while rest.len() > room {
            let (first, after) = rest.split_at(rest.floor_char_boundary(room));
            self.sink.write_all(first.as_bytes())?;
            self.sink.write_all(b"\r\n ")?;
            (rest, room) = (after, LINE - 1);
        }
        self.sink.write_all(rest.as_bytes())?;
        self.sink.write_all(b"\r\n")
    }
}

/// A field as a property of its own; `None` for a name that cannot be one's.
fn own(name: &str, value: &Value) -> Option<Property> {
    let is_name = name.chars().all(|one| one.is_ascii_alphanumeric() || one == '_' || one == '-');
    let property = Property::new(&format!("{OWN}{name}"), String::new());
    let plain = value.as_str().filter(|text| !text.contains(['\r', '\\']) && !text.is_empty());
    is_name.then(|| match plain {
        Some(text) => Property { value: escaped(text), ..property },
        None => Property { value: escaped(&value.to_string()), ..property }.with(AS_JSON, "1"),
    })
}

/// Says in a version what the other says in another way: that a property is preferred, and what its bytes are.
fn suited(mut property: Property, version: Version) -> Property {
    let media = media(&property.name);
    if let (Version::V4, true, Some(media)) = (version, property.is_binary(), media) {
        let kind = property.types().into_iter().next().unwrap_or_else(|| "octet-stream".to_owned());
        let kind = if kind.contains('/') { kind } else { format!("{media}/{kind}") };
        property.value = format!("data:{kind};base64,{}", property.value);
        property.parameters.retain(|one| !one.is("ENCODING") && !one.is("TYPE") && !one.is("VALUE"));
    }
    if version == Version::V4 && property.has_type("pref") && property.parameter("PREF").is_none() {
        property.parameters = property.parameters.into_iter().filter_map(without_preference).collect();
        property = property.with("PREF", "1");
    }
    for one in property.parameters.iter_mut().filter(|one| one.is("ENCODING")) {
        one.value = "b".to_owned();
    }
    property
}

/// What the bytes of a property are, where it may be a link to them as well.
fn media(name: &str) -> Option<&'static str> {
    match name.to_ascii_uppercase().as_str() {
        "PHOTO" | "LOGO" => Some("image"),
        "SOUND" => Some("audio"),
        "KEY" => Some("application"),
        _ => None,
    }
}

fn without_preference(mut parameter: Parameter) -> Option<Parameter> {
    if parameter.is("TYPE") {
        let kept: Vec<&str> =
            parameter.value.split(',').filter(|one| !one.trim().eq_ignore_ascii_case("pref")).collect();
        parameter.value = kept.join(",");
    }
    (!parameter.value.is_empty()).then_some(parameter)
}
