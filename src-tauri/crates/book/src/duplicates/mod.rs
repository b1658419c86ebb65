//! Contacts that may be one person: found by rules that can be told, never merged by themselves.
//!
//! A search reads every contact once and keeps its [traits](traits::Traits), a few hundred bytes each. Two contacts are
//! compared only where they have a key in common ([`blocks`]): an e-mail address, a telephone number, or a company together
//! with a name that is near. So the work grows with the contacts and not with their square, and no pair is missed that the
//! [rules](evidence::weigh) would find, but among more than a hundred copies of one contact. What people said is not the
//! same ([`apart`]) is left out. The rules are told in `docs/adr/0019-duplicates-are-explained.md`.

mod apart;
mod best;
mod blocks;
mod company;
mod evidence;
mod found;
mod likeness;
mod merge;
mod name;
mod search;
mod shape;
#[cfg(test)]
mod tests;
mod traits;

pub(crate) use apart::DOCUMENT as APART;
pub use evidence::{Certainty, ReasonKind};
pub use merge::Merge;
pub use search::DuplicateWatch;
pub use shape::{
    ApartPair, DuplicateContact, DuplicatePair, DuplicateProgress, DuplicateReason, DuplicateStep, Duplicates,
};
