//! The web view's own WebDriver, started for one window.

use std::fs::{self, File};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use anyhow::{Context as _, bail};

use super::patience::until;
use super::screen::Screen;
use super::{Home, Result, children};

/// What it is called.
pub(super) const PROGRAM: &str = "WebKitWebDriver";
/// Between finding a free port and the driver's taking it another one may; then another port is tried.
const TRIES: usize = 3;

/// A running driver. It and all it started end with this value.
#[derive(Debug)]
pub(super) struct Driver {
    process: Child,
    address: SocketAddr,
    log: PathBuf,
    home: PathBuf,
    /// Last, because what is shown on it ends first.
    screen: Screen,
}

impl Driver {
    /// Starts a driver whose desk will live in that home.
    pub(super) fn start(home: &Home) -> Result<Self> {
        for _ in 1..TRIES {
            if let Ok(driver) = Self::try_start(home) {
                return Ok(driver);
            }
        }
        Self::try_start(home)
    }

    fn try_start(home: &Home) -> Result<Self> {
        let screen = Screen::start()?;
        let address = free_address()?;
        let log = home.folder().join("driver.log");
        let output = File::options().create(true).append(true).open(&log).context("the driver's log")?;
        let process = Command::new(PROGRAM)
            .args(["--host=127.0.0.1", &format!("--port={}", address.port())])
            .envs(home.environment())
            .env("DISPLAY", screen.name())
            .env_remove("WAYLAND_DISPLAY")
            .stdin(Stdio::null())
            .stdout(output.try_clone()?)
            .stderr(output)
            .spawn()
            .with_context(|| format!("{PROGRAM} did not start (Debian's package: webkit2gtk-driver)"))?;
        let mut driver = Self { process, address, log, home: home.folder().to_path_buf(), screen };
        until("the WebDriver to listen", || driver.listens())?;
        Ok(driver)
    }

    fn listens(&mut self) -> Result<Option<()>> {
        if let Some(status) = self.process.try_wait()? {
            bail!("{PROGRAM} ended at once with {status}: {}", self.said());
        }
        Ok(TcpStream::connect(self.address).ok().map(drop))
    }

    /// The screen its windows are on.
    pub(super) fn screen(&self) -> &Screen {
        &self.screen
    }

    /// Where to send orders.
    pub(super) fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The end of what the driver and the desk have written.
    pub(super) fn said(&self) -> String {
        tail(&self.log)
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
        children::end(&self.home);
    }
}

fn free_address() -> Result<SocketAddr> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).context("a free port on this machine")?;
    Ok(listener.local_addr()?)
}

fn tail(log: &Path) -> String {
    let all = fs::read(log).unwrap_or_default();
    let text = String::from_utf8_lossy(&all);
    let lines: Vec<&str> = text.lines().collect();
    lines.iter().skip(lines.len().saturating_sub(20)).copied().collect::<Vec<_>>().join("\n")
}
