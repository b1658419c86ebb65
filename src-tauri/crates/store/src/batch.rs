//! From what was staged to what a change set writes into sled.

use kith_model::Change;

use crate::{
    engine::{
        Failure, Meta, View, Write,
        keys::{self, StorageKey},
        value::{self, Stored},
    },
    error::StoreError,
    log::Position,
    stage::{Kept, Now, Stage, Touched},
};

/// What a change set writes, and what sled holds after it.
pub(crate) struct Prepared {
    pub writes: Vec<Write>,
    pub meta: Meta,
}

/// A record that is to be stored, before it is known where its change set's frame will be.
pub(crate) struct Body<'a> {
    touched: &'a Touched,
    id: &'a str,
    index: u32,
    key: StorageKey,
    data: Vec<u8>,
}

/// Encodes the records that `changes`, those of the stage, make.
pub(crate) fn encode<'a>(stage: &'a Stage, changes: &[Change]) -> Result<Vec<Body<'a>>, StoreError> {
    let mut json = Vec::new();
    let mut bodies = Vec::with_capacity(stage.records.len());
    for (id, touched, index) in changed(stage) {
        let mut data = Vec::new();
        let key = match (&touched.now, touched.last_of(changes)) {
            (Now::Put(record), _) => {
                value::encode(record.fields(), &mut json, &mut data)?;
                StorageKey::of(record)
            }
            (Now::Created, Some(change)) => {
                let fields = change.fields.iter().map(|field| (field.field.as_str(), &field.new));
                value::encode(fields, &mut json, &mut data)?;
                StorageKey::named(id, change.external_id.as_deref())
            }
            _ => continue,
        };
        bodies.push(Body { touched, id, index, key, data });
    }
    Ok(bodies)
}

/// Makes the writes of change set `seq`, whose frame is at `at`.
///
/// # Errors
/// `Disagrees` when sled is not at the change set before; `Refused` when a record is too long.
pub(crate) fn prepare(
    stage: &Stage,
    bodies: Vec<Body<'_>>,
    view: &View<'_>,
    seq: u64,
    at: Position,
) -> Result<Prepared, Failure> {
    let meta = view.meta()?.unwrap_or_default();
    if meta.applied + 1 != seq {
        return Err(Failure::Disagrees(format!(
            "the records are at change set {}, not before {seq}",
            meta.applied
        )));
    }
    let mut building = Building { writes: Vec::new(), meta, seq };
    // First all that goes: another record of this set may come under a key that one leaves.
    for (id, touched, index) in changed(stage) {
        building.take_out(touched);
        if matches!(touched.now, Now::Gone) {
            building.bury(id, touched.kept.as_ref(), Position { index, ..at });
        }
    }
    for body in bodies {
        building.put(&body, Position { index: body.index, ..at })?;
    }
    building.meta.applied = seq;
    Ok(Prepared { writes: building.writes, meta: building.meta })
}

/// What was changed, and the index of its last change.
fn changed(stage: &Stage) -> impl Iterator<Item = (&str, &Touched, u32)> {
    stage.records.iter().filter_map(|(id, touched)| Some((id.as_str(), touched, touched.last?)))
}

struct Building {
    writes: Vec<Write>,
    meta: Meta,
    seq: u64,
}

impl Building {
    fn insert(&mut self, key: impl Into<Vec<u8>>, value: impl Into<Vec<u8>>) {
        self.writes.push((key.into(), Some(value.into())));
    }

    fn remove(&mut self, key: impl Into<Vec<u8>>) {
        self.writes.push((key.into(), None));
    }

    fn take_out(&mut self, touched: &Touched) {
        let Some(kept) = &touched.kept else { return };
        self.meta.records = self.meta.records.wrapping_sub(kept.key.contacts());
        self.meta.fingerprint = self.meta.fingerprint.wrapping_sub(kept.head.print);
        if is_stored_anew(touched) {
            self.remove(kept.key.bytes());
            for n in 0..kept.head.chunks {
                self.remove(kept.key.chunk(n));
            }
        }
    }

    fn put(&mut self, body: &Body<'_>, position: Position) -> Result<(), Failure> {
        let Body { touched, id, ref key, ref data, .. } = *body;
        let stored = Stored::new(key, self.seq, position, data)?;
        self.meta.records = self.meta.records.wrapping_add(key.contacts());
        self.meta.fingerprint = self.meta.fingerprint.wrapping_add(stored.print);
        let moved = is_stored_anew(touched);
        if moved {
            self.insert(keys::index(id), key.bytes());
        }
        if touched.kept.is_none() && touched.link.is_some() {
            self.remove(keys::id_tombstone(id));
        }
        let old_chunks = touched.kept.as_ref().filter(|_| !moved).map_or(0, |kept| kept.head.chunks);
        self.insert_record(key, stored, old_chunks);
        Ok(())
    }

    fn insert_record(&mut self, key: &StorageKey, stored: Stored, old_chunks: u16) {
        let mut count = 0;
        for chunk in stored.chunks {
            self.insert(key.chunk(count), chunk);
            count += 1;
        }
        for n in count..old_chunks {
            self.remove(key.chunk(n));
        }
        self.insert(key.bytes(), stored.value);
    }

    /// Leaves the way into the log of a record that goes.
    fn bury(&mut self, id: &str, kept: Option<&Kept>, position: Position) {
        self.remove(keys::index(id));
        let by_id = keys::id_tombstone(id);
        let by_external = kept.and_then(|kept| kept.key.tombstone());
        for key in std::iter::once(by_id).chain(by_external) {
            let value = value::tombstone(&key, position);
            self.insert(key, value);
        }
    }
}

/// Whether the record leaves its storage key, or had none.
fn is_stored_anew(touched: &Touched) -> bool {
    match (&touched.kept, &touched.now) {
        (Some(kept), Now::Put(record)) => kept.key != StorageKey::of(record),
        (_, now) => !matches!(now, Now::Unchanged(_)),
    }
}
