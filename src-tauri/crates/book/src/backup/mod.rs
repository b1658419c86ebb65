//! Backups: the whole book with its history in one file, made by hand or by Kith itself, verified, restored.

mod automatic;
mod kept;
mod name;
mod shape;
mod thin;

use std::{
    fs, io,
    path::{Path, PathBuf},
    sync::PoisonError,
};

use kith_store::{
    ArchiveAbout, GoOn, StoreError,
    archive::{self},
};

pub use kept::KeptBackup;
pub(crate) use name::Reason;
pub use shape::{Backup, Restored};

use crate::{book::Book, error::Error, list};
use name::named;

/// Who is told of a backup once it is kept with the book.
pub(crate) type OnBackup = Box<dyn Fn(&Backup) + Send + Sync>;

/// Where in a book's folder Kith keeps the backups it names itself.
const FOLDER: &str = "backups";
/// Who holds a book that is being restored.
const HOLDER: &str = "kith backup restore";

impl Book {
    /// Writes a backup: to a new file, into a folder, or where Kith keeps its own. It is read back before it counts.
    ///
    /// # Errors
    /// [`Error::Store`] when the file is there already or cannot be written, or a read-only book is to keep it.
    pub fn backup_create(&self, to: Option<&Path>) -> Result<Backup, Error> {
        match to {
            None => self.keep_backup(Reason::ByHand, &|| true),
            Some(folder) if folder.is_dir() => {
                let file = name::free(folder, self.host.moment(), Reason::ByHand);
                self.write_backup(&file, Reason::ByHand, &|| true)
            }
            Some(file) => self.write_backup(file, Reason::ByHand, &|| true),
        }
    }

    /// The backups that Kith keeps for the book in `folder`, newest first. Each is read through. The book itself need not
    /// be open, nor be there.
    ///
    /// # Errors
    /// [`Error::NoBook`] where there is neither; [`Error::Io`] when the folder cannot be read.
    pub fn backups(folder: &Path) -> Result<Vec<Backup>, Error> {
        let kept = folder.join(FOLDER);
        if !kept.exists() && !Self::exists(folder) {
            return Err(Error::NoBook(folder.to_owned()));
        }
        let mut backups = Vec::new();
        for file in files(&kept)? {
            backups.push(match archive::glance(&file) {
                Ok(report) => Backup::from(report),
                Err(error) => Backup::unreadable(&file, error.into()),
            });
        }
        backups.sort_by(|one, other| other.order().cmp(&one.order()));
        Ok(backups)
    }

    /// Restores a backup into a folder for temporary files and verifies the book that comes of it.
    ///
    /// # Errors
    /// [`Error::Store`] when no sound book comes of it.
    pub fn backup_verify(file: &Path) -> Result<Backup, Error> {
        Ok(archive::verify(file)?.into())
    }

    /// Makes the book in `folder` the one of a backup. A book that is there must not be open; it is kept beside the new
    /// one.
    ///
    /// # Errors
    /// [`Error::Store`] when the book is open or no sound book comes of the backup; nothing was changed then.
    pub fn backup_restore(file: &Path, folder: &Path) -> Result<Restored, Error> {
        let restored = kith_store::restore(file, folder, HOLDER)?;
        list::remove_snapshot(folder);
        Ok(restored.into())
    }

    /// Has every backup that is kept with the book from now on told to one who asks first, whatever it is made for.
    pub(crate) fn tell_backups(&self, on_backup: OnBackup) {
        let _ = self.on_backup.set(on_backup);
    }

    /// Writes a backup into the folder Kith keeps.
    pub(crate) fn keep_backup(&self, reason: Reason, go_on: GoOn<'_>) -> Result<Backup, Error> {
        if self.takes_no_writes() {
            return Err(StoreError::ReadOnly.into());
        }
        // One at a time: what is left half-written in the folder is then nobody's.
        let _alone = self.backing_up.lock().unwrap_or_else(PoisonError::into_inner);
        let folder = self.backups_folder();
        make_private(&folder)?;
        remove_leftovers(&folder)?;
        let made = self.write_backup(&name::free(&folder, self.host.moment(), reason), reason, go_on)?;
        if let Some(tell) = self.on_backup.get() {
            tell(&made);
        }
        Ok(made)
    }

    fn write_backup(&self, file: &Path, reason: Reason, go_on: GoOn<'_>) -> Result<Backup, Error> {
        let about = ArchiveAbout {
            made_at: self.host.now(),
            made_by: format!("kith {}", env!("CARGO_PKG_VERSION")),
            reason: reason.words().to_owned(),
            schema: serde_json::to_value(self.schema().metadata())
                .map(Some)
                .map_err(|source| Error::Shipped { what: "schema", source })?,
        };
        Ok(self.store.archive(file, &about, go_on)?.into())
    }

    fn backups_folder(&self) -> PathBuf {
        self.folder().join(FOLDER)
    }
}

/// The backups that Kith keeps for the book in `folder`, each taken apart line by line, and what is wrong with it.
pub(crate) fn checked(folder: &Path) -> Result<Vec<(PathBuf, Option<Error>)>, Error> {
    let files = files(&folder.join(FOLDER))?.into_iter();
    let check = |file: PathBuf| {
        let error = archive::check(&file, &|| true).err();
        (file, error.map(Error::from))
    };
    Ok(files.map(check).collect())
}

/// The backups that Kith keeps for the book in `folder` and whose first line reads, newest first.
pub(crate) fn newest_first(folder: &Path) -> Result<Vec<PathBuf>, Error> {
    let heading = |file: PathBuf| archive::heading(&file).ok().map(|heading| (heading.made_at, file));
    let mut dated: Vec<_> = files(&folder.join(FOLDER))?.into_iter().filter_map(heading).collect();
    dated.sort();
    Ok(dated.into_iter().rev().map(|(_, file)| file).collect())
}

/// The backups in a folder, whatever they are called before their ending.
fn files(folder: &Path) -> Result<Vec<PathBuf>, Error> {
    let files = entries(folder)?;
    Ok(files.into_iter().filter(|file| file.extension().is_some_and(|end| end == name::ENDING)).collect())
}

fn entries(folder: &Path) -> Result<Vec<PathBuf>, Error> {
    let io = |source| Error::Io { action: "read the folder", path: folder.to_owned(), source };
    match fs::read_dir(folder) {
        Ok(entries) => entries.map(|entry| entry.map(|entry| entry.path()).map_err(io)).collect(),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
        Err(error) => Err(io(error)),
    }
}

/// Removes what a kill left of a backup that was being written.
fn remove_leftovers(folder: &Path) -> Result<(), Error> {
    for file in entries(folder)? {
        if file.file_name().and_then(|name| name.to_str()).is_some_and(is_leftover) {
            fs::remove_file(&file).map_err(|source| Error::Io { action: "remove", path: file, source })?;
        }
    }
    Ok(())
}

/// `<a name Kith gives>.<what makes it unique>.tmp`
fn is_leftover(name: &str) -> bool {
    let stem = name.strip_suffix(".tmp").and_then(|name| name.rsplit_once('.'));
    stem.is_some_and(|(stem, _)| named(stem).is_some())
}

/// Makes a folder that only its owner can enter.
fn make_private(folder: &Path) -> Result<(), Error> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    let made = builder.create(folder);
    made.map_err(|source| Error::Io { action: "make the folder", path: folder.to_owned(), source })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_a_kill_left_of_our_own_is_a_leftover() {
        assert!(is_leftover("kith-2026-01-02T03-04-05Z-daily.kithbackup.AbC1xy.tmp"));
        for name in [
            "kith-2026-01-02T03-04-05Z-daily.kithbackup",
            "kith-2026-01-02T03-04-05Z-daily.kithbackup.tmp",
            "notes.AbC1xy.tmp",
            "x.tmp",
            ".tmp",
        ] {
            assert!(!is_leftover(name), "{name}");
        }
    }
}
