//! Running programs, and telling what went wrong.

use std::ffi::OsStr;
use std::io::{BufRead as _, BufReader, ErrorKind};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

/// Why a task stopped, in words for the person who started it.
pub struct Stop(pub String);

/// A task or a step of it.
pub type Done = Result<(), Stop>;

impl Stop {
    /// For an error of the file system, with what was being done.
    pub fn at(what: impl Into<String>) -> impl FnOnce(std::io::Error) -> Self {
        let what = what.into();
        move |error| Self(format!("{what}: {error}"))
    }
}

/// Does one named step and says how long it took.
pub fn step(name: &str, act: impl FnOnce() -> Done) -> Done {
    println!("\n==> {name}");
    let start = Instant::now();
    let done = act();
    let seconds = start.elapsed().as_secs_f32();
    match done {
        Ok(()) => {
            println!("==> {name}: done in {seconds:.1} s");
            Ok(())
        }
        Err(Stop(why)) => Err(Stop(format!("==> {name}: failed after {seconds:.1} s\n{why}"))),
    }
}

/// A program to run in the repository's root.
pub fn program(name: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(name);
    command.current_dir(crate::place::root());
    command
}

/// Cargo, the one this was started by.
pub fn cargo() -> Command {
    program(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

/// Runs a program to its end, its output shown.
pub fn run(command: &mut Command) -> Done {
    let status = command.status().map_err(|error| not_started(command, &error))?;
    if status.success() {
        return Ok(());
    }
    Err(Stop(format!("{} ended with {status}.", words(command))))
}

/// Runs a program to its end, its output shown, and gives what it printed.
pub fn told(command: &mut Command) -> Result<String, Stop> {
    let mut child = command.stdout(Stdio::piped()).spawn().map_err(|error| not_started(command, &error))?;
    let mut said = String::new();
    for line in child.stdout.take().into_iter().flat_map(|output| BufReader::new(output).lines()) {
        let line = line.map_err(Stop::at("what a program printed"))?;
        println!("{line}");
        said.push_str(&line);
        said.push('\n');
    }
    let status = child.wait().map_err(Stop::at("a program's end"))?;
    if status.success() { Ok(said) } else { Err(Stop(format!("{} ended with {status}.", words(command)))) }
}

/// Runs a program to its end and gives what it printed, which is not shown.
pub fn quietly(command: &mut Command) -> Result<String, Stop> {
    let output = command.stderr(Stdio::inherit()).output().map_err(|error| not_started(command, &error))?;
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
    }
    Err(Stop(format!("{} ended with {}.", words(command), output.status)))
}

/// Runs a program to its end and gives what it printed; nothing when it is not there or did not succeed.
pub fn ask(name: &str, arguments: &[&str]) -> Option<String> {
    let output = program(name).args(arguments).stderr(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// Whether a program is found on the path.
pub fn there(name: &str) -> bool {
    let paths = std::env::var_os("PATH").unwrap_or_default();
    let file = Path::new(name).with_extension(std::env::consts::EXE_EXTENSION);
    std::env::split_paths(&paths).any(|folder| folder.join(name).is_file() || folder.join(&file).is_file())
}

fn not_started(command: &Command, error: &std::io::Error) -> Stop {
    let name = command.get_program().to_string_lossy();
    match error.kind() {
        ErrorKind::NotFound => {
            Stop(format!("{name} is not there; cargo xtask setup installs or names what is missing."))
        }
        _ => Stop(format!("{name} could not be started: {error}")),
    }
}

fn words(command: &Command) -> String {
    let all = std::iter::once(command.get_program()).chain(command.get_args());
    all.map(OsStr::to_string_lossy).collect::<Vec<_>>().join(" ")
}
