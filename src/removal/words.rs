//! What ending a relationship is called, by type of partner (docs/reference/domain.md#decisions).

use crate::i18n::Texts;
use crate::partners::model::PartnerKind;

/// `Remove reseller relationship`, or an indirect reseller's `Remove customer relationship`.
pub fn label(kind: PartnerKind, texts: &Texts) -> String {
    match kind {
        PartnerKind::IndirectReseller => texts.removal_customer(),
        _ => texts.removal_reseller(),
    }
}
