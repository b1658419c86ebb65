//! Running a process to its end, its own or ours.

use std::{
    env,
    fs::File,
    io::{Read as _, Seek as _},
    os::unix::process::ExitStatusExt as _,
    path::PathBuf,
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context as _, Result, ensure};

/// How often a process is looked at.
const LOOK: Duration = Duration::from_millis(2);

/// How a process ended.
#[derive(Debug)]
pub struct Ended {
    /// Its exit code; none when a signal ended it.
    pub code: Option<i32>,
    /// The signal that ended it.
    pub signal: Option<i32>,
    /// It did not end by itself in time.
    pub hung: bool,
    /// What it printed.
    pub stdout: String,
    /// What it complained of.
    pub stderr: String,
}

impl Ended {
    /// In a line, for a finding.
    #[must_use]
    pub fn told(&self) -> String {
        let how = if self.hung {
            "it hung".to_owned()
        } else {
            format!("code {:?}, signal {:?}", self.code, self.signal)
        };
        format!("{how}: {}", self.stderr.trim())
    }
}

/// Runs a command for at most `limit`.
///
/// # Errors
/// It cannot be started.
pub fn run(command: &mut Command, limit: Duration) -> Result<Ended> {
    let (mut out, mut err) = (tempfile::tempfile()?, tempfile::tempfile()?);
    command.stdin(Stdio::null()).stdout(out.try_clone()?).stderr(err.try_clone()?);
    let mut child =
        command.spawn().with_context(|| format!("{} cannot be started", command.get_program().display()))?;
    let hung = !ends(&mut child, limit)?;
    if hung {
        child.kill()?;
    }
    let status = child.wait()?;
    Ok(Ended {
        code: status.code(),
        signal: status.signal(),
        hung,
        stdout: text(&mut out)?,
        stderr: text(&mut err)?,
    })
}

/// Runs one of the system's programs, which must succeed; what it printed.
///
/// # Errors
/// It did not.
pub fn must(command: &mut Command) -> Result<String> {
    let ended = run(command, Duration::from_secs(60))?;
    ensure!(ended.code == Some(0), "{command:?}: {}", ended.told());
    Ok(ended.stdout)
}

/// Whether a child ends within a time.
///
/// # Errors
/// It cannot be waited for.
pub fn ends(child: &mut Child, limit: Duration) -> Result<bool> {
    let start = Instant::now();
    while child.try_wait()?.is_none() {
        if start.elapsed() > limit {
            return Ok(false);
        }
        thread::sleep(LOOK);
    }
    Ok(true)
}

/// The writer, built beside this program. A test lies in target/debug/deps, a program in target/debug itself.
///
/// # Errors
/// It is not there.
pub fn writer() -> Result<PathBuf> {
    let this = env::current_exe().context("this program's own place")?;
    let folder =
        this.ancestors().skip(1).find(|folder| !folder.ends_with("deps")).context("a target folder")?;
    let path = folder.join("crash-writer");
    ensure!(path.is_file(), "{} is not there: build it first (cargo build -p kith-tests)", path.display());
    Ok(path)
}

/// Whether a program is on the path.
#[must_use]
pub fn there(name: &str) -> bool {
    let paths = env::var_os("PATH").unwrap_or_default();
    env::split_paths(&paths).any(|folder| folder.join(name).is_file())
}

/// Whether this process may do what root may.
#[must_use]
pub fn is_root() -> bool {
    rustix::process::geteuid().is_root()
}

fn text(file: &mut File) -> Result<String> {
    let mut bytes = Vec::new();
    file.rewind()?;
    file.read_to_end(&mut bytes)?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}
