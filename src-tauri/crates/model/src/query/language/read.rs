//! A query's text taken apart into terms, without a look at the schema.

use std::{cmp::Ordering, ops::Range};

use unicode_normalization::char::is_combining_mark;

use super::error::QueryError;

/// How a field's value is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Operator {
    /// `field:value`
    Has,
    /// `field:=value`
    Is,
    /// `field:<value`
    Less,
    /// `field:<=value`
    AtMost,
    /// `field:>value`
    More,
    /// `field:>=value`
    AtLeast,
}

impl Operator {
    /// Whether it asks for the value itself, not for what comes before or after it.
    pub(super) fn is_equality(self) -> bool {
        matches!(self, Self::Has | Self::Is)
    }

    /// Whether a value that stands so to what was asked for is one.
    pub(super) fn holds(self, order: Ordering) -> bool {
        match self {
            Self::Has | Self::Is => order.is_eq(),
            Self::Less => order.is_lt(),
            Self::AtMost => order.is_le(),
            Self::More => order.is_gt(),
            Self::AtLeast => order.is_ge(),
        }
    }
}

/// By how they are written; the longer ones first.
const OPERATORS: [(&str, Operator); 5] = [
    ("<=", Operator::AtMost),
    (">=", Operator::AtLeast),
    ("<", Operator::Less),
    (">", Operator::More),
    ("=", Operator::Is),
];

/// A term as it is written.
#[derive(Debug)]
pub(super) struct Written<'a> {
    pub(super) bytes: Range<usize>,
    pub(super) is_negated: bool,
    /// What stands before the colon; none where there is no colon, or nothing that could be a field before it.
    pub(super) name: Option<Name<'a>>,
    /// The term without its minus, or what follows the name and the operator.
    pub(super) word: Word,
}

/// What stands before a colon, and how what follows is compared.
#[derive(Debug)]
pub(super) struct Name<'a> {
    pub(super) text: &'a str,
    pub(super) operator: Operator,
    pub(super) bytes: Range<usize>,
}

/// A word or a phrase in quotes; a word may be empty after a colon.
#[derive(Debug)]
pub(super) struct Word {
    pub(super) text: String,
    pub(super) is_quoted: bool,
    pub(super) bytes: Range<usize>,
}

/// Goes through a text term by term.
#[derive(Debug)]
pub(super) struct Reader<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Reader<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { text, at: 0 }
    }

    /// The next term; none at the end.
    pub(super) fn term(&mut self) -> Result<Option<Written<'a>>, QueryError> {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start().len();
        if self.rest().is_empty() {
            return Ok(None);
        }
        let from = self.at;
        // A minus by itself is a word.
        let is_negated = self.run().len() > 1 && self.take("-");
        let name = if self.rest().starts_with('"') { None } else { self.name() };
        let word = self.word()?;
        Ok(Some(Written { bytes: from..self.at, is_negated, name, word }))
    }

    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// What comes before the next white space.
    fn run(&self) -> &'a str {
        self.rest().split(char::is_whitespace).next().unwrap_or_default()
    }

    fn take(&mut self, wanted: &str) -> bool {
        let is_there = self.rest().starts_with(wanted);
        self.at += if is_there { wanted.len() } else { 0 };
        is_there
    }

    fn name(&mut self) -> Option<Name<'a>> {
        let (text, _) = self.run().split_once(':').filter(|(name, _)| is_name(name))?;
        let bytes = self.at..self.at + text.len();
        self.at = bytes.end + 1;
        let operator = OPERATORS.into_iter().find(|(written, _)| self.take(written));
        Some(Name { text, operator: operator.map_or(Operator::Has, |(_, operator)| operator), bytes })
    }

    fn word(&mut self) -> Result<Word, QueryError> {
        if self.rest().starts_with('"') {
            return self.phrase();
        }
        let (from, text) = (self.at, self.run());
        self.at += text.len();
        Ok(Word { text: text.to_owned(), is_quoted: false, bytes: from..self.at })
    }

    /// A phrase in quotes, in which `\"` is a quote and `\\` a backslash.
    fn phrase(&mut self) -> Result<Word, QueryError> {
        let from = self.at;
        let mut text = String::new();
        let mut inside = self.rest().char_indices().skip(1).peekable();
        while let Some((at, c)) = inside.next() {
            match c {
                '"' => {
                    self.at = from + at + 1;
                    return self.nothing_follows(Word { text, is_quoted: true, bytes: from..self.at });
                }
                '\\' => {
                    let escaped = inside.next_if(|(_, next)| matches!(next, '"' | '\\'));
                    text.push(escaped.map_or(c, |(_, escaped)| escaped));
                }
                c => text.push(c),
            }
        }
        let message = "This quote is not closed. Put another \" at the end of the phrase.";
        Err(QueryError::at(self.text, from..self.text.len(), message))
    }

    fn nothing_follows(&self, phrase: Word) -> Result<Word, QueryError> {
        let more = self.run();
        if more.is_empty() {
            return Ok(phrase);
        }
        let message = "Something stands right after the quote. Put a space between them; a quote inside a phrase is \\\".";
        Err(QueryError::at(self.text, self.at..self.at + more.len(), message))
    }
}

/// Whether a text could be the name of a field: letters, digits, `_` and `-`, not digits alone.
fn is_name(text: &str) -> bool {
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-') || is_combining_mark(c);
    text.chars().all(is_part) && text.contains(|c: char| c.is_alphabetic() || c == '_')
}
