//! A mapping held against a file's header and the book's schema: rows to bodies.

use std::{collections::BTreeMap, sync::Arc};

use kith_formats::table::Cell;
use kith_model::{
    Body, Code, DataType, FieldMetadata, Format, Issue, PicklistMetadata, Record, Schema, system,
};
use serde_json::{Map, Value, json};

use super::{
    Blank, ColumnMapping, Mapping, Split, address,
    cell::{self, How},
    labelled::Labelled,
    name,
};

/// The fields that a whole name goes to.
const NAME: [&str; 4] = ["Name", "Salutation", "FirstName", "LastName"];
/// What the names of an address's fields end with.
const ADDRESS: [&str; 6] = ["Address", "Street", "City", "State", "PostalCode", "Country"];
/// The parts of a lookup.
const PARTS: [&str; 2] = ["Id", "Name"];

/// Where a value goes.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Goal {
    Id,
    ExternalId,
    Field(String),
    /// A part of a lookup.
    Part(String, &'static str),
}

/// What becomes of a column.
#[derive(Debug)]
enum Target {
    Nothing,
    Goal(Goal, How, Blank),
    FullName(Blank),
    /// An address, with what the names of its fields begin with.
    Address(&'static str, Blank),
    Labelled(Labelled),
}

/// A mapping that fits a file and a schema.
#[derive(Debug)]
pub(in crate::import) struct Bound {
    schema: Arc<Schema>,
    header: Vec<String>,
    columns: Vec<Target>,
    constants: Vec<(Goal, Cell)>,
    joins: Vec<(Goal, Vec<usize>, String)>,
    blank: Blank,
    salutations: Vec<String>,
    /// Everything that is set by a row.
    taken: Vec<Goal>,
    /// Columns of which nothing is taken.
    pub unmapped: Vec<String>,
}

/// The body that a row makes, but for lookups of which it has only a part.
#[derive(Debug, Default)]
pub(in crate::import) struct Draft {
    pub body: Body,
    parts: BTreeMap<String, Map<String, Value>>,
    /// The columns of which the row has a value that no field is left for.
    pub left: Vec<String>,
}

impl Bound {
    /// Holds a mapping against a header.
    ///
    /// # Errors
    /// Everything in the mapping that does not fit: a column the file does not have, a field the schema does not have,
    /// two columns for one field.
    pub fn new(mapping: &Mapping, header: &[String], schema: Arc<Schema>) -> Result<Self, Vec<Issue>> {
        let mut binding = Binding { header, schema: &schema, taken: Vec::new(), issues: Vec::new() };
        let mut columns: Vec<Target> = header.iter().map(|_| Target::Nothing).collect();
        for column in &mapping.columns {
            let target = binding.target(column, mapping.blank);
            if let Some(place) = binding.column(&column.column).and_then(|at| columns.get_mut(at)) {
                *place = target;
            }
        }
        let constants = mapping.constants.iter().filter_map(|constant| {
            Some((binding.goal(&constant.field)?, Cell::Text(constant.value.clone())))
        });
        let constants = constants.collect();
        let joins: Vec<_> = mapping
            .joins
            .iter()
            .filter_map(|join| {
                let columns = join.columns.iter().filter_map(|name| binding.column(name)).collect();
                Some((binding.goal(&join.field)?, columns, join.with.clone()))
            })
            .collect();
        let (taken, issues) = (binding.taken, binding.issues);
        if !issues.is_empty() {
            return Err(issues);
        }
        let is_joined =
            |at: usize| joins.iter().any(|(_, columns, _): &(_, Vec<usize>, _)| columns.contains(&at));
        let unmapped = header.iter().zip(&columns).enumerate().filter(|(at, (name, target))| {
            matches!(target, Target::Nothing) && !is_joined(*at) && !is_passed_over(name)
        });
        let unmapped = unmapped.map(|(_, (name, _))| name.clone()).collect();
        let salutations = salutations(&schema);
        let header = header.to_vec();
        Ok(Self {
            header,
            columns,
            constants,
            joins,
            blank: mapping.blank,
            salutations,
            taken,
            unmapped,
            schema,
        })
    }

    /// Whether rows set a field.
    pub fn sets(&self, field: &str) -> bool {
        self.taken.iter().any(|goal| matches!(goal, Goal::Field(name) | Goal::Part(name, _) if name == field))
    }

    /// The body that a row makes, and every cell that cannot be a value of its field.
    pub fn draft(&self, cells: &[Cell]) -> (Draft, Vec<Issue>) {
        let (draft, issues, addresses) = (Draft::default(), Vec::new(), BTreeMap::new());
        let mut filling = Filling { bound: self, draft, issues, addresses };
        for (goal, cell) in &self.constants {
            filling.set(goal, cell, &How::default(), Blank::Clear);
        }
        for (target, cell) in self.columns.iter().zip(cells) {
            match target {
                Target::Nothing | Target::Labelled(_) => {}
                Target::Goal(goal, how, blank) => filling.set(goal, cell, how, *blank),
                Target::FullName(blank) => filling.name(cell, *blank),
                Target::Address(begin, blank) => filling.address(begin, cell, *blank),
            }
        }
        for (goal, columns, with) in &self.joins {
            let parts = columns.iter().filter_map(|at| cells.get(*at)).map(Cell::as_text);
            let parts: Vec<_> = parts.filter(|part| !part.is_empty()).collect();
            let joined = if parts.is_empty() { Cell::Empty } else { Cell::Text(parts.join(with)) };
            filling.set(goal, &joined, &How::default(), self.blank);
        }
        // What is said by a label goes where nothing else went.
        for ((target, cell), name) in self.columns.iter().zip(cells).zip(&self.header) {
            if let Target::Labelled(column) = target {
                filling.labelled(column, name, cells, cell);
            }
        }
        (filling.draft, filling.issues)
    }
}

impl Draft {
    /// A body that needs nothing of what is stored.
    pub fn whole(body: Body) -> Self {
        Self { body, ..Self::default() }
    }

    /// Whether the row has only a part of some lookup.
    pub fn has_parts(&self) -> bool {
        !self.parts.is_empty()
    }

    /// Completes the lookups by what is stored: the Id stays with the name it belongs to, and goes with it.
    pub fn complete(&mut self, stored: Option<&Record>) {
        for (field, parts) in std::mem::take(&mut self.parts) {
            let held = stored.map_or(&Value::Null, |record| record.get(&field));
            let part = |name: &str| held.get(name).unwrap_or(&Value::Null);
            let value = if !held.is_null() && parts.iter().all(|(name, value)| part(name) == value) {
                held.clone()
            } else if parts.values().all(Value::is_null) {
                Value::Null
            } else {
                json!({"Id": parts.get("Id"), "Name": parts.get("Name")})
            };
            self.body.fields.insert(field, value);
        }
    }
}

/// A mapping that is held against header and schema.
struct Binding<'a> {
    header: &'a [String],
    schema: &'a Schema,
    taken: Vec<Goal>,
    issues: Vec<Issue>,
}

impl Binding<'_> {
    fn column(&mut self, name: &str) -> Option<usize> {
        let at = self.header.iter().position(|column| column == name);
        if at.is_none() {
            let message = format!("The file has no column {name:?}. Its columns: {}.", shown(self.header));
            self.issues.push(Issue::new(Code::UnknownField, message));
        }
        at
    }

    fn target(&mut self, column: &ColumnMapping, blank: Blank) -> Target {
        let blank = column.blank.unwrap_or(blank);
        let how = How { date_format: column.date_format.clone(), decimal_comma: column.decimal_comma };
        match (&column.field, column.split) {
            (Some(field), None) if column.label.is_some() => self.labelled(field, column, how),
            (Some(field), None) => match self.goal(field) {
                Some(goal) => Target::Goal(goal, how, blank),
                None => Target::Nothing,
            },
            (None, Some(Split::FullName)) => {
                NAME.iter().for_each(|field| self.take(Goal::Field((*field).to_owned())));
                Target::FullName(blank)
            }
            (None, Some(Split::MailingAddress)) => self.address("Mailing", blank),
            (None, Some(Split::OtherAddress)) => self.address("Other", blank),
            (None, None) => Target::Nothing,
            (Some(field), Some(_)) => {
                let message = format!(
                    "The column {:?} has a field and is to be split. Keep one of the two.",
                    column.column
                );
                self.issues.push(Issue::of(field, Code::MalformedRequest, message));
                Target::Nothing
            }
        }
    }

    fn address(&mut self, begin: &'static str, blank: Blank) -> Target {
        ADDRESS.iter().for_each(|part| self.take(Goal::Field(format!("{begin}{part}"))));
        Target::Address(begin, blank)
    }

    /// Several columns may be for one field where labels say which value is of which.
    fn labelled(&mut self, field: &str, column: &ColumnMapping, how: How) -> Target {
        let label = column.label.as_ref().and_then(|label| self.column(label));
        match (label, self.schema.field(field)) {
            (Some(label), Some(_)) => Target::Labelled(Labelled { field: field.to_owned(), label, how }),
            (Some(_), None) => {
                self.issues.push(self.schema.unknown(field));
                Target::Nothing
            }
            (None, _) => Target::Nothing,
        }
    }

    /// Where a field's name leads; none where it is one that Kith writes itself, of which nothing is taken.
    fn goal(&mut self, path: &str) -> Option<Goal> {
        let (name, part) = path.split_once('.').map_or((path, None), |(name, part)| (name, Some(part)));
        let goal = match (system::key_field(name), self.schema.field(name)) {
            (Some(system::ID), _) => Goal::Id,
            (Some(_), _) => Goal::ExternalId,
            (None, Some(field)) if field.is_system() => return None,
            (None, Some(field)) => match (part, is_lookup(field)) {
                (None, true) => Goal::Part(name.to_owned(), "Name"),
                (None, false) => Goal::Field(name.to_owned()),
                (Some(part), true) if PARTS.contains(&part) => {
                    Goal::Part(name.to_owned(), if part == "Id" { "Id" } else { "Name" })
                }
                (Some(_), _) => {
                    let message =
                        format!("{path:?} is no part of a field. A lookup has the parts Id and Name.");
                    self.issues.push(Issue::of(name, Code::UnknownField, message));
                    return None;
                }
            },
            (None, None) => {
                self.issues.push(self.schema.unknown(name));
                return None;
            }
        };
        self.take(goal.clone());
        Some(goal)
    }

    fn take(&mut self, goal: Goal) {
        if self.taken.contains(&goal) {
            let message = format!("Two columns are mapped to {goal}. Map one of them, or join them.");
            self.issues.push(Issue::new(Code::MalformedRequest, message));
        }
        self.taken.push(goal);
    }
}

impl std::fmt::Display for Goal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Id => f.write_str(system::ID),
            Self::ExternalId => f.write_str(system::EXTERNAL_ID),
            Self::Field(name) => f.write_str(name),
            Self::Part(name, part) => write!(f, "{name}.{part}"),
        }
    }
}

/// A row that is made a body.
pub(super) struct Filling<'a> {
    bound: &'a Bound,
    pub draft: Draft,
    issues: Vec<Issue>,
    /// The column with the labels of the address that the fields beginning so are of.
    pub addresses: BTreeMap<&'static str, usize>,
}

impl Filling<'_> {
    pub(super) fn set(&mut self, goal: &Goal, cell: &Cell, how: &How, blank: Blank) {
        let field = match goal {
            Goal::Field(name) => self.bound.schema.field(name).filter(|field| is_day(field)),
            _ => None,
        };
        if let Some(field) = field.filter(|_| cell::is_of_no_year(cell.as_text())) {
            self.draft.left.push(format!("{} (a day without a year)", field.display_name));
            return;
        }
        let is_blank = cell.as_text().is_empty() || field.is_some() && cell::is_no_day(cell.as_text());
        if is_blank && blank == Blank::Leave {
            return;
        }
        let text = || if is_blank { Value::Null } else { Value::from(cell.as_text()) };
        match goal {
            Goal::Id => self.draft.body.id = Some(text()),
            Goal::ExternalId => self.draft.body.external_id = Some(text()),
            Goal::Part(field, part) => {
                let parts = self.draft.parts.entry(field.clone()).or_default();
                parts.insert((*part).to_owned(), text());
            }
            Goal::Field(_) if is_blank => self.insert(goal, Value::Null),
            Goal::Field(name) => {
                let Some(field) = self.bound.schema.field(name) else { return };
                let list = picklist(&self.bound.schema, field);
                match cell::value(field, list, cell, how) {
                    Ok(value) => self.insert(goal, value),
                    Err(issue) => self.issues.push(issue),
                }
            }
        }
    }

    fn insert(&mut self, goal: &Goal, value: Value) {
        if let Goal::Field(name) = goal {
            // A required yes-or-no has no empty value: leaving it is what an empty cell can mean.
            let takes_null = self.bound.schema.field(name).is_none_or(|field| field.is_nullable);
            if !value.is_null() || takes_null {
                self.draft.body.fields.insert(name.clone(), value);
            }
        }
    }

    fn name(&mut self, cell: &Cell, blank: Blank) {
        let text = cell.as_text();
        if text.trim().is_empty() && blank == Blank::Leave {
            return;
        }
        let parts = name::parts(text, &self.bound.salutations);
        let values = [text, parts.salutation.unwrap_or_default(), &parts.first, &parts.last];
        for (field, value) in NAME.iter().zip(values) {
            let is_known = self.bound.schema.field(field).is_some();
            if is_known && !(value.is_empty() && blank == Blank::Leave) {
                let value = if value.is_empty() { Value::Null } else { value.into() };
                self.draft.body.fields.insert((*field).to_owned(), value);
            }
        }
    }
}

impl Filling<'_> {
    /// One that cannot be taken apart is kept whole, and its parts are left as they are.
    fn address(&mut self, begin: &str, cell: &Cell, blank: Blank) {
        let text = cell.as_text();
        let is_blank = text.trim().is_empty();
        if is_blank && blank == Blank::Leave {
            return;
        }
        let whole = if is_blank { Cell::Empty } else { cell.clone() };
        let goal = |part: &str| Goal::Field(format!("{begin}{part}"));
        self.set(&goal("Address"), &whole, &How::default(), blank);
        let parts = address::parts(text);
        if parts.is_none() && !is_blank {
            return;
        }
        let parts = parts.unwrap_or_default();
        let values = [parts.street, parts.city, parts.state, parts.postal_code, parts.country];
        for (part, value) in ADDRESS.iter().skip(1).zip(values) {
            let value = if value.is_empty() { Cell::Empty } else { Cell::Text(value) };
            self.set(&goal(part), &value, &How::default(), blank);
        }
    }
}

/// What a file of Kith's own has besides the contacts, or what Kith writes itself.
fn is_passed_over(column: &str) -> bool {
    column == crate::import::REASON || (system::is_system(column) && system::key_field(column).is_none())
}

fn is_day(field: &FieldMetadata) -> bool {
    matches!(field.data_type, DataType::Date | DataType::DateTime)
        || field.format == Some(Format::DateOrDateTime)
}

fn is_lookup(field: &FieldMetadata) -> bool {
    matches!(field.data_type, DataType::Lookup | DataType::Owner | DataType::Reference)
}

fn picklist<'a>(schema: &'a Schema, field: &FieldMetadata) -> Option<&'a PicklistMetadata> {
    let name = field.picklist_name.as_ref()?;
    schema.metadata().picklist_metadata.iter().find(|list| list.name == *name)
}

fn salutations(schema: &Schema) -> Vec<String> {
    let list = schema.field("Salutation").and_then(|field| picklist(schema, field));
    list.into_iter().flat_map(|list| &list.picklist_entries).map(|entry| entry.value.clone()).collect()
}

/// The first few names of a header.
fn shown(header: &[String]) -> String {
    let names: Vec<_> = header.iter().take(20).map(|name| format!("{name:?}")).collect();
    let more = if header.len() > names.len() { ", …" } else { "" };
    format!("{}{more}", names.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bound(mapping: Value, header: &[&str]) -> Result<Bound, Vec<Issue>> {
        let mapping: Mapping = serde_json::from_value(mapping).unwrap();
        let header: Vec<_> = header.iter().map(|name| (*name).to_owned()).collect();
        Bound::new(&mapping, &header, Arc::new(Schema::contact().unwrap()))
    }

    fn cells(texts: &[&str]) -> Vec<Cell> {
        texts
            .iter()
            .map(|text| if text.is_empty() { Cell::Empty } else { Cell::Text((*text).into()) })
            .collect()
    }

    #[test]
    fn columns_constants_and_joins_make_a_body_and_the_rest_is_told() {
        let mapping = json!({
            "Columns": [
                {"Column": "key", "Field": "ExternalId"},
                {"Column": "who", "Split": "FullName"},
                {"Column": "born", "Field": "Birthdate", "DateFormat": "dd.MM.yyyy"},
            ],
            "Constants": [{"Field": "LeadSource", "Value": "Web"}],
            "Joins": [{"Field": "MailingStreet", "Columns": ["s1", "s2"], "With": "\n"}],
        });
        let bound = bound(mapping, &["key", "who", "born", "s1", "s2", "note", "ETag"]).unwrap();
        assert_eq!(bound.unmapped, ["note"]);
        let (draft, _) = bound.draft(&cells(&["x", "Dr. Ada Lovelace", "10.12.1815", "a", "b", "n", "e"]));
        assert_eq!(draft.body.external_id, Some(json!("x")));
        let expected = json!({"LeadSource": "Web", "Name": "Dr. Ada Lovelace", "Salutation": "Dr.",
            "FirstName": "Ada", "LastName": "Lovelace", "Birthdate": "1815-12-10", "MailingStreet": "a\nb"});
        assert_eq!(Value::Object(draft.body.fields), expected);
        let (_, issues) = bound.draft(&cells(&["x", "A", "December 1815", "", "", "", ""]));
        assert_eq!(
            issues.iter().map(|issue| issue.field.as_deref()).collect::<Vec<_>>(),
            [Some("Birthdate")]
        );
    }

    #[test]
    fn labels_say_which_field_a_value_is_of_and_what_is_left_over_is_told() {
        let phone = |number: usize| json!({"Column": format!("p{number}"), "Field": "Phone", "Label": format!("l{number}")});
        let street = json!({"Column": "street", "Field": "MailingStreet", "Label": "place"});
        let mapping = json!({"Columns": [phone(1), phone(2), phone(3), street]});
        let header = ["l1", "p1", "l2", "p2", "l3", "p3", "place", "street"];
        let bound = bound(mapping, &header).unwrap();
        let (draft, issues) =
            bound.draft(&cells(&["Mobile", "1 ::: 2", "Work", "3", "Mobile", "4", "Home", "Weg 1"]));
        assert!(issues.is_empty());
        let expected = json!({"MobilePhone": "1", "OtherPhone": "2", "Phone": "3", "OtherStreet": "Weg 1"});
        assert_eq!(Value::Object(draft.body.fields), expected);
        assert_eq!(draft.left, ["p3"]);
    }

    #[test]
    fn an_address_is_taken_apart_and_stays_whole_too() {
        let columns = json!([{"Column": "a", "Split": "MailingAddress"}]);
        let bound = bound(json!({"Columns": columns}), &["a"]).unwrap();
        let taken = |text: &str| Value::Object(bound.draft(&cells(&[text])).0.body.fields);
        let expected = json!({"MailingAddress": "Weg 1\n10115 Berlin", "MailingStreet": "Weg 1",
            "MailingCity": "Berlin", "MailingPostalCode": "10115"});
        assert_eq!(taken("Weg 1\n10115 Berlin"), expected);
        assert_eq!(taken("somewhere"), json!({"MailingAddress": "somewhere"}));
        assert_eq!(taken(""), json!({}));
    }

    #[test]
    fn a_day_that_is_none_is_a_blank_and_one_of_no_year_is_told() {
        let bound = bound(json!({"Columns": [{"Column": "b", "Field": "Birthdate"}]}), &["b"]).unwrap();
        let (draft, issues) = bound.draft(&cells(&["0/0/00"]));
        assert!(draft.body.fields.is_empty() && draft.left.is_empty() && issues.is_empty());
        let (draft, issues) = bound.draft(&cells(&["--02-29"]));
        assert!(draft.body.fields.is_empty() && issues.is_empty());
        assert_eq!(draft.left, ["Birthdate (a day without a year)"]);
    }

    #[test]
    fn blanks_leave_or_clear_as_the_person_says() {
        let columns = json!([{"Column": "t", "Field": "Title"}, {"Column": "f", "Field": "Fax", "Blank": "Clear"},
            {"Column": "b", "Field": "IsEmailBounced", "Blank": "Clear"}]);
        let bound = bound(json!({"Columns": columns}), &["t", "f", "b"]).unwrap();
        let (draft, _) = bound.draft(&cells(&["", "", ""]));
        assert_eq!(Value::Object(draft.body.fields), json!({"Fax": null}));
    }

    #[test]
    fn a_lookup_of_which_a_part_comes_keeps_the_other_while_it_belongs_to_it() {
        let bound = bound(json!({"Columns": [{"Column": "c", "Field": "Account"}]}), &["c"]).unwrap();
        let stored = json!({"Id": "1", "Account": {"Id": "a-1", "Name": "Acme"}});
        let stored = Record::from_fields(stored.as_object().unwrap().clone());
        let completed = |text: &str, stored: Option<&Record>| {
            let (mut draft, _) = bound.draft(&cells(&[text]));
            draft.complete(stored);
            draft.body.fields.get("Account").cloned()
        };
        assert_eq!(completed("Acme", Some(&stored)), Some(json!({"Id": "a-1", "Name": "Acme"})));
        assert_eq!(completed("Other", Some(&stored)), Some(json!({"Id": null, "Name": "Other"})));
        assert_eq!(completed("Acme", None), Some(json!({"Id": null, "Name": "Acme"})));
        assert_eq!(completed("", Some(&stored)), None);
    }

    #[test]
    fn a_mapping_that_does_not_fit_says_everything_that_is_wrong() {
        let columns = json!([{"Column": "gone", "Field": "Title"}, {"Column": "a", "Field": "Titel"},
            {"Column": "b", "Field": "Fax"}, {"Column": "c", "Field": "Fax"}, {"Column": "d", "Field": "Account.City"}]);
        let issues = bound(json!({"Columns": columns}), &["a", "b", "c", "d"]).unwrap_err();
        assert_eq!(issues.len(), 4, "{issues:?}");
    }
}
