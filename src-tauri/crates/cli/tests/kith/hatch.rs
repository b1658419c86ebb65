//! The same commands while the desk has the book open: what they print, exit with and leave behind is the same.

use std::{
    fs,
    io::{Read, Write},
    os::unix::net::UnixStream,
    path::PathBuf,
    sync::{Arc, Mutex},
    thread,
    time::{Duration, Instant},
};

use kith_book::{BookChanged, Desk, NamedContact, RecordKey};
use rustix::process::{Pid, Signal, kill_process};
use serde_json::{Value, json};

use crate::support::{Home, Ran, codes};

/// A desk on a home's book, without its window.
struct Open {
    desk: Desk,
    changes: Arc<Mutex<Vec<BookChanged>>>,
}

impl Open {
    fn on(home: &Home) -> Self {
        let changes = Arc::new(Mutex::new(Vec::new()));
        let told = Arc::clone(&changes);
        let desk = Desk::on(Ok(home.book()), false, move |change: &BookChanged| {
            told.lock().expect("no panic").push(change.clone());
        });
        assert!(desk.desk_state().expect("a state").failure.is_none());
        Self { desk, changes }
    }

    /// A contact as the window reads it.
    fn title(&self, key: &str) -> Value {
        let args = NamedContact { key: RecordKey::ExternalId(key.to_owned()) };
        self.desk.read_contact(&args).answer.data.expect("a contact")["Title"].clone()
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        self.desk.close().expect("it closes");
    }
}

/// Commands of every class, one after the other, with what they read from standard input. `@` stands for the home's folder.
const STORY: [(&str, &str); 62] = [
    ("create --body -", r#"{"ExternalId":"x-2","Name":"Grace Hopper","Account":{"Id":"a-1","Name":"Navy"}}"#),
    ("create --body -", r#"{"ExternalId":"x-2","Name":"Twice"}"#),
    ("create --body -", "no object"),
    ("create --set ExternalId=x-3 --set Name=Zoë --set IsEmailBounced=true", ""),
    ("get x-1", ""),
    ("get x-9", ""),
    ("update x-1 --set Title=Countess --clear Email", ""),
    ("update x-1 --set Title=Countess", ""),
    ("update x-1 --set title=x --set Email=nowhere", ""),
    ("update x-1 --set Title=Analyst --include-payload", ""),
    ("update x-1 --body - --enforce-lock", r#"{"Title":"Late","ETag":"none"}"#),
    ("update x-9 --set Title=x", ""),
    ("check x-1 --set Title=Other", ""),
    ("check x-1 --set Birthdate=soon", ""),
    (
        "bulk upsert --body - --by ExternalId",
        r#"[{"ExternalId":"b-1","Name":"B"},{"ExternalId":"b-2","Email":"x"},7]"#,
    ),
    (
        "bulk update --body - --by ExternalId --all-or-nothing",
        r#"[{"ExternalId":"b-1","Name":"C"},{"ExternalId":"none"}]"#,
    ),
    ("bulk create --body - --include-payload", r#"[{"ExternalId":"b-3"}]"#),
    ("bulk delete --body - --by ExternalId", r#"["b-3","none"]"#),
    ("bulk delete --body -", "{"),
    ("list", ""),
    ("list --search ada --sort Name:desc --fields ExternalId,Title", ""),
    ("list --where IsEmailBounced=true --limit 1", ""),
    ("list --search Title:", ""),
    ("list --fields Nothing", ""),
    ("history x-1", ""),
    ("history x-9", ""),
    ("undo", ""),
    ("redo", ""),
    ("undo 9999", ""),
    ("undo --contact x-1 --field Title", ""),
    ("delete x-3", ""),
    ("delete x-3", ""),
    ("undo", ""),
    ("schema show", ""),
    ("schema field add Shoe --type Int --label Shoe", ""),
    ("schema field add Shoe --type Int", ""),
    ("update x-1 --set Shoe=41", ""),
    ("update x-1 --set Shoe=12345678901234567890", ""),
    ("schema field update Name --set Length=3 --dry-run", ""),
    ("schema field update Name --set Length=3", ""),
    ("schema check", ""),
    ("schema history --limit 1", ""),
    ("schema layout show", ""),
    ("schema layout set -", r#"{"ListColumns":["Name","Title"]}"#),
    ("schema layout set -", r#"{"ListColumns":["Nothing"]}"#),
    ("schema import -", "{}"),
    ("schema export @/schema.json", ""),
    ("schema export @/schema.json", ""),
    ("export @/all.csv", ""),
    ("export @/some.json --search ada --fields ExternalId,Name", ""),
    ("export @/none.what", ""),
    ("export --changes @/changes.json --mark", ""),
    ("import @/in.csv --dry-run", ""),
    ("import @/in.csv --rejects @/rejects.csv --save-map mine", ""),
    ("import @/in.csv --map mine --keep-unmapped", ""),
    ("import @/none.csv", ""),
    ("import --resume", ""),
    ("retention set 30", ""),
    ("retention", ""),
    ("backup create @/one.kithbackup", ""),
    ("compact", ""),
    ("doctor", ""),
];

const TABLE: &str =
    "ExternalId,First name,E-mail,Shoe size\nx-1,Anna,anna@example.com,38\ni-2,Bo,nowhere,41\n";

fn tell(home: &Home, as_json: bool) -> Vec<String> {
    let folder = home.book().parent().expect("a folder").to_owned();
    fs::write(folder.join("in.csv"), TABLE).expect("a file");
    STORY
        .iter()
        .map(|(command, input)| {
            let command = command.replace('@', &folder.to_string_lossy());
            let mut arguments: Vec<_> = command.split(' ').collect();
            if as_json {
                arguments.insert(0, "--json");
            }
            let ran = home.run(&arguments, input.as_bytes());
            let said = format!("{}\n{}\n{}", ran.code, ran.out, ran.err);
            format!("{}\n{}", command, steady(&said)).replace(&*folder.to_string_lossy(), "@")
        })
        .collect()
}

/// What a run says, without what is another in every run: moments, identifiers, times, sizes.
fn steady(said: &str) -> String {
    let mut words = String::new();
    for word in said.split_inclusive(|c: char| !(c.is_ascii_alphanumeric() || "-:.".contains(c))) {
        let (before, rest) = word.split_at(word.len() - word.trim_start_matches(':').len());
        let token = rest.trim_end_matches(|c: char| !c.is_ascii_alphanumeric());
        let is_moment = token.len() > 18 && token.starts_with("20") && token.ends_with('Z');
        let is_id =
            matches!(token.len(), 32 | 36) && token.chars().all(|c| c.is_ascii_hexdigit() || c == '-');
        let is_number = token.contains('.') && token.parse::<f64>().is_ok();
        words += before;
        words += match is_moment || is_id || is_number {
            true => "?",
            false => token,
        };
        words += rest.get(token.len()..).unwrap_or_default();
    }
    ["\"Bytes\":", "\"BytesBefore\":", "\"BytesAfter\":"]
        .iter()
        .fold(words, |words, key| without_number(&words, key))
}

fn without_number(said: &str, key: &str) -> String {
    let mut parts = said.split(key);
    let mut rest: String = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        rest += key;
        rest += part.trim_start_matches(|c: char| c.is_ascii_digit());
    }
    rest
}

#[test]
fn every_command_prints_and_exits_the_same_through_both_doors() {
    for as_json in [true, false] {
        let (alone, at_desk) = (Home::with_contact(), Home::with_contact());
        let by_itself = tell(&alone, as_json);
        let desk = Open::on(&at_desk);
        let through_the_desk = tell(&at_desk, as_json);
        for (one, other) in by_itself.iter().zip(&through_the_desk) {
            assert_eq!(one, other);
        }
        drop(desk);
        let read = |home: &Home, name: &str| {
            steady(&fs::read_to_string(home.book().with_file_name(name)).expect("it was written"))
        };
        for file in ["schema.json", "all.csv", "some.json", "changes.json", "rejects.csv"] {
            assert_eq!(read(&alone, file), read(&at_desk, file), "{file}");
        }
        let told = |home: &Home| steady(&home.json(&["list"], b"").1.to_string());
        assert_eq!(told(&alone), told(&at_desk), "the same book comes of it");
        let told = |home: &Home| {
            let (_, answer) = home.json(&["requests", "--limit", "1000"], b"");
            let entries = answer["Data"].as_array().expect("requests").clone();
            let told =
                entries.iter().map(|entry| json!([entry["Operation"], entry["Source"], entry["HttpStatus"]]));
            told.collect::<Vec<_>>()
        };
        assert_eq!(told(&alone), told(&at_desk), "every request came by the command line");
    }
}

#[test]
fn a_sample_fills_an_empty_book_of_the_desk() {
    let (alone, at_desk) = (Home::new(), Home::new());
    for home in [&alone, &at_desk] {
        assert_eq!(home.json(&["create", "--set", "ExternalId=x"], b"").0, 0);
        assert_eq!(home.json(&["delete", "x"], b"").0, 0);
    }
    let _desk = Open::on(&at_desk);
    let fill = |home: &Home| {
        let first = home.run(&["sample", "2500"], b"");
        let again = home.run(&["sample"], b"");
        [first.code.to_string(), first.out, again.code.to_string(), again.err]
    };
    assert_eq!(fill(&alone), fill(&at_desk));
    let count = |home: &Home| {
        home.json(&["list", "--limit", "3", "--fields", "ExternalId,Name"], b"").1["Data"].clone()
    };
    assert_eq!(count(&alone), count(&at_desk));
}

#[test]
fn a_change_is_told_to_the_window_at_once_and_is_one_of_the_command_line() {
    let home = Home::with_contact();
    let open = Open::on(&home);
    assert_eq!(home.json(&["update", "x-1", "--set", "Title=Countess"], b"").0, 0);
    assert_eq!(
        open.changes.lock().expect("no panic").len(),
        1,
        "when kith has ended, the window has been told"
    );
    assert_eq!(open.title("x-1"), "Countess");
    let (_, history) = home.json(&["history", "x-1", "--limit", "1"], b"");
    assert_eq!(history["Data"][0]["Source"], "command line");
}

#[test]
fn read_only_changes_nothing_at_the_desk_either() {
    let home = Home::with_contact();
    let open = Open::on(&home);
    let requests = home.json(&["requests"], b"").1["Data"].as_array().map(Vec::len);
    let file = home.book().with_file_name("in.csv");
    fs::write(&file, TABLE).expect("a file");
    let import = ["import", file.to_str().expect("UTF-8")];
    let writes: [&[&str]; 16] = [
        &["create", "--set", "Name=y"],
        &["update", "x-1", "--set", "Name=y"],
        &["delete", "x-1"],
        &["check", "x-1", "--set", "Name=y"],
        &["bulk", "upsert", "--body", "-"],
        &["undo"],
        &["redo"],
        &["sample"],
        &import,
        &["schema", "field", "add", "Shoe", "--type", "Int"],
        &["schema", "layout", "set", "-"],
        &["retention", "set", "30"],
        &["retention", "apply"],
        &["compact"],
        &["backup", "create"],
        &["backup", "restore", "none"],
    ];
    for write in writes {
        let input: &[u8] = if write.contains(&"set") { b"{}" } else { b"[]" };
        let (code, answer) = home.json(&[&["--read-only"], write].concat(), input);
        assert_eq!((code, codes(&answer)), (43, vec!["ReadOnly"]), "{write:?}");
    }
    assert_eq!(home.json(&["--read-only", "get", "x-1"], b"").0, 0);
    assert_eq!(home.json(&["--read-only", "doctor"], b"").0, 0);
    assert!(open.changes.lock().expect("no panic").is_empty());
    assert_eq!(home.json(&["requests"], b"").1["Data"].as_array().map(Vec::len), requests, "none is kept");
    assert!(!home.book().join("backups").exists());
}

#[test]
fn what_needs_the_book_for_itself_says_who_has_it() {
    let home = Home::with_contact();
    let file = home.book().with_file_name("b.kithbackup");
    let file = file.to_str().expect("UTF-8");
    assert_eq!(home.json(&["backup", "create", file], b"").0, 0);
    let _desk = Open::on(&home);
    for command in [&["backup", "restore", file][..], &["doctor", "--repair"]] {
        let (code, answer) = home.json(command, b"");
        let said = answer["Errors"][0]["Message"].as_str().unwrap_or_default();
        assert_eq!(code, 75, "{answer}");
        assert!(said.contains("the Kith desk") && said.contains("Close it there"), "{said}");
    }
    assert_eq!(home.json(&["backup", "verify", file], b"").0, 0, "that needs no book");
}

#[test]
fn many_at_a_time_are_all_carried_out() {
    let home = Home::with_contact();
    let open = Open::on(&home);
    thread::scope(|scope| {
        for turn in 0..50 {
            let home = &home;
            scope.spawn(move || {
                let key = format!("m-{turn}");
                let (code, answer) = home.json(&["create", "--set", &format!("ExternalId={key}")], b"");
                assert_eq!(code, 0, "{answer}");
                let (code, _) = home.json(&["update", "x-1", "--set", &format!("Title=turn {turn}")], b"");
                assert_eq!(code, 0);
            });
        }
    });
    assert_eq!(open.changes.lock().expect("no panic").len(), 100);
    assert_eq!(home.json(&["list", "--limit", "0"], b"").1["RecordCount"], 51);
}

#[test]
fn a_signal_ends_long_work_at_the_desk_between_two_changes() {
    let home = Home::with_contact();
    assert_eq!(home.json(&["delete", "x-1"], b"").0, 0);
    let open = Open::on(&home);
    let child = home.command(&["sample", "200000"]).spawn().expect("kith starts");
    wait_until(|| !open.changes.lock().expect("no panic").is_empty());
    kill_process(Pid::from_child(&child), Signal::INT).expect("the signal is sent");
    let ran = Ran::from(child.wait_with_output().expect("kith ends"));
    assert!(ran.code == 1 && ran.err.contains("Interrupted"), "{}: {}", ran.code, ran.err);
    let count = home.json(&["list", "--limit", "0"], b"").1["RecordCount"].as_u64().expect("a count");
    assert!(count > 0 && count < 200_000 && count.is_multiple_of(1_000), "{count}");
}

#[test]
fn a_kith_that_is_killed_has_its_work_given_up_and_the_desk_goes_on() {
    let home = Home::with_contact();
    let open = Open::on(&home);
    let file = home.book().with_extension("csv");
    let rows: String = (0..100_000).map(|row| format!("k-{row},title {row}\n")).collect();
    fs::write(&file, format!("ExternalId,Title\n{rows}")).expect("a file");
    let file = file.to_str().expect("UTF-8");
    let mut child = home.command(&["import", file]).spawn().expect("kith starts");
    wait_until(|| !open.changes.lock().expect("no panic").is_empty());
    child.kill().expect("it is killed");
    child.wait().expect("it has ended");
    wait_until(|| {
        open.desk.unfinished_import().is_ok_and(|unfinished| unfinished.is_some())
            && home.json(&["import", "--keep"], b"").0 == 0
    });
    assert_eq!(open.title("x-1"), Value::Null);
    assert_eq!(home.json(&["update", "x-1", "--set", "Title=after"], b"").0, 0);
}

#[test]
fn a_desk_that_closes_answers_what_it_is_at_and_kith_goes_on_by_itself() {
    let home = Home::with_contact();
    let open = Open::on(&home);
    assert_eq!(home.json(&["update", "x-1", "--set", "Title=one"], b"").0, 0);
    let idle = connected(&home);
    let begun = Instant::now();
    drop(open);
    assert!(begun.elapsed() < Duration::from_secs(5), "a connection that asks nothing holds nobody up");
    drop(idle);
    assert!(!home.book().join("hatch.json").exists());
    assert_eq!(home.json(&["update", "x-1", "--set", "Title=two"], b"").0, 0);
    assert_eq!(home.contact("x-1")["Title"], "two");
}

#[test]
fn a_desk_that_closes_ends_long_work_in_good_order() {
    let home = Home::with_contact();
    assert_eq!(home.json(&["delete", "x-1"], b"").0, 0);
    let open = Open::on(&home);
    let child = home.command(&["--json", "sample", "200000"]).spawn().expect("kith starts");
    wait_until(|| !open.changes.lock().expect("no panic").is_empty());
    drop(open);
    let ran = Ran::from(child.wait_with_output().expect("kith ends"));
    assert_eq!(ran.code, 1, "{} {}", ran.out, ran.err);
    let (code, answer) = home.json(&["doctor"], b"");
    assert_eq!((code, answer["Data"]["Sound"].as_bool()), (0, Some(true)));
}

#[test]
fn what_a_killed_desk_left_is_no_hindrance() {
    let home = Home::with_contact();
    let left = home.book().with_file_name("kith-left");
    fs::create_dir(&left).expect("a folder");
    drop(std::os::unix::net::UnixListener::bind(left.join("hatch")).expect("a socket"));
    let note = json!({"address": left.join("hatch")}).to_string();
    fs::write(home.book().join("hatch.json"), note).expect("a note");
    assert_eq!(home.json(&["update", "x-1", "--set", "Title=one"], b"").0, 0, "nobody listens there");
    let open = Open::on(&home);
    assert!(!left.exists(), "the next desk clears it away");
    assert_eq!(home.json(&["update", "x-1", "--set", "Title=two"], b"").0, 0);
    assert_eq!(open.title("x-1"), "two");
}

#[test]
fn whoever_speaks_otherwise_is_let_go_and_nobody_else_notices() {
    let home = Home::with_contact();
    let open = Open::on(&home);
    let greeting = frame(0, br#"{"protocol":1,"version":"0.0.0","read_only":false}"#);
    let long = [vec![0], 0xFFFF_FFFF_u32.to_le_bytes().to_vec(), vec![b'x'; 100_000]].concat();
    let early = frame(1, br#""Metadata""#);
    for said in [&b"GET / HTTP/1.1\r\n\r\n"[..], &[9, 0, 0, 0, 0], &long, &early, &frame(0, b"{"), &greeting]
    {
        let mut line = UnixStream::connect(socket(&home)).expect("it listens");
        // It may be let go before it has said it all.
        let _ = line.write_all(said);
        line.set_read_timeout(Some(Duration::from_secs(20))).expect("a limit");
        let mut heard = Vec::new();
        let ended = line.read_to_end(&mut heard);
        assert!(
            ended.is_ok() || ended.is_err_and(|error| error.kind() == std::io::ErrorKind::ConnectionReset)
        );
        assert!(heard.is_empty() || heard.first() == Some(&0), "at most a greeting: {heard:?}");
    }
    assert_eq!(home.json(&["update", "x-1", "--set", "Title=after"], b"").0, 0);
    assert_eq!(open.title("x-1"), "after");
}

#[test]
fn a_request_that_is_none_a_half_one_and_a_giant_one_end_their_connection_only() {
    let home = Home::with_contact();
    let open = Open::on(&home);
    let body = frame(2, b"");
    let asks = [
        [frame(1, b"{\"Nothing\":{}}"), body.clone()].concat(),
        [frame(1, b"\xff\xfe"), body.clone()].concat(),
        [frame(1, br#"{"Read":{}}"#), frame(3, b"")].concat(),
        [vec![1], (17_u32 << 20).to_le_bytes().to_vec()].concat(),
        [frame(1, br#"{"Create":{}}"#), vec![2], (70_u32 << 20).to_le_bytes().to_vec()].concat(),
    ];
    for ask in asks {
        let mut line = connected(&home);
        line.write_all(&ask).expect("it is said");
        let mut heard = Vec::new();
        let _ = line.read_to_end(&mut heard);
        assert!(heard.is_empty(), "{heard:?}");
    }
    // Half a frame, and gone.
    connected(&home).write_all(&[1, 200, 0, 0, 0, b'{']).expect("it is said");
    // Many who say nothing leave room for those who do.
    let silent: Vec<_> = (0..20).map(|_| connected(&home)).collect();
    assert_eq!(home.json(&["update", "x-1", "--set", "Title=after"], b"").0, 0);
    drop(silent);
    assert_eq!(open.title("x-1"), "after");
}

#[test]
fn a_desk_of_another_version_is_named_and_nothing_is_done() {
    let home = Home::with_contact();
    let opening = kith_book::Opening {
        create: false,
        read_only: false,
        holder: "the Kith desk".to_owned(),
        source: kith_book::Source::Desk,
    };
    let (book, _) =
        kith_book::Book::open(&home.book(), &opening, kith_book::Host::this_machine()).expect("it opens");
    let socket = home.book().with_file_name("other");
    let listener = std::os::unix::net::UnixListener::bind(&socket).expect("a socket");
    fs::write(home.book().join("hatch.json"), json!({"address": socket}).to_string()).expect("a note");
    let other = thread::spawn(move || {
        let (mut line, _) = listener.accept().expect("kith comes");
        line.write_all(&frame(0, br#"{"protocol":1,"version":"9.9.9","read_only":false}"#))
            .expect("it is said");
        // Until kith goes: a socket that is closed with something unread in it takes back what was said.
        line.read_to_end(&mut Vec::new()).expect("kith goes");
    });
    let (code, answer) = home.json(&["update", "x-1", "--set", "Title=no"], b"");
    other.join().expect("no panic");
    let said = answer["Errors"][0]["Message"].as_str().unwrap_or_default();
    assert!(code == 75 && said.contains("9.9.9") && said.contains("Close the desk"), "{code}: {said}");
    book.close().expect("it closes");
    assert_eq!(home.contact("x-1")["Title"], Value::Null);
}

#[test]
fn a_desk_that_ends_before_it_answers_is_told_as_that() {
    let home = Home::with_contact();
    let socket = home.book().with_file_name("other");
    let listener = std::os::unix::net::UnixListener::bind(&socket).expect("a socket");
    fs::write(home.book().join("hatch.json"), json!({"address": socket}).to_string()).expect("a note");
    let version = env!("CARGO_PKG_VERSION");
    let other = thread::spawn(move || {
        let (mut line, _) = listener.accept().expect("kith comes");
        let greeting = format!(r#"{{"protocol":1,"version":"{version}","read_only":false}}"#);
        line.write_all(&frame(0, greeting.as_bytes())).expect("it is said");
        let mut asked = [0; 20];
        line.read_exact(&mut asked).expect("kith asks");
    });
    let (code, answer) = home.json(&["delete", "x-1"], b"");
    other.join().expect("no panic");
    let said = answer["Errors"][0]["Message"].as_str().unwrap_or_default();
    assert!(code == 1 && said.contains("history"), "{code}: {said}");
}

fn socket(home: &Home) -> PathBuf {
    let note = fs::read(home.book().join("hatch.json")).expect("a note");
    let note: Value = serde_json::from_slice(&note).expect("JSON");
    note["address"].as_str().expect("an address").into()
}

/// A connection that has greeted and was greeted.
fn connected(home: &Home) -> UnixStream {
    let mut line = UnixStream::connect(socket(home)).expect("it listens");
    let version = env!("CARGO_PKG_VERSION");
    let greeting = format!(r#"{{"protocol":1,"version":"{version}","read_only":false}}"#);
    line.write_all(&frame(0, greeting.as_bytes())).expect("it is said");
    let mut head = [0; 5];
    line.read_exact(&mut head).expect("an answer");
    assert_eq!(head[0], 0, "a greeting");
    let mut rest = vec![0; u32::from_le_bytes([head[1], head[2], head[3], head[4]]) as usize];
    line.read_exact(&mut rest).expect("all of it");
    line
}

fn frame(kind: u8, bytes: &[u8]) -> Vec<u8> {
    let length = u32::try_from(bytes.len()).expect("it is short");
    [&[kind][..], &length.to_le_bytes(), bytes].concat()
}

fn wait_until(there: impl Fn() -> bool) {
    let start = Instant::now();
    while !there() {
        assert!(start.elapsed() < Duration::from_secs(60), "it never came");
        thread::sleep(Duration::from_millis(2));
    }
}
