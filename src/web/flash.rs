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
            pub const fn as_str(self) -> &'static str {
                match self { $(Message::$name => $word,)+ }
            }

            fn from_text(word: &str) -> Option<Self> {
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
    /// A link to set a password was sent, if there is such a person.
    PasswordLinkSent  "password-link-sent" password_link_sent;
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
    /// The person changed their profile.
    ProfileSaved      "profile-saved"      profile_saved;
    /// The person has no second factor any more.
    FactorRemoved     "factor-removed"     factor_removed;
    /// Other sign-ins of the person ended.
    SessionsEnded     "sessions-ended"     sessions_ended;
    /// Somebody new is sent a link.
    UserInvited       "user-invited"       user_invited;
    /// Somebody's name or roles changed.
    UserChanged       "user-changed"       user_changed;
    /// Somebody was deactivated.
    UserDeactivated   "user-deactivated"   user_deactivated;
    /// Somebody may sign in again.
    UserReactivated   "user-reactivated"   user_reactivated;
    /// Somebody's second factor was taken away.
    UserFactorReset   "user-factor-reset"  user_factor_reset;
    /// Somebody's sign-ins ended.
    UserSessionsEnded "user-sessions"      user_sessions_ended;
    /// The organization profile changed.
    OrganizationSaved "organization-saved" organization_saved;
    /// A bill-to was saved; about its version, for undoing it.
    BillToSaved       "bill-to-saved"      bill_to_saved;
    /// A Microsoft ID was corrected.
    MicrosoftIdCorrected "microsoft-id-corrected" id_correction_done;
    /// A bill-to that says the same already was saved.
    BillToUnchanged   "bill-to-unchanged"  bill_to_unchanged;
    /// A bill-to was put back.
    BillToUndone      "bill-to-undone"     bill_to_undone;
    /// The customer may buy Azure reservations.
    PermissionOn      "permission-on"      permission_on;
    /// The customer may not any more.
    PermissionOff     "permission-off"     permission_off;
    /// It was so already.
    PermissionUnchanged "permission-unchanged" permission_unchanged;
    /// The customer agreement was attested.
    AgreementAttested "agreement-attested" agreement_attested_now;
    /// A relationship was ended.
    RelationshipEnded "relationship-ended" relationship_ended;
    /// A subscription has more or fewer licences.
    QuantityChanged         "quantity-changed"         quantity_changed;
    /// A subscription has another nickname.
    NicknameChanged         "nickname-changed"         nickname_changed;
    /// Auto-renewal was switched.
    RenewalChanged          "renewal-changed"          renewal_changed;
    /// A subscription was suspended.
    SubscriptionSuspended   "subscription-suspended"   subscription_suspended;
    /// Everything that was sold to a customer was suspended.
    AllSuspended            "all-suspended"            all_suspended;
    /// There was nothing active.
    NothingToSuspend        "nothing-to-suspend"       nothing_to_suspend;
    /// A subscription was reactivated.
    SubscriptionReactivated "subscription-reactivated" subscription_reactivated;
    /// A subscription was cancelled and is gone.
    SubscriptionCancelled   "subscription-cancelled"   subscription_cancelled;
    /// A subscription will be cancelled.
    CancellationWaits       "cancellation-waits"       cancellation_waits;
    /// It will not.
    CancellationWithdrawn   "cancellation-withdrawn"   cancellation_withdrawn;
    /// Another support contact was designated.
    SupportContactChanged   "support-contact-changed"  support_contact_changed;
    /// A form was sent as it was.
    NothingChanged          "nothing-changed"          nothing_changed;
    /// An order was placed.
    OrderPlaced       "order-placed"       order_was_placed;
    /// A provider was asked for an order.
    OrderRequested    "order-requested"    order_was_requested;
    /// An order request was approved.
    OrderApproved     "order-approved"     order_was_approved;
    /// An order request was declined.
    OrderDeclined     "order-declined"     order_was_declined;
    /// An order request was taken back.
    OrderWithdrawn    "order-withdrawn"    order_was_withdrawn;
    /// A referral was made.
    ReferralCreated   "referral-created"   referral_was_created;
    /// A referral was accepted.
    ReferralAccepted  "referral-accepted"  referral_was_accepted;
    /// A referral was declined.
    ReferralDeclined  "referral-declined"  referral_was_declined;
    /// A referral was won.
    ReferralWon       "referral-won"       referral_was_won;
    /// A referral was lost.
    ReferralLost      "referral-lost"      referral_was_lost;
    /// An uploaded file was discarded.
    ImportDisposed    "import-disposed"    import_disposed;
    /// A customer that somebody began to add was given up.
    NewCustomerDisposed "new-customer-disposed" new_customer_disposed;
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
        Message::from_text(word).filter(|_| plain).map(|message| message.about(about))
    }

    /// The value of the cookie.
    pub fn cookie(&self) -> String {
        match self.about.as_str() {
            "" => self.message.as_str().to_owned(),
            about => format!("{}.{about}", self.message.as_str()),
        }
    }

    /// The sentence.
    pub fn text(&self, texts: &Texts) -> String {
        self.message.text(texts)
    }
}
