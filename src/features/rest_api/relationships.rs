//! `GET /v1/relationships`: the indirect resellers of a provider, or the indirect providers of a reseller.

use crate::auth::Scope;
use crate::auth::scope::{Grants, OwnProfile, ViewProviders, ViewResellers};
use crate::error::{Error, Result};
use crate::features::partnerships::queries;
use crate::features::partnerships::queries::PartnershipRow;
use crate::features::rest_api::filter::SearchFilter;
use crate::features::rest_api::partner_guid::partner_guid;
use crate::features::rest_api::resource::{Attributes, Collection, ok};
use crate::features::rest_api::words;
use crate::state::AppState;
use crate::text::fold;
use crate::urls;
use actix_web::HttpResponse;
use actix_web::web::{Data, Query};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A partnership with another partner.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = PartnerRelationship)]
pub struct RelationshipResource {
    /// The id of the other partner, derived from its MPN ID.
    #[schema(format = Uuid)]
    id: String,
    /// The name of the other partner.
    name: String,
    /// Which side the own partner has.
    #[schema(value_type = words::RelationshipType)]
    relationship_type: &'static str,
    /// Ended partnerships are not listed.
    #[schema(value_type = words::RelationshipState)]
    state: &'static str,
    /// The MPN ID of the other partner.
    mpn_id: String,
    /// The country of the other partner, if it is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    location: Option<String>,
    attributes: Attributes,
}

const TO_RESELLER: &str = "is_indirect_cloud_solution_provider_of";
const TO_PROVIDER: &str = "is_indirect_reseller_of";

impl RelationshipResource {
    /// Returns the partnership with an indirect reseller, which is in this country, if that is known.
    pub fn of_reseller(mpn_id: &str, name: &str, country: Option<String>) -> Self {
        RelationshipResource {
            id: partner_guid(mpn_id).to_string(),
            name: name.to_owned(),
            relationship_type: TO_RESELLER,
            state: "active",
            mpn_id: mpn_id.to_owned(),
            location: country,
            attributes: Attributes::new("PartnerRelationship"),
        }
    }

    fn of_provider(mpn_id: &str, name: &str, country: Option<String>) -> Self {
        RelationshipResource { relationship_type: TO_PROVIDER, ..Self::of_reseller(mpn_id, name, country) }
    }
}

/// The query parameters.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct RelationshipQuery {
    /// Which side the partner has.
    pub relationship_type: String,
    /// The filter by name.
    pub filter: String,
}

/// `GET /v1/relationships`.
pub async fn index(
    scope: Scope<OwnProfile>,
    portal: Data<AppState>,
    query: Query<RelationshipQuery>,
) -> Result<HttpResponse> {
    let filter = SearchFilter::parse(&query.filter)?;
    if let Some(filter) = filter.as_ref().filter(|filter| filter.field != "name") {
        return Err(filter.unknown("Name"));
    }
    let begins = filter.map(|filter| fold(filter.value.trim())).unwrap_or_default();
    let wanted = query.relationship_type.replace('_', "").to_ascii_lowercase();
    let is = |word: &str| wanted == word.replace('_', "");
    let rows = match () {
        () if is(TO_RESELLER) => {
            let scope = scope.with::<ViewResellers>();
            let scope = scope.ok_or(Error::Forbidden(ViewResellers::PERMISSION))?;
            portal.db.read(move |c| queries::resellers(&scope, c)).await?
        }
        () if is(TO_PROVIDER) => {
            let scope = scope.with::<ViewProviders>();
            let scope = scope.ok_or(Error::Forbidden(ViewProviders::PERMISSION))?;
            portal.db.read(move |c| queries::providers(&scope, c)).await?
        }
        () => {
            let said = "it is IsIndirectCloudSolutionProviderOf or IsIndirectResellerOf";
            return Err(Error::bad_input("relationship_type", said));
        }
    };
    let resource = |row: PartnershipRow| {
        let country = Some(row.country).filter(|country| !country.is_empty());
        match is(TO_RESELLER) {
            true => RelationshipResource::of_reseller(&row.mpn_id, &row.name, country),
            false => RelationshipResource::of_provider(&row.mpn_id, &row.name, country),
        }
    };
    let active =
        rows.into_iter().filter(|row| row.ended_at.is_none() && fold(&row.name).starts_with(&begins));
    let items: Vec<RelationshipResource> = active.map(resource).collect();
    let query = [("relationship_type", query.relationship_type.as_str())];
    Ok(ok(&Collection::new(items, &urls::api_relationships().with_parameters(query))))
}
