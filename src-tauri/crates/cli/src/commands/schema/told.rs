//! A change of the schema in words.

use kith_book::{
    Answer, BrokenRule, Code, DifferenceKind, KeyChange, SchemaCheck, SchemaDifference, SchemaPart,
    SchemaReport, StatusCode,
};
use serde_json::Value;

use super::super::refusal;
use crate::output::{count, plain, shown};

/// How many contacts that break a rule are named.
const NAMED: usize = 10;

/// The answer to a change; where parts of a file were refused it is a refusal, with everything in it.
pub(super) fn whole(answer: Answer) -> Answer {
    let differences = read(&answer).map(|report| report.differences).unwrap_or_default();
    let mut refused = differences.iter().filter(|part| part.kind == DifferenceKind::Refused);
    let (Some(first), true) = (refused.next(), answer.success) else { return answer };
    let parts = count(refused.count() as u64 + 1, "part");
    let why = first.why.as_deref().unwrap_or_default();
    let message = format!(
        "{parts} of the file cannot be taken; Differences says why. The first is {}: {why}",
        first.name
    );
    refusal(&answer, Code::MalformedRequest, &message, StatusCode::BadRequest)
}

/// What a change came to, or would come to.
pub(super) fn report(answer: &Answer, dry_run: bool) -> String {
    let Some(report) = read(answer) else { return String::new() };
    let broken: String = report.broken.iter().map(broken).collect();
    let done = match (report.applied, dry_run) {
        (true, _) => "Changed the schema\n",
        (false, true) => "Nothing was changed: this was a dry run\n",
        (false, false) => "Nothing was changed\n",
    };
    format!("{}{broken}{done}", parts(report.differences))
}

fn read(answer: &Answer) -> Option<SchemaReport> {
    answer.data.clone().and_then(|data| serde_json::from_value(data).ok())
}

/// What a file leaves as it is, in one line for each reason; then what differs, and what is refused last.
fn parts(mut differences: Vec<SchemaDifference>) -> String {
    differences.sort_by_key(|part| part.kind == DifferenceKind::Refused);
    let (kept, told): (Vec<_>, Vec<_>) =
        differences.into_iter().partition(|part| part.kind == DifferenceKind::Kept);
    let mut reasons: Vec<(Option<String>, u64)> = Vec::new();
    for part in kept {
        match reasons.iter_mut().find(|(why, _)| *why == part.why) {
            Some((_, parts)) => *parts += 1,
            None => reasons.push((part.why, 1)),
        }
    }
    let kept = reasons.into_iter().map(|(why, parts)| {
        format!("  {} kept: {}\n", count(parts, "part"), plain(&why.unwrap_or_default()))
    });
    format!("{}{}", kept.collect::<String>(), self::differences(&told))
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
        SchemaPart::Layout => "layout",
        SchemaPart::Group => "group",
        SchemaPart::View => "view",
    };
    let name = [plain(&difference.name)].into_iter().filter(|name| !name.is_empty());
    let heading = [part.to_owned()].into_iter().chain(name).collect::<Vec<_>>().join(" ");
    let why = difference.why.iter().map(|why| format!(": {}", plain(why))).collect::<String>();
    format!("  {heading} {verb}{why}\n{}", keys(difference))
}

/// The keys that say something: of what is new or gone every key differs.
fn keys(difference: &SchemaDifference) -> String {
    let is_arranged = matches!(difference.part, SchemaPart::Layout | SchemaPart::Group | SchemaPart::View);
    let is_whole = matches!(difference.kind, DifferenceKind::Added | DifferenceKind::Deleted);
    let says = |change: &&KeyChange| match is_arranged {
        true => !is_empty(&change.old) || !is_empty(&change.new),
        false => !is_whole,
    };
    let key = |change: &KeyChange| {
        let name = if is_arranged { arranged_key(&change.key) } else { plain(&change.key) };
        let (old, new) = (side(&change.old), side(&change.new));
        match difference.kind {
            DifferenceKind::Added => format!("    {name}  {new}\n"),
            DifferenceKind::Deleted => format!("    {name}  {old}\n"),
            _ => format!("    {name}  {old} → {new}\n"),
        }
    };
    difference.keys.iter().filter(says).map(key).collect()
}

/// A key of a layout in words.
fn arranged_key(key: &str) -> String {
    let words = match key {
        "ListColumns" => "columns of the list",
        "SearchFields" => "searched fields",
        "Title" => "heading of a contact",
        "Subtitle" => "line under the heading",
        "Composed" => "fields that follow others",
        "Groups" => "order of the groups",
        "Views" | "SavedViews" => "order of the views",
        "Label" => "heading",
        "Fields" => "fields",
        "Columns" => "columns",
        "Filters" => "filters",
        "Sort" => "sorted by",
        "Search" => "search",
        other => other,
    };
    plain(words)
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.is_empty(),
        _ => false,
    }
}

/// A value as a person reads it: of a list, one item after the other.
fn side(value: &Value) -> String {
    match value {
        Value::Null => "(not set)".to_owned(),
        Value::Array(items) if items.is_empty() => "(none)".to_owned(),
        Value::Array(items) => items.iter().map(item).collect::<Vec<_>>().join(", "),
        other => shown(other),
    }
}

/// A name, a filter, a sort key, or a field that follows others.
fn item(item: &Value) -> String {
    let text = |value: &Value| value.as_str().map_or_else(|| shown(value), plain);
    let joined = |values: &[Value], between: &str| {
        let values =
            values.iter().map(|value| if value.is_null() { "(not set)".to_owned() } else { text(value) });
        values.collect::<Vec<_>>().join(between)
    };
    let part = |key: &str| item.get(key);
    let Some(field) = part("Field").map(text) else { return text(item) };
    match (part("Values").and_then(Value::as_array), part("Of").and_then(Value::as_array)) {
        (Some(values), _) => format!("{field} is {}", joined(values, " or ")),
        (None, Some(of)) => format!("{field} follows {}", joined(of, " + ")),
        (None, None) if part("Descending") == Some(&Value::Bool(true)) => format!("{field} (last first)"),
        (None, None) => field,
    }
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
