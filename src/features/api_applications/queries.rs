//! Reads the applications of the partner.

use crate::auth::Scope;
use crate::auth::api_applications::store;
use crate::auth::api_applications::store::Application;
use crate::auth::scope::ManageApplications;
use crate::db::DbConnection;
use crate::domain::ApiApplicationId;
use crate::error::Result;

/// Returns the applications in the order of their names. There are at most [`store::MAX_OF_PARTNER`].
///
/// # Errors
/// The database failed.
pub fn applications(scope: &Scope<ManageApplications>, c: &mut DbConnection) -> Result<Vec<Application>> {
    store::all(c, scope.partner())
}

/// Returns an application.
///
/// # Errors
/// [`crate::error::Error::NotFound`] if the partner has no such application.
pub fn find_application(
    scope: &Scope<ManageApplications>,
    id: ApiApplicationId,
    c: &mut DbConnection,
) -> Result<Application> {
    store::find(c, scope.partner(), id)
}
