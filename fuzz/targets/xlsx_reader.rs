#![no_main]

#[path = "../checks/xlsx_reader.rs"]
mod xlsx_reader;

use std::sync::Once;

/// A panic that the reader catches ends nothing; one that comes through does.
static CAUGHT: Once = Once::new();

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    CAUGHT.call_once(|| std::panic::set_hook(Box::new(|_| {})));
    if std::panic::catch_unwind(|| xlsx_reader::check(data)).is_err() {
        std::process::abort();
    }
});
