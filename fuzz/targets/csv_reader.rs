#![no_main]

#[path = "../checks/csv_reader.rs"]
mod csv_reader;

libfuzzer_sys::fuzz_target!(|data: &[u8]| csv_reader::check(data));
