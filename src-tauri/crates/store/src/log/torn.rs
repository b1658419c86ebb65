//! Cutting off a frame that was never answered.

use super::{LogDir, LogEnd, segment};
use crate::{disk, error::StoreError};

/// Keeps a copy of the torn tail as `log/torn-<number>-<n>.bin`, then makes its place zeros again, for good.
pub(crate) fn cut_torn_tail(log: &LogDir, end: &LogEnd) -> Result<(), StoreError> {
    let Some(torn) = &end.torn else { return Ok(()) };
    let copy = disk::free_name(log.path(), &format!("torn-{}", end.start.next), ".bin");
    disk::replace_file(&copy, &torn.bytes)?;
    let zero = || {
        let file = disk::private().open(&torn.path)?;
        segment::fill(&file, torn.offset, torn.offset + torn.bytes.len() as u64)
    };
    zero().map_err(StoreError::io("repair", &torn.path))
}
