//! Makes the book of the version that is about to be released, and keeps it in `tests/books`: `0.1.0.zip`, and beside
//! it what the book answers, `0.1.0.json`. A book that is there is never made anew: it is what people have.

// What only tests call may end its process.
#![allow(clippy::expect_used, clippy::panic)]

mod lived;

use std::fs;

use kith_tests::released::{folder, pack, told};

fn main() {
    let version = env!("CARGO_PKG_VERSION");
    let [archive, answers] = ["zip", "json"].map(|end| folder().join(format!("{version}.{end}")));
    assert!(
        !archive.exists(),
        "{} is there already. A released book stays as it is; one that was not released yet may be removed first.",
        archive.display()
    );
    let mut book = lived::book();
    let told = serde_json::to_string_pretty(&told(&book)).expect("JSON");
    fs::write(&answers, told + "\n").expect("the answers");
    book.close();
    pack(book.folder_path(), &archive).expect("an archive");
    println!("{}\n{}", archive.display(), answers.display());
}
