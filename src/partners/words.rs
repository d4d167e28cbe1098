//! The words for what a partner is, in the reader's language.

use super::model::{Cloud, PartnerKind};
use crate::i18n::Texts;

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

/// The header of a file of indirect resellers, in the order of its columns.
pub fn csv_header(texts: &Texts) -> [String; 4] {
    [texts.mpn_id(), texts.company_name(), texts.primary_domain_name(), texts.country()]
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
