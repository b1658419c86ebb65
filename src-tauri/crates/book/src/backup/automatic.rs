//! Backups that Kith makes unasked: once a day, and before what changes or forgets much. Those that it made it removes again.

use std::{
    fs,
    path::{Path, PathBuf},
};

use jiff::Timestamp;
use kith_store::{
    GoOn,
    archive::{self, ArchiveHeading},
};

use super::{
    Backup, files,
    name::{Reason, named},
    thin::{day, surplus},
};
use crate::{book::Book, error::Error};

/// A backup that Kith made unasked.
struct Automatic {
    file: PathBuf,
    at: Timestamp,
}

impl Book {
    /// Makes the backup of the day, where the book changed since the newest one and that was made on another day. Then
    /// removes the automatic ones that are too many. It goes on as long as `go_on` says so.
    ///
    /// # Errors
    /// [`Error::Store`], [`Error::Io`]: nothing was made, or nothing removed.
    pub fn backup_if_due(&self, go_on: GoOn<'_>) -> Result<Option<Backup>, Error> {
        if self.takes_no_writes() {
            return Ok(None);
        }
        let newest = self.newest_backup()?;
        if !self.changed_since(newest.as_ref())? || !is_of_another_day(newest.as_ref(), self.host.moment()) {
            return Ok(None);
        }
        let made = self.keep_backup(Reason::Daily, go_on)?;
        self.thin_backups(go_on)?;
        Ok(Some(made))
    }

    /// Makes a backup before something that changes much, where the book changed since the newest one.
    ///
    /// # Errors
    /// As [`Book::backup_if_due`].
    pub(crate) fn backup_before(&self, reason: Reason, go_on: GoOn<'_>) -> Result<(), Error> {
        if self.changed_since(self.newest_backup()?.as_ref())? {
            self.keep_backup(reason, go_on)?;
        }
        Ok(())
    }

    /// When the newest backup was made that Kith keeps of this book.
    ///
    /// # Errors
    /// [`Error::Io`].
    pub fn last_backup_at(&self) -> Result<Option<String>, Error> {
        Ok(self.newest_backup()?.map(|newest| newest.made_at))
    }

    /// The newest backup of this very book, by what the backups' first lines say.
    fn newest_backup(&self) -> Result<Option<ArchiveHeading>, Error> {
        let headings =
            files(&self.backups_folder())?.into_iter().filter_map(|file| archive::heading(&file).ok());
        Ok(headings
            .filter(|heading| heading.book == self.store.book())
            .max_by(|one, other| one.made_at.cmp(&other.made_at)))
    }

    /// Whether there is anything the backup does not have. After an older backup was restored the numbers of changes
    /// come again, therefore their times are looked at too.
    fn changed_since(&self, newest: Option<&ArchiveHeading>) -> Result<bool, Error> {
        let last = self.store.last_seq();
        match newest {
            Some(newest) if newest.last == last => {
                let at = self.store.change_set(last)?.map(|set| set.note.at);
                Ok(at != newest.last_change_at)
            }
            Some(_) => Ok(true),
            None => Ok(last > 0),
        }
    }

    /// Removes automatic backups that are too many. What does not read stays, as somebody may want to look at it, and
    /// takes no other's place; so the newest that reads always stays.
    fn thin_backups(&self, go_on: GoOn<'_>) -> Result<(), Error> {
        let automatic: Vec<_> =
            files(&self.backups_folder())?.iter().filter_map(|file| self.automatic(file)).collect();
        if surplus(&times(&automatic)).is_empty() {
            return Ok(());
        }
        let sound: Vec<_> =
            automatic.into_iter().filter(|backup| go_on() && archive::glance(&backup.file).is_ok()).collect();
        if !go_on() {
            return Ok(());
        }
        for place in surplus(&times(&sound)) {
            let Some(Automatic { file, .. }) = sound.get(place) else { continue };
            fs::remove_file(file).map_err(|source| Error::Io {
                action: "remove",
                path: file.clone(),
                source,
            })?;
        }
        Ok(())
    }

    /// A file that both its name and its first line call an automatic backup of this book.
    fn automatic(&self, file: &Path) -> Option<Automatic> {
        let (at, reason) = named(file.file_name()?.to_str()?)?;
        let heading = archive::heading(file).ok()?;
        let ours = heading.reason == reason.words() && heading.book == self.store.book();
        (ours && reason.is_automatic()).then(|| Automatic { file: file.to_owned(), at })
    }
}

fn times(backups: &[Automatic]) -> Vec<Timestamp> {
    backups.iter().map(|backup| backup.at).collect()
}

/// Also where the clock was put back, so that a backup from the future does not stop all others.
fn is_of_another_day(newest: Option<&ArchiveHeading>, now: Timestamp) -> bool {
    let made = newest.and_then(|newest| newest.made_at.parse::<Timestamp>().ok());
    made.is_none_or(|made| day(made) != day(now))
}
