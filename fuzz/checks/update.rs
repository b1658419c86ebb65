//! What must hold of an update, whatever is stored and whatever is sent.

use std::sync::LazyLock;

use kith_model::{
    Body, CreateRequest, Record, RecordKey, Schema, Stamp, UpdateRequest, User, create, system, update,
};
use serde_json::Value;

/// What parts the contact from the update; it stands in no UTF-8.
const BETWEEN: u8 = 0xff;

static SCHEMA: LazyLock<Schema> = LazyLock::new(|| Schema::contact().expect("the shipped schema"));

/// Takes the bytes as switches, a contact, and an update of it.
pub fn check(data: &[u8]) {
    let Some((&switches, data)) = data.split_first() else { return };
    let mut parts = data.splitn(2, |&byte| byte == BETWEEN);
    let (first, second) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    let (Ok(stored), Ok(sent)) = (Body::parse(first), Body::parse(second)) else { return };
    let Some(stored) = made(&stored) else { return };
    let key = if switches & 1 == 0 { stored.key() } else { RecordKey::Id(stored.id().to_owned()) };
    let request = UpdateRequest {
        key: &key,
        enforce_lock: switches & 2 != 0,
        external_id_taken: switches & 4 != 0,
        taken: Vec::new(),
    };
    match update(&SCHEMA, &stored, &sent, &request, &stamp("new")) {
        Ok(accepted) => {
            laws(&stored, &sent, &accepted.record, accepted.changed);
            put_back(&accepted.record);
        }
        Err(rejected) => assert!(!rejected.errors.is_empty()),
    }
}

fn laws(stored: &Record, sent: &Body, after: &Record, changed: bool) {
    assert_eq!(after.id(), stored.id());
    assert!(after.fields().all(|(_, value)| !value.is_null()), "a null is stored");
    assert_eq!(changed, after != stored);
    assert_eq!(changed, after.etag() == "new");
    if let Some(key) = stored.external_id() {
        assert_eq!(after.external_id(), Some(key));
    }
    let stamps = [system::MODIFIED_DATE, system::MODIFIED_BY, system::ETAG, system::EXTERNAL_ID];
    for (name, value) in stored.fields().filter(|(name, _)| !stamps.contains(name)) {
        assert!(sent.fields.contains_key(name) || after.get(name) == value, "{name} was not sent");
    }
    for (name, value) in sent.fields.iter().filter(|(name, _)| !stamps.contains(&name.as_str())) {
        assert_eq!(after.get(name), value, "{name} is stored as it came");
    }
}

/// A whole record put back, under the lock, changes nothing.
fn put_back(record: &Record) {
    let whole = Value::Object(record.clone().into_fields()).to_string();
    let Ok(body) = Body::parse(whole.as_bytes()) else { return };
    let key = RecordKey::Id(record.id().to_owned());
    let request =
        UpdateRequest { key: &key, enforce_lock: true, external_id_taken: false, taken: Vec::new() };
    let same = update(&SCHEMA, record, &body, &request, &stamp("newer")).expect("its own record");
    assert!(!same.changed && same.record == *record);
}

fn made(body: &Body) -> Option<Record> {
    let request = CreateRequest { new_id: "id-1".into(), ..CreateRequest::default() };
    create(&SCHEMA, body, &request, &stamp("old")).ok().map(|accepted| accepted.record)
}

fn stamp(etag: &str) -> Stamp {
    let by = User { id: "u-1".into(), name: "Una Berg".into() };
    Stamp { at: "2026-01-02T03:04:05.678Z".into(), by, etag: etag.into() }
}
