//! The boundary that no panic of sled crosses.
//!
//! sled panics in library code on damage and on races (sled#1443, #1387, #1211, #1189, #1155). A panic in here is a
//! finding about the engine, told as an error; the handle is thrown away and the records are read anew.

use std::panic::{AssertUnwindSafe, catch_unwind};

/// What sled answered when it did not answer well.
#[derive(Debug)]
pub(crate) enum Fault {
    /// It panicked; the text of the panic.
    Panic(String),
    /// It gave an error.
    Sled(sled::Error),
}

impl Fault {
    /// What sled said.
    pub fn message(&self) -> String {
        match self {
            Self::Panic(message) => format!("sled panicked: {message}"),
            Self::Sled(error) => error.to_string(),
        }
    }

    /// Whether the operating system refused, which says nothing about what is stored.
    pub fn is_io(&self) -> bool {
        matches!(self, Self::Sled(sled::Error::Io(_)))
    }
}

impl From<sled::Error> for Fault {
    fn from(error: sled::Error) -> Self {
        Self::Sled(error)
    }
}

/// Runs `f`; a panic inside becomes a [`Fault`].
///
/// What `f` borrows may be left half-changed by a panic, therefore callers throw the engine's handle away afterwards.
pub(crate) fn guarded<T, E: From<Fault>>(f: impl FnOnce() -> Result<T, E>) -> Result<T, E> {
    match catch_unwind(AssertUnwindSafe(f)) {
        Ok(result) => result,
        Err(payload) => {
            let text = payload.downcast_ref::<&str>().map(|text| (*text).to_owned());
            let text = text.or_else(|| payload.downcast_ref::<String>().cloned());
            Err(E::from(Fault::Panic(text.unwrap_or_else(|| "without a message".to_owned()))))
        }
    }
}
