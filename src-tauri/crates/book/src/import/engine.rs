//! One file, row by row: what a row says, which contact it is for, and what comes of it. The same code for a preview and
//! for the import itself; which of the two it is, only the change set knows that it works in.

use std::{
    collections::{HashMap, HashSet},
    hash::{BuildHasher, RandomState},
    sync::Arc,
};

use kith_formats::vcard::Card;
use kith_model::{Body, Code, Composed, Issue, Layout, Reached, Record, Schema, system};

use super::{
    REASON, VCARD_PROPERTIES, kept,
    mapping::{Bound, Draft},
    reconcile::{ImportConflict, Met, Reconciler},
    rejects::Rejects,
    shape::{ImportIssue, ImportMode, ImportProgress, ImportReport, ImportRequest, MOST_ISSUES, RowVerdict},
    source::{self, Content, Given, Source},
};
use crate::{
    book::Book,
    contacts::{Judged, KeyField, Work, follow, without_null_keys},
    error::Error,
};

/// Most rows of a batch.
const MOST_ROWS: usize = 1_000;
/// How much of a file a batch has read before it ends.
const MOST_BYTES: u64 = 4 << 20;
/// Most rows of which it is told that an earlier one has their key.
const MOST_TOLD: usize = 20;

/// Most properties that are listed as not taken.
const MOST_UNMAPPED: usize = 200;

/// What a row came to, for whoever looks on.
pub(super) struct Told<'a> {
    pub given: &'a Given,
    pub verdict: RowVerdict,
    /// The contact as it was.
    pub before: Option<&'a Record>,
    /// The contact as it is then.
    pub after: Option<&'a Record>,
    /// Why the row was refused, or what is doubtful about it.
    pub issues: &'a [Issue],
    /// The earlier row with the same key.
    pub repeats: Option<u64>,
    /// What met changes of one's own.
    pub met: &'a Met,
}

/// A file that is being taken.
pub(super) struct Engine<'a> {
    request: &'a ImportRequest,
    source: Box<dyn Source>,
    /// For a table.
    bound: Option<Bound>,
    schema: Arc<Schema>,
    /// Where the file is the CRM's newer state.
    reconciler: Option<Reconciler>,
    leave_out: HashSet<u64>,
    /// The row that was read ahead, to know whether there is one.
    ahead: Option<Given>,
    /// The row that first had a key, by the key's hash.
    seen: HashMap<u64, u64>,
    hashes: RandomState,
    pub reached: Reached,
    pub report: ImportReport,
    repeats: Vec<(u64, u64)>,
    total_bytes: u64,
}

impl<'a> Engine<'a> {
    /// Opens the file and holds the mapping against it.
    pub fn open(request: &'a ImportRequest, schema: Arc<Schema>) -> Result<Self, Error> {
        let io = |source| Error::Io { action: "read", path: request.file.clone(), source };
        let total_bytes = std::fs::metadata(&request.file).map_err(io)?.len();
        let source = source::open(&request.file, &request.reading)?;
        Self::of(request, source, total_bytes, schema)
    }

    /// Holds the mapping against rows that were opened.
    pub fn of(
        request: &'a ImportRequest,
        mut source: Box<dyn Source>,
        total_bytes: u64,
        schema: Arc<Schema>,
    ) -> Result<Self, Error> {
        let mut report = ImportReport::default();
        let bound = match source.header() {
            [] => None,
            header => {
                let mapping = request.mapping.as_ref();
                let drift = mapping.and_then(|mapping| mapping.drift(header));
                report.warnings.extend(drift.map(|drift| Issue::new(Code::UnknownField, drift)));
                let bound = mapping.map(|mapping| Bound::new(mapping, header, Arc::clone(&schema)));
                bound.transpose().map_err(Error::all_refused)?
            }
        };
        report.warnings.extend(source.issues());
        report.unmapped = bound.iter().flat_map(|bound| bound.unmapped.clone()).collect();
        let ahead = source.next()?;
        Ok(Self {
            request,
            source,
            bound,
            schema,
            reconciler: None,
            leave_out: request.leave_out.iter().copied().collect(),
            ahead,
            seen: HashMap::new(),
            hashes: RandomState::new(),
            reached: Reached::default(),
            report,
            repeats: Vec::new(),
            total_bytes,
        })
    }

    /// Looks at what was changed here, where the file is the CRM's newer state.
    pub fn reconcile(&mut self, book: &Book) -> Result<(), Error> {
        let Some(asked) = &self.request.reconcile else { return Ok(()) };
        if self.request.mode == ImportMode::Create {
            let message = "The CRM's newer state is of contacts that are there. Choose update or upsert.";
            return Err(Error::refused(Issue::new(Code::MalformedRequest, message)));
        }
        self.reconciler = Some(Reconciler::new(book, asked)?);
        Ok(())
    }

    /// The names of a table's columns.
    pub fn header(&self) -> &[String] {
        self.source.header()
    }

    /// Passes over what an earlier run has taken.
    pub fn go_on_after(&mut self, reached: Reached) -> Result<(), Error> {
        while self.ahead.as_ref().is_some_and(|given| given.number <= reached.row) {
            let Some(given) = self.step()? else { break };
            if !self.leave_out.contains(&given.number)
                && let Ok((draft, _)) = self.draft(&given)
            {
                self.note_key(&draft.body, given.number);
            }
        }
        self.reached = reached;
        Ok(())
    }

    /// What was asked for.
    pub fn request(&self) -> &'a ImportRequest {
        self.request
    }

    /// Whether there is another row.
    pub fn has_more(&self) -> bool {
        self.ahead.is_some()
    }

    /// The next rows: as many as go into one change set.
    pub fn batch(&mut self, rows: &mut Vec<Given>) -> Result<(), Error> {
        rows.clear();
        let begin = self.source.place();
        let most = self.request.batch.unwrap_or(MOST_ROWS).clamp(1, MOST_ROWS);
        while rows.len() < most && self.source.place().saturating_sub(begin) < MOST_BYTES {
            match self.step()? {
                Some(given) => rows.push(given),
                None => break,
            }
        }
        Ok(())
    }

    /// Takes rows, in a change set that is being made; refused ones are kept where `rejects` is given.
    pub fn take(
        &mut self,
        work: &mut Work<'_, '_>,
        rows: &[Given],
        rejects: &mut Option<Rejects>,
        see: &mut dyn FnMut(&Told<'_>) -> Result<(), Error>,
    ) -> Result<(), Error> {
        if let Some(reconciler) = &mut self.reconciler {
            reconciler.follow(work.book)?;
        }
        for given in rows {
            self.row(work, given, rejects, see)?;
        }
        if let Some(rejects) = rejects {
            self.reached.rejects = rejects.sync()?;
        }
        Ok(())
    }

    /// How far it is.
    pub fn progress(&self) -> ImportProgress {
        ImportProgress {
            rows: self.reached.read,
            bytes: if self.ahead.is_none() {
                self.total_bytes
            } else {
                self.source.place().min(self.total_bytes)
            },
            total_bytes: self.total_bytes,
            created: self.reached.created,
            updated: self.reached.updated,
            rejected: self.reached.rejected,
        }
    }

    /// What became of the file.
    pub fn into_report(mut self) -> ImportReport {
        self.report.count(&self.reached);
        if let Some(warning) = repeated(&self.repeats, self.report.repeated) {
            self.report.warnings.push(warning);
        }
        self.report
    }

    /// Adds issues to the report.
    pub fn add_issues(&mut self, row: u64, issues: &[Issue]) {
        let room = MOST_ISSUES.saturating_sub(self.report.issues.len());
        let row = usize::try_from(row).unwrap_or(usize::MAX);
        self.report
            .issues
            .extend(issues.iter().take(room).map(|issue| ImportIssue { row, issue: issue.clone() }));
        self.report.issue_count += issues.len();
    }

    fn step(&mut self) -> Result<Option<Given>, Error> {
        let given = self.ahead.take();
        if given.is_some() {
            self.ahead = self.source.next()?;
        }
        Ok(given)
    }

    fn row(
        &mut self,
        work: &mut Work<'_, '_>,
        given: &Given,
        rejects: &mut Option<Rejects>,
        see: &mut dyn FnMut(&Told<'_>) -> Result<(), Error>,
    ) -> Result<(), Error> {
        self.reached.read += 1;
        self.reached.row = given.number;
        let row = given.number;
        let met = Met::default();
        let nothing = Told {
            given,
            verdict: RowVerdict::LeftOut,
            before: None,
            after: None,
            issues: &[],
            repeats: None,
            met: &met,
        };
        if self.leave_out.contains(&row) {
            self.reached.left_out += 1;
            return see(&nothing);
        }
        let mut repeats = None;
        match self.take_row(work, given, &mut repeats, see) {
            Err(Error::Refused(rejected)) => {
                self.reached.rejected += 1;
                self.add_issues(row, &rejected.errors);
                if let Some(rejects) = rejects {
                    rejects.add(given, &rejected.errors)?;
                }
                see(&Told { verdict: RowVerdict::Refused, issues: &rejected.errors, repeats, ..nothing })
            }
            other => other,
        }
    }

    fn take_row(
        &mut self,
        work: &mut Work<'_, '_>,
        given: &Given,
        repeats: &mut Option<u64>,
        see: &mut dyn FnMut(&Told<'_>) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let (mut draft, unread) = self.draft(given).map_err(Error::all_refused)?;
        *repeats = self.note_key(&draft.body, given.number);
        self.note_left(given, &draft.left);
        let (operation, by) = (self.request.mode.operation(), self.request.by);
        let layout = work.book.layout();
        let composed = self.composed(&draft.body, &layout);
        let mut met = Met::default();
        if draft.has_parts() || !composed.is_empty() || self.reconciler.is_some() {
            let stored = work.stored_for(&draft.body, operation, by)?;
            draft.complete(stored.as_deref());
            if let Some(reconciler) = &self.reconciler {
                met = reconciler.meet(&mut draft.body, stored.as_deref(), given.number);
            }
            follow(&mut draft.body, stored.as_deref(), &composed);
        }
        let nothing = Told {
            given,
            verdict: RowVerdict::Unchanged,
            before: None,
            after: None,
            issues: &[],
            repeats: *repeats,
            met: &met,
        };
        if met.stays_deleted && unread.is_empty() {
            self.reached.unchanged += 1;
            self.note_met(&met, given.number);
            return see(&nothing);
        }
        let judged = self.with_unread(unread, work.judge(&draft.body, operation, by))?;
        let (verdict, count) = match (&judged.before, judged.changes()) {
            (None, _) => (RowVerdict::Create, &mut self.reached.created),
            (Some(_), true) => (RowVerdict::Update, &mut self.reached.updated),
            (Some(_), false) => (RowVerdict::Unchanged, &mut self.reached.unchanged),
        };
        *count += 1;
        self.note_met(&met, given.number);
        see(&Told {
            verdict,
            before: judged.before.as_deref(),
            after: Some(&judged.accepted.record),
            issues: &judged.accepted.warnings,
            ..nothing
        })?;
        Ok(work.make(judged)?)
    }

    /// What a row came to, where all its cells could be read; else everything that is wrong with it, in the schema's
    /// order.
    fn with_unread(&self, unread: Vec<Issue>, judged: Result<Judged, Error>) -> Result<Judged, Error> {
        if unread.is_empty() {
            return judged;
        }
        let mut issues = unread;
        match judged {
            Ok(_) => {}
            Err(Error::Refused(rejected)) => {
                let is_told = |issue: &Issue| issues.iter().any(|each| each.field == issue.field);
                let others: Vec<_> = rejected.errors.into_iter().filter(|issue| !is_told(issue)).collect();
                issues.extend(others);
            }
            Err(failure) => return Err(failure),
        }
        let place = |issue: &Issue| issue.field.as_ref().and_then(|field| self.schema.position(field));
        issues.sort_by_key(|issue| place(issue).unwrap_or(usize::MAX));
        Err(Error::all_refused(issues))
    }

    /// Counts what met changes of one's own.
    fn note_met(&mut self, met: &Met, row: u64) {
        self.reached.contested += met.contested.len() as u64;
        self.reached.kept_own += met.kept.len() as u64;
        let room = MOST_ISSUES.saturating_sub(self.report.conflicts.len());
        let conflicts = met.contested.iter().take(room);
        self.report
            .conflicts
            .extend(conflicts.map(|versions| ImportConflict { row, versions: versions.clone() }));
    }

    /// The fields that follow what a row of a table sets, and that it does not set itself.
    fn composed<'l>(&self, body: &Body, layout: &'l Layout) -> Vec<&'l Composed> {
        let Some(bound) = &self.bound else { return Vec::new() };
        let rules = layout.composed.iter();
        rules
            .filter(|rule| {
                !bound.sets(&rule.field) && rule.of.iter().any(|field| body.fields.contains_key(field))
            })
            .collect()
    }

    /// What a row says, and which of its cells cannot be read.
    fn draft(&self, given: &Given) -> Result<(Draft, Vec<Issue>), Vec<Issue>> {
        if !given.issues.is_empty() {
            return Err(given.issues.clone());
        }
        let whole = |draft| (draft, Vec::new());
        let (mut draft, unread) = match (&given.content, &self.bound) {
            (Content::Json(text), _) => whole(Draft::whole(Body::parse(text).map_err(|issue| vec![issue])?)),
            (Content::Cells(cells), Some(bound)) => bound.draft(cells),
            (Content::Cells(_), None) => whole(Draft::default()),
            (Content::Card(card), _) => whole(self.card(card)?),
        };
        draft.body = without_null_keys(std::mem::take(&mut draft.body));
        // What Kith stamps itself is not taken from a file, so that an export can be read back.
        draft.body.fields.retain(|name, _| !system::is_system(name) && name != REASON);
        // A record of JSON that says nothing is asked for; a row of which nothing is taken is not.
        let is_nothing = draft.body == Body::default() && !draft.has_parts() && unread.is_empty();
        match given.content {
            Content::Cells(_) if is_nothing => Err(vec![nothing()]),
            Content::Card(ref card) if is_nothing => Err(nothing_in(card)),
            _ => Ok((draft, unread)),
        }
    }

    /// What a card says.
    fn card(&self, card: &Card) -> Result<Draft, Vec<Issue>> {
        let mut draft = Draft::whole(Body::from_map(card.fields.clone()).map_err(|issue| vec![issue])?);
        if self.request.keep_properties
            && let (Some(text), _) = kept::properties(card)
        {
            draft.body.fields.insert(VCARD_PROPERTIES.to_owned(), text.into());
        }
        Ok(draft)
    }

    /// Tells what of a row is not taken, or is doubtful, though the row is.
    fn note_left(&mut self, given: &Given, left: &[String]) {
        self.note_unmapped(left.iter().cloned());
        let Content::Card(card) = &given.content else { return };
        for issue in card.issues.iter().take(MOST_TOLD) {
            if self.report.warnings.len() < MOST_TOLD {
                let message = format!("Card {}: {}", given.number, issue.message);
                self.report.warnings.push(Issue { message, ..issue.clone() });
            }
        }
        let left: Vec<_> = match self.request.keep_properties {
            true => kept::properties(card).1,
            false => card.unmapped.iter().map(|property| property.name.clone()).collect(),
        };
        self.note_unmapped(left.into_iter());
    }

    fn note_unmapped(&mut self, names: impl Iterator<Item = String>) {
        for name in names {
            if self.report.unmapped.len() < MOST_UNMAPPED && !self.report.unmapped.contains(&name) {
                self.report.unmapped.push(name);
            }
        }
    }

    /// Notes the key of a row, and gives the row that had it before.
    fn note_key(&mut self, body: &Body, row: u64) -> Option<u64> {
        let by_id = || body.id.as_ref().map(|id| (system::ID, id));
        let key = match self.request.by {
            KeyField::ExternalId => {
                body.external_id.as_ref().map(|id| (system::EXTERNAL_ID, id)).or_else(by_id)
            }
            KeyField::Id => by_id(),
        };
        let (field, value) = key?;
        let hash = self.hashes.hash_one((field, value.as_str()?));
        let earlier = *self.seen.entry(hash).or_insert(row);
        if earlier == row {
            return None;
        }
        self.report.repeated += 1;
        if self.repeats.len() < MOST_TOLD {
            self.repeats.push((row, earlier));
        }
        Some(earlier)
    }
}

/// That a row makes no contact.
fn nothing() -> Issue {
    let message = "The row has no value for any field. Map its columns to fields, or leave it out.";
    Issue::new(Code::MalformedRequest, message)
}

/// That a card makes no contact, and what was wrong with reading it.
fn nothing_in(card: &Card) -> Vec<Issue> {
    let message = "The card has nothing that a field is for.";
    card.issues.iter().cloned().chain([Issue::new(Code::MalformedRequest, message)]).collect()
}

/// That rows have the key of an earlier one.
fn repeated(told: &[(u64, u64)], count: usize) -> Option<Issue> {
    if count == 0 {
        return None;
    }
    let rows: Vec<_> = told.iter().map(|(row, earlier)| format!("{row} (as {earlier})")).collect();
    let more = if count > told.len() { " and others" } else { "" };
    let message = format!(
        "{count} rows have the key of an earlier row and were taken after it: {}{more}.",
        rows.join(", ")
    );
    Some(Issue::new(Code::NotUnique, message))
}
