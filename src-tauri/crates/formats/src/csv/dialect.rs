//! How a file of plain text is written.

use std::io;

use encoding_rs::Encoding;

use super::scan::Marks;

/// The encodings to choose from, by their names in the WHATWG Encoding Standard, the usual ones first.
pub const ENCODINGS: [&str; 24] = [
    "UTF-8",
    "windows-1252",
    "UTF-16LE",
    "UTF-16BE",
    "ISO-8859-2",
    "ISO-8859-5",
    "ISO-8859-7",
    "ISO-8859-8",
    "ISO-8859-15",
    "windows-1250",
    "windows-1251",
    "windows-1253",
    "windows-1254",
    "windows-1255",
    "windows-1256",
    "windows-1257",
    "windows-1258",
    "macintosh",
    "KOI8-R",
    "Shift_JIS",
    "EUC-JP",
    "EUC-KR",
    "GBK",
    "Big5",
];

/// How a file is written: found out by [`sniff`](super::sniff), or said by a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dialect {
    /// The encoding, by a name or label of the WHATWG Encoding Standard. A byte order mark is passed over.
    pub encoding: String,
    /// What parts the cells: an ASCII character.
    pub delimiter: char,
    /// What a cell stands between that holds delimiters or line ends: an ASCII character.
    pub quote: char,
    /// Whether the first row names the columns.
    pub header: bool,
    /// Whether texts were kept from being taken for formulas as [`Writer`](super::Writer) does it, which is then
    /// undone.
    pub neutralised: bool,
}

impl Default for Dialect {
    /// RFC 4180 in UTF-8, with a header.
    fn default() -> Self {
        Self { encoding: "UTF-8".into(), delimiter: ',', quote: '"', header: true, neutralised: false }
    }
}

impl Dialect {
    pub(super) fn charset(&self) -> io::Result<&'static Encoding> {
        Encoding::for_label(self.encoding.as_bytes())
            .ok_or_else(|| wrong(format!("\"{}\" is no encoding that can be read.", self.encoding)))
    }

    pub(super) fn marks(&self) -> io::Result<Marks> {
        let (delimiter, quote) = (ascii(self.delimiter)?, ascii(self.quote)?);
        if delimiter == quote {
            return Err(wrong("Delimiter and quotation mark are the same character.".to_owned()));
        }
        Ok(Marks { delimiter, quote })
    }
}

/// What the scanner looks for is one byte that is never part of another character and never ends a line.
pub(super) fn ascii(mark: char) -> io::Result<u8> {
    let fits = mark.is_ascii() && !matches!(mark, '\r' | '\n' | '\0');
    u8::try_from(mark).ok().filter(|_| fits).ok_or_else(|| {
        wrong(format!("{mark:?} can be neither delimiter nor quotation mark. Choose an ASCII character."))
    })
}

fn wrong(message: String) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidInput, message)
}
