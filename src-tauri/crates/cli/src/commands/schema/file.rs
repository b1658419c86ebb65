//! `kith schema export` and `kith schema import`.

use std::{io, path::PathBuf};

use clap::{Args, ValueEnum};
use kith_book::{Answer, SchemaFileKind, SchemaRequest, StatusCode};
use serde_json::json;

use super::Manner;
use crate::{
    input::{full, read},
    output::{Outcome, plain},
    session::{Missing, Session},
    stop::Stop,
};

/// As many bytes of a schema as are worth reading: the book refuses more than 16 MiB.
const ENOUGH: u64 = 17 << 20;

/// Arguments of `kith schema export`.
#[derive(Debug, Args)]
pub(super) struct Export {
    /// A new file
    file: PathBuf,
    /// What it holds
    #[arg(long, value_name = "FORMAT", default_value = "metadata")]
    format: Format,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    /// The platform's object metadata
    Metadata,
    /// JSON Schema 2020-12
    JsonSchema,
}

impl Export {
    pub fn run(&self, session: &Session) -> Result<Outcome, Stop> {
        let path = full(&self.file);
        if path.exists() {
            let is_there = io::Error::new(io::ErrorKind::AlreadyExists, "it is there already; name another");
            return Err(kith_book::Error::Io { action: "write", path, source: is_there }.into());
        }
        session.with_book(Missing::Refuse, |book| {
            book.export_schema(&path, &self.kind())?;
            let file = path.display().to_string();
            let answer = Answer::success(StatusCode::OK).with_data(json!({"File": file}));
            Ok(session.outcome(answer, |_| format!("Wrote the schema to {}\n", plain(&file))))
        })
    }

    fn kind(&self) -> SchemaFileKind {
        match self.format {
            Format::Metadata => SchemaFileKind::Metadata,
            Format::JsonSchema => SchemaFileKind::JsonSchema,
        }
    }
}

/// Arguments of `kith schema import`.
#[derive(Debug, Args)]
pub(super) struct Import {
    /// The file, or - for standard input
    file: PathBuf,
    #[command(flatten)]
    manner: Manner,
}

impl Import {
    pub fn run(&self, session: &Session) -> Result<Outcome, Stop> {
        let file = read(&self.file, ENOUGH)?;
        self.manner.carry_out(session, &SchemaRequest::File(file))
    }
}
