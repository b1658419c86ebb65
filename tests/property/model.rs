//! The contract as a plain model: a list of contacts in memory, one straightforward rule after the other. It is written
//! from the contract and shares no code with the book.

use kith_tests::contract::FIELDS;
use serde_json::Value;

use crate::values;

/// A contact as the contract sees it: its two keys and the fields that hold a value.
#[derive(Debug, Clone, PartialEq)]
pub struct Contact {
    pub id: String,
    pub external_id: Option<String>,
    pub fields: Vec<(String, Value)>,
}

/// The key a request names a contact by.
#[derive(Debug, Clone, PartialEq)]
pub enum Key {
    Id(String),
    ExternalId(String),
}

/// A request's body: properties in order, a name as often as it was written.
pub type Body = Vec<(String, Value)>;

/// Code and field of an error.
pub type Error = (&'static str, String);

/// What a request for one contact comes to.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    /// Updated or deleted; whether anything was changed.
    Done(bool),
    /// Created, under this Id.
    Created(String),
    /// Refused.
    Refused(Vec<Error>),
}

impl Outcome {
    /// The HTTP status: of several errors the lowest.
    pub fn status(&self) -> u16 {
        match self {
            Self::Done(_) => 200,
            Self::Created(_) => 201,
            Self::Refused(errors) => errors.iter().map(|(code, _)| status_of(code)).min().unwrap_or(200),
        }
    }
}

fn status_of(code: &str) -> u16 {
    match code {
        "FieldNotWritable" | "ReadOnly" => 403,
        "NotFound" => 404,
        _ => 400,
    }
}

fn refused(code: &'static str, field: &str) -> Outcome {
    Outcome::Refused(vec![(code, field.to_owned())])
}

impl Contact {
    pub fn get(&self, field: &str) -> Value {
        let held = self.fields.iter().find(|(name, _)| name == field);
        held.map(|(_, value)| value.clone()).unwrap_or_default()
    }

    fn set(&mut self, field: &str, value: Value) {
        self.fields.retain(|(name, _)| name != field);
        if !value.is_null() {
            self.fields.push((field.to_owned(), value));
        }
    }
}

/// The contacts of a book.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Model {
    pub contacts: Vec<Contact>,
}

impl Model {
    pub fn find(&self, key: &Key) -> Option<&Contact> {
        self.contacts.iter().find(|contact| match key {
            Key::Id(id) => contact.id == *id,
            Key::ExternalId(key) => contact.external_id.as_ref() == Some(key),
        })
    }

    /// `lock` says, where EnforceOptimisticLocking is on, whether the body's ETag is the record's.
    pub fn update(&mut self, key: &Key, body: &Body, lock: Option<bool>) -> Outcome {
        let mut malformed = Vec::new();
        if is_malformed(body) {
            malformed.push(("MalformedRequest", String::new()));
        }
        if !is_key(text_of(key)) {
            malformed.push(("MalformedRequest", field_of(key).to_owned()));
        }
        if !malformed.is_empty() {
            return Outcome::Refused(malformed);
        }
        let Some(stored) = self.find(key).cloned() else { return refused("NotFound", field_of(key)) };
        let mut after = stored.clone();
        let mut errors = fields(body, Some(&stored), &mut after);
        if let Some(sent) = sent(body, "Id")
            && sent != stored.id.as_str()
        {
            errors.push(("IdMismatch", "Id".into()));
        }
        if let Some(sent) = sent(body, "ExternalId")
            && Some(&sent) != stored.external_id.clone().map(Value::from).as_ref()
            && !(sent.is_null() && stored.external_id.is_none())
        {
            let is_taken = sent.as_str().is_some_and(|key| self.find(&Key::ExternalId(key.into())).is_some());
            let is_new = matches!(key, Key::Id(_)) && (stored.external_id.is_none() || is_taken);
            match (is_new, new_key(&sent, is_taken)) {
                (true, Ok(key)) => after.external_id = Some(key),
                (true, Err(code)) => errors.push((code, "ExternalId".into())),
                (false, _) => errors.push(("ExternalIdMismatch", "ExternalId".into())),
            }
        }
        if lock == Some(false) {
            errors.push(("StaleRecord", "ETag".into()));
        }
        if !errors.is_empty() {
            return Outcome::Refused(errors);
        }
        let is_changed = !same(&stored, &after);
        self.contacts.retain(|contact| contact.id != stored.id);
        self.contacts.push(after);
        Outcome::Done(is_changed)
    }

    /// `new_id` is the Id of a contact whose body has none.
    pub fn create(&mut self, body: &Body, new_id: &str) -> Outcome {
        if is_malformed(body) {
            return refused("MalformedRequest", "");
        }
        let mut after = Contact { id: new_id.to_owned(), external_id: None, fields: Vec::new() };
        after.set("IsEmailBounced", false.into());
        let mut errors = fields(body, None, &mut after);
        for name in ["Id", "ExternalId"] {
            let Some(sent) = sent(body, name).filter(|sent| !sent.is_null()) else { continue };
            let key = sent.as_str().unwrap_or_default().to_owned();
            let key = if name == "Id" { Key::Id(key) } else { Key::ExternalId(key) };
            match (new_key(&sent, self.find(&key).is_some()), name) {
                (Ok(key), "Id") => after.id = key,
                (Ok(key), _) => after.external_id = Some(key),
                (Err(code), _) => errors.push((code, name.into())),
            }
        }
        if !errors.is_empty() {
            return Outcome::Refused(errors);
        }
        self.contacts.push(after.clone());
        Outcome::Created(after.id)
    }

    pub fn delete(&mut self, key: &Key) -> Outcome {
        if !is_key(text_of(key)) {
            return refused("MalformedRequest", field_of(key));
        }
        let Some(found) = self.find(key).cloned() else { return refused("NotFound", field_of(key)) };
        self.contacts.retain(|contact| *contact != found);
        Outcome::Done(true)
    }
}

/// Every property that is no key and no ETag: the fields of the table in its order, the system fields, then the unknown
/// ones as they came. What is right is taken over into `after`.
fn fields(body: &Body, stored: Option<&Contact>, after: &mut Contact) -> Vec<Error> {
    let mut errors = Vec::new();
    let value_of = |name: &str| body.iter().find(|(each, _)| each == name).map(|(_, value)| value);
    for (name, kind, length, _) in FIELDS {
        let Some(value) = value_of(name) else { continue };
        let is_edit = stored.is_none_or(|stored| stored.get(name) != *value);
        match values::error(kind, length, value).filter(|_| is_edit) {
            Some(code) => errors.push((code, name.to_owned())),
            None => after.set(name, value.clone()),
        }
    }
    for name in SYSTEM {
        // The requests of these tests never hold the right one.
        let is_wrong = value_of(name).is_some_and(|value| stored.is_some() || !value.is_null());
        if is_wrong {
            errors.push(("FieldNotWritable", name.to_owned()));
        }
    }
    let known = |name: &str| {
        name == "ETag"
            || SYSTEM.contains(&name)
            || key_of(name).is_some()
            || FIELDS.iter().any(|row| row.0 == name)
    };
    let unknown = body.iter().filter(|(name, _)| !known(name));
    errors.extend(unknown.map(|(name, _)| ("UnknownField", name.clone())));
    errors
}

/// The system fields a body may hold besides the keys and the ETag.
pub const SYSTEM: [&str; 4] = ["CreatedDate", "ModifiedDate", "CreatedBy", "ModifiedBy"];

/// The key a property is, whichever way it is spelt.
fn key_of(name: &str) -> Option<&'static str> {
    match name {
        "Id" | "ID" | "id" => Some("Id"),
        "ExternalId" | "externalId" => Some("ExternalId"),
        _ => None,
    }
}

/// A name stands twice: the same one, or one key in two spellings.
pub fn is_malformed(body: &Body) -> bool {
    let names: Vec<_> = body.iter().map(|(name, _)| key_of(name).unwrap_or(name)).collect();
    names.iter().enumerate().any(|(at, name)| names.iter().skip(at + 1).any(|other| other == name))
}

/// The value under a key, whichever way it is spelt.
pub fn sent(body: &Body, key: &str) -> Option<Value> {
    body.iter().find(|(name, _)| key_of(name) == Some(key)).map(|(_, value)| value.clone())
}

fn new_key(sent: &Value, is_taken: bool) -> Result<String, &'static str> {
    let Some(key) = sent.as_str() else { return Err("InvalidType") };
    if !is_key(key) {
        return Err("MalformedRequest");
    }
    if is_taken { Err("NotUnique") } else { Ok(key.to_owned()) }
}

pub fn is_key(key: &str) -> bool {
    (1..=255).contains(&key.chars().count()) && !key.chars().any(char::is_control)
}

fn text_of(key: &Key) -> &str {
    match key {
        Key::Id(key) | Key::ExternalId(key) => key,
    }
}

pub fn field_of(key: &Key) -> &'static str {
    match key {
        Key::Id(_) => "Id",
        Key::ExternalId(_) => "ExternalId",
    }
}

/// Equal whatever the order of their fields.
fn same(one: &Contact, other: &Contact) -> bool {
    let has_all = |a: &Contact, b: &Contact| a.fields.iter().all(|(name, value)| b.get(name) == *value);
    one.id == other.id && one.external_id == other.external_id && has_all(one, other) && has_all(other, one)
}
