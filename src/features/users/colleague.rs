//! A user as User management shows it. [`super::rank`] says who may change whom, [`super::queries`] makes the changes.

use crate::db::connection::MultiBackend;
use crate::db::schema::users;
use crate::domain::text_enum::text_enum;
use crate::domain::{AdminRole, Roles, UserId};
use crate::i18n::Texts;
use crate::text::SearchTerms;
use crate::urls;
use chrono::NaiveDateTime;
use diesel::prelude::{Queryable, Selectable};

/// A user of the same partner.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = users, check_for_backend(MultiBackend))]
pub struct Colleague {
    /// Row id.
    pub id: UserId,
    /// The email address; empty if the user's personal data was erased.
    pub email: String,
    /// The name.
    pub name: String,
    /// The roles.
    #[diesel(embed)]
    pub roles: Roles,
    /// Whether the user is not deactivated.
    pub active: bool,
    /// Whether the password is temporary and must be changed.
    pub must_change_password: bool,
    /// The last sign-in; `None` before the first.
    pub last_sign_in_at: Option<NaiveDateTime>,
    /// When the second factor was set up.
    #[diesel(column_name = totp_confirmed_at)]
    pub second_factor_since: Option<NaiveDateTime>,
    /// When the user was added.
    pub created_at: NaiveDateTime,
    /// Whether the user operates the server.
    pub is_operator: bool,
    /// Increases with each change; for optimistic locking.
    pub version: i32,
}

impl Colleague {
    /// Returns the state of the account.
    pub fn state(&self) -> State {
        match (self.active, self.last_sign_in_at) {
            (false, _) => State::Inactive,
            (true, None) => State::NotYet,
            (true, Some(_)) => State::Active,
        }
    }

    /// Whether each of the words is in the name or the email address.
    pub fn matches(&self, words: &SearchTerms) -> bool {
        words.are_in(&format!("{} {}", self.name, self.email))
    }

    /// Whether the user is an active Global admin.
    pub fn is_acting_global_admin(&self) -> bool {
        self.active && self.roles.admin == Some(AdminRole::GlobalAdmin)
    }
}

/// The state of an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Has signed in.
    Active,
    /// Has never signed in.
    NotYet,
    /// Was deactivated.
    Inactive,
}

text_enum!(State, "state", { Active = "active", NotYet = "not-yet", Inactive = "inactive" });

/// Returns the URL of the user's page.
pub fn address(id: UserId) -> String {
    urls::user(id).to_string()
}

impl State {
    /// Returns the label.
    pub fn label(self, texts: &Texts) -> String {
        match self {
            State::Active => texts.user_active(),
            State::NotYet => texts.user_not_yet(),
            State::Inactive => texts.user_inactive(),
        }
    }

    /// Returns the CSS name of the state.
    pub const fn shape(self) -> &'static str {
        match self {
            State::Active => "active",
            State::NotYet => "pending",
            State::Inactive => "inactive",
        }
    }
}
