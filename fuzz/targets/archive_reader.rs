//! The reader of backups. Not in Cargo.toml yet: it becomes a target with the reader, which takes any bytes, gives an
//! error or a book, and neither panics nor takes more memory than a line is long.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| kith_store::fuzz::archive_reader(data));
