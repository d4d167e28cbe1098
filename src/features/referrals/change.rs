//! Making, answering and closing referrals. Each step is one conditional update, so of two who answer at once one wins.

use crate::audit::{Action, Activity, Tx};
use crate::db::schema::{partners, referrals};
use crate::domain::{PartnerId, ReferralId, ReferralStatus};
use crate::error::{Error, Result};
use crate::features::referrals::model::{DAYS, Lead, Referral};
use crate::features::referrals::queries::Row;
use chrono::TimeDelta;
use diesel::prelude::*;
use serde_json::{Value, json};

/// The name under which an answer that came too late is refused, in [`Error::BadInput`].
pub const ANSWERED: &str = "answered";

/// So many expire in one transaction; the rest a minute later.
const BATCH: i64 = 500;

/// A referral to be made.
#[derive(Debug, Clone)]
pub struct NewReferral {
    /// From the form.
    pub id: ReferralId,
    /// Who makes it.
    pub author: PartnerId,
    /// The reseller to whom it is referred; none: a lead of the author's own.
    pub reseller: Option<PartnerId>,
    /// What is known of the customer.
    pub lead: Lead,
    /// The name of the person who makes it.
    pub by: String,
}

/// Makes it. The two partners have found each other before: see [`super::queries::addressees`].
///
/// # Errors
/// A unique violation if there is one of this id.
pub fn create(tx: &mut Tx<'_>, new: &NewReferral) -> Result<Activity> {
    let NewReferral { id, author, reseller, lead, by } = new;
    let row = (
        (
            referrals::id.eq(id.to_string()),
            referrals::partner_id.eq(reseller.unwrap_or(*author).0),
            referrals::referrer_id.eq(reseller.map(|_| author.0)),
            referrals::status.eq(ReferralStatus::Received.as_str()),
            referrals::answer_until.eq((tx.at + TimeDelta::days(DAYS)).date()),
            referrals::created_name.eq(by),
            referrals::created_at.eq(tx.at),
            referrals::changed_at.eq(tx.at),
        ),
        (
            referrals::company_name.eq(&lead.company_name),
            referrals::first_name.eq(&lead.first_name),
            referrals::last_name.eq(&lead.last_name),
            referrals::email.eq(&lead.email),
            referrals::phone.eq(&lead.phone),
            referrals::need.eq(&lead.need),
            referrals::note.eq(&lead.note),
        ),
    );
    diesel::insert_into(referrals::table).values(row).execute(tx.c)?;
    let told = json!({
        "referral": id.to_string(), "company_name": lead.company_name, "contact_name": lead.contact_name(),
        "need": lead.need,
    });
    entry(tx, Action::CreateReferral, *author, reseller.unwrap_or(*author), reseller.map(|_| *author), told)
}

/// What a partner says to a referral.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReferralAnswer {
    /// It takes it.
    Accept,
    /// It does not, and says why.
    Decline(String),
    /// The customer decided for it.
    Win,
    /// The customer did not; why, if anybody knows.
    Lose(String),
}

impl ReferralAnswer {
    /// From which state it leads to which.
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

/// Answers or closes a referral that this partner works on.
///
/// # Errors
/// [`Error::NotFound`] for every other one, [`Error::BadInput`] of [`ANSWERED`] if it is not in the state for it.
pub fn answer(
    tx: &mut Tx<'_>,
    (partner, by): (PartnerId, &str),
    id: ReferralId,
    answer: &ReferralAnswer,
) -> Result<Activity> {
    let own =
        referrals::table.filter(referrals::id.eq(id.to_string()).and(referrals::partner_id.eq(partner.0)));
    let row: Option<Row> = own.first(tx.c).optional()?;
    let referral = Referral::try_from(row.ok_or(Error::NotFound)?)?;
    let (from, to) = answer.step();
    let as_it_was =
        referrals::table.filter(referrals::id.eq(id.to_string()).and(referrals::status.eq(from.as_str())));
    let stamp = (
        referrals::status.eq(to.as_str()),
        referrals::reason.eq(answer.reason()),
        referrals::changed_at.eq(tx.at),
    );
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
        return Err(Error::bad_input(ANSWERED, "the referral was answered before"));
    }
    update(tx, partner, &referral, to, answer.reason())
}

/// Lets those of this partner's referrals expire whose last day is over.
pub fn expire(tx: &mut Tx<'_>, partner: PartnerId) -> Result<Vec<Activity>> {
    let due = referrals::table
        .filter(
            referrals::partner_id.eq(partner.0).and(referrals::status.eq(ReferralStatus::Received.as_str())),
        )
        .filter(referrals::answer_until.lt(tx.at.date()));
    let rows: Vec<Row> = due.order(referrals::id).limit(BATCH).load(tx.c)?;
    let mut entries = Vec::new();
    for referral in rows.into_iter().map(Referral::try_from) {
        let referral = referral?;
        let waiting = referrals::table
            .filter(referrals::id.eq(referral.id.to_string()))
            .filter(referrals::status.eq(ReferralStatus::Received.as_str()));
        let values = (
            referrals::status.eq(ReferralStatus::Expired.as_str()),
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
    let referrer = referral.referrer.map(PartnerId);
    entry(tx, Action::UpdateReferral, partner, PartnerId(referral.partner), referrer, told)
}

/// The entry of whoever did it; the other side's log has one too, and each names the other partner only.
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
    Ok(partners::table.find(partner.0).select(partners::mpn_id).first(tx.c)?)
}
