//! The requests that steps come to.

use anyhow::{Result, bail};
use kith_book::{Book, BulkOperation, BulkRequest, KeyField, RecordKey, Reply, UpdateOptions};
use kith_model::{ChangeSet, Operation};

use serde_json::{Value, json};

use super::{dice::Dice, step::Step};
use crate::book::import_json;

/// Contacts that are saved one at a time; few, so that each has a past.
const SINGLE: usize = 40;
/// Contacts that are written many at a time.
const MANY: usize = 700;
/// The field that says which request wrote a contact.
const MARK: &str = "Title";

/// A request, ready to be sent.
#[derive(Debug)]
pub struct Request {
    /// Which contacts it is about, and the mark each gets; none where it is deleted.
    marks: Vec<(String, Option<String>)>,
    call: Call,
}

#[derive(Debug)]
enum Call {
    Create(Value),
    Update(RecordKey, Value),
    Delete(RecordKey),
    Bulk(BulkOperation, Value),
    Import(String),
    Undo,
    Redo,
}

/// What came of a request.
#[derive(Debug)]
pub enum Sent {
    /// It was carried out.
    Done,
    /// It was answered with an error.
    Refused(String),
}

impl Request {
    /// The request of a step, which is not one that is done to the folder. `mark` is the request's own.
    #[must_use]
    pub fn new(step: Step, book: &Book, mark: &str, scale: usize, dice: &mut Dice) -> Option<Self> {
        let single = format!("single-{}", dice.below(SINGLE));
        match step {
            Step::Save => Some(save(book, single, mark, 0, dice)),
            Step::SaveLong => Some(save(book, single, mark, 3_000 + dice.below(6_000), dice)),
            Step::Delete => {
                let key = RecordKey::ExternalId(single.clone());
                Some(Self { marks: vec![(single, None)], call: Call::Delete(key) })
            }
            Step::Bulk => {
                let rows = rows("bulk", mark, (20 + dice.below(60)) * scale, dice);
                Some(Self {
                    marks: marks(&rows),
                    call: Call::Bulk(BulkOperation::Upsert, Value::Array(rows)),
                })
            }
            Step::BulkDelete => Some(bulk_delete(book, scale, dice)),
            Step::Import => {
                let rows = rows("import", mark, (20 + dice.below(100)) * scale, dice);
                let lines: Vec<String> = rows.iter().map(Value::to_string).collect();
                Some(Self { marks: marks(&rows), call: Call::Import(lines.join("\n")) })
            }
            Step::Undo => Some(Self { marks: Vec::new(), call: Call::Undo }),
            Step::Redo => Some(Self { marks: Vec::new(), call: Call::Redo }),
            Step::Reopen
            | Step::Rebuild
            | Step::Backup
            | Step::Compact
            | Step::Restore
            | Step::Repair
            | Step::Forget => None,
        }
    }

    /// How many changes it makes, where that is known beforehand.
    #[must_use]
    pub fn changes(&self) -> Option<usize> {
        match self.call {
            Call::Undo | Call::Redo => None,
            _ => Some(self.marks.len()),
        }
    }

    /// Sends it.
    #[must_use]
    pub fn send(&self, book: &Book) -> Sent {
        let reply = match &self.call {
            Call::Create(body) => book.create(body.to_string().as_bytes()),
            Call::Update(key, body) => {
                book.update(key, body.to_string().as_bytes(), UpdateOptions::default())
            }
            Call::Delete(key) => book.delete(key),
            Call::Bulk(operation, rows) => bulk(book, *operation, rows),
            Call::Import(lines) => match import_json(book, lines.as_bytes()) {
                Ok(report) if report.rejected == 0 => return Sent::Done,
                Ok(report) => return Sent::Refused(format!("{:?}", report.issues.first())),
                Err(error) => return Sent::Refused(error.to_string()),
            },
            Call::Undo => book.undo(None),
            Call::Redo => book.redo(),
        };
        if reply.answer.success {
            return Sent::Done;
        }
        Sent::Refused(reply.answer.errors.iter().map(|issue| issue.message.as_str()).collect::<String>())
    }

    /// That the change which came of it is the one that was asked for.
    ///
    /// # Errors
    /// It is another.
    pub fn is_answered_by(&self, set: &ChangeSet) -> Result<()> {
        for (key, mark) in &self.marks {
            let Some(change) = set.changes.iter().find(|change| change.external_id.as_ref() == Some(key))
            else {
                bail!("change set {} has nothing of {key}", set.seq);
            };
            let new = change.fields.iter().find(|field| field.field == MARK).map(|field| &field.new);
            let is_right = match mark {
                Some(mark) => new.and_then(Value::as_str) == Some(mark),
                None => change.operation == Operation::Delete,
            };
            if !is_right {
                bail!("change set {} makes {new:?} of {key}, not {mark:?}", set.seq);
            }
        }
        match self.changes() {
            Some(count) if count != set.changes.len() => {
                bail!("change set {} has {} changes, not {count}", set.seq, set.changes.len())
            }
            _ => Ok(()),
        }
    }
}

fn save(book: &Book, key: String, mark: &str, long: usize, dice: &mut Dice) -> Request {
    let mut body = json!({MARK: mark, "Email": format!("{mark}@example.com"), "MailingCity": "Zürich"});
    if let (1.., Some(fields)) = (long, body.as_object_mut()) {
        fields.insert("Description".into(), dice.noise(long).into());
    }
    let by = RecordKey::ExternalId(key.clone());
    let marks = vec![(key.clone(), Some(mark.to_owned()))];
    if book.read(&by).answer.success {
        return Request { marks, call: Call::Update(by, body) };
    }
    if let Some(fields) = body.as_object_mut() {
        fields.insert("ExternalId".into(), key.into());
    }
    Request { marks, call: Call::Create(body) }
}

fn rows(kind: &str, mark: &str, count: usize, dice: &mut Dice) -> Vec<Value> {
    let first = dice.below(MANY);
    let row = |n: usize| {
        json!({"ExternalId": format!("{kind}-{}", (first + n) % (MANY + count)), MARK: mark,
               "Name": format!("Contact {n}"), "Email": format!("{kind}.{n}@example.com")})
    };
    (0..count).map(row).collect()
}

fn marks(rows: &[Value]) -> Vec<(String, Option<String>)> {
    let text =
        |row: &Value, field: &str| row.get(field).and_then(Value::as_str).unwrap_or_default().to_owned();
    rows.iter().map(|row| (text(row, "ExternalId"), Some(text(row, MARK)))).collect()
}

/// Deletes those of a stretch of contacts that are there.
fn bulk_delete(book: &Book, scale: usize, dice: &mut Dice) -> Request {
    let (first, count) = (dice.below(MANY), (5 + dice.below(30)) * scale);
    let there = |key: &String| book.read(&RecordKey::ExternalId(key.clone())).answer.success;
    let keys: Vec<String> = (first..first + count).map(|n| format!("bulk-{n}")).filter(there).collect();
    let rows = keys.iter().map(|key| json!({"ExternalId": key})).collect();
    let marks = keys.into_iter().map(|key| (key, None)).collect();
    Request { marks, call: Call::Bulk(BulkOperation::Delete, Value::Array(rows)) }
}

fn bulk(book: &Book, operation: BulkOperation, rows: &Value) -> Reply {
    let request =
        BulkRequest { operation, by: KeyField::ExternalId, all_or_nothing: true, include_payload: false };
    book.bulk(rows.to_string().as_bytes(), request)
}
