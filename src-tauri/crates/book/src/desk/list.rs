//! What the window asks about its list.

use kith_model::RecordKey;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{Desk, bounds, numbers::read_query};
use crate::{
    error::Failure,
    list::{ListPage, ListQuery, ListValues, StandingCounts},
};

/// Most contacts that are copied at once.
const MOST_COPIED: usize = 100_000;

/// Which values of a field are asked for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ValuesOf {
    /// The list they are in; its own filter of the field does not count.
    pub query: ListQuery,
    /// The field.
    pub field: String,
    /// What the values hold; empty for all.
    pub search: String,
    /// How many at most.
    #[ts(type = "number")]
    pub limit: usize,
}

/// Which contact is looked for in a list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PlaceOf {
    /// The list.
    pub query: ListQuery,
    /// The contact.
    pub key: RecordKey,
}

/// Where to go in a list by what its rows begin with.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct JumpTo {
    /// The list.
    pub query: ListQuery,
    /// What the field begins with that the list is sorted by first.
    pub text: String,
    /// The place to look from.
    #[ts(type = "number")]
    pub from: usize,
}

/// Which contacts are copied.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CopyContacts {
    /// The contacts, in their order.
    pub keys: Vec<RecordKey>,
    /// The fields, in their order.
    pub fields: Vec<String>,
}

impl Desk {
    /// A page of the list.
    ///
    /// # Errors
    /// [`Failure`] for a field that is none, or a book that cannot be read.
    pub fn list_contacts(&self, args: &ListQuery) -> Result<ListPage, Failure> {
        Ok(self.open(false)?.page(&ListQuery { limit: bounds::given(args.limit), ..read_query(args)? })?)
    }

    /// The values of a field in a list.
    ///
    /// # Errors
    /// As [`Self::list_contacts`]; while the list is being prepared too.
    pub fn list_values(&self, args: &ValuesOf) -> Result<ListValues, Failure> {
        Ok(self.open(false)?.list_values(
            &read_query(&args.query)?,
            &args.field,
            &args.search,
            bounds::given(args.limit),
        )?)
    }

    /// The keys of a list, at most 100,000.
    ///
    /// # Errors
    /// As [`Self::list_values`].
    pub fn list_keys(&self, args: &ListQuery) -> Result<Vec<RecordKey>, Failure> {
        Ok(self.open(false)?.list_keys(&read_query(args)?)?)
    }

    /// Where in a list a contact is; none where it is not in it.
    ///
    /// # Errors
    /// As [`Self::list_values`].
    pub fn list_place(&self, args: &PlaceOf) -> Result<Option<usize>, Failure> {
        Ok(self.open(false)?.list_place(&read_query(&args.query)?, &args.key)?)
    }

    /// Where a list begins with a text; none where nothing does.
    ///
    /// # Errors
    /// As [`Self::list_values`].
    pub fn list_jump(&self, args: &JumpTo) -> Result<Option<usize>, Failure> {
        Ok(self.open(false)?.list_jump(&read_query(&args.query)?, &args.text, args.from)?)
    }

    /// How many contacts have each standing. The first time it reads every contact.
    ///
    /// # Errors
    /// [`Failure`] when there is no book, it cannot be read or the desk is closed.
    pub fn standing_counts(&self) -> Result<StandingCounts, Failure> {
        self.long(|book, go_on| book.standing_counts(go_on))
    }

    /// Contacts as a table of text, for a spreadsheet.
    ///
    /// # Errors
    /// [`Failure`] for a field that is none, or over 100,000 contacts.
    pub fn copy_contacts(&self, args: &CopyContacts) -> Result<String, Failure> {
        if args.keys.len() > MOST_COPIED {
            let message = format!("At most {MOST_COPIED} contacts are copied at once. Choose fewer.");
            return Err(Failure::new(message, None));
        }
        bounds::fields(&args.fields)?;
        Ok(self.open(false)?.table(&args.keys, &args.fields)?)
    }
}
