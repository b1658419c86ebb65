//! `kith bulk`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use kith_book::{Answer, BulkOperation, BulkRequest, KeyField};
use serde_json::Value;

use crate::{
    input::read,
    output::{Outcome, count, plain},
    session::{Missing, Session},
    stop::Stop,
};

/// As many bytes as are worth reading: the book refuses more than 64 MiB.
const ENOUGH: u64 = 65 << 20;

/// Arguments of `kith bulk`.
#[derive(Debug, Args)]
pub(crate) struct Bulk {
    /// What to do with each record
    operation: Operation,
    /// A file that holds a JSON array of records (of keys, for a delete), or - for standard input
    #[arg(long, value_name = "FILE")]
    body: PathBuf,
    /// The key by which records are found
    #[arg(long, value_name = "KEY", default_value = "Id", ignore_case = true)]
    by: By,
    /// Change nothing at all when one record is refused
    #[arg(long)]
    all_or_nothing: bool,
    /// Give each record back
    #[arg(long)]
    include_payload: bool,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Operation {
    Create,
    Update,
    Upsert,
    Delete,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum By {
    #[value(name = "Id")]
    Id,
    #[value(name = "ExternalId")]
    ExternalId,
}

impl Bulk {
    pub fn run(&self, session: &Session) -> Result<Outcome, Stop> {
        let body = read(&self.body, ENOUGH)?;
        session.with_book(self.missing(), |book| {
            let answer = book.bulk(&self.request(), &body)?.answer;
            Ok(session.told(answer, |answer| self.told(answer)))
        })
    }

    /// Only `create` makes a book, like the command of that name.
    fn missing(&self) -> Missing {
        match self.operation {
            Operation::Create => Missing::Create,
            Operation::Update | Operation::Upsert | Operation::Delete => Missing::Refuse,
        }
    }

    fn request(&self) -> BulkRequest {
        BulkRequest {
            operation: match self.operation {
                Operation::Create => BulkOperation::Create,
                Operation::Update => BulkOperation::Update,
                Operation::Upsert => BulkOperation::Upsert,
                Operation::Delete => BulkOperation::Delete,
            },
            by: match self.by {
                By::Id => KeyField::Id,
                By::ExternalId => KeyField::ExternalId,
            },
            all_or_nothing: self.all_or_nothing,
            include_payload: self.include_payload,
        }
    }

    fn told(&self, answer: &Answer) -> String {
        let answers = answer.data.as_ref().and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
        let refused: Vec<_> =
            answers.iter().enumerate().filter_map(|(row, answer)| refusal(row, answer)).collect();
        let done = match self.operation {
            Operation::Create => "created",
            Operation::Update => "updated",
            Operation::Upsert => "created or updated",
            Operation::Delete => "deleted",
        };
        let taken = count((answers.len() - refused.len()) as u64, "contact");
        format!("{}{taken} {done}, {} refused\n", refused.concat(), refused.len())
    }
}

/// The lines of a record that was refused; records are counted from 1.
fn refusal(row: usize, answer: &Value) -> Option<String> {
    let answer: Answer =
        serde_json::from_value(answer.clone()).ok().filter(|answer: &Answer| !answer.success)?;
    let errors = answer.errors.iter().map(|issue| format!("Record {}: {}\n", row + 1, plain(&issue.message)));
    Some(errors.collect())
}
