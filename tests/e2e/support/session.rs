//! One desk's window: opened, closed, ended.

use std::future::Future;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};
use std::time::Duration;

use anyhow::{Context as _, anyhow};
use fantoccini::wd::Capabilities;
use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::json;
use tokio::runtime::{Builder, Runtime};
use tokio::time::timeout;

use super::driver::Driver;
use super::{Home, Result, children, programs, until};

/// From the driver's order to a window that answers.
const OPENING: Duration = Duration::from_secs(90);

/// A running desk. Dropping it ends the desk at once, as a crash would; [`Window::close`] closes it as a person does.
#[derive(Debug)]
pub struct Window {
    client: Client,
    runtime: Runtime,
    driver: Driver,
    home: PathBuf,
    program: PathBuf,
}

impl Window {
    /// Opens the desk under test in that home.
    ///
    /// # Errors
    /// When the desk or the driver does not start.
    pub fn open(home: &Home) -> Result<Self> {
        Self::open_program(&programs::desk()?, home)
    }

    /// Opens any Tauri program in that home.
    ///
    /// # Errors
    /// When the program or the driver does not start.
    pub fn open_program(program: &Path, home: &Home) -> Result<Self> {
        let runtime = Builder::new_current_thread().enable_all().build()?;
        let driver = Driver::start(home)?;
        let client = runtime
            .block_on(async { timeout(OPENING, connect(&driver.url(), program)).await })
            .map_err(|_| anyhow!("no window within {} s", OPENING.as_secs()))
            .and_then(|client| client.map_err(Into::into))
            .with_context(|| format!("{} did not open; it said:\n{}", program.display(), driver.said()))?;
        let (home, program) = (home.folder().to_path_buf(), program.to_path_buf());
        Ok(Self { client, runtime, driver, home, program })
    }

    /// Closes the desk in good order and waits until it has ended.
    ///
    /// # Errors
    /// When it does not end.
    pub fn close(self) -> Result<()> {
        children::close(&self.home, &self.program)
            .with_context(|| format!("the desk did not close; it said:\n{}", self.driver.said()))
    }

    /// Starts the desk a second time on the same screen, in that home, and waits until it has ended.
    ///
    /// # Errors
    /// When it does not start or does not end.
    pub fn start_another(&self, home: &Home) -> Result<ExitStatus> {
        let mut second = Command::new(&self.program);
        second
            .envs(home.environment())
            .env("DISPLAY", self.driver.screen().name())
            .env_remove("WAYLAND_DISPLAY");
        let mut second = second.stdin(Stdio::null()).spawn().context("the second desk")?;
        until("the second desk to end", || Ok(second.try_wait()?))
    }

    /// The name of the window on this screen that the system gives the keyboard to; none where no window asked for it.
    ///
    /// # Errors
    /// When the screen cannot be asked.
    pub fn focused(&self) -> Result<Option<String>> {
        self.driver.screen().focused()
    }

    /// Answers the dialog for files that the desk shows, or is about to show, with a path.
    ///
    /// # Errors
    /// When there is no such dialog in time, or it does not take the path.
    pub fn answer_dialog(&self, path: &Path) -> Result<()> {
        self.driver.screen().answer_dialog(path)
    }

    pub(super) fn home(&self) -> &Path {
        &self.home
    }

    pub(super) fn client(&self) -> &Client {
        &self.client
    }

    pub(super) fn wait_on<T>(&self, order: impl Future<Output = T>) -> T {
        self.runtime.block_on(order)
    }
}

async fn connect(
    url: &str,
    program: &Path,
) -> std::result::Result<Client, fantoccini::error::NewSessionError> {
    let options = json!({ "binary": program.to_string_lossy(), "args": [] });
    let wanted = Capabilities::from_iter([("webkitgtk:browserOptions".to_owned(), options)]);
    ClientBuilder::new(HttpConnector::new()).capabilities(wanted).connect(url).await
}
