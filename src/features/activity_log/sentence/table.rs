//! The table from action to sentence. A new action needs a line in [`form`]; [`super::compose`] makes the sentence.

use crate::audit::Action;
use crate::features::activity_log::sentence::model::{Part, fill};
use crate::i18n::Texts;

/// The keys under which versions of the portal stored one value; the first that an entry has counts.
pub(super) type Keys = &'static [&'static str];

/// What the row of an action says.
#[derive(Debug, Clone, Copy)]
pub(super) struct Form {
    /// The sentence.
    pub main: Main,
    /// The values of the second line, with their labels.
    pub note: &'static [Keys],
}

/// The kinds of sentences. Without the values that it needs, a sentence is the name of its action.
#[derive(Debug, Clone, Copy)]
pub(super) enum Main {
    /// The first field that changed: `Quantity of Microsoft 365 E3: 45 → 50`.
    Changed(Whose),
    /// An entry whose `before` and `after` are one value each, of this field.
    Replaced(&'static str),
    /// The action and these values: `Added a user: 김아라`.
    Did(&'static [Keys]),
    /// The action and the things it was applied to: `Created an order: Microsoft 365 E3 × 45 and 2 more subscriptions`.
    DidToLines,
}

/// Whose field changed.
#[derive(Debug, Clone, Copy)]
pub(super) enum Whose {
    /// The customer's; its name is beside the sentence.
    Customers,
    /// The only one of its kind: the text puts it around the name of the field.
    Only(fn(&Texts, &str) -> String),
    /// The one with this name.
    Named(Keys, NamedText),
}

/// The text around the field, the name, and the values before and after.
type NamedText = fn(&Texts, &str, [&'static str; 3]) -> String;

impl Whose {
    /// Returns the keys of the name.
    pub const fn keys(self) -> Keys {
        match self {
            Whose::Named(keys, _) => keys,
            Whose::Customers | Whose::Only(_) => &[],
        }
    }

    /// Returns the sentence; `name` is `None` if the entry does not have it.
    pub fn sentence(
        self,
        texts: &Texts,
        field: &str,
        name: Option<Part>,
        [before, after]: [Part; 2],
    ) -> Vec<Part> {
        let sides = [vec![before], vec![after]];
        match (self, name) {
            (Whose::Named(_, text), Some(name)) => {
                let [before, after] = sides;
                fill([vec![name], before, after], |marks| text(texts, field, marks))
            }
            (Whose::Only(text), _) => {
                fill(sides, |[before, after]| texts.sentence_change(text(texts, field), before, after))
            }
            _ => fill(sides, |[before, after]| texts.sentence_change(field, before, after)),
        }
    }
}

/// The name of a subscription.
pub(super) const SUBSCRIPTION: Keys = &["subscription_name", "offer_name", "name", "subscription"];
const RECIPIENT: Keys = &["recipient"];
const REASON: Keys = &["reason"];

const OF_NAMED: NamedText =
    |texts, field, [name, before, after]| texts.sentence_change_of(field, name, before, after);
const OF_REFERRAL: NamedText =
    |texts, field, [name, before, after]| texts.sentence_change_of_referral(field, name, before, after);
const OF_REQUEST: NamedText =
    |texts, field, [name, before, after]| texts.sentence_change_of_request(field, name, before, after);

/// What an erasure counts.
const ERASED: &[Keys] = &[
    &["people"],
    &["customers"],
    &["requests"],
    &["referrals"],
    &["orders"],
    &["agreements"],
    &["drafts"],
    &["carts"],
    &["kept_forms"],
    &["imports"],
    &["bulk_acts"],
    &["bulk_rows"],
    &["letters"],
    &["linked_accounts"],
    &["password_links"],
    &["recovery_codes"],
    &["permissions"],
    &["contacts"],
    &["notes"],
    &["customer_tags"],
    &["tags"],
    &["views"],
    &["notices"],
    &["reports"],
    &["report_recipients"],
    &["report_files"],
    &["api_tokens"],
    &["api_requests"],
    &["organization"],
    &["names_in_log"],
    &["log_entries"],
    &["log_addresses"],
];

/// Returns the form of an action's sentences.
pub(super) const fn form(action: Action) -> Form {
    use Action as A;
    use Main::{Changed, Did, DidToLines, Replaced};
    use Whose::{Customers, Named, Only};
    let (main, note): (Main, &[Keys]) = match action {
        A::AddCustomer => (Did(&[&["domain", "primary_domain"]]), &[&["reseller"]]),
        A::UpdateCustomer | A::CorrectMicrosoftId | A::EndDelegatedAdmin => (Changed(Customers), &[]),
        A::SetResellerOfRecord => (Changed(Customers), &[&["subscriptions"], REASON]),
        A::UpdateBillTo | A::UpdateBillToName => {
            (Changed(Only(|texts, field| texts.sentence_field_of_bill_to(field))), &[])
        }
        A::CreateCustomerPermission | A::DeleteCustomerPermission => (Changed(Customers), &[&["permission"]]),
        A::CreateAgreement => (Did(&[&["full_name"], &["agreed_on"]]), &[]),
        A::RemoveCustomerRelationship => (Changed(Customers), &[REASON]),
        A::RestoreCustomerRelationship => (Did(&[]), &[&["delegated_admin"]]),
        A::GrantDelegatedAdmin | A::SignOut | A::ReplaceSecret => (Did(&[]), &[]),
        A::UpdateSubscription => (Changed(Named(SUBSCRIPTION, OF_NAMED)), &[&["renewed_unchanged"]]),
        A::SetSupportContact => (Changed(Named(SUBSCRIPTION, OF_NAMED)), &[]),
        A::DeleteSubscription | A::CreateOrder | A::WithdrawOrder => (DidToLines, &[]),
        A::RequestOrder => (DidToLines, &[&["note"]]),
        A::DeclineOrder => (DidToLines, &[REASON]),
        A::UpdateOffer => (Changed(Named(&["name", "offer_id"], OF_NAMED)), &[]),
        A::AddNote => (Did(&[&["note"]]), &[]),
        A::UpdateNote => (Changed(Customers), &[&["note"]]),
        A::RemoveNote => (Did(&[&["note"]]), &[&["author"]]),
        A::AddContact | A::RemoveContact => (Did(&[&["name"]]), &[&["job_title"]]),
        A::UpdateContact => (Changed(Named(&["before.name"], OF_NAMED)), &[]),
        A::CreateTag => (Did(&[&["name"]]), &[]),
        A::DeleteTag => (Did(&[&["name"]]), &[&["customers"]]),
        A::UpdateTag => (Changed(Named(&["before.name"], OF_NAMED)), &[]),
        A::MergeTags => (Did(&[&["before.name"], &["after.name"]]), &[&["customers"]]),
        A::ShareView | A::RemoveView => (Did(&[&["name"]]), &[&["list"]]),
        A::UpdateView => (Changed(Named(&["before.name"], OF_NAMED)), &[&["list"]]),
        A::Import => (Did(&[&["file"]]), &[&["added"], &["changed"], &["kept_names"]]),
        A::CreateRequest => (Did(&[RECIPIENT]), &[&["valid_until"]]),
        A::UpdateRequest => (Changed(Named(RECIPIENT, OF_REQUEST)), &[&["link"], &["valid_until"]]),
        A::SendRequest => (Did(&[RECIPIENT]), &[&["reminder"], &["again"], &["how"]]),
        A::OpenRequest | A::RevokeRequest => (Did(&[RECIPIENT]), &[]),
        A::AcceptRequest => (Did(&[&["company_name"], &["person"]]), &[&["outcome"]]),
        A::DeclineRequest => (Did(&[RECIPIENT]), &[REASON]),
        A::ExpireRequest => (Did(&[RECIPIENT]), &[&["valid_until"]]),
        A::ExtendRequest => (Replaced("valid_until"), &[RECIPIENT]),
        A::CreateReferral => (Did(&[&["company_name"]]), &[&["reseller"], &["provider"], &["need"]]),
        A::UpdateReferral => (Changed(Named(&["company_name"], OF_REFERRAL)), &[REASON]),
        A::CreatePartnerRelationship | A::RemovePartnerRelationship => {
            (Did(&[]), &[&["provider.name", "provider"], &["reseller.name", "reseller"]])
        }
        A::SetUpPartner => (Did(&[&["name"], &["type"]]), &[&["mpn_id"]]),
        A::UpdateOrganization => {
            (Changed(Only(|texts, field| texts.sentence_field_of_organization(field))), &[])
        }
        A::CreatePartnerUser => (Did(&[&["name", "email"]]), &[&["roles"]]),
        A::UpdatePartnerUser => (
            Changed(Named(&["before.name", "email"], OF_NAMED)),
            &[&["linked.issuer"], &["unlinked"], &["issuer"]],
        ),
        A::RemovePartnerUser => (Did(&[&["before.name", "email"]]), &[]),
        A::ChangePassword => (Did(&[&["email"]]), &[&["temporary"]]),
        A::ChangeSecondFactor => (Changed(Named(&["email"], OF_NAMED)), &[]),
        A::EndSessions => (Did(&[&["email", "ended"]]), &[]),
        A::SendPasswordLink => (Did(&[&["email"]]), &[]),
        A::UpdateProfile => (Changed(Only(|texts, field| texts.sentence_field_of_profile(field))), &[]),
        A::SignIn | A::RefusedSignIn | A::SlowSignIn => {
            (Did(&[&["issuer"], &["second_factor", "step"], REASON]), &[])
        }
        A::Export => (Did(&[&["file"]]), &[&["rows"], &["search"], &["report"]]),
        A::RestoreBackup => (Did(&[&["backup_of"]]), &[]),
        A::SendQueuedMail => (Did(&[]), &[&["letters"]]),
        A::ErasePersonalData => (Did(&[]), ERASED),
        A::CreateReport => (Did(&[&["name"]]), &[&["list"], &["schedule"], &["recipients"]]),
        A::UpdateReport => (Changed(Named(&["before.name"], OF_NAMED)), &[]),
        A::PauseReport => (Did(&[&["name"]]), &[&["paused"]]),
        A::ResumeReport => (Did(&[&["name"]]), &[]),
        A::RemoveReport => (Did(&[&["name"]]), &[&["list"]]),
        A::CreateChatChannel => (Did(&[&["name"]]), &[&["service"], &["host"]]),
        A::UpdateChatChannel => (Changed(Named(&["before.name"], OF_NAMED)), &[]),
        A::PauseChatChannel => (Did(&[&["name"]]), &[&["channel_paused"]]),
        A::ResumeChatChannel | A::RemoveChatChannel => (Did(&[&["name"]]), &[&["service"]]),
        A::CreateWebhook => (Did(&[&["webhook"]]), &[&["webhook_events"]]),
        A::UpdateWebhook => (Changed(Named(&["before.webhook"], OF_NAMED)), &[]),
        A::PauseWebhook => (Did(&[&["webhook"]]), &[&["webhook_paused"]]),
        A::RotateWebhookSecret => (Did(&[&["webhook"]]), &[&["former_until"]]),
        A::ResumeWebhook | A::RemoveWebhook => (Did(&[&["webhook"]]), &[]),
        A::CreateConnection => (Did(&[&["name"]]), &[&["address"], &["schedule"]]),
        A::UpdateConnection => (Changed(Named(&["before.name"], OF_NAMED)), &[]),
        A::PauseConnection => (Did(&[&["name"]]), &[&["connection_paused"]]),
        A::ResumeConnection | A::RemoveConnection => (Did(&[&["name"]]), &[&["address"]]),
        A::RunConnection => (Did(&[&["name"]]), &[&["connection_run"]]),
        A::FailConnection => (Did(&[&["name"]]), &[&["fault"], &["said"]]),
        A::WarnConnection => (Did(&[&["name"]]), &[&["valid_until"]]),
        A::WriteToServer => {
            (Did(&[&["connection"]]), &[&["written_value"], &["subscription_id"], &["connection_write"]])
        }
        A::MarkMissingCustomer => (Did(&[&["connection"]]), &[&["missing"]]),
        A::CreateToken => (Did(&[&["token"]]), &[&["email"], &["token_scope"], &["valid_until"]]),
        A::EndToken => (Did(&[&["token"]]), &[&["email"]]),
        A::RegisterApplication => {
            (Did(&[&["application"]]), &[&["roles"], &["token_scope"], &["valid_until"]])
        }
        A::RotateApplicationSecret => {
            (Did(&[&["application"]]), &[&["client_id"], &["valid_until"], &["former_until"]])
        }
        A::EndApplication => (Did(&[&["application"]]), &[&["client_id"]]),
        A::BeginBulkAct | A::UndoBulkAct => (Did(&[&["bulk_act"]]), &[&["rows"]]),
        A::EndBulkAct => {
            (Did(&[&["bulk_act"]]), &[&["changed"], &["failed"], &["undone"], &["kept"], &["stopped"]])
        }
    };
    Form { main, note }
}
