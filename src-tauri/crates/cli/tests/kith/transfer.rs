//! Files of contacts in and out, as scripts use them: what is printed, exit codes, and a kill in the middle.

use std::{
    fmt::Write,
    fs, thread,
    time::{Duration, Instant},
};

use serde_json::{Value, json};

use crate::support::Home;

const TABLE: &str =
    "ExternalId,First name,E-mail,Shoe size\nx-1,Anna,anna@example.com,38\nx-2,Bo,nowhere,41\n";

#[test]
fn a_table_is_taken_refused_rows_are_kept_mended_and_taken_without_doubles() {
    let home = Home::with_contact();
    let (file, rejects) = (home.book().with_extension("csv"), home.book().with_extension("rejects.csv"));
    fs::write(&file, TABLE).expect("a file");
    let file = file.to_str().expect("a path");
    let (code, foreseen) = home.json(&["import", file, "--dry-run"], b"");
    assert_eq!(
        (code, &foreseen["Data"]["Updated"], &foreseen["Data"]["Rejected"]),
        (40, &json!(1), &json!(1))
    );
    assert_eq!(home.contact("x-1")["FirstName"], Value::Null, "a dry run changes nothing");
    let kept = rejects.to_str().expect("a path");
    let (code, report) = home.json(&["import", file, "--rejects", kept], b"");
    let data = &report["Data"];
    assert_eq!((code, &data["Read"], &data["Unmapped"]), (40, &json!(2), &json!(["Shoe size"])));
    assert_eq!((&data["Issues"][0]["Row"], &data["Issues"][0]["Field"]), (&json!(2), &json!("Email")));
    let mended = fs::read_to_string(&rejects).expect("the rejects").replace("nowhere", "bo@example.com");
    assert!(mended.contains("Kith: why refused"));
    fs::write(&rejects, mended).expect("a file");
    let (code, report) = home.json(&["import", kept], b"");
    assert_eq!(
        (code, &report["Data"]["Created"], &report["Data"]["Unmapped"]),
        (0, &json!(1), &json!(["Shoe size"]))
    );
    assert_eq!(home.json(&["list"], b"").1["RecordCount"], 2);
    let (_, kept_too) = home.json(&["import", kept, "--keep-unmapped"], b"");
    assert_eq!((&kept_too["Data"]["Updated"], &home.contact("x-2")["Shoe_size"]), (&json!(1), &json!("41")));
}

#[test]
fn a_killed_import_is_resumed_or_rolled_back_as_the_person_chooses() {
    let home = Home::with_contact();
    let file = home.book().with_extension("csv");
    let mut rows = "ExternalId,Title\n".to_owned();
    for row in 0..20_000 {
        writeln!(rows, "k-{row},title {row}").expect("a row");
    }
    fs::write(&file, rows).expect("a file");
    let file = file.to_str().expect("a path");
    for finish in ["--roll-back", "--resume"] {
        let mut child = home.command(&["import", file]).spawn().expect("kith starts");
        let begun = Instant::now();
        while !home.book().join("imports.json").exists() {
            assert!(begun.elapsed() < Duration::from_secs(60), "it never began");
            thread::sleep(Duration::from_millis(2));
        }
        child.kill().expect("it is killed");
        child.wait().expect("kith ends");
        let (code, refused) = home.json(&["import", file], b"");
        let message = refused["Errors"][0]["Message"].as_str().unwrap_or_default();
        assert!(code == 40 && message.contains("--resume"), "{refused}");
        assert_eq!(home.json(&["import", finish], b"").0, 0);
        let left = if finish == "--resume" { 20_001 } else { 1 };
        assert_eq!(home.json(&["list", "--limit", "1"], b"").1["RecordCount"], left, "{finish}");
    }
    assert_eq!(home.json(&["undo"], b"").0, 0);
    assert_eq!(home.json(&["list"], b"").1["RecordCount"], 1);
    assert_eq!(home.json(&["doctor"], b"").0, 0);
}

#[test]
fn an_export_is_complete_or_not_there_and_wrong_names_are_told() {
    let home = Home::with_contact();
    let file = home.book().with_extension("xlsx");
    let path = file.to_str().expect("a path");
    assert_eq!(home.json(&["export", path], b"").1["Data"], json!({"Written": 1}));
    assert!(fs::read(&file).expect("a workbook").starts_with(b"PK"));
    assert_eq!(home.json(&["export", "nameless"], b"").0, 40);
    assert_eq!(home.json(&["export", "/no/such/folder/a.csv"], b"").0, 1);
    assert_eq!(home.json(&["import", "/no/such/file.csv"], b"").0, 1);
    let nothing = home.book().with_extension("csv");
    fs::write(&nothing, "a,b\n1,2\n").expect("a file");
    let (code, report) = home.json(&["import", nothing.to_str().expect("a path")], b"");
    assert_eq!(
        (code, &report["Data"]["Created"]),
        (40, &json!(0)),
        "a row of which nothing is taken is no contact"
    );
    let missing = Home::new();
    assert_eq!(missing.json(&["import", "/no/such/file.csv"], b"").0, 1);
    assert!(!missing.book().exists(), "a mistyped name makes no book");
}
