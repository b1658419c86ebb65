#![no_main]

#[path = "../checks/json_reader.rs"]
mod json_reader;

libfuzzer_sys::fuzz_target!(|data: &[u8]| json_reader::check(data));
