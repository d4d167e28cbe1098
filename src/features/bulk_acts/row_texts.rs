//! The texts of rows: outcomes, reasons and values.

use crate::domain::{BulkActKind, SubscriptionStatus};
use crate::features::bulk_acts::model::BulkState;
use crate::features::bulk_acts::outcomes::{RowOutcome, RowReason, RowValue};
use crate::features::bulk_acts::parameters::BulkParameters;
use crate::features::relationship_requests::reminder::ReminderProblem;
use crate::features::tags::changes::TagRefusal;
use crate::features::tags::form::refusal_text;
use crate::features::tags::names::join_names;
use crate::i18n::{Locale, Texts};

impl RowOutcome {
    /// Returns what became of the row.
    pub fn label(self, texts: &Texts) -> String {
        match self {
            RowOutcome::Planned => texts.bulk_outcome_planned(),
            RowOutcome::Same => texts.bulk_outcome_same(),
            RowOutcome::Blocked => texts.bulk_outcome_blocked(),
            RowOutcome::Changed => texts.bulk_outcome_changed(),
            RowOutcome::Failed => texts.bulk_outcome_failed(),
            RowOutcome::Undone => texts.bulk_outcome_undone(),
            RowOutcome::Kept => texts.bulk_outcome_kept(),
        }
    }

    /// Returns the color of its label, as a value of `data-state`.
    pub fn tone(self) -> &'static str {
        match self {
            RowOutcome::Changed => "active",
            RowOutcome::Failed | RowOutcome::Kept => "declined",
            RowOutcome::Planned => "pending",
            RowOutcome::Same | RowOutcome::Blocked | RowOutcome::Undone => "expired",
        }
    }
}

impl BulkState {
    /// Returns its name.
    pub fn label(self, texts: &Texts) -> String {
        match self {
            BulkState::Preparing => texts.bulk_state_preparing(),
            BulkState::Reviewed => texts.bulk_state_reviewed(),
            BulkState::Running => texts.bulk_state_running(),
            BulkState::Stopped => texts.bulk_state_stopped(),
            BulkState::Ended => texts.bulk_state_ended(),
            BulkState::Undoing => texts.bulk_state_undoing(),
            BulkState::Undone => texts.bulk_state_undone(),
        }
    }

    /// Returns the title of the page of an act in this state. `act` is what the act does.
    pub fn title(self, texts: &Texts, act: &str) -> String {
        match self {
            BulkState::Preparing => texts.bulk_title_preparing(act),
            BulkState::Reviewed => texts.bulk_title_review(act),
            BulkState::Running => texts.bulk_title_running(act),
            BulkState::Stopped => texts.bulk_title_stopped(act),
            BulkState::Ended => texts.bulk_title_done(act),
            BulkState::Undoing => texts.bulk_title_undoing(act),
            BulkState::Undone => texts.bulk_title_undone(act),
        }
    }
}

impl RowReason {
    /// Returns why the row was not changed.
    pub fn text(&self, locale: Locale) -> String {
        let texts = locale.texts();
        match self {
            RowReason::Gone => texts.bulk_reason_gone(),
            RowReason::ChangedMeanwhile => texts.bulk_reason_changed(),
            RowReason::NoSubscription => texts.bulk_reason_no_subscription(),
            RowReason::TooManyTags(count) => refusal_text(locale, &TagRefusal::TooManyOfCustomer(*count)),
            RowReason::TooManyTagsOfPartner => refusal_text(locale, &TagRefusal::TooManyOfPartner),
            RowReason::TagDeleted => texts.bulk_reason_tag_deleted(),
            RowReason::NotAReseller => texts.set_reseller_unknown(),
            RowReason::OrderWaits => texts.set_reseller_order_waits(),
            RowReason::SeveralResellers => texts.bulk_reason_several_resellers(),
            RowReason::NotYours => texts.bulk_reason_not_yours(),
            RowReason::OfReseller => texts.bulk_reason_of_reseller(),
            RowReason::Reminder(problem) => match problem {
                ReminderProblem::NotSent => texts.not_sent_yet(),
                ReminderProblem::Over => texts.bulk_reason_over(),
                ReminderProblem::NoRecipient => texts.bulk_reason_no_recipient(),
                ReminderProblem::JustReminded => texts.bulk_reason_just_reminded(),
            },
            RowReason::Rule(refusal) => refusal.text(locale),
        }
    }
}

impl RowValue {
    /// Returns the value as text.
    pub fn text(&self, locale: Locale) -> String {
        let texts = locale.texts();
        match self {
            RowValue::Day(day) => locale.date(*day),
            RowValue::Tags(names) | RowValue::Partner(names) if names.is_empty() => texts.none(),
            RowValue::Tags(names) | RowValue::Partner(names) => names.clone(),
            RowValue::Status(word) => {
                word.parse::<SubscriptionStatus>().map_or_else(|_| word.clone(), |status| status.label(texts))
            }
            RowValue::AutoRenew(true) => texts.auto_renew_on(),
            RowValue::AutoRenew(false) => texts.auto_renew_off(),
        }
    }

    /// Whether it is data, which is not translated.
    pub fn is_data(&self) -> bool {
        match self {
            RowValue::Tags(names) | RowValue::Partner(names) => !names.is_empty(),
            RowValue::Status(_) | RowValue::AutoRenew(_) | RowValue::Day(_) => false,
        }
    }
}

impl BulkParameters {
    /// Returns the label and the value of what was chosen besides the act, and whether the value is data.
    pub fn fact(&self, texts: &Texts) -> Option<(String, String, bool)> {
        match self {
            BulkParameters::Reseller { mpn_id: None, .. } => {
                Some((texts.reseller_of_record(), texts.set_reseller_none(), false))
            }
            BulkParameters::Reseller { name, .. } => Some((texts.reseller_of_record(), name.clone(), true)),
            BulkParameters::AddTags(names) => {
                Some((texts.tags(), join_names(names.iter().map(String::as_str)), true))
            }
            BulkParameters::RemoveTag(_, name) => Some((texts.tag(), name.clone(), true)),
            BulkParameters::AutoRenew(on) => {
                let value = if *on { texts.auto_renew_on() } else { texts.auto_renew_off() };
                Some((texts.auto_renew(), value, false))
            }
            BulkParameters::SupportContact { is_reseller } => {
                let value =
                    if *is_reseller { texts.bulk_support_reseller() } else { texts.bulk_support_seller() };
                Some((texts.support_contact(), value, false))
            }
            BulkParameters::Suspend | BulkParameters::Reactivate | BulkParameters::Remind => None,
        }
    }

    /// Returns what the act does to each row.
    pub fn consequence(&self, texts: &Texts) -> String {
        match self {
            BulkParameters::Reseller { .. } => texts.bulk_happens_reseller(),
            BulkParameters::AddTags(_) => texts.bulk_happens_tag(),
            BulkParameters::RemoveTag(..) => texts.bulk_happens_untag(),
            BulkParameters::Suspend => texts.bulk_happens_suspend(),
            BulkParameters::Reactivate => texts.bulk_happens_reactivate(),
            BulkParameters::AutoRenew(true) => texts.bulk_happens_renew_on(),
            BulkParameters::AutoRenew(false) => texts.bulk_happens_renew_off(),
            BulkParameters::SupportContact { .. } => texts.bulk_happens_support(),
            BulkParameters::Remind => texts.bulk_happens_remind(),
        }
    }
}

/// Returns the name of the value that the act changes.
pub fn value_label(act: BulkActKind, texts: &Texts) -> String {
    match act {
        BulkActKind::Reseller => texts.reseller_of_record(),
        BulkActKind::AddTags | BulkActKind::RemoveTag => texts.tags(),
        BulkActKind::Suspend | BulkActKind::Reactivate => texts.status(),
        BulkActKind::AutoRenew => texts.auto_renew(),
        BulkActKind::SupportContact => texts.support_contact(),
        BulkActKind::Remind => texts.bulk_last_message(),
    }
}
