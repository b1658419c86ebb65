#![no_main]

#[path = "../checks/vcard_reader.rs"]
mod vcard_reader;

libfuzzer_sys::fuzz_target!(|data: &[u8]| vcard_reader::check(data));
