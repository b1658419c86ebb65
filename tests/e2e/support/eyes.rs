//! What a person sees in the window.

use anyhow::Context as _;
use fantoccini::Locator;
use fantoccini::elements::Element;
use fantoccini::error::{CmdError, ErrorStatus};
use serde_json::Value;

use super::{Result, Window, until};

/// Null when the element has the keyboard, else what has it.
const FOCUS: &str = "const holder = document.activeElement;
    return holder?.matches(arguments[0]) ? null : (holder?.outerHTML.slice(0, 120) ?? 'nothing');";
const TOP: &str = "return document.querySelector(arguments[0])?.getBoundingClientRect().top ?? null;";

impl Window {
    /// Waits for the first element a CSS selector finds.
    ///
    /// # Errors
    /// When none appears in time.
    pub fn find(&self, css: &str) -> Result<Element> {
        until(&format!("an element {css}"), || match self.wait_on(self.client().find(Locator::Css(css))) {
            Ok(element) => Ok(Some(element)),
            Err(error) if passes(&error) => Ok(None),
            Err(error) => Err(error.into()),
        })
    }

    /// Whether a CSS selector finds anything now.
    ///
    /// # Errors
    /// When the window does not answer.
    pub fn has(&self, css: &str) -> Result<bool> {
        Ok(!self.wait_on(self.client().find_all(Locator::Css(css)))?.is_empty())
    }

    /// The text an element shows, once it shows any.
    ///
    /// # Errors
    /// When it shows none in time.
    pub fn text(&self, css: &str) -> Result<String> {
        self.on(css, &format!("text in {css}"), async |element| {
            let text = element.prop("innerText").await?.unwrap_or_default();
            Ok((!text.is_empty()).then_some(text))
        })
    }

    /// What an attribute of an element says; nothing where it is not set.
    ///
    /// # Errors
    /// When there is no such element in time.
    pub fn attribute(&self, css: &str, name: &str) -> Result<Option<String>> {
        self.on(css, &format!("{name} of {css}"), async |element| element.attr(name).await.map(Some))
    }

    /// What a field holds now.
    ///
    /// # Errors
    /// When there is no such field in time.
    pub fn value(&self, css: &str) -> Result<String> {
        self.on(css, &format!("the value of {css}"), async |element| element.prop("value").await)
    }

    /// Waits until a field holds just that.
    ///
    /// # Errors
    /// When it does not in time; says what it held instead.
    pub fn wait_for_value(&self, css: &str, wanted: &str) -> Result<()> {
        let mut held = String::new();
        until(&format!("{wanted:?} in {css}"), || {
            held = self.value(css)?;
            Ok((held == wanted).then_some(()))
        })
        .with_context(|| format!("it holds {held:?}"))
    }

    /// Waits until an element shows a text with that in it.
    ///
    /// # Errors
    /// When it does not in time; says what it showed instead.
    pub fn wait_for_text(&self, css: &str, wanted: &str) -> Result<()> {
        let mut shown = String::new();
        until(&format!("{wanted:?} in {css}"), || {
            shown = self.text(css)?;
            Ok(shown.contains(wanted).then_some(()))
        })
        .with_context(|| format!("it shows {shown:?}"))
    }

    /// Waits until the element of a CSS selector has the keyboard.
    ///
    /// # Errors
    /// When it does not in time; says what has it instead.
    pub fn wait_for_focus(&self, css: &str) -> Result<()> {
        let mut holder = Value::Null;
        until(&format!("the keyboard on {css}"), || {
            holder = self.script_with(FOCUS, vec![css.into()])?;
            Ok(holder.is_null().then_some(()))
        })
        .with_context(|| format!("it is on {holder}"))
    }

    /// Waits until a CSS selector finds nothing any more.
    ///
    /// # Errors
    /// When it still does after that time.
    pub fn wait_until_gone(&self, css: &str) -> Result<()> {
        until(&format!("{css} to go"), || Ok((!self.has(css)?).then_some(())))
    }

    /// Where the top of an element lies in the window, in CSS pixels.
    ///
    /// # Errors
    /// When there is no such element in time.
    pub fn top_of(&self, css: &str) -> Result<f64> {
        self.find(css)?;
        let top = self.script_with(TOP, vec![css.into()])?;
        top.as_f64().with_context(|| format!("the place of {css}"))
    }

    /// Runs a script in the page and gives what it returns.
    ///
    /// # Errors
    /// When the script throws.
    pub fn script(&self, script: &str) -> Result<Value> {
        self.script_with(script, Vec::new())
    }

    /// Runs a script with arguments and gives what it returns.
    ///
    /// # Errors
    /// When the script throws.
    pub fn script_with(&self, script: &str, arguments: Vec<Value>) -> Result<Value> {
        Ok(self.wait_on(self.client().execute(script, arguments))?)
    }

    /// Runs a script that calls its last argument when it is done.
    ///
    /// # Errors
    /// When the script throws or never calls it.
    pub fn script_async(&self, script: &str) -> Result<Value> {
        self.script_async_with(script, Vec::new())
    }

    /// Runs a script with arguments that calls the last of them when it is done.
    ///
    /// # Errors
    /// When the script throws or never calls it.
    pub fn script_async_with(&self, script: &str, arguments: Vec<Value>) -> Result<Value> {
        Ok(self.wait_on(self.client().execute_async(script, arguments))?)
    }

    /// Does something to an element until it answers: it may come late, be drawn anew meanwhile, or lie under another.
    pub(super) fn on<T>(
        &self,
        css: &str,
        what: &str,
        act: impl AsyncFn(Element) -> std::result::Result<Option<T>, CmdError>,
    ) -> Result<T> {
        until(what, || {
            let element = self.find(css)?;
            match self.wait_on(act(element)) {
                Ok(answer) => Ok(answer),
                Err(error) if passes(&error) => Ok(None),
                Err(error) => Err(error.into()),
            }
        })
    }
}

/// Whether asking again may help.
fn passes(error: &CmdError) -> bool {
    let CmdError::Standard(answer) = error else { return false };
    matches!(
        answer.error,
        ErrorStatus::NoSuchElement
            | ErrorStatus::StaleElementReference
            | ErrorStatus::ElementNotInteractable
            | ErrorStatus::ElementClickIntercepted
    )
}
