//! The picture that an authenticator app scans, drawn as one path of an inline SVG.

use crate::error::{Error, Result};
use qrcode::{Color, EcLevel, QrCode};
use std::fmt::Write;

/// A QR code.
#[derive(Debug, Clone)]
pub struct Picture {
    /// Modules from edge to edge, with the quiet zone.
    pub side: usize,
    /// The dark modules, row by row: the `d` of a path.
    pub path: String,
}

/// The quiet zone around it that the standard asks for.
const QUIET: usize = 4;

/// Draws a text.
pub fn draw(text: &str) -> Result<Picture> {
    let code = QrCode::with_error_correction_level(text, EcLevel::M).map_err(Error::internal)?;
    let (width, colors) = (code.width(), code.to_colors());
    let mut path = String::new();
    for (y, row) in colors.chunks(width).enumerate() {
        let mut x = 0;
        while x < width {
            let run = row[x..].iter().take_while(|color| **color == Color::Dark).count();
            if run > 0 {
                write!(path, "M{} {}h{run}v1h-{run}z", x + QUIET, y + QUIET).map_err(Error::internal)?;
            }
            x += run.max(1);
        }
    }
    Ok(Picture { side: width + 2 * QUIET, path })
}
