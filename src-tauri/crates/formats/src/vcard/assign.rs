//! Which property gives which field its value.

use kith_model::{Code, Issue};
use serde_json::{Map, Value};

use super::{
    card::{Card, Options},
    property::Property,
    slot::{self, MADE, Slot},
    text::unescaped,
    write::{AS_JSON, OWN, Version},
};

/// Of so many properties fields are taken; what comes after is kept as it stands.
const MOST_PROPERTIES: usize = 1000;

/// Gives a card its fields, and what is left.
pub(super) fn assign(properties: Vec<Property>, options: Options, card: &mut Card) {
    let version = version(&properties, &mut card.issues);
    let mut slots = slots(&properties, options);
    if properties.len() > slots.len() {
        let message = format!(
            "The card has {} properties. Fields were taken of the first {MOST_PROPERTIES}.",
            properties.len()
        );
        card.issues.push(Issue::new(Code::MalformedRequest, message));
        slots.resize(properties.len(), None);
    }
    let mut exact = Map::new();
    for (property, slot) in properties.into_iter().zip(slots) {
        if property.is("VERSION") || property.parameter(MADE).is_some() {
            continue;
        }
        match (own(&property), slot) {
            (Some((field, value)), _) => drop(exact.insert(field, value)),
            (None, Some(slot)) => take(slot, property, version, card),
            (None, None) => card.unmapped.push(property),
        }
    }
    // What Kith wrote besides is exact, and goes before what other properties say in their form.
    card.fields.extend(exact);
}

fn version(properties: &[Property], issues: &mut Vec<Issue>) -> Version {
    let stated = properties.iter().find(|one| one.is("VERSION")).map(|one| one.value.trim());
    if !matches!(stated, Some("2.1" | "3.0" | "4.0")) {
        let what =
            stated.map_or("no version".to_owned(), |stated| format!("the unknown version \"{stated}\""));
        issues.push(Issue::new(Code::MalformedRequest, format!("The card has {what}. It was read as 3.0.")));
    }
    if stated == Some("4.0") { Version::V4 } else { Version::V3 }
}

/// A field and its value as [`Writer`](super::Writer) writes it where no other property holds it.
fn own(property: &Property) -> Option<(String, Value)> {
    let field = property.name.get(OWN.len()..).filter(|field| !field.is_empty())?;
    property.name.get(..OWN.len()).filter(|start| start.eq_ignore_ascii_case(OWN))?;
    let text = unescaped(&property.value);
    let value = match property.parameter(AS_JSON) {
        None => Value::String(text),
        Some(_) => serde_json::from_str(&text).ok()?,
    };
    Some((field.to_owned(), value))
}

/// Takes what the slot's fields hold of a property, and keeps the property where they would not give it back.
fn take(slot: Slot, mut property: Property, version: Version, card: &mut Card) {
    let mut found = slot.read(&property);
    found.retain(|field, _| !card.fields.contains_key(field));
    let is_whole = slot.made(&found, version).is_some_and(|made| same(&made, &property));
    if !is_whole {
        if slot == Slot::Birthday && found.is_empty() {
            card.issues.extend(odd_day(&property));
        }
        property.taken = found.keys().cloned().collect();
        card.unmapped.push(property);
    }
    card.fields.extend(found);
}

fn same(one: &Property, other: &Property) -> bool {
    let parameters = |of: &Property| {
        let upper =
            of.parameters.iter().map(|one| format!("{}={}", one.name, one.value).to_ascii_uppercase());
        upper.collect::<Vec<_>>()
    };
    other.group.is_none()
        && one.is(&other.name)
        && one.value == other.value
        && parameters(one) == parameters(other)
}

/// A day without a year is right, and a contact has no field for it; what has digits and is no day is told.
fn odd_day(property: &Property) -> Option<Issue> {
    let value = property.value.trim();
    let is_partial =
        value.starts_with("--") || value.len() < 8 || property.parameter("X-APPLE-OMIT-YEAR").is_some();
    let is_text = property.parameter("VALUE").is_some_and(|one| one.eq_ignore_ascii_case("text"));
    let message = format!("The birthday \"{value}\" is no day of the calendar. It was kept as it stands.");
    (!is_partial && !is_text).then(|| Issue::of("Birthdate", Code::InvalidFormat, message))
}

/// The slot of each property. A slot goes to one property: the preferred, else the first; those that say what they are
/// before those that do not.
fn slots(properties: &[Property], options: Options) -> Vec<Option<Slot>> {
    let properties = properties.get(..MOST_PROPERTIES).unwrap_or(properties);
    let mut order: Vec<usize> = (0..properties.len()).collect();
    order.sort_by_key(|at| properties.get(*at).map(Property::preference));
    let mut slots = vec![None; properties.len()];
    for is_sure in [true, false] {
        for at in &order {
            let (Some(property), Some(None)) = (properties.get(*at), slots.get(*at)) else { continue };
            let wanted = if is_sure { sure(property, properties, options) } else { likely(property) };
            let free = wanted.into_iter().find(|slot| !slots.contains(&Some(*slot)) && fits(*slot, property));
            if let Some(place) = slots.get_mut(*at) {
                *place = free;
            }
        }
    }
    slots
}

/// A property without any value for the slot's fields leaves it to another one.
fn fits(slot: Slot, property: &Property) -> bool {
    !slot.read(property).is_empty() || slot == Slot::Birthday
}

fn sure(property: &Property, all: &[Property], options: Options) -> Vec<Slot> {
    let found = match property.name.to_ascii_uppercase().as_str() {
        "TEL" => telephone(&kinds(property, all)),
        "ADR" => place(&kinds(property, all), [slot::MAILING, slot::OTHER]),
        "LABEL" => place(&kinds(property, all), [slot::MAILING_LABEL, slot::OTHER_LABEL]),
        "UID" => Some(Slot::Identifier).filter(|_| options.uid_is_external_id),
        // As Evolution, KAddressBook and Outlook name it.
        "X-EVOLUTION-ASSISTANT" | "X-KADDRESSBOOK-X-ASSISTANTSNAME" | "X-MS-ASSISTANT" => {
            Some(Slot::Assistant)
        }
        name => {
            let single = |slot: &Slot| {
                !matches!(slot, Slot::Telephone(..) | Slot::Address(..) | Slot::Label(..) | Slot::Identifier)
            };
            slot::ALL.into_iter().filter(single).find(|slot| slot.name() == name)
        }
    };
    found.into_iter().collect()
}

/// A number or address that does not say what it is.
fn likely(property: &Property) -> Vec<Slot> {
    let types = property.types();
    let has = |kinds: &[&str]| types.iter().any(|one| kinds.contains(&one.as_str()));
    match property.name.to_ascii_uppercase().as_str() {
        "TEL" if !has(&NO_TELEPHONES) && telephone(&types).is_none() => {
            vec![slot::WORK_PHONE, slot::OTHER_PHONE]
        }
        "ADR" if !has(&["home", "work"]) => vec![slot::MAILING, slot::OTHER],
        "LABEL" if !has(&["home", "work"]) => vec![slot::MAILING_LABEL, slot::OTHER_LABEL],
        _ => Vec::new(),
    }
}

/// What is called by no person.
const NO_TELEPHONES: [&str; 8] = ["pager", "modem", "bbs", "isdn", "textphone", "tlx", "telex", "x-telex"];

/// What a property says it is: its types, and the label of its group (Apple's and Google's `X-ABLabel`).
fn kinds(property: &Property, all: &[Property]) -> Vec<String> {
    let mut kinds = property.types();
    let label = property
        .group
        .as_ref()
        .and_then(|group| all.iter().find(|one| one.is("X-ABLABEL") && one.group.as_ref() == Some(group)));
    if let Some(label) = label {
        let text = unescaped(&label.value).to_lowercase();
        let bare = text.trim().trim_start_matches("_$!<").trim_end_matches(">!$_").to_owned();
        kinds.extend(bare.split(' ').map(str::to_owned));
    }
    kinds
}

fn telephone(kinds: &[String]) -> Option<Slot> {
    let has = |wanted: &[&str]| kinds.iter().any(|one| wanted.contains(&one.as_str()));
    let field = match () {
        () if has(&NO_TELEPHONES) => return None,
        () if kinds.iter().any(|one| one.contains("fax")) => "Fax",
        () if has(&["cell", "mobile", "iphone", "handy", "mobil"]) => "MobilePhone",
        () if has(&["assistant", "x-assistant", "x-evolution-assistant"]) => "AssistantPhone",
        () if has(&["other", "x-other"]) => "OtherPhone",
        () if has(&["home"]) => "HomePhone",
        () if has(&["work", "x-evolution-company"]) => "Phone",
        () => return None,
    };
    Slot::of_field(field)
}

fn place(kinds: &[String], [work, home]: [Slot; 2]) -> Option<Slot> {
    let has = |wanted: &str| kinds.iter().any(|one| one == wanted);
    if has("work") { Some(work) } else { has("home").then_some(home) }
}
