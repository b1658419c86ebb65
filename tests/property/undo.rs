//! Random edits, undos of wholes and parts, redos and moments, against a plain model: cells that hold a number or nothing.

use kith_book::{BulkOperation, KeyField, Reply, Scope, Source};
use kith_tests::book::{TestBook, id};
use proptest::prelude::*;
use serde_json::{Map, Value, json};

use crate::settings;

const CONTACTS: usize = 3;
const FIELDS: [&str; 3] = ["Title", "Fax", "Department"];

/// What each field of each contact holds.
type Cells = [[Option<u8>; 3]; CONTACTS];

/// One field of one contact, before and after.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Cell {
    contact: usize,
    field: usize,
    old: Option<u8>,
    new: Option<u8>,
}

/// A change set of the model.
#[derive(Debug, Clone)]
struct Set {
    source: Source,
    takes_back: Option<usize>,
    cells: Vec<Cell>,
}

/// The contacts are made first, one change set each.
#[derive(Debug, Default)]
struct Model {
    now: Cells,
    sets: Vec<Set>,
}

#[derive(Debug, Clone)]
enum Step {
    Edit(Cells),
    /// Of the set with this number among those there are: all, one contact's part, or a field of that.
    Undo(Option<prop::sample::Index>, Option<usize>, Option<usize>),
    Redo,
    PutBack(usize, prop::sample::Index),
}

fn step() -> impl Strategy<Value = Step> {
    // Few values, so that a field often comes to hold again what it held before.
    let value = prop::option::of(0_u8..3);
    let edit = prop::array::uniform3(prop::array::uniform3(value)).prop_map(Step::Edit);
    let scope = (prop::option::of(0..CONTACTS), prop::option::of(0..FIELDS.len()));
    let undo = (prop::option::of(any::<prop::sample::Index>()), scope)
        .prop_map(|(set, (contact, field))| Step::Undo(set, contact, field.filter(|_| contact.is_some())));
    let moment = (0..CONTACTS, any::<prop::sample::Index>()).prop_map(|(c, set)| Step::PutBack(c, set));
    prop_oneof![3 => edit, 4 => undo, 2 => Just(Step::Redo), 1 => moment]
}

impl Model {
    /// Makes cells what they are to be; the number of the change, if anything differs.
    fn set(&mut self, source: Source, takes_back: Option<usize>, to: &[Cell]) -> Option<usize> {
        let cells: Vec<_> = to.iter().copied().filter(|cell| cell.old != cell.new).collect();
        if cells.is_empty() {
            return None;
        }
        for cell in &cells {
            self.now[cell.contact][cell.field] = cell.new;
        }
        self.sets.push(Set { source, takes_back, cells });
        Some(self.sets.len() - 1)
    }

    fn edit(&mut self, to: &Cells) -> Option<usize> {
        let cells = each(|contact, field| Cell {
            contact,
            field,
            old: self.now[contact][field],
            new: to[contact][field],
        });
        self.set(Source::Bulk, None, &cells)
    }

    /// What still is as the set made it.
    fn in_effect(&self, set: usize, contact: Option<usize>, field: Option<usize>) -> Vec<Cell> {
        let wanted = |cell: &&Cell| {
            contact.is_none_or(|it| it == cell.contact) && field.is_none_or(|it| it == cell.field)
        };
        let cells = self.sets[set].cells.iter().filter(wanted);
        cells.copied().filter(|cell| self.now[cell.contact][cell.field] == cell.new).collect()
    }

    fn take_back(&mut self, set: usize, contact: Option<usize>, field: Option<usize>) -> Option<usize> {
        let back: Vec<_> = self.in_effect(set, contact, field);
        let back: Vec<_> =
            back.into_iter().map(|cell| Cell { old: cell.new, new: cell.old, ..cell }).collect();
        let source = if self.sets[set].source == Source::Undo { Source::Redo } else { Source::Undo };
        self.set(source, Some(set), &back)
    }

    /// Whether a set was taken back whole by one of these sources, or in part with nothing of it left.
    fn is_gone(&self, set: usize, by: Source, contact: Option<usize>) -> bool {
        let later = || self.sets[set + 1..].iter().filter(|later| later.source == by);
        let size = self.sets[set].cells.len();
        let touched = |later: &Set| {
            let mut cells = later.cells.iter();
            cells.any(|cell| self.sets[set].cells.iter().any(|mine| mine.contact == cell.contact))
        };
        let mut takers = later().filter(|later| later.takes_back == Some(set)).peekable();
        let is_put_back = later().any(|later| later.takes_back.is_none() && touched(later));
        let in_part = takers.peek().is_some() || is_put_back;
        takers.any(|taker| taker.cells.len() >= size)
            || in_part && self.in_effect(set, contact, None).is_empty()
    }

    fn last_undoable(&self, contact: Option<usize>) -> Option<usize> {
        let is_about = |set: usize| {
            contact.is_none_or(|contact| self.sets[set].cells.iter().any(|cell| cell.contact == contact))
        };
        let undoable = |&set: &usize| {
            self.sets[set].source != Source::Undo
                && is_about(set)
                && !self.is_gone(set, Source::Undo, contact)
        };
        (0..self.sets.len()).rev().find(undoable)
    }

    fn last_redoable(&self) -> Option<usize> {
        let turned = |&set: &usize| matches!(self.sets[set].source, Source::Undo | Source::Redo);
        let back = (0..self.sets.len()).rev().take_while(turned);
        let mut undos = back.filter(|&set| self.sets[set].source == Source::Undo);
        undos.find(|&set| !self.is_gone(set, Source::Redo, None))
    }

    /// A contact as it was right after a set that changed it.
    fn put_back(&mut self, contact: usize, set: usize) -> Option<usize> {
        let mut then = self.now[contact];
        for later in self.sets[set + 1..].iter().rev() {
            for cell in later.cells.iter().filter(|cell| cell.contact == contact) {
                then[cell.field] = cell.old;
            }
        }
        let cells = (0..FIELDS.len())
            .map(|field| Cell { contact, field, old: self.now[contact][field], new: then[field] })
            .collect::<Vec<_>>();
        self.set(Source::Undo, None, &cells)
    }
}

fn each<T>(cell: impl Fn(usize, usize) -> T) -> Vec<T> {
    (0..CONTACTS)
        .flat_map(|contact| (0..FIELDS.len()).map(move |field| (contact, field)))
        .map(|(c, f)| cell(c, f))
        .collect()
}

/// The book and its model, and how the sets of the one are numbered in the other.
struct Pair {
    book: TestBook,
    model: Model,
}

impl Pair {
    fn new() -> Self {
        let contacts = (0..CONTACTS).map(|n| json!({"Id": n.to_string(), "ExternalId": format!("x{n}")}));
        Self { book: TestBook::with(contacts), model: Model::default() }
    }

    fn go(&mut self, step: &Step) {
        let (reply, expected) = match step {
            Step::Edit(to) => (self.edit(to), self.model.edit(to)),
            Step::Redo => {
                let expected = self.model.last_redoable();
                (self.book.redo(), expected.and_then(|set| self.model.take_back(set, None, None)))
            }
            Step::Undo(set, contact, field) => self.undo(set.as_ref(), *contact, *field),
            Step::PutBack(contact, set) => self.put_back(*contact, *set),
        };
        let made = reply.change_id.map(|change| change.parse::<usize>().expect("a number"));
        assert_eq!(made, expected.map(number), "{step:?}: {:?}", reply.answer);
        assert_eq!(self.cells(), self.model.now, "{step:?}");
    }

    fn edit(&self, to: &Cells) -> Reply {
        let row = |contact: usize| {
            let fields =
                FIELDS.iter().zip(to[contact]).map(|(name, value)| ((*name).to_owned(), written(value)));
            let mut row: Map<String, Value> = fields.collect();
            row.insert("Id".into(), contact.to_string().into());
            Value::Object(row)
        };
        let rows: Vec<_> = (0..CONTACTS).map(row).collect();
        self.book.bulk_of(BulkOperation::Update, KeyField::Id, &rows.into())
    }

    fn undo(
        &mut self,
        set: Option<&prop::sample::Index>,
        contact: Option<usize>,
        field: Option<usize>,
    ) -> (Reply, Option<usize>) {
        let sets = self.model.sets.len();
        let named = set.filter(|_| sets > 0).map(|set| set.index(sets));
        // An undo that would come to the contacts' creation is not asked for.
        let Some(set) = named.or_else(|| self.model.last_undoable(contact)) else {
            return (self.book.undo(Some("none")), None);
        };
        let scope = Scope {
            contact: contact.map(|contact| id(&contact.to_string())),
            fields: field.map(|field| FIELDS[field].to_owned()).into_iter().collect(),
        };
        let change_id = named.map(|set| number(set).to_string());
        let reply = self.book.undo_part(change_id.as_deref(), &scope);
        // A field the set does not have is refused, and takes nothing back in the model either.
        (reply, self.model.take_back(set, contact, field))
    }

    fn put_back(&mut self, contact: usize, set: prop::sample::Index) -> (Reply, Option<usize>) {
        let has = |set: &Set| set.cells.iter().any(|cell| cell.contact == contact);
        let mine: Vec<_> = (0..self.model.sets.len()).filter(|&n| has(&self.model.sets[n])).collect();
        if mine.is_empty() {
            return (self.book.undo(Some("none")), None);
        }
        let set = mine[set.index(mine.len())];
        let reply = self.book.put_back(&id(&contact.to_string()), &number(set).to_string());
        (reply, self.model.put_back(contact, set))
    }

    fn cells(&self) -> Cells {
        let mut cells = Cells::default();
        for (contact, fields) in cells.iter_mut().enumerate() {
            let record = self.book.whole_by(&id(&contact.to_string()));
            for (cell, name) in fields.iter_mut().zip(FIELDS) {
                *cell = record[name].as_str().map(|text| text.parse().expect("a number"));
            }
        }
        cells
    }
}

/// The change's number in the book, where the contacts' creations come before it.
fn number(set: usize) -> usize {
    set + CONTACTS + 1
}

fn written(value: Option<u8>) -> Value {
    value.map_or(Value::Null, |value| value.to_string().into())
}

proptest! {
    #![proptest_config(settings(96))]

    #[test]
    fn parts_wholes_and_moments_are_taken_back_as_the_model_does(steps in prop::collection::vec(step(), 1..30)) {
        let mut pair = Pair::new();
        for step in &steps {
            pair.go(step);
        }
        pair.book.verified();
    }

    #[test]
    fn as_many_redos_as_undos_lead_back(steps in prop::collection::vec(step(), 1..20)) {
        let mut pair = Pair::new();
        for step in &steps {
            pair.go(step);
        }
        let before = pair.cells();
        let mut undone = 0;
        // Those of the contacts' creations are left alone.
        while undone < 5 && let Some(set) = pair.model.last_undoable(None) {
            if !pair.book.undo(None).answer.success {
                break;
            }
            pair.model.take_back(set, None, None);
            undone += 1;
        }
        for _ in 0..undone {
            assert!(pair.book.redo().answer.success);
        }
        assert_eq!(pair.cells(), before);
    }
}
