//! `GET` and `PUT …/subscriptions/{sid}/supportcontact`: the partner that supports the users of a subscription, which is its seller
//! or its reseller of record.

use crate::auth::Scope;
use crate::auth::scope::{SetSupportContact, ViewSubscriptions};
use crate::db::DbConnection;
use crate::domain::{MicrosoftId, SubscriptionId};
use crate::error::{Error, Result};
use crate::features::customers::lookup::customer;
use crate::features::rest_api::etag::SeenEtag;
use crate::features::rest_api::fields::Fields;
use crate::features::rest_api::json::JsonBody;
use crate::features::rest_api::partner_guid::partner_guid;
use crate::features::rest_api::resource::{Attributes, Link, OwnLinks, ok};
use crate::features::rest_api::subscriptions::difference::refused;
use crate::features::rest_api::subscriptions::handlers::unknown;
use crate::features::rest_api::subscriptions::queries::subscriptions_of;
use crate::features::subscriptions::change::apply::ChangeOutcome;
use crate::features::subscriptions::change::combined::apply_operations;
use crate::features::subscriptions::lifecycle::operation::{Operation, Supporter};
use crate::features::subscriptions::model::Subscription;
use crate::features::subscriptions::queries::{PartnerName, partner_names};
use crate::state::AppState;
use crate::urls;
use crate::web::api_fault;
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use serde::Serialize;
use utoipa::ToSchema;

/// The support contact of a subscription.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = SupportContact)]
pub struct SupportContactResource {
    /// The id of the partner, derived from its MPN ID.
    #[schema(format = Uuid)]
    support_tenant_id: String,
    /// The MPN ID of the partner.
    support_mpn_id: String,
    /// The name of the partner.
    name: String,
    links: OwnLinks,
    attributes: Attributes,
}

/// A subscription with its seller and its reseller of record.
struct Supporters {
    this: Subscription,
    seller: PartnerName,
    reseller: Option<PartnerName>,
}

/// `GET …/supportcontact`.
pub async fn show(
    request: HttpRequest,
    scope: Scope<ViewSubscriptions>,
    portal: Data<AppState>,
    path: Path<(MicrosoftId, String)>,
) -> Result<HttpResponse> {
    let (id, text) = path.into_inner();
    Ok(ok(&resource(id, load(&request, &scope, &portal, (id, &text)).await?)))
}

/// `PUT …/supportcontact`: names the partner by `supportTenantId` or `supportMpnId`.
pub async fn save(
    request: HttpRequest,
    scope: Scope<SetSupportContact>,
    portal: Data<AppState>,
    path: Path<(MicrosoftId, String)>,
    body: JsonBody,
) -> Result<HttpResponse> {
    let ((id, text), locale) = (path.into_inner(), api_fault::locale(&request));
    let now = load(&request, &scope, &portal, (id, &text)).await?;
    let sid = now.this.id.clone();
    let mut fields = Fields::new(&body.0);
    let seen = SeenEtag::read(&request, &mut fields, sid.as_str());
    let supporter = read_supporter(&mut fields, &now);
    let supporter = fields.done(supporter, locale)?;
    let wanted = move |now: &Subscription| {
        seen.check(now.version)?;
        Ok(vec![Operation::Support(supporter)])
    };
    let outcome = apply_operations(&portal, scope.clone(), (id, sid), wanted).await;
    if let ChangeOutcome::Refused(refusal) = outcome.map_err(|error| unknown(&request, error))? {
        return Err(refused(&refusal, locale));
    }
    Ok(ok(&resource(id, load(&request, &scope, &portal, (id, &text)).await?)))
}

/// Reads which of the two partners is named. Both ids count if both are sent.
fn read_supporter(fields: &mut Fields<'_>, now: &Supporters) -> Supporter {
    let tenant = fields.text("supportTenantId").filter(|id| !id.is_empty());
    let mpn_id = fields.text("supportMpnId").filter(|id| !id.is_empty());
    let is_named = |partner: &PartnerName| {
        (tenant.is_some() || mpn_id.is_some())
            && mpn_id.is_none_or(|mpn_id| mpn_id == partner.mpn_id)
            && tenant.is_none_or(|id| partner_guid(&partner.mpn_id).to_string() == id.to_ascii_lowercase())
    };
    if is_named(&now.seller) {
        return Supporter::Seller;
    }
    if now.reseller.as_ref().is_some_and(is_named) {
        return Supporter::Reseller;
    }
    let field = if mpn_id.is_none() && tenant.is_some() { "supportTenantId" } else { "supportMpnId" };
    fields.add(field, "it must be that of the seller or of the reseller of record");
    Supporter::Seller
}

async fn load<P: 'static>(
    request: &HttpRequest,
    scope: &Scope<P>,
    portal: &AppState,
    (id, text): (MicrosoftId, &str),
) -> Result<Supporters> {
    let asker = scope.clone();
    portal.db.read(move |c| customer(&asker, id, c)).await?;
    let sid = text.parse::<SubscriptionId>().map_err(|_| unknown(request, Error::NotFound))?;
    let asker = scope.clone();
    let found = portal.db.read(move |c| supporters(&asker, (id, &sid), c)).await;
    found.map_err(|error| unknown(request, error))
}

fn supporters<P>(
    scope: &Scope<P>,
    (id, sid): (MicrosoftId, &SubscriptionId),
    c: &mut DbConnection,
) -> Result<Supporters> {
    let this = subscriptions_of(scope, id, c)?.find(scope, sid)?.this.clone();
    let mut names = partner_names(scope, std::slice::from_ref(&this), c)?;
    let seller = names.remove(&this.seller).ok_or(Error::NotFound)?;
    let reseller = this.reseller.and_then(|reseller| names.remove(&reseller));
    Ok(Supporters { this, seller, reseller })
}

fn resource(customer: MicrosoftId, found: Supporters) -> SupportContactResource {
    let Supporters { this, seller, reseller } = found;
    let is_seller = this.support_partner() == this.seller;
    let partner = reseller.filter(|_| !is_seller).unwrap_or(seller);
    SupportContactResource {
        support_tenant_id: partner_guid(&partner.mpn_id).to_string(),
        support_mpn_id: partner.mpn_id,
        name: partner.name,
        links: Link::own(&urls::api_support_contact(customer, &this.id)),
        attributes: Attributes::of_version("SupportContact", &this.id, this.version),
    }
}
