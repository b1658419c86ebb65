//! `kith`'s side of the hatch.

use std::{
    cell::Cell,
    io,
    path::Path,
    time::{Duration, Instant},
};

use interprocess::local_socket::Stream;
use kith_store::GoOn;
use serde::de::DeserializeOwned;

use super::{
    calls::{Besides, Request},
    line::{Kind, Line},
    place::{is_own, reach},
    words::{Greeting, Told, Watching},
};
use crate::error::Error;

/// How long a desk may take to greet: it serves so many at a time, and the others wait their turn.
const GREETING: Duration = Duration::from_secs(10);
/// How long a desk may take to give up a work that it was told to cancel.
const CANCELLING: Duration = Duration::from_secs(10);

/// The desk that has the book open.
pub struct AtDesk {
    line: Line,
}

impl AtDesk {
    /// Greets the desk that has the book in `folder` open; `None` where nobody listens, or somebody else does.
    ///
    /// # Errors
    /// [`Error::OtherVersion`].
    pub(super) fn reach(folder: &Path, read_only: bool, go_on: GoOn<'_>) -> Result<Option<Self>, Error> {
        let Some(stream) = reach(folder).filter(is_own) else { return Ok(None) };
        let own = Greeting::new(read_only);
        let Ok((desk, line)) = greet(stream, &own, go_on) else { return Ok(None) };
        if !desk.fits(&own) {
            return Err(Error::OtherVersion { desk: desk.version, own: own.version });
        }
        Ok(Some(Self { line }))
    }

    /// Has a request carried out.
    ///
    /// # Errors
    /// What the desk tells; [`Error::DeskGone`] when it ends before it answers.
    pub(super) fn ask<T: DeserializeOwned>(
        &self,
        request: &Request,
        besides: Besides<'_>,
    ) -> Result<T, Error> {
        let answer = self.answer(request, besides).map_err(Error::DeskGone)?;
        let given: Result<T, Told> =
            serde_json::from_slice(&answer).map_err(|error| Error::DeskGone(error.into()))?;
        given.map_err(|told| Error::Told(Box::new(told)))
    }

    fn answer(&self, request: &Request, besides: Besides<'_>) -> io::Result<Vec<u8>> {
        self.line.send(Kind::Request, &serde_json::to_vec(request)?)?;
        self.line.send(Kind::Body, besides.body)?;
        let mut answer = Vec::new();
        let cancelling = Cancelling { line: &self.line, since: Cell::new(None) };
        loop {
            let (kind, bytes) = self.line.receive(&|| cancelling.wait(besides.watch))?;
            match kind {
                Kind::Progress => {
                    // How far it is, is no part of the answer.
                    let _ = serde_json::from_slice(&bytes).map(besides.watch.progress);
                }
                Kind::Part => answer.extend(bytes),
                Kind::End => return Ok(answer),
                Kind::Greeting | Kind::Request | Kind::Body | Kind::Cancel => {
                    return Err(io::ErrorKind::InvalidData.into());
                }
            }
        }
    }
}

fn greet(stream: Stream, own: &Greeting, go_on: GoOn<'_>) -> io::Result<(Greeting, Line)> {
    let line = Line::new(stream)?;
    line.send(Kind::Greeting, &serde_json::to_vec(own)?)?;
    let started = Instant::now();
    let (kind, bytes) = line.receive(&|| go_on() && started.elapsed() < GREETING)?;
    match kind {
        Kind::Greeting => Ok((serde_json::from_slice(&bytes)?, line)),
        _ => Err(io::ErrorKind::InvalidData.into()),
    }
}

/// The wish to have a work given up, which is told once.
struct Cancelling<'a> {
    line: &'a Line,
    since: Cell<Option<Instant>>,
}

impl Cancelling<'_> {
    /// Whether the desk is still waited for.
    fn wait(&self, watch: &Watching<'_>) -> bool {
        match self.since.get() {
            Some(since) => since.elapsed() < CANCELLING,
            None if (watch.go_on)() => true,
            None => {
                self.since.set(Some(Instant::now()));
                self.line.send(Kind::Cancel, &[]).is_ok()
            }
        }
    }
}
