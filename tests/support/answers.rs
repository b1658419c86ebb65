//! What an answer says, in a form tests can compare.

use kith_book::{Answer, Code, Reply, StatusCode};
use serde_json::Value;

/// The status of an answer, and the code and field of each of its errors, in order.
#[must_use]
pub fn refusal(answer: &Answer) -> (StatusCode, Vec<(Code, &str)>) {
    assert_eq!(answer.success, answer.errors.is_empty(), "a success has no errors: {answer:?}");
    let errors = answer.errors.iter().map(|issue| (issue.code, issue.field.as_deref().unwrap_or_default()));
    (answer.status_code, errors.collect())
}

/// The same of each record of a bulk answer.
///
/// # Panics
/// When `Data` is no array of answers.
#[must_use]
#[expect(clippy::expect_used, reason = "what a test calls may end it")]
pub fn each(reply: &Reply) -> Vec<Answer> {
    let data = reply.answer.data.clone().expect("a bulk answer has Data");
    serde_json::from_value(data).expect("Data holds answers")
}

/// The statuses of each record of a bulk answer.
#[must_use]
pub fn statuses(reply: &Reply) -> Vec<StatusCode> {
    each(reply).iter().map(|answer| answer.status_code).collect()
}

/// The code and field of each warning.
#[must_use]
pub fn warnings(answer: &Answer) -> Vec<(Code, &str)> {
    answer.warnings.iter().map(|issue| (issue.code, issue.field.as_deref().unwrap_or_default())).collect()
}

/// Checks that a request was taken.
#[track_caller]
pub fn assert_taken(reply: &Reply) {
    assert_eq!(refusal(&reply.answer), (StatusCode::OK, Vec::new()), "{:?}", reply.answer);
}

/// Checks that a request was refused with that status and those errors, in that order, each with a sentence.
#[track_caller]
pub fn assert_refused(reply: &Reply, status: StatusCode, errors: &[(Code, &str)]) {
    assert_eq!(refusal(&reply.answer), (status, errors.to_vec()), "{:?}", reply.answer);
    assert!(reply.answer.errors.iter().all(|issue| issue.message.len() > 10), "each error is a sentence");
    assert_eq!(reply.change_id, None, "a refused request changes nothing");
    assert_eq!(reply.http_status, status.number());
}

/// Checks a request that was refused with 400 and one error.
#[track_caller]
pub fn assert_bad(reply: &Reply, code: Code, field: &str) {
    assert_refused(reply, StatusCode::BadRequest, &[(code, field)]);
}

/// A record without what Kith stamps on every change.
#[must_use]
pub fn unstamped(record: &Value) -> Value {
    let mut record = record.clone();
    if let Some(fields) = record.as_object_mut() {
        for stamp in ["ModifiedDate", "ModifiedBy", "ETag"] {
            fields.shift_remove(stamp);
        }
    }
    record
}
