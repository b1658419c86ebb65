//! Every input that a fuzzer found of interest, read again without one.

use std::{fs, path::Path};

#[path = "../../fuzz/checks/body_parser.rs"]
mod body_parser;
#[path = "../../fuzz/checks/query.rs"]
mod query;
#[path = "../../fuzz/checks/update.rs"]
mod update;

fn replay(target: &str, check: fn(&[u8])) {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fuzz/corpus").join(target);
    let entries = fs::read_dir(corpus).expect("a corpus");
    let inputs: Vec<_> =
        entries.map(|entry| fs::read(entry.expect("an input").path()).expect("its bytes")).collect();
    assert!(!inputs.is_empty(), "the corpus of {target} is empty");
    inputs.iter().for_each(|input| check(input));
}

#[test]
fn bodies_are_read_as_a_plain_parser_reads_them() {
    replay("body_parser", body_parser::check);
}

#[test]
fn updates_keep_their_laws() {
    replay("update", update::check);
}

#[test]
fn searches_mean_what_they_say() {
    replay("query", query::check);
}
