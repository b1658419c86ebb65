//! What changed since a moment, for the CRM: only the changed contacts and fields, by ExternalId.

use std::{
    collections::{HashMap, HashSet},
    io::{self, BufWriter, Write},
    path::Path,
};

use jiff::Timestamp;
use kith_formats::{csv, table::Cell};
use kith_model::{Code, Issue, Record, RecordKey, system};
use kith_store::{GoOn, StoreError};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use ts_rs::TS;

use super::values::Column;
use crate::{beside::Beside, book::Book, crm::Known, error::Error};

/// What a data loader takes for "clear the field".
const CLEARED: &str = "#N/A";

/// Since when changes are told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Since {
    /// Since they were last handed over; all of them where they never were.
    Last,
    /// Since a moment, RFC 3339.
    Moment(String),
}

/// In which form the changes are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "lowercase")]
pub enum ChangesFormat {
    /// A table for a data loader. An empty cell is a field that did not change; one that was cleared is `#N/A`.
    Csv,
    /// The JSON body of the API's bulk update.
    Json,
    /// A script of single requests with `curl`.
    Script,
}

/// Which changes are written, and how.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ChangesExport {
    /// Since when.
    pub since: Since,
    /// The form.
    pub format: ChangesFormat,
}

/// What was written.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "PascalCase")]
pub struct ChangesReport {
    /// How many contacts.
    #[ts(type = "number")]
    pub written: u64,
    /// How many of them are new since then: an update does not find them in the CRM.
    #[ts(type = "number")]
    pub created: u64,
    /// How many changed contacts were left out as they have no ExternalId.
    #[ts(type = "number")]
    pub without_key: u64,
    /// How many were deleted since then; that is not written.
    #[ts(type = "number")]
    pub deleted: u64,
    /// The last change that is in the file: what is noted when it was handed over.
    #[ts(type = "number")]
    pub upto: u64,
    /// Whether changes before the oldest that is kept may be missing.
    pub incomplete: bool,
}

impl Book {
    /// Writes what changed, in the order of the contacts' keys.
    ///
    /// # Errors
    /// [`Error::Refused`] for a moment that is none; [`Error::Io`], [`Error::Store`]. No file is left then.
    pub fn export_changes(&self, request: &ChangesExport, file: &Path) -> Result<ChangesReport, Error> {
        let upto = self.store.last_seq();
        let (after, moment) = self.since(&request.since)?;
        let oldest = self.store.oldest_kept()?;
        let mut report = ChangesReport { upto, incomplete: after + 1 < oldest, ..ChangesReport::default() };
        let became = self.became(after, moment, upto, &|| true)?;
        let changed = self.changed(became, &mut report)?;
        let failed = |source| Error::Io { action: "write", path: file.to_owned(), source };
        let mut beside = Beside::new(file)?;
        let mut out = BufWriter::new(beside.file());
        match request.format {
            ChangesFormat::Csv => self.as_table(&changed, &mut out),
            ChangesFormat::Json => as_bulk(&changed, &mut out),
            ChangesFormat::Script => as_script(&changed, &mut out),
        }
        .and_then(|()| out.flush())
        .map_err(failed)?;
        drop(out);
        beside.keep()?;
        Ok(report)
    }

    fn since(&self, since: &Since) -> Result<(u64, Option<Timestamp>), Error> {
        match since {
            Since::Last => Ok((self.handed()?.map_or(0, |handed| handed.change), None)),
            Since::Moment(text) => {
                let moment = text.parse().map_err(|_| {
                    let message =
                        format!("{text:?} is no moment. Write it like 2026-01-02T03:04:05Z, or say last.");
                    Error::refused(Issue::new(Code::MalformedRequest, message))
                })?;
                Ok((0, Some(moment)))
            }
        }
    }

    /// What the CRM has of each contact that changed, by its Id.
    pub(crate) fn became(
        &self,
        after: u64,
        moment: Option<Timestamp>,
        upto: u64,
        go_on: GoOn<'_>,
    ) -> Result<HashMap<String, Known>, Error> {
        let mut all: HashMap<String, Known> = HashMap::new();
        for set in self.store.change_sets_back() {
            let set = set?;
            go_on().then_some(()).ok_or(StoreError::Ended)?;
            let is_before =
                moment.is_some_and(|moment| set.note.at.parse::<Timestamp>().is_ok_and(|at| at < moment));
            if set.seq <= after || is_before {
                break;
            }
            if set.seq > upto {
                continue;
            }
            for change in set.changes.into_iter().rev().filter(|change| !change.is_of_document()) {
                let known = all.entry(change.id.clone()).or_default();
                known.look(set.seq, set.note.takes_back, set.note.from_crm, change);
            }
        }
        all.values_mut().for_each(Known::finish);
        all.retain(|_, known| !known.is_untouched());
        Ok(all)
    }

    /// The contacts that differ from what they were, each with its ExternalId and the fields that do.
    fn changed(
        &self,
        became: HashMap<String, Known>,
        report: &mut ChangesReport,
    ) -> Result<Vec<Map<String, Value>>, Error> {
        let schema = self.schema();
        let mut changed = Vec::new();
        for (id, became) in became {
            let Some(record) = self.store.get(&RecordKey::Id(id))? else {
                report.deleted += u64::from(!became.is_new());
                continue;
            };
            let record = schema.readable(&record).into_owned();
            let fields = schema.fields().iter().filter(|field| !field.is_system() && field.is_writable());
            let differs = |name: &&str| became.value(name).is_some_and(|old| old != record.get(name));
            let names: Vec<_> = fields.map(|field| field.field_name.as_str()).filter(differs).collect();
            if names.is_empty() && !became.is_new() {
                continue;
            }
            match record.external_id() {
                Some(external_id) => changed.push(body(external_id, &record, &names)),
                None => {
                    report.without_key += 1;
                    continue;
                }
            }
            report.written += 1;
            report.created += u64::from(became.is_new());
        }
        changed.sort_by(|one, other| key(one).cmp(key(other)));
        Ok(changed)
    }

    fn as_table(&self, changed: &[Map<String, Value>], out: &mut impl Write) -> io::Result<()> {
        let schema = self.schema();
        let used: HashSet<&str> = changed.iter().flat_map(|body| body.keys().map(String::as_str)).collect();
        let fields = schema
            .fields()
            .iter()
            .filter(|field| used.contains(field.field_name.as_str()) && !field.is_system());
        let columns: Vec<_> = fields.flat_map(Column::of).collect();
        let names = columns.iter().map(|column| column.name.as_str());
        let header: Vec<_> = std::iter::once(system::EXTERNAL_ID).chain(names).collect();
        let mut writer = csv::Writer::new(&mut *out, &header, csv::Options::default())?;
        for body in changed {
            let mut cells = vec![Cell::Text(key(body).to_owned())];
            cells.extend(columns.iter().map(|column| match body.get(column.field()) {
                None => Cell::Empty,
                Some(Value::Null) => Cell::Text(CLEARED.to_owned()),
                Some(value) => column.cell(value),
            }));
            writer.row(&cells)?;
        }
        writer.finish().map(drop)
    }
}

fn body(external_id: &str, record: &Record, names: &[&str]) -> Map<String, Value> {
    let key = (system::EXTERNAL_ID.to_owned(), Value::from(external_id));
    let fields = names.iter().map(|name| ((*name).to_owned(), record.get(name).clone()));
    std::iter::once(key).chain(fields).collect()
}

fn key(body: &Map<String, Value>) -> &str {
    body.get(system::EXTERNAL_ID).and_then(Value::as_str).unwrap_or_default()
}

/// The body of a bulk update by ExternalId: a record a line.
fn as_bulk(changed: &[Map<String, Value>], out: &mut impl Write) -> io::Result<()> {
    out.write_all(b"[")?;
    for (at, body) in changed.iter().enumerate() {
        out.write_all(if at == 0 { b"\n" } else { b",\n" })?;
        serde_json::to_writer(&mut *out, body)?;
    }
    out.write_all(b"\n]\n")
}

/// One request after the other; it ends at the first that fails.
fn as_script(changed: &[Map<String, Value>], out: &mut impl Write) -> io::Result<()> {
    out.write_all(
        b"#!/bin/sh\n# Updates contacts by externalId, one request each. Set KITH_BASE to the CRM's address and \
          KITH_TOKEN to an access token.\nset -eu\n: \"${KITH_BASE:?}\" \"${KITH_TOKEN:?}\"\nput() {\n  curl --fail-with-body \
          --silent --show-error -X PUT \\\n    -H \"Authorization: Bearer $KITH_TOKEN\" -H 'Content-Type: application/json' \
          \\\n    --data-binary \"$2\" \"$KITH_BASE/api/data/v1/Contact/by-externalId/$1\"\n  echo\n}\n",
    )?;
    for body in changed {
        let mut fields = body.clone();
        fields.shift_remove(system::EXTERNAL_ID);
        writeln!(out, "put {} {}", quoted(&percent(key(body))), quoted(&Value::Object(fields).to_string()))?;
    }
    Ok(())
}

/// A text as one word of a shell.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}

/// A text as one segment of a path (RFC 3986, section 2.3).
fn percent(text: &str) -> String {
    let mut segment = String::new();
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                segment.push(char::from(byte));
            }
            other => segment.push_str(&format!("%{other:02X}")),
        }
    }
    // A segment of dots alone would be taken out of the path.
    if segment.chars().all(|letter| letter == '.') { segment.replace('.', "%2E") } else { segment }
}
