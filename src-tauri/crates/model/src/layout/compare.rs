//! What differs between two layouts, part by part.

use serde::Serialize;
use serde_json::{Value, json};

use super::{Group, Layout, View};
use crate::schema::{DifferenceKind, KeyChange, SchemaDifference, SchemaPart};

impl Layout {
    /// What leads from this layout to another, part by part: what is said of the whole first, then each group and view.
    /// A group or view is named by its heading, as a person knows it.
    #[must_use]
    pub fn differences_to(&self, after: &Self) -> Vec<SchemaDifference> {
        let whole = whole(self, after);
        let whole =
            (!whole.is_empty()).then(|| difference(SchemaPart::Layout, "", DifferenceKind::Changed, whole));
        let groups = parts(SchemaPart::Group, &self.groups, &after.groups);
        let views = parts(SchemaPart::View, &self.views, &after.views);
        let saved = parts(SchemaPart::View, &self.saved_views, &after.saved_views);
        whole.into_iter().chain(groups).chain(views).chain(saved).collect()
    }
}

/// A part of a layout that stands in a list of its like.
trait Part: Serialize {
    fn name(&self) -> &str;
    fn heading(&self) -> &str;
}

impl Part for Group {
    fn name(&self) -> &str {
        &self.name
    }

    fn heading(&self) -> &str {
        &self.label
    }
}

impl Part for View {
    fn name(&self) -> &str {
        &self.name
    }

    fn heading(&self) -> &str {
        &self.label
    }
}

fn whole(before: &Layout, after: &Layout) -> Vec<KeyChange> {
    let keys = [
        ("ListColumns", json!(before.list_columns), json!(after.list_columns)),
        ("SearchFields", json!(before.search_fields), json!(after.search_fields)),
        ("Title", json!(before.title), json!(after.title)),
        ("Subtitle", json!(before.subtitle), json!(after.subtitle)),
        ("Composed", json!(before.composed), json!(after.composed)),
    ];
    let changed = keys.into_iter().filter_map(|(key, old, new)| key_change(key, old, new));
    let orders = [
        order("Groups", &before.groups, &after.groups),
        order("Views", &before.views, &after.views),
        order("SavedViews", &before.saved_views, &after.saved_views),
    ];
    changed.chain(orders.into_iter().flatten()).collect()
}

/// The headings before and after, where those that stay stand in another order.
fn order<P: Part>(key: &str, before: &[P], after: &[P]) -> Option<KeyChange> {
    let stays = |parts: &[P], others: &[P]| -> Vec<String> {
        let names = parts.iter().map(|part| part.name().to_owned());
        names.filter(|name| named(others, name).is_some()).collect()
    };
    let headings = |parts: &[P]| json!(parts.iter().map(Part::heading).collect::<Vec<_>>());
    if stays(before, after) == stays(after, before) {
        return None;
    }
    key_change(key, headings(before), headings(after))
}

/// What becomes of each part, in the order of `after`; what is taken away stands last.
fn parts<P: Part>(part: SchemaPart, before: &[P], after: &[P]) -> Vec<SchemaDifference> {
    let stays = after.iter().map(|new| (named(before, new.name()), Some(new)));
    let gone = before.iter().filter(|old| named(after, old.name()).is_none()).map(|old| (Some(old), None));
    stays.chain(gone).filter_map(|(old, new)| of_part(part, old, new)).collect()
}

fn of_part<P: Part>(part: SchemaPart, old: Option<&P>, new: Option<&P>) -> Option<SchemaDifference> {
    let kind = match (old, new) {
        (None, _) => DifferenceKind::Added,
        (_, None) => DifferenceKind::Deleted,
        _ => DifferenceKind::Changed,
    };
    let (old, heading) = (json!(old), new.or(old).map_or("", Part::heading));
    let new = json!(new);
    let names = if new.is_null() { &old } else { &new };
    let names = names.as_object().into_iter().flat_map(|keys| keys.keys()).filter(|key| *key != "Name");
    let of = |part: &Value, key: &str| part.get(key).cloned().unwrap_or_default();
    let keys: Vec<_> = names.filter_map(|key| key_change(key, of(&old, key), of(&new, key))).collect();
    (!keys.is_empty()).then(|| difference(part, heading, kind, keys))
}

fn named<'a, P: Part>(parts: &'a [P], name: &str) -> Option<&'a P> {
    parts.iter().find(|part| part.name() == name)
}

fn key_change(key: &str, old: Value, new: Value) -> Option<KeyChange> {
    (old != new).then(|| KeyChange { key: key.to_owned(), old, new })
}

fn difference(part: SchemaPart, name: &str, kind: DifferenceKind, keys: Vec<KeyChange>) -> SchemaDifference {
    SchemaDifference { kind, part, name: name.to_owned(), keys, why: None }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn group(name: &str, label: &str, fields: &[&str]) -> Group {
        let fields = fields.iter().map(|field| (*field).to_owned()).collect();
        Group { name: name.to_owned(), label: label.to_owned(), fields }
    }

    fn layout(groups: Vec<Group>) -> Layout {
        Layout { groups, ..Layout::contact().unwrap() }
    }

    /// Each difference as `kind part name` and its keys.
    fn told(before: &Layout, after: &Layout) -> Vec<(String, Vec<String>)> {
        let told = before.differences_to(after).into_iter().map(|difference| {
            let keys =
                difference.keys.iter().map(|key| format!("{} {} {}", key.key, key.old, key.new)).collect();
            (format!("{:?} {:?} {}", difference.kind, difference.part, difference.name), keys)
        });
        told.collect()
    }

    #[test]
    fn equal_layouts_do_not_differ() {
        let shipped = Layout::contact().unwrap();
        assert_eq!(shipped.differences_to(&shipped), []);
    }

    #[test]
    fn a_field_that_moves_is_told_of_both_groups_and_a_heading_of_its_own() {
        let before = layout(vec![group("a", "A", &["Title", "Fax"]), group("b", "B", &["Email"])]);
        let after = layout(vec![group("a", "One", &["Fax"]), group("b", "B", &["Title", "Email"])]);
        assert_eq!(
            told(&before, &after),
            [
                (
                    "Changed Group One".to_owned(),
                    vec![r#"Label "A" "One""#.to_owned(), r#"Fields ["Title","Fax"] ["Fax"]"#.to_owned()]
                ),
                ("Changed Group B".to_owned(), vec![r#"Fields ["Email"] ["Title","Email"]"#.to_owned()]),
            ]
        );
    }

    #[test]
    fn groups_that_come_and_go_are_told_and_their_order_only_where_those_that_stay_moved() {
        let (a, b, c) = (group("a", "A", &["Title"]), group("b", "B", &["Fax"]), group("c", "C", &["Email"]));
        let told = |before: &[&Group], after: &[&Group]| {
            let of = |groups: &[&Group]| layout(groups.iter().map(|group| (*group).clone()).collect());
            told(&of(before), &of(after)).into_iter().map(|(what, _)| what).collect::<Vec<_>>()
        };
        assert_eq!(told(&[&a, &b], &[&c, &a]), ["Added Group C", "Deleted Group B"]);
        assert_eq!(told(&[&a, &b], &[&b, &a]), ["Changed Layout "]);
    }

    #[test]
    fn columns_searched_fields_and_views_are_told_with_what_was_and_what_is() {
        let before = Layout::contact().unwrap();
        let mut after = before.clone();
        after.list_columns = vec!["Name".to_owned()];
        after.search_fields.pop();
        let view = before.views[0].clone();
        after.saved_views = vec![View { name: "mine".to_owned(), label: "Mine".to_owned(), ..view }];
        let told = told(&before, &after);
        assert_eq!(told.len(), 2, "{told:?}");
        assert!(told[0].1[0].starts_with(r#"ListColumns ["Name","Account""#), "{told:?}");
        assert!(told[0].1[1].starts_with("SearchFields"), "{told:?}");
        assert_eq!(told[1].0, "Added View Mine");
    }
}
