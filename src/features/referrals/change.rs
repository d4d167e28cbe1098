//! Creates, answers and closes referrals. Each step is one conditional update, so only one of two concurrent answers
//! succeeds.

use crate::audit::{Action, Activity, Tx};
use crate::db::partners::local_time;
use crate::db::schema::{partners, referrals};
use crate::domain::{PartnerId, ReferralId, ReferralStatus};
use crate::error::{Error, Result};
use crate::features::referrals::model::{Lead, Referral, VALID_DAYS};
use chrono::TimeDelta;
use diesel::prelude::*;
use serde_json::{Value, json};

/// The maximum number of referrals that expire per transaction; the next run handles the rest.
const BATCH: i64 = 500;

/// A referral to create.
#[derive(Debug, Clone)]
pub struct NewReferral {
    /// The id from the form.
    pub id: ReferralId,
    /// The partner that creates it.
    pub author: PartnerId,
    /// The reseller that receives it; `None` for a lead that the author keeps.
    pub reseller: Option<PartnerId>,
    /// The data about the customer.
    pub lead: Lead,
    /// The name of the user who creates it.
    pub by: String,
}

/// Creates a referral. The caller must have checked the reseller with [`super::queries::addressees`].
///
/// # Errors
/// A unique violation if a referral with this id exists.
pub fn create(tx: &mut Tx<'_>, new: &NewReferral) -> Result<Activity> {
    let NewReferral { id, author, reseller, lead, by } = new;
    let today = local_time(tx.c, reseller.unwrap_or(*author), tx.at)?.day();
    let row = (
        lead,
        (
            referrals::id.eq(id),
            referrals::partner_id.eq(reseller.unwrap_or(*author)),
            referrals::referrer_id.eq(reseller.map(|_| *author)),
            referrals::status.eq(ReferralStatus::Received),
            referrals::answer_until.eq(today + TimeDelta::days(VALID_DAYS)),
            referrals::created_name.eq(by),
            referrals::created_at.eq(tx.at),
            referrals::changed_at.eq(tx.at),
        ),
    );
    diesel::insert_into(referrals::table).values(row).execute(tx.c)?;
    let told = json!({
        "referral": id.to_string(), "company_name": lead.company_name, "contact_name": lead.contact_name(),
        "need": lead.need,
    });
    entry(tx, Action::CreateReferral, *author, reseller.unwrap_or(*author), reseller.map(|_| *author), told)
}

/// The answer to a referral.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReferralAnswer {
    /// The partner accepts it.
    Accept,
    /// The partner declines it, with a reason.
    Decline(String),
    /// The customer decided for the partner.
    Win,
    /// The customer decided against the partner; the reason may be empty.
    Lose(String),
}

impl ReferralAnswer {
    /// Returns the status before and after the answer.
    const fn step(&self) -> (ReferralStatus, ReferralStatus) {
        match self {
            ReferralAnswer::Accept => (ReferralStatus::Received, ReferralStatus::Accepted),
            ReferralAnswer::Decline(_) => (ReferralStatus::Received, ReferralStatus::Declined),
            ReferralAnswer::Win => (ReferralStatus::Accepted, ReferralStatus::Won),
            ReferralAnswer::Lose(_) => (ReferralStatus::Accepted, ReferralStatus::Lost),
        }
    }

    fn reason(&self) -> Option<&str> {
        match self {
            ReferralAnswer::Decline(reason) | ReferralAnswer::Lose(reason) => {
                Some(reason).filter(|reason| !reason.is_empty())
            }
            ReferralAnswer::Accept | ReferralAnswer::Win => None,
        }
        .map(String::as_str)
    }
}

/// Answers or closes a referral that this partner received.
///
/// # Errors
/// [`Error::NotFound`] for any other referral, [`Error::Stale`] if its status does not allow the answer.
pub fn answer(
    tx: &mut Tx<'_>,
    (partner, by): (PartnerId, &str),
    id: ReferralId,
    answer: &ReferralAnswer,
) -> Result<Activity> {
    let own = referrals::table.filter(referrals::id.eq(id).and(referrals::partner_id.eq(partner)));
    let referral: Referral =
        own.select(Referral::as_select()).first(tx.c).optional()?.ok_or(Error::NotFound)?;
    let (from, to) = answer.step();
    let as_it_was = referrals::table.filter(referrals::id.eq(id).and(referrals::status.eq(from)));
    let stamp =
        (referrals::status.eq(to), referrals::reason.eq(answer.reason()), referrals::changed_at.eq(tx.at));
    let changed = match from {
        ReferralStatus::Received => {
            let answered = (referrals::answered_by.eq(by), referrals::answered_at.eq(tx.at));
            diesel::update(as_it_was).set((stamp, answered)).execute(tx.c)?
        }
        _ => {
            let closed = (referrals::closed_by.eq(by), referrals::closed_at.eq(tx.at));
            diesel::update(as_it_was).set((stamp, closed)).execute(tx.c)?
        }
    };
    if changed == 0 {
        return Err(Error::Stale);
    }
    update(tx, partner, &referral, to, answer.reason())
}

/// Lets this partner's referrals expire after their last day; at most [`BATCH`] of them. Returns the log entries.
pub fn expire(tx: &mut Tx<'_>, partner: PartnerId) -> Result<Vec<Activity>> {
    let today = local_time(tx.c, partner, tx.at)?.day();
    let due = referrals::table
        .filter(referrals::partner_id.eq(partner).and(referrals::status.eq(ReferralStatus::Received)))
        .filter(referrals::answer_until.lt(today));
    let due = due.order(referrals::id).limit(BATCH).select(Referral::as_select());
    let mut entries = Vec::new();
    for referral in due.load(tx.c)? {
        let waiting = referrals::table
            .filter(referrals::id.eq(referral.id))
            .filter(referrals::status.eq(ReferralStatus::Received));
        let values = (
            referrals::status.eq(ReferralStatus::Expired),
            referrals::answered_at.eq(tx.at),
            referrals::changed_at.eq(tx.at),
        );
        if diesel::update(waiting).set(values).execute(tx.c)? == 1 {
            entries.push(update(tx, partner, &referral, ReferralStatus::Expired, None)?);
        }
    }
    Ok(entries)
}

fn update(
    tx: &mut Tx<'_>,
    partner: PartnerId,
    referral: &Referral,
    to: ReferralStatus,
    reason: Option<&str>,
) -> Result<Activity> {
    let mut told = json!({
        "referral": referral.id.to_string(), "company_name": referral.lead.company_name,
        "before": { "status": referral.status.as_str() }, "after": { "status": to.as_str() },
    });
    if let Some(reason) = reason {
        told["reason"] = json!(reason);
    }
    entry(tx, Action::UpdateReferral, partner, referral.partner, referral.referrer, told)
}

/// Returns the author's log entry, and one for the other partner's log. Each entry names only the other partner.
fn entry(
    tx: &mut Tx<'_>,
    action: Action,
    author: PartnerId,
    reseller: PartnerId,
    referrer: Option<PartnerId>,
    told: Value,
) -> Result<Activity> {
    let Some(referrer) = referrer else { return Ok(Activity::new(action, "referral", told)) };
    let (mut to_referrer, mut to_reseller) = (told.clone(), told);
    to_referrer["reseller"] = json!(mpn_id(tx, reseller)?);
    to_reseller["provider"] = json!(mpn_id(tx, referrer)?);
    let (own, other) = match author == referrer {
        true => (to_referrer, (reseller, to_reseller)),
        false => (to_reseller, (referrer, to_referrer)),
    };
    let mut activity = Activity::new(action, "referral", own);
    activity.told.push(other);
    Ok(activity)
}

fn mpn_id(tx: &mut Tx<'_>, partner: PartnerId) -> Result<String> {
    Ok(partners::table.find(partner).select(partners::mpn_id).first(tx.c)?)
}
