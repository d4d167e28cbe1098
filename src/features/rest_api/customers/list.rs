//! A page of the customer list for the API: the list of the page `/customers`, filtered by what the vendor's clients send.

use crate::auth::Scope;
use crate::db::DbConnection;
use crate::domain::PartnerKind;
use crate::error::{Error, Fault, Result};
use crate::features::customer_list::cursor::{read_cursor, write_cursor};
use crate::features::customer_list::filter::{PageRequest, Params, ResellerFilter};
use crate::features::customer_list::queries;
use crate::features::customers::model::CustomerRow;
use crate::features::customers::resellers::all_resellers;
use crate::features::rest_api::continuation::{Continuation, HEADER, Way};
use crate::features::rest_api::filter::SearchFilter;
use crate::features::rest_api::paging::Neighbors;
use crate::features::rest_api::partner_guid::partner_guid;
use crate::i18n::Locale;
use crate::search::{CustomerSearch, NameCondition, PageAnchor, Sort};
use crate::text::fold;

/// Returns the customers of a page, and where its neighbors begin.
///
/// # Errors
/// [`Error::BadInput`] for a filter that the list does not have.
pub fn page<P>(
    scope: &Scope<P>,
    (lists, locale): (&CustomerSearch, Locale),
    ask: &Continuation,
    c: &mut DbConnection,
) -> Result<(Vec<CustomerRow>, Neighbors)> {
    let mut request = read_filter(scope, ask.filter.as_ref(), locale, c)?;
    request.limit = ask.size;
    if !ask.place.is_empty() {
        let place = read_cursor(HEADER, &ask.place, Sort::Name)?;
        request.place = match ask.way {
            Way::Next => PageAnchor::After(place),
            Way::Previous => PageAnchor::Before(place),
        };
    }
    let page = queries::page(scope, lists, &request, c)?;
    let write = |cursor: &_| write_cursor(cursor, Sort::Name);
    let neighbors = Neighbors::new(page.previous.as_ref(), page.next.as_ref(), write);
    Ok((page.rows, neighbors))
}

fn read_filter<P>(
    scope: &Scope<P>,
    filter: Option<&SearchFilter>,
    locale: Locale,
    c: &mut DbConnection,
) -> Result<PageRequest> {
    let Some(filter) = filter else { return Params::default().page() };
    let is_anywhere = match filter.operator.as_str() {
        "startswith" | "" => false,
        "substring" | "contains" => true,
        _ => return Err(filter.unknown(OPERATORS)),
    };
    match filter.field.as_str() {
        "companyname" | "domain" => by_name(filter, is_anywhere),
        "indirectreseller" => {
            let mut request = Params::default().page()?;
            let mpn_id = reseller_mpn_id(scope, &filter.value, locale, c)?;
            request.filter.reseller = Some(ResellerFilter::MpnId(mpn_id));
            Ok(request)
        }
        _ => Err(filter.unknown(FIELDS)),
    }
}

/// Returns the request for customers whose name or domain begins with the value or contains it. The terms of the value skip
/// most of the list; the condition decides.
fn by_name(filter: &SearchFilter, is_anywhere: bool) -> Result<PageRequest> {
    let named = |error| match error {
        Error::BadInput { message, .. } => Error::bad_input("filter", message),
        error => error,
    };
    let mut request = Params { q: filter.value.clone(), ..Params::default() }.page().map_err(named)?;
    // A name is never the beginning of an id here.
    request.filter.id = None;
    let (is_domain, text) = (filter.field == "domain", fold(filter.value.trim()));
    request.filter.name = (!text.is_empty()).then_some(NameCondition { is_domain, is_anywhere, text });
    Ok(request)
}

const FIELDS: &str = "CompanyName, Domain and IndirectReseller";
const OPERATORS: &str = "starts_with and substring";

/// Returns the MPN ID of an indirect reseller, which the API names by its id or by its MPN ID.
fn reseller_mpn_id<P>(scope: &Scope<P>, value: &str, locale: Locale, c: &mut DbConnection) -> Result<String> {
    if scope.actor().partner.kind != PartnerKind::IndirectProvider {
        let said = locale.texts().api_fault_reseller_filter();
        return Err(Fault::new(501, "501", said).into());
    }
    let Ok(id) = uuid::Uuid::try_parse(value) else { return Ok(value.trim().to_owned()) };
    let known = all_resellers(scope, c)?.into_iter().find(|one| partner_guid(&one.mpn_id) == id);
    // An unknown reseller has no customers.
    Ok(known.map_or_else(|| "0".to_owned(), |one| one.mpn_id))
}
