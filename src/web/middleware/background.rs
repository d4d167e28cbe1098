//! Requests that the browser sends on its own: they do not count as use of the session, which otherwise would never become
//! idle while a page is open.

use crate::auth::session_store;
use crate::urls;
use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::middleware::Next;

/// The middleware.
///
/// # Errors
/// Those of the rest.
pub async fn background<B: MessageBody + 'static>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<B>, actix_web::Error> {
    if request.path() == &*urls::notification_events() {
        return session_store::without_use(next.call(request)).await;
    }
    next.call(request).await
}
