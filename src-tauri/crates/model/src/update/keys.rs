//! The keys and the version that a body names.

use serde_json::Value;

use super::{UpdateRequest, review::Review};
use crate::{
    body::{Body, check_key, kind_of},
    issue::{Code, Issue},
    record::RecordKey,
    system,
};

impl Review<'_> {
    pub(super) fn id_is_the_records(&mut self, body: &Body) {
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
    pub(super) fn external_id_on_update(&mut self, body: &Body, request: &UpdateRequest<'_>) {
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

    pub(super) fn etag_is_the_records(&mut self, body: &Body) {
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
    pub(super) fn new_key(
        &mut self,
        field: &'static str,
        sent: Option<&Value>,
        taken: bool,
    ) -> Option<String> {
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
}
