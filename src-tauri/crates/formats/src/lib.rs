//! Readers and writers for files of contacts
