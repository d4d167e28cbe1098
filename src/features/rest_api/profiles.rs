//! `GET /v1/profiles/organization` and `/v1/profiles/mpn`: the partner itself.

use crate::auth::Scope;
use crate::auth::scope::ViewOrganization;
use crate::error::{Error, Result};
use crate::features::organization::queries::find_own;
use crate::features::rest_api::culture::culture;
use crate::features::rest_api::partner_guid::partner_guid;
use crate::features::rest_api::resource::{Link, ok};
use crate::state::AppState;
use crate::urls;
use actix_web::HttpResponse;
use actix_web::web::{Data, Query};
use serde::Deserialize;
use serde_json::json;

/// `GET /v1/profiles/organization`. Without an organization profile, the name is that of the partner.
pub async fn organization(scope: Scope<ViewOrganization>, portal: Data<AppState>) -> Result<HttpResponse> {
    let asker = scope.clone();
    let own = portal.db.read(move |c| find_own(&asker, c)).await?;
    let partner = &scope.actor().partner;
    let id = partner_guid(&partner.mpn_id);
    let (language, culture) = culture(&partner.country);
    let name = if own.legal_name.is_empty() { &partner.name } else { &own.legal_name };
    Ok(ok(&json!({
        "id": id,
        "companyName": name,
        "defaultAddress": {
            "country": partner.country, "region": null, "city": own.city, "state": own.state,
            "addressLine1": own.address_line1, "addressLine2": own.address_line2,
            "postalCode": own.postal_code, "phoneNumber": own.contact_phone,
        },
        "tenantId": id,
        "email": own.contact_email,
        "language": language,
        "culture": culture,
        "profileType": "organization_profile",
        "links": Link::own(&urls::api_organization_profile()),
        "attributes": { "objectType": "OrganizationProfile" },
    })))
}

/// The query parameters of the MPN profile.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct MpnQuery {
    /// The partner; nothing: the own one.
    #[serde(rename = "mpnId")]
    pub mpn_id: String,
}

/// `GET /v1/profiles/mpn`. A partner sees only itself.
///
/// # Errors
/// [`Error::NotFound`] for the MPN ID of another partner.
pub async fn mpn(scope: Scope<ViewOrganization>, query: Query<MpnQuery>) -> Result<HttpResponse> {
    let partner = &scope.actor().partner;
    if !query.mpn_id.is_empty() && query.mpn_id != partner.mpn_id {
        return Err(Error::NotFound);
    }
    Ok(ok(&json!({
        "mpnId": partner.mpn_id,
        "partnerName": partner.name,
        "profileType": "mpn_profile",
        "links": Link::own(&urls::api_mpn_profile()),
        "attributes": { "objectType": "MpnProfile" },
    })))
}
