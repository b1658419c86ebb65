//! One field: whether its keys suit its data type and each other.

use std::sync::Arc;

use super::{
    super::{
        decimal::MOST_DIGITS,
        issue::SchemaIssue,
        messages::issue,
        metadata::{DataType, FieldMetadata},
        rules::Rules,
        values::Values,
    },
    label,
};

/// The most characters of an AutoNumber's prefix.
const LONGEST_PREFIX: usize = 50;
/// The largest first number of an AutoNumber; the page can count it exactly.
const LARGEST_SEED: u64 = 1_000_000_000_000_000;

/// What is wrong with a field whose place is `at`.
pub(super) fn issues(
    field: &FieldMetadata,
    at: &str,
    values: Option<&Arc<Values>>,
    issues: &mut Vec<SchemaIssue>,
) {
    label(issues, at, &field.display_name, field.description.as_deref());
    let mut wrong = |key: &str, message: Option<String>| {
        issues.extend(message.map(|message| SchemaIssue::at(format!("{at}{key}"), message)));
    };
    wrong("Length", length(field));
    wrong("Precision", precision(field));
    wrong("Scale", scale(field));
    wrong("Format", format(field));
    wrong("IsUnique", unique(field));
    wrong("AutoNumberPrefix", prefix(field));
    wrong("AutoNumberInitialSeed", seed(field));
    wrong("PicklistName", picklist(field, values));
    wrong("Length", entries(field, values));
    wrong("DefaultValue", default(field, values));
}

fn length(field: &FieldMetadata) -> Option<String> {
    let (length, longest) = (field.length?, field.data_type.longest()?);
    (!(1..=longest).contains(&length))
        .then(|| format!("The length is {length}; a {:?} takes 1 to {longest}.", field.data_type))
}

fn precision(field: &FieldMetadata) -> Option<String> {
    let precision = field.precision.filter(|_| field.data_type.is_decimal())?;
    (!(1..=MOST_DIGITS).contains(&precision))
        .then(|| format!("The precision is {precision}; it takes 1 to {MOST_DIGITS} digits."))
}

fn scale(field: &FieldMetadata) -> Option<String> {
    let scale = field.scale.filter(|_| field.data_type.is_decimal())?;
    let most = field.precision.unwrap_or(MOST_DIGITS);
    (scale > most).then(|| format!("The scale is {scale}; it is at most the precision, {most}."))
}

fn format(field: &FieldMetadata) -> Option<String> {
    let is_text = matches!(field.data_type, DataType::String | DataType::LongString | DataType::Identifier);
    (field.format.is_some() && !is_text)
        .then(|| format!("A {:?} has no format of its own. Take it away.", field.data_type))
}

fn unique(field: &FieldMetadata) -> Option<String> {
    (field.is_unique && !field.data_type.is_comparable())
        .then(|| format!("A {:?} cannot be unique: only texts, numbers and dates can.", field.data_type))
}

fn prefix(field: &FieldMetadata) -> Option<String> {
    let prefix = field.auto_number_prefix.as_ref().filter(|_| field.data_type == DataType::AutoNumber)?;
    (prefix.chars().count() > LONGEST_PREFIX || prefix.chars().any(char::is_control)).then(|| {
        format!("A prefix has at most {LONGEST_PREFIX} characters, none of them a control character.")
    })
}

fn seed(field: &FieldMetadata) -> Option<String> {
    let seed = field.auto_number_initial_seed.filter(|_| field.data_type == DataType::AutoNumber)?;
    (seed > LARGEST_SEED).then(|| format!("The first number is {seed}; it is at most {LARGEST_SEED}."))
}

fn picklist(field: &FieldMetadata, values: Option<&Arc<Values>>) -> Option<String> {
    match &field.picklist_name {
        Some(name) if values.is_none() => {
            Some(format!("There is no picklist {name:?}. Add it, or name another one."))
        }
        None if field.data_type.has_picklist() => Some("A picklist field names its picklist.".to_owned()),
        _ => None,
    }
}

/// That the list has a value the field could not hold.
fn entries(field: &FieldMetadata, values: Option<&Arc<Values>>) -> Option<String> {
    let (length, longest) = (field.length?, values?.longest());
    (longest > length as usize)
        .then(|| format!("The length is {length}; the picklist's longest value has {longest} characters."))
}

fn default(field: &FieldMetadata, values: Option<&Arc<Values>>) -> Option<String> {
    let default = field.default_value.as_ref().filter(|_| field.data_type.is_sent())?;
    if field.data_type.has_picklist() && default == "" {
        return Some("An empty text is none of the list's values. Leave the default out.".to_owned());
    }
    match Rules::new(field, values.cloned()).error(field, default) {
        Ok(code) => code.map(|code| issue(field, code, default).message),
        Err(error) => Some(error.to_string()),
    }
}
