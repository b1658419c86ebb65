//! What is wrong with a request, in the contract's words.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Why a request, or one field of it, is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
pub enum Code {
    /// The body is not one JSON object in UTF-8 within the limits, or the key is no key.
    MalformedRequest,
    /// The schema has no such field.
    UnknownField,
    /// The JSON type differs from the field's.
    InvalidType,
    /// Null for a field that takes none.
    NotNullable,
    /// Over the field's length in Unicode scalar values.
    TooLong,
    /// A value that does not have the field's format.
    InvalidFormat,
    /// The record would end without a required field.
    RequiredField,
    /// Another record holds that value of a unique field.
    NotUnique,
    /// A field that is deprecated, or a value no longer offered: only ever a warning.
    Deprecated,
    /// The Id in the payload is not the record's.
    IdMismatch,
    /// The ExternalId in the payload is not the one that was asked for.
    ExternalIdMismatch,
    /// The record changed since it was read.
    StaleRecord,
    /// Part of a request that was refused as a whole.
    NotApplied,
    /// A read-only or system field with another value than the record's.
    FieldNotWritable,
    /// The book or the object takes no writes.
    ReadOnly,
    /// There is no such record.
    NotFound,
    /// There is no book, it is held by another process, or it failed: nothing the request could mend.
    Internal,
}

impl Code {
    /// The status a request that fails with this code is answered with.
    #[must_use]
    pub fn status(self) -> StatusCode {
        match self {
            Self::MalformedRequest
            | Self::UnknownField
            | Self::InvalidType
            | Self::NotNullable
            | Self::TooLong
            | Self::InvalidFormat
            | Self::RequiredField
            | Self::NotUnique
            | Self::Deprecated
            | Self::IdMismatch
            | Self::ExternalIdMismatch
            | Self::StaleRecord
            | Self::NotApplied => StatusCode::BadRequest,
            Self::FieldNotWritable | Self::ReadOnly => StatusCode::Forbidden,
            Self::NotFound => StatusCode::NotFound,
            Self::Internal => StatusCode::InternalServerError,
        }
    }
}

/// The word that stands for an HTTP status in an answer; ordered by the number of the status.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
pub enum StatusCode {
    /// 200
    OK,
    /// 201
    Created,
    /// 400
    BadRequest,
    /// 403
    Forbidden,
    /// 404
    NotFound,
    /// 500
    InternalServerError,
}

impl StatusCode {
    /// The HTTP status number.
    #[must_use]
    pub fn number(self) -> u16 {
        match self {
            Self::OK => 200,
            Self::Created => 201,
            Self::BadRequest => 400,
            Self::Forbidden => 403,
            Self::NotFound => 404,
            Self::InternalServerError => 500,
        }
    }
}

/// One thing that is wrong (an error) or doubtful (a warning), as it stands in an answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "PascalCase")]
pub struct Issue {
    /// What happened and what to do, for a person.
    pub message: String,
    /// The kind of issue, for a program.
    pub code: Code,
    /// The field it is about; `Id` and `ExternalId` for the keys.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    #[ts(optional)]
    pub field: Option<String>,
}

impl Issue {
    /// An issue of the whole request.
    pub fn new(code: Code, message: impl Into<String>) -> Self {
        Self { message: message.into(), code, field: None }
    }

    /// An issue of one field.
    pub fn of(field: &str, code: Code, message: impl Into<String>) -> Self {
        Self { message: message.into(), code, field: Some(field.to_owned()) }
    }
}

/// The status of a request with these errors: the lowest of them, since what is wrong with the request itself is to
/// be mended first.
#[must_use]
pub fn status_of(errors: &[Issue]) -> StatusCode {
    errors.iter().map(|issue| issue.code.status()).min().unwrap_or(StatusCode::OK)
}
