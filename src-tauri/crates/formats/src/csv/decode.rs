//! Bytes of any encoding as UTF-8, as they are asked for.

use std::{
    collections::VecDeque,
    io::{self, Read},
};

use encoding_rs::{Decoder, DecoderResult, Encoding};

/// How much is read at once.
const CHUNK: usize = 64 << 10;

/// A source and the text of it that is not used up yet.
pub(super) struct Text<R> {
    source: R,
    decoder: Decoder,
    raw: Vec<u8>,
    held: String,
    /// Where in `held` what is not used up begins.
    from: usize,
    /// How much was used up before `held`.
    before: u64,
    /// Where bytes were no text of the encoding, counted from the start of the text.
    wrong: VecDeque<u64>,
    ended: bool,
}

impl<R: Read> Text<R> {
    pub(super) fn new(source: R, encoding: &'static Encoding) -> Self {
        Self {
            source,
            decoder: encoding.new_decoder_with_bom_removal(),
            raw: vec![0; CHUNK],
            held: String::new(),
            from: 0,
            before: 0,
            wrong: VecDeque::new(),
            ended: false,
        }
    }

    /// What is there.
    pub(super) fn rest(&self) -> &str {
        self.held.get(self.from..).unwrap_or_default()
    }

    /// How much of the text was used up so far.
    pub(super) fn place(&self) -> u64 {
        self.before + self.from as u64
    }

    /// Whether the source has no more than what is there.
    pub(super) fn is_all(&self) -> bool {
        self.ended
    }

    /// Uses up so many bytes; says whether some of them stand for what was no text of the encoding.
    pub(super) fn take(&mut self, length: usize) -> bool {
        self.from = (self.from + length).min(self.held.len());
        let place = self.place();
        let before = self.wrong.len();
        while self.wrong.front().is_some_and(|wrong| *wrong < place) {
            self.wrong.pop_front();
        }
        self.wrong.len() < before
    }

    /// Reads on: at least as much again as is there, within bounds, so that looking at it once more costs no more than
    /// reading it.
    pub(super) fn fill(&mut self) -> io::Result<()> {
        let wanted = self.rest().len().clamp(1, 16 * CHUNK);
        self.make_room();
        let length = self.held.len() + wanted;
        while !self.ended && self.held.len() < length {
            let read = match self.source.read(&mut self.raw) {
                Ok(read) => read,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(error),
            };
            self.ended = read == 0;
            self.decode(read);
        }
        Ok(())
    }

    fn make_room(&mut self) {
        if self.from * 2 >= self.held.len() {
            self.before += self.from as u64;
            self.held.drain(..self.from);
            self.from = 0;
        }
    }

    fn decode(&mut self, read: usize) {
        let mut bytes = self.raw.get(..read).unwrap_or_default();
        loop {
            let room = self.decoder.max_utf8_buffer_length_without_replacement(bytes.len());
            self.held.reserve(room.unwrap_or(bytes.len() * 4).max(64));
            let (result, used) =
                self.decoder.decode_to_string_without_replacement(bytes, &mut self.held, self.ended);
            bytes = bytes.get(used..).unwrap_or_default();
            match result {
                DecoderResult::InputEmpty => return,
                DecoderResult::OutputFull => {}
                DecoderResult::Malformed(..) => {
                    self.wrong.push_back(self.before + self.held.len() as u64);
                    self.held.push(char::REPLACEMENT_CHARACTER);
                }
            }
        }
    }
}
