//! Values with a label beside them, as Google's export has them: the label says which field of its kind a value is of.

use kith_formats::{
    presets::{VALUES_BETWEEN, labelled},
    table::Cell,
};

use super::{
    Blank,
    bound::{Filling, Goal},
    cell::How,
};

/// Where a further telephone number goes.
const OTHER_PHONE: &str = "OtherPhone";

/// A column whose values have a label.
#[derive(Debug)]
pub(super) struct Labelled {
    /// The field that a value without a label is of.
    pub field: String,
    /// The column with the labels.
    pub label: usize,
    pub how: How,
}

impl Filling<'_> {
    /// Takes the values of a cell. Of two for one field the first is taken; of a further one for which no field is left
    /// the column is told.
    pub(super) fn labelled(&mut self, column: &Labelled, name: &str, cells: &[Cell], cell: &Cell) {
        let label = cells.get(column.label).map_or("", Cell::as_text);
        let values = cell.as_text().split(VALUES_BETWEEN).map(str::trim).filter(|value| !value.is_empty());
        for value in values {
            match labelled(&column.field, label).and_then(|field| self.free(column, field)) {
                Some(field) => {
                    self.set(&Goal::Field(field), &Cell::Text(value.to_owned()), &column.how, Blank::Leave);
                }
                None => self.draft.left.push(name.to_owned()),
            }
        }
    }

    fn free(&mut self, column: &Labelled, field: String) -> Option<String> {
        // The parts of one address stay together.
        let begin = ["Mailing", "Other"].into_iter().find(|begin| field.starts_with(begin));
        if let (Some(begin), true) = (begin, column.field.starts_with("Mailing"))
            && *self.addresses.entry(begin).or_insert(column.label) != column.label
        {
            return None;
        }
        let is_free = |field: &str| !self.draft.body.fields.contains_key(field);
        let other = || (column.field == "Phone").then(|| OTHER_PHONE.to_owned());
        Some(field).filter(|field| is_free(field)).or_else(|| other().filter(|field| is_free(field)))
    }
}
