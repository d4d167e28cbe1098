//! The staff of a partner as User management sees it: who may touch whom ([`super::rank`]), and every change of a person
//! by another ([`super::queries`]).

use crate::db::stored::stored_option;
use crate::domain::{AdminRole, Roles, UserId};
use crate::error::{Error, Result};
use crate::i18n::Texts;
use chrono::NaiveDateTime;

/// One of the people who work here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Colleague {
    /// Row id.
    pub id: UserId,
    /// The address they sign in with.
    pub email: String,
    /// Their name.
    pub name: String,
    /// Their roles.
    pub roles: Roles,
    /// Not deactivated.
    pub active: bool,
    /// Their password is a temporary one.
    pub must_change_password: bool,
    /// When they last signed in.
    pub last_sign_in_at: Option<NaiveDateTime>,
    /// Since when they have a second factor.
    pub second_factor_since: Option<NaiveDateTime>,
    /// Since when they are here.
    pub created_at: NaiveDateTime,
    /// Rises with every change.
    pub version: i32,
}

/// A row of [`super::queries`].
pub type ColleagueRow = (
    (i32, String, String, Option<String>, Option<String>),
    (bool, bool, Option<NaiveDateTime>, Option<NaiveDateTime>, NaiveDateTime, i32),
);

impl Colleague {
    /// Reads a row.
    pub fn from_row(row: ColleagueRow) -> Result<Self> {
        let ((id, email, name, admin, agent), rest) = row;
        let (active, must_change_password, last_sign_in_at, second_factor_since, created_at, version) = rest;
        let admin = stored_option(admin, "users.admin_role", id)?;
        let agent = stored_option(agent, "users.agent_role", id)?;
        Ok(Colleague {
            id: UserId(id),
            email,
            name,
            roles: Roles { admin, agent },
            active,
            must_change_password,
            last_sign_in_at,
            second_factor_since,
            created_at,
            version,
        })
    }

    /// In what state they are.
    pub fn state(&self) -> State {
        match (self.active, self.last_sign_in_at) {
            (false, _) => State::Inactive,
            (true, None) => State::NotYet,
            (true, Some(_)) => State::Active,
        }
    }

    /// Whether they are a Global admin who can act.
    pub fn is_acting_global_admin(&self) -> bool {
        self.active && self.roles.admin == Some(AdminRole::GlobalAdmin)
    }
}

/// The state of a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Has signed in.
    Active,
    /// Has never signed in.
    NotYet,
    /// Was deactivated.
    Inactive,
}

/// The address of a person's page.
pub fn address(id: UserId) -> String {
    format!("/account-settings/users/{}", id.0)
}

/// Reads the id in an address; an invalid id answers 404.
pub fn user_id(text: &str) -> Result<UserId> {
    text.parse().map(UserId).map_err(|_| Error::NotFound)
}

impl State {
    /// Its name.
    pub fn label(self, texts: &Texts) -> String {
        match self {
            State::Active => texts.user_active(),
            State::NotYet => texts.user_not_yet(),
            State::Inactive => texts.user_inactive(),
        }
    }

    /// The word by which the stylesheet draws it.
    pub const fn shape(self) -> &'static str {
        match self {
            State::Active => "active",
            State::NotYet => "pending",
            State::Inactive => "inactive",
        }
    }
}
