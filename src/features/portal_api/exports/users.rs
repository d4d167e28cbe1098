//! `GET /api/v1/exports/users`: the users that match the parameters of `/account-settings/users`.

use crate::auth::Scope;
use crate::auth::scope::ViewUsers;
use crate::db::DbConnection;
use crate::error::Result;
use crate::features::portal_api::exports::format::{ExportFormat, requested_format};
use crate::features::portal_api::exports::resource::ExportedUser;
use crate::features::portal_api::parameters::page_parameters;
use crate::features::users::colleague::Colleague;
use crate::features::users::download;
use crate::features::users::download::UserExport;
use crate::features::users::list::Params;
use crate::state::AppState;
use crate::web::json_lines;
use crate::web::json_lines::{LineExport, LineWriter};
use actix_web::web::{Data, Query};
use actix_web::{HttpRequest, HttpResponse};
use std::io::Write;

/// Streams the list.
///
/// # Errors
/// A malformed parameter, or more exports in an hour than the setting allows.
pub async fn stream(
    request: HttpRequest,
    portal: Data<AppState>,
    scope: Scope<ViewUsers>,
    given: Query<Vec<(String, String)>>,
) -> Result<HttpResponse> {
    let format = requested_format(&request, &given)?;
    let params = page_parameters::<Params>(&request)?;
    if format == ExportFormat::Csv {
        return download::download(request, scope, portal, params).await;
    }
    let export = UserExport::new(&scope, params.into_inner())?;
    json_lines::send(&request, portal, scope, &export.file_name(), export).await
}

impl LineExport for UserExport {
    fn write_lines<W: Write>(
        &self,
        _: &mut DbConnection,
        people: Vec<Colleague>,
        out: &mut LineWriter<W>,
    ) -> Result<()> {
        people.into_iter().try_for_each(|person| out.write_line(&ExportedUser::from(person)))
    }
}
