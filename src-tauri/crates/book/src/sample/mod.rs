//! The sample book: plausible contacts from a recipe, the same for the same seed.

mod random;
mod recipe;

use kith_model::{Body, Source, StatusCode};
use kith_store::StoreError;
use serde_json::{Map, Value, json};

use crate::{
    answer::{Answer, Reply},
    book::Book,
    error::{Error, read_only},
    requests::Asked,
};

pub use recipe::{SampleContacts, contacts as sample_contacts};

/// How many contacts a sample has where nobody says.
pub const SAMPLE_SIZE: usize = 250;
/// How many contacts go into one change set, so that a large sample does not wait in memory.
const BATCH: usize = 1_000;

impl Book {
    /// Fills an empty book with `count` sample contacts. `Data` is `{"Created": count}`.
    #[must_use]
    pub fn fill_with_sample(&self, count: usize, seed: u64) -> Reply {
        self.fill_with_sample_while(count, seed, &|_| true)
    }

    /// The same, as long as `go_on` says so, which is told after each change set how many contacts there are.
    #[must_use]
    pub fn fill_with_sample_while(&self, count: usize, seed: u64, go_on: &dyn Fn(u64) -> bool) -> Reply {
        self.request(&Asked::plain("sample"), || {
            if self.is_read_only() {
                return Err(Error::refused(read_only()));
            }
            if self.count() > 0 {
                return Err(Error::NotEmpty(self.count()));
            }
            let mut contacts = sample_contacts(count, seed)?;
            let mut last = None;
            for from in (0..count).step_by(BATCH) {
                last = self.take_sample(contacts.by_ref().take(BATCH.min(count - from)))?;
                if !go_on(self.count()) {
                    return Err(StoreError::Ended.into());
                }
            }
            let answer = Answer::success(StatusCode::OK).with_data(json!({"Created": count}));
            Ok(Reply::new(answer, last))
        })
    }

    fn take_sample(&self, mut batch: impl Iterator<Item = Map<String, Value>>) -> Result<Option<u64>, Error> {
        let written = self.commit(self.note(&self.host.now(), Source::Sample), |work| {
            batch.try_for_each(|contact| {
                let body = Body::from_map(contact).map_err(Error::refused)?;
                work.create(&body, false).map(drop)
            })
        })?;
        Ok(written.committed.map(|set| set.seq))
    }
}
