//! What the window asks of the schema manager.

use std::path::Path;

use kith_model::{Code, Issue, SchemaEdit};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use ts_rs::TS;

use super::{Desk, bounds, numbers::read_members, read_bounded};
use crate::{
    answer::{Answer, Reply},
    error::Failure,
    schema::{Attention, SchemaChange, SchemaFileKind, SchemaRequest},
};

/// The most bytes of a schema's file: 16 MiB.
const MAX_SCHEMA_BYTES: u64 = 16 << 20;

/// Arguments of `preview_schema`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PreviewSchema {
    /// The edits, JSON text of `SchemaEdit[]`, taken as it is: numbers in it keep every digit.
    pub edits: String,
}

/// Arguments of `change_schema`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ChangeSchema {
    /// The edits, as in `PreviewSchema`.
    pub edits: String,
    /// Whether contacts that break a new rule stay as they are; else it is refused.
    pub keep: bool,
}

/// Arguments of `change_schema_file`: what the file says that was previewed last.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ChangeSchemaFile {
    /// Whether contacts that break a new rule stay as they are; else it is refused.
    pub keep: bool,
}

/// A schema file that a person picked.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct SchemaFile {
    /// Its name, without its folder.
    pub name: String,
    /// What it would come to.
    pub reply: Reply,
}

/// Arguments of `export_schema`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ExportSchema {
    /// The form.
    pub kind: SchemaFileKind,
}

/// Arguments of commands that give the first of many.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct FirstOnes {
    /// How many at most.
    #[ts(type = "number")]
    pub limit: usize,
}

/// Arguments of `change_layout`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct ChangeLayout {
    /// Key of the layout to its new value; null brings back the shipped one.
    pub changes: Map<String, Value>,
}

impl Desk {
    /// What edits of the schema would come to.
    #[must_use]
    pub fn preview_schema(&self, args: &PreviewSchema) -> Reply {
        self.with_edits(&args.edits, |desk, request| desk.ask(|book| book.preview_schema(request)))
    }

    /// Changes the schema by edits.
    #[must_use]
    pub fn change_schema(&self, args: &ChangeSchema) -> Reply {
        self.with_edits(&args.edits, |desk, request| desk.ask(|book| book.change_schema(request, args.keep)))
    }

    /// What a schema file would come to. It is remembered, so that what is applied is what was shown.
    ///
    /// # Errors
    /// [`Failure`] when the file cannot be read, or is too long.
    pub fn preview_schema_file(&self, file: &Path) -> Result<SchemaFile, Failure> {
        let bytes = read_bounded(file, MAX_SCHEMA_BYTES, None)?;
        let request = SchemaRequest::File(bytes);
        let reply = self.ask(|book| book.preview_schema(&request));
        if let SchemaRequest::File(bytes) = request {
            *self.schema_file() = Some(bytes);
        }
        let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        Ok(SchemaFile { name, reply })
    }

    /// Changes the schema to what the file says that was previewed last.
    #[must_use]
    pub fn change_schema_file(&self, args: &ChangeSchemaFile) -> Reply {
        let Some(bytes) = self.schema_file().clone() else {
            let message = "No schema file was looked at. Choose one first.";
            return Answer::from(Issue::new(Code::MalformedRequest, message)).into();
        };
        let reply = self.ask(|book| book.change_schema(&SchemaRequest::File(bytes), args.keep));
        if reply.answer.success {
            *self.schema_file() = None;
        }
        reply
    }

    /// Writes the schema into a file that only its owner can read.
    ///
    /// # Errors
    /// [`Failure`] when there is no book or the file cannot be written.
    pub fn export_schema(&self, file: &Path, args: &ExportSchema) -> Result<(), Failure> {
        Ok(self.open(false)?.export_schema(file, args.kind)?)
    }

    /// The changes of the schema, newest first.
    ///
    /// # Errors
    /// [`Failure`] when there is no book or the log cannot be read.
    pub fn schema_history(&self, args: &FirstOnes) -> Result<Vec<SchemaChange>, Failure> {
        Ok(self.open(false)?.schema_history(bounds::given(args.limit))?)
    }

    /// The contacts that hold what the schema no longer takes.
    ///
    /// # Errors
    /// [`Failure`] when there is no book or it cannot be read.
    pub fn contacts_needing_attention(&self, args: &FirstOnes) -> Result<Attention, Failure> {
        Ok(self.open(false)?.attention(bounds::given(args.limit))?)
    }

    /// Changes the layout.
    #[must_use]
    pub fn change_layout(&self, args: &ChangeLayout) -> Reply {
        if let Err(failure) = bounds::whole(&args.changes) {
            return too_large(&failure);
        }
        self.ask(|book| book.change_layout(&read_members(&args.changes)))
    }

    fn with_edits(&self, edits: &str, then: impl FnOnce(&Self, &SchemaRequest) -> Reply) -> Reply {
        if let Err(failure) = bounds::text(edits) {
            return too_large(&failure);
        }
        match serde_json::from_str::<Vec<SchemaEdit>>(edits) {
            Ok(edits) => then(self, &SchemaRequest::Edits(edits)),
            Err(error) => {
                let message = format!("These are no edits of a schema: {error}.");
                Answer::from(Issue::new(Code::MalformedRequest, message)).into()
            }
        }
    }
}

fn too_large(failure: &Failure) -> Reply {
    let said = [Some(failure.message.as_str()), failure.hint.as_deref()];
    let message = said.into_iter().flatten().collect::<Vec<_>>().join(" ");
    Answer::from(Issue::new(Code::MalformedRequest, message)).into()
}
