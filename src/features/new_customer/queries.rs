//! Adds a customer with all related data in one transaction and one log entry.

use crate::audit::{Action, Activity, Tx};
use crate::auth::Scope;
use crate::auth::scope::AddCustomer;
use crate::db::schema::{partners, partnerships};
use crate::db::{DbConnection, portable};
use crate::domain::{DraftId, MicrosoftId, OrderId, Origin, PartnerId};
use crate::error::Result;
use crate::features::agreements::queries as agreements;
use crate::features::agreements::queries::Acceptance;
use crate::features::bill_to::queries as bill_to;
use crate::features::customers::membership;
use crate::features::customers::membership::{KnownCustomer, NewCustomer};
use crate::features::customers::resellers::{AssociationReason, associate};
use crate::features::drafts;
use crate::features::drafts::DraftKind;
use crate::features::new_customer::checks::Company;
use crate::features::new_customer::model::CustomerDraft;
use crate::features::orders::model::{NewLine, NewOrder};
use crate::features::orders::place as orders;
use crate::search::CustomerSearch;
use diesel::prelude::*;
use serde_json::{Value, json};
use uuid::Uuid;

/// A customer to add.
#[derive(Debug, Clone)]
pub struct NewCustomerInput {
    /// Company, contact and agreement.
    pub company: Company,
    /// The MPN ID of the indirect reseller, if there is one.
    pub reseller: Option<String>,
    /// The lines of the first order; may be empty.
    pub lines: Vec<NewLine>,
}

/// The result of adding a customer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AddOutcome {
    /// The customer was added.
    Added(MicrosoftId),
    /// The customer was added before, because the same form was submitted twice.
    AddedBefore(MicrosoftId),
    /// The partner already has a customer with this domain or Microsoft ID, active or former; contains the field and
    /// the customer.
    Known(&'static str, KnownCustomer),
    /// The reseller is not, or no longer, a reseller of this provider.
    NoReseller,
    /// The order cannot be placed.
    NoOrder,
}

/// Returns the customer of this partner that has the same Microsoft ID or domain, and the name of the matching field.
pub fn find_existing(
    tx: &mut Tx<'_>,
    lists: &CustomerSearch,
    partner: PartnerId,
    company: &Company,
) -> Result<Option<(&'static str, KnownCustomer)>> {
    if let Some(id) = company.microsoft_id
        && let Some(known) = membership::by_id(tx, partner, id)?
    {
        return Ok(Some(("microsoft_id", known)));
    }
    let by_domain = membership::by_domain(tx, lists, partner, &company.domain)?;
    Ok(by_domain.map(|known| ("domain", known)))
}

/// Adds the customer of a draft with bill-to, agreement, reseller and order, and one log entry for all. If the user has
/// to correct something, returns an [`AddOutcome`] and writes nothing.
///
/// # Errors
/// [`NotFound`](crate::error::Error::NotFound) if the draft is not this user's.
pub fn add(
    tx: &mut Tx<'_>,
    lists: &CustomerSearch,
    scope: &Scope<AddCustomer>,
    draft: DraftId,
    wanted: &NewCustomerInput,
) -> Result<(AddOutcome, Vec<Activity>)> {
    let me = scope.partner();
    let for_whom =
        wanted.reseller.as_deref().map(|mpn_id| live_reseller(tx, me, mpn_id)).transpose()?.flatten();
    membership::lock_all(tx, for_whom.into_iter().chain([me]))?;
    let kept: CustomerDraft = drafts::load(scope, DraftKind::Customer, draft, tx.c)?;
    if let Some(id) = kept.customer() {
        return Ok((AddOutcome::AddedBefore(id), Vec::new()));
    }
    if let Some((field, known)) = find_existing(tx, lists, me, &wanted.company)? {
        return Ok((AddOutcome::Known(field, known), Vec::new()));
    }
    let reseller = match &wanted.reseller {
        None => None,
        // Checked again, because the partnership may have ended before the lock was taken.
        Some(mpn_id) => match live_reseller(tx, me, mpn_id)?.filter(|found| Some(*found) == for_whom) {
            None => return Ok((AddOutcome::NoReseller, Vec::new())),
            found => found,
        },
    };
    let new = new_customer(&wanted.company, kept.referral.is_some());
    insert(tx, scope, &new, wanted)?;
    let mut holder = None;
    if let Some(reseller) = reseller {
        associate(tx, me, reseller, new.id, AssociationReason::Added)?;
        holder = membership::share_with_reseller(tx, lists, reseller, &new)?.then_some(reseller);
    }
    let order = order(tx, scope, (draft, new.id), reseller, wanted)?;
    let mut added = CustomerDraft { added: Some(new.id.0), ..CustomerDraft::default() };
    added.company.agreement = kept.company.agreement;
    drafts::save(scope, DraftKind::Customer, draft, &added, tx.c)?;
    Ok((AddOutcome::Added(new.id), vec![activity(new.id, wanted, holder, order)]))
}

fn new_customer(company: &Company, is_referral: bool) -> NewCustomer {
    NewCustomer {
        id: company.microsoft_id.unwrap_or_else(|| MicrosoftId(Uuid::new_v4())),
        name: company.bill_to.company_name.clone(),
        domain: company.domain.clone(),
        delegated_admin: true,
        origin: if is_referral { Origin::Referral } else { Origin::Added },
        id_invented: company.microsoft_id.is_none(),
    }
}

fn insert(
    tx: &mut Tx<'_>,
    scope: &Scope<AddCustomer>,
    new: &NewCustomer,
    wanted: &NewCustomerInput,
) -> Result<()> {
    let (me, id, to) = (scope.partner(), new.id, &wanted.company.bill_to);
    membership::add(tx, me, new)?;
    bill_to::add(tx, me, id, to)?;
    let Some(agreed_on) = wanted.company.agreed_on else { return Ok(()) };
    let acceptance = Acceptance {
        first_name: to.first_name.clone(),
        last_name: to.last_name.clone(),
        email: to.email.clone(),
        phone: to.phone.clone(),
        agreed_on,
    };
    agreements::store(tx, me, id, &acceptance, &scope.actor().name)
}

fn live_reseller(tx: &mut Tx<'_>, provider: PartnerId, mpn_id: &str) -> Result<Option<PartnerId>> {
    let live = partners::table
        .inner_join(partnerships::table.on(partnerships::reseller_id.eq(partners::id)))
        .filter(partnerships::provider_id.eq(provider).and(partnerships::ended_at.is_null()))
        .filter(partners::mpn_id.eq(mpn_id));
    Ok(live.select(partners::id).first(tx.c).optional()?)
}

/// Places the order with the id of the draft. Returns its log entry, whose details become part of the customer's entry.
fn order(
    tx: &mut Tx<'_>,
    scope: &Scope<AddCustomer>,
    (draft, customer): (DraftId, MicrosoftId),
    reseller: Option<PartnerId>,
    wanted: &NewCustomerInput,
) -> Result<Option<Activity>> {
    if wanted.lines.is_empty() {
        return Ok(None);
    }
    let new = NewOrder {
        id: OrderId(draft.0),
        seller: scope.partner(),
        customer,
        reseller,
        made_by: scope.actor().name.clone(),
        lines: wanted.lines.clone(),
    };
    Ok(orders::place(tx, &new)?.into_iter().next())
}

/// Returns one log entry for everything. A reseller that has the customer now gets the same entry with only the details
/// that it may know.
fn activity(
    id: MicrosoftId,
    wanted: &NewCustomerInput,
    holder: Option<PartnerId>,
    order: Option<Activity>,
) -> Activity {
    let NewCustomerInput { company, reseller, .. } = wanted;
    let name = &company.bill_to.company_name;
    let order = order.map_or(Value::Null, |order| order.details);
    let after = json!({
        "list_name": name, "domain": company.domain, "bill_to": company.bill_to,
        "agreed_on": company.agreed_on, "reseller": reseller, "order": order,
    });
    let shared = json!({ "domain": company.domain, "reseller": reseller, "order": order });
    let told = holder.map(|holder| (holder, json!({ "before": null, "after": shared })));
    let details = json!({ "before": null, "after": after });
    let told = told.into_iter().collect();
    Activity { told, ..Activity::for_customer(Action::AddCustomer, id, name, details) }
}

/// Saves the input of one step. A draft whose customer was added does not change any more, even if another browser tab
/// submits a step.
///
/// # Errors
/// [`NotFound`](crate::error::Error::NotFound) if the draft is not this user's.
pub fn update(
    scope: &Scope<AddCustomer>,
    id: DraftId,
    change: impl FnOnce(&mut CustomerDraft),
    c: &mut DbConnection,
) -> Result<CustomerDraft> {
    portable::lock_partner(c, scope.partner())?;
    let mut draft: CustomerDraft = drafts::load(scope, DraftKind::Customer, id, c)?;
    if draft.added.is_none() {
        change(&mut draft);
        drafts::save(scope, DraftKind::Customer, id, &draft, c)?;
    }
    Ok(draft)
}
