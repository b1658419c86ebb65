//! `kith completions`.

use clap::{Args, CommandFactory as _};
use clap_complete::{Shell, generate};
use kith_book::{Answer, StatusCode};

use crate::{arguments::Arguments, output::Outcome, session::Session};

/// Arguments of `kith completions`.
#[derive(Debug, Args)]
pub(crate) struct Completions {
    /// The shell that is to complete
    shell: Shell,
}

impl Completions {
    /// The script by which a shell completes `kith`.
    pub fn run(&self, session: &Session) -> Outcome {
        let mut script = Vec::new();
        generate(self.shell, &mut Arguments::command(), "kith", &mut script);
        let script = String::from_utf8_lossy(&script).into_owned();
        let answer = Answer::success(StatusCode::OK).with_data(script.clone());
        session.outcome(answer, |_| script)
    }
}
