//! A small ext4 file system in a file, mounted by a loop device: a disk whose power can be cut, or that fills up.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context as _, Result, bail};
use tempfile::TempDir;

use super::process::{self, must};

/// How often a copy is tried that the system wrote into meanwhile.
const TRIES: usize = 50;

/// A mounted image. It is unmounted when dropped.
#[derive(Debug)]
pub struct Image {
    folder: TempDir,
    file: PathBuf,
    /// Where it is mounted.
    pub place: PathBuf,
}

impl Image {
    /// Why none can be had here, if so.
    #[must_use]
    pub fn hindrance() -> Option<String> {
        if !process::is_root() {
            return Some("needs root, to mount a loop device".into());
        }
        let missing = ["mkfs.ext4", "mount", "umount"].into_iter().find(|name| !process::there(name));
        if let Some(missing) = missing {
            return Some(format!("needs {missing}"));
        }
        Self::new(8).err().map(|error| format!("a loop device cannot be mounted here ({error:#})"))
    }

    /// A new file system of so many MiB.
    ///
    /// # Errors
    /// It cannot be made or mounted.
    pub fn new(mebibytes: u64) -> Result<Self> {
        let (folder, file, place) = places()?;
        fs::File::create(&file)?.set_len(mebibytes << 20)?;
        must(Command::new("mkfs.ext4").args(["-q", "-F", "-m", "0"]).arg(&file))?;
        Self { folder, file, place }.mounted()
    }

    /// What would be on the disk if the power went now, mounted as after the next start. Whoever writes must be stopped.
    ///
    /// # Errors
    /// It cannot be copied or mounted, which the journal is replayed for.
    pub fn after_a_power_cut(&self) -> Result<Self> {
        let (folder, file, place) = places()?;
        for _try in 0..TRIES {
            let before = self.written()?;
            must(Command::new("cp").arg("--sparse=always").arg(&self.file).arg(&file))?;
            if self.written()? == before {
                return Self { folder, file, place }.mounted();
            }
        }
        bail!("the system writes to the image without end")
    }

    /// Keeps the image file; where it is.
    pub fn keep(&mut self) -> PathBuf {
        self.folder.disable_cleanup(true);
        self.file.clone()
    }

    /// Mounts it. The journal is committed by whoever syncs, and not by the clock in the middle of a copy.
    fn mounted(self) -> Result<Self> {
        must(Command::new("mount").args(["-o", "loop,commit=300"]).arg(&self.file).arg(&self.place))?;
        Ok(self)
    }

    /// The loop device's count of writes.
    fn written(&self) -> Result<String> {
        let mounts = fs::read_to_string("/proc/mounts")?;
        let place = self.place.display().to_string();
        let line = mounts.lines().find(|line| line.split(' ').nth(1) == Some(&place));
        let device =
            line.and_then(|line| line.split(' ').next()).and_then(|path| Path::new(path).file_name());
        let device = device.context("the image is not mounted")?;
        let counts = fs::read_to_string(Path::new("/sys/block").join(device).join("stat"))?;
        Ok(counts.split_whitespace().skip(4).take(3).collect::<Vec<_>>().join(" "))
    }
}

impl Drop for Image {
    fn drop(&mut self) {
        if must(Command::new("umount").arg(&self.place)).is_err() {
            // Busy for a moment, or never mounted.
            drop(process::run(Command::new("umount").arg("-l").arg(&self.place), super::scratch::PATIENCE));
        }
    }
}

fn places() -> Result<(TempDir, PathBuf, PathBuf)> {
    let folder = tempfile::Builder::new().prefix("kith-image-").tempdir()?;
    let (file, place) = (folder.path().join("image"), folder.path().join("mounted"));
    fs::create_dir(&place)?;
    Ok((folder, file, place))
}
