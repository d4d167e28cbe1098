//! The saved views of the list of subscriptions: their parameters in canonical form, and how many subscriptions they find.

use crate::auth::Scope;
use crate::db::DbConnection;
use crate::domain::SavedList;
use crate::error::Result;
use crate::features::saved_views::model::SavedView;
use crate::features::saved_views::parameters::ViewParameters;
use crate::features::saved_views::viewed_list::ViewedList;
use crate::features::subscription_list::address::filter_parameters;
use crate::features::subscription_list::filter::{Filter, Params};
use crate::features::subscription_list::queries::resolve;
use crate::search::CustomerSearch;
use crate::web::parameters::parse_query;
use chrono::NaiveDate;

/// The list, for the pages of views.
pub const VIEWED: ViewedList = ViewedList { list: SavedList::Subscriptions, parse };

/// Returns the parameters of a view that shows this.
pub fn view_parameters(filter: &Filter) -> ViewParameters {
    let canonical = |(name, value): (&'static str, String)| match name {
        "q" => (name, value.trim().to_owned()),
        _ => (name, value),
    };
    ViewParameters::new(filter_parameters(filter).map(canonical))
}

fn parse(query: &str) -> Result<ViewParameters> {
    Ok(view_parameters(&parse_query::<Params>(query)?.filter()?))
}

/// Returns how many subscriptions a view finds; `None` if this version of the portal cannot read its parameters.
pub fn count_view<P>(
    scope: &Scope<P>,
    lists: &CustomerSearch,
    view: &SavedView,
    today: NaiveDate,
    c: &mut DbConnection,
) -> Result<Option<u64>> {
    let params = parse_query(&view.parameters.query());
    let Ok(filter) = params.and_then(|params: Params| params.filter()) else {
        return Ok(None);
    };
    let filter = resolve(scope, &filter, today, c)?;
    lists.subscriptions.count(c, &lists.search, scope.partner(), &filter).map(Some)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_view_has_no_cursor_and_one_spelling() {
        let parse = |query| parse(query).map(|parameters| parameters.query());
        let typed = "from=2026-12-01&to=2026-12-31&renews=7&q=+E3&sort=date&after=x&view=1&lang=ko";
        assert_eq!(parse(typed).unwrap(), "q=E3&renews=2026-12-01..2026-12-31");
        let canonical = parse("status=active&auto_renew=off&sort=-quantity").unwrap();
        assert_eq!(canonical, "auto_renew=off&sort=-quantity&status=active");
        assert_eq!(parse(&canonical).unwrap(), canonical);
        assert!(parse("status=gone").is_err() && parse("renews=x").is_err());
    }
}
