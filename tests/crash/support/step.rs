//! What the writer does to a book, one step after the other.
//!
//! A new kind of work is a new [`Step`]: its weight in `WEIGHTS`, and what it does in `request.rs` where it is a request
//! to the book, or in `upkeep.rs` where it is done to the whole book or to its folder.

use serde::{Deserialize, Serialize};

use super::dice::Dice;

/// A kind of work.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Step {
    /// One contact is created or updated.
    Save,
    /// The same, with a text that takes several of sled's values.
    SaveLong,
    /// One contact is deleted.
    Delete,
    /// Many contacts are created or updated as one change.
    Bulk,
    /// Many contacts are deleted as one change.
    BulkDelete,
    /// A file of contacts is taken in.
    Import,
    /// The last change is taken back.
    Undo,
    /// The last undo is taken back.
    Redo,
    /// The book is closed, which is a checkpoint, and opened again.
    Reopen,
    /// The book is closed, its records are thrown away and built anew from the log.
    Rebuild,
    /// A backup is made while the book is open.
    Backup,
    /// The records are copied into a fresh folder while the book is open.
    Compact,
    /// A backup is made, and the book is made anew of it.
    Restore,
    /// A backup is made, the log is damaged, and the book is repaired.
    Repair,
    /// Old change sets are forgotten while the book is open.
    Forget,
}

/// How often each step comes.
const WEIGHTS: [(Step, usize); 15] = [
    (Step::Save, 40),
    (Step::SaveLong, 6),
    (Step::Delete, 6),
    (Step::Bulk, 8),
    (Step::BulkDelete, 3),
    (Step::Import, 5),
    (Step::Undo, 5),
    (Step::Redo, 2),
    (Step::Reopen, 6),
    (Step::Rebuild, 2),
    (Step::Backup, 3),
    (Step::Compact, 3),
    (Step::Restore, 2),
    (Step::Repair, 2),
    (Step::Forget, 2),
];

impl Step {
    /// Draws a step.
    pub fn draw(dice: &mut Dice) -> Self {
        Self::drawn(WEIGHTS, dice)
    }

    /// Draws a step, mostly one that puts other files in the place of the book's.
    pub fn draw_replacing(dice: &mut Dice) -> Self {
        let more =
            |(step, weight): (Self, usize)| (step, if step.replaces() { 12 } else { weight.div_ceil(4) });
        Self::drawn(WEIGHTS.map(more), dice)
    }

    /// Whether it puts other files in the place of the book's.
    fn replaces(self) -> bool {
        matches!(self, Self::Rebuild | Self::Compact | Self::Restore | Self::Repair | Self::Forget)
    }

    fn drawn(weights: [(Self, usize); WEIGHTS.len()], dice: &mut Dice) -> Self {
        let all = weights.iter().map(|(_, weight)| weight).sum();
        let mut at = dice.below(all);
        for (step, weight) in weights {
            match at.checked_sub(weight) {
                Some(rest) => at = rest,
                None => return step,
            }
        }
        Self::Save
    }
}
