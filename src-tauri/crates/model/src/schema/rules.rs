//! One field's metadata compiled to JSON Schema, and the schema's verdict in the contract's codes.

use std::sync::{Arc, OnceLock};

use jsonschema::{ValidationError, Validator, error::ValidationErrorKind};
use serde_json::{Value, json};

use super::{
    SchemaError,
    decimal::{Fit, fit},
    format,
    metadata::{DataType, Enforcement, FieldMetadata, Format},
    values::Values,
};
use crate::issue::Code;

/// The JSON Schema format of `yyyy-MM-dd`, stricter than the library's own `date`.
const DATE: &str = "kith-date";
/// The JSON Schema format of an RFC 3339 date-time.
const DATE_TIME: &str = "kith-date-time";

/// What a field takes, as two JSON Schemas that are compiled when the field is first touched: one whose errors refuse
/// a request and one whose errors are warnings. The values of a picklist are looked up beside them, since many fields
/// share a list; the digits of a number too, since they are a matter of its text.
#[derive(Debug)]
pub(super) struct Rules {
    reject: Rule,
    warn: Option<Rule>,
    values: Option<Arc<Values>>,
    enforcement: Enforcement,
}

#[derive(Debug)]
struct Rule {
    json_schema: Value,
    compiled: OnceLock<Result<Validator, String>>,
}

impl Rules {
    pub(super) fn new(field: &FieldMetadata, values: Option<Arc<Values>>) -> Self {
        let values = values.filter(|_| field.data_type.has_picklist());
        let enforcement = field.enforcement_with(values.as_deref().is_some_and(Values::is_open));
        let mut reject = shape(field);
        let mut warn = None;
        match format_of(field) {
            Some(format) if enforcement == Enforcement::Warn => warn = Some(Rule::new(format)),
            Some(Value::Object(more)) => {
                if let Value::Object(all) = &mut reject {
                    all.extend(more);
                }
            }
            _ => {}
        }
        Self { reject: Rule::new(reject), warn, values, enforcement }
    }

    /// The code of the first thing that makes `value` no value of the field, in the order type, null, length, format.
    pub(super) fn error(&self, field: &FieldMetadata, value: &Value) -> Result<Option<Code>, SchemaError> {
        if let (Value::Number(number), true) = (value, field.data_type.is_number()) {
            return Ok(match fit(field, number) {
                Fit::Fits => None,
                Fit::NotWhole => Some(Code::InvalidType),
                Fit::TooManyDigits => Some(Code::InvalidFormat),
            });
        }
        let code = self.reject.verdict(value)?;
        Ok(code.or_else(|| self.outside(value, Enforcement::Reject)))
    }

    /// The code of what is doubtful about a value that is taken.
    pub(super) fn warning(&self, value: &Value) -> Result<Option<Code>, SchemaError> {
        let code = self.warn.as_ref().map_or(Ok(None), |rule| rule.verdict(value))?;
        Ok(code.or_else(|| self.outside(value, Enforcement::Warn)))
    }

    /// The first value that is of the list and no longer offered.
    pub(super) fn withdrawn<'a>(&self, value: &'a Value) -> Option<&'a str> {
        let values = self.values.as_deref()?;
        texts(value).find(|text| values.is_deprecated(text))
    }

    /// That a value is not of the list, where that is enforced so.
    fn outside(&self, value: &Value, enforcement: Enforcement) -> Option<Code> {
        let values = self.values.as_deref().filter(|_| self.enforcement == enforcement)?;
        texts(value).any(|text| !values.contains(text)).then_some(Code::InvalidFormat)
    }
}

/// The texts of a picklist's value: itself, or its items.
fn texts(value: &Value) -> impl Iterator<Item = &str> {
    let items = value.as_array().map_or(std::slice::from_ref(value), Vec::as_slice);
    items.iter().filter_map(Value::as_str)
}

impl Rule {
    fn new(json_schema: Value) -> Self {
        Self { json_schema, compiled: OnceLock::new() }
    }

    fn verdict(&self, value: &Value) -> Result<Option<Code>, SchemaError> {
        let validator = self
            .compiled
            .get_or_init(|| compile(&self.json_schema))
            .as_ref()
            .map_err(|message| SchemaError::Uncompilable(message.clone()))?;
        if validator.is_valid(value) {
            return Ok(None);
        }
        Ok(validator.iter_errors(value).map(|error| code_of(&error)).min_by_key(|code| rank(*code)))
    }
}

fn compile(json_schema: &Value) -> Result<Validator, String> {
    let mut options = jsonschema::draft202012::options();
    for format in Format::ALL {
        options = options.with_format(format.keyword(), format.check());
    }
    options = options.with_format(DATE, format::is_date).with_format(DATE_TIME, format::is_date_time);
    options.should_validate_formats(true).build(json_schema).map_err(|error| error.to_string())
}

/// The part of the rules that always refuses, as JSON Schema: type, null and length.
pub(super) fn shape(field: &FieldMetadata) -> Value {
    let max = field.length.filter(|_| field.data_type.longest().is_some());
    let text = |length: Option<u32>| match length {
        Some(length) => json!({"type": "string", "maxLength": length}),
        None => json!({"type": "string"}),
    };
    let mut schema = match field.data_type {
        DataType::Int => json!({"type": "integer"}),
        DataType::Double | DataType::Decimal | DataType::Currency => json!({"type": "number"}),
        DataType::Boolean => json!({"type": "boolean"}),
        DataType::MultiPicklist => json!({"type": "array", "items": text(max)}),
        DataType::Lookup | DataType::Owner | DataType::Reference => {
            let part = nullable(text(max));
            json!({"type": "object", "properties": {"Id": part, "Name": part}, "additionalProperties": false})
        }
        DataType::Complex | DataType::ComplexArray | DataType::Rollup | DataType::Alias => json!({}),
        DataType::String
        | DataType::LongString
        | DataType::Date
        | DataType::DateTime
        | DataType::AutoNumber
        | DataType::Identifier
        | DataType::Picklist
        | DataType::Image => text(max),
    };
    if field.is_nullable {
        schema = nullable(schema);
    }
    schema
}

/// The same schema, taking null too.
fn nullable(mut schema: Value) -> Value {
    if let Some(kind) = schema.get_mut("type") {
        *kind = json!([kind, "null"]);
    }
    schema
}

/// The part of the rules that a field may enforce or only warn of.
fn format_of(field: &FieldMetadata) -> Option<Value> {
    if let Some(format) = field.format {
        return Some(json!({"format": format.keyword()}));
    }
    match field.data_type {
        DataType::Date => Some(json!({"format": DATE})),
        DataType::DateTime => Some(json!({"format": DATE_TIME})),
        _ => None,
    }
}

fn code_of(error: &ValidationError<'_>) -> Code {
    match error.kind() {
        ValidationErrorKind::Type { .. } if error.instance().is_null() => Code::NotNullable,
        ValidationErrorKind::Type { .. } | ValidationErrorKind::AdditionalProperties { .. } => {
            Code::InvalidType
        }
        ValidationErrorKind::MaxLength { .. } => Code::TooLong,
        _ => Code::InvalidFormat,
    }
}

fn rank(code: Code) -> u8 {
    match code {
        Code::InvalidType => 0,
        Code::NotNullable => 1,
        Code::TooLong => 2,
        _ => 3,
    }
}
