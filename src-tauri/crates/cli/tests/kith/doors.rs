//! Which book is opened, when one is made, and what a command says that cannot open it.

use std::fs;

use kith_book::{Book, Host, Opening, Source};

use crate::support::{Home, codes};

#[test]
fn without_a_book_every_command_but_the_making_ones_says_so_and_makes_none() {
    let home = Home::new();
    let commands: [&[&str]; 12] = [
        &["get", "x"],
        &["update", "x", "--set", "Name=y"],
        &["delete", "x"],
        &["check", "x", "--set", "Name=y"],
        &["bulk", "update", "--body", "-"],
        &["bulk", "delete", "--body", "-"],
        &["list"],
        &["schema", "show"],
        &["history", "x"],
        &["undo"],
        &["redo"],
        &["requests"],
    ];
    for command in commands {
        let (code, answer) = home.json(command, b"[]");
        assert_eq!((code, codes(&answer)), (1, vec!["Internal"]), "{command:?}");
        assert!(answer["Errors"][0]["Message"].as_str().is_some_and(|said| said.contains("no book")));
        assert!(!home.book().exists(), "{command:?} made a folder");
    }
}

#[test]
fn create_and_sample_make_the_book() {
    let home = Home::new();
    let (code, answer) = home.json(&["create", "--set", "Name=Ada"], b"");
    assert_eq!((code, &answer["StatusCode"]), (0, &"Created".into()));
    assert_eq!(answer["Data"].as_str().map(str::len), Some(36), "Data is the new Id");

    let home = Home::new();
    let (code, answer) = home.json(&["sample", "7", "--seed", "3"], b"");
    assert_eq!((code, &answer["Data"]["Created"]), (0, &7.into()));
    let (code, answer) = home.json(&["sample", "7"], b"");
    assert_eq!((code, answer["Success"].as_bool()), (40, Some(false)), "only into an empty book");
}

#[test]
fn a_book_named_on_the_command_line_goes_before_the_environment() {
    let home = Home::with_contact();
    let elsewhere = home.book().with_file_name("elsewhere");
    let elsewhere = elsewhere.to_str().expect("a name in UTF-8");
    assert_eq!(home.json(&["--book", elsewhere, "get", "x-1"], b"").0, 1);
    assert_eq!(home.json(&["--book", elsewhere, "sample", "1"], b"").0, 0);
    assert_eq!(home.json(&["list"], b"").1["RecordCount"], 1);
}

#[test]
fn a_book_that_another_process_holds_is_75_and_names_the_holder() {
    let home = Home::with_contact();
    let opening = Opening {
        create: false,
        read_only: false,
        holder: "another program".to_owned(),
        source: Source::Desk,
    };
    let (book, _) = Book::open(&home.book(), &opening, Host::this_machine()).expect("it opens");
    for command in [&["update", "x-1", "--set", "Name=y"][..], &["get", "x-1"], &["list"]] {
        let (code, answer) = home.json(command, b"");
        assert_eq!(code, 75, "{answer}");
        let said = answer["Errors"][0]["Message"].as_str().unwrap_or_default();
        assert!(said.contains("another program"), "{said}");
    }
    book.close().expect("it closes");
    assert_eq!(home.contact("x-1")["Name"], "Ada Lovelace", "nothing was done");
}

#[test]
fn read_only_refuses_every_write_with_43_and_still_reads() {
    let home = Home::with_contact();
    let writes: [&[&str]; 8] = [
        &["create", "--set", "Name=y"],
        &["update", "x-1", "--set", "Name=y"],
        &["delete", "x-1"],
        &["check", "x-1", "--set", "Name=y"],
        &["bulk", "upsert", "--body", "-"],
        &["undo"],
        &["redo"],
        &["sample"],
    ];
    for write in writes {
        let (code, answer) = home.json(&[&["--read-only"], write].concat(), b"[]");
        assert_eq!((code, codes(&answer)), (43, vec!["ReadOnly"]), "{write:?}");
        assert_eq!(answer["StatusCode"], "Forbidden");
    }
    assert_eq!(home.json(&["--read-only", "get", "x-1"], b"").0, 0);
    assert_eq!(home.json(&["--read-only", "list"], b"").1["RecordCount"], 1);
}

#[test]
fn wrong_usage_is_2_and_an_answer_where_json_is_asked_for() {
    let home = Home::with_contact();
    let wrong: [&[&str]; 7] = [
        &[],
        &["fetch"],
        &["update", "x-1"],
        &["get", "x-1", "--id", "y"],
        &["update", "x-1", "--set", "Name"],
        &["update", "x-1", "--body", "-", "--set", "Name=y"],
        &["bulk", "merge", "--body", "-"],
    ];
    for wrong in wrong {
        let (code, answer) = home.json(wrong, b"");
        assert_eq!((code, codes(&answer)), (2, vec!["MalformedRequest"]), "{wrong:?}");
        let ran = home.run(wrong, b"");
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{wrong:?}");
        assert!(ran.err.contains("--help"), "{}", ran.err);
    }
}

#[test]
fn a_body_that_cannot_be_read_is_1_and_named() {
    let home = Home::with_contact();
    let (code, answer) = home.json(&["update", "x-1", "--body", "no-such-file.json"], b"");
    assert_eq!(code, 1);
    assert!(answer["Errors"][0]["Message"].as_str().is_some_and(|said| said.contains("no-such-file.json")));
}

#[test]
fn a_file_is_a_body_like_standard_input() {
    let home = Home::with_contact();
    let file = home.book().with_file_name("body.json");
    fs::write(&file, r#"{"Title":"Countess"}"#).expect("a file");
    assert_eq!(home.json(&["update", "x-1", "--body", file.to_str().expect("UTF-8")], b"").0, 0);
    assert_eq!(home.contact("x-1")["Title"], "Countess");
}

#[cfg(target_os = "linux")]
#[test]
fn a_reader_that_went_away_is_no_failure_and_a_full_disk_is_one() {
    use std::{fs::OpenOptions, process::Stdio};

    let home = Home::with_contact();
    let (reader, writer) = std::io::pipe().expect("a pipe");
    drop(reader);
    for arguments in [&["list"][..], &["--json", "list"]] {
        let out = Stdio::from(writer.try_clone().expect("the pipe once more"));
        let ran = home.command(arguments).stdout(out).output().expect("kith ends");
        assert_eq!((ran.status.code(), ran.stderr.len()), (Some(0), 0), "{arguments:?}");

        let full = OpenOptions::new().write(true).open("/dev/full").expect("Linux has it");
        let ran = home.command(arguments).stdout(full).output().expect("kith ends");
        assert_eq!(ran.status.code(), Some(1), "{arguments:?}");
        assert!(String::from_utf8_lossy(&ran.stderr).contains("Could not write the answer"));
    }
}
