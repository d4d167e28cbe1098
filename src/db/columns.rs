//! Values that take more than one column, or that read a missing value as another.

use crate::db::schema::users;
use crate::domain::{AdminRole, AgentRole, Roles};
use diesel::backend::Backend;
use diesel::deserialize::{self, FromStaticSqlRow, Queryable};
use diesel::expression::Selectable;
use diesel::sql_types::{Nullable, Text};

/// Reads a missing text as an empty one; for `#[diesel(deserialize_as)]`.
pub struct TextOrEmpty(String);

impl<DB: Backend> Queryable<Nullable<Text>, DB> for TextOrEmpty
where
    Option<String>: FromStaticSqlRow<Nullable<Text>, DB>,
{
    type Row = Option<String>;

    fn build(text: Option<String>) -> deserialize::Result<Self> {
        Ok(TextOrEmpty(text.unwrap_or_default()))
    }
}

impl From<TextOrEmpty> for String {
    fn from(text: TextOrEmpty) -> String {
        text.0
    }
}

/// Makes the roles of a user available for `#[diesel(embed)]`.
impl<DB: Backend> Selectable<DB> for Roles {
    type SelectExpression = (users::admin_role, users::agent_role);

    fn construct_selection() -> Self::SelectExpression {
        (users::admin_role, users::agent_role)
    }
}

impl<DB: Backend> Queryable<(Nullable<Text>, Nullable<Text>), DB> for Roles
where
    (Option<AdminRole>, Option<AgentRole>): FromStaticSqlRow<(Nullable<Text>, Nullable<Text>), DB>,
{
    type Row = (Option<AdminRole>, Option<AgentRole>);

    fn build((admin, agent): Self::Row) -> deserialize::Result<Self> {
        Ok(Roles { admin, agent })
    }
}
