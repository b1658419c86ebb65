//! A file that is written beside the one it is to be, and takes its name when it is complete. Only its owner can read it.

use std::{
    fs::File,
    io,
    path::{Path, PathBuf},
};

use tempfile::NamedTempFile;

use crate::{error::Error, settings::sync_names};

/// A file that is being written. Unless it is kept nothing of it stays.
pub(crate) struct Beside {
    new: NamedTempFile,
    path: PathBuf,
}

impl Beside {
    /// Begins a file that is to be `path`.
    pub fn new(path: &Path) -> Result<Self, Error> {
        let failed = |source| Error::Io { action: "write", path: path.to_owned(), source };
        // A folder by that name is told now, not after everything was written.
        if path.is_dir() {
            return Err(failed(io::Error::new(io::ErrorKind::IsADirectory, "it is a folder")));
        }
        let folder = folder_of(path);
        let new =
            tempfile::Builder::new().prefix(".kith-").suffix(".tmp").tempfile_in(folder).map_err(failed)?;
        Ok(Self { new, path: path.to_owned() })
    }

    /// What is written to.
    pub fn file(&mut self) -> &mut File {
        self.new.as_file_mut()
    }

    /// Gives the file its name, in the place of one that has it.
    pub fn keep(self) -> Result<(), Error> {
        let Self { new, path } = self;
        let failed = |source| Error::Io { action: "write", path: path.clone(), source };
        new.as_file().sync_all().map_err(failed)?;
        new.persist(&path).map_err(|error| failed(error.error))?;
        sync_names(folder_of(&path)).map_err(failed)
    }
}

fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}
