//! Which methods an address takes. Another one is 405 and says which, before anything is read of the request; HEAD is
//! answered wherever GET is, as GET and without a body.

use crate::routes;
use actix_web::HttpResponse;
use actix_web::body::{BodySize, EitherBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::guard::{self, Guard};
use actix_web::http::{Method, header};
use actix_web::middleware::Next;
use bytes::Bytes;
use std::collections::HashMap;
use std::convert::Infallible;
use std::pin::Pin;
use std::sync::LazyLock;
use std::task::{Context, Poll};

/// The methods of each pattern of the map.
static ALLOWED: LazyLock<HashMap<&'static str, Vec<Method>>> = LazyLock::new(|| {
    let mut allowed: HashMap<&'static str, Vec<Method>> = HashMap::new();
    for line in routes::lines() {
        let methods = allowed.entry(line.path).or_default();
        if line.method == Method::GET {
            methods.extend([Method::GET, Method::HEAD]);
        } else {
            methods.push(line.method);
        }
    }
    allowed
});

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
    let allowed = pattern.and_then(|pattern| ALLOWED.get(pattern.as_str()));
    match allowed.filter(|allowed| !allowed.contains(request.method())) {
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
pub struct NoBody(BodySize);

impl NoBody {
    /// In place of this body, which is dropped unread.
    pub fn in_place_of<B: MessageBody>(body: &B) -> Self {
        NoBody(body.size())
    }
}

impl MessageBody for NoBody {
    type Error = Infallible;

    fn size(&self) -> BodySize {
        self.0
    }

    fn poll_next(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Bytes, Infallible>>> {
        Poll::Ready(None)
    }
}
