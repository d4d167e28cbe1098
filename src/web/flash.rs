//! Flash messages: a cookie carries the result of an action over one redirect, and the next page shows it once.

use crate::auth::cookies;
use crate::config::Settings;
use crate::i18n::Texts;
use actix_web::HttpRequest;
use actix_web::cookie::Cookie;

const COOKIE: &str = "flash";

/// A message, optionally with the object that it is about: an id or a number, never free text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flash {
    /// The message.
    pub message: Message,
    /// Letters, digits, `-` and `_` only; empty if there is no object.
    pub about: String,
}

macro_rules! messages {
    ($($(#[$doc:meta])+ $name:ident $word:literal $text:ident;)+) => {
        /// All messages.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Message { $($(#[$doc])+ $name,)+ }

        impl Message {
            /// Returns the text in the cookie.
            pub const fn as_str(self) -> &'static str {
                match self { $(Message::$name => $word,)+ }
            }

            fn from_text(word: &str) -> Option<Self> {
                match word { $($word => Some(Message::$name),)+ _ => None }
            }

            /// Returns the sentence for the page.
            pub fn text(self, texts: &Texts) -> String {
                match self { $(Message::$name => texts.$text(),)+ }
            }
        }
    };
}

messages! {
    /// The language was changed.
    LanguageChanged   "language-changed"   language_changed;
    /// The color theme or the row height was changed.
    AppearanceChanged "appearance-changed" appearance_changed;
    /// An operator had queued mail sent.
    MailSentNow       "mail-sent-now"      operator_queue_moved;
    /// The user signed out.
    SignedOut         "signed-out"         signed_out;
    /// The user set a new password.
    PasswordChanged   "password-changed"   password_changed;
    /// A link to set a password was sent, if there is such a user.
    PasswordLinkSent  "password-link-sent" password_link_sent;
    /// The message of a request was saved.
    RequestSaved      "request-saved"      request_saved;
    /// A request was sent by the portal.
    RequestSent       "request-sent-now"   request_sent_now;
    /// A request was marked as sent by other means.
    RequestDone       "request-done"       request_done;
    /// A request got a new link.
    RequestRenewed    "request-renewed"    request_renewed;
    /// A reminder was sent.
    RequestReminded   "request-reminded"   request_reminded;
    /// A request was revoked.
    RequestRevoked    "request-revoked"    request_was_revoked;
    /// The validity period of a request was extended.
    RequestExtended   "request-extended"   request_extended;
    /// Staff decided on an acceptance.
    RequestDecided    "request-decided"    request_decided;
    /// A request was already answered or expired, so it was not changed.
    RequestOver       "request-over"       request_over;
    /// A message that could not be delivered will be tried again.
    MailTriedAgain    "mail-tried-again"   mail_tried_again;
    /// A reseller authorized a provider.
    ProviderAuthorised "provider-authorised" provider_authorised;
    /// A partnership was ended.
    PartnershipRemoved "partnership-removed" partnership_removed;
    /// The user changed their own profile.
    ProfileSaved      "profile-saved"      profile_saved;
    /// The user removed their second factor.
    FactorRemoved     "factor-removed"     factor_removed;
    /// All notices were marked as read.
    NoticesRead       "notices-read"       notices_read;
    /// The user chose how to be notified.
    NoticeChoicesSaved "notice-choices"    notice_choices_saved;
    /// The levels are those of the roles again.
    NoticeDefaults    "notice-defaults"    notice_defaults_done;
    /// The user's other sessions were ended.
    SessionsEnded     "sessions-ended"     sessions_ended;
    /// A new user was invited by mail.
    UserInvited       "user-invited"       user_invited;
    /// The name or roles of a user were changed.
    UserChanged       "user-changed"       user_changed;
    /// A user was deactivated.
    UserDeactivated   "user-deactivated"   user_deactivated;
    /// A user was reactivated.
    UserReactivated   "user-reactivated"   user_reactivated;
    /// The second factor of a user was reset.
    UserFactorReset   "user-factor-reset"  user_factor_reset;
    /// The sessions of a user were ended.
    UserSessionsEnded "user-sessions"      user_sessions_ended;
    /// An API token was ended.
    TokenEnded        "token-ended"        token_ended;
    /// An application was ended.
    ApplicationEnded  "application-ended"  application_ended;
    /// The organization profile was changed.
    OrganizationSaved "organization-saved" organization_saved;
    /// The bill-to information was saved. The object is its version, for undo.
    BillToSaved       "bill-to-saved"      bill_to_saved;
    /// A Microsoft ID was corrected.
    MicrosoftIdCorrected "microsoft-id-corrected" id_correction_done;
    /// A customer got another reseller of record, or none.
    ResellerSet       "reseller-set"       set_reseller_done;
    /// The bill-to information was saved without changes.
    BillToUnchanged   "bill-to-unchanged"  bill_to_unchanged;
    /// A change to the bill-to information was undone.
    BillToUndone      "bill-to-undone"     bill_to_undone;
    /// The customer was allowed to buy Azure reservations.
    PermissionOn      "permission-on"      permission_on;
    /// The customer was no longer allowed to buy Azure reservations.
    PermissionOff     "permission-off"     permission_off;
    /// The customer's permission already had this value.
    PermissionUnchanged "permission-unchanged" permission_unchanged;
    /// The customer agreement was attested.
    AgreementAttested "agreement-attested" agreement_attested_now;
    /// The tags of a customer were changed.
    TagsSaved         "tags-saved"         tags_saved;
    /// A tag was created.
    TagCreated        "tag-created"        tag_created;
    /// A tag was renamed, recolored or merged into another.
    TagSaved          "tag-saved"          tag_saved;
    /// A tag was deleted.
    TagDeleted        "tag-deleted"        tag_deleted;
    /// A view was saved.
    ViewSaved         "view-saved"         view_saved;
    /// A list opens with a view from now on.
    ViewOpensFirst    "view-opens-first"   view_opens_first_now;
    /// A list opens with all rows again.
    ViewOpensNoLonger "view-opens-no-longer" view_opens_no_longer;
    /// A view was removed.
    ViewRemoved       "view-removed"       view_removed;
    /// A report was created.
    ReportCreated     "report-created"     report_created;
    /// A report was changed.
    ReportSaved       "report-saved"       report_saved;
    /// A report was paused.
    ReportPaused      "report-paused"      report_paused_now;
    /// A report runs again.
    ReportResumed     "report-resumed"     report_resumed;
    /// A report was removed.
    ReportRemoved     "report-removed"     report_removed;
    /// A connection was created.
    ConnectionCreated "connection-created" connection_created;
    /// A connection was changed.
    ConnectionSaved   "connection-saved"   connection_saved;
    /// A connection was paused.
    ConnectionPaused  "connection-paused"  connection_paused_now;
    /// A connection was resumed.
    ConnectionResumed "connection-resumed" connection_resumed;
    /// A connection was removed.
    ConnectionRemoved "connection-removed" connection_removed;
    /// The sign-in of a connection works.
    ConnectionTested  "connection-tested"  connection_tested;
    /// The sign-in of a connection does not work.
    ConnectionTestFailed "connection-test-failed" connection_test_failed;
    /// A run of a connection began.
    ConnectionRunStarted "connection-run-started" connection_run_started;
    /// A run of a connection is already under way.
    ConnectionRunBusy "connection-run-busy" connection_run_busy;
    /// A run of a connection writes.
    ConnectionRunConfirmed "connection-run-confirmed" connection_run_confirmed;
    /// A run of a connection was discarded.
    ConnectionRunDiscarded "connection-run-discarded" connection_run_discarded;
    /// A value is tried again.
    ConnectionWriteRetried "connection-write-retried" connection_write_retried;
    /// A value was given up.
    ConnectionWriteGivenUp "connection-write-given-up" connection_write_is_given_up;
    /// A chat channel was created.
    ChannelCreated    "channel-created"    chat_channel_created;
    /// A chat channel was changed.
    ChannelSaved      "channel-saved"      chat_channel_saved;
    /// A chat channel was paused.
    ChannelPaused     "channel-paused"     chat_channel_paused_now;
    /// A chat channel gets messages again.
    ChannelResumed    "channel-resumed"    chat_channel_resumed;
    /// A chat channel was removed.
    ChannelRemoved    "channel-removed"    chat_channel_removed;
    /// A test message arrived.
    ChannelTested     "channel-tested"     chat_channel_tested;
    /// A test message did not arrive.
    ChannelTestFailed "channel-test-failed" chat_channel_test_failed;
    /// A webhook was changed.
    WebhookSaved      "webhook-saved"      webhook_saved;
    /// A webhook was switched off.
    WebhookPaused     "webhook-off"        webhook_paused_now;
    /// A webhook was switched on again.
    WebhookResumed    "webhook-on"         webhook_resumed;
    /// A webhook was removed.
    WebhookRemoved    "webhook-removed"    webhook_removed;
    /// A test event arrived.
    WebhookTested     "webhook-tested"     webhook_tested;
    /// A test event did not arrive.
    WebhookTestFailed "webhook-test-failed" webhook_test_failed;
    /// An event is sent to a webhook again.
    WebhookResending  "webhook-resending"  webhook_resending;
    /// A report runs now.
    ReportStarted     "report-started"     report_started;
    /// The aliases of a customer were changed.
    AliasesSaved      "aliases-saved"      aliases_saved;
    /// A former name of a customer was removed.
    FormerNameRemoved "former-name-removed" former_name_removed;
    /// A note was added.
    NoteAdded         "note-added"         note_added;
    /// A note was edited.
    NoteSaved         "note-saved"         note_saved;
    /// A note was pinned.
    NotePinned        "note-pinned"        note_pinned;
    /// A note was unpinned.
    NoteUnpinned      "note-unpinned"      note_unpinned;
    /// A note was removed.
    NoteRemoved       "note-removed"       note_removed;
    /// A contact was added or changed.
    ContactSaved      "contact-saved"      contact_saved;
    /// A contact was removed.
    ContactRemoved    "contact-removed"    contact_removed;
    /// A relationship was ended.
    RelationshipEnded "relationship-ended" relationship_ended;
    /// The quantity of a subscription was changed.
    QuantityChanged         "quantity-changed"         quantity_changed;
    /// The nickname of a subscription was changed.
    NicknameChanged         "nickname-changed"         nickname_changed;
    /// Auto-renewal was turned on or off.
    RenewalChanged          "renewal-changed"          renewal_changed;
    /// A change at the renewal of a subscription was planned.
    AtRenewalPlanned        "at-renewal-planned"       at_renewal_planned;
    /// A planned change at the renewal was withdrawn.
    AtRenewalWithdrawn      "at-renewal-withdrawn"     at_renewal_withdrawn;
    /// A subscription was suspended.
    SubscriptionSuspended   "subscription-suspended"   subscription_suspended;
    /// All subscriptions of a customer were suspended.
    AllSuspended            "all-suspended"            all_suspended;
    /// The customer had no active subscriptions to suspend.
    NothingToSuspend        "nothing-to-suspend"       nothing_to_suspend;
    /// No row of a list was selected.
    NothingSelected         "nothing-selected"         bulk_nothing_selected;
    /// A subscription was reactivated.
    SubscriptionReactivated "subscription-reactivated" subscription_reactivated;
    /// A subscription was cancelled and deleted.
    SubscriptionCancelled   "subscription-cancelled"   subscription_cancelled;
    /// A subscription will be cancelled later.
    CancellationWaits       "cancellation-waits"       cancellation_waits;
    /// A scheduled cancellation was withdrawn.
    CancellationWithdrawn   "cancellation-withdrawn"   cancellation_withdrawn;
    /// The support contact was changed.
    SupportContactChanged   "support-contact-changed"  support_contact_changed;
    /// A form was submitted without changes.
    NothingChanged          "nothing-changed"          nothing_changed;
    /// An order was placed.
    OrderPlaced       "order-placed"       order_was_placed;
    /// An order was requested from a provider.
    OrderRequested    "order-requested"    order_was_requested;
    /// An order request was approved.
    OrderApproved     "order-approved"     order_was_approved;
    /// An order request was declined.
    OrderDeclined     "order-declined"     order_was_declined;
    /// An order request was withdrawn.
    OrderWithdrawn    "order-withdrawn"    order_was_withdrawn;
    /// A referral was created.
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
    /// Adding a customer was abandoned.
    NewCustomerDisposed "new-customer-disposed" new_customer_disposed;
}

impl Message {
    /// Returns the message with an object: an id or a number.
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
    /// Returns the message of a request, if its cookie has one.
    pub fn from_request(request: &HttpRequest, settings: &Settings) -> Option<Self> {
        Self::parse(request.cookie(&settings.cookie_name(COOKIE))?.value())
    }

    /// Parses the value of the cookie.
    fn parse(value: &str) -> Option<Self> {
        let (word, about) = value.split_once('.').unwrap_or((value, ""));
        let plain = about.len() <= 64
            && about.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte));
        Message::from_text(word).filter(|_| plain).map(|message| message.about(about))
    }

    /// Returns the cookie that carries the message to the next page.
    pub fn to_cookie(&self, settings: &Settings) -> Cookie<'static> {
        let value = match self.about.as_str() {
            "" => self.message.as_str().to_owned(),
            about => format!("{}.{about}", self.message.as_str()),
        };
        cookies::cookie(settings, COOKIE, value).finish()
    }

    /// Returns the cookie that removes the message after it was shown; `None` if the request has none.
    pub fn removal_cookie(request: &HttpRequest, settings: &Settings) -> Option<Cookie<'static>> {
        request.cookie(&settings.cookie_name(COOKIE))?;
        let mut cookie = cookies::cookie(settings, COOKIE, String::new()).finish();
        cookie.make_removal();
        Some(cookie)
    }

    /// Returns the sentence for the page.
    pub fn text(&self, texts: &Texts) -> String {
        self.message.text(texts)
    }

    /// Whether what the user wanted did not happen, so that the page does not show it as a success.
    pub fn is_warning(&self) -> bool {
        use Message as M;
        matches!(
            self.message,
            M::ConnectionTestFailed
                | M::ChannelTestFailed
                | M::WebhookTestFailed
                | M::RequestOver
                | M::NothingToSuspend
                | M::NothingSelected
        )
    }
}
