//! Which methods an address takes. Another one is 405 and says which, before anything is read of the request; HEAD is
//! answered wherever GET is, as GET and without a body.

use crate::web::route_table::RouteTable;
use actix_web::body::{BodySize, EitherBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::guard::Guard;
use actix_web::http::{Method, header};
use actix_web::middleware::Next;
use actix_web::{HttpResponse, guard};
use bytes::Bytes;
use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll};

/// Accepts GET and HEAD, for the routes of the map.
pub fn is_get_or_head() -> impl Guard {
    guard::Any(guard::Get()).or(guard::Head())
}

/// The middleware.
pub async fn known_methods<B: MessageBody + 'static>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<EitherBody<B>>, actix_web::Error> {
    // The address as the router reads it, not as it was written.
    let pattern = request.resource_map().match_pattern(request.match_info().as_str());
    let table = RouteTable::from_request(request.request()).ok();
    let allowed = pattern.zip(table).map(|(pattern, table)| table.methods(&pattern));
    match allowed.filter(|allowed| !allowed.is_empty() && !allowed.contains(request.method())) {
        None => Ok(next.call(request).await?.map_into_left_body()),
        Some(allowed) => {
            let names: Vec<&str> = allowed.iter().map(Method::as_str).collect();
            let refusal =
                HttpResponse::MethodNotAllowed().insert_header((header::ALLOW, names.join(", "))).finish();
            Ok(request.into_response(refusal).map_into_right_body())
        }
    }
}

/// The body of an answer to HEAD: nothing, but its headers say how long it would have been.
pub struct EmptyBody(BodySize);

impl EmptyBody {
    /// In place of this body, which is dropped unread.
    pub fn in_place_of<B: MessageBody>(body: &B) -> Self {
        EmptyBody(body.size())
    }
}

impl MessageBody for EmptyBody {
    type Error = Infallible;

    fn size(&self) -> BodySize {
        self.0
    }

    fn poll_next(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Bytes, Infallible>>> {
        Poll::Ready(None)
    }
}
