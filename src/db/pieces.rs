//! Files in the database, stored in compressed pieces that are written and read one at a time, so that a whole file is never in
//! memory. [`crate::db::report_files`] and `features/import/upload/file.rs` say in which table.

use crate::error::{Error, Result};
use flate2::Compression;
use flate2::read::{DeflateDecoder, DeflateEncoder};
use std::io;
use std::io::{Cursor, Read};

/// Size of a piece before compression, in bytes.
const PIECE_SIZE: u64 = 1024 * 1024;

/// Calls `store` with the number of each piece of `input`, from 0 on, and its compressed bytes. An empty file has one piece.
///
/// # Errors
/// Reading failed, or `store` did; the stored file is then incomplete.
pub fn store_pieces(input: &mut dyn Read, mut store: impl FnMut(i32, &[u8]) -> Result<()>) -> Result<()> {
    for number in 0.. {
        let mut bytes = Vec::new();
        let mut piece = input.take(PIECE_SIZE);
        DeflateEncoder::new(&mut piece, Compression::fast()).read_to_end(&mut bytes)?;
        let (is_last, is_empty) = (piece.limit() > 0, piece.limit() == PIECE_SIZE);
        if number == 0 || !is_empty {
            store(number, &bytes)?;
        }
        if is_last {
            break;
        }
    }
    Ok(())
}

/// Reads a file piece by piece. `load` returns the compressed piece with this number, `None` after the last one.
pub struct PieceReader<F> {
    load: F,
    next: i32,
    piece: Option<DeflateDecoder<Cursor<Vec<u8>>>>,
}

impl<F: FnMut(i32) -> Result<Option<Vec<u8>>>> PieceReader<F> {
    /// Opens a file.
    ///
    /// # Errors
    /// [`Error::NotFound`] if it has no pieces.
    pub fn open(load: F) -> Result<Self> {
        let mut reader = PieceReader { load, next: 0, piece: None };
        reader.load_next()?;
        if reader.piece.is_some() { Ok(reader) } else { Err(Error::NotFound) }
    }

    fn load_next(&mut self) -> Result<()> {
        let piece = (self.load)(self.next)?;
        self.next += 1;
        self.piece = piece.map(|piece| DeflateDecoder::new(Cursor::new(piece)));
        Ok(())
    }
}

impl<F: FnMut(i32) -> Result<Option<Vec<u8>>>> Read for PieceReader<F> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while let Some(piece) = &mut self.piece {
            let read = piece.read(buffer)?;
            if read > 0 || buffer.is_empty() {
                return Ok(read);
            }
            self.load_next().map_err(io::Error::other)?;
        }
        Ok(0)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn stored(file: &[u8]) -> Vec<Vec<u8>> {
        let mut pieces = Vec::new();
        store_pieces(&mut &*file, |number, bytes| {
            assert_eq!(number as usize, pieces.len());
            pieces.push(bytes.to_vec());
            Ok(())
        })
        .unwrap();
        pieces
    }

    #[test]
    fn a_file_is_read_as_it_was_stored() {
        for (length, count) in [(0, 1), (1, 1), (1 << 20, 1), ((1 << 20) + 1, 2), (5 << 19, 3)] {
            let file: Vec<u8> = (0..length).map(|at| (at * 31 % 251) as u8).collect();
            let pieces = stored(&file);
            assert_eq!(pieces.len(), count, "{length} bytes");
            let mut read = Vec::new();
            let mut reader = PieceReader::open(|number| Ok(pieces.get(number as usize).cloned())).unwrap();
            reader.read_to_end(&mut read).unwrap();
            assert!(read == file, "{length} bytes");
        }
    }

    #[test]
    fn a_file_without_pieces_does_not_exist() {
        assert!(matches!(PieceReader::open(|_| Ok(None)), Err(Error::NotFound)));
    }
}
