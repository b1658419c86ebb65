//! What a person does in the window with mouse and keyboard.

use fantoccini::actions::{InputSource as _, KeyAction, KeyActions};

use super::{Key, Result, Window};

const WHOLE: &str = "document.querySelector(arguments[0])?.scrollIntoView({ block: 'nearest' })";

impl Window {
    /// Clicks an element once it can be clicked; one that is half out of sight is scrolled to first.
    ///
    /// # Errors
    /// When it cannot in time.
    pub fn click(&self, css: &str) -> Result<()> {
        self.find(css)?;
        self.script_with(WHOLE, vec![css.into()])?;
        self.on(css, &format!("to click {css}"), async |element| element.click().await.map(Some))
    }

    /// Puts text in the place of what a field holds, key by key.
    ///
    /// # Errors
    /// When the field does not take it in time.
    pub fn type_into(&self, css: &str, text: &str) -> Result<()> {
        self.click(css)?;
        self.press(&[Key::Control, Key::Letter('a')])?;
        self.press(&[Key::Delete])?;
        self.on(css, &format!("to type into {css}"), async |element| element.send_keys(text).await.map(Some))
    }

    /// Presses keys together: all but the last are held while the last is pressed.
    ///
    /// # Errors
    /// When the window does not answer.
    pub fn press(&self, keys: &[Key]) -> Result<()> {
        let down = keys.iter().map(|key| KeyAction::Down { value: key.value() });
        let up = keys.iter().rev().map(|key| KeyAction::Up { value: key.value() });
        let actions = down.chain(up).fold(KeyActions::new("keyboard".to_owned()), KeyActions::then);
        Ok(self.wait_on(self.client().perform_actions(actions))?)
    }

    /// Gives the window another size, in CSS pixels at its usual zoom.
    ///
    /// # Errors
    /// When the window does not answer.
    pub fn resize(&self, width: u32, height: u32) -> Result<()> {
        Ok(self.wait_on(self.client().set_window_size(width, height))?)
    }
}
