//! Writes rows: guarded, quoted where needed, CRLF, and nothing allocated for a row.
//! Read back by [`super::reader`].

use crate::csv::formula_guard::would_run;
use crate::csv::record::BOM;
use std::io;
use std::io::Write;

const FULL: usize = 64 * 1024;

/// Rows on their way into `out`, in pieces of 64 KiB. Nothing is whole before [`Writer::finish`].
pub struct Writer<W: Write> {
    out: W,
    buffer: Vec<u8>,
    row: usize,
    cells: usize,
    rows: u64,
}

impl<W: Write> Writer<W> {
    /// Begins a file: byte order mark and header.
    pub fn new<'a>(out: W, header: impl IntoIterator<Item = &'a str>) -> io::Result<Self> {
        let mut writer =
            Writer { out, buffer: Vec::with_capacity(FULL + 4096), row: BOM.len(), cells: 0, rows: 0 };
        writer.buffer.extend_from_slice(BOM.as_bytes());
        for word in header {
            writer.word(word);
        }
        writer.end_row()?;
        writer.rows = 0;
        Ok(writer)
    }

    /// A text cell that may begin with anything: guarded.
    pub fn text(&mut self, text: &str) -> &mut Self {
        self.cell(text, would_run(text))
    }

    /// A cell as it stands in a file: a fixed word, an id, a number, or one that carries its guard already.
    pub fn word(&mut self, word: &str) -> &mut Self {
        self.cell(word, false)
    }

    /// Ends the row.
    ///
    /// # Errors
    /// What `out` answers; the file is then not whole.
    pub fn end_row(&mut self) -> io::Result<()> {
        if self.cells == 1 && self.buffer.len() == self.row {
            self.buffer.extend_from_slice(b"\"\""); // an empty line would be no row at all
        }
        self.buffer.extend_from_slice(b"\r\n");
        self.cells = 0;
        self.rows += 1;
        if self.buffer.len() >= FULL {
            self.out.write_all(&self.buffer)?;
            self.buffer.clear();
        }
        self.row = self.buffer.len();
        Ok(())
    }

    /// Writes what is left; answers how many rows there are, without the header, and gives `out` back.
    pub fn finish(mut self) -> io::Result<(u64, W)> {
        self.out.write_all(&self.buffer)?;
        self.out.flush()?;
        Ok((self.rows, self.out))
    }

    fn cell(&mut self, text: &str, guarded: bool) -> &mut Self {
        if self.cells > 0 {
            self.buffer.push(b',');
        }
        self.cells += 1;
        let quoted = needs_quotes(text.as_bytes());
        if quoted {
            self.buffer.push(b'"');
        }
        if guarded {
            self.buffer.push(b'\'');
        }
        if quoted {
            for piece in text.as_bytes().split_inclusive(|byte| *byte == b'"') {
                self.buffer.extend_from_slice(piece);
                if piece.ends_with(b"\"") {
                    self.buffer.push(b'"');
                }
            }
            self.buffer.push(b'"');
        } else {
            self.buffer.extend_from_slice(text.as_bytes());
        }
        self
    }
}

/// RFC 4180's cases, and what readers would drop: white space at either end, a mark at the beginning, Ctrl-Z.
fn needs_quotes(text: &[u8]) -> bool {
    let edge = |byte: Option<&u8>| byte.is_some_and(|byte| matches!(byte, b' ' | b'\t'));
    edge(text.first())
        || edge(text.last())
        || text.starts_with(BOM.as_bytes())
        || text.iter().any(|byte| matches!(byte, b',' | b'"' | b'\r' | b'\n' | 0x1A))
}
