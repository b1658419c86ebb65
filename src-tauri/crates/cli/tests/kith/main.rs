//! `kith` as scripts use it: arguments in; JSON, words and exit codes out.

#![allow(clippy::expect_used, clippy::indexing_slicing)]

mod backup;
mod bulk;
mod change;
mod doctor;
mod doors;
mod duplicates;
#[cfg(unix)]
mod hatch;
mod hostile;
#[cfg(unix)]
mod interrupted;
mod list;
#[cfg(test)]
mod schema;
mod support;
mod transfer;
mod words;
