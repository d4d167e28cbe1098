//! The words for how far a referral is, in the reader's language.

use super::model::Status;
use crate::i18n::Texts;

impl Status {
    /// How far it is.
    pub fn label(self, texts: &Texts) -> String {
        match self {
            Status::Received => texts.referral_received(),
            Status::Accepted => texts.referral_accepted(),
            Status::Won => texts.referral_won(),
            Status::Lost => texts.referral_lost(),
            Status::Declined => texts.referral_declined(),
            Status::Expired => texts.referral_expired(),
        }
    }

    /// The shape and colour that stand beside the word.
    pub const fn look(self) -> &'static str {
        match self {
            Status::Received => "pending",
            Status::Accepted => "accepted",
            Status::Won => "active",
            Status::Lost => "inactive",
            Status::Declined => "declined",
            Status::Expired => "expired",
        }
    }
}
