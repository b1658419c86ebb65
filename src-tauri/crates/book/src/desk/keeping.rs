//! What the window asks about the book as a whole: its backups, how long its changes are kept, the room it takes.

use std::sync::Arc;

use kith_store::{GoOn, StoreError};

use super::{
    Desk, Lent, Open, PoisonError,
    keeper::Shared,
    types::{KeepFor, NamedBackup, Restoration},
};
use crate::{
    backup::{Backup, KeptBackup},
    book::Book,
    doctor::Diagnosis,
    error::{Error, Failure},
    host::Host,
    retention::{Forgotten, Retention, WouldForget},
    space::{BookSpace, Compaction},
};

impl Desk {
    /// The backups that are kept with the book, newest first. Each is read through.
    ///
    /// # Errors
    /// [`Failure`] when there is no book, or their folder cannot be read.
    pub fn list_backups(&self) -> Result<Vec<KeptBackup>, Failure> {
        Ok(self.open(false)?.kept_backups()?)
    }

    /// Makes a backup now.
    ///
    /// # Errors
    /// [`Failure`] when there is no book, it is read-only, or the backup cannot be written.
    pub fn create_backup(&self) -> Result<Backup, Failure> {
        Ok(self.open(false)?.backup_create(None)?)
    }

    /// Restores a backup for a trial and checks the book that comes of it.
    ///
    /// # Errors
    /// [`Failure`] when no sound book comes of it.
    pub fn verify_backup(&self, args: &NamedBackup) -> Result<Backup, Failure> {
        Ok(Book::backup_verify(&Book::kept_backup(self.folder()?, &args.file)?)?)
    }

    /// Makes the book the one of a backup, after a backup of what it is now. Whoever works with the book finishes first;
    /// who comes meanwhile waits, and gets the restored one.
    ///
    /// # Errors
    /// [`Failure`] when the book is read-only, the backup before cannot be made, or no sound book comes of the one that
    /// is restored: the book is as it was then.
    pub fn restore_backup(&self, args: &NamedBackup) -> Result<Restoration, Failure> {
        if self.read_only {
            return Err(Error::read_only().into());
        }
        let folder = self.folder()?;
        let file = Book::kept_backup(folder, &args.file)?;
        let _alone = self.lent.write().unwrap_or_else(PoisonError::into_inner);
        let mut slot = self.slot();
        let before = self.opened(&mut slot, false)?.book.backup_before_restore()?;
        slot.take().map_or(Ok(()), Open::close)?;
        let restored = Book::backup_restore(&file, folder)?;
        Ok(Restoration { restored, before })
    }

    /// How long changes are kept.
    ///
    /// # Errors
    /// [`Failure`] when there is no book, or its settings cannot be read.
    pub fn read_retention(&self) -> Result<Retention, Failure> {
        Ok(self.open(false)?.retention()?)
    }

    /// What would be forgotten if changes were kept for so long.
    ///
    /// # Errors
    /// [`Failure`] when there is no book, or its change log cannot be read.
    pub fn preview_retention(&self, args: &KeepFor) -> Result<WouldForget, Failure> {
        self.long(|book, go_on| book.would_forget(args.days, go_on))
    }

    /// Keeps changes for so long from now on, and forgets what is older. A backup of everything is made first.
    ///
    /// # Errors
    /// [`Failure`] when the book is read-only or nothing could be forgotten.
    pub fn set_retention(&self, args: &KeepFor) -> Result<Forgotten, Failure> {
        self.long(|book, go_on| {
            book.set_retention(args.days)?;
            book.apply_retention(go_on)
        })
    }

    /// How much room the contacts' records take. Reads them all.
    ///
    /// # Errors
    /// [`Failure`] when there is no book, or it cannot be read.
    pub fn book_space(&self) -> Result<BookSpace, Failure> {
        self.long(|book, go_on| book.space(go_on))
    }

    /// Gives the room back that rewritten contacts left. Everything goes on meanwhile; closing the desk ends it.
    ///
    /// # Errors
    /// [`Failure`] when there is no book, it cannot be compacted or the desk is closed; the book is as it was then.
    pub fn compact_book(&self) -> Result<Compaction, Failure> {
        let Lent { book, _returned } = self.open(false)?;
        Ok(self.keeper()?.compact(book)?)
    }

    /// Repairs the book that could not be opened. The window opens it afterwards.
    ///
    /// # Errors
    /// [`Failure`] when the book is open or read-only, or nothing of it is left; nothing was changed then.
    pub fn repair_book(&self) -> Result<Diagnosis, Failure> {
        // Nobody opens it meanwhile.
        let slot = self.slot();
        if slot.is_some() {
            return Err(Failure::new("The book is open, so there is nothing to repair.", None));
        }
        if self.read_only {
            return Err(Error::read_only().into());
        }
        Ok(Book::repair(self.folder()?, &Host::this_machine)?)
    }

    /// Long work with the book, which closing the desk ends.
    pub(super) fn long<T>(
        &self,
        work: impl FnOnce(&Book, GoOn<'_>) -> Result<T, Error>,
    ) -> Result<T, Failure> {
        let Lent { book, _returned } = self.open(false)?;
        Ok(self.keeper()?.long(book, work)?)
    }

    fn keeper(&self) -> Result<Arc<Shared>, Error> {
        let keeper = self.slot().as_ref().map(|open| open.keeper.shared());
        keeper.ok_or_else(|| StoreError::Ended.into())
    }
}
