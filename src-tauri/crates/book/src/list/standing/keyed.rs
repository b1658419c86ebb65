//! Contacts by Id, with the keys they are listed by.

use std::{
    collections::{BTreeSet, HashMap},
    sync::Arc,
};

use kith_model::RecordKey;

/// Contacts by Id, with the keys they are listed by.
#[derive(Debug, Default)]
pub(super) struct Keyed {
    by_id: HashMap<Box<str>, RecordKey>,
    keys: Arc<BTreeSet<RecordKey>>,
}

impl Keyed {
    /// The keys. They are copied only where somebody still holds them when they change.
    pub fn keys(&self) -> Arc<BTreeSet<RecordKey>> {
        Arc::clone(&self.keys)
    }

    /// Puts contacts in, or out where they have no key.
    pub fn replace(&mut self, contacts: Vec<(String, Option<RecordKey>)>) {
        if contacts.is_empty() {
            return;
        }
        let keys = Arc::make_mut(&mut self.keys);
        // All out first: one may have got the key that another one had.
        for (id, _) in &contacts {
            if let Some(key) = self.by_id.remove(id.as_str()) {
                keys.remove(&key);
            }
        }
        for (id, key) in contacts {
            if let Some(key) = key {
                keys.insert(key.clone());
                self.by_id.insert(id.into(), key);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_that_got_the_key_of_another_stays() {
        let key = |value: &str| Some(RecordKey::ExternalId(value.to_owned()));
        let mut keyed = Keyed::default();
        keyed.replace(vec![("a".into(), key("x")), ("b".into(), key("y"))]);
        let before = keyed.keys();
        keyed.replace(vec![("b".into(), key("x")), ("a".into(), key("z")), ("c".into(), None)]);
        assert_eq!(keyed.keys().iter().cloned().map(Some).collect::<Vec<_>>(), [key("x"), key("z")]);
        keyed.replace(vec![("a".into(), None)]);
        assert_eq!((keyed.keys().len(), before.len()), (1, 2));
    }
}
