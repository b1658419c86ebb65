//! `kith manual`, for those who make packages.

use std::{fs, path::PathBuf};

use clap::{Args, CommandFactory as _};
use kith_book::{Answer, StatusCode};

use crate::{arguments::Arguments, output::Outcome, session::Session, stop::Stop};

/// Arguments of `kith manual`.
#[derive(Debug, Args)]
pub(crate) struct Manual {
    /// The folder the pages are written to; it is made where there is none
    folder: PathBuf,
}

impl Manual {
    /// Writes a manual page for `kith` and for each of its commands.
    pub fn run(&self, session: &Session) -> Result<Outcome, Stop> {
        let written = fs::create_dir_all(&self.folder)
            .and_then(|()| clap_mangen::generate_to(Arguments::command(), &self.folder));
        written.map_err(Stop::write(&self.folder))?;
        let folder = self.folder.display().to_string();
        let answer = Answer::success(StatusCode::OK).with_data(folder.clone());
        Ok(session.outcome(answer, |_| format!("Wrote the manual pages to {folder}\n")))
    }
}
