//! The values of a picklist, for looking one up; shared by the fields that use the list.

use std::{collections::HashMap, sync::Arc};

use super::metadata::{ObjectMetadata, PicklistMetadata};

/// A picklist's values.
#[derive(Debug)]
pub(super) struct Values {
    /// Each value, and whether it is no longer offered.
    entries: HashMap<String, bool>,
    is_open: bool,
    longest: usize,
}

impl Values {
    pub(super) fn of(list: &PicklistMetadata) -> Self {
        let entries = &list.picklist_entries;
        Self {
            entries: entries.iter().map(|entry| (entry.value.clone(), entry.is_deprecated)).collect(),
            is_open: list.allow_non_configured_picklist_entries,
            longest: entries.iter().map(|entry| entry.value.chars().count()).max().unwrap_or_default(),
        }
    }

    /// The values of each picklist of an object, by its name.
    pub(super) fn all(metadata: &ObjectMetadata) -> HashMap<&str, Arc<Self>> {
        let lists = metadata.picklist_metadata.iter();
        lists.map(|list| (list.name.as_str(), Arc::new(Self::of(list)))).collect()
    }

    pub(super) fn contains(&self, value: &str) -> bool {
        self.entries.contains_key(value)
    }

    /// Whether the value is one that is no longer offered.
    pub(super) fn is_deprecated(&self, value: &str) -> bool {
        self.entries.get(value).copied().unwrap_or_default()
    }

    /// Whether other values are kept too.
    pub(super) fn is_open(&self) -> bool {
        self.is_open
    }

    /// The characters of the longest value.
    pub(super) fn longest(&self) -> usize {
        self.longest
    }
}
