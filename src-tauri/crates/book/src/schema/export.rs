//! The schema as a file.

use std::{
    io::{self, Write},
    path::Path,
};

use kith_model::{export_json_schema, export_object_metadata};
use serde::{Deserialize, Serialize};
use tempfile::NamedTempFile;
use ts_rs::TS;

use crate::{book::Book, error::Error, settings::sync_names};

/// A form the schema is exported in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum SchemaFileKind {
    /// The platform's object metadata.
    Metadata,
    /// JSON Schema 2020-12, for other programs.
    JsonSchema,
}

impl Book {
    /// Writes the schema into a file that only its owner can read, in the place of what was there: wholly or not at all.
    ///
    /// # Errors
    /// [`Error::Io`] when it cannot be written.
    pub fn export_schema(&self, file: &Path, kind: SchemaFileKind) -> Result<(), Error> {
        let schema = self.schema();
        let exported = match kind {
            SchemaFileKind::Metadata => export_object_metadata(&schema),
            SchemaFileKind::JsonSchema => export_json_schema(&schema),
        };
        let mut text = serde_json::to_vec_pretty(&exported)
            .map_err(|source| Error::Shipped { what: "schema", source })?;
        text.push(b'\n');
        write(file, &text).map_err(|source| Error::Io { action: "write", path: file.to_owned(), source })
    }
}

fn write(file: &Path, text: &[u8]) -> io::Result<()> {
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut new = NamedTempFile::new_in(folder)?;
    new.write_all(text)?;
    new.as_file().sync_all()?;
    new.persist(file)?;
    sync_names(folder)
}
