//! The list's index of an open book: read from its snapshot or built, and brought up to date when it is next asked.

use std::{
    collections::HashSet,
    mem,
    sync::{
        Mutex, MutexGuard, OnceLock, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    thread,
    time::Duration,
};

use kith_index::{Asked, Index, IndexError, LoadJob, SortJob};
use kith_model::{Change, ChangeSet, Operation, Record, RecordKey, system};
use kith_store::{Fields, GoOn, Store, StoreError};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use ts_rs::TS;

use super::{
    Patience,
    snapshot::{Making, newest, read},
};
use crate::error::Error;

/// More changed contacts than this, and the snapshot is made anew,
const MOST_CHANGED: usize = 20_000;
/// where they are more than one of so many contacts, too.
const FEW: usize = 16;
/// More contacts that changed at once than this, and than a quarter of all, and the index is built anew.
const TOO_MANY: usize = 100_000;
/// As many keys of changed contacts are noted: with more, an index of any size is built anew.
pub(super) const MOST_NOTED: usize = 400_000;

/// How often who waits for an index looks whether it is there.
const LOOKING: Duration = Duration::from_millis(20);

/// How far the list's index is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Preparing {
    /// How many contacts were read.
    #[ts(type = "number")]
    pub done: u64,
    /// How many there are.
    #[ts(type = "number")]
    pub total: u64,
}

/// The index and what it is yet to look at again.
#[derive(Default)]
pub(crate) struct Live {
    state: Mutex<State>,
    changed: Mutex<Changed>,
    /// The number of the order that was begun last; the reading and sorting for older ones are called off.
    orders: AtomicU64,
    /// Held by who makes the index be there; others wait, unless it is built beside.
    beginning: Mutex<()>,
    beside: OnceLock<Beside>,
}

/// Somebody who does what takes long.
struct Beside {
    /// Books of more contacts than this are theirs.
    above: u64,
    wake: Box<dyn Fn() + Send + Sync>,
}

/// Whether there is an index.
#[derive(Default)]
enum State {
    #[default]
    None,
    Preparing(Preparing),
    Ready(Box<Index>),
    /// It could not be built beside, which is told to who asks next.
    Failed(Error),
}

/// Contacts that changed since an index looked at them.
#[derive(Default)]
struct Changed {
    /// Noted since an index is there, or begun.
    since: Option<Noted>,
    /// Those that changed since a new snapshot was begun, while one is made.
    meanwhile: Option<Noted>,
}

/// Keys of contacts that changed.
#[derive(Default)]
struct Noted {
    keys: Vec<RecordKey>,
    /// Whether they became too many to be worth noting.
    is_beyond: bool,
}

/// What is asked of the index, or that it is not there yet.
pub(crate) enum Found<T> {
    /// What was found.
    Here(T),
    /// It is being prepared.
    Preparing(Preparing),
}

/// What a list waits for.
enum Next {
    /// The texts, which no search needed yet.
    Read(Box<dyn FnOnce() -> Result<(), IndexError> + Send>),
    /// Columns.
    Load(Loading),
    /// An order.
    Sort(SortJob),
    /// Nothing.
    Answer,
}

/// Columns that are to be read.
struct Loading {
    job: LoadJob,
    fields: Vec<String>,
    /// Whether they are for nothing but an order.
    is_for_order: bool,
    /// The contacts whose values are not in the snapshot.
    keys: Vec<Option<RecordKey>>,
}

impl Live {
    /// Has the contacts of a change set looked at again when the index is next asked.
    pub fn note(&self, set: &ChangeSet) {
        let mut changed = self.changed();
        let Changed { since, meanwhile } = &mut *changed;
        if let Some(since) = since {
            since.note(set);
        }
        if let Some(meanwhile) = meanwhile {
            meanwhile.note(set);
        }
    }

    /// Has indexes of more contacts than `above` built by somebody else, who calls [`Self::complete`] when `wake` is
    /// called.
    pub fn build_beside(&self, above: u64, wake: Box<dyn Fn() + Send + Sync>) {
        // Set once, before anybody asks.
        let _ = self.beside.set(Beside { above, wake });
    }

    /// Has what takes long done by somebody else, where that is agreed for a book of so many contacts.
    pub fn wake_beside(&self, count: u64) -> bool {
        let beside = self.beside.get().filter(|beside| count > beside.above);
        beside.iter().for_each(|beside| (beside.wake)());
        beside.is_some()
    }

    /// Does what takes long and nobody is to wait for: builds the index that was asked for, reads what searching needs,
    /// makes a snapshot anew that much changed since.
    pub fn complete(&self, making: &Making<'_>, go_on: GoOn<'_>) -> Result<(), Error> {
        if matches!(*self.state(), State::Preparing(_)) {
            let built = self.built(making, go_on);
            *self.state() = built.unwrap_or_else(State::Failed);
        }
        let reader = match &*self.state() {
            State::Ready(index) => index.reader(),
            State::None | State::Preparing(_) | State::Failed(_) => return Ok(()),
        };
        // What is damaged is told to whoever searches.
        let _ = reader();
        self.renew(making, go_on)
    }

    /// Waits for an index that is prepared beside: for who can do nothing with less.
    pub fn wait(&self, making: &Making<'_>, go_on: GoOn<'_>) -> Result<(), Error> {
        if self.beside.get().is_none() {
            return Ok(());
        }
        self.begin(making)?;
        while matches!(*self.state(), State::Preparing(_)) {
            if !go_on() {
                return Err(StoreError::Ended.into());
            }
            thread::sleep(LOOKING);
        }
        Ok(())
    }

    /// Makes the index be there, or be prepared beside.
    fn begin(&self, making: &Making<'_>) -> Result<(), Error> {
        let _one = self.beginning.lock().unwrap_or_else(PoisonError::into_inner);
        let mut state = self.state();
        if !matches!(*state, State::None | State::Failed(_)) {
            return Ok(());
        }
        if let State::Failed(error) = mem::take(&mut *state) {
            return Err(error);
        }
        drop(state);
        // From here on every change is noted, whether the index has it already or not.
        self.changed().since = Some(Noted::default());
        let total = making.store.count();
        let beside = self.beside.get();
        let made = match (read(making), beside.filter(|beside| total > beside.above)) {
            (Some((index, changed)), _) => {
                self.changed().since.get_or_insert_default().keys.extend(changed);
                State::Ready(Box::new(index))
            }
            (None, Some(_)) => State::Preparing(Preparing { done: 0, total }),
            (None, None) => self.built(making, &|| true)?,
        };
        *self.state() = made;
        beside.iter().for_each(|beside| (beside.wake)());
        Ok(())
    }

    /// An index that was built anew. Lists are told how far it is meanwhile.
    fn built(&self, making: &Making<'_>, go_on: GoOn<'_>) -> Result<State, Error> {
        let tell = |done| {
            if let State::Preparing(preparing) = &mut *self.state() {
                preparing.done = done;
            }
        };
        Ok(State::Ready(Box::new(newest(making, Vec::new(), &tell, go_on)?)))
    }

    /// Makes the snapshot anew where much changed since it was made. The index is there throughout.
    pub fn renew(&self, making: &Making<'_>, go_on: GoOn<'_>) -> Result<(), Error> {
        let few = usize::try_from(making.store.count()).unwrap_or(usize::MAX) / FEW;
        self.renew_at(making, MOST_CHANGED.max(few), go_on)
    }

    /// Makes the snapshot anew where more contacts changed since than `most`.
    pub(super) fn renew_at(&self, making: &Making<'_>, most: usize, go_on: GoOn<'_>) -> Result<(), Error> {
        let is_long = |index: &Index| index.changed() > most;
        let orders = match &*self.state() {
            State::Ready(index) if is_long(index) => index.orders(),
            _ => return Ok(()),
        };
        self.changed().meanwhile = Some(Noted::default());
        let made = newest(making, orders, &|_| (), go_on);
        // In this order: whoever asks next has the new index look at what changed since it was begun.
        let mut state = self.state();
        let mut changed = self.changed();
        let meanwhile = changed.meanwhile.take();
        if let (State::Ready(old), Ok(_)) = (&mut *state, &made) {
            changed.since = meanwhile;
            **old = made?;
            return Ok(());
        }
        made.map(drop)
    }

    /// Works with the rows that are what is asked for, in their order. Where there is no index it is made first, unless
    /// that is done beside. An order asked for by who is impatient is given up when the next such one is asked for.
    pub fn with_rows<T>(
        &self,
        making: &Making<'_>,
        asked: &Asked<'_>,
        also: Option<&str>,
        patience: Patience,
        work: impl FnOnce(&mut Index, &[u32]) -> Result<T, IndexError>,
    ) -> Result<Found<T>, Error> {
        loop {
            self.begin(making)?;
            let mut state = self.state();
            let index = match &mut *state {
                State::Ready(index) => index,
                State::Preparing(preparing) => return Ok(Found::Preparing(*preparing)),
                State::None | State::Failed(_) => continue,
            };
            if index.searched() != making.searched || self.changed().is_beyond(index) {
                *state = State::None;
                self.changed().since = None;
                continue;
            }
            let next = self.bring_up(index, making.store).map(|()| Next::of(index, asked, also));
            if let Ok(Next::Answer) = next {
                let answer = index.rows(asked).and_then(|rows| work(index, &rows));
                drop(state);
                return self.relied_on(answer.map_err(Error::from), making).map(Found::Here);
            }
            // Others may go on while something is read or sorted.
            drop(state);
            let done = next.and_then(|next| match next {
                Next::Read(read) => read().map_err(Error::from),
                Next::Load(loading) => self.load(loading, making.store, patience),
                Next::Sort(job) => self.sort(job, patience),
                Next::Answer => Ok(()),
            });
            self.relied_on(done, making)?;
        }
    }

    /// Has an index that cannot be relied on made anew by whoever asks next.
    fn relied_on<T>(&self, done: Result<T, Error>, making: &Making<'_>) -> Result<T, Error> {
        if matches!(done, Err(Error::Index(_))) {
            *self.state() = State::None;
            making.remove();
        }
        done
    }

    /// Reads columns, unless they are for an order and another order is asked for meanwhile.
    fn load(&self, loading: Loading, store: &Store, patience: Patience) -> Result<(), Error> {
        let Loading { job, fields, is_for_order, keys } = loading;
        let is_wanted = self.wanted(if is_for_order { patience } else { Patience::Long });
        let loaded = job.run(&is_wanted)?.ok_or(Error::Overtaken)?;
        let fields = Fields::new(&fields);
        let mut changed = values(store, &keys, &fields)?;
        let mut state = self.state();
        let State::Ready(index) = &mut *state else { return Ok(()) };
        if index.is_of(&loaded) {
            // What changed since the reading was begun is little.
            let later: Vec<_> = index.changed_keys(keys.len()).collect();
            changed.extend(values(store, &later, &fields)?);
            index.keep_columns(loaded, &changed);
        }
        Ok(())
    }

    /// Begins an order, and tells whether it is still wanted: what a window asked for is until it asks for another.
    fn wanted(&self, patience: Patience) -> impl Fn() -> bool + Sync {
        let next = || self.orders.fetch_add(1, Ordering::Relaxed) + 1;
        let number = (patience == Patience::Short).then(next);
        move || number.is_none_or(|number| self.orders.load(Ordering::Relaxed) == number)
    }

    fn sort(&self, job: SortJob, patience: Patience) -> Result<(), Error> {
        let is_wanted = self.wanted(patience);
        let sorted = job.run(&is_wanted).ok_or(Error::Overtaken)?;
        if let State::Ready(index) = &mut *self.state() {
            index.keep_order(sorted);
        }
        Ok(())
    }

    fn bring_up(&self, index: &mut Index, store: &Store) -> Result<(), Error> {
        let keys = self.changed().since.as_mut().map(|since| mem::take(&mut since.keys)).unwrap_or_default();
        if keys.is_empty() {
            return Ok(());
        }
        if keys.len() + index.changed() > MOST_CHANGED {
            self.beside.get().iter().for_each(|beside| (beside.wake)());
        }
        let mut seen = HashSet::new();
        let mut changed = Vec::with_capacity(keys.len());
        for key in keys.iter().filter(|key| seen.insert(*key)) {
            match store.get(key) {
                Ok(record) => changed.push((key.clone(), record)),
                Err(error) => {
                    self.changed().since.get_or_insert_default().keys.extend(keys);
                    return Err(error.into());
                }
            }
        }
        index.take_over(&changed);
        Ok(())
    }

    /// Lets the index go; whoever asks next makes it.
    #[cfg(test)]
    pub(super) fn forget(&self) {
        *self.state() = State::None;
    }

    /// How many keys are noted; none where nothing is.
    #[cfg(test)]
    pub(super) fn noted(&self) -> Option<usize> {
        self.changed().since.as_ref().map(|since| since.keys.len())
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn changed(&self) -> MutexGuard<'_, Changed> {
        self.changed.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Changed {
    /// Whether building the index anew is the only way to bring it up to date, or the quicker one.
    fn is_beyond(&self, index: &Index) -> bool {
        let Some(since) = &self.since else { return true };
        since.is_beyond || since.keys.len() > TOO_MANY.max(index.count() / 4)
    }
}

impl Noted {
    fn note(&mut self, set: &ChangeSet) {
        if self.is_beyond {
            return;
        }
        self.keys.extend(set.changes.iter().filter(|change| !change.is_of_document()).flat_map(keys_of));
        if self.keys.len() > MOST_NOTED {
            *self = Self { keys: Vec::new(), is_beyond: true };
        }
    }
}

impl Next {
    fn of(index: &mut Index, asked: &Asked<'_>, also: Option<&str>) -> Self {
        if let Some(read) = index.missing_texts(asked) {
            return Self::Read(Box::new(read));
        }
        index.make_room(asked);
        let mut fields = index.missing(asked);
        fields.extend(also.filter(|field| !index.has(field)).map(str::to_owned));
        if fields.is_empty() {
            return index.sort_job(asked.sort).map_or(Self::Answer, Self::Sort);
        }
        let is_of_order = |field: &String| asked.sort.iter().any(|key| key.field == *field);
        Self::Load(Loading {
            is_for_order: fields.iter().all(is_of_order),
            job: index.load_job(fields.clone()),
            fields,
            keys: index.changed_keys(0).collect(),
        })
    }
}

/// Some fields of contacts; none where there is none of a key, or no key.
fn values(
    store: &Store,
    keys: &[Option<RecordKey>],
    fields: &Fields,
) -> Result<Vec<Option<Record>>, StoreError> {
    let there: Vec<RecordKey> = keys.iter().flatten().cloned().collect();
    let mut read = store.read_fields(&there, fields)?.into_iter();
    Ok(keys.iter().map(|key| key.as_ref().and_then(|_| read.next()?)).collect())
}

/// Every key under which a contact was before a change or is after it.
pub(super) fn keys_of(change: &Change) -> Vec<RecordKey> {
    let mut keys = vec![change.key()];
    if change.operation != Operation::Update {
        return keys;
    }
    let renamed = change.fields.iter().filter(|field| field.field == system::EXTERNAL_ID);
    for value in renamed.flat_map(|field| [&field.old, &field.new]) {
        keys.push(match value {
            Value::String(value) => RecordKey::ExternalId(value.clone()),
            _ => RecordKey::Id(change.id.clone()),
        });
    }
    keys
}
