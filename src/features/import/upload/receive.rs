//! Receives an uploaded file and streams it to a temporary file, so that it is never in memory as a whole. The CSRF
//! token must be the first field of the form, so that nothing of a forged form is stored.
//! [`crate::web::middleware::form_guard`] leaves the check of this form to this module.

use crate::auth::csrf;
use crate::error::{Error, Result};
use crate::features::import::upload::model::FileKind;
use crate::features::import::upload::pace::{Limits, Pace};
use crate::state::AppState;
use crate::text::visible::visible;
use actix_multipart::{Field, Multipart};
use actix_web::HttpRequest;
use actix_web::web::{Bytes, block};
use futures_util::TryStreamExt;
use std::io::Write;
use std::time::Instant;
use tempfile::NamedTempFile;

/// Maximum size of a file in bytes. A million customers are about 120 MB.
pub const MAX_FILE: u64 = 200 * 1024 * 1024;

/// A file that is too large is still read, so that the browser gets the response, but only up to this number of bytes.
const MAX_READ: u64 = 4 * MAX_FILE;

const MAX_TEXT: usize = 1_024;

const PIECE: usize = 256 * 1024;

/// The received form.
#[derive(Default)]
pub struct Received {
    /// The kind of file that the user selected.
    pub kind: Option<FileKind>,
    /// Whether new customers granted delegated administration.
    pub delegated_admin: bool,
    /// The Microsoft ID of the customer, if the import is for a single one; not validated.
    pub customer: Option<String>,
    /// The file's name, without folders.
    pub file_name: String,
    /// The file, if it was not too large.
    pub file: Option<NamedTempFile>,
    /// Its size in bytes.
    pub bytes: u64,
}

impl Received {
    /// Whether the file is larger than [`MAX_FILE`].
    pub fn is_too_long(&self) -> bool {
        self.bytes > MAX_FILE
    }
}

/// Reads the form.
///
/// # Errors
/// [`Error::Forged`] without a valid token in the first field; `BadInput` if the form is malformed or too slow.
pub async fn receive(
    request: &HttpRequest,
    portal: &AppState,
    limits: Limits,
    mut form: Multipart,
) -> Result<Received> {
    let mut pace = Pace::new(limits, Instant::now());
    let mut first = next_field(&mut form, &mut pace).await?.ok_or(Error::Forged)?;
    let named = first.name() == Some("_csrf");
    let token = text(&mut first, &mut pace).await?;
    drop(first);
    if !named || !csrf::is_genuine(request, &portal.settings, &portal.secrets, &token) {
        return Err(Error::Forged);
    }
    let mut received = Received::default();
    while let Some(mut field) = next_field(&mut form, &mut pace).await? {
        match field.name().unwrap_or_default() {
            "kind" => received.kind = text(&mut field, &mut pace).await?.parse().ok(),
            "customer" => received.customer = Some(text(&mut field, &mut pace).await?),
            "delegated_admin" => received.delegated_admin = text(&mut field, &mut pace).await? == "yes",
            "file" if received.file.is_none() && received.bytes == 0 => {
                file(&mut field, &mut received, &mut pace).await?
            }
            _ => drop(text(&mut field, &mut pace).await?),
        }
    }
    Ok(received)
}

async fn file(field: &mut Field, received: &mut Received, pace: &mut Pace) -> Result<()> {
    let name = field.content_disposition().and_then(|said| said.get_filename()).unwrap_or_default();
    let name = name.rsplit(['/', '\\']).next().unwrap_or_default();
    received.file_name = visible(name).chars().take(120).collect();
    let mut file = block(NamedTempFile::new).await.map_err(Error::internal)??;
    let mut piece = Vec::with_capacity(PIECE + 64 * 1024);
    while let Some(bytes) = next_chunk(field, pace).await? {
        received.bytes += bytes.len() as u64;
        if received.bytes > MAX_READ {
            return Err(Error::TooLarge(MAX_FILE as usize));
        }
        if received.is_too_long() {
            continue;
        }
        piece.extend_from_slice(&bytes);
        if piece.len() >= PIECE {
            (file, piece) = write_piece(file, piece).await?;
        }
    }
    (file, _) = write_piece(file, piece).await?;
    received.file = (!received.is_too_long() && !received.file_name.is_empty()).then_some(file);
    Ok(())
}

async fn write_piece(mut file: NamedTempFile, mut piece: Vec<u8>) -> Result<(NamedTempFile, Vec<u8>)> {
    let written = block(move || {
        file.write_all(&piece)?;
        piece.clear();
        Ok::<_, std::io::Error>((file, piece))
    });
    Ok(written.await.map_err(Error::internal)??)
}

async fn text(field: &mut Field, pace: &mut Pace) -> Result<String> {
    let mut text = Vec::new();
    while let Some(bytes) = next_chunk(field, pace).await? {
        text.extend_from_slice(&bytes);
        if text.len() > MAX_TEXT {
            return Err(Error::TooLarge(MAX_TEXT));
        }
    }
    String::from_utf8(text).map_err(|_| Error::bad_input("form", "it is not UTF-8"))
}

async fn next_field(form: &mut Multipart, pace: &mut Pace) -> Result<Option<Field>> {
    let field = in_time(form.try_next(), pace).await?;
    is_fast(pace.record(0, Instant::now())).map(|()| field)
}

async fn next_chunk(field: &mut Field, pace: &mut Pace) -> Result<Option<Bytes>> {
    let bytes = in_time(field.try_next(), pace).await?;
    let took = pace.record(bytes.as_ref().map_or(0, Bytes::len), Instant::now());
    is_fast(took || bytes.is_none()).map(|()| bytes)
}

fn is_fast(is_fast: bool) -> Result<()> {
    is_fast.then_some(()).ok_or_else(|| Error::bad_input("form", "it took too long to arrive"))
}

async fn in_time<T>(
    piece: impl Future<Output = std::result::Result<T, actix_multipart::MultipartError>>,
    pace: &Pace,
) -> Result<T> {
    let patience = pace.time_left(Instant::now());
    is_fast(patience.is_some())?;
    let piece = tokio::time::timeout(patience.unwrap_or_default(), piece).await;
    let piece = piece.map_err(|_| Error::bad_input("form", "it took too long to arrive"))?;
    piece.map_err(|error| Error::bad_input("form", error.to_string()))
}
