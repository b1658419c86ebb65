//! How long a commit takes next to the disk's own limit, and how fast a book is loaded.
//!
//! ```text
//! cargo run --release -p kith-store --example commit-bench -- [folder] [records]
//! ```
//!
//! Updates and bare writes of 4 KiB with `fdatasync` take turns, so that both meet the same disk.

#![recursion_limit = "256"]

use std::{
    env,
    error::Error,
    fs::{File, OpenOptions as Files},
    io::{Seek, SeekFrom, Write},
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use kith_model::{ChangeNote, Record, RecordKey, Source, User};
use kith_store::{OpenOptions, Store, StoreError};
use serde_json::json;

const PER_FRAME: u32 = 1_000;
const UPDATES: u32 = 3_000;

fn main() -> Result<(), Box<dyn Error>> {
    let parent = env::args().nth(1).map_or_else(env::temp_dir, PathBuf::from);
    let records = env::args().nth(2).map_or(Ok(100_000), |count| count.parse())?;
    let dir = tempfile::tempdir_in(parent)?;
    let options = OpenOptions { create: true, read_only: false, holder: "bench".into() };
    let (store, _) = Store::open(dir.path(), &options)?;
    load(&store, records)?;
    let start = Instant::now();
    store.close()?;
    println!("close                    {:>9.1?}", start.elapsed());
    for _ in 0..2 {
        let start = Instant::now();
        let (store, _) = Store::open(dir.path(), &options)?;
        println!("open                     {:>9.1?}", start.elapsed());
        drop(store);
    }
    let (store, report) = Store::open(dir.path(), &options)?;
    println!("{report:?}");
    // As the desk does at start, for its index; it also brings sled's pages into the cache.
    let start = Instant::now();
    let count = store.records().try_fold(0, |count, record| record.map(|_| count + 1))?;
    println!("walk of {count} records  {:>9.1?}", start.elapsed());
    updates(&store, dir.path(), records)?;
    let start = Instant::now();
    println!("verify: {} problems  {:>9.1?}", store.verify()?.problems.len(), start.elapsed());
    store.close()?;
    println!(
        "sled {} KiB, log {} KiB",
        size(&dir.path().join("sled"))? >> 10,
        size(&dir.path().join("log"))? >> 10
    );
    Ok(())
}

fn load(store: &Store, records: u32) -> Result<(), Box<dyn Error>> {
    let mut spent = Duration::ZERO;
    for first in (0..records).step_by(PER_FRAME as usize) {
        let made: Vec<Record> = (first..records.min(first + PER_FRAME)).map(contact).collect();
        let start = Instant::now();
        let written: Result<_, StoreError> =
            store.write(note(), |tx| made.into_iter().try_for_each(|record| tx.put(None, record)));
        spent += start.elapsed();
        written?;
    }
    println!("load                     {:>9.0} records/s", f64::from(records) / spent.as_secs_f64());
    Ok(())
}

fn updates(store: &Store, dir: &Path, records: u32) -> Result<(), Box<dyn Error>> {
    let mut bare = Files::new().create_new(true).write(true).open(dir.join("bare"))?;
    bare.write_all(&vec![0; 4096 * UPDATES as usize])?;
    bare.sync_all()?;
    let (mut disk, mut commits) = (Vec::new(), Vec::new());
    for n in 0..UPDATES {
        let start = Instant::now();
        write_bare(&mut bare, n)?;
        disk.push(start.elapsed());
        let key = RecordKey::ExternalId(external_id(n.wrapping_mul(2_654_435_761) % records));
        let start = Instant::now();
        update(store, &key, n)?;
        commits.push(start.elapsed());
    }
    let (disk, commits) = (percentiles(disk), percentiles(commits));
    println!("4 KiB write + fdatasync  {:>9.1?} p50 {:>9.1?} p99", disk.0, disk.1);
    println!("commit of an update      {:>9.1?} p50 {:>9.1?} p99", commits.0, commits.1);
    println!("ratio of the medians     {:>9.2}", commits.0.as_secs_f64() / disk.0.as_secs_f64());
    Ok(())
}

fn write_bare(file: &mut File, n: u32) -> std::io::Result<()> {
    file.seek(SeekFrom::Start(4096 * u64::from(n)))?;
    file.write_all(&[1; 4096])?;
    file.sync_data()
}

fn update(store: &Store, key: &RecordKey, n: u32) -> Result<(), StoreError> {
    let written = store.write(note(), |tx| {
        let before = tx.get(key)?.ok_or(StoreError::ReadOnly)?;
        let mut after = Record::clone(&before);
        after.set("Phone", json!(format!("+1 555 {n:07}")));
        after.set("ETag", json!(format!("{n:032x}")));
        tx.put(Some(&before), after)
    });
    written.map(drop)
}

fn percentiles(mut times: Vec<Duration>) -> (Duration, Duration) {
    times.sort_unstable();
    let at = |share: usize| times.get(times.len() * share / 100).copied().unwrap_or_default();
    (at(50), at(99))
}

fn size(dir: &Path) -> std::io::Result<u64> {
    let mut sum = 0;
    for entry in dir.read_dir()? {
        sum += entry?.metadata()?.len();
    }
    Ok(sum)
}

fn note() -> ChangeNote {
    ChangeNote {
        at: "2026-01-02T03:04:05.678Z".into(),
        by: User { id: "5c1f9f5e-6d0b-4a57-9d8a-1a2b3c4d5e6f".into(), name: "Anna Weber".into() },
        source: Source::Desk,
        takes_back: None,
        from_crm: false,
        part_of: None,
    }
}

fn external_id(n: u32) -> String {
    format!("CRM-{n:08}")
}

/// A record of about 1.6 KB of JSON; its Id is spread as a random one is.
fn contact(n: u32) -> Record {
    let spread = u64::from(n).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let id = format!("{:08x}-{:04x}-4abc-a{:03x}-{spread:012x}", spread >> 32, spread >> 48, spread & 0xfff);
    let fields = json!({
        "Id": id, "ExternalId": external_id(n), "CreatedDate": "2024-03-01T09:30:00.000Z",
        "ModifiedDate": "2025-07-14T16:05:11.482Z", "CreatedBy": {"Id": "5c1f9f5e", "Name": "Anna Weber"},
        "ModifiedBy": {"Id": "5c1f9f5e", "Name": "Anna Weber"}, "ETag": format!("{spread:032x}"),
        "Account": {"Id": format!("0015g{n:010}"), "Name": format!("Contoso {} GmbH", n % 977)},
        "Name": format!("Max Mustermann {n}"), "FirstName": "Max", "LastName": format!("Mustermann {n}"),
        "AssistantName": "Priya Singh", "Department": "Procurement", "DoNotCall": "false",
        "Description": format!("Met at the trade fair in spring, stand {n}. Prefers to be called in the morning."),
        "Email": format!("max.mustermann.{n}@contoso{}.example.com", n % 977), "IsEmailBounced": false,
        "LeadSource": "Partner Referral", "AssistantPhone": format!("+49 30 {n:07}"), "Birthdate": "1976-05-04",
        "Fax": format!("+49 30 {:07}", n + 1), "HasOptedOutOfEmail": "false", "HasOptedOutOfFax": "true",
        "HomePhone": format!("+49 89 {n:07}"), "MobilePhone": format!("+49 171 {n:07}"),
        "MailingAddress": format!("Hauptstraße {}\n{:05} München\nGermany", n % 300, n % 100_000),
        "MailingCity": "München", "MailingCountry": "Germany", "MailingCountryCode": "DE",
        "MailingPostalCode": format!("{:05}", n % 100_000), "MailingState": "Bayern",
        "MailingStreet": format!("Hauptstraße {}", n % 300), "OtherCity": "Lyon", "OtherCountry": "France",
        "OtherCountryCode": "FR", "OtherPostalCode": "69001", "OtherStreet": "Rue de la Paix 5",
        "Owner": {"Id": "5c1f9f5e", "Name": "Anna Weber"}, "Phone": format!("+49 40 {n:07}"),
        "PhotoUrl": format!("https://www.example.com/photos/{n}.jpg"), "Salutation": "Mr.", "Title": "Buyer",
    });
    match fields {
        serde_json::Value::Object(fields) => Record::from_fields(fields),
        _ => Record::default(),
    }
}
