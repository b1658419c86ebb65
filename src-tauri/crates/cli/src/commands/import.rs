//! `kith import`.

use std::path::{Path, PathBuf};

use clap::{ArgGroup, Args, ValueEnum};
use indicatif::{ProgressBar, ProgressStyle};
use kith_book::{
    Answer, Blank, ChosenSide, Code, ColumnMapping, Contested, Error, FileFormat, ImportConflict, ImportMode,
    ImportReport, ImportRequest, Issue, KeyField, Mapping, OpenBook, Progress, Reading, Reconcile, Side,
    StatusCode, UnfinishedImport, Watching,
};

use super::{format::Format, no, refusal};
use crate::{
    input::{full, read},
    interrupt,
    output::{Column, Outcome, count, plain, shown, table},
    session::{Missing, Session},
    stop::Stop,
};

/// As many bytes of a mapping as are worth reading.
const ENOUGH: u64 = 4 << 20;
/// As many issues are shown to people.
const MOST_SHOWN: usize = 20;

/// Arguments of `kith import`.
#[derive(Debug, Args)]
#[command(group(ArgGroup::new("what").required(true)))]
pub(crate) struct Import {
    /// The file
    #[arg(value_name = "FILE", group = "what")]
    file: Option<PathBuf>,
    /// Go on with the import that was ended early
    #[arg(long, group = "what")]
    resume: bool,
    /// Take back what the import that was ended early did
    #[arg(long, group = "what")]
    roll_back: bool,
    /// Leave what the import that was ended early did as it is
    #[arg(long, group = "what")]
    keep: bool,
    /// The file's format [default: by its name, else by how it begins]
    #[arg(long, value_enum)]
    format: Option<Format>,
    /// What is done with each row
    #[arg(long, value_enum, default_value_t = Mode::Upsert)]
    mode: Mode,
    /// The key by which contacts are found
    #[arg(long, value_enum, default_value = "ExternalId", ignore_case = true)]
    by: By,
    /// What becomes of the columns: a file of JSON, or a mapping the book keeps, by its name
    #[arg(long, value_name = "FILE|NAME")]
    map: Option<String>,
    /// Keep the mapping in the book under this name
    #[arg(long, value_name = "NAME")]
    save_map: Option<String>,
    /// What an empty cell means
    #[arg(long, value_enum)]
    blanks: Option<Blanks>,
    /// Keep columns and properties that no field is for in custom fields of their own
    #[arg(long)]
    keep_unmapped: bool,
    /// Tell what would be done, and do nothing
    #[arg(long)]
    dry_run: bool,
    /// Write the refused rows into this file, in the format of the one they come from, with why
    #[arg(long, value_name = "FILE")]
    rejects: Option<PathBuf>,
    /// What parts the cells of a table of text [default: found out]
    #[arg(long, value_name = "CHARACTER")]
    delimiter: Option<char>,
    /// The encoding of a table of text [default: found out]
    #[arg(long, value_name = "NAME")]
    encoding: Option<String>,
    /// Take the apostrophes before formulas away again that an export put there
    #[arg(long)]
    neutralised: bool,
    /// The file is the CRM's newer state: what only the book changed since the last hand-over stays
    #[arg(long, requires = "file")]
    reconcile: bool,
    /// Which side is taken where both changed a field
    #[arg(long, value_enum, default_value_t = Prefer::Mine, requires = "reconcile")]
    prefer: Prefer,
    /// Take the CRM's side of these fields where both changed them; a row alone for a contact that was deleted here
    #[arg(long, value_name = "ROW:FIELD,…", value_delimiter = ',', requires = "reconcile")]
    theirs: Vec<String>,
    /// Leave out these rows, by their numbers
    #[arg(long, value_name = "N,…", value_delimiter = ',')]
    leave_out: Vec<u64>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Mode {
    Create,
    Update,
    Upsert,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum By {
    #[value(name = "Id")]
    Id,
    #[value(name = "ExternalId")]
    ExternalId,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Blanks {
    Leave,
    Clear,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Prefer {
    Mine,
    Theirs,
}

impl Import {
    pub fn run(&self, session: &Session) -> Result<Outcome, Stop> {
        let bar = Bar::new();
        let tell = |progress| {
            if let Progress::Import(progress) = progress {
                bar.tell(&progress);
            }
        };
        let watch = Watching { progress: &tell, go_on: &interrupt::go_on };
        let Some(file) = &self.file else { return self.finish(session, &bar, &watch) };
        let file = &full(file);
        // A mistyped name makes no book.
        std::fs::metadata(file).map_err(Stop::read(file))?;
        let rejects = self.rejects.as_deref().map(full);
        let missing = if self.dry_run { Missing::Refuse } else { Missing::Create };
        session.with_book(missing, |book| {
            let request = self.request(book, file)?;
            if let Some(name) = self.save_map.clone().filter(|_| !self.dry_run)
                && let Some(mapping) = &request.mapping
            {
                book.save_mapping(&name, &Some(mapping.clone()))?;
            }
            let report = match self.dry_run {
                true => book.check_import(&request, &watch),
                false => book.import(&request, &watch),
            };
            bar.end();
            let mut report = report?;
            if let Some(rejects) = rejects.as_ref().filter(|_| !self.dry_run && report.rejected > 0) {
                let written = book.save_rejects(&request, rejects)?;
                report.warnings.push(kept(written, rejects));
            }
            Ok(self.outcome(session, &report))
        })
    }

    /// Does with an import that was ended early as the person chooses.
    fn finish(&self, session: &Session, bar: &Bar, watch: &Watching<'_>) -> Result<Outcome, Stop> {
        session.with_book(Missing::Refuse, |book| {
            if self.roll_back {
                let answer = book.roll_import_back()?.answer;
                return Ok(session.outcome(answer, |answer| {
                    let contacts = answer.data.as_ref().and_then(|data| data.get("Contacts")?.as_u64());
                    format!("Took the import back ({})\n", count(contacts.unwrap_or_default(), "contact"))
                }));
            }
            if self.keep {
                let kept = book.keep_import()?;
                return Ok(session.outcome(Answer::of(&kept), |_| told_kept(&kept)));
            }
            let request = book.unfinished_request()?;
            let report = book.resume_import(watch);
            bar.end();
            let mut report = report?;
            if let (Some(rejects), Some(request)) = (self.rejects.as_deref().map(full), request)
                && report.rejected > 0
            {
                let written = book.save_rejects(&request, &rejects)?;
                report.warnings.push(kept(written, &rejects));
            }
            Ok(self.outcome(session, &report))
        })
    }

    fn request(&self, book: &OpenBook, file: &Path) -> Result<ImportRequest, Stop> {
        let mut request = ImportRequest {
            reading: Reading {
                format: self.format.map(FileFormat::from),
                encoding: self.encoding.clone(),
                delimiter: self.delimiter,
                neutralised: self.neutralised,
                ..Reading::default()
            },
            mode: match self.mode {
                Mode::Create => ImportMode::Create,
                Mode::Update => ImportMode::Update,
                Mode::Upsert => ImportMode::Upsert,
            },
            by: match self.by {
                By::Id => KeyField::Id,
                By::ExternalId => KeyField::ExternalId,
            },
            keep_properties: self.keep_unmapped,
            leave_out: self.leave_out.clone(),
            reconcile: if self.reconcile { Some(self.sides()?) } else { None },
            ..ImportRequest::of(file)
        };
        request.mapping = self.mapping(book, &request)?;
        Ok(request)
    }

    /// What was said of fields that both sides changed.
    fn sides(&self) -> Result<Reconcile, Stop> {
        let prefer = match self.prefer {
            Prefer::Mine => Side::Mine,
            Prefer::Theirs => Side::Theirs,
        };
        let chosen = self.theirs.iter().map(|each| chosen(each)).collect::<Result<_, Stop>>()?;
        Ok(Reconcile { prefer, chosen })
    }

    /// The mapping that is named, or the one that the header suggests where something of it is to be changed.
    fn mapping(&self, book: &OpenBook, request: &ImportRequest) -> Result<Option<Mapping>, Stop> {
        let mut mapping = match &self.map {
            Some(name) => Some(named(book, name)?),
            None => book.suggest_mapping(request)?,
        };
        if let Some(mapping) = &mut mapping {
            if let Some(blanks) = self.blanks {
                mapping.blank = match blanks {
                    Blanks::Leave => Blank::Leave,
                    Blanks::Clear => Blank::Clear,
                };
            }
            if self.keep_unmapped {
                for column in book.unmapped_columns(request, mapping)? {
                    mapping.columns.push(ColumnMapping { column, keep: true, ..ColumnMapping::default() });
                }
            }
        }
        Ok(mapping)
    }

    /// A report in which rows were refused is a refusal, with everything in it.
    fn outcome(&self, session: &Session, report: &ImportReport) -> Outcome {
        let answer = Answer::of(report).with_warnings(report.warnings.clone());
        let answer = match report.issues.first() {
            _ if report.unfinished => refusal(
                &answer,
                Code::Internal,
                "The import was ended before the end of the file. `kith import --resume` goes on with it, --roll-back takes it back, --keep leaves it so.",
                StatusCode::InternalServerError,
            ),
            Some(first) if report.rejected > 0 => {
                let message = format!(
                    "{} of {} were refused; Issues says why. The first is row {}: {}",
                    report.rejected,
                    count(report.read as u64, "row"),
                    first.row,
                    first.issue.message
                );
                refusal(&answer, first.issue.code, &message, StatusCode::BadRequest)
            }
            _ => answer,
        };
        session.told(answer, |_| self.told(report))
    }

    fn told(&self, report: &ImportReport) -> String {
        let done = if self.dry_run { "Would be done" } else { "Done" };
        let columns = [
            Column::number("Read"),
            Column::number("Created"),
            Column::number("Updated"),
            Column::number("Unchanged"),
            Column::number("Refused"),
            Column::number("Left out"),
        ];
        let numbers =
            [report.read, report.created, report.updated, report.unchanged, report.rejected, report.left_out];
        let row = numbers.iter().map(ToString::to_string).collect();
        let counts = table(&columns, std::iter::once(row));
        let issues = report.issues.iter().take(MOST_SHOWN);
        let issues: String =
            issues.map(|each| format!("Row {}: {}\n", each.row, plain(&each.issue.message))).collect();
        let more = report.issue_count.saturating_sub(MOST_SHOWN);
        let more =
            if more > 0 { format!("… and {} more\n", count(more as u64, "issue")) } else { String::new() };
        let unmapped = match report.unmapped.as_slice() {
            [] => String::new(),
            names => format!("Not taken, as no field is for them: {}\n", plain(&names.join(", "))),
        };
        let versions: String = report.conflicts.iter().take(MOST_SHOWN).map(told_versions).collect();
        let met = match (report.contested, report.kept_own) {
            (0, 0) => String::new(),
            (contested, kept) => format!(
                "Changed on both sides: {}; changed here alone and kept: {}\n",
                count(contested as u64, "field"),
                count(kept as u64, "field")
            ),
        };
        let number =
            report.change_id.iter().map(|id| format!("Change {id}: `kith undo {id}` takes all of it back\n"));
        format!("{issues}{more}{unmapped}{versions}{met}{done}:\n{counts}{}", number.collect::<String>())
    }
}

/// `ROW:FIELD`, or `ROW`.
fn chosen(text: &str) -> Result<ChosenSide, Stop> {
    let (row, field) = text.split_once(':').map_or((text, None), |(row, field)| (row, Some(field)));
    let row = row.trim().parse().map_err(|_| {
        let message = format!("{text:?} names no field of a row. Write it like 3:Title.");
        Stop::Book(Error::refused(Issue::new(Code::MalformedRequest, message)))
    })?;
    Ok(ChosenSide { row, field: field.map(str::to_owned), side: Side::Theirs })
}

/// A contested field with its three versions.
fn told_versions(conflict: &ImportConflict) -> String {
    let Contested { field, base, mine, theirs, side } = &conflict.versions;
    let what = field.as_deref().unwrap_or("the contact, which was deleted here");
    let taken = match side {
        Side::Mine => "yours stays",
        Side::Theirs => "the CRM's is taken",
    };
    format!(
        "Row {}: {what} was {}, is {} here and {} in the CRM; {taken}\n",
        conflict.row,
        shown(base),
        shown(mine),
        shown(theirs)
    )
}

fn named(book: &OpenBook, name: &String) -> Result<Mapping, Stop> {
    let file = Path::new(name);
    if let Some(mapping) = book.saved_mapping(name)?.filter(|_| !file.exists()) {
        return Ok(mapping);
    }
    let bytes = read(file, ENOUGH)?;
    serde_json::from_slice(&bytes).map_err(|error| no("mapping", &error, "docs/command-line.md shows one."))
}

fn kept(written: usize, file: &Path) -> Issue {
    let message = format!("{} in {}.", count(written as u64, "refused row"), file.display());
    Issue::new(Code::NotApplied, message)
}

fn told_kept(kept: &UnfinishedImport) -> String {
    format!("Left the import of {} as it is after {}\n", plain(&kept.file), count(kept.read, "row"))
}

/// A bar on standard error, where that is a terminal.
struct Bar(ProgressBar);

impl Bar {
    fn new() -> Self {
        let template = "{bar:30} {bytes} of {total_bytes}, {msg}, {eta} left";
        let bar = ProgressBar::new(0);
        Self(match ProgressStyle::with_template(template) {
            Ok(style) => bar.with_style(style),
            Err(_) => bar,
        })
    }

    fn tell(&self, progress: &kith_book::ImportProgress) {
        let seconds = self.0.elapsed().as_secs().max(1);
        self.0.set_length(progress.total_bytes);
        self.0.set_position(progress.bytes);
        self.0.set_message(format!("{}, {} a second", count(progress.rows, "row"), progress.rows / seconds));
    }

    fn end(&self) {
        self.0.finish_and_clear();
    }
}
