//! What the account page says about a customer's subscriptions, as far as this partner may see them.

use crate::auth::Scope;
use crate::db::DbConnection;
use crate::db::connection::MultiBackend;
use crate::db::schema::{offers, partners, subscriptions};
use crate::domain::{MicrosoftId, OfferId, PartnerId, SubscriptionStatus};
use crate::error::Result;
use diesel::prelude::*;
use std::collections::{BTreeMap, HashMap};

/// Returns a customer's subscriptions and the partners that take part in them. Does not check that the customer exists.
pub fn subscription_summary<P>(
    scope: &Scope<P>,
    id: MicrosoftId,
    c: &mut DbConnection,
) -> Result<SubscriptionSummary> {
    let rows: Vec<SummaryRow> = scope.subscriptions(id).select(SummaryRow::as_select()).load(c)?;
    let sold: Vec<(PartnerId, OfferId)> =
        rows.iter().filter_map(|row| Some((row.partner_id, row.offer_id.clone()?))).collect();
    let categories = categories(&sold, c)?;
    let line = |row: SummaryRow| {
        let offer = row.offer_id.map(|offer| (row.partner_id, offer));
        SummaryLine {
            name: row.name,
            category: offer.and_then(|offer| categories.get(&offer).cloned()).unwrap_or_default(),
            status: row.status,
            seller: row.partner_id,
            reseller: row.reseller_id,
            support: row.support_id,
        }
    };
    let all: Vec<SummaryLine> = rows.into_iter().map(line).collect();
    let names = names(&all, c)?;
    let named = |id: &PartnerId| names.get(id).cloned();
    let mut support: Vec<String> = all
        .iter()
        .filter_map(|one| named(&one.support.unwrap_or(one.seller)))
        .map(|(name, _)| name)
        .collect();
    support.sort();
    support.dedup();
    let me = scope.partner();
    let mut counts: BTreeMap<(String, String), usize> = BTreeMap::new();
    for one in &all {
        let other = if one.seller == me { one.reseller } else { Some(one.seller) };
        if let Some(other) = other.as_ref().and_then(named) {
            *counts.entry(other).or_default() += 1;
        }
    }
    let partners = counts.into_iter().map(|((name, mpn_id), count)| PartnerShare { name, mpn_id, count });
    Ok(SubscriptionSummary { partners: partners.collect(), support, all })
}

/// The columns of a [`SummaryLine`], and the offer that leads to its category.
#[derive(Queryable, Selectable)]
#[diesel(table_name = subscriptions, check_for_backend(MultiBackend))]
struct SummaryRow {
    name: String,
    status: SubscriptionStatus,
    partner_id: PartnerId,
    reseller_id: Option<PartnerId>,
    support_id: Option<PartnerId>,
    offer_id: Option<OfferId>,
}

/// The category and name of each offer, by seller and offer ID.
type Categories = HashMap<(PartnerId, OfferId), String>;

fn categories(sold: &[(PartnerId, OfferId)], c: &mut DbConnection) -> Result<Categories> {
    let (sellers, ids): (Vec<PartnerId>, Vec<&OfferId>) =
        sold.iter().map(|(seller, id)| (*seller, id)).unzip();
    let rows: Vec<(PartnerId, OfferId, String, String)> = offers::table
        .filter(offers::partner_id.eq_any(sellers).and(offers::offer_id.eq_any(ids)))
        .select((offers::partner_id, offers::offer_id, offers::category, offers::name))
        .load(c)?;
    Ok(rows
        .into_iter()
        .map(|(seller, id, category, name)| ((seller, id), format!("{category} {name}")))
        .collect())
}

/// Returns the name and MPN ID of each partner in these subscriptions.
fn names(all: &[SummaryLine], c: &mut DbConnection) -> Result<HashMap<PartnerId, (String, String)>> {
    let ids: Vec<PartnerId> =
        all.iter().flat_map(|one| [Some(one.seller), one.reseller, one.support]).flatten().collect();
    let rows: Vec<(PartnerId, String, String)> = partners::table
        .filter(partners::id.eq_any(ids))
        .select((partners::id, partners::name, partners::mpn_id))
        .load(c)?;
    Ok(rows.into_iter().map(|(id, name, mpn_id)| (id, (name, mpn_id))).collect())
}

/// A customer's subscriptions and the partners in them.
#[derive(Debug, Default)]
pub struct SubscriptionSummary {
    /// The subscriptions.
    pub all: Vec<SummaryLine>,
    /// The other partners that take part (indirect resellers or providers), by name.
    pub partners: Vec<PartnerShare>,
    /// The designated support contacts, by name.
    pub support: Vec<String>,
}

/// The columns of a subscription that the account page needs.
#[derive(Debug, Clone)]
#[allow(missing_docs)] // same as the table columns
pub struct SummaryLine {
    pub name: String,
    pub category: String,
    pub status: SubscriptionStatus,
    pub seller: PartnerId,
    pub reseller: Option<PartnerId>,
    pub support: Option<PartnerId>,
}

/// Another partner that takes part in the customer's subscriptions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartnerShare {
    /// Its name.
    pub name: String,
    /// Its MPN ID.
    pub mpn_id: String,
    /// The number of subscriptions that it sells or is the reseller of record of.
    pub count: usize,
}

impl SubscriptionSummary {
    /// Returns how many subscriptions are active.
    pub fn active(&self) -> usize {
        self.all.iter().filter(|one| one.status == SubscriptionStatus::Active).count()
    }

    /// Whether there is an active Azure subscription, which reservations require.
    pub fn has_azure(&self) -> bool {
        self.all.iter().any(|one| {
            one.status == SubscriptionStatus::Active && (names_azure(&one.name) || names_azure(&one.category))
        })
    }
}

/// Whether `text` contains "Azure" as a whole word.
pub(super) fn names_azure(text: &str) -> bool {
    text.split(|letter: char| !letter.is_alphanumeric()).any(|word| word.eq_ignore_ascii_case("azure"))
}
