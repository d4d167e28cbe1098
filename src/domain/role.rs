//! The roles of partner staff: at most one admin role and one agent role each (docs/reference/permissions.md).

use crate::domain::text_enum::text_enum;

/// Which part of the portal a person administers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum AdminRole {
    /// Everything.
    GlobalAdmin,
    /// Billing; may also suspend subscriptions for non-payment.
    BillingAdmin,
    /// Users and their roles.
    UserManagementAdmin,
}

text_enum!(AdminRole, "admin role", {
    GlobalAdmin = "global-admin", BillingAdmin = "billing-admin", UserManagementAdmin = "user-management-admin",
});

/// What a person does for customers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum AgentRole {
    /// Manages everything of a customer.
    AdminAgent,
    /// Sells to customers.
    SalesAgent,
    /// Supports customers.
    HelpdeskAgent,
}

text_enum!(AgentRole, "agent role", {
    AdminAgent = "admin-agent", SalesAgent = "sales-agent", HelpdeskAgent = "helpdesk-agent",
});

/// One of the six roles: the columns of docs/reference/permissions.md.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Role {
    /// Column GA.
    GlobalAdmin,
    /// Column BA.
    BillingAdmin,
    /// Column UM.
    UserManagementAdmin,
    /// Column AA.
    AdminAgent,
    /// Column SA.
    SalesAgent,
    /// Column HA.
    HelpdeskAgent,
}

text_enum!(Role, "role", {
    GlobalAdmin = "global-admin", BillingAdmin = "billing-admin", UserManagementAdmin = "user-management-admin",
    AdminAgent = "admin-agent", SalesAgent = "sales-agent", HelpdeskAgent = "helpdesk-agent",
});

impl Role {
    /// All roles, in the order of docs/reference/permissions.md.
    pub const ALL: [Role; 6] = [
        Role::GlobalAdmin,
        Role::BillingAdmin,
        Role::UserManagementAdmin,
        Role::AdminAgent,
        Role::SalesAgent,
        Role::HelpdeskAgent,
    ];
}

/// The roles of one person. Their permissions add up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Roles {
    /// The admin role, if any.
    pub admin: Option<AdminRole>,
    /// The agent role, if any.
    pub agent: Option<AgentRole>,
}

impl Roles {
    /// Returns the roles, the admin role first.
    pub fn iter(self) -> impl Iterator<Item = Role> {
        let admin = self.admin.map(|role| match role {
            AdminRole::GlobalAdmin => Role::GlobalAdmin,
            AdminRole::BillingAdmin => Role::BillingAdmin,
            AdminRole::UserManagementAdmin => Role::UserManagementAdmin,
        });
        let agent = self.agent.map(|role| match role {
            AgentRole::AdminAgent => Role::AdminAgent,
            AgentRole::SalesAgent => Role::SalesAgent,
            AgentRole::HelpdeskAgent => Role::HelpdeskAgent,
        });
        admin.into_iter().chain(agent)
    }

    /// Parses a list such as `global-admin,sales-agent`.
    ///
    /// # Errors
    /// Two admin roles, two agent roles, or an unknown role; the message names them.
    pub fn parse(list: &str) -> Result<Self, String> {
        let mut roles = Roles::default();
        for word in list.split(',').map(str::trim).filter(|word| !word.is_empty()) {
            if let Ok(admin) = word.parse::<AdminRole>() {
                if roles.admin.replace(admin).is_some() {
                    return Err(format!("“{list}” names two admin roles; a person holds at most one"));
                }
            } else {
                let agent = word.parse::<AgentRole>().map_err(|_| {
                    let all = Role::ALL.map(Role::as_str).join(", ");
                    format!("unknown role “{word}”; the roles are {all}")
                })?;
                if roles.agent.replace(agent).is_some() {
                    return Err(format!("“{list}” names two agent roles; a person holds at most one"));
                }
            }
        }
        Ok(roles)
    }
}
