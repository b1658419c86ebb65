//! A book of the test's own, and `kith` run on it.

use std::{
    io::Write,
    path::PathBuf,
    process::{Command, Output, Stdio},
};

use serde_json::Value;
use tempfile::TempDir;

/// A folder for a book, gone with the test.
pub struct Home {
    folder: TempDir,
}

/// What a run came to.
pub struct Ran {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Home {
    /// A folder without a book.
    pub fn new() -> Self {
        Self { folder: tempfile::tempdir().expect("a folder") }
    }

    /// A book with one contact, `x-1`.
    pub fn with_contact() -> Self {
        let home = Self::new();
        let body = br#"{"ExternalId":"x-1","Name":"Ada Lovelace","Email":"ada@example.com"}"#;
        assert_eq!(home.json(&["create", "--body", "-"], body).0, 0);
        home
    }

    /// The book's folder.
    pub fn book(&self) -> PathBuf {
        self.folder.path().join("book")
    }

    /// `kith` on this book, not yet started.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_kith"));
        command.env_remove("KITH_LOG").env("KITH_BOOK", self.book()).args(arguments);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    /// Runs it with `input` on standard input.
    pub fn run(&self, arguments: &[&str], input: &[u8]) -> Ran {
        let mut child = self.command(arguments).spawn().expect("kith starts");
        // A command that does not read its input may have ended already.
        let _ = child.stdin.take().expect("a pipe").write_all(input);
        Ran::from(child.wait_with_output().expect("kith ends"))
    }

    /// Runs it with `--json`: the exit code and the one value it wrote.
    pub fn json(&self, arguments: &[&str], input: &[u8]) -> (i32, Value) {
        let ran = self.run(&[&["--json"], arguments].concat(), input);
        let value = serde_json::from_str(&ran.out);
        (ran.code, value.unwrap_or_else(|error| unreadable(arguments, &ran, &error)))
    }

    /// The contact with that externalId.
    pub fn contact(&self, external_id: &str) -> Value {
        let (code, answer) = self.json(&["get", external_id], b"");
        assert_eq!(code, 0, "{answer}");
        answer["Data"].clone()
    }
}

impl From<Output> for Ran {
    fn from(output: Output) -> Self {
        Self {
            code: output.status.code().unwrap_or(-1),
            out: String::from_utf8_lossy(&output.stdout).into_owned(),
            err: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }
}

/// The codes of an answer's errors.
pub fn codes(answer: &Value) -> Vec<&str> {
    let errors = answer["Errors"].as_array().map(Vec::as_slice).unwrap_or_default();
    errors.iter().filter_map(|error| error["Code"].as_str()).collect()
}

#[expect(clippy::panic, reason = "the test failed")]
fn unreadable(arguments: &[&str], ran: &Ran, error: &serde_json::Error) -> Value {
    panic!("{arguments:?} wrote no single JSON value ({error}): {:?}, {:?}", ran.out, ran.err)
}
