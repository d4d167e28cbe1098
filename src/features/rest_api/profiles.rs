//! `GET /v1/profiles/organization` and `/v1/profiles/mpn`: the partner itself.

use crate::auth::Scope;
use crate::auth::scope::ViewOrganization;
use crate::error::{Error, Result};
use crate::features::organization::queries::find_own;
use crate::features::rest_api::culture::culture;
use crate::features::rest_api::partner_guid::partner_guid;
use crate::features::rest_api::resource::{Attributes, Link, OwnLinks, ok};
use crate::state::AppState;
use crate::urls;
use actix_web::HttpResponse;
use actix_web::web::{Data, Query};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The profile of the partner itself.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct OrganizationProfile<'a> {
    /// The id of the partner, derived from its MPN ID.
    #[schema(format = Uuid)]
    id: String,
    /// The legal name, otherwise the name of the partner.
    company_name: &'a str,
    default_address: OrganizationAddress<'a>,
    /// The id of the partner again.
    #[schema(format = Uuid)]
    tenant_id: String,
    /// The email address of the contact; empty without one.
    email: &'a str,
    language: &'static str,
    culture: &'static str,
    /// Always `organization_profile`.
    profile_type: &'static str,
    links: OwnLinks,
    attributes: Attributes,
}

/// The address of the partner itself.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct OrganizationAddress<'a> {
    /// The country, as an ISO 3166 code of two letters.
    country: &'a str,
    /// Always null.
    #[schema(required)]
    region: Option<String>,
    city: &'a str,
    state: &'a str,
    address_line1: &'a str,
    address_line2: &'a str,
    postal_code: &'a str,
    phone_number: &'a str,
}

/// The partner's membership in the vendor's network.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct MpnProfile<'a> {
    mpn_id: &'a str,
    partner_name: &'a str,
    /// Always `mpn_profile`.
    profile_type: &'static str,
    links: OwnLinks,
    attributes: Attributes,
}

/// `GET /v1/profiles/organization`. Without an organization profile, the name is that of the partner.
pub async fn organization(scope: Scope<ViewOrganization>, portal: Data<AppState>) -> Result<HttpResponse> {
    let asker = scope.clone();
    let own = portal.db.read(move |c| find_own(&asker, c)).await?;
    let partner = &scope.actor().partner;
    let id = partner_guid(&partner.mpn_id);
    let (language, culture) = culture(&partner.country);
    let name = if own.legal_name.is_empty() { &partner.name } else { &own.legal_name };
    Ok(ok(&OrganizationProfile {
        id: id.to_string(),
        company_name: name,
        default_address: OrganizationAddress {
            country: &partner.country,
            region: None,
            city: &own.city,
            state: &own.state,
            address_line1: &own.address_line1,
            address_line2: &own.address_line2,
            postal_code: &own.postal_code,
            phone_number: &own.contact_phone,
        },
        tenant_id: id.to_string(),
        email: &own.contact_email,
        language,
        culture,
        profile_type: "organization_profile",
        links: Link::own(&urls::api_organization_profile()),
        attributes: Attributes::new("OrganizationProfile"),
    }))
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
    Ok(ok(&MpnProfile {
        mpn_id: &partner.mpn_id,
        partner_name: &partner.name,
        profile_type: "mpn_profile",
        links: Link::own(&urls::api_mpn_profile()),
        attributes: Attributes::new("MpnProfile"),
    }))
}
