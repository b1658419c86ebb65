//! Changing the schema: what it would come to, and doing it.

use kith_model::{Code, Issue, Schema, SchemaCheck, SchemaPlan};

use super::{BrokenRule, SchemaReport, SchemaRequest, survey::survey};
use crate::{
    answer::{Answer, Reply},
    backup::Reason,
    book::Book,
    error::{Error, read_only},
    requests::Asked,
};

impl Book {
    /// What a change of the schema would come to, changing nothing: `Data` is the [`SchemaReport`].
    #[must_use]
    pub fn preview_schema(&self, request: &SchemaRequest) -> Reply {
        let started = std::time::Instant::now();
        let answer = self.foresee(request).map_or_else(Answer::from, |(_, report)| Answer::of(&report));
        Reply::from(answer).timed(started)
    }

    /// Changes the schema, as one change that can be undone: `Data` is the [`SchemaReport`]. Where contacts break a rule
    /// that is tightened it is refused, or, with `keep`, made all the same: they stay as they are and need attention. A
    /// field that contacts hold a value in is never deleted. A backup is made first.
    #[must_use]
    pub fn change_schema(&self, request: &SchemaRequest, keep: bool) -> Reply {
        self.request(&Asked::plain("change schema"), || {
            if self.is_read_only() {
                return Err(Error::refused(read_only()));
            }
            // Whoever writes need not wait for a refusal, nor for the backup.
            let (_, foreseen) = self.foresee(request)?;
            let warnings =
                if foreseen.is_refused(keep) { Vec::new() } else { self.backup_before_change(&foreseen) };
            let alone = self.alone();
            let (schema, report) = self.foresee(request)?;
            let refusals = refusals(&report.broken, keep);
            if !refusals.is_empty() {
                return Ok(Answer { data: Answer::of(&report).data, ..Answer::refusal(refusals) }.into());
            }
            if !report.differs() {
                return Ok(Answer::of(&report).with_warnings(warnings).into());
            }
            let document = schema.metadata().to_document()?;
            let note = self.note(&self.host.now(), self.source);
            let seq = alone.keep(note, vec![document])?;
            let report = SchemaReport { applied: true, ..report };
            let answer = Answer::of(&report).with_warnings(warnings);
            Ok(Reply::new(answer, seq))
        })
    }

    /// The schema that a request leads to, and what is to be said of it.
    fn foresee(&self, request: &SchemaRequest) -> Result<(Schema, SchemaReport), Error> {
        let current = self.schema();
        let plan = match request {
            SchemaRequest::Edits(edits) => kith_model::plan(&current, edits),
            SchemaRequest::File(file) => kith_model::import(&current, file),
        };
        self.survey(plan.map_err(Error::unsound)?)
    }

    /// What a plan comes to in this book.
    pub(super) fn survey(&self, plan: SchemaPlan) -> Result<(Schema, SchemaReport), Error> {
        let SchemaPlan { metadata, differences, checks } = plan;
        let schema = Schema::compile(metadata)?;
        let broken = survey(&self.store, &schema, &self.layout().title, &checks)?;
        Ok((schema, SchemaReport { differences, broken, applied: false }))
    }

    /// A backup that could not be made refuses nothing, and is told.
    fn backup_before_change(&self, foreseen: &SchemaReport) -> Vec<Issue> {
        if !foreseen.differs() {
            return Vec::new();
        }
        let failed = |error: Error| {
            let message = format!("There is no backup from before the change of the schema. {error}");
            Issue::new(Code::Internal, message)
        };
        self.backup_before(Reason::BeforeSchemaChange, &|| true).err().map(failed).into_iter().collect()
    }
}

/// Why a change of the schema cannot be made: those rules that are broken and may not be, or are not to be kept so.
pub(super) fn refusals(broken: &[BrokenRule], keep: bool) -> Vec<Issue> {
    let is_refused = |rule: &&BrokenRule| !keep || matches!(rule.check, SchemaCheck::MustBeEmpty { .. });
    broken.iter().filter(is_refused).map(refusal).collect()
}

fn refusal(rule: &BrokenRule) -> Issue {
    let count = rule.contacts;
    let some = if count == 1 { "One contact".to_owned() } else { format!("{count} contacts") };
    match &rule.check {
        SchemaCheck::MustBeEmpty { field } => Issue::of(
            field,
            Code::MalformedRequest,
            format!(
                "{some} of the book hold a value in {field}, so it cannot be deleted. Deprecate it, or empty it first."
            ),
        ),
        SchemaCheck::MustBeUnique { field } => Issue::of(
            field,
            Code::NotUnique,
            format!(
                "{some} of the book share a value of {field}. Give them different ones, or keep them as they are."
            ),
        ),
        SchemaCheck::MustBeValid { field } => Issue::of(
            field,
            Code::InvalidFormat,
            format!(
                "{some} of the book hold what {field} would no longer take. Correct them, or keep them as they are."
            ),
        ),
    }
}

impl SchemaReport {
    /// Whether contacts stand in the way of the change.
    fn is_refused(&self, keep: bool) -> bool {
        !refusals(&self.broken, keep).is_empty()
    }

    /// Whether anything of the schema differs afterwards.
    fn differs(&self) -> bool {
        use kith_model::DifferenceKind::{Kept, Refused};
        self.differences.iter().any(|difference| !matches!(difference.kind, Kept | Refused))
    }
}
