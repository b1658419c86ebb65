//! `kith backup`.

use std::fs;

use kith_book::{Book, Host, Opening, Source};

use crate::support::{Home, codes};

#[test]
fn a_backup_is_written_listed_verified_and_restored() {
    let home = Home::with_contact();
    let (code, answer) = home.json(&["backup", "create"], b"");
    let made = answer["Data"].clone();
    assert_eq!(
        (code, &made["Contacts"], &made["Changes"], &made["Reads"]),
        (0, &1.into(), &1.into(), &true.into())
    );
    assert_eq!(made["Reason"], "by hand");
    let file = made["File"].as_str().expect("a file");
    assert_eq!(home.json(&["backup", "verify", file], b"").1["Data"], made);
    let (code, answer) = home.json(&["backup", "list"], b"");
    assert_eq!((code, &answer["RecordCount"], &answer["Data"][0]), (0, &1.into(), &made));

    assert_eq!(home.json(&["update", "x-1", "--set", "Name=later"], b"").0, 0);
    let (code, answer) = home.json(&["backup", "restore", file], b"");
    let replaced = answer["Data"]["Replaced"].as_str().expect("the old book is kept");
    assert_eq!((code, &answer["Data"]["Created"]), (0, &false.into()));
    assert_eq!(home.contact("x-1")["Name"], "Ada Lovelace");
    assert_eq!(home.json(&["--book", replaced, "get", "x-1"], b"").1["Data"]["Name"], "later");
}

#[test]
fn people_are_told_in_words() {
    let home = Home::with_contact();
    assert_eq!(home.run(&["backup", "list"], b"").out, "No backups yet\n");
    let file = home.book().with_file_name("mine.kithbackup");
    let named = file.to_str().expect("UTF-8");
    let said = home.run(&["backup", "create", named], b"").out;
    assert!(said.starts_with(&format!("Wrote {named}: 1 contact, 1 change, ")), "{said}");
    let said = home.run(&["backup", "verify", named], b"").out;
    assert!(
        said.starts_with(&format!("{named} is whole and can be restored: 1 contact, 1 change, ")),
        "{said}"
    );
    let said = home.run(&["backup", "restore", named], b"").out;
    assert!(said.starts_with("Restored the book in ") && said.contains("is kept in "), "{said}");
    home.run(&["backup", "create"], b"");
    let said = home.run(&["backup", "list"], b"").out;
    assert!(
        said.starts_with("Made at ") && said.contains("by hand") && said.ends_with("\n1 backup\n"),
        "{said}"
    );
}

#[test]
fn restore_makes_a_book_and_no_other_backup_command_does() {
    let home = Home::with_contact();
    let file = home.book().with_file_name("mine.kithbackup");
    let file = file.to_str().expect("UTF-8");
    assert_eq!(home.json(&["backup", "create", file], b"").0, 0);
    fs::remove_dir_all(home.book()).expect("the book is lost");
    for command in [&["backup", "create"][..], &["backup", "list"]] {
        let (code, answer) = home.json(command, b"");
        assert_eq!((code, codes(&answer)), (1, vec!["Internal"]), "{command:?}");
        assert!(!home.book().exists(), "{command:?} made a folder");
    }
    let (code, answer) = home.json(&["backup", "restore", file], b"");
    assert_eq!((code, &answer["Data"]["Created"]), (0, &true.into()));
    assert_eq!(home.contact("x-1")["Name"], "Ada Lovelace");
}

#[test]
fn a_book_that_is_open_elsewhere_is_75_and_listing_and_verifying_do_not_need_it() {
    let home = Home::with_contact();
    let (_, answer) = home.json(&["backup", "create"], b"");
    let file = answer["Data"]["File"].as_str().expect("a file");
    let opening =
        Opening { create: false, read_only: false, holder: "the Kith desk".to_owned(), source: Source::Desk };
    let (book, _) = Book::open(&home.book(), &opening, Host::this_machine()).expect("it opens");
    for command in [&["backup", "create"][..], &["backup", "restore", file]] {
        let (code, answer) = home.json(command, b"");
        assert_eq!(code, 75, "{answer}");
        let said = answer["Errors"][0]["Message"].as_str().unwrap_or_default();
        assert!(said.contains("the Kith desk"), "{said}");
    }
    assert_eq!(home.json(&["backup", "list"], b"").0, 0);
    assert_eq!(home.json(&["backup", "verify", file], b"").0, 0);
    book.close().expect("it closes");
    assert!(!home.book().join("replaced-1").exists());
}

#[test]
fn under_read_only_nothing_is_restored_and_nothing_put_into_the_book() {
    let home = Home::with_contact();
    let file = home.book().with_file_name("mine.kithbackup");
    let file = file.to_str().expect("UTF-8");
    for refused in [&["backup", "create"][..], &["backup", "restore", file]] {
        let (code, answer) = home.json(&[&["--read-only"], refused].concat(), b"");
        assert_eq!((code, codes(&answer)), (43, vec!["ReadOnly"]), "{refused:?}");
    }
    assert_eq!(home.json(&["--read-only", "backup", "create", file], b"").0, 0);
    assert!(!home.book().join("backups").exists());
}

#[test]
fn a_file_that_is_no_backup_or_is_there_already_is_1_and_named() {
    let home = Home::with_contact();
    let file = home.book().with_file_name("notes.txt");
    fs::write(&file, "no backup").expect("a file");
    let file = file.to_str().expect("UTF-8");
    for command in [["backup", "create", file], ["backup", "verify", file], ["backup", "restore", file]] {
        let (code, answer) = home.json(&command, b"");
        assert_eq!((code, codes(&answer)), (1, vec!["Internal"]), "{command:?}");
        let said = answer["Errors"][0]["Message"].as_str().unwrap_or_default();
        assert!(said.contains("notes.txt"), "{said}");
    }
    assert_eq!(fs::read(file).expect("it is there"), b"no backup");
    assert_eq!(home.contact("x-1")["Name"], "Ada Lovelace");
}
