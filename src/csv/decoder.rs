//! Converts the bytes of a file from its encoding to UTF-8, in pieces.
//! [`super::dialect`] detects the encoding; [`super::reader`] validates the result.

use crate::csv::Encoding;
use encoding_rs::DecoderResult;
use std::io;
use std::io::Read;

const PIECE: usize = 16 * 1024;

/// A byte that is invalid in UTF-8. It replaces what cannot be decoded, so that the reader reports the line.
const NO_TEXT: u8 = 0xFF;

/// A file as UTF-8.
pub struct Decoder<R> {
    input: R,
    decoder: Option<encoding_rs::Decoder>,
    raw: Vec<u8>,
    ready: Vec<u8>,
    given: usize,
    ended: bool,
}

impl<R: Read> Decoder<R> {
    /// Decodes `input` from this encoding. UTF-8 is passed through unchanged.
    pub fn new(input: R, encoding: Encoding) -> Self {
        let decoder = encoding.decoder();
        let raw = vec![0; if decoder.is_some() { PIECE } else { 0 }];
        Decoder { input, decoder, raw, ready: Vec::new(), given: 0, ended: false }
    }

    /// Returns the input.
    pub fn get_ref(&self) -> &R {
        &self.input
    }

    fn refill(&mut self) -> io::Result<()> {
        let Some(decoder) = &mut self.decoder else { return Ok(()) };
        let read = self.input.read(&mut self.raw)?;
        self.ended = read == 0;
        self.ready.clear();
        self.given = 0;
        let mut left = self.raw.get(..read).unwrap_or_default();
        let mut piece = [0; PIECE];
        loop {
            let (result, taken, written) =
                decoder.decode_to_utf8_without_replacement(left, &mut piece, self.ended);
            self.ready.extend_from_slice(piece.get(..written).unwrap_or_default());
            left = left.get(taken..).unwrap_or_default();
            match result {
                DecoderResult::InputEmpty => return Ok(()),
                DecoderResult::OutputFull => {}
                DecoderResult::Malformed(..) => self.ready.push(NO_TEXT),
            }
        }
    }
}

impl<R: Read> Read for Decoder<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.decoder.is_none() {
            return self.input.read(buffer);
        }
        while self.given == self.ready.len() && !self.ended {
            self.refill()?;
        }
        let ready = self.ready.get(self.given..).unwrap_or_default();
        let count = ready.len().min(buffer.len());
        buffer[..count].copy_from_slice(&ready[..count]);
        self.given += count;
        Ok(count)
    }
}
