//! Reads from the vendor: the list of customers page by page, then the bill-to and the subscriptions of each. After an
//! interruption it goes on with the next page or the next customers.

use crate::domain::ConnectionFault as FaultKind;
use crate::domain::PartnerKind;
use crate::error::Result;
use crate::features::connections::fault::RunFault;
use crate::features::connections::reading::customer_ids::open_ids;
use crate::features::connections::reading::rows::{write_bill_to, write_customer, write_subscription};
use crate::features::connections::reading::spool::Spool;
use crate::features::connections::runs::leases;
use crate::features::connections::runs::model::{NextPage, ReadStep, RunContent, RunPart};
use crate::features::connections::runs::pieces::follow_page;
use crate::features::connections::server::access::{Server, Stop};
use crate::features::connections::server::answers::{
    ServerCustomer, ServerLink, ServerPage, ServerSubscription,
};
use crate::features::connections::work::RunWork;
use crate::outbound::exchange::AnswerLimits;
use crate::urls;
use crate::urls::API_VERSION;
use serde::de::DeserializeOwned;
use std::collections::HashSet;

/// The query of the first page, as large as the vendor allows.
const FIRST_PAGE: &str = "size=500";

/// Number of customers whose details are stored together.
const DETAILS_PER_PIECE: usize = 25;

/// Maximum number of pages of one customer's subscriptions.
const MAX_PAGES: usize = 200;

/// Reads what is left to read.
///
/// # Errors
/// See [`Stop`].
pub fn read(work: &mut RunWork<'_>, server: &mut Server<'_>) -> Result<(), Stop> {
    while work.content.step == ReadStep::Customers {
        read_page(work, server)?;
    }
    if work.content.step == ReadStep::Details {
        read_details(work, server)?;
    }
    Ok(())
}

fn read_page(work: &mut RunWork<'_>, server: &mut Server<'_>) -> Result<(), Stop> {
    let first = || NextPage { path: urls::api_customers().with_query(FIRST_PAGE), headers: Vec::new() };
    let page = work.content.next_page.clone().unwrap_or_else(first);
    let answer: ServerPage<ServerCustomer> = get_page(server, &page)?;
    let next = answer.links.and_then(|links| links.next).map(|link| next_page(&link)).transpose()?;
    let mut spools = [Spool::new(RunPart::Customers)];
    for customer in &answer.items {
        spools[0].add(|rows| write_customer(rows, customer).map(|()| true))?;
    }
    let step = if next.is_some() { ReadStep::Customers } else { ReadStep::Details };
    let followed = next.as_ref().map(|next| format!("{} {:?}", next.path, next.headers));
    work.content.requests += std::mem::take(&mut server.requests);
    let content = RunContent { step, next_page: next, ..work.content.clone() };
    store(work, &mut spools, content, followed.as_deref())
}

fn read_details(work: &mut RunWork<'_>, server: &mut Server<'_>) -> Result<(), Stop> {
    let mut ids = open_ids(&work.portal.db, work.lease.id, work.lease.partner)?;
    for _ in 0..work.content.details {
        ids.next_id()?;
    }
    let takes_resellers = work.partner.kind == PartnerKind::IndirectProvider;
    loop {
        let mut spools = [Spool::new(RunPart::BillTo), Spool::new(RunPart::Subscriptions)];
        let mut count = 0;
        while count < DETAILS_PER_PIECE {
            let Some(id) = ids.next_id()? else { break };
            count += 1;
            read_customer(server, &id, &mut spools, takes_resellers)?;
        }
        let step = if count < DETAILS_PER_PIECE { ReadStep::End } else { ReadStep::Details };
        work.content.requests += std::mem::take(&mut server.requests);
        let details = work.content.details + count as u64;
        let content = RunContent { step, details, next_page: None, ..work.content.clone() };
        store(work, &mut spools, content, None)?;
        if step == ReadStep::End {
            return Ok(());
        }
    }
}

fn read_customer(
    server: &mut Server<'_>,
    id: &str,
    spools: &mut [Spool; 2],
    takes_resellers: bool,
) -> Result<(), Stop> {
    let address = urls::api_customer(id).to_string();
    let Some(customer) = if_there(server.get_json::<ServerCustomer>(&address, &[], AnswerLimits::SMALL))?
    else {
        return Ok(());
    };
    if !customer.id.eq_ignore_ascii_case(id) {
        let words = format!("asked for {id}, answered {}", customer.id);
        return Err(Stop::Fail(RunFault::new(FaultKind::Malformed, &address, words)));
    }
    spools[0].add(|rows| write_bill_to(rows, &customer))?;
    let mut page = Some(NextPage { path: urls::api_subscriptions(id).to_string(), headers: Vec::new() });
    let mut followed = HashSet::new();
    while let Some(next) = page {
        let known = !followed.insert(format!("{} {:?}", next.path, next.headers));
        if known || followed.len() > MAX_PAGES {
            return Err(cycle(&next.path));
        }
        let Some(answer) = if_there(get_page::<ServerSubscription>(server, &next))? else { break };
        for one in &answer.items {
            spools[1].add(|rows| write_subscription(rows, id, one, takes_resellers).map(|()| true))?;
        }
        page = answer.links.and_then(|links| links.next).map(|link| next_page(&link)).transpose()?;
    }
    Ok(())
}

/// A customer whose relationship ended since the list was read is not there any more.
fn if_there<T>(answer: Result<T, Stop>) -> Result<Option<T>, Stop> {
    match answer {
        Err(Stop::Fail(fault)) if fault.status == Some(404) => Ok(None),
        answer => answer.map(Some),
    }
}

fn get_page<T: DeserializeOwned>(server: &mut Server<'_>, page: &NextPage) -> Result<ServerPage<T>, Stop> {
    let headers: Vec<(&str, &str)> = page.headers.iter().map(|(key, value)| (&**key, &**value)).collect();
    server.get_json(&page.path, &headers, AnswerLimits::PAGE)
}

/// Returns the page to which a link leads. The address has no host; the vendor leaves out `/v1`.
fn next_page(link: &ServerLink) -> Result<NextPage, Stop> {
    let path =
        if link.uri.starts_with(API_VERSION) { link.uri.clone() } else { [API_VERSION, &link.uri].concat() };
    let is_token = |name: &str, value: &str| {
        name.eq_ignore_ascii_case("MS-ContinuationToken")
            && value.len() <= 8 * 1024
            && value.bytes().all(|byte| byte.is_ascii_graphic())
    };
    let headers: Vec<(String, String)> = link
        .headers
        .iter()
        .filter(|header| is_token(&header.key, &header.value))
        .map(|header| ("MS-ContinuationToken".to_owned(), header.value.clone()))
        .collect();
    if !link.uri.starts_with('/') || path.len() > 8 * 1024 {
        return Err(Stop::Fail(RunFault::new(FaultKind::Malformed, "", format!("links.next: {}", link.uri))));
    }
    Ok(NextPage { path, headers })
}

fn cycle(path: &str) -> Stop {
    Stop::Fail(RunFault::new(FaultKind::Cycle, path, ""))
}

fn store(
    work: &mut RunWork<'_>,
    spools: &mut [Spool],
    mut content: RunContent,
    followed: Option<&str>,
) -> Result<(), Stop> {
    let mut pieces = Vec::new();
    for spool in spools {
        pieces.extend(spool.take(&content)?);
    }
    let stored = work.portal.db.write_now(|c| {
        if let Some(page) = followed
            && !follow_page(work.lease, page, c)?
        {
            return Ok(None);
        }
        for piece in &pieces {
            piece.store(work.lease, &mut content, c)?;
        }
        leases::store(work.lease, &content, c)?;
        Ok(Some(content))
    })?;
    let path = followed.unwrap_or_default().split(' ').next().unwrap_or_default();
    work.content = stored.ok_or_else(|| cycle(path))?;
    Ok(())
}
