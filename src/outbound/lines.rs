//! Reads the lines of a body one at a time, with a limit for each, so that a server cannot fill the memory with one of them.

use std::io::{BufRead, BufReader, ErrorKind, Read};

/// Maximum length of a line in bytes.
pub const MAX_LINE: usize = 1024 * 1024;

const BUFFER_SIZE: usize = 64 * 1024;

/// Why there is no next line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LineFault {
    /// The line is longer than [`MAX_LINE`].
    TooLong,
    /// The body ended before its end, or came too slowly.
    Cut,
}

/// A body that is read line by line.
pub struct Lines<R> {
    body: BufReader<R>,
    line: Vec<u8>,
    count: u64,
}

impl<R: Read> Lines<R> {
    /// Starts with the first line.
    pub fn new(body: R) -> Self {
        Lines { body: BufReader::with_capacity(BUFFER_SIZE, body), line: Vec::new(), count: 0 }
    }

    /// Returns the next line that is not empty, without its end; `None` after the last one.
    ///
    /// # Errors
    /// See [`LineFault`].
    pub fn next_line(&mut self) -> Result<Option<&[u8]>, LineFault> {
        loop {
            self.line.clear();
            let limit = MAX_LINE as u64 + 2;
            let read = (&mut self.body).take(limit).read_until(b'\n', &mut self.line);
            match read {
                Ok(0) => return Ok(None),
                Ok(_) if self.line.len() > MAX_LINE + 1 => return Err(LineFault::TooLong),
                Ok(_) => {}
                Err(error) if error.kind() == ErrorKind::Interrupted => continue,
                Err(_) => return Err(LineFault::Cut),
            }
            self.count += 1;
            if !self.line.trim_ascii().is_empty() {
                return Ok(Some(self.line.trim_ascii()));
            }
        }
    }

    /// Returns the number of the last line, from 1.
    pub fn number(&self) -> u64 {
        self.count
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_have_a_limit() {
        let body = format!("{{}}\r\n\n[{}]\n{}", "1".repeat(MAX_LINE - 2), "x".repeat(MAX_LINE + 5));
        let mut lines = Lines::new(body.as_bytes());
        assert_eq!(lines.next_line(), Ok(Some(b"{}".as_slice())));
        assert_eq!(lines.next_line().map(|line| line.map(<[u8]>::len)), Ok(Some(MAX_LINE)));
        assert_eq!((lines.number(), lines.next_line()), (3, Err(LineFault::TooLong)));
    }
}
