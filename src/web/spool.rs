//! Where a download is written at full speed while a client takes it at its own: in memory as long as it is small,
//! then in an unlinked temporary file that is read while it grows. [`super::download`] sends it.

use std::fs::File;
use std::io;
use std::io::Write;
use tokio::sync::watch;

/// What is not longer than this is never written to disk.
pub const SMALL: usize = 256 * 1024;

const FULL: usize = 64 * 1024;

/// How far the writing is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WrittenRows {
    /// So many bytes are in the file.
    pub bytes: u64,
    /// No more will come.
    pub done: bool,
}

/// What a download is written into, on a blocking thread.
pub struct Spool {
    buffer: Vec<u8>,
    file: Option<(File, watch::Sender<WrittenRows>)>,
    bytes: u64,
    rows: u64,
    grown: Option<tokio::sync::oneshot::Sender<SpoolReader>>,
}

/// A file that grows, and how one learns of it. Dropped without `done`, the writing failed.
pub struct SpoolReader {
    /// Its own handle, at the beginning.
    pub file: File,
    /// How far it is.
    pub written: watch::Receiver<WrittenRows>,
    /// How many rows it will have.
    pub rows: u64,
}

impl Spool {
    /// An empty one; `grown` is told when it no longer fits into memory.
    pub fn new(grown: tokio::sync::oneshot::Sender<SpoolReader>) -> Self {
        Spool { buffer: Vec::new(), file: None, bytes: 0, rows: 0, grown: Some(grown) }
    }

    /// How many rows there will be, counted in the snapshot that they are read from. To be said before the first.
    pub fn announce(&mut self, rows: u64) {
        self.rows = rows;
    }

    /// Ends the writing: answers the whole and its rows if it stayed in memory.
    pub fn finish(mut self) -> io::Result<Option<(Vec<u8>, u64)>> {
        if self.file.is_none() {
            return Ok(Some((self.buffer, self.rows)));
        }
        self.send_pending(true)?;
        Ok(None)
    }

    fn grow(&mut self) -> io::Result<()> {
        let (file, path) = tempfile::NamedTempFile::new()?.into_parts();
        let own = File::open(&path)?;
        drop(path); // unlinked: it goes with its last handle
        let (sender, written) = watch::channel(WrittenRows { bytes: 0, done: false });
        self.file = Some((file, sender));
        let told =
            self.grown.take().map(|grown| grown.send(SpoolReader { file: own, written, rows: self.rows }));
        told.is_some_and(|told| told.is_ok()).then_some(()).ok_or_else(reader_gone)
    }

    fn send_pending(&mut self, done: bool) -> io::Result<()> {
        let Some((file, sender)) = &mut self.file else { return Ok(()) };
        file.write_all(&self.buffer)?;
        self.bytes += self.buffer.len() as u64;
        self.buffer.clear();
        sender.send(WrittenRows { bytes: self.bytes, done }).map_err(|_| reader_gone())
    }
}

impl Write for Spool {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.buffer.extend_from_slice(bytes);
        if self.file.is_none() && self.buffer.len() > SMALL {
            self.grow()?;
        }
        if self.file.is_some() && self.buffer.len() >= FULL {
            self.send_pending(false)?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Nobody reads any more, so that writing on would be in vain.
fn reader_gone() -> io::Error {
    io::Error::new(io::ErrorKind::BrokenPipe, "the client has gone")
}
