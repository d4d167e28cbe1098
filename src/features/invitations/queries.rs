//! Finds the invitation of a link or a receipt.

use crate::db::schema::{partners, relationship_requests as requests, request_links};
use crate::db::{DbConnection, partners as partner_queries};
use crate::domain::{Partner, PartnerId, RelationshipRequestId, RequestStatus};
use crate::error::{Error, Result};
use crate::features::organization::model::BusinessProfile;
use crate::features::organization::queries::business_profile;
use crate::features::relationship_requests::model::RelationshipRequest;
use crate::i18n::time_zone::{partner_zone, today};
use chrono_tz::Tz;
use diesel::prelude::*;

/// A relationship request as its recipient sees it.
#[derive(Debug, Clone)]
pub struct Invitation {
    /// The request.
    pub request: RelationshipRequest,
    /// The sequence number of the link; 0 for a receipt.
    pub seq: i32,
    /// The partners in the request; the requesting one comes first.
    pub partners: Vec<Partner>,
    /// Their business profiles, in the same order.
    pub profiles: Vec<BusinessProfile>,
}

/// The state of an invitation, as its recipient sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InvitationStatus {
    /// It can be answered.
    Open,
    /// It was answered.
    Used,
    /// Its last day has passed.
    Expired,
    /// It was revoked, or a newer link replaced it.
    Revoked,
}

impl Invitation {
    /// Returns its current state.
    pub fn status(&self) -> InvitationStatus {
        match self.request.status {
            RequestStatus::Accepted | RequestStatus::Declined => InvitationStatus::Used,
            RequestStatus::Revoked => InvitationStatus::Revoked,
            _ if self.seq != self.request.link_seq => InvitationStatus::Revoked,
            RequestStatus::Expired => InvitationStatus::Expired,
            _ if self.request.valid_until < today(self.zone()) => InvitationStatus::Expired,
            RequestStatus::Draft | RequestStatus::Sent => InvitationStatus::Open,
        }
    }

    /// Returns the requesting partner.
    pub fn asking_partner(&self) -> &Partner {
        &self.partners[0]
    }

    /// Returns the partners that have a business profile, with the profile.
    pub fn introductions(&self) -> impl Iterator<Item = (&Partner, &BusinessProfile)> {
        self.partners.iter().zip(&self.profiles).filter(|(_, profile)| !profile.is_empty())
    }

    /// Returns the partners that have a privacy notice, with its address.
    pub fn privacy_notices(&self) -> impl Iterator<Item = (&Partner, &str)> {
        let all =
            self.partners.iter().zip(self.profiles.iter().map(|profile| profile.privacy_notice.as_str()));
        all.filter(|(_, address)| !address.is_empty())
    }

    /// Returns the time zone for dates: that of the requesting partner's country, where the customer is too.
    pub fn zone(&self) -> Tz {
        partner_zone(self.asking_partner())
    }

    /// Whether a partner is part of the request.
    pub fn involves(&self, partner: PartnerId) -> bool {
        self.partners.iter().any(|one| one.id == partner)
    }
}

/// Returns the invitation of a link, by the hash of its token.
pub fn find(c: &mut DbConnection, token_hash: &str) -> Result<Option<Invitation>> {
    let link: Option<(RelationshipRequestId, i32)> = request_links::table
        .find(token_hash)
        .select((request_links::request_id, request_links::seq))
        .first(c)
        .optional()?;
    let Some((id, seq)) = link else { return Ok(None) };
    load(c, id, seq)
}

/// Returns the invitation of a receipt.
pub fn by_id(c: &mut DbConnection, id: RelationshipRequestId) -> Result<Option<Invitation>> {
    load(c, id, 0)
}

fn load(c: &mut DbConnection, id: RelationshipRequestId, seq: i32) -> Result<Option<Invitation>> {
    let row = requests::table.find(id).select(RelationshipRequest::as_select());
    let Some(request) = row.first(c).optional()? else { return Ok(None) };
    let (mut asking, mut profiles) = (Vec::new(), Vec::new());
    for id in request.partners() {
        profiles.push(business_profile(c, id)?);
        let mpn_id: String = partners::table.find(id).select(partners::mpn_id).first(c)?;
        asking.push(partner_queries::by_mpn_id(c, &mpn_id)?.ok_or(Error::NotFound)?);
    }
    Ok(Some(Invitation { request, seq, partners: asking, profiles }))
}
