//! What a workbook unpacks to is looked at before it is unpacked into memory: a small file may hold a great deal.

use std::{
    io::{self, Read, Seek},
    panic::{AssertUnwindSafe, catch_unwind},
};

use memchr::memmem;
use zip::ZipArchive;

/// The most that the texts of a workbook may unpack to; they are held while it is read.
pub const MAX_TEXTS_BYTES: u64 = 512 << 20;
/// The most that a sheet may unpack to; it is read row by row.
pub const MAX_SHEET_BYTES: u64 = 8 << 30;
/// The most that any other part of XML may unpack to.
pub const MAX_PART_BYTES: u64 = 32 << 20;
/// The most that a picture or the like may unpack to.
const MAX_OTHER_BYTES: u64 = 256 << 20;
/// The most that one cell, or one text, may unpack to. Excel takes 32,767 characters.
const MAX_CELL_BYTES: usize = 4 << 20;
/// More parts, or texts, than any workbook has.
const MAX_PARTS: usize = 10_000;
const MAX_TEXTS: u64 = 50_000_000;
const CHUNK: usize = 64 << 10;
/// A tag's name and what tells it apart stand within so many bytes.
const TAG: usize = 64;

/// Looks at a workbook's parts, each unpacked once without being held.
///
/// # Errors
/// When it is no archive, or a part of it is over its bound or is broken.
pub(super) fn check(source: impl Read + Seek) -> io::Result<()> {
    let mut archive = ZipArchive::new(source).map_err(broken)?;
    if archive.len() > MAX_PARTS {
        return Err(refused(format!("The workbook has more than {MAX_PARTS} parts.")));
    }
    for at in 0..archive.len() {
        let part = archive.by_index(at).map_err(broken)?;
        let name = part.name().map_err(broken)?.into_owned();
        let lower = name.to_ascii_lowercase();
        let is_xml = lower.ends_with(".xml") || lower.ends_with(".rels");
        let most = match () {
            () if lower.ends_with("sharedstrings.xml") => MAX_TEXTS_BYTES,
            () if is_xml && lower.contains("worksheets") => MAX_SHEET_BYTES,
            () if is_xml => MAX_PART_BYTES,
            () => MAX_OTHER_BYTES,
        };
        Part { name, most, is_xml }.check(part)?;
    }
    Ok(())
}

struct Part {
    name: String,
    most: u64,
    is_xml: bool,
}

impl Part {
    fn check(&self, mut part: impl Read) -> io::Result<()> {
        let (mut held, mut length) = (Vec::with_capacity(CHUNK + TAG), 0);
        let mut since = Since { cell: 0, tag: 0 };
        loop {
            let before = held.len();
            part.by_ref().take(CHUNK as u64).read_to_end(&mut held)?;
            let read = held.len() - before;
            length += read as u64;
            if length > self.most {
                return Err(self.refused(&format!("unpacks to more than {} bytes", self.most)));
            }
            let is_all = read == 0;
            // A tag that is cut off is looked at with what comes next.
            let end = if is_all { held.len() } else { held.len().saturating_sub(TAG) };
            if self.is_xml {
                self.look(&held, end, &mut since)?;
            }
            held.drain(..end);
            if is_all {
                return Ok(());
            }
        }
    }

    /// Looks at the tags that begin before `end`.
    fn look(&self, held: &[u8], end: usize, since: &mut Since) -> io::Result<()> {
        let whole = held.get(..end).unwrap_or_default();
        if memchr::memchr(0, whole).is_some() {
            return Err(self.refused("is no XML in UTF-8"));
        }
        let mut last = 0;
        for at in memchr::memchr_iter(b'<', whole) {
            since.passed(at - last);
            last = at;
            self.bounded(since)?;
            let tag = held.get(at + 1..(at + TAG).min(held.len())).unwrap_or_default();
            since.tag = 0;
            if is_cell(tag) {
                since.cell = 0;
            }
            if has_odd_place(tag) {
                return Err(self.refused("has a cell in a place that no sheet has"));
            }
        }
        since.passed(end - last);
        self.bounded(since)?;
        self.counts(held, end)
    }

    fn bounded(&self, since: &Since) -> io::Result<()> {
        // Parts that are held as a whole are bounded as a whole.
        let is_held = self.most == MAX_PART_BYTES;
        if !is_held && since.cell.max(since.tag) > MAX_CELL_BYTES {
            return Err(self.refused(&format!("has a cell of more than {MAX_CELL_BYTES} bytes")));
        }
        Ok(())
    }

    /// How many texts there are is believed, and memory kept for them.
    fn counts(&self, held: &[u8], end: usize) -> io::Result<()> {
        for at in memmem::find_iter(held, b"ount").take_while(|at| *at < end) {
            let after = held.get(at + 4..).unwrap_or_default();
            let digits = after.iter().skip_while(|byte| byte.is_ascii_whitespace() || b"='\"".contains(byte));
            let count = digits
                .take_while(|byte| byte.is_ascii_digit())
                .take(20)
                .fold(0_u64, |count, digit| count.saturating_mul(10).saturating_add(u64::from(digit - b'0')));
            if count > MAX_TEXTS {
                return Err(self.refused(&format!("says that it has {count} entries")));
            }
        }
        Ok(())
    }

    fn refused(&self, what: &str) -> io::Error {
        refused(format!("The workbook's part \"{}\" {what}. It is not read.", self.name))
    }
}

/// How many bytes ago something began.
struct Since {
    cell: usize,
    tag: usize,
}

impl Since {
    fn passed(&mut self, bytes: usize) {
        self.cell += bytes;
        self.tag += bytes;
    }
}

/// `c` of a sheet, `si` of the texts, with or without a prefix; ends of tags and other tags are none.
fn is_cell(tag: &[u8]) -> bool {
    let length =
        tag.iter().position(|byte| !byte.is_ascii_alphanumeric() && *byte != b':').unwrap_or(tag.len());
    let name = tag.get(..length).unwrap_or_default();
    let local = name.rsplit(|byte| *byte == b':').next().unwrap_or_default();
    // After the last cell comes what is passed over tag by tag.
    matches!(
        local,
        b"c" | b"si" | b"row" | b"cols" | b"col" | b"mergeCell" | b"cfRule" | b"hyperlink" | b"brk"
    )
}

/// The last place of a sheet is XFD1048576.
fn has_odd_place(tag: &[u8]) -> bool {
    let Some(at) = memmem::find(tag, b" r=") else { return false };
    let place = tag.get(at + 4..).unwrap_or_default().iter().take_while(|byte| byte.is_ascii_alphanumeric());
    place.count() > 10
}

/// Nothing that the crate beneath trips over ends the process.
pub(super) fn guarded<T, E: std::fmt::Display>(read: impl FnOnce() -> Result<T, E>) -> io::Result<T> {
    match catch_unwind(AssertUnwindSafe(read)) {
        Ok(found) => found.map_err(broken),
        Err(_) => Err(broken("it has something in it that is not understood")),
    }
}

pub(super) fn refused(message: String) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, message)
}

fn broken(error: impl std::fmt::Display) -> io::Error {
    refused(format!("The file is no workbook that can be read (.xlsx): {error}."))
}
