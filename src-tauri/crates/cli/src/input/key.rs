//! The contact that a command is about.

use clap::Args;
use kith_book::RecordKey;

/// One contact, by one of its keys.
#[derive(Debug, Args)]
#[group(required = true, multiple = false)]
pub(crate) struct KeyArguments {
    /// The contact's externalId
    #[arg(value_name = "EXTERNAL_ID")]
    external_id: Option<String>,
    /// The contact's Id, instead of its externalId
    #[arg(long, value_name = "ID")]
    id: Option<String>,
}

impl KeyArguments {
    /// The key.
    pub fn key(&self) -> RecordKey {
        match &self.id {
            Some(id) => RecordKey::Id(id.clone()),
            None => RecordKey::ExternalId(self.external_id.clone().unwrap_or_default()),
        }
    }
}
