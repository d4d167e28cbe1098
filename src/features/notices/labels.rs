//! The texts of events, groups and levels.

use crate::domain::{NoticeEvent, NoticeGroup, NoticeLevel};
use crate::i18n::Texts;

impl NoticeEvent {
    /// Returns what the event is, as the settings name it.
    pub fn label(self, texts: &Texts) -> String {
        use NoticeEvent as E;
        match self {
            E::RequestAnswered => texts.event_request_answered(),
            E::RequestOpened => texts.event_request_opened(),
            E::RequestExpires => texts.event_request_expires(),
            E::Partnership => texts.event_partnership(),
            E::OrderRequested => texts.event_order_requested(),
            E::OrderAnswered => texts.event_order_answered(),
            E::Referral => texts.event_referral(),
            E::SubscriptionEnds => texts.event_subscription_ends(),
            E::MonthlyRenewal => texts.event_monthly_renewal(),
            E::SubscriptionSuspended => texts.event_subscription_suspended(),
            E::SubscriptionDeletion => texts.event_subscription_deletion(),
            E::RenewalChange => texts.event_renewal_change(),
            E::ImportEnded => texts.event_import_ended(),
            E::BulkActEnded => texts.event_bulk_act_ended(),
            E::ReportEnded => texts.event_report_ended(),
            E::WebhookPaused => texts.event_webhook_paused(),
            E::ChannelPaused => texts.event_channel_paused(),
            E::ConnectionStopped => texts.event_connection_stopped(),
            E::MailFailed => texts.event_mail_failed(),
            E::NewDevice => texts.event_new_device(),
            E::AccountChanged => texts.event_account_changed(),
        }
    }

    /// Returns what else the settings say about the event.
    pub fn hint(self, texts: &Texts) -> Option<String> {
        use NoticeEvent as E;
        Some(match self {
            E::OrderRequested => texts.event_order_requested_hint(),
            E::SubscriptionEnds => texts.event_subscription_ends_hint(),
            E::SubscriptionDeletion => texts.event_subscription_deletion_hint(),
            E::ImportEnded | E::BulkActEnded | E::ReportEnded => texts.event_own_hint(),
            _ => return None,
        })
    }
}

impl NoticeGroup {
    /// Returns the name of the group.
    pub fn label(self, texts: &Texts) -> String {
        match self {
            NoticeGroup::Relationships => texts.event_group_relationships(),
            NoticeGroup::Orders => texts.event_group_orders(),
            NoticeGroup::Subscriptions => texts.subscriptions(),
            NoticeGroup::Work => texts.event_group_work(),
            NoticeGroup::Security => texts.event_group_security(),
        }
    }
}

impl NoticeLevel {
    /// Returns the name of the level.
    pub fn label(self, texts: &Texts) -> String {
        match self {
            NoticeLevel::Off => texts.level_off(),
            NoticeLevel::Portal => texts.level_portal(),
            NoticeLevel::Digest => texts.level_digest(),
            NoticeLevel::AtOnce => texts.level_at_once(),
        }
    }
}
