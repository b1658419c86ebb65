#![no_main]

#[path = "../checks/body_parser.rs"]
mod body_parser;

libfuzzer_sys::fuzz_target!(|data: &[u8]| body_parser::check(data));
