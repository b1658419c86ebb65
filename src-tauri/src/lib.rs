//! The desktop shell: the window, what the page in it may ask of the host, and the wiring of both to the book.
//!
//! Nothing here decides anything about a contact. A command converts its arguments, calls the book and hands back
//! the book's answer; the only crate that names Tauri is this one.

mod asked;
mod closing;
mod commands;
mod display;
mod exact;
mod languages;
mod signals;
mod single;
mod window;

use std::{
    env,
    path::PathBuf,
    sync::{Arc, OnceLock},
};

use kith_book::{Book, BookChanged, Desk};
use tauri::{AppHandle, Builder, Context, DragDropEvent, Emitter, Manager, RunEvent, Runtime, WindowEvent};

/// The event that tells the page of every change to the book.
const BOOK_CHANGED: &str = "book-changed";
/// The event that tells it how far an import or its preview is.
const IMPORT_PROGRESS: &str = "import-progress";
/// The event that tells how far an export is.
const EXPORT_PROGRESS: &str = "export-progress";
/// The event that tells it how far a search for duplicates is.
const DUPLICATES_PROGRESS: &str = "duplicates-progress";
/// The event that tells it how far a bulk edit or its preview is.
const BULK_EDIT_PROGRESS: &str = "bulk-edit-progress";

/// Why the desk did not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// There is nothing to show a window on.
    #[error("there is no display to show a window on; `kith` does the same work on the command line")]
    NoDisplay,
    /// The window system or the web view refused.
    #[error(transparent)]
    Window(#[from] tauri::Error),
}

/// Opens the desk and stays until its window is closed.
///
/// # Errors
/// When the window cannot be opened.
pub fn run() -> Result<(), StartError> {
    let place = Where::from_environment();
    // First of all plugins: a second desk ends before it does anything else.
    let builder = single::keep_single(Builder::default(), &place);
    let (builder, desk) = fitted_out(builder, place);
    desk.asked_for(env::args().skip(1), &env::current_dir().unwrap_or_default());
    // The window takes most of the start, on one processor: the book is open before it can ask.
    if let Err(error) = desk.open_ahead() {
        eprintln!("the book could not be opened ahead: {error}");
    }
    display::check()?;
    builder.build(context())?.run(on_event);
    Ok(())
}

/// What happens in the life of the window system's own loop; the mock runtime of the tests has none.
fn on_event<R: Runtime>(app: &AppHandle<R>, event: RunEvent) {
    match event {
        RunEvent::Ready => signals::close_on_signal(app),
        RunEvent::WindowEvent { event: WindowEvent::CloseRequested { api, .. }, .. } => {
            api.prevent_close();
            closing::close_soon(app);
        }
        RunEvent::WindowEvent { event: WindowEvent::DragDrop(DragDropEvent::Drop { paths, .. }), .. } => {
            asked::take_in(app, paths);
        }
        // How macOS hands an address over; elsewhere it comes as an argument.
        #[cfg(target_os = "macos")]
        RunEvent::Opened { urls } => {
            asked::show(app, urls.into_iter().map(String::from), std::path::Path::new("/"))
        }
        RunEvent::Exit => {
            if let Err(error) = app.state::<Desk>().close() {
                eprintln!("{error}");
            }
        }
        _ => {}
    }
}

/// Where the desk's book is.
#[derive(Debug)]
pub struct Where {
    /// The book's folder.
    pub folder: Result<PathBuf, kith_book::Error>,
    /// Open it for looking only.
    pub read_only: bool,
}

impl Where {
    /// The person's own book, or the one `KITH_BOOK` names; `KITH_READ_ONLY=1` opens it for looking only.
    #[must_use]
    pub fn from_environment() -> Self {
        let read_only = env::var_os("KITH_READ_ONLY").is_some_and(|value| value == "1");
        Self { folder: Book::default_folder(), read_only }
    }
}

/// Fits a bare builder out as the desk. Tests give it the mock runtime's builder and a book of their own.
pub fn desk<R: Runtime>(builder: Builder<R>, place: Where) -> Builder<R> {
    fitted_out(builder, place).0
}

fn fitted_out<R: Runtime>(builder: Builder<R>, place: Where) -> (Builder<R>, Desk) {
    // The page may ask before set-up ends, so the desk is there from the start and learns of the application later.
    let app = Arc::new(OnceLock::<AppHandle<R>>::new());
    let (teller, watcher, searcher) = (Arc::clone(&app), Arc::clone(&app), Arc::clone(&app));
    let (edits, exports) = (Arc::clone(&app), Arc::clone(&app));
    let tell = move |change: &BookChanged| {
        if let Some(app) = teller.get()
            && let Err(error) = app.emit(BOOK_CHANGED, change)
        {
            eprintln!("the window could not be told of a change: {error}");
        }
    };
    let desk = Desk::on(place.folder, place.read_only, tell);
    desk.watch_imports(move |progress| {
        // The next one comes soon; one that is lost is no loss.
        drop(watcher.get().map(|app| app.emit(IMPORT_PROGRESS, progress)));
    });
    desk.watch_duplicates(move |progress| {
        drop(searcher.get().map(|app| app.emit(DUPLICATES_PROGRESS, progress)));
    });
    desk.watch_edits(move |progress| drop(edits.get().map(|app| app.emit(BULK_EDIT_PROGRESS, progress))));
    desk.watch_exports(move |progress| drop(exports.get().map(|app| app.emit(EXPORT_PROGRESS, progress))));
    let builder = builder
        .plugin(window::remembered())
        .plugin(languages::told())
        .plugin(tauri_plugin_dialog::init())
        .manage(desk.clone())
        .setup(move |set_up| {
            app.get_or_init(|| set_up.handle().clone());
            Ok(())
        })
        .invoke_handler(commands::handler());
    (builder, desk)
}

/// The configuration, the embedded page and the access list, as they are built into the binary.
#[must_use]
pub fn context<R: Runtime>() -> Context<R> {
    tauri::generate_context!()
}
