//! Taking contacts from a file into the book: streaming, in change sets of bounded size that are one to the person.

mod engine;
mod inspect;
mod journal;
mod kept;
mod mapping;
mod preview;
mod reconcile;
mod rejected;
mod rejects;
mod retry;
mod saved;
mod shape;
mod sheet;
mod source;
mod suggest;
mod unfinished;

use kith_model::{ChangeNote, Code, Issue, PartOf, Source};
use kith_store::StoreError;

pub use inspect::InspectedFile;
pub use kept::VCARD_PROPERTIES;
pub(crate) use kept::properties_of;
pub use mapping::{Blank, ColumnMapping, Constant, Join, Mapping, Split};
pub use preview::{ImportPreview, PreviewPage, PreviewRow};
pub use reconcile::{ChosenSide, Contested, ImportConflict, Reconcile, Side};
pub(crate) use retry::DOCUMENT as RETRIED;
pub use retry::{MendedRow, RefusedPage, RefusedRow};
pub use shape::{ImportIssue, ImportMode, ImportProgress, ImportReport, ImportRequest, RowVerdict, Watch};
pub use source::{FileFormat, Reading};
pub use unfinished::UnfinishedImport;

use self::{
    engine::Engine,
    journal::{Running, Seen},
    kept::Prepared,
    rejects::Rejects,
};
use crate::{
    backup::Reason,
    book::Book,
    error::{Error, read_only},
};

/// The column, or the property, in which a file of rejects says why each row was refused. It is never taken.
pub const REASON: &str = "Kith: why refused";

/// Where in the log an import is.
struct Place {
    /// The number of its first change set, once there is one.
    first: Option<u64>,
    /// Whether it is noted in the journal.
    is_noted: bool,
}

impl Book {
    /// Takes the contacts of a file. A refused row does not stop the others. All that is taken is undone as one, however
    /// many change sets it is. A backup is made first, where the newest one does not have everything.
    ///
    /// Where it is ended early, or fails after its first change set, it is unfinished: it is resumed, kept or rolled
    /// back before another import begins.
    ///
    /// # Errors
    /// [`Error::Refused`] when the file is no file of contacts, the mapping does not fit, the book is read-only or
    /// another import is unfinished; [`Error::Io`], [`Error::Store`].
    pub fn import(&self, request: &ImportRequest, watch: &Watch<'_>) -> Result<ImportReport, Error> {
        if self.is_read_only() {
            return Err(Error::refused(read_only()));
        }
        let _alone = self.importing()?;
        self.nothing_unfinished()?;
        let prepared = self.prepare(request)?;
        // Everything in the request is looked at before anything is changed.
        Engine::open(&prepared.request, prepared.schema(&self.schema())?)?;
        self.make_fields(prepared.edits)?;
        let mut engine = Engine::open(&prepared.request, self.schema())?;
        engine.reconcile(self)?;
        if let Err(error) = self.backup_before(Reason::BeforeImport, watch.go_on) {
            engine.report.warnings.push(no_backup(&error));
        }
        let rejects = Rejects::begin(self.folder(), self.host.new_id(), &prepared.request, engine.header())?;
        self.run(engine, rejects, Place { first: None, is_noted: false }, watch)
    }

    /// Gives a request without a mapping the one that its file suggests, and each column that is to be kept a field.
    fn prepare(&self, request: &ImportRequest) -> Result<Prepared, Error> {
        let reading = source::found(&request.file, &request.reading)?;
        let is_vcard = reading.format == Some(FileFormat::Vcard);
        let mut request = ImportRequest { reading, ..request.clone() };
        if request.mapping.is_none() {
            request.mapping = self.suggest_mapping(&request)?;
        }
        Prepared::new(&request, is_vcard, &self.schema())
    }

    /// Takes batch after batch.
    fn run(
        &self,
        mut engine: Engine<'_>,
        rejects: Rejects,
        mut place: Place,
        watch: &Watch<'_>,
    ) -> Result<ImportReport, Error> {
        let mut rejects = Some(rejects);
        let mut rows = Vec::new();
        while engine.has_more() {
            if !(watch.go_on)() {
                engine.report.unfinished = place.is_noted;
                if !place.is_noted {
                    return Err(StoreError::Ended.into());
                }
                break;
            }
            engine.batch(&mut rows)?;
            // An import of one change set is whole or not there at all, and needs no note.
            if !place.is_noted && engine.has_more() {
                self.note_import(engine.request())?;
                place.is_noted = true;
            }
            let from_crm = engine.request().reconcile.is_some();
            let note = ChangeNote { from_crm, ..self.note(&self.host.now(), Source::Import) };
            let (first, is_part) = (place.first, place.is_noted);
            let written = self.commit(note, |work| {
                engine.take(work, &rows, &mut rejects, &mut |_| Ok(()))?;
                if is_part {
                    work.set_part_of(PartOf { first: first.unwrap_or(0), reached: Some(engine.reached) });
                }
                Ok::<_, Error>(())
            })?;
            place.first = place.first.or(written.committed.map(|set| set.seq));
            (watch.progress)(&engine.progress());
        }
        if place.is_noted && !engine.report.unfinished {
            journal::remove(self.folder())?;
        }
        engine.report.change_id = place.first.map(|seq| seq.to_string());
        Ok(engine.into_report())
    }

    fn note_import(&self, request: &ImportRequest) -> Result<(), Error> {
        let io = |source| Error::Io { action: "read", path: request.file.clone(), source };
        let running = Running {
            at: self.host.now(),
            request: ImportRequest {
                file: std::path::absolute(&request.file).map_err(io)?,
                ..request.clone()
            },
            before: self.store.last_seq(),
            seen: Seen::of(&request.file).map_err(io)?,
        };
        journal::write(self.folder(), &running)
    }
}

/// A backup that could not be made refuses no import, and is told.
fn no_backup(error: &Error) -> Issue {
    Issue::new(Code::Internal, format!("There is no backup from before the import. {error}"))
}
