//! Frames on a local socket: a kind, a length, that many bytes. Each kind has a bound, and nobody is waited for without
//! one.

use std::{
    io::{self, ErrorKind, Read, Write},
    thread,
    time::{Duration, Instant},
};

use interprocess::local_socket::{Stream, traits::Stream as _};

/// How often a wait asks whether it is to go on.
const TICK: Duration = Duration::from_millis(50);
/// How long a frame may take from its first byte to its last, and the other side to take what is sent to it.
const LONGEST: Duration = Duration::from_secs(30);
/// As many bytes are made room for at once: a length is a limit, not a promise.
const STEP: usize = 64 << 10;

/// What a frame is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// The first words.
    Greeting,
    /// A request; its body comes next.
    Request,
    /// The body of a request, as it came.
    Body,
    /// That the work is to be given up.
    Cancel,
    /// How far the work is.
    Progress,
    /// A part of an answer.
    Part,
    /// An answer is complete.
    End,
}

const KINDS: [Kind; 7] =
    [Kind::Greeting, Kind::Request, Kind::Body, Kind::Cancel, Kind::Progress, Kind::Part, Kind::End];

impl Kind {
    /// The most bytes of a frame of this kind.
    pub const fn most(self) -> usize {
        match self {
            Self::Greeting | Self::Progress => 4 << 10,
            // A mapping of an import, of 4 MiB as a file, is the longest part of one.
            Self::Request => 16 << 20,
            // What a bulk request may have, and enough more for the book to refuse it.
            Self::Body => 66 << 20,
            Self::Cancel | Self::End => 0,
            Self::Part => 256 << 10,
        }
    }

    fn number(self) -> u8 {
        KINDS
            .iter()
            .position(|kind| *kind == self)
            .and_then(|place| u8::try_from(place).ok())
            .unwrap_or(u8::MAX)
    }
}

/// One side of a connection.
pub(super) struct Line {
    stream: Stream,
}

impl Line {
    pub fn new(stream: Stream) -> io::Result<Self> {
        let bounded = stream.set_recv_timeout(Some(TICK)).and_then(|()| stream.set_send_timeout(Some(TICK)));
        // Named pipes have no time limits; there every read and write returns at once.
        bounded.or_else(|_| stream.set_nonblocking(true))?;
        Ok(Self { stream })
    }

    /// The next frame. Its first byte is waited for as long as `wait` says so.
    ///
    /// # Errors
    /// `TimedOut`; `InvalidData` for what is no frame; whatever the system says of a connection that is gone.
    pub fn receive(&self, wait: &dyn Fn() -> bool) -> io::Result<(Kind, Vec<u8>)> {
        let mut first = [0];
        self.fill(&mut first, wait)?;
        let started = Instant::now();
        let in_time = || started.elapsed() < LONGEST;
        let kind = first.first().and_then(|number| KINDS.get(usize::from(*number)));
        let kind = *kind.ok_or_else(|| invalid("no kind of frame"))?;
        let mut length = [0; 4];
        self.fill(&mut length, &in_time)?;
        let length = usize::try_from(u32::from_le_bytes(length)).unwrap_or(usize::MAX);
        if length > kind.most() {
            return Err(invalid("a frame that is too long"));
        }
        let mut bytes = Vec::new();
        while bytes.len() < length {
            let from = bytes.len();
            bytes.resize(length.min(from + STEP), 0);
            self.fill(bytes.get_mut(from..).unwrap_or_default(), &in_time)?;
        }
        Ok((kind, bytes))
    }

    /// Sends a frame.
    ///
    /// # Errors
    /// `InvalidInput` for more than its kind may have; `TimedOut`; whatever the system says.
    pub fn send(&self, kind: Kind, bytes: &[u8]) -> io::Result<()> {
        let length = u32::try_from(bytes.len()).ok().filter(|_| bytes.len() <= kind.most());
        let length =
            length.ok_or_else(|| io::Error::new(ErrorKind::InvalidInput, "more than can be handed over"))?;
        let mut head = vec![kind.number()];
        head.extend(length.to_le_bytes());
        // Small frames go as one, so that they arrive as one.
        if bytes.len() <= STEP {
            head.extend(bytes);
            return self.put(&head);
        }
        self.put(&head)?;
        self.put(bytes)
    }

    fn fill(&self, mut rest: &mut [u8], wait: &dyn Fn() -> bool) -> io::Result<()> {
        while !rest.is_empty() {
            match (&self.stream).read(rest) {
                Ok(0) => return Err(ErrorKind::UnexpectedEof.into()),
                Ok(read) => rest = rest.get_mut(read..).unwrap_or_default(),
                Err(error) => pause(error, wait)?,
            }
        }
        Ok(())
    }

    fn put(&self, mut rest: &[u8]) -> io::Result<()> {
        let mut last = Instant::now();
        while !rest.is_empty() {
            match (&self.stream).write(rest) {
                Ok(0) => return Err(ErrorKind::WriteZero.into()),
                Ok(written) => {
                    rest = rest.get(written..).unwrap_or_default();
                    last = Instant::now();
                }
                Err(error) => pause(error, &|| last.elapsed() < LONGEST)?,
            }
        }
        Ok(())
    }
}

/// Goes on after a tick in which nothing came or went, as long as `wait` says so.
fn pause(error: io::Error, wait: &dyn Fn() -> bool) -> io::Result<()> {
    match error.kind() {
        ErrorKind::Interrupted => Ok(()),
        ErrorKind::WouldBlock | ErrorKind::TimedOut if wait() => {
            if cfg!(windows) {
                thread::sleep(Duration::from_millis(2));
            }
            Ok(())
        }
        ErrorKind::WouldBlock | ErrorKind::TimedOut => Err(ErrorKind::TimedOut.into()),
        _ => Err(error),
    }
}

fn invalid(what: &str) -> io::Error {
    io::Error::new(ErrorKind::InvalidData, what)
}

/// Writes an answer in parts, so that it is never whole in memory as text.
pub(super) struct Parts<'a> {
    line: &'a Line,
    part: Vec<u8>,
}

impl<'a> Parts<'a> {
    pub fn new(line: &'a Line) -> Self {
        Self { line, part: Vec::new() }
    }

    /// Sends what is left, and that it was all.
    pub fn end(mut self) -> io::Result<()> {
        self.flush()?;
        self.line.send(Kind::End, &[])
    }
}

impl Write for Parts<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.part.extend_from_slice(bytes.get(..bytes.len().min(STEP)).unwrap_or_default());
        if self.part.len() >= STEP {
            self.flush()?;
        }
        Ok(bytes.len().min(STEP))
    }

    fn flush(&mut self) -> io::Result<()> {
        if !self.part.is_empty() {
            self.line.send(Kind::Part, &self.part)?;
            self.part.clear();
        }
        Ok(())
    }
}
