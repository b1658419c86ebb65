//! Searching and paging in SQLite.

use anyhow::Result;
use kith_model::query::fold;
use rusqlite::{ToSql, params_from_iter};

use super::indexed::Indexed;
use crate::contenders::PAGE;

/// Words that FTS5's trigrams cannot find are shorter.
const TRIGRAM: usize = 3;

/// How the first hits are chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Chosen {
    /// The best by FTS5's own rank.
    ByRank,
    /// Whichever come first.
    AsTheyCome,
}

/// A search as SQLite is asked for it.
struct Asked {
    condition: String,
    values: Vec<String>,
    has_rank: bool,
}

impl Indexed {
    /// How many records are on the first page of a search; they are read and decoded.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn first(&mut self, search: &str, chosen: Chosen) -> Result<usize> {
        let asked = asked(search);
        let order = if chosen == Chosen::ByRank && asked.has_rank { " ORDER BY rank" } else { "" };
        let sql = format!(
            "SELECT record FROM (SELECT rowid AS hit FROM contact_text WHERE {}{order} LIMIT {PAGE})
             JOIN contact ON row = hit",
            asked.condition
        );
        self.records(&sql, &asked.values)
    }

    /// How many records a search finds.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn count(&mut self, search: &str) -> Result<usize> {
        let asked = asked(search);
        let sql = format!("SELECT count(*) FROM contact_text WHERE {}", asked.condition);
        let mut statement = self.connection.prepare_cached(&sql)?;
        let count: i64 = statement.query_row(params_from_iter(&asked.values), |row| row.get(0))?;
        Ok(usize::try_from(count)?)
    }

    /// How many records are on a page of the list by name; they are read and decoded.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn page(&mut self, offset: usize) -> Result<usize> {
        let sql = format!("SELECT record FROM contact ORDER BY name LIMIT {PAGE} OFFSET ?1");
        self.records(&sql, &[i64::try_from(offset)?])
    }

    fn records(&mut self, sql: &str, values: &[impl ToSql]) -> Result<usize> {
        let mut statement = self.connection.prepare_cached(sql)?;
        let mut rows = statement.query(params_from_iter(values))?;
        let mut count = 0;
        while let Some(row) = rows.next()? {
            self.codec.record(row.get_ref(0)?.as_blob()?)?;
            count += 1;
        }
        Ok(count)
    }
}

/// A word of a search. One that is part of a telephone number is also looked for in the bare digits.
struct Word {
    text: String,
    digits: Option<String>,
}

impl Word {
    fn all(search: &str) -> Vec<Self> {
        fold(search).split_whitespace().map(Self::of).collect()
    }

    fn of(text: &str) -> Self {
        let digits: String = text.chars().filter(char::is_ascii_digit).collect();
        let is_number = text.chars().all(|c| c.is_ascii_digit() || "+()/.-".contains(c));
        let digits = Some(digits).filter(|digits| is_number && !digits.is_empty());
        Self { text: text.to_owned(), digits }
    }

    fn is_for_trigrams(&self) -> bool {
        let mut parts = self.digits.iter().chain([&self.text]);
        parts.all(|part| part.chars().count() >= TRIGRAM)
    }

    fn matched(&self) -> String {
        let digits = self.digits.as_ref().map(|digits| format!(" OR digits : \"{digits}\""));
        format!("(\"{}\"{})", self.text.replace('"', "\"\""), digits.unwrap_or_default())
    }

    /// The condition of this word with its values' numbers from `from` on, and the values.
    fn like(&self, from: usize) -> (String, Vec<String>) {
        let parts: Vec<_> = [("text", Some(&self.text)), ("digits", self.digits.as_ref())]
            .into_iter()
            .filter_map(|(column, part)| part.map(|part| (column, like(part))))
            .collect();
        let condition =
            |(at, (column, _)): (usize, &(&str, String))| format!("{column} LIKE ?{at} ESCAPE '\\'");
        let conditions: Vec<_> = (from..).zip(&parts).map(condition).collect();
        (format!("({})", conditions.join(" OR ")), parts.into_iter().map(|(_, value)| value).collect())
    }
}

/// Whether FTS5 can find every word of a search by its trigrams.
pub fn is_for_trigrams(search: &str) -> bool {
    Word::all(search).iter().all(Word::is_for_trigrams)
}

fn asked(search: &str) -> Asked {
    let (long, short): (Vec<_>, Vec<_>) = Word::all(search).into_iter().partition(Word::is_for_trigrams);
    let matched = long.iter().map(Word::matched).collect::<Vec<_>>().join(" AND ");
    let (mut conditions, mut values) = (Vec::new(), Vec::new());
    if !long.is_empty() {
        conditions.push("contact_text MATCH ?1".to_owned());
        values.push(matched);
    }
    for word in short {
        let (condition, more) = word.like(values.len() + 1);
        conditions.push(condition);
        values.extend(more);
    }
    let condition = if conditions.is_empty() { "true".to_owned() } else { conditions.join(" AND ") };
    Asked { condition, values, has_rank: !long.is_empty() }
}

fn like(word: &str) -> String {
    let escaped = word.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
    format!("%{escaped}%")
}
