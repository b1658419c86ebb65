//! The book's settings: `settings.json` in its folder. What this version does not know in it is kept.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, ErrorKind, Read, Write},
    path::{Path, PathBuf},
};

use serde_json::{Map, Value};

use crate::error::Error;

const FILE: &str = "settings.json";
/// What is written before it takes the file's place.
const NEW: &str = "settings.tmp";
/// A file that is longer is none of ours.
const MAX_BYTES: u64 = 64 << 10;
/// For how many days changes are kept.
const RETENTION_DAYS: &str = "RetentionDays";
/// A hundred years.
pub(crate) const MAX_DAYS: u32 = 36_500;

/// The settings of one book.
#[derive(Debug)]
pub(crate) struct Settings {
    folder: PathBuf,
    values: Map<String, Value>,
}

impl Settings {
    /// Reads the settings of the book in `folder`; none where there is no file.
    ///
    /// # Errors
    /// [`Error::Io`] where the file cannot be read, or is no object of JSON.
    pub fn read(folder: &Path) -> Result<Self, Error> {
        let values = match read(&folder.join(FILE)) {
            Ok(values) => values,
            Err(error) if error.kind() == ErrorKind::NotFound => Map::new(),
            Err(source) => return Err(Error::Io { action: "read", path: folder.join(FILE), source }),
        };
        Ok(Self { folder: folder.to_owned(), values })
    }

    /// For how many days changes are kept; `None` is for ever.
    ///
    /// # Errors
    /// [`Error::Io`] for a value that is no number of days: nothing must be forgotten by mistake.
    pub fn retention_days(&self) -> Result<Option<u32>, Error> {
        match self.values.get(RETENTION_DAYS) {
            None | Some(Value::Null) => Ok(None),
            Some(value) => days(value).map(Some).ok_or_else(|| {
                let source = invalid(format!("{RETENTION_DAYS} is {value}, not 1 to {MAX_DAYS} days"));
                Error::Io { action: "read", path: self.folder.join(FILE), source }
            }),
        }
    }

    /// Keeps changes for so many days from now on.
    ///
    /// # Errors
    /// [`Error::Io`]: the settings are as they were.
    pub fn set_retention_days(&mut self, days: Option<u32>) -> Result<(), Error> {
        self.values.insert(RETENTION_DAYS.to_owned(), days.map_or(Value::Null, Value::from));
        self.write()
    }

    fn write(&self) -> Result<(), Error> {
        let path = self.folder.join(FILE);
        let write = || {
            let new = self.folder.join(NEW);
            let mut file = private(&new)?;
            serde_json::to_writer_pretty(&mut file, &self.values)?;
            file.write_all(b"\n")?;
            file.sync_all()?;
            fs::rename(&new, &path)?;
            sync_names(&self.folder)
        };
        write().map_err(|source| Error::Io { action: "write", path: path.clone(), source })
    }
}

fn read(path: &Path) -> io::Result<Map<String, Value>> {
    let mut bytes = Vec::new();
    File::open(path)?.take(MAX_BYTES + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > MAX_BYTES {
        return Err(invalid(format!("it has over {MAX_BYTES} bytes")));
    }
    Ok(serde_json::from_slice(&bytes)?)
}

fn days(value: &Value) -> Option<u32> {
    let days = u32::try_from(value.as_u64()?);
    days.ok().filter(|days| (1..=MAX_DAYS).contains(days))
}

fn invalid(why: String) -> io::Error {
    io::Error::new(ErrorKind::InvalidData, why)
}

/// Opens a new file that only its owner can read.
pub(crate) fn private(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.create(true).write(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

/// Puts a folder's names on the disk for good. Elsewhere than on Unix the system does it itself.
#[cfg(unix)]
pub(crate) fn sync_names(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

#[cfg(not(unix))]
pub(crate) fn sync_names(_folder: &Path) -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder_with(text: &str) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join(FILE), text).unwrap();
        folder
    }

    #[test]
    fn without_a_file_everything_is_kept() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(Settings::read(folder.path()).unwrap().retention_days().unwrap(), None);
        assert!(!folder.path().join(FILE).exists(), "looking writes nothing");
    }

    #[test]
    fn a_setting_of_a_later_version_is_kept() {
        let folder = folder_with(r#"{"Later":{"a":[1]},"RetentionDays":7}"#);
        let mut settings = Settings::read(folder.path()).unwrap();
        assert_eq!(settings.retention_days().unwrap(), Some(7));
        settings.set_retention_days(None).unwrap();
        let written: Value = serde_json::from_slice(&fs::read(folder.path().join(FILE)).unwrap()).unwrap();
        assert_eq!(written, serde_json::json!({"Later": {"a": [1]}, "RetentionDays": null}));
        assert!(!folder.path().join(NEW).exists());
    }

    #[cfg(unix)]
    #[test]
    fn the_file_is_its_owners_alone() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        Settings::read(folder.path()).unwrap().set_retention_days(Some(30)).unwrap();
        let mode = fs::metadata(folder.path().join(FILE)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }

    #[test]
    fn what_is_no_number_of_days_is_an_error_and_never_forgets_anything() {
        for text in
            ["{", "[]", "7", r#"{"RetentionDays":0}"#, r#"{"RetentionDays":"7"}"#, r#"{"RetentionDays":1e9}"#]
        {
            let folder = folder_with(text);
            let days = Settings::read(folder.path()).and_then(|settings| settings.retention_days());
            assert!(matches!(days, Err(Error::Io { .. })), "{text}: {days:?}");
        }
        let folder = folder_with(&" ".repeat(70_000));
        assert!(Settings::read(folder.path()).is_err());
    }
}
