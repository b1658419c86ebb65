//! What lists of contacts are made from: each contact's folded text, its fields' values by column, and the orders that
//! were asked for, all in memory and small enough for a million contacts.
//!
//! The index is read from a *snapshot*, one file in segments of 65,536 contacts that never change. What changes later
//! stands in a *tail* after the segments, and a set says which rows are still live. The snapshot is made anew when the
//! tail has grown long. The index is made from the contacts and can always be made again; it knows nothing of where they,
//! or its file, are kept.

mod arena;
mod asked;
mod base;
mod build;
mod collation;
mod column;
mod columns;
mod error;
mod facets;
mod grams;
mod index;
mod key;
mod keys;
mod leading;
mod load;
mod order;
mod rows;
mod search;
mod snapshot;
mod sort;
mod tail;
#[cfg(test)]
mod tests;
mod text;
mod within_keys;

pub use asked::{Asked, Condition, ConditionKind, First};
pub use build::Builder;
pub use collation::Collation;
pub use error::IndexError;
pub use facets::Values;
pub use index::Index;
pub use load::{LoadJob, LoadedColumns};
pub use snapshot::{ReadAt, Snapshot, Stamp};
pub use sort::{SortJob, SortedRows};
