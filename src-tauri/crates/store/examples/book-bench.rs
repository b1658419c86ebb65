//! What a book that is there takes and gives: opening, memory, reading.
//!
//! ```text
//! cargo run --release -p kith-store --example book-bench -- <a book>
//! ```
//!
//! Beside the time by the clock stands the processor's, which says more where other work runs.

use std::{
    env,
    error::Error,
    fs,
    path::PathBuf,
    time::{Duration, Instant},
};

use kith_model::RecordKey;
use kith_store::{Fields, OpenOptions, Store, StoreError};
use mimalloc::MiMalloc;

#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

/// What the shipped layout shows in the list.
const SHOWN: [&str; 8] =
    ["Name", "Title", "Email", "Phone", "MailingCity", "MailingCountry", "Account", "ModifiedDate"];
const PAGE: usize = 100;
const PAGES: usize = 300;

fn main() -> Result<(), Box<dyn Error>> {
    let dir = env::args().nth(1).map(PathBuf::from).ok_or("say which book")?;
    let options = OpenOptions { create: false, read_only: false, holder: "bench".into() };
    for _ in 0..3 {
        let (store, _) = timed("open", 1, || Store::open(&dir, &options))?;
        timed("close", 1, || store.close())?;
    }
    let (store, report) = timed("open", 1, || Store::open(&dir, &options))?;
    println!("{} contacts, {report:?}; {} MiB resident", store.count(), resident()? >> 20);
    let keys = walks(&store)?;
    println!("{} MiB resident after walks", resident()? >> 20);
    pages(&store, &keys)?;
    println!("{} MiB resident after pages", resident()? >> 20);
    timed("close", 1, || store.close())?;
    Ok(())
}

/// Walks all records in every way there is. Gives some of their keys, in no order.
fn walks(store: &Store) -> Result<Vec<RecordKey>, Box<dyn Error>> {
    let count = usize::try_from(store.count())?;
    let step = count.div_ceil(PAGE * PAGES);
    let (mut keys, mut at) = (Vec::new(), 0);
    timed("walk, nothing looked at", count, || {
        store.walk::<StoreError>(&Fields::new(SHOWN), |record| {
            if at % step == 0 {
                keys.push(record.key());
            }
            at += 1;
            Ok(())
        })
    })?;
    let fields = Fields::new(SHOWN);
    let mut bytes = 0;
    timed("walk, eight texts looked at", count, || {
        store.walk::<StoreError>(&fields, |record| {
            let texts = (0..SHOWN.len()).filter_map(|place| record.get(place)?.text());
            bytes += texts.map(|text| text.len()).sum::<usize>();
            Ok(())
        })
    })?;
    timed("all records, whole", count, || store.records().try_fold(0, |n, record| record.map(|_| n + 1)))?;
    // Pages of a sorted list have records from anywhere.
    let mut dice = 7u64;
    for at in (1..keys.len()).rev() {
        dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        keys.swap(at, usize::try_from(dice >> 33)? % (at + 1));
    }
    println!("{} MB of text in eight fields", bytes / 1_000_000);
    Ok(keys)
}

/// Reads pages of a list: first each once, then one of them again and again.
fn pages(store: &Store, keys: &[RecordKey]) -> Result<(), Box<dyn Error>> {
    let fields = Fields::new(SHOWN);
    timed("pages of 100, each once", keys.len(), || {
        keys.chunks(PAGE).try_for_each(|page| store.read_fields(page, &fields).map(drop))
    })?;
    let page = keys.get(..PAGE.min(keys.len())).unwrap_or_default();
    timed("a page of 100, again", page.len() * PAGES, || {
        (0..PAGES).try_for_each(|_| store.read_fields(page, &fields).map(drop))
    })?;
    timed("the same, whole records", page.len() * PAGES, || {
        (0..PAGES).try_for_each(|_| page.iter().try_for_each(|key| store.get(key).map(drop)))
    })?;
    Ok(())
}

/// Runs `work`, which does something `count` times.
fn timed<T, E>(what: &str, count: usize, work: impl FnOnce() -> Result<T, E>) -> Result<T, E> {
    let (start, used) = (Instant::now(), processor());
    let value = work()?;
    let (wall, used) = (start.elapsed(), processor().saturating_sub(used));
    let each = |time: Duration| time.as_secs_f64() * 1e6 / count.max(1) as f64;
    println!("{what:28} {wall:>9.1?} wall {used:>9.1?} cpu {:>8.2} / {:.2} µs each", each(wall), each(used));
    Ok(value)
}

/// The time this process took of the processors; zero where the system does not say it in `/proc`.
fn processor() -> Duration {
    let stat = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let ticks = stat.rsplit(')').next().unwrap_or_default().split_whitespace().skip(11).take(2);
    Duration::from_millis(10 * ticks.map(|ticks| ticks.parse::<u64>().unwrap_or(0)).sum::<u64>())
}

fn resident() -> Result<u64, Box<dyn Error>> {
    let status = fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap_or_default();
    Ok(line.trim().trim_end_matches(" kB").parse::<u64>()? << 10)
}
