//! What a person does at the desk, by the names the page gives its parts.

use std::fmt::Display;

use anyhow::{Context as _, bail};
use serde_json::Value;

use super::{Key, Result, Window};

/// Calls a command of the host past the page, as another window or another program would change the book.
const INVOKE: &str = "const [command, args, done] = arguments;
    window.__TAURI_INTERNALS__.invoke(command, { args })
        .then((answer) => done({ answer }), (error) => done({ error }));";

/// The selector of a part by its `data-testid`.
#[must_use]
pub fn part(name: &str) -> String {
    format!("[data-testid=\"{name}\"]")
}

/// The selector of a field's control in the form.
#[must_use]
pub fn field(name: impl Display) -> String {
    format!("#field-{name}")
}

/// The selector of a contact's row in the list.
#[must_use]
pub fn row(key: &str) -> String {
    format!("{} [data-key=\"{key}\"]", part("list"))
}

impl Window {
    /// Takes the sample book on the first start, and waits for its list.
    ///
    /// # Errors
    /// When the desk does not offer it or the list does not come.
    pub fn start_with_sample(&self) -> Result<()> {
        self.click(&part("start-sample"))?;
        self.first_key().map(drop)
    }

    /// The externalId of the first contact in the list, once there is one.
    ///
    /// # Errors
    /// When the list stays empty.
    pub fn first_key(&self) -> Result<String> {
        let row = format!("{} [data-key]", part("list"));
        self.attribute(&row, "data-key")?.context("a row without a key")
    }

    /// Asks the search box for something, by the keyboard.
    ///
    /// # Errors
    /// When there is no such box.
    pub fn search_for(&self, text: &str) -> Result<()> {
        self.find("#search")?;
        self.press(&[Key::Control, Key::Letter('f')])?;
        self.wait_for_focus("#search")?;
        self.type_into("#search", text)
    }

    /// Opens a contact with "Go to externalId", and waits for its form.
    ///
    /// # Errors
    /// When the box or the form does not come.
    pub fn open_contact(&self, key: &str) -> Result<()> {
        self.go_to(key)?;
        self.find(&format!("{}[data-key=\"{key}\"]", part("record"))).map(drop)
    }

    /// Types a key into "Go to externalId" and presses Enter.
    ///
    /// # Errors
    /// When the box does not come.
    pub fn go_to(&self, key: &str) -> Result<()> {
        self.find("#search")?;
        self.press(&[Key::Control, Key::Letter('g')])?;
        self.type_into(&part("goto-input"), key)?;
        self.press(&[Key::Enter])
    }

    /// Puts a value in the place of a field's.
    ///
    /// # Errors
    /// When the form has no such field.
    pub fn edit(&self, name: &str, value: &str) -> Result<()> {
        self.type_into(&field(name), value)
    }

    /// Sends the update, by the keyboard.
    ///
    /// # Errors
    /// When the window does not answer.
    pub fn save(&self) -> Result<()> {
        self.find(&format!("{}:enabled", part("save")))?;
        self.press(&[Key::Control, Key::Letter('s')])
    }

    /// Turns to a tab of the record: `record`, `request` or `history`.
    ///
    /// # Errors
    /// When there is no such tab.
    pub fn turn_to(&self, tab: &str) -> Result<()> {
        self.click(&format!("#tab-{tab}"))
    }

    /// Calls a command of the host past the page, and gives what it answers.
    ///
    /// # Errors
    /// When the command is refused.
    pub fn invoke(&self, command: &str, arguments: Value) -> Result<Value> {
        let said = self.script_async_with(INVOKE, vec![command.into(), arguments])?;
        match said.get("answer") {
            Some(answer) => Ok(answer.clone()),
            None => bail!("{command} was refused: {said}"),
        }
    }
}
