//! Reads the tokens that a user may see: their own, and those of users whom they may change.

use crate::auth::Scope;
use crate::auth::api_tokens::store;
use crate::auth::api_tokens::store::ApiToken;
use crate::auth::scope::ManageUsers;
use crate::db::DbConnection;
use crate::domain::UserId;
use crate::error::Result;
use crate::features::users::colleague::Colleague;
use crate::features::users::rank::RankError;
use crate::features::users::{queries as staff, rank};

/// Returns the user's own tokens, the newest first.
///
/// # Errors
/// The database failed.
pub fn own_tokens<P>(scope: &Scope<P>, c: &mut DbConnection) -> Result<Vec<ApiToken>> {
    store::of_user(c, scope.actor().user)
}

/// Returns a user of the partner with their tokens, or why the acting user may not see them.
///
/// # Errors
/// [`crate::error::Error::NotFound`] for an unknown user or one of another partner.
pub fn tokens_of(
    scope: &Scope<ManageUsers>,
    user: UserId,
    c: &mut DbConnection,
) -> Result<(Colleague, std::result::Result<Vec<ApiToken>, RankError>)> {
    let person = staff::find(scope, user, c)?;
    let tokens = match rank::refusal(scope.actor().roles, &person) {
        Some(refusal) => Err(refusal),
        None => Ok(store::of_user(c, user)?),
    };
    Ok((person, tokens))
}
