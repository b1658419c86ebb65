//! For everyone: what a checker of accessibility finds in the real window, colours among it, and the window at twice
//! its size.

use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result};
use kith_tests::window::{Home, Key, Window, part, until};
use serde_json::{Value, json};

const CHECKER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../ui/node_modules/axe-core/axe.min.js");
const CHECK: &str = "const done = arguments[0];
    axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) =>
        done(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' ')}`)));";

#[test]
fn the_window_passes_the_checker_light_and_dark() -> Result<()> {
    let home = Home::new()?;
    let window = Window::open(&home)?;
    window.find(&part("start-sample"))?;
    let checker =
        fs::read_to_string(Path::new(CHECKER)).context("the checker (npm ci in ui/ installs it)")?;
    window.script(&format!("{checker}; window.axe = axe;"))?;
    passes(&window, "the first start")?;
    window.start_with_sample()?;
    window.open_contact(&window.first_key()?)?;
    window.edit("Phone", "ask at the desk")?;
    window.edit("Email", "not an address")?;
    window.save()?;
    window.find(&part("error-summary"))?;
    passes(&window, "a refused save")?;
    for (tab, inside) in [("request", "answer"), ("history", "history")] {
        window.turn_to(tab)?;
        window.find(&part(inside))?;
        passes(&window, tab)?;
    }
    window.go_to("nobody-has-this")?;
    window.text(&part("goto-answer"))?;
    passes(&window, "a key that is not there")
}

#[test]
fn the_fields_pass_the_checker_light_and_dark() -> Result<()> {
    let home = Home::new()?;
    let window = Window::open(&home)?;
    window.start_with_sample()?;
    let checker =
        fs::read_to_string(Path::new(CHECKER)).context("the checker (npm ci in ui/ installs it)")?;
    window.script(&format!("{checker}; window.axe = axe;"))?;
    window.click(&part("show-fields"))?;
    window.click(&format!("{} [data-field=Title]", part("field-list")))?;
    passes(&window, "a field")?;
    window.type_into(&format!("{} [data-key=Length]", part("field-editor")), "3")?;
    window.click(&part("review"))?;
    window.find(&part("broken"))?;
    passes(&window, "a rule that contacts break")?;
    window.click(&part("keep"))?;
    window.wait_until_gone(&part("proposal"))?;
    for (tab, inside) in [
        ("picklists", "picklists"),
        ("layout", "form-groups"),
        ("schemaHistory", "schema-history"),
        ("attention", "attention"),
    ] {
        window.turn_to(tab)?;
        window.find(&part(inside))?;
        passes(&window, tab)?;
    }
    Ok(())
}

fn passes(window: &Window, state: &str) -> Result<()> {
    for theme in ["light", "dark"] {
        window.script_with("document.documentElement.dataset.theme = arguments[0];", vec![theme.into()])?;
        until("the colours to settle", || {
            Ok((window.script("return document.getAnimations().length")? == json!(0)).then_some(()))
        })?;
        assert_eq!(window.script_async(CHECK)?, json!([]), "{state}, {theme}");
    }
    Ok(())
}

#[test]
fn at_twice_its_size_nothing_is_lost() -> Result<()> {
    let home = Home::new()?;
    let window = Window::open(&home)?;
    window.start_with_sample()?;
    window.resize(1024, 640)?;
    window.open_contact(&window.first_key()?)?;
    window.edit("Email", "not an address")?;
    window.save()?;
    window.find(&part("error-summary"))?;
    twice_its_size(&window)?;
    nothing_is_cut(&window, "the record")?;
    // By key: the driver's mouse does not know of the zoom.
    for (key, inside) in [('2', "request-line"), ('3', "history"), ('l', "list")] {
        window.press(&[Key::Control, Key::Letter(key)])?;
        window.find(&part(inside))?;
        nothing_is_cut(&window, inside)?;
    }
    window.press(&[Key::Control, Key::Shift, Key::Letter('f')])?;
    window.find(&part("field-list"))?;
    nothing_is_cut(&window, "the fields")
}

fn twice_its_size(window: &Window) -> Result<()> {
    for _ in 0..5 {
        window.press(&[Key::Control, Key::Letter('=')])?;
    }
    until("the window at twice its size", || {
        Ok((window.script("return [innerWidth, innerHeight]")? == json!([512, 320])).then_some(()))
    })
}

/// No button or field reaches over the window's left or right edge, but inside of what can be scrolled across: the
/// columns of a table (WCAG 2.2, 1.4.10).
fn nothing_is_cut(window: &Window, state: &str) -> Result<()> {
    let cut = window.script(
        "const across = (part) => part !== null && (part.scrollWidth > part.clientWidth &&
             ['auto', 'scroll'].includes(getComputedStyle(part).overflowX) || across(part.parentElement));
         return [...document.querySelectorAll('button, input, textarea')]
             .filter((part) => !across(part.parentElement))
             .map((part) => [part, part.getBoundingClientRect()])
             .filter(([, box]) => box.width > 1 && (box.left < 0 || box.right > innerWidth))
             .map(([part]) => part.outerHTML.slice(0, 160));",
    )?;
    assert_eq!(cut, Value::Array(Vec::new()), "cut off in {state}");
    Ok(())
}
