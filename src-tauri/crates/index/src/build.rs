//! Making a snapshot from all contacts, in one walk over them.

use std::{
    collections::{BTreeMap, HashMap},
    io::Write,
    sync::Arc,
};

use kith_model::{
    Record,
    query::{Searched, SortKey},
    system::EXTERNAL_ID,
};

use crate::{
    arena::Arena,
    collation::Collation,
    column::{ColumnDraft, SegmentColumn, store},
    columns::Column,
    error::IndexError,
    grams::{Grams, MOST},
    key::{bytes_of_record, external_ids},
    keys::Keys,
    rows::row_of,
    snapshot::{Directory, OrderEntry, SegmentEntry, SnapshotWriter, Stamp},
    sort::{SortJob, SortedRows},
    text::text_beside_key,
};

/// A snapshot that is being made.
pub struct Builder<W> {
    out: SnapshotWriter<W>,
    searched: Vec<Searched>,
    draft: Draft,
    segments: Vec<SegmentEntry>,
    orders: Vec<Vec<SortKey>>,
    /// The columns the orders need, and all keys.
    kept: HashMap<String, Vec<SegmentColumn>>,
    keys: Keys,
}

/// The segment that is being filled.
#[derive(Default)]
struct Draft {
    keys: Arena,
    texts: Arena,
    columns: HashMap<String, ColumnDraft>,
    bytes: Vec<u8>,
}

impl<W: Write> Builder<W> {
    /// Begins a snapshot that is to hold these orders.
    ///
    /// # Errors
    /// [`IndexError::Io`] when `out` cannot be written.
    pub fn begin(out: W, searched: Vec<Searched>, orders: Vec<Vec<SortKey>>) -> Result<Self, IndexError> {
        let fields = orders.iter().flatten().map(|key| (key.field.clone(), Vec::new()));
        Ok(Self {
            out: SnapshotWriter::begin(out)?,
            searched,
            draft: Draft::default(),
            segments: Vec::new(),
            kept: fields.collect(),
            orders,
            keys: Keys::default(),
        })
    }

    /// Takes the next contact; they come in the order of their keys.
    ///
    /// # Errors
    /// [`IndexError`] when the snapshot cannot be written, or the contact is not the next one.
    pub fn push(&mut self, record: &Record) -> Result<(), IndexError> {
        let key = bytes_of_record(record);
        let last = self.draft.keys.len().checked_sub(1).map(|last| self.draft.keys.get(last));
        if last.or(self.keys.last()).is_some_and(|last| last >= key.as_slice()) {
            return Err(IndexError::Damaged("contacts out of order"));
        }
        self.draft.push(&key, &text_beside_key(&self.searched, record), record);
        if self.draft.keys.len() == MOST { self.seal() } else { Ok(()) }
    }

    /// Writes the segment that is filled.
    fn seal(&mut self) -> Result<(), IndexError> {
        let draft = std::mem::take(&mut self.draft);
        let count = draft.keys.len();
        let grams = Grams::of(&draft.texts, &draft.keys);
        let mut columns = BTreeMap::new();
        let mut kept: HashMap<String, SegmentColumn> = HashMap::new();
        for (field, column) in draft.columns {
            let column = column.finish(count);
            columns.insert(field.clone(), self.out.section(|out| column.write(out))?);
            if self.kept.contains_key(&field) {
                kept.insert(field, column);
            }
        }
        for (field, columns) in &mut self.kept {
            columns.push(match field.as_str() {
                EXTERNAL_ID => external_ids(&draft.keys),
                field => kept.remove(field).unwrap_or_default(),
            });
        }
        self.segments.push(SegmentEntry {
            contacts: u32::try_from(count).unwrap_or(u32::MAX),
            keys: self.out.section(|out| draft.keys.write(out))?,
            texts: self.out.section(|out| draft.texts.write(out))?,
            grams: self.out.section(|out| grams.write(out))?,
            columns,
        });
        self.keys.push(draft.keys);
        Ok(())
    }

    /// Ends the snapshot; gives what was written to.
    ///
    /// # Errors
    /// [`IndexError::Io`] when it cannot be written.
    pub fn finish(mut self, stamp: Stamp, collation: &Arc<Collation>) -> Result<W, IndexError> {
        if self.draft.keys.len() > 0 {
            self.seal()?;
        }
        let mut columns: HashMap<String, Arc<Column>> = HashMap::new();
        for (field, segments) in self.kept.drain() {
            columns.insert(field, Arc::new(Column { segments: Arc::new(segments), tail: Vec::new() }));
        }
        let base = Arc::new(std::mem::take(&mut self.keys));
        let mut orders = Vec::new();
        for keys in std::mem::take(&mut self.orders) {
            let job = SortJob {
                columns: keys.iter().filter_map(|key| columns.get(&key.field)).map(Arc::clone).collect(),
                keys,
                live: base.rows(),
                tail_first: row_of(base.groups(), 0),
                base: Arc::clone(&base),
                tail_keys: Vec::new(),
                collation: Arc::clone(collation),
            };
            let Some(SortedRows { keys, rows, .. }) = job.run(&|| true) else { continue };
            let put =
                |out: &mut Vec<u8>| rows.iter().for_each(|row| out.extend_from_slice(&row.to_le_bytes()));
            orders.push(OrderEntry { keys, rows: self.out.section(put)? });
        }
        let language = collation.language().to_owned();
        let Self { out, searched, segments, .. } = self;
        out.finish(&Directory { stamp, searched, language, segments, orders })
    }
}

impl Draft {
    fn push(&mut self, key: &[u8], text: &[u8], record: &Record) {
        let local = self.keys.len();
        self.keys.push(key);
        self.texts.push(text);
        for (field, value) in record.fields().filter(|(field, _)| *field != EXTERNAL_ID) {
            store(value, &mut self.bytes);
            match self.columns.get_mut(field) {
                Some(column) => column.push(local, &self.bytes),
                None => self.columns.entry(field.to_owned()).or_default().push(local, &self.bytes),
            }
        }
    }
}
