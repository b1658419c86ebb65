//! What is stored, checked value by value and added up.

use kith_model::RecordKey;

use crate::{
    engine::{
        Failure, Meta, View,
        keys::{self, StorageKey},
        value,
    },
    verify::VerifyReport,
};

/// What stands under some keys, or all of them, added up. As sums they say too that nothing is missing; those of some keys
/// before and after a change say what the change did to the sums of all.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Sums {
    /// How many contacts there are.
    records: u64,
    /// How many records there are, documents too.
    stored: u64,
    fingerprint: u64,
    /// How many chunks the records say they have.
    chunks: u64,
    /// How many there are.
    parts: u64,
    /// How many entries the Id index has.
    entries: u64,
}

impl Sums {
    /// Adds up what stands under some keys, and checks it.
    pub fn of<'k>(
        view: &View<'_>,
        keys: impl IntoIterator<Item = &'k [u8]>,
        report: &mut VerifyReport,
    ) -> Result<Self, Failure> {
        let mut sums = Self::default();
        for key in keys {
            if let Some(bytes) = view.raw(key)? {
                sums.add(view, key, &bytes, report)?;
            }
        }
        Ok(sums)
    }

    /// These sums after a change that made `after` of `before`.
    pub fn changed(self, before: Self, after: Self) -> Self {
        let moved = |sum: u64, before: u64, after: u64| sum.wrapping_sub(before).wrapping_add(after);
        Self {
            records: moved(self.records, before.records, after.records),
            stored: moved(self.stored, before.stored, after.stored),
            fingerprint: moved(self.fingerprint, before.fingerprint, after.fingerprint),
            chunks: moved(self.chunks, before.chunks, after.chunks),
            parts: moved(self.parts, before.parts, after.parts),
            entries: moved(self.entries, before.entries, after.entries),
        }
    }

    /// Those of sound records with this state, but for documents and for how many chunks there are: what a change does
    /// to them is right all the same.
    pub fn sound(meta: &Meta) -> Self {
        let Meta { records, fingerprint, .. } = *meta;
        Self { records, stored: records, fingerprint, entries: records, ..Self::default() }
    }

    /// How many contacts there are.
    pub fn records(&self) -> u64 {
        self.records
    }

    /// Tells where these are not the sums of sound records with this state: none too few, none too many.
    pub fn compare(&self, meta: &Meta, report: &mut VerifyReport) {
        let Self { records, stored, fingerprint, chunks, parts, entries } = *self;
        if (records, fingerprint) != (meta.records, meta.fingerprint) {
            let wanted = meta.records;
            report.problem(format!(
                "there are {records} records where there should be {wanted}, or other ones"
            ));
        }
        if entries != stored {
            report.problem(format!("the Id index has {entries} entries for {stored} records"));
        }
        if parts != chunks {
            report.problem(format!("there are {parts} parts of long records where there should be {chunks}"));
        }
    }

    /// Checks what stands under a key, and adds it.
    pub fn add(
        &mut self,
        view: &View<'_>,
        key: &[u8],
        bytes: &[u8],
        report: &mut VerifyReport,
    ) -> Result<(), Failure> {
        match key.first() {
            Some(&keys::INDEX) => self.entries += 1,
            Some(&keys::CHUNKS) => self.parts += 1,
            Some(&keys::TOMBSTONES) => {
                report.deleted += u64::from(key.get(1) == Some(&keys::INDEX));
                if value::open_tombstone(key, bytes).is_none() {
                    report.problem("a deleted record's place in the log is damaged");
                }
            }
            _ => self.record(view, &StorageKey::from_bytes(key), bytes, report)?,
        }
        Ok(())
    }

    /// Checks one record and that the Id index leads to it; as every entry counted leads to a record of its own, that is
    /// both ways.
    fn record(
        &mut self,
        view: &View<'_>,
        key: &StorageKey,
        bytes: &[u8],
        report: &mut VerifyReport,
    ) -> Result<(), Failure> {
        self.records += key.contacts();
        self.stored += 1;
        let Some((head, record)) = report.absorb(view.assemble(key, bytes))? else { return Ok(()) };
        self.fingerprint = self.fingerprint.wrapping_add(head.print);
        self.chunks += u64::from(head.chunks);
        if view.storage_key(&RecordKey::Id(record.id().to_owned()))?.as_ref() != Some(key) {
            report.problem(format!("the Id index does not lead to {}", key.describe()));
        }
        Ok(())
    }
}
