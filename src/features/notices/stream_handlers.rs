//! `GET /notifications/events`: the number of unread notices as server-sent events, so that the bell changes while a page is
//! open. A stream ends with its session, after some minutes, and when the server stops; browsers open another one.

use crate::auth::scope::OwnProfile;
use crate::auth::{Scope, session_store};
use crate::db::Db;
use crate::error::{Error, Result};
use crate::features::notices::streams::{NoticeStreams, OpenStream};
use crate::i18n::Locale;
use crate::state::AppState;
use crate::web::request::locale;
use crate::web::shell::Bell;
use actix_web::http::StatusCode;
use actix_web::http::header::{ACCEPT, CACHE_CONTROL, CONTENT_TYPE, ContentEncoding};
use actix_web::web::{Bytes, Data};
use actix_web::{HttpRequest, HttpResponse};
use futures_util::stream;
use serde_json::json;
use std::time::Duration;
use tokio::time::Instant;

/// How long a stream is open. Browsers open the next one after [`RETRY`].
const LIFETIME: Duration = Duration::from_secs(300);

/// How often a stream says that it is open, and sees whether its session still lives.
const HEARTBEAT: Duration = Duration::from_secs(20);

/// How long a browser waits before it opens another stream, in milliseconds.
const RETRY: u32 = 5_000;

/// Opens a stream. Too many of them get 503, and the bell then changes with the next page.
pub async fn events(
    request: HttpRequest,
    scope: Scope<OwnProfile>,
    portal: Data<AppState>,
    streams: Data<NoticeStreams>,
) -> Result<HttpResponse> {
    let actor = scope.actor();
    let open = streams.into_inner().open(actor.partner.id, actor.user);
    let open = open.ok_or_else(|| Error::Unavailable("too many streams of notices".to_owned()))?;
    let stream = EventStream {
        open,
        db: portal.db.clone(),
        token_hash: actor.session.token_hash.clone(),
        locale: locale(&request, &portal, Some(actor)),
        told: None,
        // Who asks for no stream gets the number and the end.
        ends_at: Instant::now() + if asks_for_stream(&request) { LIFETIME } else { Duration::ZERO },
    };
    let events = stream::unfold(stream, |mut stream| async move {
        let event = stream.next().await?;
        Some((Ok::<_, Error>(event), stream))
    });
    Ok(HttpResponse::build(StatusCode::OK)
        .insert_header((CONTENT_TYPE, "text/event-stream"))
        .insert_header((CACHE_CONTROL, "no-store"))
        // A compressed stream would be held back until there is enough of it.
        .insert_header(ContentEncoding::Identity)
        .insert_header(("x-accel-buffering", "no"))
        .streaming(events))
}

fn asks_for_stream(request: &HttpRequest) -> bool {
    let accepted = request.headers().get(ACCEPT).and_then(|value| value.to_str().ok());
    accepted.is_some_and(|kinds| kinds.contains("text/event-stream"))
}

/// The state of one stream.
struct EventStream {
    open: OpenStream,
    db: Db,
    token_hash: String,
    locale: Locale,
    /// The bell that the browser shows.
    told: Option<Bell>,
    ends_at: Instant,
}

impl EventStream {
    /// Waits for the next piece of the stream; `None` ends it.
    async fn next(&mut self) -> Option<Bytes> {
        if self.told.is_some() {
            let heartbeat = Instant::now() + HEARTBEAT;
            tokio::select! {
                changed = self.open.news.changed() => changed.ok()?,
                _ = &mut self.open.replaced => return None,
                () = tokio::time::sleep_until(heartbeat.min(self.ends_at)) => {}
            }
        }
        let is_over = self.told.is_some() && Instant::now() >= self.ends_at;
        if self.open.news.borrow_and_update().is_none() || is_over {
            return None;
        }
        let hash = self.token_hash.clone();
        let live = self.db.read_one(move |c| session_store::unread_of_live(c, &hash)).await;
        let unread = live.inspect_err(|error| tracing::debug!(%error, "a stream of notices ends")).ok()??;
        let bell = Bell::new(unread, self.locale);
        if self.told.as_ref() == Some(&bell) {
            return Some(Bytes::from_static(b":\n\n"));
        }
        let data = json!({ "number": bell.number, "label": bell.label });
        let retry = if self.told.is_none() { format!("retry: {RETRY}\n") } else { String::new() };
        self.told = Some(bell);
        Some(Bytes::from(format!("{retry}event: unread\ndata: {data}\n\n")))
    }
}
