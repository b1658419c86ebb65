//! How long a compaction takes, and how long saving and reading wait meanwhile.
//!
//! ```text
//! cargo run --release -p kith-store --example compact-bench -- <a book, which is changed>
//! ```
//!
//! The book's contacts are rewritten first, so that there is something to give back. Then single contacts are saved, one
//! after the other, and read by another thread: once for two seconds with nothing else, once while the compaction runs.

use std::{
    env,
    error::Error,
    path::PathBuf,
    sync::atomic::{AtomicBool, Ordering},
    thread,
    time::{Duration, Instant},
};

use kith_model::{ChangeNote, RecordKey, Source, User};
use kith_store::{OpenOptions, Store, StoreError};
use serde_json::json;

const PER_CHANGE_SET: usize = 1_000;
const TURNS: usize = 4;
/// What a person waits for between two saves.
const PAUSE: Duration = Duration::from_millis(5);

fn main() -> Result<(), Box<dyn Error>> {
    let dir = env::args().nth(1).map(PathBuf::from).ok_or("say which book")?;
    let options = OpenOptions { create: false, read_only: false, holder: "bench".into() };
    let (store, _) = Store::open(&dir, &options)?;
    let keys = store.records().map(|record| Ok(record?.key())).collect::<Result<Vec<_>, StoreError>>()?;
    for turn in 0..TURNS {
        for keys in keys.chunks(PER_CHANGE_SET) {
            save(&store, keys, turn)?;
        }
    }
    println!("{} contacts, {:?}", keys.len(), store.space(&|| true)?);
    beside(&store, &keys, "nothing else", || {
        thread::sleep(Duration::from_secs(2));
        Ok(())
    })?;
    beside(&store, &keys, "compaction", || {
        let start = Instant::now();
        let done = store.compact(&|| true)?;
        println!("{done:?} in {:.1?}", start.elapsed());
        Ok(())
    })?;
    println!("{} problems", store.verify()?.problems.len());
    Ok(store.close()?)
}

/// Saves and reads while `work` runs.
fn beside(
    store: &Store,
    keys: &[RecordKey],
    what: &str,
    work: impl FnOnce() -> Result<(), StoreError> + Send,
) -> Result<(), Box<dyn Error>> {
    let done = AtomicBool::new(false);
    let (worked, saves, reads) = thread::scope(|scope| {
        let saves = scope.spawn(|| timed(keys, &done, |key, n| save(store, std::slice::from_ref(key), n)));
        let reads = scope.spawn(|| timed(keys, &done, |key, _| store.get(key).map(drop)));
        let worked = work();
        done.store(true, Ordering::Relaxed);
        (worked, saves.join(), reads.join())
    });
    worked?;
    for (name, times) in [("save", saves), ("read", reads)] {
        let mut times = times.map_err(|_| "a thread panicked")??;
        times.sort();
        let (half, longest) = (times.get(times.len() / 2), times.last());
        println!("{what}: {} x {name}, p50 {half:.1?}, longest {longest:.1?}", times.len());
    }
    Ok(())
}

fn timed(
    keys: &[RecordKey],
    done: &AtomicBool,
    mut f: impl FnMut(&RecordKey, usize) -> Result<(), StoreError>,
) -> Result<Vec<Duration>, StoreError> {
    let mut times = Vec::new();
    for (n, key) in keys.iter().step_by(37).cycle().enumerate() {
        if done.load(Ordering::Relaxed) {
            break;
        }
        let start = Instant::now();
        f(key, n)?;
        times.push(start.elapsed());
        thread::sleep(PAUSE);
    }
    Ok(times)
}

fn save(store: &Store, keys: &[RecordKey], n: usize) -> Result<(), StoreError> {
    let by = User { id: "u-1".into(), name: "Anna Weber".into() };
    let note = ChangeNote {
        at: "2026-01-02T03:04:05.678Z".into(),
        by,
        source: Source::Desk,
        takes_back: None,
        from_crm: false,
        part_of: None,
    };
    store.write(note, |tx| {
        for key in keys {
            let before = tx.get(key)?;
            let mut after = before.as_deref().cloned().unwrap_or_default();
            after.set("Description", json!(format!("saved for the {n}th time, and a little longer")));
            tx.put(before.as_deref(), after)?;
        }
        Ok::<_, StoreError>(())
    })?;
    Ok(())
}
