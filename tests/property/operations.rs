//! Random sequences of requests: the book answers each as the plain model does, and holds the same contacts after it.

use kith_book::{
    Answer, BulkOperation, BulkRequest, KeyField, ListQuery, RecordKey, Reply, StatusCode, UpdateOptions,
};
use kith_tests::{
    answers::{each, unstamped},
    book::{TestBook, external, id},
};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::{
    bodies::{body, key_text, written},
    bulk::{Bulk, Kind},
    model::{Body, Contact, Key, Model, Outcome},
    settings,
};

/// A request of a sequence.
#[derive(Debug, Clone)]
enum Request {
    Create(Body),
    /// `Some(true)` sends the record's own ETag under the lock, `Some(false)` another one.
    Update(Named, Body, Option<bool>),
    Delete(Named),
    Bulk(Bulk),
    Undo,
    Redo,
    Reopen,
}

/// How a request names its contact.
#[derive(Debug, Clone)]
enum Named {
    ExternalId(String),
    Id(String),
    /// By Id, the contact with that number among those that are there.
    Number(prop::sample::Index),
}

impl Named {
    fn key(&self, model: &Model) -> Key {
        match self {
            Self::ExternalId(key) => Key::ExternalId(key.clone()),
            Self::Id(key) => Key::Id(key.clone()),
            Self::Number(_) if model.contacts.is_empty() => Key::Id("nobody".into()),
            Self::Number(number) => Key::Id(number.get(&model.contacts).id.clone()),
        }
    }
}

fn named() -> impl Strategy<Value = Named> {
    prop_oneof![
        4 => key_text().prop_map(Named::ExternalId),
        1 => key_text().prop_map(Named::Id),
        8 => any::<prop::sample::Index>().prop_map(Named::Number),
    ]
}

fn bulk() -> impl Strategy<Value = Bulk> {
    let kind = prop_oneof![Just(Kind::Create), Just(Kind::Update), Just(Kind::Upsert), Just(Kind::Delete)];
    let keyed = (body(), key_text(), 0..4_u8).prop_map(|(mut body, key, way)| {
        let is_key =
            |(name, _): &(String, Value)| name.eq_ignore_ascii_case("id") || name.ends_with("xternalId");
        let names: &[&str] = [&["ExternalId"][..], &["Id"], &["Id", "ExternalId"], &[]][usize::from(way)];
        if !body.iter().any(is_key) {
            body.extend(names.iter().map(|name| ((*name).to_owned(), key.clone().into())));
        }
        body
    });
    let rows = prop::collection::vec(keyed, 0..5);
    (kind, any::<bool>(), prop::bool::weighted(0.3), rows).prop_map(
        |(kind, by_external_id, all_or_nothing, rows)| Bulk { kind, by_external_id, all_or_nothing, rows },
    )
}

fn request() -> impl Strategy<Value = Request> {
    prop_oneof![
        4 => body().prop_map(Request::Create),
        8 => (named(), body(), prop::option::weighted(0.3, any::<bool>())).prop_map(|(n, b, l)| Request::Update(n, b, l)),
        2 => named().prop_map(Request::Delete),
        4 => bulk().prop_map(Request::Bulk),
        3 => Just(Request::Undo),
        2 => Just(Request::Redo),
        1 => Just(Request::Reopen),
    ]
}

/// A book and the model beside it. Undo in the model goes back to how everything was.
struct Pair {
    book: TestBook,
    model: Model,
    states: Vec<Model>,
    at: usize,
    made: usize,
}

impl Pair {
    fn new() -> Self {
        let model = Model::default();
        let mut pair = Self { book: TestBook::new(), states: vec![model.clone()], model, at: 0, made: 0 };
        for properties in
            [vec![("Id", "k0"), ("ExternalId", "k1")], vec![("ExternalId", "k2")], vec![("Id", "k3")]]
        {
            let body = properties.into_iter().map(|(name, key)| (name.to_owned(), key.into()));
            pair.create(&body.collect());
        }
        pair
    }

    fn send(&mut self, request: &Request) {
        match request {
            Request::Create(body) => self.create(body),
            Request::Update(named, body, lock) => self.update(&named.key(&self.model), body, *lock),
            Request::Delete(named) => {
                let key = named.key(&self.model);
                let reply = self.book.delete(&key_of(&key));
                let outcome = self.model.delete(&key);
                self.one(&reply, &outcome);
            }
            Request::Bulk(bulk) => self.bulk(bulk),
            Request::Undo => {
                let reply = self.book.undo(None);
                self.steps(&reply, self.at.checked_sub(1));
            }
            Request::Redo => {
                let reply = self.book.redo();
                self.steps(&reply, Some(self.at + 1).filter(|at| *at < self.states.len()));
            }
            Request::Reopen => self.book.reopen(),
        }
        assert_eq!(contents(&self.book), expected(&self.model));
    }

    fn create(&mut self, body: &Body) {
        let checked = self.book.check_new(written(body).as_bytes());
        let reply = self.book.create(written(body).as_bytes());
        assert_eq!(errors(&checked.answer), errors(&reply.answer), "checking answers alike");
        self.made += 1;
        let made = format!("new {}", self.made);
        let mut outcome = self.model.create(body, &made);
        self.learn(&made, &reply.answer, &mut outcome);
        self.one(&reply, &outcome);
    }

    fn update(&mut self, key: &Key, body: &Body, lock: Option<bool>) {
        let mut sent = body.clone();
        let current = self.book.read(&key_of(key)).answer.data;
        let etag = current.as_ref().map(|record| record["ETag"].clone()).unwrap_or_default();
        if let Some(is_current) = lock {
            sent.retain(|(name, _)| name != "ETag");
            sent.push(("ETag".into(), if is_current { etag.clone() } else { json!("old") }));
        }
        let options = UpdateOptions { enforce_lock: lock.is_some(), include_payload: false };
        let checked = self.book.check(&key_of(key), written(&sent).as_bytes(), options);
        let reply = self.book.update(&key_of(key), written(&sent).as_bytes(), options);
        assert_eq!(errors(&checked.answer), errors(&reply.answer), "checking answers alike");
        let outcome = self.model.update(key, &sent, lock);
        self.one(&reply, &outcome);
        let is_new = matches!(outcome, Outcome::Done(true));
        let after = self.book.read(&key_of(key)).answer.data;
        let etag_after = after.map(|record| record["ETag"].clone()).unwrap_or_default();
        assert_eq!(etag_after != etag, is_new, "a new ETag with every change and only then");
    }

    fn bulk(&mut self, bulk: &Bulk) {
        let rows: Vec<_> = bulk.rows.iter().map(written).collect();
        let by = if bulk.by_external_id { KeyField::ExternalId } else { KeyField::Id };
        let operation = match bulk.kind {
            Kind::Create => BulkOperation::Create,
            Kind::Update => BulkOperation::Update,
            Kind::Upsert => BulkOperation::Upsert,
            Kind::Delete => BulkOperation::Delete,
        };
        let request =
            BulkRequest { operation, by, all_or_nothing: bulk.all_or_nothing, include_payload: false };
        let reply = self.book.bulk(format!("[{}]", rows.join(",")).as_bytes(), request);
        let answers = each(&reply);
        let before = self.made;
        self.made += rows.len();
        let new_id = |at: usize| format!("new {}", before + at + 1);
        let mut outcomes = self.model.bulk(bulk, new_id);
        assert_eq!(answers.len(), outcomes.len());
        for (at, (answer, outcome)) in answers.iter().zip(&mut outcomes).enumerate() {
            self.learn(&new_id(at), answer, outcome);
            assert_eq!(said(answer), expected_of(outcome), "row {at}");
        }
        let is_refused = outcomes.iter().any(|outcome| matches!(outcome, Outcome::Refused(_)));
        let status = if is_refused { StatusCode::BadRequest } else { StatusCode::OK };
        assert_eq!(reply.answer.status_code, status);
        self.changed(&reply, outcomes.iter().any(is_change));
    }

    /// Takes the Id the book gave over into the model.
    fn learn(&mut self, made: &str, answer: &Answer, outcome: &mut Outcome) {
        let Some(Value::String(given)) = &answer.data else { return };
        if *outcome == Outcome::Created(made.to_owned()) {
            assert!(uuid::Uuid::parse_str(given).is_ok_and(|id| id.get_version_num() == 4), "{given}");
            *outcome = Outcome::Created(given.clone());
            for contact in self.model.contacts.iter_mut().filter(|contact| contact.id == made) {
                contact.id.clone_from(given);
            }
        }
    }

    fn one(&mut self, reply: &Reply, outcome: &Outcome) {
        assert_eq!(said(&reply.answer), expected_of(outcome));
        self.changed(reply, is_change(outcome));
    }

    fn changed(&mut self, reply: &Reply, is_change: bool) {
        assert_eq!(reply.change_id.is_some(), is_change);
        if is_change {
            self.states.truncate(self.at + 1);
            self.states.push(self.model.clone());
            self.at += 1;
        }
    }

    fn steps(&mut self, reply: &Reply, to: Option<usize>) {
        assert_eq!(reply.answer.success, to.is_some(), "{:?}", reply.answer);
        assert_eq!(reply.answer.warnings, [], "nothing was edited since");
        if let Some(to) = to {
            self.at = to;
            self.model = self.states[to].clone();
        }
    }
}

fn is_change(outcome: &Outcome) -> bool {
    matches!(outcome, Outcome::Created(_) | Outcome::Done(true))
}

fn key_of(key: &Key) -> RecordKey {
    match key {
        Key::Id(key) => id(key),
        Key::ExternalId(key) => external(key),
    }
}

fn errors(answer: &Answer) -> Vec<(String, String)> {
    let errors = answer.errors.iter();
    errors.map(|issue| (format!("{:?}", issue.code), issue.field.clone().unwrap_or_default())).collect()
}

/// What an answer says: whether it is a success, its status, its errors, the Id it made.
type Said = (bool, u16, Vec<(String, String)>, Option<String>);

fn said(answer: &Answer) -> Said {
    let made = answer.data.as_ref().and_then(Value::as_str).map(str::to_owned);
    (answer.success, answer.status_code.number(), errors(answer), made)
}

fn expected_of(outcome: &Outcome) -> Said {
    let (errors, made) = match outcome {
        Outcome::Refused(errors) => (errors.clone(), None),
        Outcome::Created(id) => (Vec::new(), Some(id.clone())),
        Outcome::Done(_) => (Vec::new(), None),
    };
    let errors: Vec<_> = errors.into_iter().map(|(code, field)| (code.to_owned(), field)).collect();
    (errors.is_empty(), outcome.status(), errors, made)
}

/// Each contact as its keys and fields, by Id.
type Contents = Vec<(String, Option<String>, Vec<(String, Value)>)>;

fn contents(book: &TestBook) -> Contents {
    let all = book.list(&ListQuery { limit: usize::MAX, ..ListQuery::default() }, None).answer;
    let records = all.data.as_ref().and_then(Value::as_array);
    let records = records.unwrap_or_else(|| panic!("no list: {all:?}"));
    assert_eq!((all.record_count, book.count()), (Some(records.len() as u64), records.len() as u64));
    let mut contents: Contents = records.iter().map(contact).collect();
    contents.sort_by(|a, b| a.0.cmp(&b.0));
    contents
}

fn contact(record: &Value) -> (String, Option<String>, Vec<(String, Value)>) {
    let record = unstamped(record);
    let text = |name: &str| record[name].as_str().map(str::to_owned);
    let is_field = |name: &str| !["Id", "ExternalId", "CreatedDate", "CreatedBy"].contains(&name);
    let held = record.as_object().expect("an object").iter();
    let fields = held.filter(|(name, value)| is_field(name) && !value.is_null());
    let mut fields: Vec<_> = fields.map(|(name, value)| (name.clone(), value.clone())).collect();
    fields.sort_by(|a, b| a.0.cmp(&b.0));
    (text("Id").expect("an Id"), text("ExternalId"), fields)
}

fn expected(model: &Model) -> Contents {
    let told = |contact: &Contact| {
        let mut fields = contact.fields.clone();
        fields.sort_by(|a, b| a.0.cmp(&b.0));
        (contact.id.clone(), contact.external_id.clone(), fields)
    };
    let mut contents: Contents = model.contacts.iter().map(told).collect();
    contents.sort_by(|a, b| a.0.cmp(&b.0));
    contents
}

proptest! {
    #![proptest_config(settings(64))]

    #[test]
    fn the_book_answers_and_holds_what_the_model_does(requests in prop::collection::vec(request(), 1..60)) {
        let mut pair = Pair::new();
        for request in &requests {
            pair.send(request);
        }
        pair.book.verified();
    }
}
