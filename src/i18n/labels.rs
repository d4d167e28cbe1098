//! What domain values are called in a language: roles, partners, customers, offers.

use crate::domain::{
    Absence, BillingCycle, BillingType, Cloud, Offer, Origin, Partner, PartnerKind, Relationship, Role, Roles,
};
use crate::i18n::Texts;

impl Role {
    /// One role.
    pub fn label(self, texts: &Texts) -> String {
        match self {
            Role::GlobalAdmin => texts.role_global_admin(),
            Role::BillingAdmin => texts.role_billing_admin(),
            Role::UserManagementAdmin => texts.role_user_management_admin(),
            Role::AdminAgent => texts.role_admin_agent(),
            Role::SalesAgent => texts.role_sales_agent(),
            Role::HelpdeskAgent => texts.role_helpdesk_agent(),
        }
    }
}

/// The roles a person holds: `Global admin · Admin agent`, or “no role”.
pub fn role_names(texts: &Texts, roles: Roles) -> String {
    let words: Vec<_> = roles.iter().map(|role| role.label(texts)).collect();
    if words.is_empty() { texts.no_role() } else { words.join(" · ") }
}

/// Several roles, one after the other: `Global admin, Admin agent`.
pub fn list(texts: &Texts, roles: &[Role]) -> String {
    roles.iter().map(|role| role.label(texts)).collect::<Vec<_>>().join(&texts.list_comma())
}

impl Relationship {
    /// A kind of relationship.
    pub fn label(self, texts: &Texts) -> String {
        match self {
            Relationship::Reseller => texts.relationship_reseller(),
            Relationship::Advisor => texts.relationship_advisor(),
            Relationship::Syndication => texts.relationship_syndication(),
            Relationship::MicrosoftSupport => texts.relationship_microsoft_support(),
            Relationship::None => texts.relationship_none(),
        }
    }
}

impl Origin {
    /// How a customer came.
    pub fn label(self, texts: &Texts) -> String {
        match self {
            Origin::Added => texts.origin_added(),
            Origin::Request => texts.origin_request(),
            Origin::Referral => texts.origin_referral(),
            Origin::Provider => texts.origin_provider(),
            Origin::OtherPortal => texts.origin_other_portal(),
        }
    }
}

impl BillingType {
    /// What is counted.
    pub fn label(self, texts: &Texts) -> String {
        match self {
            BillingType::License => texts.offer_billing_license(),
            BillingType::Usage => texts.offer_billing_usage(),
        }
    }
}

impl BillingCycle {
    /// How often.
    pub fn label(self, texts: &Texts) -> String {
        match self {
            BillingCycle::Monthly => texts.billed_monthly(),
            BillingCycle::Annual => texts.billed_annually(),
            BillingCycle::OneTime => texts.billed_once(),
            BillingCycle::None => texts.billed_by_use(),
        }
    }
}

/// How an offer is billed: `License-based · Annual`, `Usage-based`.
pub fn billing(texts: &Texts, offer: &Offer) -> String {
    match offer.billing_cycle {
        BillingCycle::None => offer.billing_type.label(texts),
        cycle => format!("{} · {}", offer.billing_type.label(texts), cycle.label(texts)),
    }
}

/// A category in the reader's language, if it is one of the vendor's own; any other as the catalogue has it.
pub fn category(texts: &Texts, name: &str) -> String {
    match name.trim().to_ascii_lowercase().as_str() {
        "enterprise" => texts.offer_category_enterprise(),
        "small business" => texts.offer_category_small_business(),
        "trial" => texts.offer_category_trial(),
        _ => name.to_owned(),
    }
}

impl PartnerKind {
    /// A place in the channel.
    pub fn label(self, texts: &Texts) -> String {
        match self {
            PartnerKind::Direct => texts.partner_direct(),
            PartnerKind::IndirectProvider => texts.partner_indirect_provider(),
            PartnerKind::IndirectReseller => texts.partner_indirect_reseller(),
        }
    }
}

impl Cloud {
    /// Its name.
    pub fn label(self, texts: &Texts) -> String {
        match self {
            Cloud::Global => texts.cloud_global(),
            Cloud::UsGovernment => texts.cloud_us_government(),
            Cloud::Germany => texts.cloud_germany(),
        }
    }
}

impl Absence {
    /// Returns the explanation for a person at this partner.
    pub fn text(self, texts: &Texts, partner: &Partner) -> String {
        match self {
            Absence::Kind(kinds) => {
                let kinds: Vec<_> = kinds.iter().map(|kind| kind.label(texts)).collect();
                texts.absent_for_kind(partner.kind.label(texts), kinds.join(&texts.list_comma()))
            }
            Absence::Cloud(clouds) => {
                let clouds: Vec<_> = clouds.iter().map(|cloud| cloud.label(texts)).collect();
                texts.absent_in_cloud(partner.cloud.label(texts), clouds.join(&texts.list_comma()))
            }
        }
    }
}

/// `Remove reseller relationship`, or an indirect reseller's `Remove customer relationship`.
pub fn label(kind: PartnerKind, texts: &Texts) -> String {
    match kind {
        PartnerKind::IndirectReseller => texts.removal_customer(),
        _ => texts.removal_reseller(),
    }
}
