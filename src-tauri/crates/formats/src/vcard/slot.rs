//! Which fields a property holds, and how.

use jiff::civil::Date;
use serde_json::{Map, Value, json};

use super::{
    property::{Parameter, Property},
    text::{as_parameter, escaped, parts, unescaped},
    write::Version,
};

/// A place in a card for one field or for several.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Slot {
    /// `N`: FirstName, LastName, Salutation.
    Names,
    /// `FN`: Name.
    FullName,
    /// `ORG`: Account, Department.
    Organisation,
    /// `TITLE`: Title.
    Title,
    /// `TEL`: the field, and the type that tells it from the others.
    Telephone(&'static str, &'static str),
    /// `EMAIL`: Email.
    Email,
    /// `ADR`: the fields that begin so, and the type.
    Address(&'static str, &'static str),
    /// `LABEL`, in 3.0: the field that begins so, and the type.
    Label(&'static str, &'static str),
    /// `BDAY`: Birthdate.
    Birthday,
    /// `NOTE`: Description.
    Note,
    /// `PHOTO`, where it is a link: PhotoUrl.
    Photo,
    /// `X-ASSISTANT`: AssistantName.
    Assistant,
    /// `UID`: ExternalId.
    Identifier,
}

pub(super) const WORK_PHONE: Slot = Slot::Telephone("Phone", "WORK");
pub(super) const OTHER_PHONE: Slot = Slot::Telephone("OtherPhone", "X-OTHER");
pub(super) const MAILING: Slot = Slot::Address("Mailing", "WORK");
pub(super) const OTHER: Slot = Slot::Address("Other", "HOME");
pub(super) const MAILING_LABEL: Slot = Slot::Label("Mailing", "WORK");
pub(super) const OTHER_LABEL: Slot = Slot::Label("Other", "HOME");

/// All, in the order they are written.
pub(super) const ALL: [Slot; 20] = [
    Slot::Names,
    Slot::FullName,
    Slot::Organisation,
    Slot::Title,
    Slot::Email,
    WORK_PHONE,
    Slot::Telephone("MobilePhone", "CELL"),
    Slot::Telephone("HomePhone", "HOME"),
    Slot::Telephone("Fax", "FAX"),
    OTHER_PHONE,
    Slot::Telephone("AssistantPhone", "X-ASSISTANT"),
    Slot::Assistant,
    MAILING,
    MAILING_LABEL,
    OTHER,
    OTHER_LABEL,
    Slot::Birthday,
    Slot::Note,
    Slot::Photo,
    Slot::Identifier,
];

const NAMES: [&str; 5] = ["LastName", "FirstName", "", "Salutation", ""];
const ORGANISATION: [&str; 2] = ["Account", "Department"];
/// The parts of an address, without what the fields' names begin with.
const ADDRESS: [&str; 7] = ["", "", "Street", "City", "State", "PostalCode", "Country"];

impl Slot {
    /// The property's usual name.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Names => "N",
            Self::FullName => "FN",
            Self::Organisation => "ORG",
            Self::Title => "TITLE",
            Self::Telephone(..) => "TEL",
            Self::Email => "EMAIL",
            Self::Address(..) => "ADR",
            Self::Label(..) => "LABEL",
            Self::Birthday => "BDAY",
            Self::Note => "NOTE",
            Self::Photo => "PHOTO",
            Self::Assistant => "X-ASSISTANT",
            Self::Identifier => "UID",
        }
    }

    /// The slot that a kept property gave values from.
    pub(super) fn of(kept: &Property) -> Option<Self> {
        let field = kept.taken.first()?;
        let holds = |slot: &Self| slot.fields().iter().any(|one| one == field);
        let named = ALL.into_iter().filter(holds).find(|slot| kept.is(slot.name()));
        named.or_else(|| Self::of_field(field))
    }

    /// The slot a field is in.
    pub(super) fn of_field(field: &str) -> Option<Self> {
        ALL.into_iter().find(|slot| slot.fields().iter().any(|one| one == field))
    }

    /// The fields it holds.
    pub(super) fn fields(self) -> Vec<String> {
        match self {
            Self::FullName => vec!["Name".to_owned()],
            Self::Title => vec!["Title".to_owned()],
            Self::Telephone(field, _) => vec![field.to_owned()],
            Self::Email => vec!["Email".to_owned()],
            Self::Label(begin, _) => vec![format!("{begin}Address")],
            Self::Birthday => vec!["Birthdate".to_owned()],
            Self::Note => vec!["Description".to_owned()],
            Self::Photo => vec!["PhotoUrl".to_owned()],
            Self::Assistant => vec!["AssistantName".to_owned()],
            Self::Identifier => vec!["ExternalId".to_owned()],
            Self::Address(begin, _) => {
                let more = [format!("{begin}CountryCode"), format!("{begin}Address")];
                self.parts().into_iter().filter(|field| !field.is_empty()).chain(more).collect()
            }
            Self::Names | Self::Organisation => {
                self.parts().into_iter().filter(|field| !field.is_empty()).collect()
            }
        }
    }

    /// The fields of its parts, in order; a part without a field has none. A slot without parts has no such list.
    fn parts(self) -> Vec<String> {
        match self {
            Self::Names => NAMES.map(str::to_owned).to_vec(),
            Self::Organisation => ORGANISATION.map(str::to_owned).to_vec(),
            Self::Address(begin, _) => {
                let named =
                    |part: &str| if part.is_empty() { String::new() } else { format!("{begin}{part}") };
                ADDRESS.map(named).to_vec()
            }
            _ => Vec::new(),
        }
    }

    /// The values of the fields in a property.
    pub(super) fn read(self, property: &Property) -> Map<String, Value> {
        let parts_here = self.parts();
        if property.is_binary() {
            return Map::new();
        }
        if !parts_here.is_empty() {
            let mut found = structured(&parts_here, &property.value);
            if let Self::Address(begin, _) = self {
                let more = [("CC", "CountryCode"), ("LABEL", "Address")];
                let texts = more.map(|(name, end)| (format!("{begin}{end}"), property.parameter(name)));
                found.extend(
                    texts.into_iter().filter_map(|(field, text)| Some((field, Value::String(text?)))),
                );
            }
            return found;
        }
        let value = unescaped(&property.value);
        let text = match self {
            Self::Telephone(..) => Some(telephone(&value)),
            Self::Email => Some(address(&value).to_owned()),
            Self::Birthday => birthday(property, value.trim()),
            Self::Photo => Some(value.trim()).filter(|link| is_link(link)).map(str::to_owned),
            _ => Some(value),
        };
        let field = self.fields().pop();
        let text = text.filter(|text| !text.is_empty());
        field.zip(text).map(|(field, text)| (field, Value::String(text))).into_iter().collect()
    }

    /// The property that holds the fields' values; `None` where they have none, or none that fits in.
    pub(super) fn made(self, fields: &Map<String, Value>, version: Version) -> Option<Property> {
        let name = self.name();
        let alone =
            || self.fields().pop().and_then(|field| text(fields, &field)).filter(|text| !text.is_empty());
        match self {
            Self::Names | Self::Organisation => Some(Property::new(name, self.joined(fields)?)),
            Self::Address(begin, kind) => self.address(fields, begin, kind, version),
            Self::Label(..) if version == Version::V4 => None,
            Self::Telephone(_, kind) | Self::Label(_, kind) => {
                Some(Property::new(name, escaped(alone()?)).with("TYPE", kind))
            }
            Self::Birthday => {
                let day: Date = alone()?.parse().ok()?;
                let form = if version == Version::V4 { "%Y%m%d" } else { "%Y-%m-%d" };
                Some(Property::new(name, day.strftime(form).to_string()))
            }
            Self::Photo => {
                let link = alone().filter(|link| is_link(link) && !link.contains(['\\', '\r', '\n']))?;
                let property = Property::new(name, link.to_owned());
                Some(if version == Version::V4 { property } else { property.with("VALUE", "uri") })
            }
            _ => Some(Property::new(name, escaped(alone()?))),
        }
    }

    fn address(
        self,
        fields: &Map<String, Value>,
        begin: &str,
        kind: &str,
        version: Version,
    ) -> Option<Property> {
        let country = text(fields, &format!("{begin}CountryCode"));
        let label = text(fields, &format!("{begin}Address")).filter(|_| version == Version::V4);
        let parts = self.joined(fields);
        if parts.is_none() && country.is_none() && label.is_none() {
            return None;
        }
        let mut property =
            Property::new(self.name(), parts.unwrap_or_else(|| ";".repeat(6))).with("TYPE", kind);
        for (name, text) in [("CC", country), ("LABEL", label)] {
            if let Some(text) = text {
                property = property.with(name, as_parameter(text));
            }
        }
        Some(property)
    }

    /// Its parts in one value; of an organisation no more than there are.
    fn joined(self, fields: &Map<String, Value>) -> Option<String> {
        let mut texts: Vec<String> =
            self.parts().iter().map(|field| escaped(text(fields, field).unwrap_or_default())).collect();
        if texts.iter().all(String::is_empty) {
            return None;
        }
        if self == Self::Organisation && texts.last().is_some_and(String::is_empty) {
            texts.pop();
        }
        Some(texts.join(";"))
    }

    /// What a property becomes that a card came with, whose fields may have other values since: the values in the
    /// property's own form. `None` where the fields have none any more.
    pub(super) fn renewed(
        self,
        kept: &Property,
        fields: &Map<String, Value>,
        version: Version,
    ) -> Option<Property> {
        let before = self.read(kept);
        if kept.taken.iter().all(|field| text(fields, field) == text(&before, field)) {
            return Some(kept.clone());
        }
        let made = self.made(fields, version)?;
        let drop = ["VALUE", "ENCODING", "CC", "LABEL"];
        let own = kept.parameters.iter().filter(|one| !drop.iter().any(|name| one.is(name)));
        let new = made.parameters.into_iter().filter(|one| !one.is("TYPE"));
        let parameters: Vec<Parameter> = own.cloned().chain(new).collect();
        let value = self.overlaid(&kept.value, made.value);
        Some(Property {
            group: kept.group.clone(),
            name: kept.name.clone(),
            parameters,
            value,
            taken: Vec::new(),
        })
    }

    /// The new parts where there is a field, and the old ones where there is none.
    fn overlaid(self, old: &str, new: String) -> String {
        let fields = self.parts();
        if fields.is_empty() {
            return new;
        }
        let (old, new) = (parts(old), parts(&new));
        let part = |at: usize| {
            let has_field = fields.get(at).is_some_and(|field| !field.is_empty());
            let from = if has_field { &new } else { &old };
            from.get(at).copied().unwrap_or_default()
        };
        (0..old.len().max(new.len())).map(part).collect::<Vec<_>>().join(";")
    }
}

/// Says of a name that it was made, and is nobody's.
pub(super) const MADE: &str = "X-KITH-MADE";

/// A field's text; of an account its name.
pub(super) fn text<'a>(fields: &'a Map<String, Value>, field: &str) -> Option<&'a str> {
    match fields.get(field)? {
        Value::Object(lookup) => lookup.get("Name")?.as_str(),
        value => value.as_str(),
    }
}

fn structured(fields: &[String], value: &str) -> Map<String, Value> {
    let named = fields.iter().zip(parts(value)).filter(|(field, part)| !field.is_empty() && !part.is_empty());
    named
        .map(|(field, part)| {
            let text = unescaped(part);
            let value =
                if field == "Account" { json!({"Id": null, "Name": text}) } else { Value::String(text) };
            (field.clone(), value)
        })
        .collect()
}

/// The number of a `tel:` link (RFC 3966) or as it stands there.
fn telephone(value: &str) -> String {
    let value = value.trim();
    let number = without_scheme(value, "tel:");
    if number.len() == value.len() { number.to_owned() } else { number.replace(";ext=", " ext ") }
}

fn without_scheme<'a>(value: &'a str, scheme: &str) -> &'a str {
    match value.get(..scheme.len()) {
        Some(start) if start.eq_ignore_ascii_case(scheme) => value.get(scheme.len()..).unwrap_or_default(),
        _ => value,
    }
}

/// The address of `mailto:a@b.example`, `<a@b.example>` or `A <a@b.example>`.
fn address(value: &str) -> &str {
    let bare = without_scheme(value.trim(), "mailto:");
    let inner = bare.strip_suffix('>').and_then(|open| open.rsplit_once('<'));
    inner.map_or(bare, |(_, address)| address).trim()
}

fn is_link(text: &str) -> bool {
    !text.contains(|one: char| one.is_whitespace() || one.is_control())
        && ["http://", "https://"].iter().any(|scheme| without_scheme(text, scheme).len() < text.len())
}

/// A whole day, by RFC 6350, RFC 2426, or with the slashes and dots that some programs write. A year that is said to be
/// none (`X-APPLE-OMIT-YEAR`) is none.
fn birthday(property: &Property, value: &str) -> Option<String> {
    if property.parameter("X-APPLE-OMIT-YEAR").is_some_and(|year| value.starts_with(&year)) {
        return None;
    }
    let day = value.split(['T', ' ']).next()?;
    let pieces: Vec<&str> = day.split(['-', '/', '.']).collect();
    let (year, month, day) = match pieces.as_slice() {
        [all] if all.len() == 8 && all.is_ascii() => (all.get(..4)?, all.get(4..6)?, all.get(6..)?),
        [year, month, day] if year.len() == 4 => (*year, *month, *day),
        [day, month, year] if year.len() == 4 && value.contains('.') => (*year, *month, *day),
        _ => return None,
    };
    Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok().map(|day| day.to_string())
}
