//! `kith export`.

use std::path::{Path, PathBuf};

use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use kith_book::{
    Answer, ChangesExport, ChangesFormat, ChangesReport, Code, Error, ExportRequest, FileFormat, Issue,
    OpenBook, Progress, Selection, Since, Watching,
};

use super::{
    format::{Format, of_name},
    list::Which,
};
use crate::{
    input::full,
    interrupt,
    output::{Outcome, count, plain},
    session::{Missing, Session},
    stop::Stop,
};

/// Arguments of `kith export`.
#[derive(Debug, Args)]
pub(crate) struct Export {
    /// The file; one that is there is replaced
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// The format [default: by the file's name]
    #[arg(long, value_enum)]
    format: Option<Format>,
    #[command(flatten)]
    which: Which,
    /// The fields to write, in their order [default: all]
    #[arg(long, value_name = "A,B", value_delimiter = ',')]
    fields: Option<Vec<String>>,
    /// What parts the cells of a table of text
    #[arg(long, value_name = "CHARACTER")]
    delimiter: Option<char>,
    /// Begin a table of text with a byte order mark, by which spreadsheets know UTF-8
    #[arg(long)]
    bom: bool,
    /// Put an apostrophe before what a spreadsheet would take for a formula; `import --neutralised` takes it away
    #[arg(long)]
    neutralise: bool,
    /// Write vCards as version 3.0
    #[arg(long)]
    vcard3: bool,
    /// Write what changed, for the CRM: .csv for a data loader, .json for a bulk update, .sh for single requests
    #[arg(long, conflicts_with_all = ["format", "search", "filters", "sort", "fields"])]
    changes: bool,
    /// Since when changes are written: `last` for since they were handed over, or a moment
    #[arg(long, value_name = "MOMENT", default_value = "last", requires = "changes")]
    since: String,
    /// Note that the changes are handed over by this file (`kith undo` takes that back)
    #[arg(long, requires = "changes")]
    mark: bool,
}

impl Export {
    pub fn run(&self, session: &Session) -> Result<Outcome, Stop> {
        let file = full(&self.file);
        session.with_book(Missing::Refuse, |book| match self.changes {
            true => self.changes(session, book, &file),
            false => self.contacts(session, book, &file),
        })
    }

    fn contacts(&self, session: &Session, book: &OpenBook, file: &PathBuf) -> Result<Outcome, Stop> {
        let format = self.format.map(FileFormat::from).or_else(|| of_name(&self.file));
        let format = format.ok_or_else(|| unclear(&self.file, "csv, tsv, xlsx, vcf, json or jsonl"))?;
        let all = self.which.is_all();
        let request = ExportRequest {
            selection: if all { Selection::All } else { Selection::View(self.which.query(book)?) },
            fields: self.fields.clone(),
            delimiter: self.delimiter,
            byte_order_mark: self.bom,
            neutralise: self.neutralise,
            old_vcard: self.vcard3,
            ..ExportRequest::of(format)
        };
        let bar = bar();
        let tell = |progress| {
            if let Progress::Contacts(written, total) = progress {
                bar.set_length(total);
                bar.set_position(written);
            }
        };
        let written = book.export(&request, file, &Watching { progress: &tell, go_on: &interrupt::go_on });
        bar.finish_and_clear();
        let written = written?;
        Ok(session.outcome(Answer::of(&written), |_| {
            format!("Wrote {} to {}\n", count(written.written, "contact"), shown(&self.file))
        }))
    }

    fn changes(&self, session: &Session, book: &OpenBook, file: &PathBuf) -> Result<Outcome, Stop> {
        let ending = self.file.extension().map(|ending| ending.to_string_lossy().to_lowercase());
        let format = match ending.as_deref() {
            Some("csv") => ChangesFormat::Csv,
            Some("json") => ChangesFormat::Json,
            Some("sh") => ChangesFormat::Script,
            _ => return Err(unclear(&self.file, "csv, json or sh")),
        };
        let since = if self.since == "last" { Since::Last } else { Since::Moment(self.since.clone()) };
        let report = book.export_changes(&ChangesExport { since, format }, file)?;
        if self.mark {
            book.hand_over(&report.upto)?;
        }
        let answer = Answer::of(&report).with_warnings(warnings(&report));
        Ok(session.outcome(answer, |_| {
            format!("Wrote what changed of {} to {}\n", count(report.written, "contact"), shown(&self.file))
        }))
    }
}

/// What of the changes is not in the file as it may be expected.
fn warnings(report: &ChangesReport) -> Vec<Issue> {
    let told = [
        (report.created, "new since then: an update does not find them in the CRM"),
        (report.without_key, "left out as they have no ExternalId"),
        (report.deleted, "deleted since then; that is not written"),
    ];
    let told = told.into_iter().filter(|(number, _)| *number > 0);
    let mut warnings: Vec<_> = told
        .map(|(number, what)| Issue::new(Code::NotApplied, format!("{}: {what}.", count(number, "contact"))))
        .collect();
    if report.incomplete {
        let message = "Older changes are no longer kept, so some that were made since then may be missing.";
        warnings.push(Issue::new(Code::NotFound, message));
    }
    warnings
}

fn unclear(file: &Path, endings: &str) -> Stop {
    let message = format!("The name of {} says no format. End it with {endings}.", file.display());
    Stop::Book(Error::refused(Issue::new(Code::MalformedRequest, message)))
}

fn shown(file: &Path) -> String {
    plain(&file.display().to_string())
}

/// A bar on standard error, where that is a terminal.
fn bar() -> ProgressBar {
    match ProgressStyle::with_template("{bar:30} {human_pos} of {human_len} contacts, {per_sec}, {eta} left")
    {
        Ok(style) => ProgressBar::new(0).with_style(style),
        Err(_) => ProgressBar::new(0),
    }
}
