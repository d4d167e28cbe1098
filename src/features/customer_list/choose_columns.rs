//! The form in which a user chooses the columns of the customer list.

use crate::auth::Scope;
use crate::auth::scope::ViewCustomers;
use crate::error::{Error, Result};
use crate::features::customer_list::{columns, queries};
use crate::state::AppState;
use crate::web::form_extract::safe_return_path;
use crate::web::parameters::append;
use crate::web::response::see_other;
use actix_web::HttpResponse;
use actix_web::web::{Data, Form};
use std::cmp::Ordering;
use std::collections::HashMap;

/// `POST /customers/columns`: stores the checked columns and returns to the page of the list that `next` names. With
/// `only_here`, stores nothing: the page is shown with these columns.
pub async fn choose_columns(
    portal: Data<AppState>,
    scope: Scope<ViewCustomers>,
    form: Form<Vec<(String, String)>>,
) -> Result<HttpResponse> {
    let (other, checked): (Vec<_>, Vec<_>) =
        form.into_inner().into_iter().partition(|(name, _)| matches!(name.as_str(), "next" | "only_here"));
    let columns = columns::parse(&in_order(&checked)?.join(","))?.unwrap_or_default();
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

/// Returns the names of the checked columns in order. A field `NAME_at` is the position that was chosen for a column; without
/// such fields, the order is that of the form. Of two columns with the same position, the one that moved up comes first, and
/// the one that moved down last.
///
/// # Errors
/// [`Error::BadInput`] with the field `columns` if a position is not a number.
fn in_order(fields: &[(String, String)]) -> Result<Vec<&str>> {
    let mut places: HashMap<&str, (usize, Ordering)> = HashMap::new();
    for (name, value) in fields {
        if let Some(name) = name.strip_suffix(PLACE) {
            let (before, now) = (places.len() + 1, value.parse::<usize>());
            let now = now.map_err(|_| Error::bad_input("columns", value))?;
            places.insert(name, (now, now.cmp(&before)));
        }
    }
    let mut checked: Vec<&str> =
        fields.iter().map(|(name, _)| name.as_str()).filter(|name| !name.ends_with(PLACE)).collect();
    checked.sort_by_key(|name| places.get(name).copied());
    Ok(checked)
}

/// The end of the name of a field with a position.
const PLACE: &str = "_at";

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn order(fields: &[(&str, &str)]) -> String {
        let fields: Vec<_> = fields.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect();
        in_order(&fields).map_or_else(|error| error.to_string(), |names| names.join(","))
    }

    #[test]
    fn a_column_moves_to_its_position() {
        let with = |places: [&str; 3]| {
            order(&[
                ("domain", "on"),
                ("domain_at", places[0]),
                ("tags", "on"),
                ("tags_at", places[1]),
                ("country_at", places[2]),
                ("country", "on"),
            ])
        };
        assert_eq!(with(["1", "2", "3"]), "domain,tags,country");
        assert_eq!(with(["1", "2", "1"]), "country,domain,tags");
        assert_eq!(with(["3", "2", "3"]), "tags,country,domain");
        assert_eq!(with(["2", "1", "3"]), "tags,domain,country");
        assert_eq!(order(&[("tags", "on"), ("domain", "on")]), "tags,domain");
        let fields = [("tags".to_owned(), "on".to_owned()), ("tags_at".to_owned(), "first".to_owned())];
        assert!(matches!(in_order(&fields), Err(Error::BadInput { .. })));
    }
}
