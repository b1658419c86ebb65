//! The steps of one update.

use std::cell::Cell;
use std::path::Path;
use std::time::Instant;

use anyhow::{Result, ensure};
use kith_tests::window::{Home, Window, command, field, part};

use super::Options;

/// The field that is edited: plain text, in every schema Kith ships.
const FIELD: &str = "Title";

/// Does and tells them all.
pub fn tell(options: &Options) -> Result<()> {
    let home = match &options.book {
        Some(book) => Home::new()?.with_book(book),
        None => Home::new()?,
    };
    let teller = Teller { start: Instant::now(), told: Cell::new(0), pictures: &options.pictures };
    let window = Window::open(&home)?;
    let key = find(&teller, &window)?;
    let value = update(&teller, &window, &key)?;
    window.close()?;
    teller.say("The desk closed");
    read_again(&teller, &home, &key, &value)
}

fn find(teller: &Teller, window: &Window) -> Result<String> {
    window.find(&format!("{}, {}", part("start-sample"), part("list")))?;
    teller.show(window, "The desk opened", "opened")?;
    if window.has(&part("start-sample"))? {
        window.start_with_sample()?;
        teller.show(window, "The sample book was made and listed", "list")?;
    }
    let key = window.first_key()?;
    window.go_to(&key)?;
    window.find(&field(FIELD))?;
    teller.show(window, &format!("Found the contact {key}"), "found")?;
    Ok(key)
}

fn update(teller: &Teller, window: &Window, key: &str) -> Result<String> {
    let old = window.value(&field(FIELD))?;
    // Never the value that is there already: then there would be nothing to save.
    let value = if old == "Head of Purchasing" { "Head of Sales" } else { "Head of Purchasing" };
    window.edit(FIELD, value)?;
    window.wait_for_value(&field(FIELD), value)?;
    teller.show(window, &format!("Typed {value:?} over {old:?} in {FIELD}"), "typed")?;
    window.save()?;
    window.text(&part("saved"))?;
    teller.show(window, &format!("Saved {key}"), "saved")?;
    window.turn_to("request")?;
    let answer = window.text(&part("answer"))?;
    teller.show(
        window,
        &format!("The answer: {}", answer.split_whitespace().collect::<Vec<_>>().join(" ")),
        "answer",
    )?;
    Ok(value.to_owned())
}

fn read_again(teller: &Teller, home: &Home, key: &str, value: &str) -> Result<()> {
    let stored = command(home.book(), &["get", key])?;
    let stored = stored.pointer(&format!("/Data/{FIELD}")).and_then(serde_json::Value::as_str);
    ensure!(stored == Some(value), "kith get {key} reads {FIELD} as {stored:?}, not {value:?}");
    teller.say(&format!("Read again with kith get {key}: {FIELD} is {value:?}"));
    let window = Window::open(home)?;
    window.go_to(key)?;
    window.wait_for_value(&field(FIELD), value)?;
    teller.show(&window, "Opened once more, the desk shows it too", "again")?;
    window.close()
}

struct Teller<'a> {
    start: Instant,
    told: Cell<u32>,
    pictures: &'a Path,
}

impl Teller<'_> {
    fn say(&self, what: &str) {
        self.told.set(self.told.get() + 1);
        println!("{:2}. {:5.1} s  {what}", self.told.get(), self.start.elapsed().as_secs_f32());
    }

    fn show(&self, window: &Window, what: &str, name: &str) -> Result<()> {
        let picture = self.pictures.join(format!("{}-{name}.png", self.told.get() + 1));
        window.picture(&picture)?;
        self.say(what);
        println!("             {}", picture.display());
        Ok(())
    }
}
