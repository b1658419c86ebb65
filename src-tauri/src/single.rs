//! One desk for a book: a second one brings the first to the front and ends.
//!
//! It needs a session bus on Linux, and asks nothing of a desk that hangs; the book's lock stays the guard. On Linux
//! desks are told apart by their books. Elsewhere they can only be told apart by the application, so there only desks on
//! the person's own book take part.

use std::path::Path;

use tauri::{AppHandle, Builder, Manager, Runtime};

use crate::{Where, asked};

/// Has a second desk on the same book come to this one instead of opening.
pub(crate) fn keep_single<R: Runtime>(builder: Builder<R>, place: &Where) -> Builder<R> {
    let Some(name) = place.folder.as_ref().ok().and_then(|folder| bus_name(folder)) else { return builder };
    let plugin = tauri_plugin_single_instance::Builder::new()
        .dbus_id(name)
        .callback(|app, arguments, folder| {
            come_to_front(app);
            // The first is the program itself.
            asked::show(app, arguments.into_iter().skip(1), Path::new(&folder));
        })
        .build();
    builder.plugin(plugin)
}

/// The name under which desks on a book find each other, where they can be told from desks on another.
#[cfg(target_os = "linux")]
fn bus_name(folder: &Path) -> Option<String> {
    use std::hash::{DefaultHasher, Hash, Hasher};

    let mut hasher = DefaultHasher::new();
    whole_path(folder).hash(&mut hasher);
    Some(format!("app.kith.desk.book{:016x}", hasher.finish()))
}

#[cfg(not(target_os = "linux"))]
fn bus_name(_folder: &Path) -> Option<String> {
    std::env::var_os("KITH_BOOK").is_none_or(|folder| folder.is_empty()).then(|| "app.kith.desk".to_owned())
}

/// The folder by its one true name, also before it is made.
#[cfg(target_os = "linux")]
fn whole_path(folder: &Path) -> std::path::PathBuf {
    let there = folder.canonicalize();
    there.or_else(|_| std::path::absolute(folder)).unwrap_or_else(|_| folder.to_owned())
}

fn come_to_front<R: Runtime>(app: &AppHandle<R>) {
    let Some(window) = app.get_webview_window("main") else { return };
    for done in [window.unminimize(), window.show(), window.set_focus()] {
        if let Err(error) = done {
            eprintln!("the window could not be brought to the front: {error}");
        }
    }
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn one_book_has_one_name_however_it_is_written_and_another_has_another() {
        let home = tempfile::tempdir().unwrap();
        let book = home.path().join("book");
        assert_eq!(bus_name(&book), bus_name(&home.path().join("./book")));
        std::fs::create_dir(&book).unwrap();
        assert_eq!(bus_name(&book), bus_name(&home.path().join("book/../book")));
        assert_ne!(bus_name(&book), bus_name(&home.path().join("other")));
    }
}
