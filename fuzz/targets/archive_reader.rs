//! The reader of backups: it takes any bytes, gives an error or an archive, and neither panics nor takes more memory than
//! a line is long.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| kith_store::fuzz::archive_reader(data));
