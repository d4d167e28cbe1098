//! Reads from another portal: whole lists as lines of JSON. Each list is one snapshot, so one that was interrupted begins again.

use crate::domain::ConnectionFault as FaultKind;
use crate::domain::PartnerKind;
use crate::error::Result;
use crate::features::connections::fault::RunFault;
use crate::features::connections::reading::rows::{write_bill_to, write_customer, write_subscription};
use crate::features::connections::reading::spool::Spool;
use crate::features::connections::runs::leases;
use crate::features::connections::runs::model::{ReadStep, RunContent, RunPart};
use crate::features::connections::server::access::{Server, Stop};
use crate::features::connections::server::answers::{ServerCustomer, ServerSubscription};
use crate::features::connections::work::RunWork;
use crate::outbound::exchange::AnswerLimits;
use crate::outbound::lines::{LineFault, Lines};
use crate::urls;
use serde::de::DeserializeOwned;

const FORMAT: &str = "format=ndjson";

/// Reads what is left to read.
///
/// # Errors
/// See [`Stop`].
pub fn read(work: &mut RunWork<'_>, server: &mut Server<'_>) -> Result<(), Stop> {
    if work.content.step == ReadStep::Customers {
        read_customers(work, server)?;
    }
    if work.content.step == ReadStep::Subscriptions {
        read_subscriptions(work, server)?;
    }
    Ok(())
}

fn read_customers(work: &mut RunWork<'_>, server: &mut Server<'_>) -> Result<(), Stop> {
    begin_again(&mut work.content, &[RunPart::Customers, RunPart::BillTo]);
    let mut spools = [Spool::new(RunPart::Customers), Spool::new(RunPart::BillTo)];
    let path = urls::portal_api_export_customers().with_query(FORMAT);
    read_lines(server, &path, |customer: &ServerCustomer| {
        spools[0].add(|rows| write_customer(rows, customer).map(|()| true))?;
        spools[1].add(|rows| write_bill_to(rows, customer))?;
        if spools[0].is_full() { store(work, &mut spools, ReadStep::Customers) } else { Ok(()) }
    })?;
    work.content.requests += std::mem::take(&mut server.requests);
    Ok(store(work, &mut spools, ReadStep::Subscriptions)?)
}

fn read_subscriptions(work: &mut RunWork<'_>, server: &mut Server<'_>) -> Result<(), Stop> {
    begin_again(&mut work.content, &[RunPart::Subscriptions]);
    let mut spools = [Spool::new(RunPart::Subscriptions)];
    let takes_resellers = work.partner.kind == PartnerKind::IndirectProvider;
    let path = urls::portal_api_export_subscriptions().with_query(FORMAT);
    read_lines(server, &path, |one: &ServerSubscription| {
        let customer = one.customer_id.clone().unwrap_or_default();
        spools[0].add(|rows| write_subscription(rows, &customer, one, takes_resellers).map(|()| true))?;
        if spools[0].is_full() { store(work, &mut spools, ReadStep::Subscriptions) } else { Ok(()) }
    })?;
    work.content.requests += std::mem::take(&mut server.requests);
    Ok(store(work, &mut spools, ReadStep::End)?)
}

/// Counts the pieces of these parts from the beginning; the first one deletes those of an earlier attempt.
fn begin_again(content: &mut RunContent, parts: &[RunPart]) {
    for part in parts {
        content.pieces[*part as usize] = 0;
        content.rows[*part as usize] = 0;
    }
}

fn store(work: &mut RunWork<'_>, spools: &mut [Spool], step: ReadStep) -> Result<()> {
    let mut content = RunContent { step, ..work.content.clone() };
    let mut pieces = Vec::new();
    for spool in spools {
        pieces.extend(spool.take(&content)?);
    }
    let stored = work.portal.db.write_now(|c| {
        for piece in &pieces {
            piece.store(work.lease, &mut content, c)?;
        }
        leases::store(work.lease, &content, c)?;
        Ok(content)
    })?;
    work.content = stored;
    Ok(())
}

/// Reads a list and calls `take` for each line.
fn read_lines<T: DeserializeOwned>(
    server: &mut Server<'_>,
    path: &str,
    mut take: impl FnMut(&T) -> Result<()>,
) -> Result<(), Stop> {
    let answer = server.get(path, &[("Accept", "application/x-ndjson")], AnswerLimits::LIST)?;
    let (correlation_id, rows) = (answer.correlation_id.clone(), answer.rows);
    let fault = |kind, words: String| {
        let correlation_id = correlation_id.clone();
        RunFault { correlation_id, ..RunFault::new(kind, path, words) }
    };
    let (mut lines, mut count) = (Lines::new(answer.into_body()), 0);
    loop {
        let line = match lines.next_line() {
            Ok(Some(line)) => line,
            Ok(None) => break,
            Err(LineFault::TooLong) => {
                return Err(Stop::Fail(fault(FaultKind::TooLarge, format!("line {}", lines.number() + 1))));
            }
            Err(LineFault::Cut) => return Err(cut(fault(FaultKind::Cut, format!("{count} lines")))),
        };
        let value: T = match serde_json::from_slice(line) {
            Ok(value) => value,
            Err(error) => {
                let words = format!("line {}: {error}", lines.number());
                return Err(Stop::Fail(fault(FaultKind::Malformed, words)));
            }
        };
        take(&value)?;
        count += 1;
    }
    match rows {
        Some(rows) if rows != count => Err(cut(fault(FaultKind::Cut, format!("{count} lines of {rows}")))),
        _ => Ok(()),
    }
}

/// A list that was cut is read again after a pause, because it may be long.
fn cut(fault: RunFault) -> Stop {
    Stop::Wait(std::time::Duration::from_secs(60), fault)
}
