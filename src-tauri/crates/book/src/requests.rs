//! The recent requests: what was asked, what was answered. Kept in a file beside the store, for looking at; the
//! record of what changed is the history.

use std::{
    fs::{self, File, OpenOptions},
    io::{BufRead, BufReader, ErrorKind, Write},
    path::{Path, PathBuf},
    sync::{Mutex, PoisonError},
};

use kith_model::{RecordKey, Source, StatusCode};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use ts_rs::TS;

use crate::{
    answer::Reply,
    contacts::{BulkOperation, BulkRequest, KeyField, UpdateOptions},
    error::Error,
    host::Host,
    settings::{private, sync_names},
};

/// The file of recent requests, and the one it is moved to when it is full.
const FILE: &str = "requests.jsonl";
const OLDER: &str = "requests.1.jsonl";
/// When a file is full, in bytes.
const FULL: u64 = 4 << 20;
/// The most bytes of a body or an answer that are kept.
const MAX_KEPT: usize = 16 << 10;
/// The most bytes of a path: a key longer than this, which no contact has, is kept by its begin.
const MAX_PATH: usize = 4 << 10;
/// Where a request of the API would go.
const PATH: &str = "/api/data/v1/Contact";

/// One request and its answer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "PascalCase")]
pub struct RequestEntry {
    /// When it was answered, RFC 3339 UTC.
    pub at: String,
    /// Which door it came through.
    pub source: Source,
    /// What was asked, in a word.
    pub operation: String,
    /// The HTTP method it would have.
    pub method: String,
    /// The path and query it would have.
    pub path: String,
    /// The key it names.
    pub key: Option<String>,
    /// The body, where it is text and short enough to keep.
    pub body: Option<String>,
    /// The status in a word.
    pub status_code: StatusCode,
    /// The status as a number.
    pub http_status: u16,
    /// The answer; null where it is too long to keep.
    pub answer: Value,
    /// How long it took, in milliseconds.
    pub total_time: f64,
}

/// What a request asks for, in the words of the API.
#[derive(Debug)]
pub(crate) struct Asked<'a> {
    operation: &'static str,
    method: &'static str,
    path: String,
    key: Option<&'a str>,
    body: Option<&'a [u8]>,
}

impl<'a> Asked<'a> {
    pub(crate) fn update(key: &'a RecordKey, body: &'a [u8], options: UpdateOptions) -> Self {
        let query = format!(
            "?IncludeRecordPayloadInResponse={}&EnforceOptimisticLocking={}",
            options.include_payload, options.enforce_lock
        );
        let path = path_of(key) + &query;
        Self { operation: "update", method: "PUT", path, key: Some(key.value()), body: Some(body) }
    }

    pub(crate) fn create(body: &'a [u8]) -> Self {
        Self { operation: "create", method: "POST", path: PATH.to_owned(), key: None, body: Some(body) }
    }

    pub(crate) fn delete(key: &'a RecordKey) -> Self {
        let path = path_of(key);
        Self { operation: "delete", method: "DELETE", path, key: Some(key.value()), body: None }
    }

    pub(crate) fn bulk(request: BulkRequest, bytes: usize) -> Self {
        let (operation, method) = match request.operation {
            BulkOperation::Create => ("bulk create", "POST"),
            BulkOperation::Update => ("bulk update", "PUT"),
            BulkOperation::Upsert => ("bulk upsert", "PATCH"),
            BulkOperation::Delete => ("bulk delete", "DELETE"),
        };
        let by = match request.by {
            KeyField::Id => "Id",
            KeyField::ExternalId => "ExternalId",
        };
        let path = format!("{PATH}/bulk?UpdateByField={by} ({bytes} bytes)");
        Self { operation, method, path, key: None, body: None }
    }

    /// What the API has no words for.
    pub(crate) fn plain(operation: &'static str) -> Self {
        Self { operation, method: "", path: String::new(), key: None, body: None }
    }
}

fn path_of(key: &RecordKey) -> String {
    match key {
        RecordKey::ExternalId(key) => format!("{PATH}/by-externalId/{}", encode(key)),
        RecordKey::Id(key) => format!("{PATH}/{}", encode(key)),
    }
}

/// Percent-encodes a path segment (RFC 3986: all but the unreserved characters).
fn encode(segment: &str) -> String {
    let mut encoded = String::with_capacity(segment.len());
    for byte in segment.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    encoded
}

/// The file of recent requests.
#[derive(Debug)]
pub(crate) struct RequestLog {
    folder: PathBuf,
    /// The open file and its length. `None` in a read-only book, and before the first request.
    file: Mutex<Option<(File, u64)>>,
    read_only: bool,
}

impl RequestLog {
    pub(crate) fn new(folder: &Path, read_only: bool) -> Self {
        Self { folder: folder.to_owned(), file: Mutex::new(None), read_only }
    }

    /// Keeps a request. One that cannot be kept is not worth failing a change for that is already on the disk.
    pub(crate) fn add(&self, asked: &Asked<'_>, source: Source, host: &Host, reply: &Reply) {
        let entry = RequestEntry {
            at: host.now(),
            source,
            operation: asked.operation.to_owned(),
            method: asked.method.to_owned(),
            path: begin_of(&asked.path, MAX_PATH),
            key: asked.key.map(|key| begin_of(key, MAX_PATH)),
            body: asked.body.and_then(short_text),
            status_code: reply.answer.status_code,
            http_status: reply.http_status,
            answer: serde_json::to_value(&reply.answer).ok().filter(is_short).unwrap_or_default(),
            total_time: reply.answer.total_time.unwrap_or_default(),
        };
        if let Ok(mut line) = serde_json::to_vec(&entry)
            && !self.read_only
        {
            line.push(b'\n');
            drop(self.append(&line));
        }
    }

    /// The latest requests, newest first, of one key or of all.
    pub(crate) fn recent(&self, key: Option<&str>, limit: usize) -> Vec<RequestEntry> {
        let mut entries = Vec::new();
        for file in [FILE, OLDER] {
            let Ok(file) = File::open(self.folder.join(file)) else { continue };
            let lines = BufReader::new(file).split(b'\n').map_while(Result::ok);
            let read = lines.filter_map(|line| serde_json::from_slice::<RequestEntry>(&line).ok());
            let mut wanted: Vec<_> =
                read.filter(|entry| key.is_none() || entry.key.as_deref() == key).collect();
            wanted.reverse();
            entries.extend(wanted);
            if entries.len() >= limit {
                break;
            }
        }
        entries.truncate(limit);
        entries
    }

    fn append(&self, line: &[u8]) -> std::io::Result<()> {
        let mut slot = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        if slot.as_ref().is_some_and(|(_, length)| *length > FULL) {
            *slot = None;
            fs::rename(self.folder.join(FILE), self.folder.join(OLDER))?;
        }
        let (file, length) = match slot.as_mut() {
            Some(open) => open,
            None => slot.insert(open_private(&self.folder.join(FILE))?),
        };
        file.write_all(line)?;
        *length += line.len() as u64;
        Ok(())
    }
}

/// The files of recent requests in a book's folder that have lines which cannot be read, and how many. A last line that
/// was cut short is none: a kill leaves it.
pub(crate) fn unreadable(folder: &Path) -> Result<Vec<(PathBuf, usize)>, Error> {
    let mut found = Vec::new();
    for path in [FILE, OLDER].map(|file| folder.join(file)) {
        let (_, bad) = sorted_out(&path)?;
        found.extend((bad > 0).then_some((path, bad)));
    }
    Ok(found)
}

/// Takes such lines out: how many of each file, and as what the file is kept as it was.
pub(crate) fn mend(folder: &Path) -> Result<Vec<(usize, PathBuf)>, Error> {
    let mut mended = Vec::new();
    for (path, bad) in unreadable(folder)? {
        let (good, _) = sorted_out(&path)?;
        let kept = free_name(&path);
        let replace = || {
            let new = path.with_extension("tmp");
            let mut file = private(&new)?;
            file.write_all(&good)?;
            file.sync_all()?;
            fs::rename(&path, &kept)?;
            fs::rename(&new, &path)?;
            sync_names(folder)
        };
        replace().map_err(|source| Error::Io { action: "replace", path: path.clone(), source })?;
        mended.push((bad, kept));
    }
    Ok(mended)
}

/// The readable lines of a file, and how many are not.
fn sorted_out(path: &Path) -> Result<(Vec<u8>, usize), Error> {
    let bytes = match fs::read(path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == ErrorKind::NotFound => Vec::new(),
        Err(source) => return Err(Error::Io { action: "read", path: path.to_owned(), source }),
    };
    let (mut good, mut bad) = (Vec::new(), 0);
    for line in bytes.split_inclusive(|byte| *byte == b'\n') {
        if serde_json::from_slice::<RequestEntry>(line).is_ok() {
            good.extend_from_slice(line);
        } else {
            bad += usize::from(line.ends_with(b"\n"));
        }
    }
    Ok((good, bad))
}

/// `requests.damaged-1.jsonl`, with the first number that is free.
fn free_name(path: &Path) -> PathBuf {
    let mut names = (1u32..).map(|n| path.with_extension(format!("damaged-{n}.jsonl")));
    names.find(|name| !name.exists()).unwrap_or_else(|| path.with_extension("damaged.jsonl"))
}

fn open_private(path: &Path) -> std::io::Result<(File, u64)> {
    let mut options = OpenOptions::new();
    options.create(true).append(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let file = options.open(path)?;
    let length = file.metadata()?.len();
    Ok((file, length))
}

/// A text, or as much of it as is kept.
fn begin_of(text: &str, most: usize) -> String {
    let kept = text.get(..text.floor_char_boundary(most)).unwrap_or_default();
    if kept.len() < text.len() { format!("{kept}…") } else { kept.to_owned() }
}

fn short_text(body: &[u8]) -> Option<String> {
    (body.len() <= MAX_KEPT).then(|| String::from_utf8_lossy(body).into_owned())
}

fn is_short(answer: &Value) -> bool {
    answer.to_string().len() <= MAX_KEPT
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_overlong_key_is_kept_by_its_begin() {
        assert_eq!(begin_of("käse", 9), "käse");
        assert_eq!(begin_of("käse", 2), "k…");
        assert!(begin_of(&"ü".repeat(MAX_PATH), MAX_PATH).len() <= MAX_PATH + "…".len());
    }

    #[test]
    fn a_path_holds_the_key_percent_encoded() {
        let key = RecordKey::ExternalId("a b/ü?".into());
        assert_eq!(path_of(&key), "/api/data/v1/Contact/by-externalId/a%20b%2F%C3%BC%3F");
    }
}
