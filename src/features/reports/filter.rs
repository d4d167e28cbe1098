//! What the filter of a report says: in words, and whether it names something that there is no longer.

use crate::audit::Tx;
use crate::auth::Scope;
use crate::db::DbConnection;
use crate::db::schema::{partners, partnerships, tags, users};
use crate::domain::TagId;
use crate::error::Result;
use crate::features::reports::model::Report;
use crate::features::saved_views::model::GoneCondition;
use crate::features::saved_views::parameters::ViewParameters;
use crate::features::saved_views::queries::{gone_conditions, tag_with_name};
use crate::i18n::Locale;
use crate::web::reported_list::{FilterWords, ReportedList, parameters, partners_in};
use diesel::prelude::*;

/// Returns the parameters of a report, with the present name of its tag, which may have been renamed.
pub fn current_parameters<P>(
    scope: &Scope<P>,
    report: &Report,
    c: &mut DbConnection,
) -> Result<ViewParameters> {
    let mut stored = report.parsed_parameters()?;
    if let Some(id) = report.tag_id {
        let own = tags::table.find(id).filter(tags::partner_id.eq(scope.partner()));
        if let Some(name) = own.select(tags::name).first::<String>(c).optional()? {
            stored.replace("tag", &name);
        }
    }
    Ok(stored)
}

/// Returns the value of a filter on something that there is no longer. A former reseller is still known.
pub fn gone_value<P>(
    scope: &Scope<P>,
    parameters: &ViewParameters,
    c: &mut DbConnection,
) -> Result<Option<String>> {
    let gone = gone_conditions(scope, parameters, c)?;
    let gone = gone.iter().filter(|one| !matches!(one, GoneCondition::FormerReseller(..)));
    Ok(gone.map(|one| one.value().to_owned()).next())
}

/// Returns the tag that the parameters name.
pub fn tag_of<P>(tx: &mut Tx<'_>, scope: &Scope<P>, parameters: &ViewParameters) -> Result<Option<TagId>> {
    tag_with_name(scope, parameters.get("tag"), tx.c)
}

/// Returns the filters as labels and values.
pub fn filter_in_words<P>(
    scope: &Scope<P>,
    list: &dyn ReportedList,
    query: &str,
    locale: Locale,
    c: &mut DbConnection,
) -> Result<Vec<(String, String)>> {
    let names = names_in(scope, query, c)?;
    Ok(list.words(query, FilterWords::new(locale, &names)))
}

/// Returns the names of the partners and users that a query string filters by, if the partner may know them.
pub fn names_in<P>(scope: &Scope<P>, query: &str, c: &mut DbConnection) -> Result<Vec<(String, String)>> {
    let me = scope.partner();
    let mut names = Vec::new();
    let mpn_ids = partners_in(query);
    if !mpn_ids.is_empty() {
        let resellers =
            partnerships::table.filter(partnerships::provider_id.eq(me)).select(partnerships::reseller_id);
        let providers =
            partnerships::table.filter(partnerships::reseller_id.eq(me)).select(partnerships::provider_id);
        let named = || {
            partners::table
                .filter(partners::mpn_id.eq_any(&mpn_ids))
                .select((partners::mpn_id, partners::name))
        };
        names.extend(named().filter(partners::id.eq_any(resellers)).load::<(String, String)>(c)?);
        names.extend(named().filter(partners::id.eq_any(providers)).load::<(String, String)>(c)?);
    }
    let user = parameters(query).into_iter().find(|(name, _)| name == "user");
    if let Some(id) = user.and_then(|(_, value)| value.parse::<i32>().ok()) {
        let own = users::table.find(crate::domain::UserId(id)).filter(users::partner_id.eq(me));
        let name: Option<String> = own.select(users::name).first(c).optional()?;
        names.extend(name.map(|name| (id.to_string(), name)));
    }
    Ok(names)
}
