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
use crate::search::{CustomerSearch, PageAnchor, Sort};
use crate::text::fold;

/// How many pages of the search are read for one answer, if few of their customers match.
const MAX_READS: usize = 20;

/// Returns the customers of a page, and where its neighbors begin. A page may have fewer customers than asked for, although
/// there is a next one.
///
/// # Errors
/// [`Error::BadInput`] for a filter that the list does not have.
pub fn page<P>(
    scope: &Scope<P>,
    (lists, locale): (&CustomerSearch, Locale),
    ask: &Continuation,
    c: &mut DbConnection,
) -> Result<(Vec<CustomerRow>, Neighbors)> {
    let (mut request, matcher) = read_filter(scope, ask.filter.as_ref(), locale, c)?;
    let is_previous = ask.way == Way::Previous;
    if !ask.place.is_empty() {
        let place = read_cursor(HEADER, &ask.place, Sort::Name)?;
        request.place = if is_previous { PageAnchor::Before(place) } else { PageAnchor::After(place) };
    }
    let (mut rows, mut neighbors) = (Vec::new(), Neighbors::default());
    for read in 0..MAX_READS {
        request.limit = ask.size - rows.len();
        let page = queries::page(scope, lists, &request, c)?;
        let write = |cursor| write_cursor(cursor, Sort::Name);
        if read == 0 || is_previous {
            neighbors.previous = page.previous.as_ref().map(write);
        }
        if read == 0 || !is_previous {
            neighbors.next = page.next.as_ref().map(write);
        }
        let matching = page.rows.into_iter().filter(|row| matcher.matches(row));
        if is_previous {
            rows.splice(0..0, matching);
        } else {
            rows.extend(matching);
        }
        let goes_on = if is_previous { page.previous } else { page.next };
        match goes_on {
            Some(cursor) if rows.len() < ask.size => {
                request.place =
                    if is_previous { PageAnchor::Before(cursor) } else { PageAnchor::After(cursor) };
            }
            _ => break,
        }
    }
    Ok((rows, neighbors))
}

/// What the search cannot decide: it finds words anywhere, and the API asks for the beginning of a name.
struct Matcher {
    value: String,
    by_domain: bool,
    anywhere: bool,
}

impl Matcher {
    fn matches(&self, row: &CustomerRow) -> bool {
        if self.value.is_empty() {
            return true;
        }
        let text = fold(if self.by_domain { &row.domain } else { &row.list_name });
        if self.anywhere { text.contains(&self.value) } else { text.starts_with(&self.value) }
    }
}

fn read_filter<P>(
    scope: &Scope<P>,
    filter: Option<&SearchFilter>,
    locale: Locale,
    c: &mut DbConnection,
) -> Result<(PageRequest, Matcher)> {
    let mut params = Params::default();
    let mut matcher = Matcher { value: String::new(), by_domain: false, anywhere: false };
    let mut reseller = None;
    if let Some(filter) = filter {
        matcher.anywhere = match filter.operator.as_str() {
            "startswith" | "equals" | "" => false,
            "substring" | "contains" => true,
            _ => return Err(filter.unknown(OPERATORS)),
        };
        match filter.field.as_str() {
            "companyname" | "domain" => {
                params.q.clone_from(&filter.value);
                matcher.by_domain = filter.field == "domain";
                matcher.value = fold(filter.value.trim());
            }
            "indirectreseller" => reseller = Some(reseller_mpn_id(scope, &filter.value, locale, c)?),
            _ => return Err(filter.unknown(FIELDS)),
        }
    }
    let named = |error| match error {
        Error::BadInput { message, .. } => Error::bad_input("filter", message),
        error => error,
    };
    let mut request = params.page().map_err(named)?;
    // A name is never the beginning of an id here.
    request.filter.id = None;
    request.filter.reseller = reseller.map(ResellerFilter::MpnId);
    Ok((request, matcher))
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
