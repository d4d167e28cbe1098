//! The words for what a customer is, in the reader's language: pages and exported files use the same.

use super::model::{Origin, Relationship};
use crate::i18n::Texts;

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

/// The header of the exported customer list, in the order of its columns.
pub fn csv_header(texts: &Texts) -> [String; 4] {
    [texts.microsoft_id(), texts.company_name(), texts.primary_domain_name(), texts.relationship()]
}
