//! The schema as a file.

use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
};

use kith_model::{export_json_schema, export_object_metadata};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{
    book::Book,
    error::Error,
    settings::{private, sync_names},
};

/// What kind of file a schema is written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum SchemaFile {
    /// The platform's object metadata.
    Metadata,
    /// JSON Schema 2020-12, for other programs.
    JsonSchema,
}

impl Book {
    /// Writes the schema to `file`, in the place of what was there: wholly or not at all.
    ///
    /// # Errors
    /// [`Error::Io`].
    pub fn export_schema(&self, file: &Path, kind: SchemaFile) -> Result<(), Error> {
        let schema = self.schema();
        let exported = match kind {
            SchemaFile::Metadata => export_object_metadata(&schema),
            SchemaFile::JsonSchema => export_json_schema(&schema),
        };
        let mut text = serde_json::to_vec_pretty(&exported)
            .map_err(|source| Error::Shipped { what: "schema", source })?;
        text.push(b'\n');
        write(file, &text).map_err(|source| Error::Io { action: "write", path: file.to_owned(), source })
    }
}

fn write(file: &Path, text: &[u8]) -> std::io::Result<()> {
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let new = beside(file);
    let written = private(&new).and_then(|mut out| {
        out.write_all(text)?;
        out.sync_all()?;
        fs::rename(&new, file)?;
        sync_names(folder)
    });
    written.inspect_err(|_| drop(fs::remove_file(&new)))
}

fn beside(file: &Path) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(".tmp");
    name.into()
}
