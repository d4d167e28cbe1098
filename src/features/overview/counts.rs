//! Numbers of rows of lists, counted by the lists' own filters, with the address at which the list shows the same rows.

use crate::auth::Scope;
use crate::db::DbConnection;
use crate::domain::PartnerKind;
use crate::error::Result;
use crate::features::customer_list::conditions::conditions;
use crate::features::customer_list::filter as customers;
use crate::features::customer_removal::removed_queries::count_ended;
use crate::features::orders::filter as order_filter;
use crate::features::orders::selection::Selection as OrderSelection;
use crate::features::referrals::filter as referral_filter;
use crate::features::referrals::selection::Selection as ReferralSelection;
use crate::features::relationship_requests::filter as request_filter;
use crate::features::relationship_requests::selection::Selection as RequestSelection;
use crate::i18n::time_zone::partner_zone;
use crate::search::CustomerSearch;
use crate::text::SearchTerms;
use crate::urls;
use crate::web::day_range::DayRange;
use chrono::NaiveDate;

/// A number of rows, and where they are listed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Counted {
    /// The number.
    pub number: u64,
    /// The address of the list.
    pub address: String,
}

/// Returns the relationship requests with these parameters of their list.
pub fn count_requests<P>(
    scope: &Scope<P>,
    params: &request_filter::Params,
    c: &mut DbConnection,
) -> Result<Counted> {
    let zone = partner_zone(&scope.actor().partner);
    let selection = RequestSelection::resolve(scope, &params.filter()?, zone, c)?;
    let address = urls::relationship_requests().with_parameters(params.pairs());
    Ok(Counted { number: selection.count(scope, c)?, address })
}

/// Returns the orders with this status.
pub fn count_orders<P>(
    scope: &Scope<P>,
    status: &str,
    lists: &CustomerSearch,
    c: &mut DbConnection,
) -> Result<Counted> {
    let params = order_filter::Params { status: status.to_owned(), ..Default::default() };
    let zone = partner_zone(&scope.actor().partner);
    let selection = OrderSelection::resolve(scope, &params.filter()?, zone, lists, c)?;
    Ok(Counted {
        number: selection.count(scope, c)?,
        address: urls::orders().with_parameters(params.pairs()),
    })
}

/// Returns the referrals that wait for an answer of this partner. A provider also lists those that it sent to resellers; its own
/// are those that no partner sent.
pub fn count_referrals<P>(scope: &Scope<P>, c: &mut DbConnection) -> Result<Counted> {
    let sends = scope.actor().partner.kind == PartnerKind::IndirectProvider;
    let params = referral_filter::Params {
        status: "received".to_owned(),
        partner: if sends { "none".to_owned() } else { String::new() },
        ..Default::default()
    };
    let zone = partner_zone(&scope.actor().partner);
    let selection = ReferralSelection::resolve(scope, &params.filter()?, zone, c)?;
    let address = urls::referrals().with_parameters(params.pairs());
    Ok(Counted { number: selection.count(scope, c)?, address })
}

/// Returns the customers in the list that became customers on these days.
pub fn count_new_customers<P>(
    scope: &Scope<P>,
    lists: &CustomerSearch,
    days: DayRange,
    c: &mut DbConnection,
) -> Result<Counted> {
    let [from, to] = texts(days);
    let params = customers::Params { since: from, until: to, ..Default::default() };
    let filter = params.filter()?;
    let conditions = conditions(&scope.actor().partner, &filter, c)?;
    let number = lists.search.count(c, scope.partner(), &SearchTerms::NONE, &conditions)?;
    let address = urls::customers()
        .with_parameters(filter.parameters().iter().map(|(name, value)| (*name, value.as_str())));
    Ok(Counted { number, address })
}

/// Returns the relationships that were ended on these days.
pub fn count_ended_customers<P>(scope: &Scope<P>, days: DayRange, c: &mut DbConnection) -> Result<Counted> {
    let [from, to] = texts(days);
    let number = count_ended(scope, &Some(days.instants(partner_zone(&scope.actor().partner))), c)?;
    let address = urls::customers_removed().with_parameters([("from", from.as_str()), ("to", to.as_str())]);
    Ok(Counted { number, address })
}

fn texts(days: DayRange) -> [String; 2] {
    [days.from, days.to].map(|day| day.map(|day: NaiveDate| day.to_string()).unwrap_or_default())
}
