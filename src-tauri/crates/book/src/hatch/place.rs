//! Where the hatch is: a socket that only its person can reach, and the note in the book's folder that says where.
//!
//! The socket is not in the book's folder, whose path may be too long for one or on a disk that has none. Only who holds
//! the book writes the note, so one that a kill left is replaced by the next desk.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use interprocess::local_socket::{ConnectOptions, Listener, ListenerOptions, Name, Stream};
use serde::{Deserialize, Serialize};

use crate::settings::private;

/// The note.
const NOTE: &str = "hatch.json";
/// A note that is longer is none of ours.
const MOST: u64 = 4 << 10;

#[derive(Debug, Serialize, Deserialize)]
struct Note {
    address: PathBuf,
}

/// A socket that is listened on, and its note. Both are gone when this is dropped.
pub(super) struct Place {
    note: PathBuf,
    address: PathBuf,
    #[cfg(unix)]
    _folder: tempfile::TempDir,
}

impl Place {
    /// Begins to listen for the book in `folder`, which the caller holds.
    ///
    /// # Errors
    /// Whatever the system says.
    pub fn open(folder: &Path) -> io::Result<(Self, Listener)> {
        if let Some(left) = noted(folder) {
            clear(&left);
        }
        let (place, listener) = Self::listen(folder.join(NOTE))?;
        let new = folder.join("hatch.tmp");
        serde_json::to_writer(private(&new)?, &Note { address: place.address.clone() })?;
        fs::rename(&new, &place.note)?;
        Ok((place, listener))
    }

    /// Connects to itself, so that whoever waits for a connection looks up.
    pub fn knock(&self) -> io::Result<()> {
        connect(&self.address).map(drop)
    }

    #[cfg(unix)]
    fn listen(note: PathBuf) -> io::Result<(Self, Listener)> {
        use interprocess::os::unix::local_socket::ListenerOptionsExt;
        use std::os::unix::fs::PermissionsExt;

        // The runtime folder is the person's own and is never tidied up; its name is short.
        let runtime = std::env::var_os("XDG_RUNTIME_DIR").map(PathBuf::from).filter(|folder| folder.is_dir());
        let parents = runtime.into_iter().chain([std::env::temp_dir(), PathBuf::from("/tmp")]);
        let mut failed = io::Error::from(io::ErrorKind::NotFound);
        for parent in parents {
            let private = fs::Permissions::from_mode(0o700);
            let opened = tempfile::Builder::new().prefix(PREFIX).permissions(private).tempdir_in(parent);
            let opened = opened.and_then(|folder| {
                let address = folder.path().join(SOCKET);
                let options = ListenerOptions::new().name(name(&address)?).mode(0o600).reclaim_name(false);
                let listener = options.create_sync()?;
                Ok((Self { note: note.clone(), address, _folder: folder }, listener))
            });
            match opened {
                Ok(opened) => return Ok(opened),
                Err(error) => failed = error,
            }
        }
        Err(failed)
    }

    /// The descriptor that a named pipe has where none is given lets only its owner, administrators and the system write to
    /// it; nothing is said to who has not spoken first.
    #[cfg(not(unix))]
    fn listen(note: PathBuf) -> io::Result<(Self, Listener)> {
        let address = PathBuf::from(format!(r"\\.\pipe\kith-{}", uuid::Uuid::new_v4().simple()));
        let listener = ListenerOptions::new().name(name(&address)?).create_sync()?;
        Ok((Self { note, address }, listener))
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.note);
    }
}

/// Connects to the desk that has the book in `folder` open, where there is one.
pub(super) fn reach(folder: &Path) -> Option<Stream> {
    connect(&noted(folder)?).ok()
}

/// Whether the other side is the same person. On Windows the pipe itself sees to that.
#[cfg(unix)]
pub(super) fn is_own(stream: &Stream) -> bool {
    use interprocess::local_socket::traits::StreamCommon;

    let own = rustix::process::geteuid().as_raw();
    stream.peer_creds().is_ok_and(|peer| is_same(peer.euid(), own))
}

#[cfg(not(unix))]
pub(super) fn is_own(_stream: &Stream) -> bool {
    true
}

/// A person whose number is not told is another one.
#[cfg(unix)]
fn is_same(peer: Option<u32>, own: u32) -> bool {
    peer == Some(own)
}

#[cfg(unix)]
const PREFIX: &str = "kith-";
#[cfg(unix)]
const SOCKET: &str = "hatch";

/// Removes the socket of a desk that was killed.
#[cfg(unix)]
fn clear(address: &Path) {
    let folder = address.parent().filter(|_| address.file_name().is_some_and(|name| name == SOCKET));
    let named = |folder: &&Path| {
        folder.file_name().and_then(|name| name.to_str()).is_some_and(|name| name.starts_with(PREFIX))
    };
    // A folder that holds anything else is left, as `remove_dir` refuses it.
    if let Some(folder) = folder.filter(named)
        && fs::remove_file(address).is_ok()
    {
        let _ = fs::remove_dir(folder);
    }
}

#[cfg(not(unix))]
fn clear(_address: &Path) {}

fn noted(folder: &Path) -> Option<PathBuf> {
    let mut text = Vec::new();
    let file = fs::File::open(folder.join(NOTE)).ok()?;
    io::Read::read_to_end(&mut io::Read::take(file, MOST), &mut text).ok()?;
    serde_json::from_slice::<Note>(&text).ok().map(|note| note.address)
}

fn connect(address: &Path) -> io::Result<Stream> {
    ConnectOptions::new().name(name(address)?).connect_sync()
}

fn name(address: &Path) -> io::Result<Name<'_>> {
    use interprocess::local_socket::{GenericFilePath, ToFsName};

    address.to_fs_name::<GenericFilePath>()
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).unwrap().permissions().mode() & 0o777
    }

    #[test]
    fn only_its_person_can_reach_it_and_nothing_is_left_of_it() {
        let book = tempfile::tempdir().unwrap();
        let (place, _listener) = Place::open(book.path()).unwrap();
        let socket = noted(book.path()).unwrap();
        let folder = socket.parent().unwrap().to_owned();
        assert_eq!((mode(&folder), mode(&socket), mode(&book.path().join(NOTE))), (0o700, 0o600, 0o600));
        assert!(reach(book.path()).is_some_and(|stream| is_own(&stream)));
        drop(place);
        assert!(!folder.exists() && noted(book.path()).is_none() && reach(book.path()).is_none());
    }

    #[test]
    fn the_socket_that_a_kill_left_is_removed_with_its_folder_and_nothing_else_is() {
        let book = tempfile::tempdir().unwrap();
        let (place, listener) = Place::open(book.path()).unwrap();
        let left = noted(book.path()).unwrap();
        std::mem::forget(place);
        drop(listener);
        assert!(left.exists() && reach(book.path()).is_none(), "nobody answers there");
        let (place, _listener) = Place::open(book.path()).unwrap();
        assert!(!left.parent().unwrap().exists());
        assert!(reach(book.path()).is_some());
        drop(place);

        let precious = book.path().join("precious");
        fs::write(&precious, "x").unwrap();
        for address in [precious.clone(), book.path().join("hatch")] {
            let note = Note { address };
            fs::write(book.path().join(NOTE), serde_json::to_vec(&note).unwrap()).unwrap();
            drop(Place::open(book.path()).unwrap());
        }
        assert!(precious.exists());
    }

    #[test]
    fn a_note_that_is_none_leads_nowhere() {
        let book = tempfile::tempdir().unwrap();
        for text in ["", "{", r#"{"address":"/nowhere/at/all"}"#, r#"{"address":7}"#] {
            fs::write(book.path().join(NOTE), text).unwrap();
            assert!(reach(book.path()).is_none(), "{text}");
        }
        fs::write(book.path().join(NOTE), format!(r#"{{"address":"{}"}}"#, "x".repeat(10_000))).unwrap();
        assert!(reach(book.path()).is_none());
        let (_place, _listener) = Place::open(book.path()).unwrap();
        assert!(reach(book.path()).is_some(), "the next desk replaces it");
    }

    #[test]
    fn another_person_and_one_who_is_not_told_are_refused() {
        assert!(is_same(Some(1000), 1000));
        assert!(!is_same(Some(0), 1000) && !is_same(Some(1000), 0) && !is_same(None, 0));
    }
}
