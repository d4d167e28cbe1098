//! Writes rows: guarded, quoted where needed, with CRLF. [`super::reader`] reads them.

use crate::csv::formula_guard::guard;
use crate::csv::record::{BOM, END_OF_TEXT};
use csv_core::{Terminator, WriterBuilder, quote};
use std::io;
use std::io::Write;

const BUFFER_SIZE: usize = 64 * 1024;

/// Writes rows to `out` in pieces of 64 KiB. The file is complete only after [`Writer::finish`].
pub struct Writer<W: Write> {
    out: W,
    // Not `csv::Writer`: it has one rule for quotes in the whole file, see `quoted`.
    core: csv_core::Writer,
    buffer: Vec<u8>,
    filled: usize,
    cells: usize,
    rows: u64,
}

impl<W: Write> Writer<W> {
    /// Starts a file with a byte order mark and the header.
    pub fn new<'a>(out: W, header: impl IntoIterator<Item = &'a str>) -> io::Result<Self> {
        let mut buffer = vec![0; BUFFER_SIZE + 4096];
        buffer[..BOM.len()].copy_from_slice(BOM.as_bytes());
        // The crate quotes every cell that has the sign for comments. Ctrl-Z needs quotes, as it may end a file.
        let core = WriterBuilder::new().terminator(Terminator::CRLF).comment(Some(END_OF_TEXT)).build();
        let mut writer = Writer { out, core, buffer, filled: BOM.len(), cells: 0, rows: 0 };
        for word in header {
            writer.word(word);
        }
        writer.end_row()?;
        writer.rows = 0;
        Ok(writer)
    }

    /// Writes a cell of any text, guarded.
    pub fn text(&mut self, text: &str) -> &mut Self {
        self.cell(&guard(text), loses_an_edge(text))
    }

    /// Writes a cell without a guard: a label, an id, a number, or a text that has its guard already.
    pub fn word(&mut self, word: &str) -> &mut Self {
        self.cell(word, loses_an_edge(word))
    }

    /// Ends the row.
    ///
    /// # Errors
    /// Writing to `out` failed; the file is incomplete.
    pub fn end_row(&mut self) -> io::Result<()> {
        self.put(4, |core, space| core.terminator(space).1);
        self.cells = 0;
        self.rows += 1;
        if self.filled >= BUFFER_SIZE {
            self.out.write_all(&self.buffer[..self.filled])?;
            self.filled = 0;
        }
        Ok(())
    }

    /// Writes the rest; returns the number of rows without the header, and `out`.
    pub fn finish(mut self) -> io::Result<(u64, W)> {
        self.out.write_all(&self.buffer[..self.filled])?;
        self.out.flush()?;
        Ok((self.rows, self.out))
    }

    fn cell(&mut self, cell: &str, in_quotes: bool) -> &mut Self {
        if self.cells > 0 {
            self.put(2, |core, space| core.delimiter(space).1);
        }
        self.cells += 1;
        if in_quotes {
            let quoted = quoted(cell.as_bytes());
            self.put(0, |core, space| core.field(b"", space).2); // so that the crate adds no quotes
            self.put(quoted.len(), |core, space| core.field(&quoted, space).2);
        } else {
            self.put(2 * cell.len() + 2, |core, space| core.field(cell.as_bytes(), space).2);
        }
        self
    }

    /// Appends what the crate writes, which is at most `most` bytes.
    fn put(&mut self, most: usize, write: impl FnOnce(&mut csv_core::Writer, &mut [u8]) -> usize) {
        if self.buffer.len() < self.filled + most {
            self.buffer.resize(self.filled + most, 0);
        }
        self.filled += write(&mut self.core, &mut self.buffer[self.filled..]);
    }
}

/// Whether a reader would drop something at either end of the text: white space or a byte order mark.
fn loses_an_edge(text: &str) -> bool {
    let is_blank = |byte: Option<&u8>| matches!(byte, Some(b' ' | b'\t'));
    is_blank(text.as_bytes().first()) || is_blank(text.as_bytes().last()) || text.starts_with(BOM)
}

/// Returns the cell in quotes. The crate adds them by itself only where RFC 4180 requires them: not for white space.
fn quoted(text: &[u8]) -> Vec<u8> {
    let mut quoted = vec![b'"'; 2 * text.len() + 2];
    let (_, _, written) = quote(text, &mut quoted[1..], b'"', b'"', true);
    quoted.truncate(written + 2);
    quoted
}
