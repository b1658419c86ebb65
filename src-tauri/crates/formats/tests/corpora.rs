//! The corpora: files as programs write them, read as is written beside them; and what fuzzers start from, read again.

// A test may end its process, and so may what only tests call.
#![allow(clippy::expect_used, clippy::indexing_slicing, clippy::panic, clippy::unwrap_used)]

use std::{
    fs::{self, File},
    path::{Path, PathBuf},
};

use kith_formats::{
    csv::{self, Dialect},
    json, presets,
    table::{Cell, Row},
    vcard::{self, Options, Version},
    xlsx::Workbook,
};
use serde_json::{Value, json};

#[path = "../../../../fuzz/checks/csv_reader.rs"]
mod csv_reader;
#[path = "../../../../fuzz/checks/json_reader.rs"]
mod json_reader;
#[path = "../../../../fuzz/checks/vcard_reader.rs"]
mod vcard_reader;
#[path = "../../../../fuzz/checks/xlsx_reader.rs"]
mod xlsx_reader;

fn files(folder: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../..").join(folder);
    let entries = fs::read_dir(&folder).unwrap_or_else(|_| panic!("{}", folder.display()));
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| !path.to_string_lossy().ends_with(".read.json") && !path.ends_with("README.md"));
    files.sort();
    assert!(!files.is_empty(), "{} is empty", folder.display());
    files
}

/// Holds what was read of each file of a corpus to what stands beside it.
fn hold(folder: &str, read: fn(&Path) -> Value) {
    for path in files(&format!("tests/corpus/{folder}")) {
        let found = read(&path);
        let beside = PathBuf::from(format!("{}.read.json", path.display()));
        if std::env::var_os("KITH_CORPUS").is_some() {
            fs::write(&beside, format!("{found:#}\n")).unwrap();
        }
        let expected: Value = serde_json::from_slice(&fs::read(&beside).unwrap()).unwrap();
        assert_eq!(found, expected, "{}", path.display());
    }
}

fn cell(cell: &Cell) -> Value {
    match cell {
        Cell::Empty => Value::Null,
        Cell::Text(text) => json!(text),
        Cell::Boolean(value) => json!(value),
        Cell::Number(text) => json!({ "number": text }),
        Cell::Date(text) => json!({ "date": text }),
        Cell::DateTime(text) => json!({ "moment": text }),
    }
}

fn row(row: &Row) -> Value {
    let cells: Vec<Value> = row.cells.iter().map(cell).collect();
    let mut value = json!({ "line": row.line, "cells": cells });
    if !row.issues.is_empty() {
        value["issues"] = row.issues.iter().map(|issue| json!(issue.message)).collect();
    }
    value
}

fn table(path: &Path) -> Value {
    let dialect = csv::sniff_all(File::open(path).unwrap()).unwrap();
    let table = csv::Table::open(File::open(path).unwrap(), &dialect).unwrap();
    let Dialect { encoding, delimiter, quote, header, neutralised } = dialect;
    json!({
        "dialect": [encoding, delimiter, quote, header, neutralised],
        "header": table.header(),
        "issues": table.issues().iter().map(|issue| &issue.message).collect::<Vec<_>>(),
        "program": presets::recognise(table.header()).map(|preset| json!([preset.name, preset.fields])),
        "rows": table.map(|one| row(&one.unwrap())).collect::<Vec<_>>(),
    })
}

fn cards(path: &Path) -> Value {
    let cards = vcard::Reader::new(File::open(path).unwrap(), Options::default()).map(Result::unwrap);
    cards
        .map(|card| {
            let unmapped = card.unmapped.iter().map(|kept| match kept.taken.as_slice() {
                [] => json!(kept.to_string()),
                taken => json!([kept.to_string(), taken]),
            });
            let issues: Vec<&String> = card.issues.iter().map(|issue| &issue.message).collect();
            json!({
                "line": card.line, "fields": card.fields, "unmapped": unmapped.collect::<Vec<_>>(), "issues": issues,
            })
        })
        .collect()
}

fn records(path: &Path) -> Value {
    let records = json::Reader::new(File::open(path).unwrap()).map(Result::unwrap);
    records
        .map(|record| match record.body() {
            Ok(body) => json!({ "line": record.line, "key": body.external_id, "fields": body.fields }),
            Err(issue) => json!({ "line": record.line, "issue": issue.message }),
        })
        .collect()
}

fn workbook(path: &Path) -> Value {
    let mut workbook = Workbook::open(File::open(path).unwrap()).unwrap();
    let mut sheets = serde_json::Map::new();
    for sheet in workbook.sheets() {
        let table = workbook.table(&sheet, true).unwrap();
        let header = table.header().to_vec();
        let rows: Vec<Value> = table.map(|one| row(&one.unwrap())).collect();
        sheets.insert(sheet, json!({ "header": header, "rows": rows }));
    }
    sheets.into()
}

#[test]
fn tables_are_read_as_is_written_beside_them() {
    hold("csv", table);
}

#[test]
fn cards_are_read_as_is_written_beside_them() {
    hold("vcard", cards);
}

#[test]
fn records_are_read_as_is_written_beside_them() {
    hold("json", records);
}

#[test]
fn workbooks_are_read_as_is_written_beside_them() {
    hold("xlsx", workbook);
}

#[test]
fn cards_are_written_whole() {
    for path in files("tests/corpus/vcard") {
        for card in vcard::Reader::new(File::open(&path).unwrap(), Options::default()).map(Result::unwrap) {
            let mut writer = vcard::Writer::new(Vec::new(), Version::V3, Options::default());
            writer.card(&card.fields, &card.unmapped).unwrap();
            let bytes = writer.finish().unwrap();
            let again = vcard::Reader::new(&bytes[..], Options::default()).next().unwrap().unwrap();
            assert_eq!(again.fields, card.fields);
            let names = |card: &vcard::Card| {
                let mut names: Vec<String> =
                    card.unmapped.iter().map(|one| one.name.to_uppercase()).collect();
                names.sort();
                names
            };
            assert_eq!(names(&again), names(&card), "{}", String::from_utf8_lossy(&bytes));
        }
    }
}

/// Reads the inputs of a target, and each changed a little in ways that are the same every time. `KITH_ROUNDS` says how
/// many.
fn replay(target: &str, corpus: &str, check: fn(&[u8])) {
    let rounds = std::env::var("KITH_ROUNDS").ok().and_then(|text| text.parse().ok()).unwrap_or(20_u32);
    let corpus = files(&format!("tests/corpus/{corpus}"));
    for path in files(&format!("fuzz/corpus/{target}")).into_iter().chain(corpus) {
        let input = fs::read(&path).unwrap();
        check(&input);
        let mut state = input.len() as u64 | 1;
        let mut random = |below: usize| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) as usize % below.max(1)
        };
        for _ in 0..rounds {
            let mut changed = input.clone();
            for _ in 0..=random(4) {
                change(&mut changed, &mut random);
            }
            check(&changed);
        }
    }
}

fn change(bytes: &mut Vec<u8>, random: &mut impl FnMut(usize) -> usize) {
    let at = random(bytes.len());
    let end = |length: usize| (at + length).min(bytes.len());
    match random(5) {
        0 => bytes.truncate(at),
        1 => drop(bytes.splice(at..at, *b"\"")),
        2 => drop(bytes.drain(at..end(random(20)))),
        3 => {
            let piece = bytes[at..end(random(200))].to_vec();
            let to = random(bytes.len());
            bytes.splice(to..to, piece);
        }
        _ => {
            if let Some(byte) = bytes.get_mut(at) {
                *byte = random(256) as u8;
            }
        }
    }
}

#[test]
fn tables_of_any_bytes_are_read() {
    replay("csv_reader", "csv", csv_reader::check);
}

#[test]
fn cards_of_any_bytes_are_read() {
    replay("vcard_reader", "vcard", vcard_reader::check);
}

#[test]
fn records_of_any_bytes_are_read() {
    replay("json_reader", "json", json_reader::check);
}

#[test]
fn workbooks_of_any_bytes_are_read() {
    replay("xlsx_reader", "xlsx", xlsx_reader::check);
}
