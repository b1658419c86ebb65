//! Creating and updating a record as pure functions: what is stored and what was sent go in, the new record or every
//! error comes out.

use std::collections::HashMap;

use serde_json::{Value, json};

use crate::{
    body::{Body, check_key, kind_of},
    change::User,
    issue::{Code, Issue},
    record::{Record, RecordKey},
    schema::{DataType, FieldMetadata, Schema},
    system,
};

/// What Kith writes into a record that changes.
#[derive(Debug, Clone)]
pub struct Stamp {
    /// The moment of the change, RFC 3339 UTC with milliseconds.
    pub at: String,
    /// Who makes it.
    pub by: User,
    /// The record's new version.
    pub etag: String,
}

impl Stamp {
    /// Marks a record as changed.
    pub fn mark(&self, record: &mut Record) {
        record.set(system::MODIFIED_DATE, self.at.clone().into());
        record.set(system::MODIFIED_BY, self.user());
        record.set(system::ETAG, self.etag.clone().into());
    }

    fn user(&self) -> Value {
        json!({"Id": self.by.id, "Name": self.by.name})
    }
}

/// What an update is asked to do, besides the body.
#[derive(Debug, Clone)]
pub struct UpdateRequest<'a> {
    /// The key by which the record was found.
    pub key: &'a RecordKey,
    /// Refuse the update unless the body's `ETag` is the record's.
    pub enforce_lock: bool,
    /// Whether another record holds the ExternalId in the body.
    pub external_id_taken: bool,
    /// The unique fields whose [claimed](Schema::claims) value another record holds.
    pub taken: Vec<String>,
}

/// What a create needs besides the body.
#[derive(Debug, Clone, Default)]
pub struct CreateRequest {
    /// The Id of the record where the body has none.
    pub new_id: String,
    /// Whether a record holds the Id in the body.
    pub id_taken: bool,
    /// Whether a record holds the ExternalId in the body.
    pub external_id_taken: bool,
    /// The unique fields whose [claimed](Schema::claims) value a record holds.
    pub taken: Vec<String>,
    /// The next number of each [AutoNumber field](Schema::auto_numbers).
    pub auto_numbers: HashMap<String, u64>,
}

/// A request that can be carried out.
#[derive(Debug, Clone, PartialEq)]
pub struct Accepted {
    /// The record as it is afterwards.
    pub record: Record,
    /// Whether it differs from what was stored. An update that changes nothing writes nothing.
    pub changed: bool,
    /// What was kept although it is doubtful.
    pub warnings: Vec<Issue>,
}

/// A request that is refused.
#[derive(Debug, Clone, PartialEq)]
pub struct Rejected {
    /// Every field in error, in schema order, unknown fields and keys last.
    pub errors: Vec<Issue>,
    /// What would have been kept although it is doubtful.
    pub warnings: Vec<Issue>,
}

/// What a request comes to.
pub type Verdict = Result<Accepted, Box<Rejected>>;

/// Updates a record with the fields of a body.
///
/// # Errors
/// [`Rejected`] with every error; nothing of the body is taken then.
pub fn update(
    schema: &Schema,
    stored: &Record,
    body: &Body,
    request: &UpdateRequest<'_>,
    stamp: &Stamp,
) -> Verdict {
    let mut review = Review::new(schema, stored, &request.taken);
    review.fields(body);
    review.unknown_fields(body);
    review.id_is_the_records(body);
    review.external_id_on_update(body, request);
    if request.enforce_lock {
        review.etag_is_the_records(body);
    }
    review.finish(stored, |record| stamp.mark(record))
}

/// Makes a new record of a body.
///
/// # Errors
/// [`Rejected`] with every error.
pub fn create(schema: &Schema, body: &Body, request: &CreateRequest, stamp: &Stamp) -> Verdict {
    let nothing = Record::default();
    let mut review = Review::new(schema, &nothing, &request.taken);
    let body = &with_defaults(schema, body);
    review.fields(body);
    review.missing_required(body);
    review.given_by_kith(request);
    review.unknown_fields(body);
    let id = review.new_key(system::ID, body.id.as_ref(), request.id_taken);
    let external_id =
        review.new_key(system::EXTERNAL_ID, body.external_id.as_ref(), request.external_id_taken);
    review.finish(&nothing, |record| {
        record.set(system::ID, id.unwrap_or_else(|| request.new_id.clone()).into());
        record.set(system::EXTERNAL_ID, external_id.map_or(Value::Null, Value::from));
        record.set(system::CREATED_DATE, stamp.at.clone().into());
        record.set(system::CREATED_BY, stamp.user());
        stamp.mark(record);
    })
}

fn with_defaults(schema: &Schema, body: &Body) -> Body {
    let mut body = body.clone();
    for field in schema.fields().iter().filter(|field| field.is_writable()) {
        if let Some(default) = field.default_for_new()
            && !body.fields.contains_key(&field.field_name)
        {
            body.fields.insert(field.field_name.clone(), default.clone());
        }
    }
    body
}

fn not_writable(field: &FieldMetadata) -> Issue {
    let message = format!(
        "{} is read-only: only its stored value is accepted. Leave it out of the request.",
        field.display_name
    );
    Issue::of(&field.field_name, Code::FieldNotWritable, message)
}

fn not_unique(field: &FieldMetadata, value: &Value) -> Issue {
    let message = format!("Another record holds the {} {value}. Give another one.", field.display_name);
    Issue::of(&field.field_name, Code::NotUnique, message)
}

/// The errors and warnings found so far, and the record as it would be.
struct Review<'a> {
    schema: &'a Schema,
    stored: &'a Record,
    /// The unique fields whose sent value another record holds.
    taken: &'a [String],
    record: Record,
    errors: Vec<Issue>,
    warnings: Vec<Issue>,
}

impl<'a> Review<'a> {
    fn new(schema: &'a Schema, stored: &'a Record, taken: &'a [String]) -> Self {
        Self { schema, stored, taken, record: stored.clone(), errors: Vec::new(), warnings: Vec::new() }
    }

    /// Every field of the schema that the body holds, in schema order.
    fn fields(&mut self, body: &Body) {
        let mut sent: Vec<_> = body
            .fields
            .iter()
            .filter_map(|(name, value)| Some((self.schema.position(name)?, value)))
            .collect();
        sent.sort_unstable_by_key(|(position, _)| *position);
        for (position, value) in sent {
            if let Some(field) = self.schema.fields().get(position) {
                self.field(field, value);
            }
        }
    }

    /// One field. In an update a value equal to the stored one is not an edit, so that a whole record put back is never
    /// refused for what somebody else stored.
    fn field(&mut self, field: &FieldMetadata, value: &Value) {
        let name = field.field_name.as_str();
        if name == system::ETAG {
            return;
        }
        let normal = field.normal(value);
        let held = self.stored.get(name);
        let differs = held != &*normal && held != value;
        if !field.is_writable() {
            self.errors.extend(differs.then(|| not_writable(field)));
            return;
        }
        if differs || self.is_new() {
            self.set(field, normal.into_owned());
        }
        self.warnings.extend(differs.then(|| self.schema.notice(field, value)).flatten());
        self.warnings
            .extend(self.schema.warning(field, value).unwrap_or_else(|error| Some(broken(field, &error))));
    }

    /// Sets a field, or says why not.
    fn set(&mut self, field: &FieldMetadata, value: Value) {
        match self.error_of(field, &value) {
            Some(error) => self.errors.push(error),
            None => {
                self.record.set(&field.field_name, value);
            }
        }
    }

    fn error_of(&self, field: &FieldMetadata, value: &Value) -> Option<Issue> {
        let fault = self.schema.fault(field, value).unwrap_or_else(|error| Some(broken(field, &error)));
        let is_taken = !value.is_null() && self.taken.contains(&field.field_name);
        fault.or_else(|| is_taken.then(|| not_unique(field, value)))
    }

    fn is_new(&self) -> bool {
        self.stored.id().is_empty()
    }

    /// On create: required fields the body does not name at all.
    fn missing_required(&mut self, body: &Body) {
        let missing = self
            .schema
            .fields()
            .iter()
            .filter(|field| field.is_writable() && !body.fields.contains_key(&field.field_name));
        let missing = missing.filter(|field| field.is_demanded());
        let errors: Vec<_> = missing.filter_map(|field| self.error_of(field, &Value::Null)).collect();
        self.errors.extend(errors);
        self.errors.sort_by_key(|issue| issue.field.as_deref().and_then(|field| self.schema.position(field)));
    }

    /// On create: the values that no request may send. Numbers, and the defaults of read-only fields.
    fn given_by_kith(&mut self, request: &CreateRequest) {
        for field in self.schema.fields().iter().filter(|field| !field.is_writable()) {
            let value = if field.data_type == DataType::AutoNumber {
                let next = request.auto_numbers.get(&field.field_name).copied();
                Value::from(field.numbered(next.unwrap_or_else(|| field.first_number())))
            } else {
                field.default_for_new().map_or(Value::Null, |value| field.normal(value).into_owned())
            };
            self.record.set(&field.field_name, value);
        }
    }

    fn unknown_fields(&mut self, body: &Body) {
        let unknown = body.fields.keys().filter(|name| self.schema.position(name).is_none());
        self.errors.extend(unknown.map(|name| self.schema.unknown(name)));
    }

    fn id_is_the_records(&mut self, body: &Body) {
        let Some(id) = &body.id else { return };
        if id.as_str() != Some(self.stored.id()) {
            let message = format!(
                "The Id in the payload is {id}, the record's is {:?}. An Id never changes: send the record's own, or \
                 none.",
                self.stored.id()
            );
            self.errors.push(Issue::of(system::ID, Code::IdMismatch, message));
        }
    }

    /// The ExternalId in an update's body: the path's own, or, on an update by Id of a record that has none, a new one.
    fn external_id_on_update(&mut self, body: &Body, request: &UpdateRequest<'_>) {
        let Some(sent) = &body.external_id else { return };
        if sent == self.stored.get(system::EXTERNAL_ID) {
            return;
        }
        let by_id = matches!(request.key, RecordKey::Id(_));
        if by_id && (self.stored.external_id().is_none() || request.external_id_taken) {
            if let Some(external_id) =
                self.new_key(system::EXTERNAL_ID, Some(sent), request.external_id_taken)
            {
                self.record.set(system::EXTERNAL_ID, external_id.into());
            }
            return;
        }
        let message = format!(
            "The ExternalId in the payload is {sent}, the record's is {}. It is set once and never changed: send the \
             record's own, or none.",
            self.stored.get(system::EXTERNAL_ID)
        );
        self.errors.push(Issue::of(system::EXTERNAL_ID, Code::ExternalIdMismatch, message));
    }

    fn etag_is_the_records(&mut self, body: &Body) {
        let sent = body.fields.get(system::ETAG);
        if sent.and_then(Value::as_str) == Some(self.stored.etag()) {
            return;
        }
        let message = match sent {
            None | Some(Value::Null) => {
                "EnforceOptimisticLocking needs the ETag the record was read with. Read the record and send its ETag."
            }
            Some(_) => {
                "The record changed since it was read: the ETag is no longer its own. Read it again, then repeat the \
                 change."
            }
        };
        self.errors.push(Issue::of(system::ETAG, Code::StaleRecord, message));
    }

    /// A key that a record gets: `None` where the payload has none (null counts as none) or where it is refused.
    fn new_key(&mut self, field: &'static str, sent: Option<&Value>, taken: bool) -> Option<String> {
        let key = match sent? {
            Value::Null => return None,
            Value::String(key) => key,
            other => {
                let message = format!("{field} takes a string; {} came.", kind_of(other));
                self.errors.push(Issue::of(field, Code::InvalidType, message));
                return None;
            }
        };
        if let Err(issue) = check_key(field, key) {
            self.errors.push(issue);
            return None;
        }
        if taken {
            let message =
                format!("Another record holds the {field} {key:?}. Give another one, or update that record.");
            self.errors.push(Issue::of(field, Code::NotUnique, message));
            return None;
        }
        Some(key.clone())
    }

    fn finish(self, stored: &Record, stamp: impl FnOnce(&mut Record)) -> Verdict {
        let Self { mut record, errors, warnings, .. } = self;
        if !errors.is_empty() {
            return Err(Box::new(Rejected { errors, warnings }));
        }
        let changed = stored.id().is_empty() || record != *stored;
        if changed {
            stamp(&mut record);
        }
        Ok(Accepted { record, changed, warnings })
    }
}

fn broken(field: &FieldMetadata, error: &crate::schema::SchemaError) -> Issue {
    Issue::of(&field.field_name, Code::Internal, error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stamp(etag: &str) -> Stamp {
        let by = User { id: "u".into(), name: "Una".into() };
        Stamp { at: "2026-01-01T00:00:00.000Z".into(), by, etag: etag.into() }
    }

    fn body(value: Value) -> Body {
        Body::from_map(value.as_object().unwrap().clone()).unwrap()
    }

    fn stored(value: Value) -> Record {
        let request = CreateRequest { new_id: "id-1".into(), ..CreateRequest::default() };
        create(&Schema::contact().unwrap(), &body(value), &request, &stamp("e1")).unwrap().record
    }

    fn updated(record: &Record, sent: Value, enforce_lock: bool) -> Verdict {
        let key = record.key();
        let request = UpdateRequest { key: &key, enforce_lock, external_id_taken: false, taken: Vec::new() };
        update(&Schema::contact().unwrap(), record, &body(sent), &request, &stamp("e2"))
    }

    fn codes(verdict: Verdict) -> Vec<(String, Code)> {
        let errors = verdict.unwrap_err().errors;
        errors.into_iter().map(|issue| (issue.field.unwrap_or_default(), issue.code)).collect()
    }

    #[test]
    fn a_field_left_out_keeps_its_value_null_clears_and_empty_text_is_a_value() {
        let record = stored(json!({"ExternalId": "x", "Title": "CEO", "Fax": "1", "Department": "A"}));
        let after = updated(&record, json!({"Fax": null, "Department": ""}), false).unwrap().record;
        assert_eq!(after.get("Title"), &json!("CEO"));
        assert_eq!(after.get("Fax"), &Value::Null);
        assert_eq!(after.get("Department"), &json!(""));
        assert_eq!((after.etag(), record.etag()), ("e2", "e1"));
    }

    #[test]
    fn a_whole_record_put_back_changes_nothing() {
        let record = stored(json!({"ExternalId": "x", "Title": "CEO"}));
        let whole = Value::Object(record.clone().into_fields());
        let same = updated(&record, whole, true).unwrap();
        assert!(!same.changed);
        assert_eq!(same.record, record);
    }

    #[test]
    fn every_error_is_reported_in_schema_order_unknown_fields_and_keys_last() {
        let record = stored(json!({"ExternalId": "x"}));
        let verdict = updated(
            &record,
            json!({"Id": "other", "ETag": "old", "email": "x", "Title": 1, "CreatedDate": "x", "ExternalId": "y",
                   "Email": "no", "IsEmailBounced": null, "Account": "a", "Name": "x".repeat(256)}),
            true,
        );
        let expected = [
            ("Account", Code::InvalidType),
            ("Name", Code::TooLong),
            ("Email", Code::InvalidFormat),
            ("IsEmailBounced", Code::NotNullable),
            ("Title", Code::InvalidType),
            ("CreatedDate", Code::FieldNotWritable),
            ("email", Code::UnknownField),
            ("Id", Code::IdMismatch),
            ("ExternalId", Code::ExternalIdMismatch),
            ("ETag", Code::StaleRecord),
        ];
        assert_eq!(codes(verdict), expected.map(|(field, code)| (field.to_owned(), code)));
    }

    #[test]
    fn the_id_never_changes_not_even_to_null() {
        let record = stored(json!({"ExternalId": "x"}));
        for id in [json!("other"), json!(null), json!(1), json!("ID-1"), json!("")] {
            assert_eq!(
                codes(updated(&record, json!({"Id": id}), false)),
                [("Id".to_owned(), Code::IdMismatch)]
            );
        }
        assert!(updated(&record, json!({"id": "id-1", "Title": "x"}), false).is_ok());
    }

    #[test]
    fn the_etag_is_looked_at_only_under_optimistic_locking() {
        let record = stored(json!({"ExternalId": "x"}));
        assert!(updated(&record, json!({"ETag": 5, "Title": "x"}), false).is_ok());
        assert!(updated(&record, json!({"ETag": "e1", "Title": "x"}), true).is_ok());
        for sent in [json!({"Title": "x"}), json!({"ETag": null}), json!({"ETag": 5}), json!({"ETag": "e0"})]
        {
            assert_eq!(codes(updated(&record, sent, true)), [("ETag".to_owned(), Code::StaleRecord)]);
        }
    }

    #[test]
    fn an_absent_external_id_is_set_once_by_id_only() {
        let record = stored(json!({"Name": "A"}));
        let after = updated(&record, json!({"ExternalId": "x"}), false).unwrap().record;
        assert_eq!(after.external_id(), Some("x"));
        let by_id = RecordKey::Id("id-1".into());
        let again =
            UpdateRequest { key: &by_id, enforce_lock: false, external_id_taken: false, taken: Vec::new() };
        let verdict = update(
            &Schema::contact().unwrap(),
            &after,
            &body(json!({"ExternalId": "y"})),
            &again,
            &stamp("e3"),
        );
        assert_eq!(codes(verdict), [("ExternalId".to_owned(), Code::ExternalIdMismatch)]);
        let taken =
            UpdateRequest { key: &by_id, enforce_lock: false, external_id_taken: true, taken: Vec::new() };
        let verdict = update(
            &Schema::contact().unwrap(),
            &record,
            &body(json!({"ExternalId": "y"})),
            &taken,
            &stamp("e3"),
        );
        assert_eq!(codes(verdict), [("ExternalId".to_owned(), Code::NotUnique)]);
        let by_path = UpdateRequest {
            key: &after.key(),
            enforce_lock: false,
            external_id_taken: true,
            taken: Vec::new(),
        };
        let verdict = update(
            &Schema::contact().unwrap(),
            &after,
            &body(json!({"ExternalId": "y"})),
            &by_path,
            &stamp("e3"),
        );
        let mismatch = [("ExternalId".to_owned(), Code::ExternalIdMismatch)];
        assert_eq!(codes(verdict), mismatch, "not the path's, whoever holds it");
    }

    #[test]
    fn an_old_invalid_value_does_not_block_another_field() {
        let mut record = stored(json!({"ExternalId": "x"}));
        record.set("Email", json!("not an address"));
        assert!(updated(&record, json!({"Email": "not an address", "Title": "x"}), false).is_ok());
        assert!(updated(&record, json!({"Email": "another wrong one"}), false).is_err());
    }

    #[test]
    fn values_are_kept_byte_for_byte_and_objects_replaced_whole() {
        let record = stored(json!({"ExternalId": "x", "Account": {"Id": "1", "Name": "A"}}));
        let odd = " \u{202e}e\u{301}\u{0}\r\n\u{feff} ";
        let after = updated(&record, json!({"Title": odd, "Account": {"Name": "B"}}), false).unwrap().record;
        assert_eq!(after.get("Title"), &json!(odd));
        assert_eq!(after.get("Account"), &json!({"Name": "B"}));
    }

    #[test]
    fn a_doubtful_value_is_kept_with_a_warning() {
        let record = stored(json!({"ExternalId": "x"}));
        let accepted = updated(&record, json!({"Phone": "ask Una", "LeadSource": "Fair"}), false).unwrap();
        let fields: Vec<_> = accepted.warnings.iter().filter_map(|issue| issue.field.as_deref()).collect();
        assert_eq!(fields, ["LeadSource", "Phone"]);
        assert_eq!(accepted.record.get("Phone"), &json!("ask Una"));
    }

    #[test]
    fn a_new_record_gets_defaults_keys_and_stamps() {
        let record = stored(json!({"ID": "mine", "ExternalId": null}));
        assert_eq!(record.id(), "mine");
        assert_eq!(record.external_id(), None);
        assert_eq!(record.get("IsEmailBounced"), &json!(false));
        assert_eq!(record.get("CreatedBy"), &json!({"Id": "u", "Name": "Una"}));
        let request = CreateRequest {
            new_id: "n".into(),
            id_taken: true,
            external_id_taken: true,
            ..CreateRequest::default()
        };
        let sent = body(json!({"Id": "a", "ExternalId": "b"}));
        let verdict = create(&Schema::contact().unwrap(), &sent, &request, &stamp("e"));
        assert_eq!(
            codes(verdict),
            [("Id".to_owned(), Code::NotUnique), ("ExternalId".to_owned(), Code::NotUnique)]
        );
    }

    #[test]
    fn a_required_field_cannot_be_missing_or_cleared() {
        let mut metadata = Schema::contact().unwrap().metadata().clone();
        for field in &mut metadata.field_metadata {
            field.is_required |= field.field_name == "LastName";
        }
        let schema = Schema::compile(metadata).unwrap();
        let request = CreateRequest { new_id: "n".into(), ..CreateRequest::default() };
        for sent in [json!({"Title": 1}), json!({"LastName": null, "Title": 1})] {
            let verdict = create(&schema, &body(sent), &request, &stamp("e"));
            let expected = [("LastName", Code::RequiredField), ("Title", Code::InvalidType)];
            assert_eq!(codes(verdict), expected.map(|(field, code)| (field.to_owned(), code)));
        }
        let record = stored(json!({"ExternalId": "x", "LastName": "A"}));
        let request = UpdateRequest {
            key: &record.key(),
            enforce_lock: false,
            external_id_taken: false,
            taken: Vec::new(),
        };
        let verdict = update(&schema, &record, &body(json!({"LastName": null})), &request, &stamp("e"));
        assert_eq!(codes(verdict), [("LastName".to_owned(), Code::RequiredField)]);
    }

    /// The shipped schema with fields of our own.
    fn with_fields(fields: Value) -> Schema {
        let mut metadata = Schema::contact().unwrap().metadata().clone();
        let fields: Vec<FieldMetadata> = serde_json::from_value(fields).unwrap();
        metadata.field_metadata.extend(fields);
        Schema::compile(metadata).unwrap()
    }

    /// A body as it is read: numbers by their text.
    fn sent(text: &str) -> Body {
        Body::parse(text.as_bytes()).unwrap()
    }

    fn numbers() -> Schema {
        with_fields(json!([
            {"FieldName": "Int_c", "DisplayName": "Int", "DataType": "Int"},
            {"FieldName": "Double_c", "DisplayName": "Double", "DataType": "Double"},
            {"FieldName": "Money_c", "DisplayName": "Money", "DataType": "Currency", "Precision": 6, "Scale": 2}
        ]))
    }

    #[test]
    fn a_number_is_kept_in_the_one_form_of_its_type_and_another_text_of_it_is_no_edit() {
        let schema = numbers();
        let body = sent(r#"{"Int_c":1e3,"Double_c":1.0,"Money_c":12.50}"#);
        let record = create(&schema, &body, &CreateRequest::default(), &stamp("e")).unwrap().record;
        let held = ["Int_c", "Double_c", "Money_c"].map(|field| record.get(field).to_string());
        assert_eq!(held, ["1000", "1", "12.5"]);
        let key = RecordKey::Id("1".into());
        let request =
            UpdateRequest { key: &key, enforce_lock: false, external_id_taken: false, taken: Vec::new() };
        let mut stored = record;
        stored.set("Id", "1".into());
        let again = sent(r#"{"Int_c":1000.0,"Double_c":10e-1,"Money_c":12.500}"#);
        assert!(!update(&schema, &stored, &again, &request, &stamp("f")).unwrap().changed);
    }

    #[test]
    fn numbers_that_do_not_fit_are_refused_by_their_digits() {
        let schema = numbers();
        for (text, code) in [
            (r#"{"Int_c":1.5}"#, Code::InvalidType),
            (r#"{"Int_c":"1"}"#, Code::InvalidType),
            (r#"{"Int_c":9223372036854775808}"#, Code::InvalidFormat),
            (r#"{"Money_c":0.005}"#, Code::InvalidFormat),
            (r#"{"Money_c":1234567}"#, Code::InvalidFormat),
            (r#"{"Money_c":12345.67}"#, Code::InvalidFormat),
            (r#"{"Money_c":true}"#, Code::InvalidType),
        ] {
            let verdict = create(&schema, &sent(text), &CreateRequest::default(), &stamp("e"));
            assert_eq!(codes(verdict)[0].1, code, "{text}");
        }
    }

    #[test]
    fn what_is_no_longer_offered_is_kept_with_a_warning_when_it_is_newly_set() {
        let mut metadata = Schema::contact().unwrap().metadata().clone();
        metadata.picklist_metadata[0].picklist_entries[0].is_deprecated = true;
        for field in &mut metadata.field_metadata {
            field.is_deprecated = field.field_name == "Fax";
        }
        let schema = Schema::compile(metadata).unwrap();
        let body = sent(r#"{"LeadSource":"Web","Fax":"1"}"#);
        let accepted = create(&schema, &body, &CreateRequest::default(), &stamp("e")).unwrap();
        let told: Vec<_> =
            accepted.warnings.iter().map(|issue| (issue.field.as_deref().unwrap(), issue.code)).collect();
        assert_eq!(told, [("LeadSource", Code::Deprecated), ("Fax", Code::Deprecated)]);
        let mut stored = accepted.record;
        stored.set("Id", "1".into());
        let key = RecordKey::Id("1".into());
        let request =
            UpdateRequest { key: &key, enforce_lock: false, external_id_taken: false, taken: Vec::new() };
        assert_eq!(update(&schema, &stored, &body, &request, &stamp("f")).unwrap().warnings, []);
    }

    #[test]
    fn an_auto_number_is_given_once_and_never_taken() {
        let schema = with_fields(json!([{"FieldName": "No_c", "DisplayName": "No", "DataType": "AutoNumber",
            "AutoNumberPrefix": "C-", "AutoNumberInitialSeed": 100}]));
        assert_eq!(schema.auto_numbers().count(), 1);
        let mut request = CreateRequest::default();
        let first = create(&schema, &sent("{}"), &request, &stamp("e")).unwrap().record;
        assert_eq!(first.get("No_c"), "C-100");
        request.auto_numbers.insert("No_c".into(), 107);
        assert_eq!(create(&schema, &sent("{}"), &request, &stamp("e")).unwrap().record.get("No_c"), "C-107");
        let verdict = create(&schema, &sent(r#"{"No_c":"C-1"}"#), &request, &stamp("e"));
        assert_eq!(codes(verdict), [("No_c".to_owned(), Code::FieldNotWritable)]);
    }

    #[test]
    fn a_unique_value_that_is_taken_is_refused_unless_it_is_no_value() {
        let schema = with_fields(
            json!([{"FieldName": "Badge_c", "DisplayName": "Badge", "DataType": "String", "IsUnique": true}]),
        );
        let request = CreateRequest { taken: vec!["Badge_c".into()], ..CreateRequest::default() };
        let verdict = create(&schema, &sent(r#"{"Badge_c":"7"}"#), &request, &stamp("e"));
        assert_eq!(codes(verdict), [("Badge_c".to_owned(), Code::NotUnique)]);
        assert!(create(&schema, &sent(r#"{"Badge_c":null}"#), &request, &stamp("e")).is_ok());
    }

    #[test]
    fn the_default_of_a_read_only_field_is_given_and_a_deprecated_field_asked_of_nobody() {
        let schema = with_fields(json!([
            {"FieldName": "Origin_c", "DisplayName": "Origin", "DataType": "String", "WriteAccess": "None",
             "DefaultValue": "Kith"},
            {"FieldName": "Old_c", "DisplayName": "Old", "DataType": "String", "IsRequired": true,
             "IsDeprecated": true, "DefaultValue": "x"}
        ]));
        let record = create(&schema, &sent("{}"), &CreateRequest::default(), &stamp("e")).unwrap().record;
        assert_eq!((record.get("Origin_c"), record.get("Old_c")), (&json!("Kith"), &Value::Null));
    }

    #[test]
    fn a_field_that_nobody_may_read_is_not_shown_and_still_kept() {
        let schema = with_fields(
            json!([{"FieldName": "Secret_c", "DisplayName": "Secret", "DataType": "String", "ReadAccess": "None"}]),
        );
        let body = sent(r#"{"Secret_c":"x","Title":"y"}"#);
        let record = create(&schema, &body, &CreateRequest::default(), &stamp("e")).unwrap().record;
        let shown = schema.readable(&record);
        assert_eq!((shown.get("Secret_c"), shown.get("Title")), (&Value::Null, &json!("y")));
        assert_eq!(record.get("Secret_c"), "x");
    }
}
