//! `GET /notifications` and `POST /notifications/read`. Opening an object from the page marks its notice as read; a `GET`
//! changes nothing.

use crate::auth::Scope;
use crate::auth::scope::OwnProfile;
use crate::domain::PartnerKind;
use crate::error::{Error, Result};
use crate::features::activity_log::wording::ReaderFormat;
use crate::features::notices::filter::Params;
use crate::features::notices::form::ReadForm;
use crate::features::notices::page::InboxPage;
use crate::features::notices::queries;
use crate::features::notices::wording::object_address;
use crate::state::AppState;
use crate::urls;
use crate::web::flash::Message;
use crate::web::form_extract::safe_return_path;
use crate::web::list::parse_valid;
use crate::web::request;
use crate::web::request::shell;
use crate::web::response;
use crate::web::response::see_other;
use actix_web::web::{Data, Form, Query};
use actix_web::{HttpRequest, HttpResponse};

/// Shows the list.
pub async fn index(
    request: HttpRequest,
    scope: Scope<OwnProfile>,
    portal: Data<AppState>,
    params: Query<Params>,
) -> Result<HttpResponse> {
    let mut params = params.into_inner();
    let (filter, bad) = parse_valid(&mut params, Params::filter, Params::remove)?;
    let reader = scope.clone();
    let found = portal.db.read(move |c| queries::page(&reader, &filter, c)).await?;
    let shell = shell(&request, Some(scope.actor()), None)?;
    let reading = ReaderFormat { locale: shell.locale, clock: request::clock(scope.actor()) };
    let today = request::today(scope.actor());
    let page = InboxPage::new(&shell, (&filter, bad), &found, reading, (today, scope.actor().partner.kind));
    response::page_as(page.frame.status(), &page)
}

/// Marks one notice or all as read, and returns to the page or shows the object.
pub async fn read(
    scope: Scope<OwnProfile>,
    portal: Data<AppState>,
    form: Form<ReadForm>,
) -> Result<HttpResponse> {
    let form = form.into_inner();
    let back = match &*form.return_to {
        "" => urls::notifications().to_string(),
        path => safe_return_path(Some(path)),
    };
    let reader = scope.clone();
    match (form.id, form.all) {
        (Some(id), None) => {
            let change = portal.db.write(move |c| {
                let row = queries::find(&reader, id, c)?;
                queries::mark_read(&reader, id, c)?;
                Ok(row)
            });
            let kind: PartnerKind = scope.actor().partner.kind;
            let object = object_address(&change.await?, kind).filter(|_| form.open == "yes");
            Ok(see_other(&portal, &object.unwrap_or(back), None))
        }
        (None, Some(up_to)) => {
            portal.db.write(move |c| queries::mark_all_read(&reader, up_to, c)).await?;
            Ok(see_other(&portal, &back, Some(Message::NoticesRead.into())))
        }
        _ => Err(Error::bad_input("id", "the id of one notice, or `all`")),
    }
}
