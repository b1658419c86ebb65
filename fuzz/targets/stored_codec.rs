#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| kith_store::fuzz::stored_codec(data));
