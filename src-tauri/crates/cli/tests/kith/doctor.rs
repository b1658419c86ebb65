//! `kith doctor`, `kith retention` and `kith compact`.

use std::fs;

use crate::support::{Home, codes};

#[test]
fn a_sound_book_is_0_and_a_damaged_one_1_until_it_is_repaired() {
    let home = Home::with_contact();
    assert_eq!(home.json(&["backup", "create"], b"").0, 0);
    let (code, answer) = home.json(&["doctor"], b"");
    let sound = serde_json::json!({"Sound": true, "Contacts": 1, "Changes": 1, "Deleted": 0, "Backups": 1,
        "Problems": [], "Advice": []});
    assert_eq!((code, &answer["Success"], &answer["Data"]), (0, &true.into(), &sound));

    fs::remove_dir_all(home.book().join("sled")).expect("damage");
    let (code, answer) = home.json(&["doctor"], b"");
    assert_eq!((code, &answer["Success"], codes(&answer)), (1, &false.into(), vec!["Internal"]));
    assert_eq!(answer["StatusCode"], "InternalServerError");
    assert_eq!(answer["Errors"][0]["Message"], answer["Data"]["Problems"][0]);
    assert!(!home.book().join("sled").exists(), "a look changes nothing");

    assert_eq!(codes(&home.json(&["--read-only", "doctor", "--repair"], b"").1), ["ReadOnly"]);
    let (code, answer) = home.json(&["doctor", "--repair"], b"");
    assert_eq!((code, &answer["Data"]["Sound"]), (0, &true.into()), "{answer}");
    let backup = answer["Data"]["Repaired"]["Backup"].as_str().expect("a backup");
    assert!(backup.ends_with("Z-before-repair.kithbackup"), "{backup}");
    assert_eq!(home.contact("x-1")["Name"], "Ada Lovelace");
    assert_eq!(home.json(&["doctor"], b"").0, 0);
}

#[test]
fn people_are_told_in_words() {
    let home = Home::with_contact();
    let ran = home.run(&["doctor"], b"");
    assert!(ran.out.starts_with("The book is sound: 1 contact, 1 change, 0 deleted contacts, 0 backups\n"));
    fs::remove_dir_all(home.book().join("sled")).expect("damage");
    let ran = home.run(&["doctor"], b"");
    assert_eq!(ran.code, 1);
    assert!(ran.out.starts_with("The book is not sound: 1 contact"), "{}", ran.out);
    assert!(ran.err.contains("error: The contacts' records are not what the change log says"), "{}", ran.err);
    let ran = home.run(&["doctor", "--repair"], b"");
    assert!(ran.out.contains("built anew") && ran.out.contains("\nThe book is sound: "), "{}", ran.out);
    let ran = home.run(&["retention"], b"");
    assert!(ran.out.starts_with("Every change is kept; the oldest one is change 1 of 20"), "{}", ran.out);
    let ran = home.run(&["retention", "set", "90"], b"");
    assert!(ran.out.starts_with("Changes are kept for 90 days; "), "{}", ran.out);
    let ran = home.run(&["retention", "apply"], b"");
    assert!(ran.out.starts_with("Nothing was to be forgotten; the oldest one is change 1"), "{}", ran.out);
    let ran = home.run(&["compact"], b"");
    assert!(ran.out.starts_with("The records take ") && ran.out.contains("; they took "), "{}", ran.out);
}

#[test]
fn a_setting_is_kept_and_nonsense_is_wrong_usage() {
    let home = Home::with_contact();
    let (code, answer) = home.json(&["retention", "set", "30"], b"");
    assert_eq!((code, &answer["Data"]["Days"], &answer["Data"]["OldestKept"]), (0, &30.into(), &1.into()));
    assert_eq!(home.json(&["retention", "show"], b"").1["Data"], answer["Data"]);
    for nonsense in ["0", "-1", "36501", "1.5", "ever"] {
        assert_eq!(home.json(&["retention", "set", nonsense], b"").0, 2, "{nonsense}");
    }
    let (code, answer) = home.json(&["retention", "apply"], b"");
    assert_eq!((code, &answer["Data"]["ChangeSets"]), (0, &0.into()), "{answer}");
    assert_eq!(
        home.json(&["retention", "set", "everything"], b"").1["Data"]["Days"],
        serde_json::Value::Null
    );
    assert_eq!(codes(&home.json(&["--read-only", "retention", "set", "3"], b"").1), ["ReadOnly"]);
    assert_eq!(codes(&home.json(&["--read-only", "compact"], b"").1), ["ReadOnly"]);
    let (code, answer) = home.json(&["compact"], b"");
    assert!(code == 0 && answer["Data"]["BytesAfter"].as_u64().is_some_and(|bytes| bytes > 0), "{answer}");
}

#[test]
fn without_a_book_there_is_nothing_to_look_at() {
    let home = Home::new();
    for command in [&["doctor"][..], &["doctor", "--repair"], &["retention"], &["compact"]] {
        let (code, answer) = home.json(command, b"");
        assert_eq!((code, codes(&answer)), (1, vec!["Internal"]), "{command:?}");
        assert!(!home.book().exists(), "{command:?} made a folder");
    }
}
