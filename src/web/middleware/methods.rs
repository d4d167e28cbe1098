//! Middleware for HTTP methods: another method than those of the route gets 405 with an `Allow` header,
//! before the body is read. HEAD is handled like GET, but without a body.

use crate::web::route_table::{RoutePattern, RouteTable};
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

/// Accepts GET and HEAD.
pub fn is_get_or_head() -> impl Guard {
    guard::Any(guard::Get()).or(guard::Head())
}

/// The middleware.
pub async fn known_methods<B: MessageBody + 'static>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<EitherBody<B>>, actix_web::Error> {
    let table = RouteTable::from_request(request.request()).ok();
    // The path as the router reads it, after decoding.
    let pattern = table.and_then(|table| table.pattern(request.match_info().as_str()));
    match pattern.map(RoutePattern::methods).filter(|allowed| !allowed.contains(request.method())) {
        None => Ok(next.call(request).await?.map_into_left_body()),
        Some(allowed) => {
            let names: Vec<&str> = allowed.iter().map(Method::as_str).collect();
            let refusal =
                HttpResponse::MethodNotAllowed().insert_header((header::ALLOW, names.join(", "))).finish();
            Ok(request.into_response(refusal).map_into_right_body())
        }
    }
}

/// The empty body of a response to HEAD, with the length that the body would have.
pub struct EmptyBody(BodySize);

impl EmptyBody {
    /// Replaces this body, which is dropped without being read.
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
