//! The log by itself: torn ends, damage, rotation, failed writes.

use std::{fs, path::Path};

use kith_model::{Change, ChangeNote, ChangeSet, FieldChange, Operation, Source, User};
use serde_json::json;

use super::{
    Appender, LogDir, LogEnd, Position, Previous, SetsBack, Start, cut_torn_tail, encode, frame, payload,
};
use crate::error::StoreError;

const BOOK: [u8; 16] = [7; 16];

fn set(seq: u64) -> ChangeSet {
    let by = User { id: "u-1".into(), name: "Anna Weber".into() };
    let note = ChangeNote {
        at: "2026-01-02T03:04:05.678Z".into(),
        by,
        source: Source::Desk,
        takes_back: None,
        from_crm: false,
        part_of: None,
    };
    let fields = vec![FieldChange { field: "Phone".into(), old: json!(null), new: json!(format!("{seq}")) }];
    let change = Change { operation: Operation::Update, id: "id-1".into(), external_id: None, fields };
    ChangeSet { seq, note, changes: vec![change] }
}

fn payload_of(seq: u64) -> Vec<u8> {
    encode(&set(seq), &[Previous::None]).unwrap()
}

fn append(appender: &mut Appender) -> Result<Position, StoreError> {
    let payload = payload_of(appender.next());
    let at = appender.prepare(payload.len())?;
    appender.append(&payload)?;
    Ok(at)
}

/// A log with `count` change sets.
fn log(dir: &Path, count: u64) -> (LogDir, Appender) {
    let log = LogDir::new(dir, BOOK);
    fs::create_dir(log.path()).unwrap();
    let mut appender = Appender::create(&log, 1).unwrap();
    for _ in 0..count {
        append(&mut appender).unwrap();
    }
    (log, appender)
}

fn walk(log: &LogDir) -> Result<(Vec<u64>, LogEnd), StoreError> {
    let mut seen = Vec::new();
    let first = log.beginning()?.filter(|begin| begin.segment == 1);
    let end = log.walk(first.unwrap_or(Start { segment: 1, offset: 0, next: 1 }), &mut |frame, at| {
        assert_eq!(log.decode(frame, at)?.set, set(frame.seq));
        seen.push(frame.seq);
        Ok(())
    })?;
    Ok((seen, end))
}

fn is_damaged<T>(result: &Result<T, StoreError>) -> bool {
    matches!(result, Err(StoreError::Damaged { .. }))
}

#[test]
fn a_last_frame_torn_at_any_byte_is_cut_off_and_kept_beside() {
    let dir = tempfile::tempdir().unwrap();
    let (log, mut appender) = log(dir.path(), 3);
    let last = append(&mut appender).unwrap();
    let path = log.segment_path(1);
    let whole = fs::read(&path).unwrap();
    let start = last.offset as usize;
    let size = frame::read(&whole[start..]).unwrap().size();
    for kept in 0..size {
        let mut torn = whole.clone();
        torn[start + kept..start + size].fill(0);
        if torn == whole {
            continue;
        }
        fs::write(&path, &torn).unwrap();
        let (seen, end) = walk(&log).unwrap();
        assert_eq!((seen, end.start.next), (vec![1, 2, 3], 4), "torn at {kept}");
        let left = torn[start..].iter().any(|&byte| byte != 0);
        assert_eq!(end.torn.is_some(), left, "torn at {kept}");
        cut_torn_tail(&log, &end).unwrap();
        let mut appender = Appender::resume(&log, &end).unwrap();
        append(&mut appender).unwrap();
        assert_eq!(walk(&log).unwrap().0, [1, 2, 3, 4]);
        assert_eq!(fs::read(&path).unwrap(), whole, "torn at {kept}");
    }
    let copies = fs::read_dir(log.path()).unwrap().count() - 1;
    assert!((size - 20..=size).contains(&copies), "{copies} copies of {size}");
}

#[test]
fn a_file_that_ends_within_its_last_frame_is_torn_too() {
    let dir = tempfile::tempdir().unwrap();
    let (log, mut appender) = log(dir.path(), 3);
    let last = append(&mut appender).unwrap();
    let file = fs::OpenOptions::new().write(true).open(log.segment_path(1)).unwrap();
    file.set_len(u64::from(last.offset) + 30).unwrap();
    let (seen, end) = walk(&log).unwrap();
    assert_eq!(seen, [1, 2, 3]);
    cut_torn_tail(&log, &end).unwrap();
    let mut appender = Appender::resume(&log, &end).unwrap();
    append(&mut appender).unwrap();
    assert_eq!(walk(&log).unwrap().0, [1, 2, 3, 4]);
}

#[test]
fn a_flipped_bit_before_the_last_frame_is_damage_and_nothing_is_touched() {
    let dir = tempfile::tempdir().unwrap();
    let (log, mut appender) = log(dir.path(), 3);
    let last = append(&mut appender).unwrap();
    let path = log.segment_path(1);
    let whole = fs::read(&path).unwrap();
    for at in 0..last.offset as usize {
        let mut flipped = whole.clone();
        flipped[at] ^= 1 << (at % 8);
        fs::write(&path, &flipped).unwrap();
        let walked = walk(&log);
        assert!(is_damaged(&walked), "byte {at}: {walked:?}");
        assert_eq!(fs::read(&path).unwrap(), flipped);
    }
    assert_eq!(fs::read_dir(log.path()).unwrap().count(), 1);
}

#[test]
fn segments_follow_one_another_and_none_may_be_missing() {
    let dir = tempfile::tempdir().unwrap();
    let (log, mut appender) = log(dir.path(), 0);
    appender.end_segments_at(1000);
    for _ in 0..30 {
        append(&mut appender).unwrap();
    }
    let segments = log.segments().unwrap();
    assert!(segments.len() > 4, "{segments:?}");
    let (seen, end) = walk(&log).unwrap();
    assert_eq!(seen, (1..=30).collect::<Vec<_>>());
    assert_eq!(end.last_frame, appender.last_frame());
    for seq in 1..=30 {
        assert_eq!(log.find(seq, 30).unwrap().unwrap().set, set(seq));
    }
    let back: Vec<_> = SetsBack::new(&log, 30).map(|set| set.unwrap().seq).collect();
    assert_eq!(back, (1..=30).rev().collect::<Vec<_>>());
    for &first in &segments {
        let (path, aside) = (log.segment_path(first), dir.path().join("aside"));
        fs::rename(&path, &aside).unwrap();
        let walked = walk(&log);
        if Some(&first) == segments.last() {
            // Only the manifest knows that there was more.
            assert_eq!(walked.unwrap().1.start.next, first);
        } else {
            assert!(is_damaged(&walked), "without {first}: {walked:?}");
        }
        fs::rename(&aside, &path).unwrap();
    }
}

#[test]
fn a_torn_frame_before_the_last_segment_is_damage() {
    let dir = tempfile::tempdir().unwrap();
    let (log, mut appender) = log(dir.path(), 2);
    let last = append(&mut appender).unwrap();
    appender.end_segments_at(1);
    append(&mut appender).unwrap();
    let path = log.segment_path(1);
    let mut bytes = fs::read(&path).unwrap();
    bytes[last.offset as usize + 20] ^= 1;
    fs::write(&path, bytes).unwrap();
    assert!(is_damaged(&walk(&log)));
}

#[test]
fn a_walk_up_to_a_change_set_looks_at_nothing_after_it() {
    let dir = tempfile::tempdir().unwrap();
    let (log, mut appender) = log(dir.path(), 2);
    let half_written = append(&mut appender).unwrap();
    append(&mut appender).unwrap();
    let path = log.segment_path(1);
    let mut bytes = fs::read(&path).unwrap();
    bytes[half_written.offset as usize + 20] ^= 1;
    fs::write(&path, bytes).unwrap();
    assert!(is_damaged(&walk(&log)));
    let mut seen = Vec::new();
    let beginning = log.beginning().unwrap().unwrap();
    let end = log.walk_up_to(beginning, 2, &mut |frame, _| {
        seen.push(frame.seq);
        Ok(())
    });
    let end = end.unwrap();
    assert_eq!((seen, end.last(), end.torn), (vec![1, 2], 2, None));
    assert!(is_damaged(&log.walk_up_to(beginning, 3, &mut |_, _| Ok(()))));
}

#[test]
fn a_segment_of_another_book_or_under_another_name_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    let (log, _) = log(dir.path(), 2);
    let stranger = LogDir::new(dir.path(), [8; 16]);
    assert!(is_damaged(&stranger.walk(Start { segment: 1, offset: 0, next: 1 }, &mut |_, _| Ok(()))));
    fs::rename(log.segment_path(1), log.segment_path(2)).unwrap();
    let start = Start { segment: 2, offset: 0, next: 2 };
    assert!(is_damaged(&log.walk(start, &mut |_, _| Ok(()))));
}

#[test]
fn a_write_that_fails_is_not_there_and_the_next_one_is() {
    let dir = tempfile::tempdir().unwrap();
    let (log, mut appender) = log(dir.path(), 2);
    let path = log.segment_path(1);
    let good = appender.swap_file(fs::File::open(&path).unwrap());
    assert!(matches!(append(&mut appender), Err(StoreError::Io { .. })));
    // While it cannot be cut off nothing else is let through.
    assert!(matches!(append(&mut appender), Err(StoreError::Io { .. })));
    assert_eq!(appender.next(), 3);
    // The frame reached the disk although its sync failed.
    let mut bytes = Vec::new();
    frame::write(3, &payload_of(3), &mut bytes);
    let at = appender.prepare(1).map(drop).is_err().then(|| walk(&log).unwrap().1.start.offset).unwrap();
    crate::disk::write_at(&good, &bytes, at).unwrap();
    assert_eq!(walk(&log).unwrap().0, [1, 2, 3]);
    drop(appender.swap_file(good));
    append(&mut appender).unwrap();
    append(&mut appender).unwrap();
    assert_eq!(walk(&log).unwrap().0, [1, 2, 3, 4]);
    assert_eq!(log.segments().unwrap(), [1, 3], "the pages of the old segment are not trusted");
    assert!(fs::read(&path).unwrap()[usize::try_from(at).unwrap()..].iter().all(|&byte| byte == 0));
}

#[test]
fn a_segment_whose_making_failed_after_it_had_its_name_gets_the_next_frame() {
    let dir = tempfile::tempdir().unwrap();
    let (log, mut appender) = log(dir.path(), 2);
    appender.end_segments_at(walk(&log).unwrap().1.start.offset + 10_000);
    let away = dir.path().join("away");
    fs::rename(log.path(), &away).unwrap();
    assert!(appender.prepare(20_000).is_err());
    fs::rename(&away, log.path()).unwrap();
    // As it is when the segment was renamed and its folder could not be synced.
    log.create_segment(3).unwrap();
    append(&mut appender).unwrap();
    assert_eq!(walk(&log).unwrap().0, [1, 2, 3]);
}

#[test]
fn the_room_is_filled_ahead_so_that_a_sync_has_no_length_to_write() {
    let dir = tempfile::tempdir().unwrap();
    let (log, mut appender) = log(dir.path(), 0);
    let mut lengths = Vec::new();
    let payload = vec![1; 1000];
    for _ in 0..600 {
        appender.prepare(payload.len()).unwrap();
        let before = fs::metadata(log.segment_path(1)).unwrap().len();
        appender.append(&payload).unwrap();
        assert_eq!(fs::metadata(log.segment_path(1)).unwrap().len(), before);
        lengths.push(before);
    }
    lengths.dedup();
    assert_eq!(lengths, [256 << 10, 512 << 10, 1024 << 10]);
}

#[test]
fn a_payload_is_read_as_it_was_written_or_not_at_all() {
    let links =
        [Previous::None, Previous::At(Position { segment: 3, offset: 99, index: 1 }), Previous::Same(1)];
    let mut whole = set(5);
    whole.changes = vec![whole.changes[0].clone(); 3];
    let bytes = encode(&whole, &links).unwrap();
    let at = Position { segment: 1, offset: 40, index: 0 };
    let read = |bytes: &[u8]| payload::decode(bytes, 5, at, Path::new("segment"));
    let entry = read(&bytes).unwrap();
    assert_eq!((entry.set, entry.previous.as_slice()), (whole, &links[..]));
    assert!(is_damaged(&payload::decode(&bytes, 6, at, Path::new("segment"))));
    for cut in 0..bytes.len() {
        assert!(is_damaged(&read(&bytes[..cut])));
    }
    let mut huge = bytes.clone();
    huge[..4].fill(0xff);
    assert!(is_damaged(&read(&huge)));
}

#[test]
fn a_segment_that_forgot_its_beginning_has_every_later_frame_where_it_was() {
    let dir = tempfile::tempdir().unwrap();
    let (log, _) = log(dir.path(), 5);
    let (_, offsets) = log.offsets(1, 5).unwrap();
    let begin = Start { segment: 1, offset: offsets[3], next: 4 };
    log.forget_before(begin).unwrap();
    assert_eq!(log.beginning().unwrap(), Some(begin));
    assert_eq!(walk(&log).unwrap().0, [4, 5]);
    assert_eq!(log.find(5, 5).unwrap().unwrap().set, set(5));
    assert!(log.find(3, 5).unwrap().is_none());
    let back: Vec<_> = SetsBack::new(&log, 5).map(|set| set.unwrap().seq).collect();
    assert_eq!(back, [5, 4]);
    let end = walk(&log).unwrap().1;
    let mut appender = Appender::resume(&log, &end).unwrap();
    append(&mut appender).unwrap();
    assert_eq!(walk(&log).unwrap().0, [4, 5, 6]);
}

#[test]
fn a_damaged_log_still_yields_every_frame_but_the_damaged_one() {
    let dir = tempfile::tempdir().unwrap();
    let (log, _) = log(dir.path(), 5);
    let path = log.segment_path(1);
    let whole = fs::read(&path).unwrap();
    let (_, offsets) = log.offsets(1, 5).unwrap();
    for (n, &offset) in (1u64..).zip(&offsets) {
        let mut bytes = whole.clone();
        bytes[offset as usize + 20] ^= 1;
        fs::write(&path, &bytes).unwrap();
        let salvage = log.salvage().unwrap();
        assert_eq!(
            salvage.numbers().collect::<Vec<_>>(),
            (1..=5).filter(|&seq| seq != n).collect::<Vec<_>>()
        );
        assert_eq!(salvage.ends_unread, n == 5);
        for seq in (1..=5).filter(|&seq| seq != n) {
            assert_eq!(log.salvaged(&salvage, seq).unwrap(), Some(set(seq)));
        }
        assert_eq!(log.salvaged(&salvage, n).unwrap(), None);
    }
}

#[test]
fn a_last_frame_that_is_lost_is_missed_also_where_another_segment_was_begun_after_it() {
    let dir = tempfile::tempdir().unwrap();
    let (log, _) = log(dir.path(), 5);
    let path = log.segment_path(1);
    let mut bytes = fs::read(&path).unwrap();
    let (_, offsets) = log.offsets(1, 5).unwrap();
    bytes[*offsets.last().unwrap() as usize + 20] ^= 1;
    let header = bytes[..super::segment::HEADER].to_vec();
    fs::write(&path, bytes).unwrap();
    fs::write(log.segment_path(6), [header, vec![0; 100]].concat()).unwrap();
    assert!(log.salvage().unwrap().ends_unread);
}
