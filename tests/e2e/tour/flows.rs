//! The flows, in the order in which a new person meets them.

use std::path::Path;

use anyhow::Result;
use kith_tests::window::{Home, Key, Window, field, part};

/// The window's size, in CSS pixels.
const WIDTH: u32 = 1280;
const HEIGHT: u32 = 800;
/// Shows the window in one of its two looks, whatever the system's is.
const LOOK: &str = "document.documentElement.dataset.theme = arguments[0];";

/// Goes through all of them.
pub fn go_through(pictures: &Path) -> Result<()> {
    let home = Home::new()?;
    let window = Window::open(&home)?;
    window.resize(WIDTH, HEIGHT)?;
    let tour = Tour { window: &window, pictures };
    window.find(&part("start-sample"))?;
    tour.show("start")?;
    window.start_with_sample()?;
    tour.find_and_edit()?;
    tour.look_at_the_request()?;
    tour.ask_for_an_action()?;
    tour.look_at_pages()?;
    window.close()
}

struct Tour<'a> {
    window: &'a Window,
    pictures: &'a Path,
}

impl Tour<'_> {
    /// Takes a picture in each look.
    fn show(&self, name: &str) -> Result<()> {
        for look in ["light", "dark"] {
            self.window.script_with(LOOK, vec![look.into()])?;
            let picture = self.pictures.join(format!("{name}-{look}.png"));
            self.window.picture(&picture)?;
            println!("{}", picture.display());
        }
        Ok(())
    }

    fn find_and_edit(&self) -> Result<()> {
        let window = self.window;
        window.search_for("mueller")?;
        let key = window.first_key()?;
        window.open_contact(&key)?;
        window.find(&field("Title"))?;
        window.edit("Title", "Head of Purchasing")?;
        window.edit("Email", "nowhere")?;
        self.show("edit")?;
        window.edit("Email", "head.of.purchasing@example.com")?;
        window.save()?;
        window.text(&part("saved"))?;
        self.show("saved")
    }

    fn look_at_the_request(&self) -> Result<()> {
        self.window.turn_to("request")?;
        self.window.text(&part("answer"))?;
        self.show("request")?;
        self.window.turn_to("history")?;
        self.window.find(&format!("{} [data-change]", part("history")))?;
        self.show("history")?;
        self.window.turn_to("record")
    }

    fn ask_for_an_action(&self) -> Result<()> {
        self.window.press(&[Key::Control, Key::Letter('k')])?;
        self.window.find(&part("palette"))?;
        self.show("palette")?;
        self.window.press(&[Key::Escape])
    }

    fn look_at_pages(&self) -> Result<()> {
        for (button, name, shown) in [
            ("show-duplicates", "duplicates", "duplicate-pairs"),
            ("show-fields", "fields", "field-list"),
            ("show-book", "book", "backups"),
        ] {
            self.window.click(&part(button))?;
            self.window.find(&part(shown))?;
            self.show(name)?;
        }
        Ok(())
    }
}
