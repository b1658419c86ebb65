//! Making sled's flush reach the disk, and how much room the disk has.
//!
//! sled 0.34 ends a flush on Linux in `sync_file_range` (`pagecache/iobuf.rs:736`), which writes neither metadata
//! nor the drive's cache: after a power cut its database may be gone (sled#1452, #1351). A function of that name
//! in our executable is taken by the linker before libc's; ours syncs the file for good.

use std::{
    fs, io,
    path::Path,
    sync::atomic::{AtomicU64, Ordering},
};

static SYNCS: AtomicU64 = AtomicU64::new(0);

/// How often sled's syncs came out as `fdatasync`: moves with every flush that wrote, if ours is linked.
pub(crate) fn engine_syncs() -> u64 {
    SYNCS.load(Ordering::Relaxed)
}

/// Stands in for libc's `sync_file_range`: syncs the whole file with `fdatasync`.
#[cfg(target_os = "linux")]
#[allow(unsafe_code, reason = "taking the symbol's place is what this module is for")]
// SAFETY: the name and the C signature are those of libc's function, so that every caller's arguments fit; it keeps
// what the original promises and more (the range is on the disk when it returns 0; -1 and errno otherwise). It touches
// no memory but an atomic counter.
#[unsafe(no_mangle)]
pub extern "C" fn sync_file_range(
    fd: libc::c_int,
    _offset: libc::off64_t,
    _count: libc::off64_t,
    _flags: libc::c_uint,
) -> libc::c_int {
    SYNCS.fetch_add(1, Ordering::Relaxed);
    // SAFETY: fdatasync takes any number; a wrong one gives EBADF.
    unsafe { libc::fdatasync(fd) }
}

/// Syncs every file of a folder and then the folder: contents, lengths and names are on the disk.
pub(crate) fn sync_folder(dir: &Path) -> io::Result<()> {
    for entry in fs::read_dir(dir)? {
        let entry = entry?;
        if entry.file_type()?.is_file() {
            fs::File::open(entry.path())?.sync_all()?;
        }
    }
    sync_names(dir)
}

/// Syncs the folder itself, so that names made or changed in it survive a power cut.
#[cfg(unix)]
pub(crate) fn sync_names(dir: &Path) -> io::Result<()> {
    fs::File::open(dir)?.sync_all()
}

/// Elsewhere a folder cannot be synced; the file system keeps names by itself.
#[cfg(not(unix))]
pub(crate) fn sync_names(_dir: &Path) -> io::Result<()> {
    Ok(())
}

/// Bytes the file system of a folder has left for us; `u64::MAX` where that cannot be told.
pub(crate) fn room_in(dir: &Path) -> u64 {
    fs::File::open(dir).map_or(u64::MAX, |dir| room(&dir))
}

/// Bytes the file system of `file` has left for us; `u64::MAX` where that cannot be told.
#[cfg(unix)]
#[allow(unsafe_code, reason = "the standard library has no call for the free space")]
pub(crate) fn room(file: &fs::File) -> u64 {
    use std::os::fd::AsRawFd;
    let mut stat = std::mem::MaybeUninit::<libc::statvfs>::zeroed();
    // SAFETY: the descriptor is open for as long as `file` lives, and the struct is zeroed, valid and ours.
    let stat = unsafe {
        if libc::fstatvfs(file.as_raw_fd(), stat.as_mut_ptr()) != 0 {
            return u64::MAX;
        }
        stat.assume_init()
    };
    #[allow(clippy::useless_conversion, reason = "the fields are narrower on some systems")]
    let (blocks, size) = (u64::from(stat.f_bavail), u64::from(stat.f_frsize));
    blocks.saturating_mul(size)
}

/// Elsewhere the room is not asked for.
#[cfg(not(unix))]
pub(crate) fn room(_file: &fs::File) -> u64 {
    u64::MAX
}
