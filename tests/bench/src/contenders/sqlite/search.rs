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

/// Whether FTS5 can find every word of a search by its trigrams.
pub fn is_for_trigrams(search: &str) -> bool {
    fold(search).split_whitespace().all(|word| word.chars().count() >= TRIGRAM)
}

fn asked(search: &str) -> Asked {
    let folded = fold(search);
    let (long, short): (Vec<_>, Vec<_>) =
        folded.split_whitespace().partition(|word| word.chars().count() >= TRIGRAM);
    let phrases: Vec<_> = long.iter().map(|word| format!("\"{}\"", word.replace('"', "\"\""))).collect();
    let matched = (!phrases.is_empty()).then(|| phrases.join(" "));
    let (has_rank, first_like) = (matched.is_some(), usize::from(matched.is_some()) + 1);
    let likes = (first_like..).zip(&short).map(|(at, _)| format!("text LIKE ?{at} ESCAPE '\\'"));
    let conditions: Vec<_> =
        matched.iter().map(|_| "contact_text MATCH ?1".to_owned()).chain(likes).collect();
    let condition = if conditions.is_empty() { "true".to_owned() } else { conditions.join(" AND ") };
    Asked { condition, values: matched.into_iter().chain(short.into_iter().map(like)).collect(), has_rank }
}

fn like(word: &str) -> String {
    let escaped = word.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
    format!("%{escaped}%")
}
