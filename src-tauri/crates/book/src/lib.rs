//! The use cases: create, read, update, delete, check, list, bulk, history, undo
