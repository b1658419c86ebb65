//! Cards of a file, one after another; no more of the file is held than a card is long.

use std::io::{self, BufRead, BufReader, Read};

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8};
use kith_model::{Code, Issue};
use memchr::memchr2;

use super::{
    assign,
    card::{Card, Options},
    lines::{self, Line, begun_card, is_begin, is_end, starts_with},
};
use crate::transcode::Utf8;

/// Of a longer card only the first part is read, with an issue.
pub const MAX_CARD_BYTES: usize = 16 << 20;

/// As much of a line is read even where there is no room for it, so that the end of the card is seen.
const SHORTEST: usize = 64;

/// Reads cards from a file in UTF-8 or, where it says so at its beginning, UTF-16. Bytes that are neither are told, and
/// read in the encoding that they most likely are.
pub struct Reader<R: Read> {
    source: BufReader<Utf8<R>>,
    options: Options,
    /// The number of the line that is read next.
    line: u64,
    number: u64,
    /// The line a card begins in that was found where the one before should have ended.
    begun: Option<u64>,
    /// Lines with something on them outside any card.
    outside: Option<(u64, u64)>,
    ended: bool,
}

/// The lines of a card while they are read.
struct Raw {
    line: u64,
    lines: Vec<Line>,
    length: usize,
    /// Cards begun within it.
    nested: usize,
    /// How far the card is indented as a whole.
    indent: usize,
    issues: Vec<Issue>,
}

impl<R: Read> Reader<R> {
    /// Begins to read.
    pub fn new(source: R, options: Options) -> Self {
        let source = BufReader::with_capacity(64 << 10, Utf8::new(source));
        Self { source, options, line: 1, number: 0, begun: None, outside: None, ended: false }
    }

    /// The next line, no more of it than is asked for, and whether that is all of it.
    fn line(&mut self, most: usize) -> io::Result<Option<(Line, bool)>> {
        let mut line = Line { number: self.line, bytes: Vec::new() };
        let (mut is_whole, mut is_any) = (true, false);
        loop {
            let held = match self.source.fill_buf() {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                held => held?,
            };
            if held.is_empty() {
                return Ok(is_any.then_some((line, is_whole)));
            }
            is_any = true;
            let end = memchr2(b'\n', b'\r', held);
            let piece = held.get(..end.unwrap_or(held.len())).unwrap_or_default();
            let room = most.saturating_sub(line.bytes.len()).min(piece.len());
            is_whole &= room == piece.len();
            line.bytes.extend_from_slice(piece.get(..room).unwrap_or_default());
            let is_return = end.is_some_and(|end| held.get(end) == Some(&b'\r'));
            let used = piece.len() + usize::from(end.is_some());
            self.source.consume(used);
            if end.is_some() {
                if is_return && self.source.fill_buf()?.first() == Some(&b'\n') {
                    self.source.consume(1);
                }
                self.line += 1;
                return Ok(Some((line, is_whole)));
            }
        }
    }

    fn begin(&mut self) -> io::Result<Option<Raw>> {
        let (mut at, mut indent) = (self.begun.take(), 0);
        while at.is_none() {
            let Some((line, _)) = self.line(1024)? else { return Ok(None) };
            if is_begin(line.bytes.trim_ascii_start()) {
                at = Some(line.number);
                indent = line.bytes.len() - line.bytes.trim_ascii_start().len();
            } else if !line.bytes.trim_ascii().is_empty() {
                let first = self.outside.map_or(line.number, |(first, _)| first);
                self.outside = Some((first, line.number));
            }
        }
        let issues = self.outside.take().map(outside).into_iter().collect();
        Ok(at.map(|line| Raw { line, lines: Vec::new(), length: 0, nested: 0, indent, issues }))
    }

    fn raw(&mut self) -> io::Result<Option<Raw>> {
        let Some(mut raw) = self.begin()? else { return Ok(None) };
        let mut is_whole = true;
        loop {
            let Some((mut line, all)) = self.line(MAX_CARD_BYTES.saturating_sub(raw.length).max(SHORTEST))?
            else {
                raw.issues.push(never_ended());
                break;
            };
            let blanks = line.bytes.len() - line.bytes.trim_ascii_start().len();
            line.bytes.drain(..blanks.min(raw.indent));
            if is_end(&line.bytes) {
                if raw.nested == 0 {
                    break;
                }
                raw.nested -= 1;
            } else if is_begin(&line.bytes) {
                if raw.nested == 0 && !ends_with_agent(&raw.lines) {
                    raw.issues.push(never_ended());
                    self.begun = Some(line.number);
                    break;
                }
                raw.nested += 1;
            } else if begun_card(&line.bytes).is_some() {
                raw.nested += 1;
            }
            is_whole &= all;
            raw.length = raw.length.saturating_add(line.bytes.len()).saturating_add(1);
            if raw.length < MAX_CARD_BYTES {
                raw.lines.push(line);
            } else {
                is_whole = false;
            }
        }
        if !is_whole {
            raw.issues.push(too_long());
        }
        Ok(Some(raw))
    }

    fn card(&mut self, raw: Raw) -> Card {
        self.number += 1;
        let mut card = Card { number: self.number, line: raw.line, issues: raw.issues, ..Card::default() };
        let fallback = fallback(&raw.lines, &mut card.issues);
        let properties = lines::properties(&raw.lines, fallback, &mut card.issues);
        assign::assign(properties, self.options, &mut card);
        card
    }
}

impl<R: Read> Iterator for Reader<R> {
    type Item = io::Result<Card>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ended {
            return None;
        }
        match self.raw() {
            Ok(Some(raw)) => return Some(Ok(self.card(raw))),
            Ok(None) => {}
            Err(error) => {
                self.ended = true;
                return Some(Err(error));
            }
        }
        self.ended = true;
        // What stands behind the last card, or in a file without any, is told by a card without anything.
        let outside = self.outside.take()?;
        self.number += 1;
        let issues = vec![self::outside(outside)];
        Some(Ok(Card { number: self.number, line: outside.0, issues, ..Card::default() }))
    }
}

fn ends_with_agent(lines: &[Line]) -> bool {
    let last = lines.iter().rev().find(|line| !line.bytes.trim_ascii().is_empty());
    last.is_some_and(|line| starts_with(&line.bytes, b"AGENT") && line.bytes.trim_ascii().ends_with(b":"))
}

/// What bytes are read as that are not UTF-8 and say no charset.
fn fallback(lines: &[Line], issues: &mut Vec<Issue>) -> &'static Encoding {
    let odd: Vec<&Line> = lines
        .iter()
        .filter(|line| std::str::from_utf8(&line.bytes).is_err() && !says_charset(&line.bytes))
        .collect();
    let first = match odd.first() {
        Some(first) if std::str::from_utf8(&unfolded(lines)).is_err() => first,
        _ => return UTF_8,
    };
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    for line in &odd {
        detector.feed(&line.bytes, false);
    }
    detector.feed(&[], true);
    let found = detector.guess(None, Utf8Detection::Deny);
    let message = format!("Line {} is not UTF-8. It was read as {}.", first.number, found.name());
    issues.push(Issue::new(Code::MalformedRequest, message));
    found
}

/// A character may be cut in two by folding.
fn unfolded(lines: &[Line]) -> Vec<u8> {
    let rest = |line: &Line| line.bytes.strip_prefix(b" ").unwrap_or(&line.bytes).to_vec();
    lines.iter().flat_map(rest).collect()
}

fn says_charset(line: &[u8]) -> bool {
    line.to_ascii_uppercase().windows(8).any(|part| part == b"CHARSET=")
}

fn outside((first, last): (u64, u64)) -> Issue {
    let message = if first == last {
        format!("Line {first} is in no card (BEGIN:VCARD). It was not read.")
    } else {
        format!("Between lines {first} and {last} there is text in no card (BEGIN:VCARD). It was not read.")
    };
    Issue::new(Code::MalformedRequest, message)
}

fn never_ended() -> Issue {
    Issue::new(Code::MalformedRequest, "The card has no END:VCARD. What is there of it was read.")
}

fn too_long() -> Issue {
    let message = format!("The card is longer than {MAX_CARD_BYTES} bytes. Only what comes before was read.");
    Issue::new(Code::TooLong, message)
}
