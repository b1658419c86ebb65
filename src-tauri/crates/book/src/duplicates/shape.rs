//! Duplicates, as they are told.

use kith_model::RecordKey;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{Certainty, ReasonKind};

/// What a search for duplicates came to.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "PascalCase")]
pub struct Duplicates {
    /// How many contacts were looked at.
    #[ts(type = "number")]
    pub contacts: u64,
    /// How many pairs were found.
    #[ts(type = "number")]
    pub found: u64,
    /// Whether there are more, of the less certain ones, than were counted.
    pub more: bool,
    /// The most certain pairs; those that are about one person stand together.
    pub pairs: Vec<DuplicatePair>,
}

/// Two contacts that may be one person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "PascalCase")]
pub struct DuplicatePair {
    /// The one that comes first in the book's order.
    pub one: DuplicateContact,
    /// The other.
    pub other: DuplicateContact,
    /// How certain it is, of 100.
    pub score: u8,
    /// The same in words.
    pub certainty: Certainty,
    /// Why.
    pub reasons: Vec<DuplicateReason>,
    /// The number of the group it is of: pairs of one group are about one person.
    #[ts(type = "number")]
    pub group: usize,
}

/// A contact of a pair.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "PascalCase")]
pub struct DuplicateContact {
    /// Its `Id`.
    pub id: String,
    /// Its key.
    pub key: RecordKey,
    /// What it is called; empty where it has no name.
    pub title: String,
    /// What stands under that: title, company.
    pub subtitle: String,
}

/// Why two contacts may be one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "PascalCase")]
pub struct DuplicateReason {
    /// What they have in common.
    pub kind: ReasonKind,
    /// How the first contact has it.
    pub one: String,
    /// How the other has it.
    pub other: String,
}

/// How far a search is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct DuplicateProgress {
    /// What is done.
    pub step: DuplicateStep,
    /// Of how many contacts it is done.
    #[ts(type = "number")]
    pub done: u64,
    /// How many there are.
    #[ts(type = "number")]
    pub total: u64,
}

/// What a search is at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum DuplicateStep {
    /// It reads the contacts.
    Read,
    /// It compares them.
    Compare,
}

/// Two contacts of which a person said that they are not the same.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "PascalCase")]
pub struct ApartPair {
    /// One of them.
    pub one: DuplicateContact,
    /// The other.
    pub other: DuplicateContact,
    /// When it was said, RFC 3339 UTC.
    pub at: String,
}
