//! A file as a table: a header and rows of cells, before anything is known of fields. What every reader of tables
//! gives and every writer takes.

use std::collections::{HashMap, HashSet};

use kith_model::{Code, Issue};

/// More columns than any program has.
pub(crate) const MAX_COLUMNS: usize = 20_000;

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

/// Gives every column a name of its own, and says which had none; columns at the end without one are left out.
pub(crate) fn unique_names(mut names: Vec<String>, mut issues: Vec<Issue>) -> (Vec<String>, Vec<Issue>) {
    while names.last().is_some_and(|name| name.trim().is_empty()) {
        names.pop();
    }
    if names.len() > MAX_COLUMNS {
        issues.push(Issue::new(Code::TooLong, format!("Only the first {MAX_COLUMNS} columns are read.")));
    }
    let mut taken: HashSet<String> = names.iter().cloned().collect();
    let mut seen: HashMap<String, usize> = HashMap::new();
    let mut header = Vec::new();
    for (at, name) in names.into_iter().take(MAX_COLUMNS).enumerate() {
        let is_named = !name.trim().is_empty();
        let base = if is_named { name } else { format!("Column {}", at + 1) };
        let count = seen.entry(base.clone()).and_modify(|count| *count += 1).or_insert(1);
        if is_named && *count == 1 {
            header.push(base);
            continue;
        }
        let mut new = if is_named { format!("{base} ({count})") } else { base.clone() };
        while !taken.insert(new.clone()) {
            *count += 1;
            new = format!("{base} ({count})");
        }
        let what = if is_named { format!("has the name \"{base}\" again") } else { "has no name".to_owned() };
        let message = format!("Column {} {what}. It is called \"{new}\".", at + 1);
        issues.push(Issue::new(Code::MalformedRequest, message));
        header.push(new);
    }
    (header, issues)
}
