//! What can be measured, each by itself.

pub mod desk;
pub mod duplicates;
pub mod import;
pub mod load;
pub mod open;
pub mod pages;
pub mod rewrite;
pub mod schema;
pub mod search;
pub mod update;
