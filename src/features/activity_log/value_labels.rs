//! The labels of the portal's own values in an entry's details, by key. A new enum is one line here;
//! `tests/portal/one_entry.rs` finds values without a label.

use crate::audit::Action;
use crate::auth::second_factor::check::FactorKind;
use crate::domain::{
    BillingCycle, BillingType, BulkActKind, ChannelPause, ChatService, Cloud, ConnectionFault,
    ConnectionPause, ConnectionSchedule, ConnectionSignIn, NoticeEvent, PartnerKind, ReferralStatus,
    Relationship, ReportList, ReportPause, ReportSchedule, RequestOutcome, Role, SavedList,
    SubscriptionStatus, TextEnum, WebhookEvent, WebhookPause, WriteSubject,
};
use crate::features::relationship_requests::model::{DeliveryMethod, RequestKind};
use crate::features::sign_in::reasons::{OidcRefusal, RefusedStep};
use crate::features::subscriptions::lifecycle::at_renewal::PlanProblem;
use crate::features::tags::model::TagHue;
use crate::i18n::countries::country_name;
use crate::i18n::{Locale, Texts, labels};
use crate::web::appearance::Theme;

/// A text of the portal.
type Word = fn(&Texts) -> String;

/// Whether something is on.
const SWITCH: &[(&str, Word)] = &[
    ("on", Texts::factor_on),
    ("off", Texts::factor_off),
    ("on, new recovery codes", Texts::factor_kind_renewed),
];

/// Why a bulk act was stopped.
const STOPPED: &[(&str, Word)] = &[
    ("person", Texts::bulk_reason_person),
    ("role", Texts::bulk_reason_role),
    ("restore", Texts::bulk_reason_restored),
    ("failure", Texts::bulk_reason_failure),
];

/// The support contacts that a bulk act can set.
const SUPPORT: &[(&str, Word)] =
    &[("seller", Texts::bulk_support_seller), ("reseller", Texts::bulk_support_reseller)];

/// The fields in which the stored value wins over that of a server.
const KEPT_FIELDS: &[(&str, Word)] = &[
    ("rule_name", Texts::company_name),
    ("rule_domain", Texts::primary_domain_name),
    ("rule_relationship", Texts::relationship),
    ("rule_bill_to", Texts::bill_to_contacts),
    ("rule_product", Texts::subscription),
    ("rule_quantity", Texts::quantity),
    ("rule_status", Texts::status),
    ("rule_reseller", Texts::reseller),
    ("rule_renewal", Texts::connection_rule_renewal),
];

/// What a person did with a run of a connection.
const CONNECTION_RUN: &[(&str, Word)] = &[
    ("started", Texts::connection_run_was_started),
    ("confirmed", Texts::connection_run_was_confirmed),
    ("discarded", Texts::connection_run_was_discarded),
];

/// What became of a value that is written back to a server.
const CONNECTION_WRITE: &[(&str, Word)] = &[
    ("written", Texts::connection_write_was_written),
    ("retried", Texts::connection_write_was_retried),
    ("given-up", Texts::connection_write_was_given_up),
];

/// The kinds of imported files.
const FILES: &[(&str, Word)] = &[
    ("customers", Texts::customers),
    ("subscriptions", Texts::subscriptions),
    ("resellers", Texts::indirect_resellers),
    ("offers", Texts::order_offers),
    ("tags", Texts::tags),
    ("aliases", Texts::aliases),
    ("bill_to", Texts::bill_to_contacts),
];

/// The formats of files.
const FORMATS: &[(&str, Word)] = &[("csv", Texts::export_csv), ("xlsx", Texts::export_xlsx)];

/// Returns the label of a stored value; `None` if the key has no such values, or the value is not one of them.
pub(super) fn label(locale: Locale, key: &str, value: &str) -> Option<String> {
    let reader = Reader { texts: locale.texts(), value };
    match key {
        "status" => reader.value(SubscriptionStatus::label).or_else(|| reader.value(ReferralStatus::label)),
        "relationship" => reader.value(Relationship::label),
        "roles" => reader.value(Role::label),
        "type" => reader.value(PartnerKind::label),
        "cloud" => reader.value(Cloud::label),
        "billing_type" => reader.value(BillingType::label),
        "billing_cycle" | "renewal_cycle" => reader.value(BillingCycle::label),
        "renewed_unchanged" => reader.value(PlanProblem::label),
        "category" => Some(labels::category(reader.texts, value)).filter(|label| label != value),
        "outcome" => reader.value(RequestOutcome::label),
        "kind" => reader.value(RequestKind::label),
        "how" => reader.value(DeliveryMethod::label),
        "action" => reader.value(Action::label),
        "bulk_act" => reader.value(BulkActKind::label),
        "stopped" => reader.word(STOPPED),
        "support" => reader.word(SUPPORT),
        "step" => reader.value(RefusedStep::label),
        "reason" => reader.value(OidcRefusal::label),
        "second_factor" => reader.value(FactorKind::label).or_else(|| reader.word(SWITCH)),
        "azure_reservations" => reader.word(SWITCH),
        "permission" => reader.word(&[("azure-reservations", Texts::permissions_azure)]),
        "file" => reader.word(FILES),
        "list" => reader.value(SavedList::label).or_else(|| reader.value(ReportList::label)),
        "schedule" => reader.value(ReportSchedule::label).or_else(|| reader.value(ConnectionSchedule::label)),
        "token_scope" => value.parse().ok().map(|access| labels::api_access(access, reader.texts)),
        "paused" => reader.value(ReportPause::label),
        "channel_paused" => reader.value(ChannelPause::label),
        "webhook_events" => reader.value(WebhookEvent::label),
        "webhook_paused" => reader.value(WebhookPause::label),
        "fault" => reader.value(ConnectionFault::label),
        "connection_paused" => reader.value(ConnectionPause::label),
        "sign_in" => reader.value(ConnectionSignIn::label),
        "connection_run" => reader.word(CONNECTION_RUN),
        "kept_fields" => reader.word(KEPT_FIELDS),
        "connection_write" => reader.word(CONNECTION_WRITE),
        "written_value" | "written_values" => reader.value(WriteSubject::label),
        "service" => reader.value(|service: ChatService, _| service.name().to_owned()),
        "events" => reader.value(NoticeEvent::label),
        "format" => reader.word(FORMATS),
        "hue" => reader.value(TagHue::label),
        "theme" => Theme::from_text(value).map(|theme| theme.label(reader.texts)),
        "country" => Some(country_name(value, locale).to_owned()).filter(|name| name != value),
        "language" => Locale::from_tag(value).map(|language| language.own_name().to_owned()),
        _ => None,
    }
}

struct Reader<'a> {
    texts: &'a Texts,
    value: &'a str,
}

impl Reader<'_> {
    fn value<E: TextEnum>(&self, label: fn(E, &Texts) -> String) -> Option<String> {
        E::from_text(self.value).ok().map(|value| label(value, self.texts))
    }

    fn word(&self, words: &[(&str, Word)]) -> Option<String> {
        words.iter().find(|(word, _)| *word == self.value).map(|(_, text)| text(self.texts))
    }
}
