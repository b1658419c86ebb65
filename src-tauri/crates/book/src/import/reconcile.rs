//! A file that is the CRM's newer state, taken where the book has changes of its own: of each field there are three
//! versions, and what only one side changed is taken.

use std::collections::HashMap;

use kith_model::{Body, Change, ChangeSet, Operation, Record, Source, system};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use ts_rs::TS;

use crate::{book::Book, crm::Known, error::Error};

/// One of the two sides that changed a field.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "lowercase")]
pub enum Side {
    /// The book.
    #[default]
    Mine,
    /// The file: the CRM.
    Theirs,
}

/// Which side a person chose for a field of a row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "PascalCase")]
pub struct ChosenSide {
    /// The row's number in the file.
    #[ts(type = "number")]
    pub row: u64,
    /// The field; none for a contact that was deleted here.
    pub field: Option<String>,
    /// The side.
    pub side: Side,
}

/// That a file is the CRM's newer state, and what becomes of fields that both sides changed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "PascalCase", default)]
pub struct Reconcile {
    /// The side where nothing was chosen.
    pub prefer: Side,
    /// What was chosen.
    pub chosen: Vec<ChosenSide>,
}

/// A field that both sides changed, each in its way.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "PascalCase")]
pub struct Contested {
    /// The field; none for a contact that was deleted here and changed in the CRM.
    pub field: Option<String>,
    /// What it was when the changes were last handed over.
    #[ts(type = "JsonValue")]
    pub base: Value,
    /// What the book has.
    #[ts(type = "JsonValue")]
    pub mine: Value,
    /// What the file has.
    #[ts(type = "JsonValue")]
    pub theirs: Value,
    /// The side that is taken.
    pub side: Side,
}

/// A contested field of a row.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "PascalCase")]
pub struct ImportConflict {
    /// The row's number in the file.
    #[ts(type = "number")]
    pub row: u64,
    /// The three versions.
    #[serde(flatten)]
    pub versions: Contested,
}

/// What of a row met changes of one's own.
#[derive(Debug, Default)]
pub(super) struct Met {
    /// What both sides changed.
    pub contested: Vec<Contested>,
    /// The fields that only the book changed: they stay.
    pub kept: Vec<String>,
    /// Whether the contact was deleted here and stays so.
    pub stays_deleted: bool,
}

/// What the CRM has of the contacts that were changed here, and what was chosen.
pub(super) struct Reconciler {
    prefer: Side,
    chosen: HashMap<(u64, Option<String>), Side>,
    /// By the contacts' Ids.
    known: HashMap<String, Known>,
    /// The Ids of those that were deleted here, by their ExternalIds.
    deleted: HashMap<String, String>,
    /// The change up to which the book was looked at.
    upto: u64,
}

impl Reconciler {
    /// Looks at what changed since the last hand-over.
    pub fn new(book: &Book, asked: &Reconcile) -> Result<Self, Error> {
        let chosen = asked.chosen.iter().map(|each| ((each.row, each.field.clone()), each.side)).collect();
        let (known, deleted) = (HashMap::new(), HashMap::new());
        let mut new = Self { prefer: asked.prefer, chosen, known, deleted, upto: book.store.last_seq() };
        let after = book.handed()?.map_or(0, |handed| handed.change);
        for set in book.store.change_sets_back() {
            let set = set?;
            if set.seq <= after {
                break;
            }
            new.look(set);
        }
        new.known.values_mut().for_each(Known::finish);
        Ok(new)
    }

    fn look(&mut self, set: ChangeSet) {
        for change in set.changes.into_iter().rev().filter(|change| !change.is_of_document()) {
            let is_created = change.operation == Operation::Create;
            let from_crm = set.note.from_crm || is_created && is_the_crms(set.note.source, &change);
            let is_first = !self.known.contains_key(&change.id);
            // A contact as it came: nothing was changed here.
            if is_first && is_created && from_crm {
                continue;
            }
            if is_first
                && change.operation == Operation::Delete
                && let Some(external_id) = &change.external_id
            {
                self.deleted.insert(external_id.clone(), change.id.clone());
            }
            let known = self.known.entry(change.id.clone()).or_default();
            known.look(set.seq, set.note.takes_back, from_crm, change);
        }
    }

    /// Looks at what was changed here since, while the file is taken in.
    pub fn follow(&mut self, book: &Book) -> Result<(), Error> {
        let last = book.store.last_seq();
        let mut sets = Vec::new();
        for set in book.store.change_sets_back() {
            let set = set?;
            if set.seq <= self.upto {
                break;
            }
            // The import's own are the CRM's.
            if !set.note.from_crm {
                sets.push(set);
            }
        }
        for change in sets.into_iter().rev().flat_map(|set| set.changes) {
            let known = self.known.entry(change.id).or_default();
            change.fields.into_iter().for_each(|field| known.changed_since(field));
        }
        self.upto = last;
        Ok(())
    }

    /// Takes out of a row's body what is not to be taken.
    pub fn meet(&self, body: &mut Body, stored: Option<&Record>, row: u64) -> Met {
        match stored {
            Some(stored) => self.known.get(stored.id()).map_or_else(Met::default, |known| {
                let mut met = Met::default();
                body.fields.retain(|field, theirs| self.takes(known, stored, row, field, theirs, &mut met));
                met
            }),
            None => self.meet_deleted(body, row),
        }
    }

    fn takes(
        &self,
        known: &Known,
        stored: &Record,
        row: u64,
        field: &str,
        theirs: &Value,
        met: &mut Met,
    ) -> bool {
        let mine = stored.get(field);
        let Some(base) = known.value(field).filter(|base| *base != mine && theirs != mine) else {
            return true;
        };
        if theirs == base {
            met.kept.push(field.to_owned());
            return false;
        }
        let side = self.side(row, Some(field));
        let (base, mine, theirs) = (base.clone(), mine.clone(), theirs.clone());
        met.contested.push(Contested { field: Some(field.to_owned()), base, mine, theirs, side });
        side == Side::Theirs
    }

    /// A contact that was deleted here stays so, unless the CRM changed it since and is chosen.
    fn meet_deleted(&self, body: &Body, row: u64) -> Met {
        let text = |value: &Option<Value>| Some(value.as_ref()?.as_str()?.to_owned());
        let id = text(&body.external_id).and_then(|key| self.deleted.get(&key).cloned());
        let id = id.or_else(|| text(&body.id).filter(|id| self.deleted.values().any(|gone| gone == id)));
        let Some(known) = id.and_then(|id| self.known.get(&id)) else { return Met::default() };
        let is_as_it_was =
            |(field, theirs): (&String, &Value)| known.value(field).unwrap_or(&Value::Null) == theirs;
        if body.fields.iter().all(is_as_it_was) {
            let kept = vec![system::ID.to_owned()];
            return Met { kept, stays_deleted: true, ..Met::default() };
        }
        let side = self.side(row, None);
        let was = |field: &String| Some((field.clone(), known.value(field)?.clone()));
        let contested = Contested {
            field: None,
            base: Value::Object(body.fields.keys().filter_map(was).collect()),
            mine: Value::Null,
            theirs: Value::Object(body.fields.clone()),
            side,
        };
        Met { contested: vec![contested], stays_deleted: side == Side::Mine, ..Met::default() }
    }

    fn side(&self, row: u64, field: Option<&str>) -> Side {
        self.chosen.get(&(row, field.map(str::to_owned))).copied().unwrap_or(self.prefer)
    }
}

/// Whether a contact that came into being came from the CRM: it was in a file, or in the sample, with the CRM's key.
fn is_the_crms(source: Source, change: &Change) -> bool {
    matches!(source, Source::Import | Source::Sample) && change.external_id.is_some()
}
