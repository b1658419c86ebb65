//! Places of what nobody sees: whoever arranges a layout arranges what is shown of it. What a schema hides meanwhile, or
//! does not have, keeps its place beside what it stood after.

use std::collections::HashSet;

use super::{Group, Layout, View};
use crate::schema::{FieldMetadata, Schema};

impl Layout {
    /// Puts back into the groups what a layout of before has in its groups and the schema does not show. A field stands
    /// again after the one it stood after; a group of which nothing is shown, after the group it stood after.
    pub fn keep_hidden_in_groups(&mut self, before: &Self, schema: &Schema) {
        let mut before = before.clone();
        before.place_the_rest(schema, |_| true);
        let is_shown = |name: &str| schema.field(name).is_some_and(FieldMetadata::is_shown);
        let placed: HashSet<String> = self.groups.iter().flat_map(|group| &group.fields).cloned().collect();
        for (at, group) in before.groups.iter().enumerate() {
            let is_kept = |name: &String| !is_shown(name) && !placed.contains(name);
            for (place, field) in group.fields.iter().enumerate().filter(|(_, name)| is_kept(name)) {
                let (old, rest) = group.fields.split_at(place);
                let new = &mut self.groups;
                let home = home_of(group, old, new).unwrap_or_else(|| add_after(&before.groups, at, new));
                let Some(home) = new.get_mut(home) else { continue };
                // Where its own group is gone it stays beside the fields of that.
                let next = if home.name == group.name { None } else { first_of(rest, &home.fields) };
                let place = after(old, &home.fields).or(next).unwrap_or_default();
                home.fields.insert(place, field.clone());
            }
        }
    }

    /// Puts back into the columns what a layout of before has among them and the schema does not show, each after the
    /// one it stood after.
    pub fn keep_hidden_columns(&mut self, before: &Self, schema: &Schema) {
        keep_hidden(&mut self.list_columns, &before.list_columns, schema);
    }

    /// Puts back into the saved views those of a layout of before that the schema does not show, each after the one it
    /// stood after; and into the others their columns that it does not show.
    pub fn keep_hidden_views(&mut self, before: &Self, schema: &Schema) {
        let is_hidden = |view: &View| view.fields().any(|name| !is_readable(schema, name));
        for (place, old) in before.saved_views.iter().enumerate() {
            let names: Vec<String> = self.saved_views.iter().map(|view| view.name.clone()).collect();
            match self.saved_views.iter_mut().find(|view| view.name == old.name) {
                Some(view) => keep_hidden(&mut view.columns, &old.columns, schema),
                None if is_hidden(old) => {
                    let earlier = before.saved_views.iter().take(place);
                    let earlier: Vec<String> = earlier.map(|view| view.name.clone()).collect();
                    let place = after(&earlier, &names).unwrap_or_default();
                    self.saved_views.insert(place, old.clone());
                }
                None => {}
            }
        }
    }
}

/// Puts back those of some names of before that the schema does not show, each after the one it stood after.
fn keep_hidden(names: &mut Vec<String>, before: &[String], schema: &Schema) {
    for (place, name) in before.iter().enumerate() {
        if !is_readable(schema, name) && !names.contains(name) {
            let old = before.split_at(place).0;
            let place = after(old, names).unwrap_or_default();
            names.insert(place, name.clone());
        }
    }
}

fn is_readable(schema: &Schema, name: &str) -> bool {
    schema.field(name).is_some_and(FieldMetadata::is_readable)
}

/// The place after the last of the old ones that is there.
fn after(old: &[String], names: &[String]) -> Option<usize> {
    let last = old.iter().rev().find_map(|name| names.iter().position(|other| other == name));
    last.map(|last| last + 1)
}

/// The place of the first of the others that is there.
fn first_of(others: &[String], names: &[String]) -> Option<usize> {
    others.iter().find_map(|name| names.iter().position(|other| other == name))
}

/// The group of that name; where it was taken away, the one its fields went to.
fn home_of(group: &Group, old: &[String], groups: &[Group]) -> Option<usize> {
    let named = groups.iter().position(|other| other.name == group.name);
    let holds = |name: &String| groups.iter().position(|other| other.fields.contains(name));
    named.or_else(|| old.iter().rev().chain(&group.fields).find_map(holds))
}

/// Adds an empty group like that at `at`, after the last of those before it that is there.
fn add_after(before: &[Group], at: usize, groups: &mut Vec<Group>) -> usize {
    let (earlier, from_there) = before.split_at(at);
    let names: Vec<String> = groups.iter().map(|group| group.name.clone()).collect();
    let earlier: Vec<String> = earlier.iter().map(|group| group.name.clone()).collect();
    let place = after(&earlier, &names).unwrap_or_default();
    let group = from_there.first().map(|group| Group { fields: Vec::new(), ..group.clone() });
    groups.splice(place..place, group);
    place
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::ObjectMetadata;

    fn metadata() -> ObjectMetadata {
        let mut metadata = Schema::contact().unwrap().metadata().clone();
        for name in ["CustomA", "CustomB"] {
            let field = json!({"FieldName": name, "DisplayName": name, "DataType": "String"});
            metadata.field_metadata.push(serde_json::from_value(field).unwrap());
        }
        metadata
    }

    /// The schema in which these fields are deprecated.
    fn without(names: &[&str]) -> Schema {
        let mut metadata = metadata();
        for field in &mut metadata.field_metadata {
            field.is_deprecated = names.contains(&field.field_name.as_str());
        }
        Schema::compile(metadata).unwrap()
    }

    /// The groups of a layout, arranged by a person who does not see the hidden fields, once they are shown again.
    fn arranged(hidden: &[&str], arrange: impl FnOnce(&mut Vec<Group>)) -> Vec<(String, Vec<String>)> {
        let (own, schema) = (Layout::contact().unwrap(), without(hidden));
        let mut asked = own.clone().fitted(&schema);
        arrange(&mut asked.groups);
        asked.keep_hidden_in_groups(&own, &schema);
        let shown = asked.fitted(&without(&[]));
        shown.groups.into_iter().map(|group| (group.name, group.fields)).collect()
    }

    fn fields<'a>(groups: &'a [(String, Vec<String>)], name: &str) -> Vec<&'a str> {
        let group = groups.iter().find(|(other, _)| other == name).expect("the group");
        group.1.iter().map(String::as_str).collect()
    }

    #[test]
    fn a_hidden_field_stands_again_after_the_one_it_stood_after() {
        let groups = arranged(&["Department", "Account"], |groups| groups[1].fields.reverse());
        assert_eq!(
            fields(&groups, "company"),
            ["Account", "Owner", "LeadSource", "AssistantName", "Title", "Department"]
        );
    }

    #[test]
    fn where_the_one_before_it_went_elsewhere_it_stands_after_the_one_before_that() {
        let groups = arranged(&["Department"], |groups| {
            groups[1].fields.retain(|name| name != "Title");
            groups[0].fields.push("Title".to_owned());
        });
        assert_eq!(
            fields(&groups, "company"),
            ["Account", "Department", "AssistantName", "LeadSource", "Owner"]
        );
    }

    #[test]
    fn a_group_of_which_nothing_is_shown_stands_again_after_the_group_it_stood_after() {
        let hidden = ["DoNotCall", "HasOptedOutOfEmail", "HasOptedOutOfFax"];
        let groups = arranged(&hidden, |groups| {
            assert!(groups.iter().all(|group| group.name != "preferences"));
            groups.swap(0, 1);
        });
        let names: Vec<_> = groups.iter().map(|(name, _)| name.as_str()).collect();
        let company = names.iter().position(|name| *name == "other").unwrap();
        assert_eq!(names[company + 1], "preferences");
        assert_eq!(fields(&groups, "preferences"), hidden);
    }

    #[test]
    fn the_hidden_fields_of_a_group_that_was_taken_away_go_where_its_fields_went() {
        let groups = arranged(&["Department", "Account"], |groups| {
            let gone = groups.remove(1).fields;
            groups[0].fields.extend(gone);
        });
        let identity = fields(&groups, "identity");
        assert_eq!(
            identity[6..],
            ["Description", "Account", "Title", "Department", "AssistantName", "LeadSource", "Owner"]
        );
    }

    #[test]
    fn a_hidden_field_that_no_group_names_stands_where_the_schema_has_it() {
        let groups = arranged(&["CustomA"], |groups| groups.swap(0, 1));
        assert_eq!(fields(&groups, "custom"), ["CustomA", "CustomB"]);
    }

    #[test]
    fn a_hidden_field_that_is_placed_by_hand_stays_there_and_what_is_shown_is_as_asked() {
        let groups = arranged(&["Fax"], |groups| groups[0].fields.insert(0, "Fax".to_owned()));
        assert_eq!(fields(&groups, "identity")[0], "Fax");
        assert!(!fields(&groups, "phones").contains(&"Fax"));
    }

    #[test]
    fn a_column_that_nobody_may_read_or_that_is_gone_stands_again_after_the_one_it_stood_after() {
        let mut metadata = metadata();
        for field in metadata.field_metadata.iter_mut().filter(|field| field.field_name == "Account") {
            field.read_access = crate::Access::None;
        }
        let schema = Schema::compile(metadata).unwrap();
        let columns = |names: &[&str]| Layout {
            list_columns: names.iter().map(|name| (*name).to_owned()).collect(),
            ..Layout::contact().unwrap()
        };
        let before = columns(&["Gone", "Name", "Account", "Title"]);
        let mut asked = columns(&["Title", "Name"]);
        asked.keep_hidden_columns(&before, &schema);
        assert_eq!(asked.list_columns, ["Gone", "Title", "Name", "Account"]);
    }

    #[test]
    fn a_view_by_a_field_that_nobody_may_read_is_there_again_when_it_may_be_read() {
        let view = |name: &str, field: &str, columns: &[&str]| -> View {
            let filters = json!([{"Field": field, "Values": ["a"]}]);
            let view = json!({"Name": name, "Label": name, "Filters": filters, "Columns": columns});
            serde_json::from_value(view).unwrap()
        };
        let layout = |views: Vec<View>| Layout { saved_views: views, ..Layout::contact().unwrap() };
        let schema = Schema::compile(metadata()).unwrap();
        let before = layout(vec![
            view("a", "Title", &["Name", "Gone", "Title"]),
            view("hidden", "Gone", &[]),
            view("b", "Title", &[]),
        ]);
        let mut asked = before.clone().fitted(&schema);
        assert_eq!(asked.saved_views.len(), 2);
        asked.saved_views.swap(0, 1);
        asked.keep_hidden_views(&before, &schema);
        let names: Vec<_> = asked.saved_views.iter().map(|view| view.name.as_str()).collect();
        assert_eq!(names, ["b", "a", "hidden"]);
        assert_eq!(asked.saved_views[1].columns, ["Name", "Gone", "Title"]);
        let mut without = layout(vec![view("b", "Title", &[])]);
        without.keep_hidden_views(&before, &schema);
        let names: Vec<_> = without.saved_views.iter().map(|view| view.name.as_str()).collect();
        assert_eq!(names, ["hidden", "b"], "what was shown and taken away stays away");
    }
}
