//! What is asked of a field's value.

use serde_json::{Number, Value};

use super::{names::is_flag, needle::Needle, read::Operator, span::Span};
use crate::{
    query::{
        fold::fold,
        value::{is_empty, text_of},
    },
    schema::{DataType, FieldMetadata, Format, Moment, order_of_numbers},
};

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Check {
    /// It shows nothing.
    Empty,
    /// Its text, or that of one of its items, has a needle.
    Has { needle: Needle, is_telephone: bool },
    /// Its text, or that of one of its items, is a needle.
    Is { needle: Needle, is_telephone: bool },
    /// It is yes, or it is no.
    Flag(bool),
    /// It is a number that compares so.
    Number(Operator, Number),
    /// It is a date, or a date and time, that compares so.
    Time(Operator, Span),
}

impl Check {
    /// What a value that was typed asks of a field, by the field's kind; else what is wrong with it, for a person.
    pub(super) fn read(field: &FieldMetadata, operator: Operator, word: &str) -> Result<Self, String> {
        let label = &field.display_name;
        if is_flag(field) {
            let flag = flag_in(word).filter(|_| operator.is_equality()).map(Self::Flag);
            flag.ok_or_else(|| format!("{label} is yes or no. Write yes, no or none."))
        } else if field.data_type.is_number() {
            let number = word.parse().map(|number| Self::Number(operator, number));
            number.map_err(|_| format!("{label} is a number. Write one such as 12 or -3.5, or none."))
        } else if is_time(field) {
            let span = Span::read(word).map(|span| Self::Time(operator, span));
            span.ok_or_else(|| format!("{label} is a date. Write 2026, 2026-01 or 2026-01-31, or none."))
        } else if operator.is_equality() {
            Self::text(field, operator, word)
                .ok_or_else(|| format!("{label} cannot have this. Write a text."))
        } else {
            Err(format!(
                "{label} is text: only dates and numbers are compared by < and >. To search for such a sign, put it in \
                 quotes."
            ))
        }
    }

    fn text(field: &FieldMetadata, operator: Operator, word: &str) -> Option<Self> {
        let (needle, is_telephone) = (Needle::of(word)?, field.format == Some(Format::Phone));
        Some(match operator {
            Operator::Is => Self::Is { needle, is_telephone },
            _ => Self::Has { needle, is_telephone },
        })
    }

    /// Whether a value is one that is asked for.
    pub(super) fn holds(&self, value: &Value) -> bool {
        match self {
            Self::Empty => is_empty(value),
            Self::Has { needle, is_telephone } => any_text(value, |text| needle.is_in(text, *is_telephone)),
            Self::Is { needle, is_telephone } => any_text(value, |text| needle.is(text, *is_telephone)),
            Self::Flag(wanted) => value.as_bool().or_else(|| flag_in(value.as_str()?)) == Some(*wanted),
            Self::Number(operator, number) => {
                value.as_number().is_some_and(|value| operator.holds(order_of_numbers(value, number)))
            }
            Self::Time(operator, span) => {
                let moment = value.as_str().and_then(Moment::read);
                moment.is_some_and(|moment| operator.holds(span.order(moment)))
            }
        }
    }
}

/// What a word says of a yes-or-no field.
fn flag_in(word: &str) -> Option<bool> {
    match fold(word).as_str() {
        "true" | "yes" => Some(true),
        "false" | "no" => Some(false),
        _ => None,
    }
}

fn is_time(field: &FieldMetadata) -> bool {
    matches!(field.data_type, DataType::Date | DataType::DateTime)
        || field.format == Some(Format::DateOrDateTime)
}

fn any_text(value: &Value, fits: impl Fn(&str) -> bool) -> bool {
    match value {
        Value::Array(items) => items.iter().filter_map(text_of).any(|text| fits(&text)),
        one => text_of(one).is_some_and(|text| fits(&text)),
    }
}
