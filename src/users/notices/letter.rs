//! The words of a notice. No name stands in the subject, and no link that signs anybody in stands in the text.

use super::Notice;
use crate::i18n::Texts;
use crate::users::words::held;

impl Notice {
    /// Subject and text.
    pub fn words(self, texts: &Texts, name: &str, portal: &str) -> (String, String) {
        let (subject, what) = match self {
            Notice::PasswordChanged => {
                (texts.notice_password_changed(), texts.notice_password_changed_text(portal))
            }
            Notice::PasswordReset => {
                (texts.notice_password_changed(), texts.notice_password_reset_text(portal))
            }
            Notice::FactorSetUp => (texts.notice_factor_set_up(), texts.notice_factor_set_up_text(portal)),
            Notice::FactorRemoved => {
                (texts.notice_factor_removed(), texts.notice_factor_removed_text(portal))
            }
            Notice::FactorReset => (texts.notice_factor_removed(), texts.notice_factor_reset_text(portal)),
            Notice::CodesRenewed => (texts.notice_codes_renewed(), texts.notice_codes_renewed_text(portal)),
            Notice::CodeUsed => (texts.notice_code_used(), texts.notice_code_used_text(portal)),
            Notice::RolesChanged(roles) => {
                (texts.notice_roles_changed(), texts.notice_roles_changed_text(portal, held(texts, roles)))
            }
            Notice::Deactivated => (texts.notice_deactivated(), texts.notice_deactivated_text(portal)),
        };
        let text = [texts.mail_greeting(name), what, texts.notice_unexpected()].join("\n\n");
        (subject, text)
    }
}
