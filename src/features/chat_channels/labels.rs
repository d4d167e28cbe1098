//! The texts of the reasons for which a message did not arrive.

use crate::i18n::Texts;
use crate::outbound::client::SendFault;

impl SendFault {
    /// Returns the reason as a sentence.
    pub fn label(self, texts: &Texts) -> String {
        match self {
            SendFault::NotPublic => texts.chat_fault_not_public(),
            SendFault::UnknownHost => texts.chat_fault_unknown_host(),
            SendFault::Timeout => texts.chat_fault_timeout(),
            SendFault::Refused => texts.chat_fault_refused(),
            SendFault::NoHttp => texts.chat_fault_no_http(),
            SendFault::Unreadable => texts.channel_paused_secret(),
            SendFault::Failed => texts.chat_fault_failed(),
        }
    }
}
