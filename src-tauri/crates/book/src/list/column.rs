//! One field's values in memory, by row: what lists are filtered and sorted by.

use kith_model::query::SortValue;
use serde_json::Value;

/// A field's value in every row, with what it sorts as.
#[derive(Debug, Default)]
pub(super) struct Column {
    cells: Vec<Cell>,
}

#[derive(Debug)]
pub(super) struct Cell {
    pub(super) value: Value,
    pub(super) sort: SortValue,
}

/// What a row outside the column holds.
static EMPTY: Cell = Cell { value: Value::Null, sort: SortValue::Empty };

impl Column {
    pub(super) fn get(&self, row: u32) -> &Cell {
        self.cells.get(row as usize).unwrap_or(&EMPTY)
    }

    pub(super) fn set(&mut self, row: u32, value: &Value) {
        let row = row as usize;
        if self.cells.len() <= row {
            self.cells.resize_with(row + 1, || Cell { value: Value::Null, sort: SortValue::Empty });
        }
        if let Some(cell) = self.cells.get_mut(row) {
            *cell = Cell { value: value.clone(), sort: SortValue::of(value) };
        }
    }
}
