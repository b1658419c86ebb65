//! Passing over the log while it may be written to.

use kith_model::ChangeSet;

use super::{LogDir, Position, Start, frame, walk::Part};
use crate::error::StoreError;

impl LogDir {
    /// Visits the change sets `first..=last`, in order, and looks at nothing after them: what comes later may be being
    /// written. They must all be facts, and then never change; so no lock is needed.
    ///
    /// # Errors
    /// `Damaged` when one of them is missing or bad; `Io`; what `visit` gives.
    pub fn pass(
        &self,
        first: u64,
        last: u64,
        visit: &mut dyn FnMut(ChangeSet) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        let mut next = first;
        for segment in self.segments_from(first)? {
            if next > last {
                break;
            }
            let (header, part) = self.read_part(segment, None)?;
            let start = header.start();
            if start.next > next {
                return Err(self.missing(next));
            }
            next = self.pass_part(&part, start, next..=last, visit)?;
        }
        if next > last { Ok(()) } else { Err(self.missing(next)) }
    }

    /// Gives the number of the next change set.
    fn pass_part(
        &self,
        part: &Part,
        start: Start,
        wanted: std::ops::RangeInclusive<u64>,
        visit: &mut dyn FnMut(ChangeSet) -> Result<(), StoreError>,
    ) -> Result<u64, StoreError> {
        let (mut at, mut seq) = (0, start.next);
        while seq <= *wanted.end() {
            let found = part.bytes.get(at..).and_then(frame::read);
            let Some(frame) = found.filter(|frame| frame.seq == seq) else { break };
            if wanted.contains(&seq) {
                let offset = start.offset + at as u64;
                let offset = u32::try_from(offset).map_err(|_| self.damaged(part, seq))?;
                visit(self.decode(frame, Position { segment: start.segment, offset, index: 0 })?.set)?;
            }
            at += frame.size();
            seq += 1;
        }
        Ok(seq.max(*wanted.start()))
    }

    /// The segment a change set is in, and those after it.
    fn segments_from(&self, first: u64) -> Result<Vec<u64>, StoreError> {
        let mut segments = self.segments()?;
        let start = segments.iter().rposition(|&segment| segment <= first).unwrap_or(0);
        Ok(segments.split_off(start))
    }
}
