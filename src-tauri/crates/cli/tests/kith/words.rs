//! What people read: words and tables on standard output, errors and warnings on standard error.

use crate::support::Home;

#[test]
fn a_refusal_is_said_on_standard_error_and_names_the_field() {
    let home = Home::with_contact();
    let ran = home.run(&["update", "x-1", "--set", "Email=none", "--set", "Nmae=x"], b"");
    assert_eq!((ran.code, ran.out.as_str()), (40, ""));
    let lines: Vec<_> = ran.err.lines().collect();
    assert!(lines.len() == 2 && lines[0].starts_with("error: Email"), "{}", ran.err);
    assert!(lines[1].contains("Did you mean \"Name\"?"), "{}", ran.err);
}

#[test]
fn a_warning_does_not_hide_that_it_was_done() {
    let home = Home::with_contact();
    let ran = home.run(&["update", "x-1", "--set", "Phone=none"], b"");
    assert!(ran.code == 0 && ran.out.starts_with("Updated the contact"), "{}", ran.out);
    assert!(ran.err.starts_with("warning: Phone"), "{}", ran.err);
    let again = home.run(&["update", "x-1", "--set", "Phone=none"], b"");
    assert!(again.code == 0 && again.out.contains("nothing was written"), "{}", again.out);
}

#[test]
fn nothing_is_coloured_into_a_pipe_and_nothing_stored_reaches_a_terminal_as_a_command() {
    let home = Home::with_contact();
    home.json(&["update", "x-1", "--body", "-"], br#"{"Title":"\u001b[2Ja\u202eb"}"#);
    for command in [&["get", "x-1"][..], &["list"], &["list", "--fields", "Title"], &["history", "x-1"]] {
        let ran = home.run(command, b"");
        assert_eq!(ran.code, 0);
        assert!(!ran.out.contains(['\u{1b}', '\u{202e}']), "{command:?}: {:?}", ran.out);
    }
    assert!(home.run(&["get", "x-1"], b"").out.contains(r"\u{1b}[2Ja\u{202e}b"));
}

#[test]
fn a_list_says_how_many_there_are() {
    let home = Home::with_contact();
    home.json(&["create", "--set", "Name=Grace"], b"");
    assert!(home.run(&["list"], b"").out.ends_with("\n2 contacts\n"));
    assert!(home.run(&["list", "--limit", "1"], b"").out.ends_with("\n1 of 2 contacts\n"));
    assert_eq!(home.run(&["list", "--search", "nobody"], b"").out, "0 contacts\n");
}

#[test]
fn help_names_every_command_and_the_log_goes_to_standard_error() {
    let home = Home::with_contact();
    let help = home.run(&["--help"], b"");
    assert_eq!(help.code, 0);
    let commands = "get create update delete bulk check list schema duplicates history undo redo sample requests completions";
    for command in commands.split(' ') {
        assert!(help.out.contains(&format!("\n  {command} ")), "{command}");
    }
    let logged = home.run(&["-v", "--json", "get", "x-1"], b"");
    assert!(logged.err.contains("opened") && logged.out.starts_with("{\"Success\":true"), "{}", logged.err);
}

#[test]
fn packages_get_completions_and_manual_pages_without_a_book() {
    let home = Home::new();
    for (shell, sign) in [("bash", "complete -F"), ("zsh", "#compdef kith"), ("fish", "complete -c kith")] {
        let ran = home.run(&["completions", shell], b"");
        assert!(ran.code == 0 && ran.out.contains(sign) && ran.out.contains("--enforce-lock"), "{shell}");
    }
    let pages = home.book().with_file_name("man");
    let ran = home.run(&["manual", &pages.to_string_lossy()], b"");
    assert_eq!(ran.code, 0, "{}", ran.err);
    for page in ["kith.1", "kith-update.1", "kith-schema-field-add.1"] {
        let page = std::fs::read_to_string(pages.join(page)).expect(page);
        assert!(page.contains(".TH"), "{page}");
    }
    let refused = home.run(&["manual", "/proc/none"], b"");
    assert!(refused.code == 1 && refused.err.contains("Could not write to /proc/none"), "{}", refused.err);
}
