//! Reads jobs: `GET /api/v1/jobs…`. The bulk acts are those of the page `/bulk`; imports belong to the user who uploaded the
//! file.

use crate::auth::Scope;
use crate::auth::scope::{ExportCustomers, ImportCustomers, ViewCustomers};
use crate::domain::{BulkActId, ImportId};
use crate::error::{Error, Result};
use crate::features::bulk_acts::download as bulk_file;
use crate::features::bulk_acts::download::Params;
use crate::features::bulk_acts::queries as bulk_acts;
use crate::features::import::upload::{handlers as imports_page, queries as imports};
use crate::features::portal_api::jobs::resource::JobResource;
use crate::features::rest_api::resource::{Collection, ok};
use crate::state::AppState;
use crate::urls;
use actix_web::web::{Data, Path, Query};
use actix_web::{HttpRequest, HttpResponse};

/// `GET /api/v1/jobs`: the newest jobs.
pub async fn index(scope: Scope<ViewCustomers>, portal: Data<AppState>) -> Result<HttpResponse> {
    let asker = scope.clone();
    let read = portal.db.read(move |c| {
        let acts = bulk_acts::recent(&asker, c)?;
        let importer = asker.with::<ImportCustomers>();
        Ok((acts, importer.map_or(Ok(Vec::new()), |importer| imports::recent(&importer, c))?))
    });
    let (acts, files) = read.await?;
    let public_url = portal.settings.public_url().to_string();
    let acts = acts.iter().map(|act| JobResource::of_bulk_act(act, &public_url));
    let files = files.iter().map(|file| JobResource::of_import(file, &scope.actor().name, &public_url));
    let items: Vec<JobResource> = acts.chain(files).collect();
    Ok(ok(&Collection::new(items, &urls::portal_api_jobs())))
}

/// `GET /api/v1/jobs/{job}`.
pub async fn show(
    scope: Scope<ViewCustomers>,
    portal: Data<AppState>,
    path: Path<String>,
) -> Result<HttpResponse> {
    let act: BulkActId = path.parse().map_err(|_| Error::NotFound)?;
    let public_url = portal.settings.public_url().to_string();
    let (asker, name) = (scope.clone(), scope.actor().name.clone());
    let read = portal.db.read(move |c| match bulk_acts::find(&asker, act, c) {
        Err(Error::NotFound) => {
            let importer = asker.with::<ImportCustomers>().ok_or(Error::NotFound)?;
            let import = imports::find_own(&importer, ImportId(act.0), c)?;
            Ok(JobResource::of_import(&import, &name, &public_url))
        }
        found => Ok(JobResource::of_bulk_act(&found?, &public_url)),
    });
    Ok(ok(&read.await?))
}

/// `GET /api/v1/jobs/{job}/results`: the file of the bulk act's page.
pub async fn results(
    request: HttpRequest,
    portal: Data<AppState>,
    scope: Scope<ExportCustomers>,
    path: Path<BulkActId>,
    params: Query<Params>,
) -> Result<HttpResponse> {
    bulk_file::download(request, portal, scope, path, params).await
}

/// `GET /api/v1/jobs/{job}/rejects`: the rejected rows of an import, as its page sends them.
pub async fn rejects(
    request: HttpRequest,
    scope: Scope<ImportCustomers>,
    portal: Data<AppState>,
    path: Path<ImportId>,
) -> Result<HttpResponse> {
    imports_page::rejects(request, scope, portal, path).await
}
