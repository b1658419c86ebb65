//! The change log and the sled book kept from it.
//!
//! Every change is written to an append-only log and synced before it is answered; the records in sled are kept from
//! that log and can be built anew from it at any time. `docs/store-format.md` has every file and every byte.
//!
//! This is the only crate that names sled. What sled does not promise (see the comments where each hazard is met)
//! is made up for here: nothing above this crate needs to know that it exists.

pub mod archive;
mod base;
mod batch;
mod bytes;
mod checkpoint;
mod codec;
mod compact;
mod disk;
mod durable;
mod engine;
mod error;
mod examine;
#[cfg(any(test, feature = "fuzz"))]
pub mod fuzz;
mod go_on;
mod guard;
mod history;
mod in_order;
mod lock;
mod log;
mod manifest;
mod open;
mod prune;
mod raw;
mod read_only;
mod rebuild;
mod records;
mod repair;
mod replay;
mod restore;
mod stage;
mod store;
mod sums;
mod survey;
mod swap;
mod verify;
mod walk;
mod write;

pub use archive::{ArchiveAbout, ArchiveReport};
pub use compact::{Compacted, Space};
pub use disk::{free_name, private_file, replace_file};
pub use error::StoreError;
pub use go_on::GoOn;
pub use history::RecordChange;
pub use open::{OpenOptions, OpenReport};
pub use prune::Pruned;
pub use raw::{Fields, RawRecord, RawValue};
pub use repair::{RepairReport, repair};
pub use restore::{RestoreReport, restore};
pub use store::Store;
pub use verify::VerifyReport;
pub use write::{Transaction, Written};
