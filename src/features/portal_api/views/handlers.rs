//! `GET /api/v1/views`: the views that the user sees, with the parameters that their lists take.

use crate::auth::Scope;
use crate::auth::scope::SaveViews;
use crate::error::Result;
use crate::features::portal_api::views::resource::ViewResource;
use crate::features::rest_api::resource::{Collection, ok};
use crate::features::saved_views::model::SavedView;
use crate::features::saved_views::queries::all_views;
use crate::state::AppState;
use crate::urls;
use actix_web::HttpResponse;
use actix_web::web::Data;

/// `GET /api/v1/views`.
pub async fn index(scope: Scope<SaveViews>, portal: Data<AppState>) -> Result<HttpResponse> {
    let reader = scope.clone();
    let views = portal.db.read(move |c| all_views(&reader, c)).await?;
    let public_url = portal.settings.public_url().to_string();
    let resource = |(view, owner): (SavedView, String)| {
        let is_own = view.is_own(&scope);
        ViewResource::new(&view, owner, is_own, &public_url)
    };
    let items: Vec<ViewResource> = views.into_iter().map(resource).collect();
    Ok(ok(&Collection::new(items, &urls::portal_api_views())))
}
