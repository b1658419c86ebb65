//! The contacts as the snapshot has them: segments, which never change.

use std::sync::{Arc, OnceLock};

use kith_model::system::EXTERNAL_ID;
use rayon::prelude::*;

use crate::{
    arena::Arena, column::SegmentColumn, error::IndexError, grams::Grams, key::external_ids, keys::Keys,
    snapshot::Snapshot,
};

/// Whether what takes long is still wanted.
pub(crate) type GoesOn<'a> = &'a (dyn Fn() -> bool + Sync);

/// The snapshot's segments. Their keys are in memory, their texts once they were needed.
pub(crate) struct Base {
    snapshot: Snapshot,
    keys: Arc<Keys>,
    texts: OnceLock<Result<Vec<Texts>, IndexError>>,
}

/// The texts of one segment, and what stands where in them.
#[derive(Debug)]
pub(crate) struct Texts {
    pub texts: Arena,
    pub grams: Grams,
}

impl Base {
    pub fn open(snapshot: Snapshot) -> Result<Self, IndexError> {
        let segments = snapshot.segments().par_iter();
        let keys = segments.map(|segment| snapshot.keys(segment)).collect::<Result<_, _>>()?;
        Ok(Self { snapshot, keys: Arc::new(Keys::new(keys)), texts: OnceLock::new() })
    }

    pub fn snapshot(&self) -> &Snapshot {
        &self.snapshot
    }

    pub fn keys(&self) -> &Arc<Keys> {
        &self.keys
    }

    /// The texts of its segments, read when they are first asked for; who asks meanwhile waits.
    pub fn texts(&self) -> Result<&[Texts], IndexError> {
        let read = || {
            let segments = self.snapshot.segments().par_iter();
            let texts = segments.map(|segment| {
                Ok(Texts { texts: self.snapshot.texts(segment)?, grams: self.snapshot.grams(segment)? })
            });
            texts.collect()
        };
        let texts = self.texts.get_or_init(read).as_ref();
        texts.map(Vec::as_slice).map_err(|_| IndexError::Damaged("its texts"))
    }

    /// Whether the texts were read, or could not be.
    pub fn has_texts(&self) -> bool {
        self.texts.get().is_some()
    }

    /// A field's values; `None` once `goes_on` says no.
    pub fn column(&self, field: &str, goes_on: GoesOn<'_>) -> Result<Option<Vec<SegmentColumn>>, IndexError> {
        let segments = self.snapshot.segments().par_iter().zip(self.keys.segments());
        let read = segments.map(|(segment, keys)| match (goes_on(), field) {
            (false, _) => Ok(None),
            (true, EXTERNAL_ID) => Ok(Some(external_ids(keys))),
            (true, field) => self.snapshot.column(segment, field).map(Some),
        });
        Ok(read.collect::<Result<Vec<_>, _>>()?.into_iter().collect())
    }
}
