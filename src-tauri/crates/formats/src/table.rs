//! A file as a table: a header and rows of cells, before anything is known of fields. What every reader of tables
//! gives and every writer takes.

use kith_model::Issue;

/// What stands in one cell.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Cell {
    /// Nothing.
    #[default]
    Empty,
    /// A text, as it stands there. All that a file of plain text has.
    Text(String),
    /// A number by the text it is written with; no float comes between.
    Number(String),
    /// True or false.
    Boolean(bool),
    /// A day: `yyyy-MM-dd`.
    Date(String),
    /// A moment without a zone (`yyyy-MM-ddTHH:mm:ss`), or with one (RFC 3339).
    DateTime(String),
}

impl Cell {
    /// What stands there as a text; nothing is the empty text.
    #[must_use]
    pub fn as_text(&self) -> &str {
        match self {
            Self::Empty => "",
            Self::Text(text) | Self::Number(text) | Self::Date(text) | Self::DateTime(text) => text,
            Self::Boolean(true) => "true",
            Self::Boolean(false) => "false",
        }
    }

    /// The same, taken out of the cell.
    #[must_use]
    pub fn into_text(self) -> String {
        match self {
            Self::Text(text) | Self::Number(text) | Self::Date(text) | Self::DateTime(text) => text,
            Self::Empty | Self::Boolean(_) => self.as_text().to_owned(),
        }
    }
}

/// One row.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Row {
    /// Its number among the rows below the header, from 1.
    pub number: u64,
    /// The line of the file it starts in, from 1; of a spreadsheet, the number of the row as the program shows it.
    pub line: u64,
    /// Its cells, one for each column of the header.
    pub cells: Vec<Cell>,
    /// What is wrong with the row as a whole: too many cells, too few, a quotation mark that is never closed.
    pub issues: Vec<Issue>,
}
