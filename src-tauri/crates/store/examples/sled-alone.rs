//! What sled alone takes to hold as many contacts as the store would put into it: time, room, memory. It is the floor
//! under a load, and says which segments, keys and orders are worth it.
//!
//! ```text
//! cargo run --release -p kith-store --example sled-alone -- <an empty folder> <contacts>
//! ```
//!
//! A contact is two pairs, as in the store: the record (random bytes, as compressed ones are) under its `ExternalId`, and
//! that under its `Id`; both are UUIDs. A thousand contacts are a batch, and each key is looked for first, as the store does
//! before it makes a contact. "In order" are pairs laid one by one in the order of their keys, as a compaction does.

use std::{
    env,
    error::Error,
    fs,
    path::{Path, PathBuf},
    time::Instant,
};

use uuid::Uuid;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// What a sample contact's record takes.
const RECORD: usize = 234;
const CACHE: u64 = 64 << 20;
const PER_BATCH: usize = 1_000;
const PER_CHECKPOINT: usize = 10_000;

type Pair = (Vec<u8>, Vec<u8>);

/// One way to load.
#[derive(Clone, Copy)]
struct Way {
    segment: usize,
    /// Whether UUIDs are keys as text.
    text: bool,
    order: Order,
}

#[derive(Clone, Copy, PartialEq)]
enum Order {
    Arrival,
    Keys,
    /// The order of the keys, but 9 of 16 before the other 7.
    FullLeaves,
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = env::args().skip(1);
    let folder = arguments.next().map(PathBuf::from).ok_or("say where")?;
    let contacts: usize = arguments.next().ok_or("say how many")?.parse()?;
    for segment in [512 << 10, 128 << 10] {
        for text in [true, false] {
            for order in [Order::Arrival, Order::Keys, Order::FullLeaves] {
                measure(&folder, contacts, Way { segment, text, order })?;
            }
        }
    }
    Ok(())
}

fn measure(folder: &Path, contacts: usize, way: Way) -> Result<(), Box<dyn Error>> {
    let path = folder.join("sled");
    let config = sled::Config::new().path(&path).cache_capacity(CACHE).segment_size(way.segment);
    let db = config.flush_every_ms(None).use_compression(false).open()?;
    let start = Instant::now();
    match way.order {
        Order::Arrival => arriving(&db, contacts, way.text)?,
        Order::Keys | Order::FullLeaves => in_order(&db, contacts, way)?,
    }
    db.flush()?;
    let taken = start.elapsed();
    drop(db);
    println!(
        "segments of {:3} KiB, keys of {} bytes, {}: {:5.1} s, {:4} MB",
        way.segment >> 10,
        if way.text { 37 } else { 18 },
        match way.order {
            Order::Arrival => "as they come         ",
            Order::Keys => "in order             ",
            Order::FullLeaves => "in order, full leaves",
        },
        taken.as_secs_f64(),
        fs::metadata(path.join("db"))?.len() / 1_000_000,
    );
    Ok(fs::remove_dir_all(path)?)
}

fn arriving(db: &sled::Db, contacts: usize, text: bool) -> sled::Result<()> {
    let mut made = 0;
    while made < contacts {
        let mut batch = sled::Batch::default();
        for (key, value) in (made..(made + PER_BATCH).min(contacts)).flat_map(|n| pairs(n, text)) {
            assert!(!db.contains_key(&key)?, "a UUID was there before");
            batch.insert(key, value);
        }
        db.apply_batch(batch)?;
        made += PER_BATCH;
        if made % PER_CHECKPOINT == 0 {
            db.flush()?;
        }
    }
    Ok(())
}

fn in_order(db: &sled::Db, contacts: usize, way: Way) -> sled::Result<()> {
    let mut all: Vec<Pair> = (0..contacts).flat_map(|n| pairs(n, way.text)).collect();
    all.sort_unstable();
    for page in all.chunks(512) {
        for is_first in [true, false] {
            let chosen = (0..).zip(page).filter(|(n, _)| {
                if way.order == Order::FullLeaves { (n % 16 < 9) == is_first } else { is_first }
            });
            for (_, (key, value)) in chosen {
                db.insert(key, value.as_slice())?;
            }
        }
    }
    Ok(())
}

/// The pairs of contact `n`, the same in each way.
fn pairs(n: usize, text: bool) -> [Pair; 2] {
    let mut state = n as u64;
    let [external_id, id] = [(); 2].map(|()| Uuid::from_u64_pair(random(&mut state), random(&mut state)));
    let key = |space: u8, id: Uuid| match text {
        true => [&[space], id.to_string().as_bytes()].concat(),
        false => [&[space, 0], &id.into_bytes()[..]].concat(),
    };
    let record =
        (0..RECORD.div_ceil(8)).flat_map(|_| random(&mut state).to_le_bytes()).take(RECORD).collect();
    let external = key(b'e', external_id);
    [(external.clone(), record), (key(b'i', id), external)]
}

/// SplitMix64, with a beginning far from its neighbours'.
fn random(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let mut z = state.wrapping_mul(0xD134_2543_DE82_EF95);
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}
