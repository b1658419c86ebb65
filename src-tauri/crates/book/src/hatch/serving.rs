//! The desk's side of the hatch: one thread that waits for connections, one for each of them and one for its request.

use std::{
    io,
    sync::{
        Arc, Condvar, Mutex, MutexGuard, PoisonError, Weak,
        atomic::{AtomicBool, Ordering},
    },
    thread::{self, Scope, ScopedJoinHandle},
    time::{Duration, Instant},
};

use interprocess::local_socket::{Listener, Stream, traits::Listener as _};
use kith_model::Source;

use super::{
    calls::{Besides, Request},
    line::{Kind, Line, Parts},
    place::{Place, is_own},
    words::{Greeting, Progress, Watching},
};
use crate::book::Book;

/// How many connections are served at a time; others wait until one of them ends.
const MOST: usize = 32;
/// How long a connection may take to greet.
const GREETING: Duration = Duration::from_secs(5);
/// How long a connection may be there without asking anything.
const IDLE: Duration = Duration::from_secs(60);
/// How long nobody is let in after the system let nobody in.
const PAUSE: Duration = Duration::from_millis(200);
/// How often the progress of a work is told at most.
const TELLING: Duration = Duration::from_millis(100);

/// The hatch of an open book, until it is dropped.
pub(crate) struct Hatch {
    shared: Arc<Shared>,
    place: Place,
}

struct Shared {
    book: Weak<Book>,
    closing: AtomicBool,
    /// How many connections there are.
    connections: Mutex<usize>,
    left: Condvar,
}

impl Hatch {
    /// Begins to take requests for a book that this process holds.
    ///
    /// # Errors
    /// When the system gives no socket or no thread.
    pub fn open(book: &Arc<Book>) -> io::Result<Self> {
        let (place, listener) = Place::open(book.folder())?;
        let shared = Arc::new(Shared {
            book: Arc::downgrade(book),
            closing: AtomicBool::new(false),
            connections: Mutex::new(0),
            left: Condvar::new(),
        });
        let listening = Arc::clone(&shared);
        thread::Builder::new().name("hatch".to_owned()).spawn(move || listening.listen(&listener))?;
        Ok(Self { shared, place })
    }
}

impl Drop for Hatch {
    /// Long work is given up at its next step, everything else is answered; then nobody has the book any more.
    fn drop(&mut self) {
        self.shared.closing.store(true, Ordering::SeqCst);
        self.shared.left.notify_all();
        // Where the socket was taken away nobody can come either, and the thread is left to itself.
        let _ = self.place.knock();
        let connections = self.shared.connections();
        drop(self.shared.left.wait_while(connections, |connections| *connections > 0));
    }
}

impl Shared {
    fn listen(self: Arc<Self>, listener: &Listener) {
        while !self.is_closing() {
            self.wait_for_room();
            let Ok(stream) = listener.accept() else {
                thread::sleep(PAUSE);
                continue;
            };
            let place = Taken::of(&self);
            let serve = move || {
                // Whoever is refused, or goes, is told nothing more.
                let _ = place.0.serve(stream);
            };
            // Where the system gives no thread the connection is closed, and its place free again.
            let _ = thread::Builder::new().name("hatch request".to_owned()).spawn(serve);
        }
    }

    fn wait_for_room(&self) {
        let full = |connections: &mut usize| *connections >= MOST && !self.is_closing();
        drop(self.left.wait_while(self.connections(), full));
    }

    fn serve(&self, stream: Stream) -> io::Result<()> {
        if self.is_closing() || !is_own(&stream) {
            return Ok(());
        }
        let line = Line::new(stream)?;
        let started = Instant::now();
        let (kind, bytes) = line.receive(&|| !self.is_closing() && started.elapsed() < GREETING)?;
        if kind != Kind::Greeting {
            return Ok(());
        }
        let greeting: Greeting = serde_json::from_slice(&bytes)?;
        let own = Greeting::new(greeting.read_only);
        line.send(Kind::Greeting, &serde_json::to_vec(&own)?)?;
        if own.fits(&greeting) {
            let connection = Connection {
                shared: self,
                line,
                read_only: greeting.read_only,
                gone: AtomicBool::new(false),
                unanswered: AtomicBool::new(false),
            };
            thread::scope(|scope| connection.attend(scope))?;
        }
        Ok(())
    }

    fn is_closing(&self) -> bool {
        self.closing.load(Ordering::SeqCst)
    }

    fn connections(&self) -> MutexGuard<'_, usize> {
        self.connections.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The place of a connection among those that are served.
struct Taken(Arc<Shared>);

impl Taken {
    fn of(shared: &Arc<Shared>) -> Self {
        *shared.connections() += 1;
        Self(Arc::clone(shared))
    }
}

impl Drop for Taken {
    fn drop(&mut self) {
        *self.0.connections() -= 1;
        self.0.left.notify_all();
    }
}

struct Connection<'a> {
    shared: &'a Shared,
    line: Line,
    read_only: bool,
    /// Whether nobody waits for the work: it was cancelled, or the other side has gone.
    gone: AtomicBool,
    /// Whether a request has no answer, or not all of it.
    unanswered: AtomicBool,
}

impl Connection<'_> {
    /// Listens while a thread beside works, so that a work is given up when nobody waits for it any more.
    fn attend<'s>(&'s self, scope: &'s Scope<'s, '_>) -> io::Result<()> {
        let mut working: Option<ScopedJoinHandle<'_, ()>> = None;
        let attended = loop {
            let since = Instant::now();
            let is_working = || working.as_ref().is_some_and(|working| !working.is_finished());
            let is_in_order = || !self.unanswered.load(Ordering::SeqCst) && since.elapsed() < IDLE;
            let wait = || !self.shared.is_closing() && (is_working() || is_in_order());
            match self.line.receive(&wait) {
                Ok((Kind::Cancel, _)) => self.gone.store(true, Ordering::SeqCst),
                Ok((Kind::Request, request)) => {
                    // One after the other.
                    let _ = working.take().map(ScopedJoinHandle::join);
                    let (Kind::Body, body) = self.line.receive(&|| since.elapsed() < IDLE)? else {
                        break Ok(());
                    };
                    self.gone.store(false, Ordering::SeqCst);
                    self.unanswered.store(true, Ordering::SeqCst);
                    let work =
                        move || self.unanswered.store(self.work(&request, &body).is_err(), Ordering::SeqCst);
                    working =
                        Some(thread::Builder::new().name("hatch work".to_owned()).spawn_scoped(scope, work)?);
                }
                Ok(_) => break Ok(()),
                Err(error) => break Err(error),
            }
        };
        self.gone.store(true, Ordering::SeqCst);
        // A panic of the work has ended it and nothing else.
        let _ = working.take().map(ScopedJoinHandle::join);
        attended
    }

    fn work(&self, request: &[u8], body: &[u8]) -> io::Result<()> {
        let book = self.shared.book.upgrade().ok_or(io::ErrorKind::NotConnected)?;
        let told = Mutex::new(None::<Instant>);
        let progress = |progress: Progress| self.tell(progress, &told);
        let go_on = || !self.shared.is_closing() && !self.gone.load(Ordering::SeqCst);
        let watch = Watching { progress: &progress, go_on: &go_on };
        let seen = book.through(Source::CommandLine, self.read_only);
        let mut parts = Parts::new(&self.line);
        Request::carry_out(&seen, request, Besides { body, watch: &watch }, &mut parts)?;
        parts.end()
    }

    /// Tells how far a work is, now and then. What cannot be told is no loss: that nobody listens is noticed otherwise.
    fn tell(&self, progress: Progress, told: &Mutex<Option<Instant>>) {
        let mut told = told.lock().unwrap_or_else(PoisonError::into_inner);
        if told.is_none_or(|last| last.elapsed() >= TELLING) {
            let _ = serde_json::to_vec(&progress).map(|bytes| self.line.send(Kind::Progress, &bytes));
            *told = Some(Instant::now());
        }
    }
}
