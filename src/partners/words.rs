//! The words for what a partner is, in the reader's language.

use super::model::{Cloud, Partner, PartnerKind};
use crate::auth::permissions::Absence;
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
