//! How an object's fields are laid out: groups, list columns, searched fields, views. Kept apart from the schema, as
//! it says nothing about what may be stored.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use ts_rs::TS;

/// The layout of contacts as Kith ships it.
const CONTACT: &str = include_str!("../schema/layout.json");

/// A group of the form.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "PascalCase")]
pub struct Group {
    /// The group's name in the message catalogue.
    pub name: String,
    /// Its heading.
    pub label: String,
    /// Its fields, in order.
    pub fields: Vec<String>,
}

/// A field that follows others until it is written by hand.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "PascalCase")]
pub struct Composed {
    /// The field that follows.
    pub field: String,
    /// The fields it is put together from.
    pub of: Vec<String>,
    /// What stands between them.
    pub separator: String,
}

/// One filter of a view.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "PascalCase")]
pub struct ViewFilter {
    /// The field.
    pub field: String,
    /// The value it has; null for none.
    pub value: Value,
}

/// One sort key of a view.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "PascalCase")]
pub struct ViewSort {
    /// The field.
    pub field: String,
    /// Whether the last comes first.
    pub descending: bool,
}

/// A list a person can choose at the left.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "PascalCase")]
pub struct View {
    /// The view's name in the message catalogue.
    pub name: String,
    /// Its label.
    pub label: String,
    /// Which records it holds.
    pub filters: Vec<ViewFilter>,
    /// Their order.
    pub sort: Vec<ViewSort>,
}

/// The layout of one object.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "PascalCase")]
pub struct Layout {
    /// The fields a record's heading is made of; the first that has a value.
    pub title: Vec<String>,
    /// The fields of the line under the heading.
    pub subtitle: Vec<String>,
    /// The columns of the list.
    pub list_columns: Vec<String>,
    /// The fields the search box looks at.
    pub search_fields: Vec<String>,
    /// The groups of the form.
    pub groups: Vec<Group>,
    /// The fields that follow others.
    pub composed: Vec<Composed>,
    /// The views at the left.
    pub views: Vec<View>,
}

impl Layout {
    /// The layout of contacts as Kith ships it.
    ///
    /// # Errors
    /// None in a released build: the tests read the shipped file.
    pub fn contact() -> Result<Self, serde_json::Error> {
        serde_json::from_str(CONTACT)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::Schema;

    #[test]
    fn every_field_of_the_shipped_layout_is_one_of_the_schema_and_every_field_has_a_group() {
        let schema = Schema::contact().unwrap();
        let layout = Layout::contact().unwrap();
        let grouped: Vec<_> = layout.groups.iter().flat_map(|group| &group.fields).collect();
        for field in schema.fields() {
            let groups = grouped.iter().filter(|name| ***name == field.field_name).count();
            assert_eq!(groups, 1, "{} stands in one group", field.field_name);
        }
        let lists = [&layout.title, &layout.subtitle, &layout.list_columns, &layout.search_fields];
        let views = layout
            .views
            .iter()
            .flat_map(|view| view.filters.iter().map(|f| &f.field).chain(view.sort.iter().map(|s| &s.field)));
        for name in lists.into_iter().flatten().chain(views).chain(grouped) {
            assert!(schema.field(name).is_some(), "{name} is a field");
        }
    }
}
