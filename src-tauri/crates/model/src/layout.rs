//! How an object's fields are laid out: groups, list columns, searched fields, views. Kept apart from the schema, as
//! it says nothing about what may be stored.

mod compare;
mod issue;
mod places;

use std::collections::HashSet;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use ts_rs::TS;

use crate::{
    record::Record,
    schema::{FieldMetadata, Schema},
    system,
};

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
    /// The values of which it has one; null for none.
    pub values: Vec<Value>,
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
    /// What is searched for in it.
    #[serde(default)]
    pub search: String,
    /// Which records it holds.
    #[serde(default)]
    pub filters: Vec<ViewFilter>,
    /// Their order.
    #[serde(default)]
    pub sort: Vec<ViewSort>,
    /// Its columns; none for those of the list.
    #[serde(default)]
    pub columns: Vec<String>,
}

impl View {
    /// The fields it is filtered and sorted by.
    fn fields(&self) -> impl Iterator<Item = &String> {
        let filters = self.filters.iter().map(|filter| &filter.field);
        filters.chain(self.sort.iter().map(|key| &key.field))
    }
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
    /// The views at the left that Kith ships.
    pub views: Vec<View>,
    /// The views that people made.
    pub saved_views: Vec<View>,
}

/// The group of the fields that no group names.
const CUSTOM: &str = "custom";
/// The group that comes last.
const SYSTEM: &str = "system";

impl Layout {
    /// The layout of contacts as Kith ships it.
    ///
    /// # Errors
    /// None in a released build: the tests read the shipped file.
    pub fn contact() -> Result<Self, serde_json::Error> {
        serde_json::from_str(CONTACT)
    }

    /// The shipped layout with what a document of the book says otherwise, key by key.
    ///
    /// # Errors
    /// When a key of the document is no part of a layout, or not of its form.
    pub fn from_document(document: &Record) -> Result<Self, serde_json::Error> {
        let mut keys = serde_json::to_value(Self::contact()?)?;
        for (name, value) in document.fields().filter(|(name, _)| *name != system::ID) {
            let part = keys
                .get_mut(name)
                .ok_or_else(|| serde::de::Error::custom(format!("a layout has no {name:?}")))?;
            *part = value.clone();
        }
        Self::deserialize(keys)
    }

    /// The layout as it fits a schema: what the schema does not have is left out, deprecated fields are in no group,
    /// fields that are in no group get one of their own before the system's, and text of custom fields is searched.
    #[must_use]
    pub fn fitted(mut self, schema: &Schema) -> Self {
        let is_there = |name: &String| schema.field(name).is_some_and(FieldMetadata::is_readable);
        let is_shown = |name: &String| schema.field(name).is_some_and(FieldMetadata::is_shown);
        for names in [&mut self.title, &mut self.subtitle, &mut self.list_columns, &mut self.search_fields] {
            names.retain(is_there);
        }
        self.groups.iter_mut().for_each(|group| group.fields.retain(is_shown));
        self.composed.retain(|composed| is_there(&composed.field) && composed.of.iter().all(is_there));
        for views in [&mut self.views, &mut self.saved_views] {
            views.iter_mut().for_each(|view| view.columns.retain(is_there));
            views.retain(|view| view.fields().all(is_there));
        }
        self.place_the_rest(schema, FieldMetadata::is_shown);
        self.search_custom_text(schema);
        self.groups.retain(|group| !group.fields.is_empty());
        self
    }

    /// Puts the fields that are in no group, of those that are wanted, into a group of their own.
    fn place_the_rest(&mut self, schema: &Schema, is_wanted: impl Fn(&FieldMetadata) -> bool) {
        let placed: HashSet<&String> = self.groups.iter().flat_map(|group| &group.fields).collect();
        let rest =
            schema.fields().iter().filter(|field| is_wanted(field) && !placed.contains(&field.field_name));
        let rest: Vec<String> = rest.map(|field| field.field_name.clone()).collect();
        if let Some(group) = self.groups.iter_mut().find(|group| group.name == CUSTOM) {
            group.fields.extend(rest);
        } else {
            let last = self.groups.iter().position(|group| group.name == SYSTEM).unwrap_or(self.groups.len());
            let group = Group { name: CUSTOM.to_owned(), label: "Custom fields".to_owned(), fields: rest };
            self.groups.insert(last, group);
        }
    }

    fn search_custom_text(&mut self, schema: &Schema) {
        for field in schema
            .fields()
            .iter()
            .filter(|field| !field.is_protected && field.is_readable() && field.is_text())
        {
            if !self.search_fields.contains(&field.field_name) {
                self.search_fields.push(field.field_name.clone());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

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
        let views = layout.views.iter().flat_map(View::fields);
        for name in lists.into_iter().flatten().chain(views).chain(grouped) {
            assert!(schema.field(name).is_some(), "{name} is a field");
        }
    }

    /// The shipped schema with a custom text, a custom number and a deprecated field.
    fn schema() -> Schema {
        let mut metadata = Schema::contact().unwrap().metadata().clone();
        for (name, kind) in [("Nickname", "String"), ("Score", "Int")] {
            let field = json!({"FieldName": name, "DisplayName": name, "DataType": kind});
            metadata.field_metadata.push(serde_json::from_value(field).unwrap());
        }
        for field in metadata.field_metadata.iter_mut().filter(|field| field.field_name == "Fax") {
            field.is_deprecated = true;
        }
        Schema::compile(metadata).unwrap()
    }

    #[test]
    fn custom_fields_have_a_group_and_are_searched_and_deprecated_ones_are_hidden() {
        let layout = Layout::contact().unwrap().fitted(&schema());
        let names: Vec<_> = layout.groups.iter().map(|group| group.name.as_str()).collect();
        assert_eq!(names[names.len() - 2..], ["custom", "system"]);
        assert_eq!(layout.groups[names.len() - 2].fields, ["Nickname", "Score"]);
        assert!(layout.groups.iter().all(|group| !group.fields.contains(&"Fax".to_owned())));
        assert!(layout.search_fields.contains(&"Nickname".to_owned()));
        assert!(!layout.search_fields.contains(&"Score".to_owned()));
    }

    #[test]
    fn the_shipped_layout_fits_the_shipped_schema_as_it_is() {
        let (layout, schema) = (Layout::contact().unwrap(), Schema::contact().unwrap());
        assert_eq!(layout.clone().fitted(&schema), layout);
        assert_eq!(layout.issue(&schema), None);
    }

    #[test]
    fn a_document_says_key_by_key_what_is_otherwise() {
        let columns = json!({"Id": "kith:layout", "ListColumns": ["Name", "Gone"]});
        let document: Record = serde_json::from_value(columns).unwrap();
        let layout = Layout::from_document(&document).unwrap();
        assert_eq!(layout.issue(&schema()).unwrap().code, crate::Code::UnknownField);
        let layout = layout.fitted(&schema());
        assert_eq!(layout.list_columns, ["Name"]);
        assert_eq!(layout.title, Layout::contact().unwrap().title);
    }
}
