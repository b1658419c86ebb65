//! Many texts in one piece of memory, as they stand in the snapshot too.
//!
//! ```text
//! count u32 | end of each text u32 … | bytes
//! ```

use std::ops::Range;

/// Texts by number. They never change.
#[derive(Debug, Clone, Default)]
pub(crate) struct Arena {
    ends: Vec<u32>,
    bytes: Vec<u8>,
}

impl Arena {
    pub fn push(&mut self, text: &[u8]) {
        self.bytes.extend_from_slice(text);
        self.ends.push(u32::try_from(self.bytes.len()).unwrap_or(u32::MAX));
    }

    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// The text of that number; empty where there is none.
    pub fn get(&self, at: usize) -> &[u8] {
        self.bytes.get(self.span(at)).unwrap_or_default()
    }

    /// Where the text of that number is in [`Self::bytes`].
    pub fn span(&self, at: usize) -> Range<usize> {
        let begin = at.checked_sub(1).map_or(0, |before| self.end(before));
        begin..self.end(at).max(begin)
    }

    /// All texts, one after the other.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The number of the text that the byte at `place` is in, looked for from the text `from` on.
    pub fn holder(&self, place: usize, from: usize) -> usize {
        // The next hit is more often than not a few texts on.
        let mut step = 1;
        while from + step < self.len() && self.end(from + step - 1) <= place {
            step *= 2;
        }
        let some = self.ends.get(from..(from + step).min(self.len())).unwrap_or_default();
        from + some.partition_point(|end| *end as usize <= place)
    }

    pub fn iter(&self) -> impl Iterator<Item = &[u8]> {
        (0..self.len()).map(|at| self.get(at))
    }

    pub fn write(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(&u32::try_from(self.ends.len()).unwrap_or(u32::MAX).to_le_bytes());
        self.ends.iter().for_each(|end| out.extend_from_slice(&end.to_le_bytes()));
        out.extend_from_slice(&self.bytes);
    }

    /// Reads what [`Self::write`] wrote; `None` where it is something else.
    pub fn read(stored: &[u8]) -> Option<Self> {
        let (count, rest) = stored.split_first_chunk::<4>()?;
        let (ends, bytes) = rest.split_at_checked((u32::from_le_bytes(*count) as usize).checked_mul(4)?)?;
        let ends: Vec<u32> = numbers(ends).collect();
        let is_whole = ends.is_sorted() && ends.last().is_none_or(|end| *end as usize == bytes.len());
        is_whole.then(|| Self { ends, bytes: bytes.to_vec() })
    }

    fn end(&self, at: usize) -> usize {
        self.ends.get(at).map_or(self.bytes.len(), |end| *end as usize)
    }
}

/// The numbers that stand in `bytes`, little end first.
pub(crate) fn numbers(bytes: &[u8]) -> impl Iterator<Item = u32> {
    bytes.as_chunks::<4>().0.iter().map(|bytes| u32::from_le_bytes(*bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn arena(texts: &[&str]) -> Arena {
        let mut arena = Arena::default();
        texts.iter().for_each(|text| arena.push(text.as_bytes()));
        arena
    }

    #[test]
    fn texts_are_found_by_number_and_by_place() {
        let arena = arena(&["anna", "", "ben", "carla"]);
        assert_eq!(
            (arena.get(0), arena.get(1), arena.get(3), arena.get(9)),
            (&b"anna"[..], &b""[..], &b"carla"[..], &b""[..])
        );
        for (place, text) in [(0, 0), (3, 0), (4, 2), (6, 2), (7, 3), (11, 3)] {
            assert_eq!(arena.holder(place, 0), text, "the byte at {place}");
        }
        assert_eq!(arena.holder(7, 2), 3);
    }

    #[test]
    fn what_is_written_is_read_and_nothing_else() {
        let mut stored = Vec::new();
        arena(&["anna", "", "ben"]).write(&mut stored);
        let read = Arena::read(&stored).unwrap();
        assert_eq!(read.iter().collect::<Vec<_>>(), [&b"anna"[..], b"", b"ben"]);
        for cut in 0..stored.len() {
            assert!(Arena::read(&stored[..cut]).is_none(), "cut at {cut}");
        }
    }
}
