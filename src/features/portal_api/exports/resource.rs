//! The lines of the smaller exports.

use crate::domain::PartnerId;
use crate::features::orders::model::Order;
use crate::features::partnerships::queries::PartnershipRow;
use crate::features::referrals::model::Referral;
use crate::features::relationship_requests::model::RelationshipRequest;
use crate::features::rest_api::orders::resource::OrderResource;
use crate::features::rest_api::resource::{day, timestamp};
use serde::Serialize;
use std::collections::HashMap;

/// An order with what its page shows besides.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ExportedOrder {
    /// The order as `/v1/customers/{id}/orders/{order}` shows it.
    #[serde(flatten)]
    order: OrderResource,
    customer_name: String,
    seller_mpn_id: String,
    ordered_by: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    answered_by: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    answered_date: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
}

impl From<&Order> for ExportedOrder {
    fn from(order: &Order) -> Self {
        ExportedOrder {
            order: OrderResource::from(order),
            customer_name: order.customer_name.clone(),
            seller_mpn_id: order.seller_mpn_id.clone(),
            ordered_by: order.made_by.clone(),
            answered_by: order.decided_by.clone(),
            answered_date: order.decided_at.map(timestamp),
            reason: order.decline_reason.clone(),
        }
    }
}

/// A relationship request.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ExportedRequest {
    id: String,
    kind: &'static str,
    status: &'static str,
    recipient: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    company_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    domain: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    customer_id: Option<String>,
    /// The name of the other partner.
    #[serde(skip_serializing_if = "Option::is_none")]
    partner_name: Option<String>,
    created_by: String,
    created_date: String,
    changed_date: String,
    valid_until: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
}

impl ExportedRequest {
    /// Returns a request of the partner `me`.
    pub fn new(request: &RelationshipRequest, me: PartnerId, names: &HashMap<PartnerId, String>) -> Self {
        let other = request.partners().find(|partner| *partner != me);
        ExportedRequest {
            id: request.id.to_string(),
            kind: request.kind.as_str(),
            status: request.status.as_str(),
            recipient: request.recipient.clone(),
            company_name: request.company_name.clone(),
            domain: request.domain.clone(),
            customer_id: request.microsoft_id.map(|id| id.to_string()),
            partner_name: other.and_then(|partner| names.get(&partner)).cloned(),
            created_by: request.created_name.clone(),
            created_date: timestamp(request.created_at),
            changed_date: timestamp(request.changed_at),
            valid_until: day(request.valid_until),
            reason: request.decline_reason.clone(),
        }
    }
}

/// A referral.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ExportedReferral {
    id: String,
    status: &'static str,
    company_name: String,
    first_name: String,
    last_name: String,
    email: String,
    phone_number: String,
    need: String,
    note: String,
    /// The name of the other partner.
    #[serde(skip_serializing_if = "Option::is_none")]
    partner_name: Option<String>,
    created_by: String,
    created_date: String,
    answer_until: String,
    changed_date: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
}

impl ExportedReferral {
    /// Returns a referral of the partner `me`.
    pub fn new(referral: &Referral, me: PartnerId, names: &HashMap<PartnerId, String>) -> Self {
        let partners = [Some(referral.partner), referral.referrer].into_iter().flatten();
        let other = partners.into_iter().find(|partner| *partner != me);
        let lead = &referral.lead;
        ExportedReferral {
            id: referral.id.to_string(),
            status: referral.status.as_str(),
            company_name: lead.company_name.clone(),
            first_name: lead.first_name.clone(),
            last_name: lead.last_name.clone(),
            email: lead.email.clone(),
            phone_number: lead.phone.clone(),
            need: lead.need.clone(),
            note: lead.note.clone(),
            partner_name: other.and_then(|partner| names.get(&partner)).cloned(),
            created_by: referral.created_name.clone(),
            created_date: timestamp(referral.created_at),
            answer_until: day(referral.answer_until),
            changed_date: timestamp(referral.changed_at),
            reason: referral.reason.clone(),
        }
    }
}

/// An indirect reseller.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ExportedReseller {
    mpn_id: String,
    name: String,
    country: String,
    /// `active` or `none`, as in `/v1/relationships`.
    state: &'static str,
    customer_count: u64,
    since_date: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    ended_date: Option<String>,
}

impl From<PartnershipRow> for ExportedReseller {
    fn from(row: PartnershipRow) -> Self {
        ExportedReseller {
            mpn_id: row.mpn_id,
            name: row.name,
            country: row.country,
            state: if row.ended_at.is_none() { "active" } else { "none" },
            customer_count: row.customers,
            since_date: timestamp(row.since),
            ended_date: row.ended_at.map(timestamp),
        }
    }
}
