//! A change of the schema in words.

use kith_book::{
    Answer, BrokenRule, DifferenceKind, KeyChange, SchemaCheck, SchemaDifference, SchemaPart, SchemaReport,
};
use serde_json::Value;

use crate::output::{count, plain, shown};

/// How many contacts that break a rule are named.
const NAMED: usize = 10;

/// What a change came to, or would come to.
pub(super) fn report(answer: &Answer, dry_run: bool) -> String {
    let data = answer.data.clone().and_then(|data| serde_json::from_value(data).ok());
    let Some(report): Option<SchemaReport> = data else { return String::new() };
    let broken: String = report.broken.iter().map(broken).collect();
    let done = match (report.applied, dry_run) {
        (true, _) => "Changed the schema\n",
        (false, true) => "Nothing was changed: this was a dry run\n",
        (false, false) => "Nothing was changed\n",
    };
    format!("{}{broken}{done}", differences(&report.differences))
}

/// Each part that differs on a line, the keys below it.
pub(super) fn differences(differences: &[SchemaDifference]) -> String {
    differences.iter().map(difference).collect()
}

fn difference(difference: &SchemaDifference) -> String {
    let verb = match difference.kind {
        DifferenceKind::Added => "added",
        DifferenceKind::Changed => "changed",
        DifferenceKind::Deprecated => "deprecated",
        DifferenceKind::Undeprecated => "no longer deprecated",
        DifferenceKind::Deleted => "deleted",
        DifferenceKind::Kept => "kept",
        DifferenceKind::Refused => "refused",
    };
    let part = match difference.part {
        SchemaPart::Object => "object",
        SchemaPart::Field => "field",
        SchemaPart::Picklist => "picklist",
    };
    let why = difference.why.iter().map(|why| format!(": {}", plain(why))).collect::<String>();
    // Of what is new or gone every key differs.
    let is_whole = matches!(difference.kind, DifferenceKind::Added | DifferenceKind::Deleted);
    let keys: String = if is_whole { String::new() } else { difference.keys.iter().map(key).collect() };
    format!("  {part} {} {verb}{why}\n{keys}", plain(&difference.name))
}

fn key(change: &KeyChange) -> String {
    let side = |value: &Value| if value.is_null() { "(not set)".to_owned() } else { shown(value) };
    format!("    {}  {} → {}\n", plain(&change.key), side(&change.old), side(&change.new))
}

fn broken(rule: &BrokenRule) -> String {
    let (field, what) = match &rule.check {
        SchemaCheck::MustBeValid { field } => (field, "what it no longer takes"),
        SchemaCheck::MustBeUnique { field } => (field, "a value that another one holds"),
        SchemaCheck::MustBeEmpty { field } => (field, "a value in it"),
    };
    let verb = if rule.contacts == 1 { "holds" } else { "hold" };
    let named = rule.breaches.iter().take(NAMED);
    let named = named.map(|breach| format!("    {}  {}\n", plain(breach.key.value()), shown(&breach.value)));
    let contacts = count(rule.contacts, "contact");
    format!("  {}: {contacts} {verb} {what}\n{}", plain(field), named.collect::<String>())
}
