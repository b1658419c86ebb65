use std::fs;

use kith_model::{ChangeNote, Record, RecordKey, Source, User};
use proptest::{collection::vec, prelude::*};
use serde_json::json;

use super::*;
use crate::{OpenOptions, Store};

fn about() -> ArchiveAbout {
    ArchiveAbout {
        made_at: "2026-02-03T04:05:06.789Z".into(),
        made_by: "the tests".into(),
        reason: "by hand".into(),
        schema: Some(json!({"ObjectName": "Contact"})),
    }
}

/// A book of a create, an update and a delete, and its archive.
fn archived() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let options = OpenOptions { create: true, ..OpenOptions::default() };
    let (store, _) = Store::open(&folder.path().join("book"), &options).unwrap();
    let by = User { id: "u-1".into(), name: "Anna Weber".into() };
    let note = || ChangeNote {
        at: "2026-01-02T03:04:05.678Z".into(),
        by: by.clone(),
        source: Source::Desk,
        takes_back: None,
        from_crm: false,
        part_of: None,
    };
    let record = |fields| serde_json::from_value::<Record>(fields).unwrap();
    let change = |work: &dyn Fn(&mut crate::Transaction<'_>) -> Result<(), StoreError>| {
        store.write(note(), |tx| work(tx)).unwrap();
    };
    for n in 0..3 {
        change(&|tx| tx.put(None, record(json!({"Id": format!("id-{n}"), "Name": "Zoë"}))));
    }
    let found = |n: u32| store.get(&RecordKey::Id(format!("id-{n}"))).unwrap().unwrap();
    change(&|tx| tx.put(Some(&found(1)), record(json!({"Id": "id-1", "ExternalId": "x-1", "Score": 0.1}))));
    change(&|tx| tx.delete(&found(2)));
    let out = folder.path().join("b.kithbackup");
    store.archive(&out, &about(), &|| true).unwrap();
    (folder, out)
}

fn lines(path: &Path) -> Vec<String> {
    let content = zstd::decode_all(fs::File::open(path).unwrap()).unwrap();
    String::from_utf8(content).unwrap().lines().map(str::to_owned).collect()
}

/// Writes lines as an archive's, with a right checksum in the last one.
fn sealed(path: &Path, lines: &[String], records: u64, changes: u64, alive: u64) {
    use sha2::{Digest, Sha256};
    let mut content: Vec<u8> = lines.iter().flat_map(|line| format!("{line}\n").into_bytes()).collect();
    let sum = write::hexadecimal(&Sha256::digest(&content));
    let end = json!({"End": {"Records": records, "Changes": changes, "RecordsAtLast": alive, "Sha256": sum}});
    content.extend_from_slice(format!("{end}\n").as_bytes());
    fs::write(path, zstd::encode_all(&content[..], 1).unwrap()).unwrap();
}

fn checked(path: &Path) -> Result<ArchiveReport, StoreError> {
    check(path, &|| true)
}

fn refused(path: &Path) -> String {
    match checked(path) {
        Err(error @ StoreError::Damaged { .. }) => error.to_string(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn an_archive_is_lines_that_any_tool_reads() {
    let (_folder, path) = archived();
    let lines = lines(&path);
    let starts = ["{\"Archive\":{\"Format\":1,", "{\"Schema\":", "{\"Change\":{\"Seq\":1,"];
    for (line, start) in lines.iter().zip(starts) {
        assert!(line.starts_with(start), "{line}");
    }
    let end = lines.last().unwrap();
    assert!(end.starts_with(r#"{"End":{"Records":0,"Changes":5,"RecordsAtLast":2,"Sha256":""#), "{end}");
    let report = checked(&path).unwrap();
    assert_eq!((report.base, report.last, report.records), (0, 5, 2));
    assert_eq!(report.last_change_at.as_deref(), Some("2026-01-02T03:04:05.678Z"));
    assert_eq!(glance(&path).unwrap(), report);
    assert_eq!(heading(&path).unwrap().reason, "by hand");
    assert_eq!(verify(&path).unwrap(), report);
}

#[test]
fn a_file_that_is_there_is_never_replaced_and_nothing_is_left_beside_it() {
    let (folder, path) = archived();
    let before = fs::read(&path).unwrap();
    let (store, _) = Store::open(&folder.path().join("book"), &OpenOptions::default()).unwrap();
    assert!(matches!(store.archive(&path, &about(), &|| true), Err(StoreError::Refused { .. })));
    assert_eq!(fs::read(&path).unwrap(), before);
    let ended = store.archive(&folder.path().join("other"), &about(), &|| false);
    assert!(matches!(ended, Err(StoreError::Ended)));
    let names = fs::read_dir(folder.path()).unwrap().count();
    assert_eq!(names, 2, "the book and its first archive");
    assert!(matches!(
        store.archive(&folder.path().join("no/x"), &about(), &|| true),
        Err(StoreError::Io { .. })
    ));
}

#[cfg(unix)]
#[test]
fn an_archive_is_private_to_its_owner() {
    use std::os::unix::fs::PermissionsExt;
    let (_folder, path) = archived();
    assert_eq!(fs::metadata(path).unwrap().permissions().mode() & 0o777, 0o600);
}

#[test]
fn every_flipped_bit_and_every_missing_byte_is_an_error() {
    let (folder, path) = archived();
    let whole = fs::read(&path).unwrap();
    let report = checked(&path).unwrap();
    let bad = folder.path().join("bad");
    for at in 0..whole.len() {
        fs::write(&bad, &whole[..at]).unwrap();
        assert!(checked(&bad).is_err() && glance(&bad).is_err(), "cut at {at}");
        for bit in [0, 3, 7] {
            let mut flipped = whole.clone();
            flipped[at] ^= 1 << bit;
            fs::write(&bad, &flipped).unwrap();
            // Some bits of a zstd header say nothing about the content.
            if let Ok(found) = checked(&bad) {
                assert_eq!(ArchiveReport { path: path.clone(), ..found }, report, "bit {bit} of byte {at}");
            }
        }
    }
    let mut longer = whole;
    longer.extend_from_slice(b"more");
    fs::write(&bad, &longer).unwrap();
    assert!(checked(&bad).is_err() && glance(&bad).is_err());
}

#[test]
fn lines_in_another_order_or_number_are_refused_even_with_a_right_checksum() {
    let (folder, path) = archived();
    let mut good = lines(&path);
    good.pop();
    let bad = folder.path().join("bad");
    sealed(&bad, &good, 0, 5, 2);
    checked(&bad).unwrap();
    let alter = |work: &dyn Fn(&mut Vec<String>)| {
        let mut lines = good.clone();
        work(&mut lines);
        sealed(&bad, &lines, 0, 5, 2);
        refused(&bad)
    };
    let said = alter(&|lines| lines.swap(3, 4));
    assert!(said.contains("line 4 of the backup has change set 3 where 2 belongs"), "{said}");
    alter(&|lines| lines.insert(3, lines[3].clone()));
    alter(&|lines| drop(lines.remove(3)));
    alter(&|lines| drop(lines.remove(0)));
    alter(&|lines| lines.insert(1, lines[0].clone()));
    alter(&|lines| lines.insert(2, lines[1].clone()));
    alter(&|lines| lines.swap(1, 2));
    alter(&|lines| lines.push(lines[6].clone()));
    alter(&|lines| lines.truncate(6));
    alter(&|lines| lines.insert(2, String::new()));
    alter(&|lines| lines.insert(2, r#"{"Record":{"Seq":1,"Fields":{"Id":"x"}}}"#.into()));
    alter(&|lines| lines[3] = r#"{"Change":7}"#.into());
    alter(&|lines| lines[3] = "[".repeat(100_000));
    alter(&|lines| lines[0] = lines[0].replace("\"Base\":0", "\"Base\":9"));
    alter(&|lines| lines[0] = lines[0].replace("\"Format\":1", "\"Format\":0"));
    for (records, changes, alive) in [(1, 5, 2), (0, 4, 2), (0, 5, 3)] {
        sealed(&bad, &good, records, changes, alive);
        assert!(refused(&bad).contains("counts other records"));
    }
}

#[test]
fn a_later_format_is_told_as_that() {
    let (folder, path) = archived();
    let bad = folder.path().join("bad");
    sealed(&bad, &[r#"{"Archive":{"Format":2,"Soul":"other"}}"#.into()], 0, 0, 0);
    assert!(matches!(checked(&bad), Err(StoreError::NewerArchive { found: 2, known: 1, .. })));
    assert!(checked(&path).is_ok());
}

#[test]
fn base_records_must_be_in_order_and_from_before_the_base() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("base");
    let header = r#"{"Archive":{"Format":1,"Book":"00000000-0000-0000-0000-000000000007","MadeAt":"","MadeBy":"","Reason":"","Base":3,"Last":3,"LastChangeAt":null}}"#;
    let record = |key: &str, seq: u64| {
        json!({"Record": {"Seq": seq, "Fields": {"Id": key, "ExternalId": key}}}).to_string()
    };
    let lines = |records: &[String]| [&[header.to_owned()], records].concat();
    sealed(&path, &lines(&[record("a", 1), record("b", 3)]), 2, 0, 2);
    assert_eq!(checked(&path).unwrap().records, 2);
    let mut reader = ArchiveReader::open(&path).unwrap();
    assert_eq!(reader.next_record().unwrap().unwrap().seq, 1);
    assert_eq!(reader.next_record().unwrap().unwrap().fields.id(), "b");
    assert!(reader.next_record().unwrap().is_none() && reader.next_part().unwrap().is_none());
    for records in
        [[record("b", 1), record("a", 1)], [record("a", 1), record("a", 2)], [record("a", 0), record("b", 4)]]
    {
        sealed(&path, &lines(&records), 2, 0, 2);
        refused(&path);
    }
}

#[test]
fn what_the_writer_makes_of_records_the_reader_gives_back() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("base");
    let header = Header { base: 5, last: 5, ..ArchiveReader::open(&archived().1).unwrap().header().clone() };
    let record = |key: &str| BaseRecord {
        seq: 4,
        fields: serde_json::from_value(json!({"Id": key, "Name": "Zoë\n\"", "Score": 0.1})).unwrap(),
    };
    let file = fs::File::create(&path).unwrap();
    let mut writer = write::ArchiveWriter::begin(file, &path, &header).unwrap();
    for record in [record("a"), record("b")] {
        writer.record(&record).unwrap();
    }
    writer.finish().unwrap();
    let mut reader = ArchiveReader::open(&path).unwrap();
    assert_eq!(reader.header(), &header);
    assert_eq!(reader.next_record().unwrap(), Some(record("a")));
    assert_eq!(reader.next_record().unwrap(), Some(record("b")));
    assert!(reader.next_part().unwrap().is_none());
    assert_eq!(reader.report().unwrap().records, 2);
    let new = folder.path().join("new");
    restore::build(&path, &new).unwrap();
    let (store, _) = Store::open(&new, &OpenOptions::default()).unwrap();
    assert_eq!(store.get(&RecordKey::Id("b".into())).unwrap(), Some(record("b").fields));
    assert_eq!((store.count(), store.last_seq()), (2, 5));
}

/// A small file that would become an endless line.
#[test]
fn a_bomb_is_refused_without_room_being_made_for_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("bomb");
    let mut bomb = zstd::stream::write::Encoder::new(fs::File::create(&path).unwrap(), 3).unwrap();
    for _ in 0..200 {
        std::io::Write::write_all(&mut bomb, &vec![b'{'; 1 << 20]).unwrap();
    }
    bomb.finish().unwrap();
    assert!(fs::metadata(&path).unwrap().len() < 100_000);
    let said = refused(&path);
    assert!(said.contains("line 1 of the backup is longer than any line"), "{said}");
}

#[test]
fn what_is_no_archive_is_told_as_that() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("none");
    for bytes in [&b""[..], b"{}", b"\x28\xb5\x2f\xfd", b"PK\x03\x04 a zip file"] {
        fs::write(&path, bytes).unwrap();
        refused(&path);
    }
    assert!(matches!(checked(folder.path()), Err(StoreError::Io { .. })));
    assert!(matches!(checked(&folder.path().join("nowhere")), Err(StoreError::Io { .. })));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn random_bytes_are_an_error(bytes in vec(any::<u8>(), 0..300), zipped: bool) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("random");
        let bytes = if zipped { zstd::encode_all(&bytes[..], 1).unwrap() } else { bytes };
        fs::write(&path, bytes).unwrap();
        prop_assert!(checked(&path).is_err());
        prop_assert!(glance(&path).is_err());
    }
}
