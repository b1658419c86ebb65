//! A card as it is given to the book.

use kith_model::Issue;
use serde_json::{Map, Value};

use super::property::Property;

/// One card.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Card {
    /// Its number in the file, from 1.
    pub number: u64,
    /// The line it begins in, from 1.
    pub line: u64,
    /// Values by the names of the contact's standard fields.
    pub fields: Map<String, Value>,
    /// What the fields do not hold, in the order of the card: properties without a field, second values, and those the
    /// fields hold only in part, which name them ([`Property::taken`]).
    pub unmapped: Vec<Property>,
    /// What is wrong with it. What could be read is there all the same.
    pub issues: Vec<Issue>,
}

/// How cards are read.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Options {
    /// A card's `UID` is the contact's `ExternalId`.
    pub uid_is_external_id: bool,
}
