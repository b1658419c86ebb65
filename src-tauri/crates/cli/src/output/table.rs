//! Tables: one line a row.

use comfy_table::{Cell, CellAlignment, ContentArrangement, Row, Table, presets};

use super::text::strong;

/// A column of a table.
pub(crate) struct Column<'a> {
    name: &'a str,
    alignment: CellAlignment,
}

impl<'a> Column<'a> {
    /// A column of text.
    pub fn text(name: &'a str) -> Self {
        Self { name, alignment: CellAlignment::Left }
    }

    /// A column of numbers.
    pub fn number(name: &'a str) -> Self {
        Self { name, alignment: CellAlignment::Right }
    }
}

/// A table. On a terminal a row that is too long is cut; into a file or a pipe everything is written.
pub(crate) fn table(columns: &[Column<'_>], rows: impl Iterator<Item = Vec<String>>) -> String {
    let mut table = Table::new();
    table.load_style(presets::NOTHING);
    if let Some((width, _)) = terminal_size::terminal_size() {
        table.set_content_arrangement(ContentArrangement::Dynamic).set_width(width.0);
    }
    table.set_header(row(columns, columns.iter().map(|column| strong(column.name)).collect()));
    for cells in rows {
        table.add_row(row(columns, cells));
    }
    for column in table.column_iter_mut() {
        column.set_padding((0, 2));
    }
    table.lines().map(|line| format!("{}\n", line.trim_end())).collect()
}

fn row(columns: &[Column<'_>], cells: Vec<String>) -> Row {
    let cells = cells.into_iter().zip(columns);
    let cells = cells.map(|(cell, column)| Cell::new(cell).set_alignment(column.alignment));
    let mut row = Row::from(cells.collect::<Vec<_>>());
    row.max_height(1);
    row
}
