//! Which fields are wanted of many records, and finding a field's name among them quickly.

use kith_model::system;

/// The fields that are wanted of records; everything else of them is passed over unread.
#[derive(Debug, Clone)]
pub struct Fields {
    /// In the caller's order.
    names: Vec<String>,
    /// The slot of each of `names`.
    slots: Vec<usize>,
    /// The names that are looked for, each once, as JSON writes them; the record keys are the first two.
    wanted: Vec<Box<[u8]>>,
}

impl Fields {
    pub(super) const ID: usize = 0;
    pub(super) const EXTERNAL_ID: usize = 1;

    /// Of the fields with these names; a field's *place* is its position among them.
    pub fn new(names: impl IntoIterator<Item = impl Into<String>>) -> Self {
        let mut fields = Self { names: Vec::new(), slots: Vec::new(), wanted: Vec::new() };
        fields.slot(system::ID);
        fields.slot(system::EXTERNAL_ID);
        for name in names {
            let name = name.into();
            let slot = fields.slot(&name);
            fields.slots.push(slot);
            fields.names.push(name);
        }
        fields
    }

    /// Their names, each at its place.
    #[must_use]
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// How many are looked for.
    pub(super) fn count(&self) -> usize {
        self.wanted.len()
    }

    /// Where the value of the field with a place is put.
    pub(super) fn slot_of(&self, place: usize) -> Option<usize> {
        self.slots.get(place).copied()
    }

    fn slot(&mut self, name: &str) -> usize {
        let name = as_json(name);
        self.find(&name).unwrap_or_else(|| {
            self.wanted.push(name);
            self.wanted.len() - 1
        })
    }

    fn find(&self, name: &[u8]) -> Option<usize> {
        self.wanted.iter().position(|wanted| **wanted == *name)
    }
}

/// What JSON writes between the quotes.
fn as_json(name: &str) -> Box<[u8]> {
    let quoted = serde_json::Value::from(name).to_string();
    quoted.get(1..quoted.len() - 1).unwrap_or_default().as_bytes().into()
}

/// The slots of names, in the order in which records have them: records mostly agree in that, so the next name is found
/// a step or two further on.
#[derive(Debug, Default)]
pub(super) struct Order {
    known: Vec<(Box<[u8]>, Option<usize>)>,
    at: usize,
}

impl Order {
    /// Begins with another record.
    pub fn rewind(&mut self) {
        self.at = 0;
    }

    /// The slot of the next name; `None` where it is not wanted.
    pub fn slot(&mut self, fields: &Fields, name: &[u8]) -> Option<usize> {
        let is_it = |(known, _): &(Box<[u8]>, _)| **known == *name;
        let (passed, ahead) = self.known.split_at(self.at.min(self.known.len()));
        let found = ahead.iter().position(is_it).map(|step| passed.len() + step);
        let (next, found) = (passed.len(), found.or_else(|| passed.iter().position(is_it)));
        let found = found.unwrap_or_else(|| {
            self.known.insert(next, (name.into(), fields.find(name)));
            next
        });
        self.at = found + 1;
        self.known.get(found).and_then(|(_, slot)| *slot)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_found_whatever_the_order() {
        let fields = Fields::new(["Email", "Id", "Na\"me", "Email"]);
        assert_eq!(fields.names(), ["Email", "Id", "Na\"me", "Email"]);
        let places: Vec<_> = (0..5).map(|place| fields.slot_of(place)).collect();
        assert_eq!(places, [Some(2), Some(Fields::ID), Some(3), Some(2), None]);
        let mut order = Order::default();
        for names in [["Id", "Fax", "Email"], ["Email", "Id", "Fax"], ["Fax", "Na\\\"me", "Id"]] {
            order.rewind();
            for name in names {
                assert_eq!(order.slot(&fields, name.as_bytes()), fields.find(name.as_bytes()), "{name}");
            }
        }
    }
}
