//! What goes in: keys, bodies, the terms of a list.

mod body;
mod key;
mod path;
mod terms;

pub(crate) use body::{BodyArguments, read};
pub(crate) use key::KeyArguments;
pub(crate) use path::full;
pub(crate) use terms::{assignment, sort_key};
