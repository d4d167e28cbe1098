//! The events of which users are notified, and how: the defaults of the roles are one table here.

use crate::domain::text_enum::text_enum;
use crate::domain::{Partner, PartnerKind, Permission, Role, Roles, TextEnum};
use std::fmt;

/// An event. Users choose how to be notified of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum NoticeEvent {
    /// A customer accepted or declined a relationship request.
    RequestAnswered,
    /// The link of a relationship request was opened for the first time.
    RequestOpened,
    /// A relationship request expires soon, or expired.
    RequestExpires,
    /// A partnership began or ended.
    Partnership,
    /// An indirect reseller requests an order, which somebody has to decide.
    OrderRequested,
    /// An order was placed, requested, declined or withdrawn.
    OrderAnswered,
    /// A referral arrived, was answered, expires soon or expired.
    Referral,
    /// Subscriptions end or renew soon, except monthly ones that renew.
    SubscriptionEnds,
    /// Monthly subscriptions renew soon.
    MonthlyRenewal,
    /// A subscription was suspended.
    SubscriptionSuspended,
    /// Suspended subscriptions will be deleted soon.
    SubscriptionDeletion,
    /// What was planned for a renewal was carried out.
    RenewalChange,
    /// An import of the user ended.
    ImportEnded,
    /// A bulk change of the user ended.
    BulkActEnded,
    /// A report of the user is ready or was paused.
    ReportEnded,
    /// A chat channel was paused, because its messages could not be delivered.
    ChannelPaused,
    /// A webhook was switched off, because nothing could be delivered.
    WebhookPaused,
    /// A connection failed or was paused, or its sign-in ends soon.
    ConnectionStopped,
    /// A message to a customer could not be delivered.
    MailFailed,
    /// The user signed in from a browser for the first time.
    NewDevice,
    /// The password, the second factor or the roles of the user changed.
    AccountChanged,
}

text_enum!(NoticeEvent, "event", {
    RequestAnswered = "request-answered", RequestOpened = "request-opened", RequestExpires = "request-expires",
    Partnership = "partnership", OrderRequested = "order-requested", OrderAnswered = "order-answered",
    Referral = "referral", SubscriptionEnds = "subscription-ends", MonthlyRenewal = "monthly-renewal",
    SubscriptionSuspended = "subscription-suspended", SubscriptionDeletion = "subscription-deletion",
    RenewalChange = "renewal-change", ImportEnded = "import-ended", BulkActEnded = "bulk-act-ended",
    ReportEnded = "report-ended",
    ChannelPaused = "channel-paused", WebhookPaused = "webhook-paused", ConnectionStopped = "connection-stopped",
    MailFailed = "mail-failed", NewDevice = "new-device", AccountChanged = "account-changed",
});

/// The events of one part of the settings page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum NoticeGroup {
    /// Relationships with customers and partners.
    Relationships,
    /// Orders and referrals.
    Orders,
    /// Subscriptions.
    Subscriptions,
    /// The user's own work, and mail.
    Work,
    /// The user's account.
    Security,
}

text_enum!(NoticeGroup, "group of events", {
    Relationships = "relationships", Orders = "orders", Subscriptions = "subscriptions", Work = "work",
    Security = "security",
});

/// How a user is notified of an event. Each level adds to the one before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum NoticeLevel {
    /// Nothing.
    Off,
    /// The portal shows it.
    Portal,
    /// The digest lists it too.
    Digest,
    /// An email is sent immediately, too.
    AtOnce,
}

text_enum!(NoticeLevel, "level", { Off = "off", Portal = "portal", Digest = "digest", AtOnce = "at-once" });

impl NoticeEvent {
    /// Returns the part of the settings to which the event belongs.
    pub const fn group(self) -> NoticeGroup {
        use NoticeEvent as E;
        match self {
            E::RequestAnswered | E::RequestOpened | E::RequestExpires | E::Partnership => {
                NoticeGroup::Relationships
            }
            E::OrderRequested | E::OrderAnswered | E::Referral => NoticeGroup::Orders,
            E::SubscriptionEnds
            | E::MonthlyRenewal
            | E::SubscriptionSuspended
            | E::SubscriptionDeletion
            | E::RenewalChange => NoticeGroup::Subscriptions,
            E::ImportEnded
            | E::BulkActEnded
            | E::ReportEnded
            | E::ChannelPaused
            | E::WebhookPaused
            | E::ConnectionStopped
            | E::MailFailed => NoticeGroup::Work,
            E::NewDevice | E::AccountChanged => NoticeGroup::Security,
        }
    }

    /// Whether the user cannot choose: such an event always has its own immediate message.
    pub fn is_security(self) -> bool {
        self.group() == NoticeGroup::Security
    }

    /// Whether a chat channel can get it: it concerns the partner and not a single user, and is not about a channel or a webhook.
    pub fn is_for_chat(self) -> bool {
        use NoticeEvent as E;
        let is_own = matches!(self, E::ImportEnded | E::BulkActEnded | E::ReportEnded);
        let is_technical = matches!(self, E::ChannelPaused | E::WebhookPaused);
        !is_own && !is_technical && !self.is_security()
    }

    /// Returns the permission to see the objects of the event at a partner of this type.
    pub const fn permission(self, kind: PartnerKind) -> Permission {
        use NoticeEvent as E;
        match self {
            E::RequestAnswered | E::RequestOpened | E::RequestExpires | E::MailFailed | E::BulkActEnded => {
                Permission::ViewCustomers
            }
            E::Partnership => match kind {
                PartnerKind::IndirectReseller => Permission::ViewProviders,
                _ => Permission::ViewResellers,
            },
            E::OrderRequested => Permission::DecideOrders,
            E::OrderAnswered
            | E::SubscriptionEnds
            | E::MonthlyRenewal
            | E::SubscriptionSuspended
            | E::SubscriptionDeletion
            | E::RenewalChange => Permission::ViewSubscriptions,
            E::Referral => Permission::ViewReferrals,
            E::ImportEnded => Permission::ImportCustomers,
            E::ReportEnded => Permission::OwnReports,
            E::ChannelPaused => Permission::ManageChatChannels,
            E::WebhookPaused => Permission::ManageWebhooks,
            E::ConnectionStopped => Permission::ManageConnections,
            E::NewDevice | E::AccountChanged => Permission::OwnProfile,
        }
    }

    /// Returns the level for a role: the columns of the table are GA, BA, UM, AA, SA, HA.
    const fn default_for(self, role: Role) -> NoticeLevel {
        use NoticeEvent as E;
        use NoticeLevel::{AtOnce as A, Digest as D, Off as O, Portal as P};
        let levels = match self {
            E::RequestAnswered => [A, P, P, A, A, P],
            E::RequestOpened => [P, O, O, P, P, O],
            E::RequestExpires => [D, O, O, D, D, P],
            E::Partnership => [P, O, P, P, P, O],
            E::OrderRequested => [A, O, O, A, A, O],
            E::OrderAnswered => [P, P, O, P, P, P],
            E::Referral => [D, O, O, D, D, P],
            E::SubscriptionEnds => [D, D, O, D, D, D],
            E::MonthlyRenewal => [O, O, O, O, O, O],
            E::SubscriptionSuspended => [P, P, O, P, P, P],
            E::SubscriptionDeletion => [A, D, O, A, A, D],
            E::RenewalChange => [P, P, O, P, P, P],
            E::ImportEnded | E::BulkActEnded | E::ReportEnded => [P, P, P, P, P, P],
            E::ChannelPaused | E::WebhookPaused | E::ConnectionStopped => [A, O, O, O, O, O],
            E::MailFailed => [A, O, O, A, A, P],
            E::NewDevice | E::AccountChanged => [A, A, A, A, A, A],
        };
        levels[match role {
            Role::GlobalAdmin => 0,
            Role::BillingAdmin => 1,
            Role::UserManagementAdmin => 2,
            Role::AdminAgent => 3,
            Role::SalesAgent => 4,
            Role::HelpdeskAgent => 5,
        }]
    }

    /// Returns the level for a user with these roles who has chosen nothing: the highest of the roles.
    pub fn default_level(self, roles: Roles) -> NoticeLevel {
        if self.is_security() {
            return NoticeLevel::AtOnce;
        }
        roles.iter().map(|role| self.default_for(role)).max().unwrap_or(NoticeLevel::Off)
    }

    /// Returns the events whose objects a user with these roles may see, in the order of the settings. A user without a
    /// role sees only those of the own account.
    pub fn visible_to(roles: Roles, partner: &Partner) -> impl Iterator<Item = NoticeEvent> {
        let events = NoticeEvent::ALL.iter().map(|(event, _)| *event);
        events.filter(move |event| event.permission(partner.kind).allows(roles, partner))
    }
}

/// The levels that a user has chosen, where they differ from those of the roles. In the database: `event=level&event=level`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NoticeChoices(Vec<(NoticeEvent, NoticeLevel)>);

impl NoticeChoices {
    /// Parses the stored text. What another version wrote and this one does not know is left out.
    pub fn parse(text: &str) -> Self {
        let choice = |part: &str| {
            let (event, level) = part.split_once('=')?;
            Some((event.parse().ok()?, level.parse().ok()?))
        };
        NoticeChoices(text.split('&').filter_map(choice).collect())
    }

    /// Returns the level of an event for this user.
    pub fn level(&self, event: NoticeEvent, roles: Roles) -> NoticeLevel {
        let chosen = self.0.iter().find(|(known, _)| *known == event).map(|(_, level)| *level);
        chosen.filter(|_| !event.is_security()).unwrap_or_else(|| event.default_level(roles))
    }

    /// Chooses a level. It is stored only where it differs from that of the roles; the level of a security event stays.
    pub fn choose(&mut self, event: NoticeEvent, level: NoticeLevel, roles: Roles) {
        self.0.retain(|(known, _)| *known != event);
        if level != event.default_level(roles) && !event.is_security() {
            self.0.push((event, level));
        }
    }

    /// Whether every event has the level of the roles.
    pub fn is_default(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Display for NoticeChoices {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let words: Vec<String> =
            self.0.iter().map(|(event, level)| format!("{}={}", event.as_str(), level.as_str())).collect();
        f.write_str(&words.join("&"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{AdminRole, AgentRole};

    const AGENT: Roles = Roles { admin: None, agent: Some(AgentRole::SalesAgent) };

    #[test]
    fn stores_only_what_differs_from_the_roles() {
        let mut choices = NoticeChoices::default();
        choices.choose(NoticeEvent::RequestOpened, NoticeLevel::AtOnce, AGENT);
        choices.choose(NoticeEvent::Referral, NoticeLevel::Off, AGENT);
        let stored = choices.to_string();
        assert_eq!(stored, "request-opened=at-once&referral=off");
        let mut read = NoticeChoices::parse(&format!("{stored}&unknown=off&referral=loud&"));
        assert_eq!(read, choices);
        assert_eq!(read.level(NoticeEvent::RequestOpened, AGENT), NoticeLevel::AtOnce);
        assert_eq!(read.level(NoticeEvent::MailFailed, AGENT), NoticeLevel::AtOnce);
        read.choose(NoticeEvent::RequestOpened, NoticeLevel::Portal, AGENT);
        read.choose(NoticeEvent::Referral, NoticeLevel::Digest, AGENT);
        assert!(read.is_default());
    }

    #[test]
    fn security_events_cannot_be_switched_off() {
        let mut choices = NoticeChoices::parse("new-device=off");
        assert_eq!(choices.level(NoticeEvent::NewDevice, AGENT), NoticeLevel::AtOnce);
        choices.choose(NoticeEvent::AccountChanged, NoticeLevel::Off, AGENT);
        assert_eq!(choices.level(NoticeEvent::AccountChanged, Roles::default()), NoticeLevel::AtOnce);
    }

    #[test]
    fn two_roles_get_the_higher_level() {
        let both = Roles { admin: Some(AdminRole::BillingAdmin), ..AGENT };
        let billing = Roles { agent: None, ..both };
        assert_eq!(NoticeEvent::SubscriptionDeletion.default_level(billing), NoticeLevel::Digest);
        assert_eq!(NoticeEvent::SubscriptionDeletion.default_level(both), NoticeLevel::AtOnce);
        assert_eq!(NoticeEvent::RequestAnswered.default_level(Roles::default()), NoticeLevel::Off);
    }
}
