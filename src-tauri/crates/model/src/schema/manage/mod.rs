//! Changes of a schema: what is asked for, and what it comes to before it is made.

mod edit;

pub use edit::{
    DifferenceKind, KeyChange, SchemaCheck, SchemaDifference, SchemaEdit, SchemaPart, SchemaPlan,
};
