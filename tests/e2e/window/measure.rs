//! Typing, opening, saving and timing.

use anyhow::{Context as _, Result};
use kith_tests::window::{Home, Key, Memory, Window, command, part, row};
use serde_json::{Value, json};

use super::Options;

/// What the page does: it notes the time from an event to the frame that shows what came of it.
const WATCH: &str = include_str!("watch.js");
const SHOWN: &str = "const [done] = arguments; window.kithShown.then(done);";
const KEYS: &str =
    "return [...document.querySelectorAll('[data-testid=list] [data-key]')].map((row) => row.dataset.key);";

/// What is searched for, letter by letter. All of it is found among the made-up contacts.
const SEARCHES: [&str; 8] = ["anna", "muller", "berlin", "head of", "+49", "title:engineer", "gmbh", "son"];
/// How many contacts are opened of what each search found.
const OPENED: usize = 4;

/// What was measured; times in milliseconds.
#[derive(Debug, Default)]
pub struct Measured {
    /// From a key in the search box to the rows.
    pub found: Vec<f64>,
    /// From the click on a row to its form.
    pub opened: Vec<f64>,
    /// From the key to "Saved".
    pub saved: Vec<f64>,
    /// The memory once the list is there.
    pub at_first: Vec<Memory>,
    /// The memory after all that.
    pub at_last: Vec<Memory>,
}

/// Works at the desk as somebody does who finds contacts and puts them right.
pub fn stays(options: &Options) -> Result<Measured> {
    let home = Home::new()?;
    command(home.book(), &["sample", &options.contacts.to_string()])?;
    let window = Window::open(&home)?;
    window.first_key()?;
    let mut measured = Measured { at_first: window.memory()?, ..Measured::default() };
    // The first search waits for what others need not wait for.
    search(&window, "warm", &mut Vec::new())?;
    for round in 0..options.rounds {
        for text in SEARCHES {
            search(&window, text, &mut measured.found)?;
            for key in found(&window)?.iter().take(OPENED) {
                measured.opened.extend(open(&window, key)?);
            }
            measured.saved.extend(save(&window, &format!("Titled {round} after {text}"))?);
        }
    }
    measured.at_last = window.memory()?;
    window.close()?;
    Ok(measured)
}

/// Puts a text in the place of what is searched for, letter by letter.
fn search(window: &Window, text: &str, times: &mut Vec<f64>) -> Result<()> {
    window.click("#search")?;
    window.press(&[Key::Control, Key::Letter('a')])?;
    times.extend(timed(window, ("input", None), "#list-pane", None, &[Key::Delete])?);
    for letter in text.chars() {
        times.extend(timed(window, ("input", None), "#list-pane", None, &[Key::Letter(letter)])?);
    }
    Ok(())
}

/// The contacts that are seen in the list.
fn found(window: &Window) -> Result<Vec<String>> {
    serde_json::from_value(window.script(KEYS)?).context("the keys of the list's rows")
}

fn open(window: &Window, key: &str) -> Result<Option<f64>> {
    let form = format!("{}[data-key=\"{key}\"] #field-LastName", part("record"));
    watch(window, ("click", None), "body", Some(&form))?;
    window.click(&row(key))?;
    shown(window)
}

fn save(window: &Window, title: &str) -> Result<Option<f64>> {
    window.edit("Title", title)?;
    window.find(&format!("{}:enabled", part("save")))?;
    let saved = part("saved");
    timed(window, ("keydown", Some("s")), "body", Some(&saved), &[Key::Control, Key::Letter('s')])
}

fn timed(
    window: &Window,
    event: (&str, Option<&str>),
    root: &str,
    wanted: Option<&str>,
    keys: &[Key],
) -> Result<Option<f64>> {
    watch(window, event, root, wanted)?;
    window.press(keys)?;
    shown(window)
}

fn watch(
    window: &Window,
    (event, key): (&str, Option<&str>),
    root: &str,
    wanted: Option<&str>,
) -> Result<()> {
    let arguments = vec![json!(event), json!(key), json!(root), json!(wanted)];
    window.script_with(WATCH, arguments).map(drop)
}

/// The time that was taken; none where nothing came of it: the rows were those that were there.
fn shown(window: &Window) -> Result<Option<f64>> {
    match window.script_async(SHOWN)? {
        Value::Null => Ok(None),
        time => time.as_f64().map(Some).context("a time"),
    }
}
