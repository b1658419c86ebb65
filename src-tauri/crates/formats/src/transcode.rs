//! A file in UTF-16 as UTF-8; any other as it is.

use std::io::{self, Read};

use encoding_rs::{Decoder, DecoderResult, Encoding, UTF_8, UTF_16BE, UTF_16LE};

/// How much is read at once.
const CHUNK: usize = 32 << 10;

/// Reads bytes, those of UTF-16 as UTF-8. A byte order mark at the beginning is passed over.
pub(crate) struct Utf8<R> {
    source: R,
    decoder: Option<Decoder>,
    is_known: bool,
    is_done: bool,
    ready: Vec<u8>,
    from: usize,
}

impl<R: Read> Utf8<R> {
    pub(crate) fn new(source: R) -> Self {
        Self { source, decoder: None, is_known: false, is_done: false, ready: Vec::new(), from: 0 }
    }

    /// Reads on until there is something, or nothing more.
    fn fill(&mut self) -> io::Result<()> {
        while self.from >= self.ready.len() && !self.is_done {
            let mut raw = Vec::with_capacity(CHUNK);
            self.source.by_ref().take(CHUNK as u64).read_to_end(&mut raw)?;
            self.is_done = raw.is_empty();
            self.from = 0;
            if !self.is_known {
                self.begin(&raw);
            }
            self.ready = match &mut self.decoder {
                None => raw,
                Some(decoder) => decoded(decoder, &raw),
            };
        }
        Ok(())
    }

    fn begin(&mut self, raw: &[u8]) {
        self.is_known = true;
        let two_bytes = two_bytes(raw);
        self.decoder = two_bytes.map(Encoding::new_decoder_with_bom_removal);
        if two_bytes.is_none() && Encoding::for_bom(raw).is_some_and(|(found, _)| found == UTF_8) {
            self.from = 3;
        }
    }
}

/// The encoding where each character begins with two bytes: by its mark, or by the zeros of Latin letters.
fn two_bytes(raw: &[u8]) -> Option<&'static Encoding> {
    match raw {
        [0xff, 0xfe, ..] | [1..=0xff, 0, 1..=0xff, 0, ..] => Some(UTF_16LE),
        [0xfe, 0xff, ..] | [0, 1..=0xff, 0, 1..=0xff, ..] => Some(UTF_16BE),
        _ => None,
    }
}

fn decoded(decoder: &mut Decoder, raw: &[u8]) -> Vec<u8> {
    let (mut text, mut bytes) = (String::new(), raw);
    let is_last = raw.is_empty();
    loop {
        text.reserve(decoder.max_utf8_buffer_length(bytes.len()).unwrap_or(bytes.len() * 4).max(64));
        let (result, used) = decoder.decode_to_string_without_replacement(bytes, &mut text, is_last);
        bytes = bytes.get(used..).unwrap_or_default();
        match result {
            DecoderResult::InputEmpty => return text.into_bytes(),
            DecoderResult::OutputFull => {}
            DecoderResult::Malformed(..) => text.push(char::REPLACEMENT_CHARACTER),
        }
    }
}

impl<R: Read> Read for Utf8<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.from >= self.ready.len() {
            self.fill()?;
        }
        let rest = self.ready.get(self.from..).unwrap_or_default();
        let length = rest.len().min(into.len());
        if let (Some(to), Some(part)) = (into.get_mut(..length), rest.get(..length)) {
            to.copy_from_slice(part);
        }
        self.from += length;
        Ok(length)
    }
}
