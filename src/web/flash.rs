//! What was just done, in a word that a cookie carries over one redirect and the next page shows once.

use crate::i18n::Texts;

/// The message, and what it is about if the page wants to know: an id or a number, never text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flash {
    /// What was done.
    pub message: Message,
    /// Letters, digits, `-` and `_` only; empty if there is nothing to say.
    pub about: String,
}

macro_rules! messages {
    ($($(#[$doc:meta])+ $name:ident $word:literal $text:ident;)+) => {
        /// Everything that can have been done.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Message { $($(#[$doc])+ $name,)+ }

        impl Message {
            /// The word in the cookie.
            pub const fn word(self) -> &'static str {
                match self { $(Message::$name => $word,)+ }
            }

            fn from_word(word: &str) -> Option<Self> {
                match word { $($word => Some(Message::$name),)+ _ => None }
            }

            /// The sentence.
            pub fn text(self, texts: &Texts) -> String {
                match self { $(Message::$name => texts.$text(),)+ }
            }
        }
    };
}

messages! {
    /// The language was switched.
    LanguageChanged   "language-changed"   language_changed;
    /// Theme or density was switched.
    AppearanceChanged "appearance-changed" appearance_changed;
    /// The person signed out.
    SignedOut         "signed-out"         signed_out;
    /// The person chose a new password.
    PasswordChanged   "password-changed"   password_changed;
    /// The message of a request was kept.
    RequestSaved      "request-saved"      request_saved;
    /// A request was sent by the portal.
    RequestSent       "request-sent-now"   request_sent_now;
    /// A request was sent by other means.
    RequestDone       "request-done"       request_done;
    /// A request has a new link.
    RequestRenewed    "request-renewed"    request_renewed;
    /// A reminder was sent.
    RequestReminded   "request-reminded"   request_reminded;
    /// A request was taken back.
    RequestRevoked    "request-revoked"    request_was_revoked;
    /// A request is valid for longer.
    RequestExtended   "request-extended"   request_extended;
    /// Staff decided about an acceptance.
    RequestDecided    "request-decided"    request_decided;
    /// A request could not be changed any more.
    RequestOver       "request-over"       request_over;
    /// Mail that was not taken is tried again.
    MailTriedAgain    "mail-tried-again"   mail_tried_again;
    /// A reseller authorised a provider.
    ProviderAuthorised "provider-authorised" provider_authorised;
    /// A partnership was ended.
    PartnershipRemoved "partnership-removed" partnership_removed;
}

impl Message {
    /// The message about something: an id or a number.
    pub fn about(self, what: impl ToString) -> Flash {
        Flash { message: self, about: what.to_string() }
    }
}

impl From<Message> for Flash {
    fn from(message: Message) -> Self {
        Flash { message, about: String::new() }
    }
}

impl Flash {
    /// Reads [`Flash::cookie`].
    pub fn from_cookie(value: &str) -> Option<Self> {
        let (word, about) = value.split_once('.').unwrap_or((value, ""));
        let plain = about.len() <= 64
            && about.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte));
        Message::from_word(word).filter(|_| plain).map(|message| message.about(about))
    }

    /// The value of the cookie.
    pub fn cookie(&self) -> String {
        match self.about.as_str() {
            "" => self.message.word().to_owned(),
            about => format!("{}.{about}", self.message.word()),
        }
    }

    /// The sentence.
    pub fn text(&self, texts: &Texts) -> String {
        self.message.text(texts)
    }
}
