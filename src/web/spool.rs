//! A buffer between the writer of a download, which runs at full speed, and the client. It stays in memory
//! while it is small; after that it is an unlinked temporary file that is read while it grows.
//! [`super::download`] sends it.

use std::fs::File;
use std::io;
use std::io::Write;
use tokio::sync::watch;

/// Maximum size in bytes of a download that stays in memory.
pub const MAX_IN_MEMORY: usize = 256 * 1024;

const BUFFER_SIZE: usize = 64 * 1024;

/// The progress of the writer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WrittenRows {
    /// Number of bytes in the file.
    pub bytes: u64,
    /// Whether the file is complete.
    pub done: bool,
}

/// The writer of a download, used on a blocking thread.
pub struct Spool {
    buffer: Vec<u8>,
    file: Option<(File, watch::Sender<WrittenRows>)>,
    bytes: u64,
    rows: u64,
    grown: Option<tokio::sync::oneshot::Sender<SpoolReader>>,
}

/// The reader of a growing file. If the channel closes without `done`, writing has failed.
pub struct SpoolReader {
    /// A separate file handle, at the beginning of the file.
    pub file: File,
    /// The progress of the writer.
    pub written: watch::Receiver<WrittenRows>,
    /// The number of rows that the file will have.
    pub rows: u64,
}

impl Spool {
    /// Creates an empty spool. It sends a reader to `grown` when the content no longer fits into memory.
    pub fn new(grown: tokio::sync::oneshot::Sender<SpoolReader>) -> Self {
        Spool { buffer: Vec::new(), file: None, bytes: 0, rows: 0, grown: Some(grown) }
    }

    /// Sets the number of rows, counted in the same snapshot. Call it before writing the first row.
    pub fn announce(&mut self, rows: u64) {
        self.rows = rows;
    }

    /// Finishes writing; returns the content and the number of rows if it stayed in memory.
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
        drop(path); // unlinked: deleted when its last handle is closed
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
        if self.file.is_none() && self.buffer.len() > MAX_IN_MEMORY {
            self.grow()?;
        }
        if self.file.is_some() && self.buffer.len() >= BUFFER_SIZE {
            self.send_pending(false)?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Returns the error for a reader that no longer exists, so that writing stops.
fn reader_gone() -> io::Error {
    io::Error::new(io::ErrorKind::BrokenPipe, "the client closed the connection")
}
