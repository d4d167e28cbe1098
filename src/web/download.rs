//! Sends a file while it is being written. The database snapshot is read at full speed into a
//! [`super::spool`], so a slow client holds only a temporary file open. A client that accepts no data for
//! 30 s is disconnected.

use crate::domain::is_invisible;
use crate::error::{Error, Result};
use crate::table_file::TableFormat;
use crate::text::percent::percent_encode;
use crate::web::spool::{Spool, SpoolReader, WrittenRows};
use actix_web::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE, ContentEncoding};
use actix_web::{HttpResponse, HttpResponseBuilder, rt, web};
use bytes::Bytes;
use futures_util::{Stream, stream};
use std::fs::File;
use std::io;
use std::io::{ErrorKind, Read};
use std::time::Duration;
use tokio::sync::{mpsc, oneshot, watch};

const TOTAL_ROWS: &str = "X-Total-Rows";

const PIECE: usize = 64 * 1024;

const PIECES_WAITING: usize = 4;

const SEND_TIMEOUT: Duration = Duration::from_secs(30);

/// Returns a CSV file with this name. `write` runs on a blocking thread and must first call
/// [`Spool::announce`] with the number of rows. For HEAD (`is_head`), it only does that.
///
/// # Errors
/// The error of `write` if the file is still small. Later the transfer is aborted, so that the client does
/// not take the file for complete.
pub async fn csv(
    name: &str,
    is_head: bool,
    write: impl FnOnce(&mut Spool) -> Result<()> + Send + 'static,
) -> Result<HttpResponse> {
    table(TableFormat::Csv, name, is_head, write).await
}

/// As [`csv`], in this format.
///
/// # Errors
/// As for [`csv`].
pub async fn table(
    format: TableFormat,
    name: &str,
    is_head: bool,
    write: impl FnOnce(&mut Spool) -> Result<()> + Send + 'static,
) -> Result<HttpResponse> {
    file(format.media_type(), name, is_head, write).await
}

/// As [`csv`], with this media type.
///
/// # Errors
/// As for [`csv`].
pub async fn file(
    media_type: &'static str,
    name: &str,
    is_head: bool,
    write: impl FnOnce(&mut Spool) -> Result<()> + Send + 'static,
) -> Result<HttpResponse> {
    let mut response = HttpResponse::Ok();
    response
        .insert_header((CONTENT_TYPE, media_type))
        .insert_header((CONTENT_DISPOSITION, attachment(name)))
        .insert_header((CACHE_CONTROL, "no-store"))
        // Compressing takes four times as long as reading the data, and would delay the first byte.
        .insert_header(ContentEncoding::Identity);
    send(response, is_head, write).await
}

/// Returns a `Content-Disposition` value to save a file under this name (RFC 6266, RFC 8187): in Unicode,
/// and in ASCII for old clients. ASCII symbols become `-`, because they may have a meaning in headers or
/// paths.
pub fn attachment(name: &str) -> String {
    let may = |c: char| match c.is_ascii() {
        true => c.is_ascii_alphanumeric() || ".-".contains(c),
        false => !c.is_control() && !c.is_whitespace() && !is_invisible(c.encode_utf8(&mut [0; 4])),
    };
    let safe = |c| if may(c) { c } else { '-' };
    let name: String = name.chars().map(safe).collect();
    let ascii: String = name.chars().map(|c| if c.is_ascii() { c } else { '_' }).collect();
    if name.is_ascii() {
        return format!("attachment; filename=\"{name}\"");
    }
    format!("attachment; filename=\"{ascii}\"; filename*=UTF-8''{}", percent_encode(&name))
}

async fn send(
    mut response: HttpResponseBuilder,
    is_head: bool,
    write: impl FnOnce(&mut Spool) -> Result<()> + Send + 'static,
) -> Result<HttpResponse> {
    let (grown, growing) = oneshot::channel();
    let mut spool = Spool::new(grown);
    let writing = rt::spawn(web::block(move || {
        let written = write(&mut spool);
        if let Err(error) = &written {
            tracing::warn!(%error, "a download failed");
        }
        written.and_then(|()| Ok(spool.finish()?))
    }));
    if let Ok(growing) = growing.await {
        response.insert_header((TOTAL_ROWS, growing.rows));
        return Ok(response.streaming(pieces(growing)));
    }
    let small = writing.await.map_err(Error::internal)?.map_err(Error::internal)??;
    let (whole, rows) = small.ok_or_else(|| Error::internal("a download was not delivered"))?;
    response.insert_header((TOTAL_ROWS, rows));
    // The rows were not written, so the length is unknown.
    Ok(if is_head { response.streaming(stream::empty::<io::Result<Bytes>>()) } else { response.body(whole) })
}

/// An item in the channel between the file and the client.
enum Piece {
    Bytes(Bytes),
    End,
}

/// Returns the content of a growing file as a stream. It ends with an error unless the whole file was written and sent.
fn pieces(growing: SpoolReader) -> impl Stream<Item = io::Result<Bytes>> {
    let (sender, receiver) = mpsc::channel(PIECES_WAITING);
    rt::spawn(async move {
        if let Err(error) = send_pieces(growing, &sender).await {
            tracing::info!(%error, "the client stopped a download");
        }
    });
    stream::unfold(Some(receiver), |receiver| async {
        let mut receiver = receiver?;
        match receiver.recv().await {
            Some(Piece::Bytes(bytes)) => Some((Ok(bytes), Some(receiver))),
            Some(Piece::End) => None,
            None => Some((Err(io::Error::new(ErrorKind::UnexpectedEof, "the download is incomplete")), None)),
        }
    })
}

async fn send_pieces(growing: SpoolReader, sender: &mpsc::Sender<Piece>) -> io::Result<()> {
    let SpoolReader { mut file, mut written, .. } = growing;
    let mut sent = 0;
    loop {
        let WrittenRows { bytes, done } = *written.borrow_and_update();
        while sent < bytes {
            let length = (bytes - sent).min(PIECE as u64);
            let (rest, piece) = read_piece(file, length as usize).await?;
            file = rest;
            sent += length;
            offer(sender, Piece::Bytes(piece)).await?;
        }
        if done {
            return offer(sender, Piece::End).await;
        }
        more(&mut written).await?;
    }
}

async fn read_piece(mut file: File, length: usize) -> io::Result<(File, Bytes)> {
    let read = web::block(move || {
        let mut piece = vec![0; length];
        file.read_exact(&mut piece)?;
        Ok::<_, io::Error>((file, Bytes::from(piece)))
    });
    read.await.map_err(io::Error::other)?
}

async fn more(written: &mut watch::Receiver<WrittenRows>) -> io::Result<()> {
    written.changed().await.map_err(|_| io::Error::new(ErrorKind::UnexpectedEof, "writing it failed"))
}

async fn offer(sender: &mpsc::Sender<Piece>, piece: Piece) -> io::Result<()> {
    match tokio::time::timeout(SEND_TIMEOUT, sender.send(piece)).await {
        Ok(Ok(())) => Ok(()),
        Ok(Err(_)) => Err(io::Error::new(ErrorKind::BrokenPipe, "the client closed the connection")),
        Err(_) => Err(io::Error::new(ErrorKind::TimedOut, "the client read nothing for 30 seconds")),
    }
}

#[cfg(test)]
mod names {
    use crate::web::download::attachment;

    #[test]
    fn file_names_may_be_in_any_script() {
        assert_eq!(attachment("activity-1.csv"), "attachment; filename=\"activity-1.csv\"");
        assert_eq!(
            attachment("subscriptions-한빛.한국-1.csv"),
            "attachment; filename=\"subscriptions-__.__-1.csv\"; \
             filename*=UTF-8''subscriptions-%ED%95%9C%EB%B9%9B.%ED%95%9C%EA%B5%AD-1.csv"
        );
        assert_eq!(attachment("a\"b\r\nc/d.csv"), "attachment; filename=\"a-b--c-d.csv\"");
    }
}
