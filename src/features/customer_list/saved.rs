//! The saved views of the customer list: their parameters in canonical form, and how many customers they find.

use crate::auth::Scope;
use crate::db::DbConnection;
use crate::domain::SavedList;
use crate::error::Result;
use crate::features::customer_list::columns;
use crate::features::customer_list::columns::ListColumn;
use crate::features::customer_list::conditions::{conditions, words};
use crate::features::customer_list::filter::{Filter, Params};
use crate::features::saved_views::model::SavedView;
use crate::features::saved_views::parameters::ViewParameters;
use crate::features::saved_views::viewed_list::ViewedList;
use crate::search::{CustomerSearch, Sort};
use crate::web::parameters::parse_query;

/// The list, for the pages of views.
pub const VIEWED: ViewedList = ViewedList { list: SavedList::Customers, parse };

/// Returns the parameters of a view that shows this.
pub fn view_parameters(filter: &Filter, columns: Option<&[ListColumn]>) -> ViewParameters {
    let sort = if filter.sort == Sort::default() { "" } else { filter.sort.as_str() };
    let around = [
        ("q", filter.q.trim().to_owned()),
        ("columns", columns.map(columns::text).unwrap_or_default()),
        ("sort", sort.to_owned()),
    ];
    ViewParameters::new(around.into_iter().chain(filter.parameters()))
}

fn parse(query: &str) -> Result<ViewParameters> {
    let params: Params = parse_query(query)?;
    Ok(view_parameters(&params.filter()?, columns::parse(&params.columns)?.as_deref()))
}

/// Returns how many customers a view finds; `None` if this version of the portal cannot read its parameters.
pub fn count_view<P>(
    scope: &Scope<P>,
    lists: &CustomerSearch,
    view: &SavedView,
    c: &mut DbConnection,
) -> Result<Option<u64>> {
    let params = parse_query(&view.parameters.query());
    let Ok(filter) = params.and_then(|params: Params| params.filter()) else {
        return Ok(None);
    };
    let conditions = conditions(&scope.actor().partner, &filter, c)?;
    lists.search.count(c, scope.partner(), words(&filter, &conditions), &conditions).map(Some)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_view_has_no_cursor_and_one_spelling() {
        let parse = |query| parse(query).map(|parameters| parameters.query());
        let typed =
            "sort=name&q=+hanbit+&country=KR&tag=&columns=renewal,domain&after=x&expanded=y&view=3&other=1";
        assert_eq!(parse(typed).unwrap(), "columns=renewal%2Cdomain&country=KR&q=hanbit");
        assert_eq!(parse("").unwrap(), "");
        let canonical = parse("sort=-domain&since=this-month&reseller=none&renews=30").unwrap();
        assert_eq!(canonical, "renews=30&reseller=none&since=this-month&sort=-domain");
        assert_eq!(parse(&canonical).unwrap(), canonical);
        for bad in ["country=Korea", "sort=price", "columns=price", "since=tomorrow", "q=1&q=2"] {
            assert!(parse(bad).is_err(), "{bad}");
        }
    }
}
