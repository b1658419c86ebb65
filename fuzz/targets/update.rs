#![no_main]

#[path = "../checks/update.rs"]
mod update;

libfuzzer_sys::fuzz_target!(|data: &[u8]| update::check(data));
