//! The answer envelope of the contract.

use std::time::Instant;

use kith_model::{Code, Issue, Rejected, StatusCode, status_of};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use ts_rs::TS;

/// The answer to a request, as the contract words it. What does not apply is left out.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "PascalCase")]
pub struct Answer {
    /// Whether the request was carried out, all of it.
    pub success: bool,
    /// The status in a word.
    pub status_code: StatusCode,
    /// What was asked for: a record, a new Id, a list, a report.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    #[ts(optional)]
    pub data: Option<Value>,
    /// How many records match, of a list.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    #[ts(optional, type = "number")]
    pub record_count: Option<u64>,
    /// Why the request was refused.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    #[ts(optional, as = "Option<Vec<Issue>>")]
    pub errors: Vec<Issue>,
    /// What was kept although it is doubtful.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    #[ts(optional, as = "Option<Vec<Issue>>")]
    pub warnings: Vec<Issue>,
    /// How long the request took, in milliseconds.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    #[ts(optional)]
    pub total_time: Option<f64>,
}

impl Answer {
    /// A success.
    #[must_use]
    pub fn success(status_code: StatusCode) -> Self {
        Self {
            success: true,
            status_code,
            data: None,
            record_count: None,
            errors: Vec::new(),
            warnings: Vec::new(),
            total_time: None,
        }
    }

    /// A success with what was asked for as data.
    #[must_use]
    pub fn of(data: &impl Serialize) -> Self {
        match serde_json::to_value(data) {
            Ok(data) => Self::success(StatusCode::OK).with_data(data),
            Err(error) => Issue::new(Code::Internal, error.to_string()).into(),
        }
    }

    /// A refusal with its errors, of which the lowest status decides.
    #[must_use]
    pub fn refusal(errors: Vec<Issue>) -> Self {
        Self { success: false, errors, ..Self::success(StatusCode::BadRequest) }.with_status()
    }

    /// The answer with data.
    #[must_use]
    pub fn with_data(self, data: impl Into<Value>) -> Self {
        Self { data: Some(data.into()), ..self }
    }

    /// The answer with warnings.
    #[must_use]
    pub fn with_warnings(self, warnings: Vec<Issue>) -> Self {
        Self { warnings, ..self }
    }

    fn with_status(self) -> Self {
        Self { status_code: status_of(&self.errors), ..self }
    }
}

impl From<Issue> for Answer {
    fn from(issue: Issue) -> Self {
        Self::refusal(vec![issue])
    }
}

impl From<Rejected> for Answer {
    fn from(rejected: Rejected) -> Self {
        Self::refusal(rejected.errors).with_warnings(rejected.warnings)
    }
}

/// An answer with what only Kith's own doors need besides.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Reply {
    /// The answer itself.
    pub answer: Answer,
    /// Its HTTP status number.
    pub http_status: u16,
    /// The change that was made, to undo it by; none where nothing changed.
    pub change_id: Option<String>,
}

impl Reply {
    /// A reply that made the change `seq`, if any.
    #[must_use]
    pub fn new(answer: Answer, seq: Option<u64>) -> Self {
        Self { http_status: answer.status_code.number(), answer, change_id: seq.map(|seq| seq.to_string()) }
    }

    /// The reply with the time since `started`.
    #[must_use]
    pub fn timed(mut self, started: Instant) -> Self {
        let micros = u32::try_from(started.elapsed().as_micros()).unwrap_or(u32::MAX);
        self.answer.total_time = Some(f64::from(micros) / 1000.0);
        self
    }
}

impl From<Answer> for Reply {
    fn from(answer: Answer) -> Self {
        Self::new(answer, None)
    }
}
