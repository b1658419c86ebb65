//! Contact records, the schema and its validator, the update as a pure function, queries.
//!
//! Nothing in here reads a clock, a file or a random number: what comes from outside is passed in.

mod body;
mod change;
mod issue;
mod json;
mod layout;
pub mod query;
mod record;
mod schema;
pub mod system;
mod update;

pub use body::{Body, MAX_BYTES, MAX_DEPTH, MAX_KEY_LENGTH, check_key, kind_of};
pub use change::{Change, ChangeNote, ChangeSet, FieldChange, Operation, PartOf, Reached, Source, User};
pub use issue::{Code, Issue, StatusCode, status_of};
pub use layout::{Composed, Group, Layout, View, ViewFilter, ViewSort};
pub use record::{Record, RecordKey};
pub use schema::{
    Access, Claim, DataType, DifferenceKind, Enforcement, FieldMetadata, Format, KeyChange, ObjectMetadata,
    PicklistEntry, PicklistMetadata, Schema, SchemaCheck, SchemaDifference, SchemaEdit, SchemaError,
    SchemaIssue, SchemaPart, SchemaPlan, export_json_schema, export_object_metadata, import, plan,
};
pub use update::{Accepted, CreateRequest, Rejected, Stamp, UpdateRequest, Verdict, create, update};
