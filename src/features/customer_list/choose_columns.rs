//! The form in which a user chooses the columns of the customer list.

use crate::auth::Scope;
use crate::auth::scope::ViewCustomers;
use crate::error::Result;
use crate::features::customer_list::{columns, queries};
use crate::state::AppState;
use crate::web::form_extract::safe_return_path;
use crate::web::parameters::append;
use crate::web::response::see_other;
use actix_web::HttpResponse;
use actix_web::web::{Data, Form};

/// `POST /customers/columns`: stores the checked columns, in the order of the form, and returns to the page of the list that
/// `next` names. With `only_here`, stores nothing: the page is shown with these columns.
pub async fn choose_columns(
    portal: Data<AppState>,
    scope: Scope<ViewCustomers>,
    form: Form<Vec<(String, String)>>,
) -> Result<HttpResponse> {
    let (other, checked): (Vec<_>, Vec<_>) =
        form.into_inner().into_iter().partition(|(name, _)| matches!(name.as_str(), "next" | "only_here"));
    let checked: Vec<String> = checked.into_iter().map(|(name, _)| name).collect();
    let columns = columns::parse(&checked.join(","))?.unwrap_or_default();
    let value = |name| other.iter().find(|(one, _)| one == name).map(|(_, value)| value.as_str());
    let mut next = safe_return_path(Some(value("next").unwrap_or("/customers")));
    if value("only_here").is_some() {
        // A saved view is open: the columns are a change of what it shows, which can be saved with it.
        append(&mut next, "columns", &columns::text(&columns));
        return Ok(see_other(&portal, &next, None));
    }
    portal.db.write(move |c| queries::choose_columns(&scope, &columns, c)).await?;
    Ok(see_other(&portal, &next, None))
}
