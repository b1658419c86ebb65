//! Every record, of which a few fields are wanted: one thread takes the records out of sled, the caller's looks at them.

use std::{
    sync::mpsc::{Receiver, Sender, SyncSender, channel, sync_channel},
    thread,
};

use crate::{
    engine::{Engine, keys::StorageKey},
    error::StoreError,
    raw::{Fields, RawReader, RawRecord},
    records::Paging,
};

/// How many pages of records are ready before they are looked at.
const AHEAD: usize = 2;

/// A page of records: their JSON, one after the other, and where each is over.
#[derive(Debug, Default)]
struct Batch {
    json: Vec<u8>,
    ends: Vec<usize>,
}

/// Gives every contact to `each`, in the order of their keys. Nothing of sled is held meanwhile, so `each` may do
/// anything; its error ends the walk.
pub(crate) fn walk<E: From<StoreError>>(
    engine: &Engine,
    fields: &Fields,
    mut each: impl FnMut(&RawRecord<'_>) -> Result<(), E>,
) -> Result<(), E> {
    let mut reader = RawReader::new(fields);
    let mut visit = |batch: &Batch| {
        let mut start = 0;
        for &end in &batch.ends {
            let record = batch.json.get(start..end).and_then(|json| reader.read(json));
            each(&record.ok_or_else(|| no_record(engine))?)?;
            start = end;
        }
        Ok(())
    };
    thread::scope(|scope| {
        let (send, ready) = sync_channel(AHEAD);
        let (give_back, used) = channel();
        let reading = move || read(engine, &send, &used);
        match thread::Builder::new().name("walk".to_owned()).spawn_scoped(scope, reading) {
            Ok(_) => visit_all(&ready, &give_back, &mut visit),
            Err(error) => Err(StoreError::io("start a thread to read", engine.path())(error).into()),
        }
    })
}

/// Looks at what comes until there is no more, and gives the batches back to be filled again.
fn visit_all<E: From<StoreError>>(
    ready: &Receiver<Result<Batch, StoreError>>,
    give_back: &Sender<Batch>,
    visit: &mut dyn FnMut(&Batch) -> Result<(), E>,
) -> Result<(), E> {
    for batch in ready {
        let batch = batch?;
        visit(&batch)?;
        // Nobody takes it when all have been read.
        drop(give_back.send(batch));
    }
    Ok(())
}

/// Reads all records; ends early where nobody looks at them any more.
fn read(engine: &Engine, send: &SyncSender<Result<Batch, StoreError>>, used: &Receiver<Batch>) {
    let mut paging = Paging::new(engine);
    let mut next = || {
        paging.next(|view, page| {
            let mut batch = used.try_recv().unwrap_or_default();
            batch.json.clear();
            batch.ends.clear();
            for (key, bytes) in page {
                view.text(&StorageKey::from_bytes(key), bytes, &mut batch.json)?;
                batch.ends.push(batch.json.len());
            }
            Ok(batch)
        })
    };
    while let Some(batch) = next() {
        if send.send(batch).is_err() {
            return;
        }
    }
}

/// A text under a right checksum that is no record's.
fn no_record(engine: &Engine) -> StoreError {
    engine.suspect();
    StoreError::damaged_engine("a record is not what was written", engine.path())
}
