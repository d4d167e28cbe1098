//! The import of subscriptions: upsert by Subscription ID, for existing customers of this partner.
//! The SQL is in [`super::subscriptions_queries`].

use crate::audit::{Action, Activity, Tx};
use crate::csv::columns::LabelTable;
use crate::csv::{Column, Record};
use crate::db::DbConnection;
use crate::domain::{
    BillingCycle, MicrosoftId, OfferId, Partner, PartnerId, PartnerKind, SubscriptionStatus,
};
use crate::error::Result;
use crate::features::import::engine::cells::Cells;
use crate::features::import::engine::difference::{ColumnChoices, Difference};
use crate::features::import::engine::error_reason::ErrorReason;
use crate::features::import::engine::header::{Expected, Header};
use crate::features::import::engine::held_cells::{HeldCells, Holder};
use crate::features::import::engine::importer::{EvaluatedRow, Importer, RowDecision, RowError};
use crate::features::import::kinds::subscription_terms::{SERVER_COLUMNS, Term, TermLabels};
use crate::features::import::kinds::subscriptions_queries;
use crate::features::import::kinds::subscriptions_queries::{Facts, Held, State, Write};
use crate::i18n::Locale;
use serde_json::json;
use std::collections::HashSet;
use uuid::Uuid;

/// The import of subscriptions that one partner sold.
pub struct Subscriptions<'a> {
    partner: &'a Partner,
    /// The Microsoft IDs of the only customer of the file, the current one first; empty if each row names its customer.
    customer: Vec<MicrosoftId>,
    statuses: LabelTable<SubscriptionStatus>,
    /// The labels of the columns about the term, if the rows have them.
    terms: Option<TermLabels>,
    /// Customers that will exist when the rows are written. A dry run before that counts their subscriptions as added.
    coming: HashSet<MicrosoftId>,
    choices: ColumnChoices,
    held: Option<&'a Holder<'a>>,
}

/// A row of the file.
pub struct Row {
    id: Uuid,
    customer: MicrosoftId,
    name: String,
    quantity: i32,
    status: SubscriptionStatus,
    reseller: Option<String>,
    term: Option<Term>,
}

impl<'a> Subscriptions<'a> {
    /// Creates the import for a partner. `customer` has all Microsoft IDs of a single customer, the current one first,
    /// or is empty for a file of several customers.
    pub fn new(partner: &'a Partner, customer: Vec<MicrosoftId>, choices: &ColumnChoices) -> Self {
        let statuses = LabelTable::new(SubscriptionStatus::label);
        let (terms, coming) = (None, HashSet::new());
        Subscriptions { partner, customer, statuses, terms, coming, choices: choices.clone(), held: None }
    }

    /// Creates the import of rows that a server sent, which have the billing cycle and the end of the term too. `coming` are
    /// customers that do not exist yet in a dry run, but will when the rows are written; `held` looks up cells that stay.
    pub fn from_server(
        partner: &'a Partner,
        choices: &ColumnChoices,
        coming: HashSet<MicrosoftId>,
        held: &'a Holder<'a>,
    ) -> Self {
        Subscriptions {
            terms: Some(TermLabels::default()),
            coming,
            held: Some(held),
            ..Subscriptions::new(partner, Vec::new(), choices)
        }
    }

    /// Returns the customer's name; empty if the customer does not exist yet.
    fn customer_name(&self, customer: MicrosoftId, facts: &Facts) -> Result<String, ErrorReason> {
        match facts.customers.get(&customer) {
            Some(Some(name)) => Ok(name.clone()),
            Some(None) => Err(ErrorReason::CustomerEnded),
            None if self.coming.contains(&customer) => Ok(String::new()),
            None => Err(ErrorReason::UnknownCustomer { partner: self.partner.mpn_id.clone() }),
        }
    }

    fn verdict(&self, row: &Row, facts: &Facts, cells: &HeldCells) -> Result<RowDecision<Write>, RowError> {
        let written = row.customer.to_string();
        let fault = |complaint| RowError::new(Column::MicrosoftId, &written, complaint);
        let customer = *facts.current.get(&row.customer).unwrap_or(&row.customer);
        let name = self.customer_name(customer, facts).map_err(fault)?;
        let reseller_id = self.reseller(row, facts)?;
        let held = facts.subscriptions.get(&row.id);
        if let Some(held) = held.filter(|held| held.customer != customer) {
            let complaint = ErrorReason::OtherCustomers(held.customer.to_string());
            return Err(RowError::new(Column::SubscriptionId, &row.id.to_string(), complaint));
        }
        let term = row.term.or(held.map(|held| held.state.term)).unwrap_or_default();
        let mut after =
            State { name: row.name.clone(), quantity: row.quantity, status: row.status, reseller_id, term };
        if let Some(held) = held {
            let id = row.id.to_string();
            self.keep_ours(&held.state, &mut after, |column| cells.contains(customer, &id, column));
        }
        if held.is_some_and(|held| held.state == after) {
            return Ok(RowDecision::Leave);
        }
        let resellers = [held.and_then(|held| held.state.reseller_id), after.reseller_id];
        let write = Write {
            id: row.id,
            customer,
            customer_name: name,
            before: held.cloned(),
            resellers: resellers.map(|reseller| facts.mpn_id(reseller)),
            also_of: facts.holders(customer, &resellers),
            after,
        };
        Ok(if held.is_some() { RowDecision::Change(write) } else { RowDecision::Add(write) })
    }

    /// Puts the stored values into the columns in which they win or are held.
    fn keep_ours(&self, held: &State, after: &mut State, is_held: impl Fn(Column) -> bool) {
        let choices = &self.choices;
        if is_held(Column::Quantity) {
            after.quantity = held.quantity;
        }
        if is_held(Column::Status) {
            after.status = held.status;
        }
        if is_held(Column::AutoRenewal) {
            after.term.auto_renew = held.term.auto_renew;
        }
        after.quantity = choices.pick(Column::Quantity, held.quantity, after.quantity);
        after.status = choices.pick(Column::Status, held.status, after.status);
        after.reseller_id = choices.pick(Column::Reseller, held.reseller_id, after.reseller_id);
        after.term = choices.pick(Column::AutoRenewal, held.term, after.term);
        if choices.ours.contains(&Column::Subscription) {
            after.name.clone_from(&held.name);
        }
    }

    /// Returns the row's customer. In an import for a single customer the cell may be empty.
    fn customer(&self, cells: &Cells<'_>) -> Result<MicrosoftId, RowError> {
        let Some(customer) = self.customer.first().copied() else { return cells.microsoft_id() };
        if cells.trimmed(Column::MicrosoftId).is_empty() || self.customer.contains(&cells.microsoft_id()?) {
            return Ok(customer);
        }
        Err(cells.error(Column::MicrosoftId, ErrorReason::NotThisCustomer(customer.to_string())))
    }

    fn reseller(&self, row: &Row, facts: &Facts) -> Result<Option<PartnerId>, RowError> {
        let Some(mpn_id) = &row.reseller else { return Ok(None) };
        if self.partner.kind != PartnerKind::IndirectProvider {
            return Err(RowError::new(Column::Reseller, mpn_id, ErrorReason::NoResellersHere));
        }
        let found = facts.resellers.iter().find(|(known, _)| known == mpn_id);
        found.map(|(_, id)| Some(*id)).ok_or_else(|| {
            let provider = self.partner.mpn_id.clone();
            let complaint = ErrorReason::UnknownReseller { provider, reseller: mpn_id.clone() };
            RowError::new(Column::Reseller, mpn_id, complaint)
        })
    }
}

impl Importer for Subscriptions<'_> {
    type Row = Row;
    type Write = Write;
    type Stamp = (i64, Vec<(String, PartnerId)>);
    const NAME: &'static str = "subscriptions";
    const RESOURCE: &'static str = "subscription";
    const COLUMNS: &'static [Column] = &[
        Column::MicrosoftId,
        Column::SubscriptionId,
        Column::Subscription,
        Column::Quantity,
        Column::Status,
        Column::Reseller,
    ];
    const IDENTITY: Column = Column::SubscriptionId;

    const CHOICES: &'static [Column] =
        &[Column::Subscription, Column::Quantity, Column::Status, Column::Reseller];

    fn expected(&self) -> Expected {
        let columns = if self.terms.is_some() { SERVER_COLUMNS } else { Self::COLUMNS };
        Expected { columns, known: self.customer.first().map(|_| Column::MicrosoftId) }
    }

    fn parse(&self, header: &Header, record: &Record) -> Result<Row, RowError> {
        let cells = Cells { header, record };
        let reseller = !cells.trimmed(Column::Reseller).is_empty();
        Ok(Row {
            customer: self.customer(&cells)?,
            id: cells.uuid(Column::SubscriptionId)?,
            name: cells.name(Column::Subscription)?,
            quantity: cells.quantity(Column::Quantity)?,
            status: cells.choice(Column::Status, &self.statuses)?,
            reseller: reseller.then(|| cells.mpn_id(Column::Reseller)).transpose()?,
            term: self.terms.as_ref().map(|labels| labels.parse(&cells)).transpose()?,
        })
    }

    fn identity(&self, row: &Row) -> Vec<u8> {
        row.id.as_bytes().to_vec()
    }

    fn key(&self, row: &Row) -> Vec<u8> {
        [row.customer.0.as_bytes().as_slice(), row.id.as_bytes()].concat()
    }

    fn stamp(&self, c: &mut DbConnection) -> Result<Self::Stamp> {
        subscriptions_queries::stamp(c, self.partner.id)
    }

    fn evaluate(&self, c: &mut DbConnection, rows: &[Row]) -> Result<Vec<EvaluatedRow<Write>>> {
        let ids: Vec<(MicrosoftId, Uuid)> = rows.iter().map(|row| (row.customer, row.id)).collect();
        let facts = subscriptions_queries::load_facts(c, self.partner.id, &ids)?;
        let customers: Vec<MicrosoftId> =
            rows.iter().map(|row| *facts.current.get(&row.customer).unwrap_or(&row.customer)).collect();
        let cells = self.held.map(|held| held(&customers, c)).transpose()?.unwrap_or_default();
        let decision = |row: &Row| self.verdict(row, &facts, &cells).unwrap_or_else(RowDecision::Bad);
        Ok(rows.iter().map(|row| decision(row).into()).collect())
    }

    fn differences(&self, write: &Write, locale: Locale) -> Vec<Difference> {
        let Some(Held { state: before, .. }) = &write.before else { return Vec::new() };
        let (after, texts) = (&write.after, locale.texts());
        let [old, new] = write.resellers.each_ref().map(|reseller| reseller.clone().unwrap_or_default());
        let cells = [
            Difference::of(Column::Subscription, &before.name, &after.name),
            Difference::of(Column::Quantity, before.quantity.to_string(), after.quantity.to_string()),
            Difference::of(Column::Status, before.status.label(texts), after.status.label(texts)),
            Difference::of(Column::Reseller, old, new),
        ];
        cells.into_iter().flatten().chain(before.term.differences(after.term, texts)).collect()
    }

    fn write(&self, tx: &mut Tx<'_>, judged: &[EvaluatedRow<Write>]) -> Result<Vec<Activity>> {
        let writes = || judged.iter().filter_map(EvaluatedRow::write);
        let new: Vec<&Write> = writes().filter(|write| write.before.is_none()).collect();
        subscriptions_queries::insert(tx, self.partner.id, &new)?;
        let mut activities = Vec::new();
        for write in writes() {
            if let Some(before) = &write.before {
                subscriptions_queries::update(tx, self.partner.id, write, before)?;
                activities.push(activity(write, before));
            }
        }
        // The summaries of the customers are counted from what is written now.
        subscriptions_queries::record_changes(tx, self.partner.id, writes())?;
        Ok(activities)
    }
}

fn activity(write: &Write, before: &Held) -> Activity {
    let state = |state: &State, reseller: &Option<String>| {
        json!({
            "subscription_id": write.id, "name": state.name, "quantity": state.quantity,
            "status": state.status.as_str(), "reseller": reseller,
        })
    };
    let mut sides = [state(&before.state, &write.resellers[0]), state(&write.after, &write.resellers[1])];
    let plans = [before.at_renewal.clone(), before.plan_with(&write.after)];
    if plans[0] != plans[1] {
        for (side, plan) in sides.iter_mut().zip(&plans) {
            side["renewal_quantity"] = json!(plan.quantity);
            side["renewal_offer"] = json!(plan.offer.as_ref().map(OfferId::as_str));
            side["renewal_cycle"] = json!(plan.cycle.map(BillingCycle::as_str));
        }
    }
    let terms = [before.state.term, write.after.term];
    if terms[0] != terms[1] {
        for (side, term) in sides.iter_mut().zip(terms) {
            term.describe(side);
        }
    }
    let [old, new] = sides;
    let details = json!({ "before": old, "after": new });
    let mut activity =
        Activity::for_customer(Action::UpdateSubscription, write.customer, &write.customer_name, details);
    activity.resource = "subscription";
    activity.also_of = write.also_of.clone();
    activity
}
