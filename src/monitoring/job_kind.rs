//! The background jobs by name. `crate::jobs::schedule` says what each does, where and when.

use crate::domain::text_enum::text_enum;
use crate::i18n::Texts;

/// A background job.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum JobKind {
    /// Carries out what is due at a subscription.
    Subscriptions,
    /// Ends relationship requests that have expired.
    Requests,
    /// Ends referrals that have expired.
    Referrals,
    /// Delivers mail.
    Mail,
    /// Verifies the activity logs.
    LogProof,
    /// Writes the heads of the activity logs into the server log.
    LogHeads,
    /// Continues imports of processes that ended.
    Imports,
    /// Continues bulk acts of processes that ended.
    BulkActs,
    /// Writes notices of coming dates.
    NoticeDates,
    /// Writes immediate mail with notices.
    Letters,
    /// Writes digests.
    Digests,
    /// Sends notices to chat channels.
    ChatMessages,
    /// Sends events to webhooks.
    Webhooks,
    /// Reads from the servers of connections.
    Connections,
    /// Writes what people changed to the servers of connections.
    ConnectionWrites,
    /// Sends reports that are due.
    Reports,
    /// Deletes expired data.
    Cleaning,
    /// Erases personal data that is older than the settings allow.
    Retention,
    /// Writes the figures of the days that have ended.
    DailyFigures,
}

text_enum!(JobKind, "job", {
    Subscriptions = "subscriptions that are due", Requests = "requests that expire",
    Referrals = "referrals that expire", Mail = "mail", LogProof = "activity proof", LogHeads = "activity heads",
    Imports = "imports to go on with", BulkActs = "bulk acts to continue", NoticeDates = "notices of dates",
    Letters = "notices by mail", Digests = "digests", ChatMessages = "chat messages", Webhooks = "webhooks",
    Connections = "connections", ConnectionWrites = "changes for connected servers", Reports = "reports that are due", Cleaning = "cleaning",
    Retention = "retention", DailyFigures = "daily figures",
});

impl JobKind {
    /// Returns the label.
    pub fn label(self, texts: &Texts) -> String {
        match self {
            JobKind::Subscriptions => texts.job_subscriptions(),
            JobKind::Requests => texts.job_requests(),
            JobKind::Referrals => texts.job_referrals(),
            JobKind::Mail => texts.job_mail(),
            JobKind::LogProof => texts.job_log_proof(),
            JobKind::LogHeads => texts.job_log_heads(),
            JobKind::Imports => texts.job_imports(),
            JobKind::BulkActs => texts.job_bulk_acts(),
            JobKind::NoticeDates => texts.job_notice_dates(),
            JobKind::Letters => texts.job_letters(),
            JobKind::Digests => texts.job_digests(),
            JobKind::ChatMessages => texts.job_chat_messages(),
            JobKind::Webhooks => texts.job_webhooks(),
            JobKind::Connections => texts.job_connections(),
            JobKind::ConnectionWrites => texts.job_connection_writes(),
            JobKind::Reports => texts.job_reports(),
            JobKind::Cleaning => texts.job_cleaning(),
            JobKind::Retention => texts.job_retention(),
            JobKind::DailyFigures => texts.job_daily_figures(),
        }
    }
}

/// Returns the label of a job by its stored name. A name that this version does not know stays as it is.
pub fn label(name: &str, texts: &Texts) -> String {
    name.parse::<JobKind>().map_or_else(|_| name.to_owned(), |job| job.label(texts))
}
