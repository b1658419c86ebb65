//! What is wrong with a layout that a person makes.

use std::collections::HashMap;

use super::{Layout, View};
use crate::{
    issue::{Code, Issue},
    schema::Schema,
};

/// What stands in a layout, and where: `Groups[3].Fields[0]`.
type Placed<'a> = (String, &'a String);

impl Layout {
    /// What is wrong with a layout that a person makes for a schema: the first name that is no field, else the first
    /// that stands twice.
    #[must_use]
    pub fn issue(&self, schema: &Schema) -> Option<Issue> {
        self.unknown(schema).or_else(|| self.twice())
    }

    /// The first name that is no field of a schema.
    #[must_use]
    pub fn unknown(&self, schema: &Schema) -> Option<Issue> {
        let views = self.placed_views().flat_map(|(place, view)| {
            let filters = view.filters.iter().map(|filter| &filter.field);
            let sort = view.sort.iter().map(|key| &key.field);
            let within =
                [placed(&format!("{place}.Filters"), filters), placed(&format!("{place}.Sort"), sort)];
            within.into_iter().flatten().chain(placed(&format!("{place}.Columns"), &view.columns))
        });
        let composed = self.composed.iter().flat_map(|composed| composed.of.iter().chain([&composed.field]));
        let names = self.lists().into_iter().flatten().chain(self.grouped()).chain(views);
        let mut names = names.chain(placed("Composed", composed));
        let (place, name) = names.find(|(_, name)| schema.field(name).is_none())?;
        let issue = schema.unknown(name);
        Some(Issue { message: format!("{place}: {}", issue.message), ..issue })
    }

    /// The first name that stands twice where it may stand once: whoever shows a list tells its parts apart by it.
    #[must_use]
    pub fn twice(&self) -> Option<Issue> {
        let groups = self.groups.iter().enumerate();
        let groups = groups.map(|(at, group)| (format!("Groups[{at}].Name"), &group.name));
        let views = self.placed_views().map(|(place, view)| (format!("{place}.Name"), &view.name));
        let columns =
            self.placed_views().map(|(place, view)| placed(&format!("{place}.Columns"), &view.columns));
        let names = [
            first_twice(groups).map(|twice| same_name("group", twice)),
            first_twice(views).map(|twice| same_name("view", twice)),
        ];
        let fields = [self.grouped()].into_iter().chain(self.lists()).chain(columns);
        names.into_iter().flatten().chain(fields.filter_map(|list| first_twice(list).map(same_field))).next()
    }

    /// The fields of each list.
    fn lists(&self) -> [Vec<Placed<'_>>; 4] {
        [
            placed("Title", &self.title),
            placed("Subtitle", &self.subtitle),
            placed("ListColumns", &self.list_columns),
            placed("SearchFields", &self.search_fields),
        ]
    }

    /// The fields of all groups.
    fn grouped(&self) -> Vec<Placed<'_>> {
        let groups = self.groups.iter().enumerate();
        groups.flat_map(|(at, group)| placed(&format!("Groups[{at}].Fields"), &group.fields)).collect()
    }

    fn placed_views(&self) -> impl Iterator<Item = (String, &View)> {
        let saved = self.saved_views.iter().enumerate().map(|(at, view)| (format!("SavedViews[{at}]"), view));
        self.views.iter().enumerate().map(|(at, view)| (format!("Views[{at}]"), view)).chain(saved)
    }
}

fn placed<'a>(list: &str, names: impl IntoIterator<Item = &'a String>) -> Vec<Placed<'a>> {
    names.into_iter().enumerate().map(|(at, name)| (format!("{list}[{at}]"), name)).collect()
}

/// The first name that stood before: where it stands now, where it stood, and the name.
fn first_twice<'a>(names: impl IntoIterator<Item = Placed<'a>>) -> Option<(String, String, &'a String)> {
    let mut seen: HashMap<&String, String> = HashMap::new();
    names.into_iter().find_map(|(place, name)| match seen.get(name) {
        Some(first) => Some((place, first.clone(), name)),
        None => {
            seen.insert(name, place);
            None
        }
    })
}

fn same_name(what: &str, (place, first, name): (String, String, &String)) -> Issue {
    let message = format!(
        "{place}: {name:?} is the name of two {what}s, here and at {first}. Give each a name of its own."
    );
    Issue::new(Code::MalformedRequest, message)
}

fn same_field((place, first, name): (String, String, &String)) -> Issue {
    let message = format!("{place}: {name} stands twice, here and at {first}. Leave it in one place.");
    Issue::of(name, Code::MalformedRequest, message)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::record::Record;

    /// What is said of the shipped layout with these parts.
    fn said(parts: Value) -> String {
        let document: Record = serde_json::from_value(parts).unwrap();
        let issue = Layout::from_document(&document).unwrap().issue(&Schema::contact().unwrap()).unwrap();
        issue.message
    }

    fn group(name: &str, fields: &[&str]) -> Value {
        json!({"Name": name, "Label": "Of the person", "Fields": fields})
    }

    fn view(name: &str) -> Value {
        json!({"Name": name, "Label": "Mine"})
    }

    #[test]
    fn a_name_that_is_no_field_is_named_with_its_place() {
        let cases = [
            (json!({"ListColumns": ["Name", "Nobody"]}), "ListColumns[1]: Contact has no field \"Nobody\"."),
            (
                json!({"Groups": [group("a", &[]), group("b", &["email"])]}),
                "Groups[1].Fields[0]: Contact has no field \"email\". Did you mean \"Email\"?",
            ),
            (
                json!({"SavedViews": [{"Name": "a", "Label": "A", "Filters": [{"Field": "X", "Values": []}]}]}),
                "SavedViews[0].Filters[0]: ",
            ),
            (
                json!({"SavedViews": [{"Name": "a", "Label": "A", "Columns": ["Name", "X"]}]}),
                "SavedViews[0].Columns[1]: ",
            ),
            (json!({"Composed": [{"Field": "Name", "Of": ["X"], "Separator": ""}]}), "Composed[0]: "),
        ];
        for (parts, start) in cases {
            let said = said(parts);
            assert!(said.starts_with(start), "{said}");
        }
    }

    #[test]
    fn a_name_that_stands_twice_is_named_with_both_places() {
        let cases = [
            (
                json!({"Groups": [group("a", &["Fax"]), group("b", &[]), group("a", &["Title"])]}),
                "Groups[2].Name: \"a\" is the name of two groups, here and at Groups[0].Name. Give each a name of its own.",
            ),
            (
                json!({"Groups": [group("a", &["Fax"]), group("b", &["Title", "Fax"])]}),
                "Groups[1].Fields[1]: Fax stands twice, here and at Groups[0].Fields[0]. Leave it in one place.",
            ),
            (json!({"Groups": [group("a", &["Fax", "Fax"])]}), "Groups[0].Fields[1]: Fax stands twice"),
            (
                json!({"ListColumns": ["Name", "Email", "Name"]}),
                "ListColumns[2]: Name stands twice, here and at ListColumns[0].",
            ),
            (json!({"SearchFields": ["Name", "Name"]}), "SearchFields[1]: Name stands twice"),
            (
                json!({"SavedViews": [view("mine"), view("mine")]}),
                "SavedViews[1].Name: \"mine\" is the name of two views, here and at SavedViews[0].Name.",
            ),
            (
                json!({"SavedViews": [view("all")]}),
                "SavedViews[0].Name: \"all\" is the name of two views, here and at Views[0].Name.",
            ),
            (
                json!({"SavedViews": [{"Name": "a", "Label": "A", "Columns": ["Fax", "Fax"]}]}),
                "SavedViews[0].Columns[1]: Fax stands twice",
            ),
        ];
        for (parts, start) in cases {
            let said = said(parts);
            assert!(said.starts_with(start), "{said}");
        }
    }

    #[test]
    fn a_field_may_be_a_column_a_title_and_in_a_group_and_names_in_other_case_are_others() {
        let parts = json!({"ListColumns": ["Name"], "Title": ["Name"], "SavedViews": [view("a"), view("A")]});
        let document: Record = serde_json::from_value(parts).unwrap();
        assert_eq!(Layout::from_document(&document).unwrap().issue(&Schema::contact().unwrap()), None);
    }
}
