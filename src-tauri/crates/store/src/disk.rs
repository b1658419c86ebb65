//! Our own files: private modes, positioned reads and writes, atomic replacement.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, Write},
    path::{Path, PathBuf},
};

use crate::{durable::sync_names, error::StoreError};

/// Makes a folder (and its parents) that only its owner can enter, durably.
pub(crate) fn create_folder(dir: &Path) -> Result<(), StoreError> {
    let missing = dir.ancestors().take_while(|dir| !dir.as_os_str().is_empty() && !dir.exists()).count();
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(dir).map_err(StoreError::io("create the folder", dir))?;
    for parent in dir.ancestors().skip(1).take(missing) {
        let parent = if parent.as_os_str().is_empty() { Path::new(".") } else { parent };
        sync_names(parent).map_err(StoreError::io("sync the folder", parent))?;
    }
    Ok(())
}

/// Options that open a file for reading and writing, private to its owner when made.
pub(crate) fn private() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.read(true).write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

/// Makes a file that only its owner can read, or empties the one that is there.
///
/// # Errors
/// As the system says.
pub fn private_file(path: &Path) -> io::Result<File> {
    private().create(true).truncate(true).open(path)
}

/// Takes group and others their rights to what sled made, which follows the umask only.
#[cfg(unix)]
pub(crate) fn make_private(dir: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    for entry in fs::read_dir(dir)? {
        let entry = entry?;
        let mode = if entry.file_type()?.is_dir() { 0o700 } else { 0o600 };
        fs::set_permissions(entry.path(), fs::Permissions::from_mode(mode))?;
    }
    fs::set_permissions(dir, fs::Permissions::from_mode(0o700))
}

/// Elsewhere the folder's own access list holds for what is in it.
#[cfg(not(unix))]
pub(crate) fn make_private(_dir: &Path) -> io::Result<()> {
    Ok(())
}

/// Reads up to `buffer.len()` bytes at `offset`; fewer only at the end of the file.
pub(crate) fn read_at(file: &File, buffer: &mut [u8], offset: u64) -> io::Result<usize> {
    let mut done = 0;
    while let Some(rest) = buffer.get_mut(done..).filter(|rest| !rest.is_empty()) {
        match read_once(file, rest, offset + done as u64) {
            Ok(0) => break,
            Ok(count) => done += count,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(done)
}

#[cfg(unix)]
fn read_once(file: &File, buffer: &mut [u8], offset: u64) -> io::Result<usize> {
    std::os::unix::fs::FileExt::read_at(file, buffer, offset)
}

#[cfg(windows)]
fn read_once(file: &File, buffer: &mut [u8], offset: u64) -> io::Result<usize> {
    std::os::windows::fs::FileExt::seek_read(file, buffer, offset)
}

/// Writes all of `bytes` at `offset`.
#[cfg(unix)]
pub(crate) fn write_at(file: &File, bytes: &[u8], offset: u64) -> io::Result<()> {
    std::os::unix::fs::FileExt::write_all_at(file, bytes, offset)
}

/// Writes all of `bytes` at `offset`.
#[cfg(windows)]
pub(crate) fn write_at(file: &File, mut bytes: &[u8], mut offset: u64) -> io::Result<()> {
    while !bytes.is_empty() {
        let count = std::os::windows::fs::FileExt::seek_write(file, bytes, offset)?;
        bytes = bytes.get(count..).unwrap_or_default();
        offset += count as u64;
    }
    Ok(())
}

/// Replaces a file so that at any moment either the old or the new content is there, and the new one when it returns.
///
/// # Errors
/// `Io`: the file is as it was.
pub fn replace_file(path: &Path, content: &[u8]) -> Result<(), StoreError> {
    let tmp = path.with_extension("tmp");
    let written = private().create(true).truncate(true).open(&tmp).and_then(|mut file| {
        file.write_all(content)?;
        file.sync_all()
    });
    written.map_err(StoreError::io("write", &tmp))?;
    rename(&tmp, path)
}

/// Removes a folder that may not be there.
pub(crate) fn remove_folder(path: &Path) -> Result<(), StoreError> {
    match fs::remove_dir_all(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            Err(StoreError::io("remove the folder", path)(error))
        }
        _ => Ok(()),
    }
}

/// Renames durably.
pub(crate) fn rename(from: &Path, to: &Path) -> Result<(), StoreError> {
    fs::rename(from, to).map_err(StoreError::io("rename", from))?;
    let dir = to.parent().unwrap_or(Path::new("."));
    sync_names(dir).map_err(StoreError::io("sync the folder", dir))
}

/// The first path `<name>-<n><end>` in `dir` that is free.
#[must_use]
pub fn free_name(dir: &Path, name: &str, end: &str) -> PathBuf {
    let mut paths = (1u32..).map(|n| dir.join(format!("{name}-{n}{end}")));
    paths.find(|path| !path.exists()).unwrap_or_else(|| dir.join(name))
}
