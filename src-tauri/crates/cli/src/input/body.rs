//! The body of a request: a file, standard input, or put together from `--set` and `--clear`.

use std::{
    fs::File,
    io::{self, Read},
    path::{Path, PathBuf},
};

use clap::Args;
use kith_book::{OpenBook, Schema, value_of};
use serde_json::Value;

use super::assignment;
use crate::stop::Stop;

/// As many bytes of one record's body as are worth reading: the book refuses one of over 1 MiB.
const ENOUGH: u64 = 2 << 20;

/// The body of one record.
#[derive(Debug, Args)]
#[group(required = true, multiple = true)]
pub(crate) struct BodyArguments {
    /// A file that holds a JSON object, or - for standard input
    #[arg(long, value_name = "FILE", conflicts_with_all = ["set", "clear"])]
    body: Option<PathBuf>,
    /// Give a field a value: text as it is, JSON for a field that holds something else than text
    #[arg(long, value_name = "FIELD=VALUE", value_parser = assignment)]
    set: Vec<(String, String)>,
    /// Clear a field
    #[arg(long, value_name = "FIELD")]
    clear: Vec<String>,
}

/// A body, read as far as it can be without the book.
pub(crate) enum Given<'a> {
    /// As it came.
    Bytes(Vec<u8>),
    /// To be put together with the schema.
    Fields(&'a BodyArguments),
}

impl BodyArguments {
    /// Reads what is to be read, before the book is opened: standard input may take its time.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn given(&self) -> Result<Given<'_>, Stop> {
        match &self.body {
            Some(file) => Ok(Given::Bytes(read(file, ENOUGH)?)),
            None => Ok(Given::Fields(self)),
        }
    }

    /// The fields as the text of an object. A field named twice stands in it twice, for the book to refuse.
    fn object(&self, schema: &Schema) -> String {
        let set = self.set.iter().map(|(field, text)| (field, value_of(schema, field, text)));
        let cleared = self.clear.iter().map(|field| (field, Value::Null));
        let member = |(field, value): (&String, Value)| format!("{}:{value}", Value::from(field.as_str()));
        format!("{{{}}}", set.chain(cleared).map(member).collect::<Vec<_>>().join(","))
    }
}

impl Given<'_> {
    /// The bytes of the body.
    ///
    /// # Errors
    /// When the book's schema cannot be asked for.
    pub fn into_bytes(self, book: &OpenBook) -> Result<Vec<u8>, Stop> {
        match self {
            Self::Bytes(bytes) => Ok(bytes),
            Self::Fields(arguments) => Ok(arguments.object(&*book.schema()?).into_bytes()),
        }
    }
}

/// The bytes of a file, or of standard input for `-`, but not more than `enough`.
///
/// # Errors
/// When it cannot be read.
pub(crate) fn read(file: &Path, enough: u64) -> Result<Vec<u8>, Stop> {
    let mut bytes = Vec::new();
    let read = if file == Path::new("-") {
        io::stdin().lock().take(enough).read_to_end(&mut bytes)
    } else {
        File::open(file).and_then(|file| file.take(enough).read_to_end(&mut bytes))
    };
    read.map_err(Stop::read(file))?;
    Ok(bytes)
}
