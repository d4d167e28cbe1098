//! Reports that come by themselves: the lists that can be sent, how often, and why one is paused.

use crate::domain::Permission;
use crate::domain::text_enum::text_enum;

/// A list that can be sent as a file regularly.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ReportList {
    /// The customers.
    Customers,
    /// The subscriptions of all customers.
    Subscriptions,
    /// The orders and order requests.
    Orders,
    /// The relationship requests.
    Requests,
    /// The referrals.
    Referrals,
    /// The indirect resellers.
    Resellers,
    /// The users of the partner.
    Users,
    /// The activity log.
    Activity,
}

text_enum!(ReportList, "list", {
    Customers = "customers", Subscriptions = "subscriptions", Orders = "orders", Requests = "relationship-requests",
    Referrals = "referrals", Resellers = "indirect-resellers", Users = "users", Activity = "activity",
});

impl ReportList {
    /// Returns the permission to export the list.
    pub const fn permission(self) -> Permission {
        match self {
            ReportList::Customers | ReportList::Requests | ReportList::Referrals => {
                Permission::ExportCustomers
            }
            ReportList::Subscriptions | ReportList::Orders => Permission::ExportSubscriptions,
            ReportList::Resellers => Permission::ViewResellers,
            ReportList::Users => Permission::ViewUsers,
            ReportList::Activity => Permission::ViewActivity,
        }
    }
}

/// On which days a report is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ReportSchedule {
    /// Every Monday.
    Weekly,
    /// On the first day of each month.
    Monthly,
    /// From Monday to Friday.
    Weekdays,
}

text_enum!(ReportSchedule, "schedule", { Weekly = "weekly", Monthly = "monthly", Weekdays = "weekdays" });

/// Why a report is paused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ReportPause {
    /// A person paused it.
    Person,
    /// Its owner may no longer export the list.
    Role,
    /// The account of its owner is not active.
    Owner,
    /// Its filter names a tag or a partner that there is no longer.
    Filter,
    /// The list has more rows than a workbook can have.
    Rows,
    /// The database was restored from a backup.
    Restore,
    /// The file could not be made several times.
    Failure,
}

text_enum!(ReportPause, "reason", {
    Person = "person", Role = "role", Owner = "owner", Filter = "filter", Rows = "rows", Restore = "restore",
    Failure = "failure",
});

/// The state of one run of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ReportRunState {
    /// It waits, or a process works on it.
    Waiting,
    /// Its letters were written.
    Done,
    /// It was not sent, because the report was paused.
    Stopped,
    /// It was not sent, because the next one was due.
    Skipped,
}

text_enum!(ReportRunState, "state of a run", {
    Waiting = "waiting", Done = "done", Stopped = "stopped", Skipped = "skipped",
});
