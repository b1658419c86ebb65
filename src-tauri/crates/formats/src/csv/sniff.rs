//! Finding out how a file is written.

use std::io::{self, Read};

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, MACINTOSH, UTF_8, UTF_16BE, UTF_16LE};

use super::{
    dialect::{Dialect, ascii},
    formula,
    scan::{self, Found, Marks, Quotes, Span},
};

/// As much of a file as its dialect is found out from.
pub const SAMPLE_BYTES: usize = 256 << 10;
/// What may part cells, the likelier first.
const DELIMITERS: [u8; 4] = *b",;\t|";
/// As many rows are looked at.
const ROWS: usize = 500;

/// The dialect of the file that begins with these bytes. A sample of [`SAMPLE_BYTES`] or more is taken to be cut off.
#[must_use]
pub fn sniff(sample: &[u8]) -> Dialect {
    shape(sample, encoding(sample))
}

/// The dialect of a file, which is read to its end where only that tells the encoding: where it begins with text that
/// is UTF-8 and goes on with text that is not.
///
/// # Errors
/// When reading fails.
pub fn sniff_all(mut reader: impl Read) -> io::Result<Dialect> {
    let mut head = Vec::new();
    reader.by_ref().take(SAMPLE_BYTES as u64).read_to_end(&mut head)?;
    let mut found = encoding(&head);
    if found == UTF_8 && Encoding::for_bom(&head).is_none() {
        let tail = head.get(whole_utf8(&head).unwrap_or(head.len())..).unwrap_or_default().to_vec();
        if let Some(other) = not_utf8(&mut reader, tail)? {
            found = guessed(&[&head, &other]);
        }
    }
    Ok(shape(&head, found))
}

/// The first piece of the rest that is no UTF-8.
fn not_utf8(reader: &mut impl Read, mut piece: Vec<u8>) -> io::Result<Option<Vec<u8>>> {
    loop {
        let carried = piece.len();
        reader.by_ref().take(SAMPLE_BYTES as u64).read_to_end(&mut piece)?;
        match whole_utf8(&piece) {
            None => return Ok(Some(piece)),
            Some(_) if piece.len() == carried => return Ok(None),
            Some(end) => drop(piece.drain(..end)),
        }
    }
}

/// How much of it is UTF-8, where only its last character may be cut off; `None` where it is none.
fn whole_utf8(bytes: &[u8]) -> Option<usize> {
    match std::str::from_utf8(bytes) {
        Ok(_) => Some(bytes.len()),
        Err(error) if error.error_len().is_none() => Some(error.valid_up_to()),
        Err(_) => None,
    }
}

fn encoding(sample: &[u8]) -> &'static Encoding {
    if let Some((found, _)) = Encoding::for_bom(sample) {
        return found;
    }
    if let Some(found) = two_bytes_each(sample) {
        return found;
    }
    if whole_utf8(sample).is_some() { UTF_8 } else { guessed(&[sample]) }
}

/// In UTF-16 most second bytes of a text in Latin letters, digits and delimiters are zero.
fn two_bytes_each(sample: &[u8]) -> Option<&'static Encoding> {
    let pairs = sample.len().min(4096) / 2;
    let zeros =
        |at: usize| sample.chunks_exact(2).take(pairs).filter(|pair| pair.get(at) == Some(&0)).count();
    let (first, second) = (zeros(0), zeros(1));
    match () {
        () if pairs > 1 && second * 3 > pairs && first * 10 < second => Some(UTF_16LE),
        () if pairs > 1 && first * 3 > pairs && second * 10 < first => Some(UTF_16BE),
        () => None,
    }
}

fn guessed(pieces: &[&[u8]]) -> &'static Encoding {
    // Only the Macintosh of that encoding ended lines so.
    let has = |byte: u8| pieces.iter().any(|piece| piece.contains(&byte));
    if has(b'\r') && !has(b'\n') {
        return MACINTOSH;
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    for piece in pieces {
        detector.feed(piece, false);
    }
    detector.feed(&[], true);
    detector.guess(None, Utf8Detection::Deny)
}

fn shape(sample: &[u8], encoding: &'static Encoding) -> Dialect {
    let mut text = String::with_capacity(sample.len() * 3 + 16);
    let _ = encoding.new_decoder_with_bom_removal().decode_to_string(sample, &mut text, false);
    let is_cut = sample.len() >= SAMPLE_BYTES;
    let (hint, text) = hint(&text);
    let best = [b'"', b'\'']
        .into_iter()
        .filter(|quote| *quote == b'"' || !text.contains('"'))
        .flat_map(|quote| DELIMITERS.map(|delimiter| Marks { delimiter, quote }))
        .filter(|marks| hint.is_none_or(|hint| hint == marks.delimiter))
        .map(|marks| Sample::read(text, is_cut, marks))
        .reduce(|best, next| if next.score() > best.score() { next } else { best })
        .unwrap_or_else(|| {
            Sample::read(text, is_cut, Marks { delimiter: hint.unwrap_or(b','), quote: b'"' })
        });
    Dialect {
        encoding: encoding.name().to_owned(),
        delimiter: char::from(best.marks.delimiter),
        quote: char::from(best.marks.quote),
        header: best.has_header(),
        neutralised: best.is_neutralised(),
    }
}

/// What a first line `sep=` says, and the text after it.
fn hint(text: &str) -> (Option<u8>, &str) {
    let line = text.lines().next().unwrap_or_default();
    let bare = line.trim_matches('"');
    let is_hint = bare.len() == 5 && bare.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("sep="));
    let can_be = |last: &u8| ascii(char::from(*last)).is_ok() && !matches!(last, b'"' | b'\'');
    match bare.bytes().last().filter(|last| is_hint && can_be(last)) {
        Some(last) => {
            (Some(last), text.get(line.len()..).unwrap_or_default().trim_start_matches(['\r', '\n']))
        }
        None => (None, text),
    }
}

/// A sample read with certain marks.
struct Sample<'a> {
    marks: Marks,
    rows: Vec<Vec<&'a str>>,
    strays: usize,
    quoted: usize,
}

impl<'a> Sample<'a> {
    fn read(text: &'a str, is_cut: bool, marks: Marks) -> Self {
        let mut sample = Self { marks, rows: Vec::new(), strays: 0, quoted: 0 };
        let (mut rest, mut spans) = (text, Vec::new());
        while !rest.is_empty() && sample.rows.len() < ROWS {
            let Found::Row(end) = scan::row(rest.as_bytes(), !is_cut, marks, Quotes::USUAL, &mut spans)
            else {
                // Cut off, or with a quotation mark that is never closed.
                sample.strays += usize::from(!is_cut);
                break;
            };
            sample.add(rest, &spans);
            rest = rest.get(end..).unwrap_or_default();
        }
        sample
    }

    fn add(&mut self, text: &'a str, spans: &[Span]) {
        let cells: Vec<&str> =
            spans.iter().map(|span| text.get(span.from..span.to).unwrap_or_default()).collect();
        if matches!(cells.as_slice(), [only] if only.trim().is_empty()) {
            return;
        }
        self.strays += spans.iter().filter(|span| span.stray).count();
        self.quoted += spans.iter().filter(|span| span.quoted && !span.stray).count();
        self.rows.push(cells);
    }

    /// How well these marks fit: most rows have as many cells as the first, and more than one.
    fn score(&self) -> f64 {
        let Some(columns) = self.rows.first().map(Vec::len) else { return 0.0 };
        if columns < 2 {
            return 0.0;
        }
        let count = self.rows.len() as f64;
        let same = self.rows.iter().filter(|row| row.len() == columns).count() as f64 / count;
        let clean = 1.0 - (self.strays as f64 / count).min(1.0) * 0.5;
        // Apostrophes stand in names: they are quotation marks only where that makes a difference.
        let doubt = if self.marks.quote == b'\'' && self.quoted < 2 { 0.5 } else { 1.0 };
        let preferred = if self.marks.quote == b'\'' { 1.001 } else { 1.0 };
        same * clean * doubt * preferred * (1.0 - 1.0 / columns as f64)
    }

    /// A first row with an empty cell between others, a cell twice, or what is plainly a value, names no columns.
    fn has_header(&self) -> bool {
        let Some(first) = self.rows.first() else { return true };
        !first.iter().any(|cell| is_value(cell.trim()))
    }

    fn is_neutralised(&self) -> bool {
        let mut texts = self.rows.iter().flatten();
        let is_formula = |text: &str| text.starts_with(['=', '+', '-', '@', '\t', '\r']);
        let some = self.rows.iter().flatten().any(|text| formula::undone(text).len() < text.len());
        some && !texts.any(|text| is_formula(text))
    }
}

/// An e-mail address, a link, a number, a date: nothing that a column is called.
fn is_value(text: &str) -> bool {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let others = text.chars().filter(|one| one.is_alphabetic()).count();
    text.starts_with("http://")
        || text.starts_with("https://")
        || (text.contains('@') && !text.contains(' ') && text.contains('.'))
        || (digits > 0 && others == 0)
}
