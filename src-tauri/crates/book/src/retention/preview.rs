//! What a setting would forget, before it is agreed to.

use kith_store::GoOn;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{book::Book, error::Error, settings::MAX_DAYS};

/// What would be forgotten.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "PascalCase")]
pub struct WouldForget {
    /// How many changes.
    #[ts(type = "number")]
    pub change_sets: u64,
    /// When the newest of them was made.
    pub upto: Option<String>,
}

impl Book {
    /// What would be forgotten if changes were kept for so many days (`None`: for ever). Nothing is set or forgotten.
    ///
    /// # Errors
    /// [`Error::Store`].
    pub fn would_forget(&self, days: Option<u32>, go_on: GoOn<'_>) -> Result<WouldForget, Error> {
        let (Some(days), Some(oldest)) = (days, self.oldest_kept()?) else {
            return Ok(WouldForget::default());
        };
        let Some(upto) = self.due(days.clamp(1, MAX_DAYS), &oldest, go_on)? else {
            return Ok(WouldForget::default());
        };
        let newest = self.store.change_set(upto)?;
        Ok(WouldForget { change_sets: upto + 1 - oldest.seq, upto: newest.map(|set| set.note.at) })
    }
}
