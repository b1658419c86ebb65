//! What a look at a book finds, and what a repair did, as they are told.

use kith_model::{Code, Issue, StatusCode};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::answer::Answer;

/// What a look at a book found.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "PascalCase")]
pub struct Diagnosis {
    /// Whether nothing is wrong.
    pub sound: bool,
    /// How many contacts there are; null where the book cannot be opened.
    #[ts(type = "number | null")]
    pub contacts: Option<u64>,
    /// How many changes are kept.
    #[ts(type = "number | null")]
    pub changes: Option<u64>,
    /// How many deleted contacts are remembered.
    #[ts(type = "number | null")]
    pub deleted: Option<u64>,
    /// How many of the backups that are kept with the book can be read.
    #[ts(type = "number")]
    pub backups: u64,
    /// What is wrong.
    pub problems: Vec<String>,
    /// What a person may want to know or do besides; no fault.
    pub advice: Vec<String>,
    /// What a repair did.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    #[ts(optional)]
    pub repaired: Option<Repaired>,
}

/// What a repair did.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "PascalCase")]
pub struct Repaired {
    /// What was done, step by step; nothing where nothing was wrong.
    pub done: Vec<String>,
    /// The backup that was made first.
    pub backup: Option<String>,
    /// How many changes were taken from a damaged change log.
    #[ts(type = "number")]
    pub from_log: u64,
    /// How many from backups.
    #[ts(type = "number")]
    pub from_backups: u64,
    /// How many contacts were taken from the records alone.
    #[ts(type = "number")]
    pub from_records: u64,
    /// The changes that could not be saved.
    pub lost: Vec<Lost>,
    /// What a person should look at.
    pub doubtful: Vec<String>,
    /// The folder that keeps the damaged parts.
    pub replaced: Option<String>,
}

/// A run of changes that could not be saved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "PascalCase")]
pub struct Lost {
    /// The first of them.
    #[ts(type = "number")]
    pub first: u64,
    /// The last of them.
    #[ts(type = "number")]
    pub last: u64,
}

impl Lost {
    fn told(self) -> String {
        if self.first == self.last {
            return format!("Change {} could not be saved.", self.first);
        }
        format!("Changes {} to {} could not be saved.", self.first, self.last)
    }
}

impl Diagnosis {
    /// The answer of a look: a failure with an error for each problem, and the whole of it as `Data` in any case. What a
    /// repair could not save is a warning.
    #[must_use]
    pub fn into_answer(self) -> Answer {
        let internal = |message: &String| Issue::new(Code::Internal, message.clone());
        let errors: Vec<_> = self.problems.iter().map(internal).collect();
        let repaired = self.repaired.iter();
        let lost = repaired.clone().flat_map(|repaired| &repaired.lost).map(|lost| lost.told());
        let lost: Vec<_> = lost.chain(repaired.flat_map(|repaired| repaired.doubtful.clone())).collect();
        let answer =
            if errors.is_empty() { Answer::success(StatusCode::OK) } else { Answer::refusal(errors) };
        let answer = answer.with_warnings(lost.iter().map(internal).collect());
        match serde_json::to_value(self) {
            Ok(data) => answer.with_data(data),
            Err(error) => Issue::new(Code::Internal, error.to_string()).into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_wrong_fails_the_answer_and_what_is_lost_warns() {
        let sound = Diagnosis { sound: true, contacts: Some(3), ..Diagnosis::default() };
        let answer = sound.clone().into_answer();
        assert_eq!((answer.success, answer.status_code), (true, StatusCode::OK));
        assert_eq!(answer.data.unwrap()["Contacts"], 3);
        let lost = vec![Lost { first: 3, last: 3 }, Lost { first: 5, last: 9 }];
        let repaired = Repaired { lost, doubtful: vec!["Look at x.".into()], ..Repaired::default() };
        let answer = Diagnosis { repaired: Some(repaired), ..sound }.into_answer();
        let told: Vec<_> = answer.warnings.iter().map(|issue| issue.message.as_str()).collect();
        let expected = ["Change 3 could not be saved.", "Changes 5 to 9 could not be saved.", "Look at x."];
        assert_eq!((answer.success, told), (true, expected.to_vec()));
        let unsound = Diagnosis { problems: vec!["It is wrong.".into()], ..Diagnosis::default() };
        let answer = unsound.into_answer();
        assert_eq!((answer.success, answer.status_code), (false, StatusCode::InternalServerError));
        assert_eq!(answer.errors[0].code, Code::Internal);
        assert_eq!(answer.data.unwrap()["Sound"], false);
    }
}
