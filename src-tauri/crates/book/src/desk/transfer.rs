//! What the window asks about files of contacts: looking at one, its preview, taking it in, and writing some.
//!
//! The order in which a page asks: `pick_import` (the file stays with the host; the page never names a path), as often as
//! the person changes how it is read `inspect_import`, then `preview_import` with the choices and `preview_rows` page by
//! page, then `run_import` with the same choices, which gives the same counts. While a preview or an import runs the
//! event `import-progress` tells how far it is, and `stop_import` ends it between two batches: what was done so far is
//! then unfinished, and is resumed, rolled back or kept. So it is after a crash: ask `unfinished_import` when the desk
//! starts and before a file is picked.

use std::{
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
};

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{Desk, bounds};
use crate::{
    answer::{Answer, Reply},
    contacts::KeyField,
    error::Failure,
    export::{ChangesExport, ChangesReport, ExportRequest, ExportWatch, Handed},
    import::{
        ImportMode, ImportPreview, ImportProgress, ImportReport, ImportRequest, InspectedFile, Mapping,
        MendedRow, PreviewPage, Reading, Reconcile, RefusedPage, RowVerdict, UnfinishedImport, Watch,
    },
};

/// Most rows of a page of the preview.
const MOST_ROWS: usize = 1_000;

/// How a picked file is to be taken in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ImportChoices {
    /// How it is read: as the look at it found, or as the person changed it.
    pub reading: Reading,
    /// What is done with each row.
    pub mode: ImportMode,
    /// By which key contacts are found.
    pub by: KeyField,
    /// What becomes of a table's columns; null for other formats.
    pub mapping: Option<Mapping>,
    /// Whether the properties of a vCard that no field is for are kept in a custom field.
    pub keep_properties: bool,
    /// The numbers of the rows that the person left out.
    #[ts(type = "Array<number>")]
    pub leave_out: Vec<u64>,
    /// That the file is the CRM's newer state, and what was chosen where both sides changed a field; null where it is not.
    #[serde(default)]
    pub reconcile: Option<Reconcile>,
}

/// Arguments of `inspect_import`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct InspectImport {
    /// How the file is to be read.
    pub reading: Reading,
}

/// Arguments of `preview_rows`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PreviewRows {
    /// Which rows; null for all.
    pub verdict: Option<RowVerdict>,
    /// Whether only those with contested fields.
    #[serde(default)]
    pub contested: bool,
    /// How many of them to pass over.
    #[ts(type = "number")]
    pub offset: usize,
    /// How many to give, at most 1,000.
    #[ts(type = "number")]
    pub limit: usize,
}

/// Arguments of `refused_rows`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct RefusedRows {
    /// How many of them to pass over.
    #[ts(type = "number")]
    pub offset: usize,
    /// How many to give, at most 1,000.
    #[ts(type = "number")]
    pub limit: usize,
}

/// Arguments of `retry_rows`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct RetryRows {
    /// The rows as they were mended, at most 1,000.
    pub rows: Vec<MendedRow>,
}

/// How far an export is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ExportProgress {
    /// Contacts written so far.
    #[ts(type = "number")]
    pub written: u64,
    /// How many there are to write.
    #[ts(type = "number")]
    pub total: u64,
}

/// Arguments of `save_mapping`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SaveMapping {
    /// The name.
    pub name: String,
    /// What is kept under it; null forgets what is.
    pub mapping: Option<Mapping>,
}

/// Arguments of `saved_mapping`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct NamedMapping {
    /// The name.
    pub name: String,
}

/// Arguments of `hand_over_changes`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct HandOver {
    /// The last change that is in the file that was handed over: `Upto` of the export's report.
    #[ts(type = "number")]
    pub upto: u64,
}

/// A file that was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct WrittenFile {
    /// Its path.
    pub file: String,
    /// How many contacts or rows are in it.
    #[ts(type = "number")]
    pub written: u64,
}

/// A file of changes that was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct WrittenChanges {
    /// Its path.
    pub file: String,
    /// What is in it.
    pub report: ChangesReport,
}

/// What there is of files in the hands of the desk.
#[derive(Default)]
pub(super) struct Transfer {
    /// The file that was picked last.
    picked: Mutex<Option<PathBuf>>,
    preview: Mutex<Option<ImportPreview>>,
    /// What was imported last, for its rejects.
    last: Mutex<Option<ImportRequest>>,
    stop: AtomicBool,
    /// How many previews and imports run.
    running: AtomicUsize,
    on_progress: Mutex<Option<OnProgress>>,
    stop_export: AtomicBool,
    on_export: Mutex<Option<OnExport>>,
}

type OnProgress = Arc<dyn Fn(&ImportProgress) + Send + Sync>;
type OnExport = Arc<dyn Fn(ExportProgress) + Send + Sync>;

impl Desk {
    /// Has the progress of imports and previews told to `on_progress`.
    pub fn watch_imports(&self, on_progress: impl Fn(&ImportProgress) + Send + Sync + 'static) {
        *locked(&self.transfer.on_progress) = Some(Arc::new(on_progress));
    }

    /// Has the progress of exports told to `on_progress`.
    pub fn watch_exports(&self, on_progress: impl Fn(ExportProgress) + Send + Sync + 'static) {
        *locked(&self.transfer.on_export) = Some(Arc::new(on_progress));
    }

    /// Looks at a file that a person picked or dropped, and keeps it in mind for what is asked next. A book is made where
    /// there is none.
    ///
    /// # Errors
    /// [`Failure`] when it cannot be read or is no file of contacts, or while another one is being taken in.
    pub fn pick_import(&self, file: &Path) -> Result<InspectedFile, Failure> {
        if self.transfer.running.load(Ordering::SeqCst) > 0 {
            let message = "Kith is still at work on another file.";
            return Err(Failure::new(
                message,
                Some("Wait for its end, or stop it, and give the file again."),
            ));
        }
        let inspected = self.open(true)?.inspect_file(file, &Reading::default())?;
        *locked(&self.transfer.picked) = Some(file.to_owned());
        *locked(&self.transfer.preview) = None;
        Ok(inspected)
    }

    /// Looks at the picked file again, as the person says it is to be read.
    ///
    /// # Errors
    /// [`Failure`] when no file was picked, or it cannot be read so.
    pub fn inspect_import(&self, args: &InspectImport) -> Result<InspectedFile, Failure> {
        bounds::whole(args)?;
        Ok(self.open(false)?.inspect_file(&self.picked()?, &args.reading)?)
    }

    /// What taking the picked file in would come to. `preview_rows` shows its rows afterwards.
    ///
    /// # Errors
    /// [`Failure`] when no file was picked, the mapping does not fit, or it was stopped.
    pub fn preview_import(&self, args: &ImportChoices) -> Result<ImportReport, Failure> {
        bounds::whole(args)?;
        let request = self.import_request(args)?;
        let preview = self.watched(|book, watch| book.preview_import(&request, watch))?;
        let report = preview.report.clone();
        *locked(&self.transfer.preview) = Some(preview);
        Ok(report)
    }

    /// Rows of the last preview, with what each changes field by field.
    ///
    /// # Errors
    /// [`Failure`] when there was no preview.
    pub fn preview_rows(&self, args: &PreviewRows) -> Result<PreviewPage, Failure> {
        match &*locked(&self.transfer.preview) {
            Some(preview) => {
                Ok(preview.page(args.verdict, args.contested, args.offset, args.limit.min(MOST_ROWS))?)
            }
            None => {
                Err(Failure::new("There is no preview to show rows of.", Some("Ask for the preview first.")))
            }
        }
    }

    /// Takes the picked file in. Where it was stopped the report says `Unfinished`.
    ///
    /// # Errors
    /// [`Failure`] when no file was picked, the mapping does not fit, another import is unfinished, or the book fails:
    /// what was done before is unfinished then.
    pub fn run_import(&self, args: &ImportChoices) -> Result<ImportReport, Failure> {
        bounds::whole(args)?;
        let request = self.import_request(args)?;
        *locked(&self.transfer.preview) = None;
        *locked(&self.transfer.last) = Some(request.clone());
        self.watched(|book, watch| book.import(&request, watch))
    }

    /// Has the preview or the import that runs end after the batch it is at.
    pub fn stop_import(&self) {
        self.transfer.stop.store(true, Ordering::SeqCst);
    }

    /// The import that was ended early, by the person or by a crash; null where there is none.
    ///
    /// # Errors
    /// [`Failure`] when there is no book or it cannot be read.
    pub fn unfinished_import(&self) -> Result<Option<UnfinishedImport>, Failure> {
        Ok(self.open(false)?.unfinished_import()?)
    }

    /// Goes on with it; the report is that of the whole import.
    ///
    /// # Errors
    /// As [`Self::run_import`]; when its file is gone or another.
    pub fn resume_import(&self) -> Result<ImportReport, Failure> {
        *locked(&self.transfer.last) = self.open(false)?.unfinished_request()?;
        self.watched(crate::Book::resume_import)
    }

    /// Takes back what it did. What was edited since stays and is named in the warnings.
    #[must_use]
    pub fn roll_import_back(&self) -> Reply {
        self.ask(|book| book.roll_import_back().unwrap_or_else(|error| Answer::from(error).into()))
    }

    /// Leaves what it did as it is.
    ///
    /// # Errors
    /// [`Failure`] when there is none.
    pub fn keep_import(&self) -> Result<UnfinishedImport, Failure> {
        Ok(self.open(false)?.keep_import()?)
    }

    /// Writes the rows that the last import refused into a file of the format they came from.
    ///
    /// # Errors
    /// [`Failure`] when nothing was imported, or the file cannot be written.
    pub fn save_rejects(&self, file: &Path) -> Result<WrittenFile, Failure> {
        let last = locked(&self.transfer.last).clone();
        let request =
            last.ok_or_else(|| Failure::new("Nothing was imported since the desk was opened.", None))?;
        let written = self.open(false)?.save_rejects(&request, file)? as u64;
        Ok(WrittenFile { file: file.display().to_string(), written })
    }

    /// Rows that the last import refused and that were not taken since.
    ///
    /// # Errors
    /// [`Failure`] when there is no book or it cannot be read.
    pub fn refused_rows(&self, args: RefusedRows) -> Result<RefusedPage, Failure> {
        Ok(self.open(false)?.refused_rows(args.offset, args.limit.min(MOST_ROWS))?)
    }

    /// Tries refused rows again, as they were mended. What was taken is a change of its own.
    ///
    /// # Errors
    /// [`Failure`] where one is not among the refused rows any more, or the book cannot be written.
    pub fn retry_rows(&self, args: &RetryRows) -> Result<ImportReport, Failure> {
        self.long(|book, _| book.retry_rows(&args.rows))
    }

    /// Keeps a mapping in the book under a name, or forgets one.
    ///
    /// # Errors
    /// [`Failure`] for a name that is none, or a book that cannot be written.
    pub fn save_mapping(&self, args: &SaveMapping) -> Result<(), Failure> {
        bounds::whole(args)?;
        Ok(self.open(false)?.save_mapping(&args.name, args.mapping.as_ref())?)
    }

    /// The mapping that the book keeps under a name; null where there is none.
    ///
    /// # Errors
    /// [`Failure`] when it cannot be understood.
    pub fn saved_mapping(&self, args: &NamedMapping) -> Result<Option<Mapping>, Failure> {
        Ok(self.open(false)?.saved_mapping(&args.name)?)
    }

    /// Writes contacts into a file that a person named. The progress is told, and `stop_export` ends it.
    ///
    /// # Errors
    /// [`Failure`] for a field that is none, a file that cannot be written, or when it was stopped: no file is left then.
    pub fn export_contacts(&self, file: &Path, args: &ExportRequest) -> Result<WrittenFile, Failure> {
        self.transfer.stop_export.store(false, Ordering::SeqCst);
        let told = locked(&self.transfer.on_export).clone();
        let progress = |written, total| told.iter().for_each(|told| told(ExportProgress { written, total }));
        let written = self.long(|book, go_on| {
            let go_on = || go_on() && !self.transfer.stop_export.load(Ordering::SeqCst);
            book.export(args, file, &ExportWatch { progress: &progress, go_on: &go_on })
        })?;
        Ok(WrittenFile { file: file.display().to_string(), written: written.written })
    }

    /// Has the export that runs end. It leaves no file.
    pub fn stop_export(&self) {
        self.transfer.stop_export.store(true, Ordering::SeqCst);
    }

    /// Writes what changed into a file that a person named. It is not noted as handed over by that.
    ///
    /// # Errors
    /// [`Failure`] for a moment that is none, or a file that cannot be written.
    pub fn export_changes(&self, file: &Path, args: &ChangesExport) -> Result<WrittenChanges, Failure> {
        let report = self.long(|book, _| book.export_changes(args, file))?;
        Ok(WrittenChanges { file: file.display().to_string(), report })
    }

    /// Notes that changes were handed over; a change of its own, whose number is given: it can be undone.
    ///
    /// # Errors
    /// [`Failure`] when the book cannot be written.
    pub fn hand_over_changes(&self, args: &HandOver) -> Result<Option<String>, Failure> {
        Ok(self.open(false)?.hand_over(args.upto)?.map(|seq| seq.to_string()))
    }

    /// Up to which change they were handed over; null where they never were.
    ///
    /// # Errors
    /// [`Failure`] when there is no book or it cannot be read.
    pub fn handed_over(&self) -> Result<Option<Handed>, Failure> {
        Ok(self.open(false)?.handed()?)
    }

    fn picked(&self) -> Result<PathBuf, Failure> {
        let picked = locked(&self.transfer.picked).clone();
        picked.ok_or_else(|| Failure::new("No file was picked.", Some("Pick the file first.")))
    }

    fn import_request(&self, choices: &ImportChoices) -> Result<ImportRequest, Failure> {
        Ok(ImportRequest {
            reading: choices.reading.clone(),
            mode: choices.mode,
            by: choices.by,
            mapping: choices.mapping.clone(),
            keep_properties: choices.keep_properties,
            leave_out: choices.leave_out.clone(),
            reconcile: choices.reconcile.clone(),
            ..ImportRequest::of(self.picked()?)
        })
    }

    /// Long work of an import, which a person can stop and closing the desk ends.
    fn watched<T>(
        &self,
        work: impl FnOnce(&crate::Book, &Watch<'_>) -> Result<T, crate::Error>,
    ) -> Result<T, Failure> {
        self.transfer.stop.store(false, Ordering::SeqCst);
        let told = locked(&self.transfer.on_progress).clone();
        let progress = |progress: &ImportProgress| told.iter().for_each(|told| told(progress));
        self.while_importing(|| {
            self.long(|book, go_on| {
                let go_on = || go_on() && !self.transfer.stop.load(Ordering::SeqCst);
                work(book, &Watch { progress: &progress, go_on: &go_on })
            })
        })
    }

    /// No other file is picked meanwhile: what was shown of this one would be of that one.
    pub(super) fn while_importing<T>(&self, work: impl FnOnce() -> T) -> T {
        self.transfer.running.fetch_add(1, Ordering::SeqCst);
        let done = work();
        self.transfer.running.fetch_sub(1, Ordering::SeqCst);
        done
    }
}

fn locked<T>(lock: &Mutex<T>) -> MutexGuard<'_, T> {
    lock.lock().unwrap_or_else(PoisonError::into_inner)
}
