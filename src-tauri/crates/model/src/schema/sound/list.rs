//! Picklists by themselves.

use std::collections::HashSet;

use super::{
    super::{issue::SchemaIssue, metadata::PicklistMetadata},
    LONGEST_LABEL, too_long, too_many,
};

/// The most entries of a picklist.
const MOST_ENTRIES: usize = 10_000;
/// The most characters of an entry's value.
const LONGEST_VALUE: usize = 2_000;

pub(super) fn issues(lists: &[PicklistMetadata], issues: &mut Vec<SchemaIssue>) {
    let mut names = HashSet::with_capacity(lists.len());
    for (position, list) in lists.iter().enumerate() {
        let at = format!("PicklistMetadata[{position}].");
        let message = if list.name.is_empty() || list.name.chars().any(char::is_control) {
            Some("A picklist's name is text without control characters.".to_owned())
        } else if !names.insert(list.name.as_str()) {
            Some(format!("There is a picklist {:?} already. Give it another name.", list.name))
        } else {
            too_long(&list.name, LONGEST_LABEL)
        };
        issues.extend(message.map(|message| SchemaIssue::at(format!("{at}Name"), message)));
        entries(list, &format!("{at}PicklistEntries"), issues);
    }
}

fn entries(list: &PicklistMetadata, at: &str, issues: &mut Vec<SchemaIssue>) {
    let entries = &list.picklist_entries;
    if entries.len() > MOST_ENTRIES {
        return too_many(issues, at, entries.len(), MOST_ENTRIES);
    }
    let mut values = HashSet::with_capacity(entries.len());
    for (position, entry) in entries.iter().enumerate() {
        let message = if entry.value.is_empty() {
            Some("The value is empty. Give it one, or remove the entry.".to_owned())
        } else if !values.insert(entry.value.as_str()) {
            Some(format!("The picklist {:?} has this value already. Remove one of the entries.", list.name))
        } else {
            too_long(&entry.value, LONGEST_VALUE)
        };
        issues.extend(message.map(|message| SchemaIssue::at(format!("{at}[{position}].Value"), message)));
        let text = too_long(&entry.display_text, LONGEST_VALUE);
        issues.extend(text.map(|message| SchemaIssue::at(format!("{at}[{position}].DisplayText"), message)));
    }
}
