//! What adding a customer asks and writes: everything of it in one transaction, with one entry.

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

/// A customer as it is to be.
#[derive(Debug, Clone)]
pub struct NewCustomerInput {
    /// Company, contact, agreement.
    pub company: Company,
    /// MPN ID of the indirect reseller, if there is one.
    pub reseller: Option<String>,
    /// What is ordered at once.
    pub lines: Vec<NewLine>,
}

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AddOutcome {
    /// The customer is there.
    Added(MicrosoftId),
    /// It was there already: the same form was sent twice.
    AddedBefore(MicrosoftId),
    /// This partner knows the company already.
    Known(&'static str, KnownCustomer),
    /// The reseller is none of this provider's, or no longer.
    NoReseller,
    /// The order cannot be placed like this.
    NoOrder,
}

/// Whether this partner knows the domain or the Microsoft ID already, and which field says so.
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

/// Makes a customer of a draft: the customer, its bill-to, agreement, reseller and order, with one entry for all.
///
/// # Errors
/// [`NotFound`](crate::error::Error::NotFound) if the draft is not this person's. What a person can mend is an [`AddOutcome`], and nothing is written.
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
        // Once more, now that nobody can end the partnership.
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
        .filter(partnerships::provider_id.eq(provider.0).and(partnerships::ended_at.is_null()))
        .filter(partners::mpn_id.eq(mpn_id));
    Ok(live.select(partners::id).first(tx.c).optional()?.map(PartnerId))
}

/// Places the order under the id of the draft; answers its entry, which becomes a part of the customer's.
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

/// One entry with everything; a reseller that holds the customer now reads what it may know in an entry of its own.
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

/// Changes what one step typed. A draft whose customer was added stays as it is, whatever another tab still sends.
///
/// # Errors
/// [`NotFound`](crate::error::Error::NotFound) if the draft is not this person's.
pub fn update(
    scope: &Scope<AddCustomer>,
    id: DraftId,
    change: impl FnOnce(&mut CustomerDraft),
    c: &mut DbConnection,
) -> Result<CustomerDraft> {
    portable::lock_partner(c, scope.partner().0)?;
    let mut draft: CustomerDraft = drafts::load(scope, DraftKind::Customer, id, c)?;
    if draft.added.is_none() {
        change(&mut draft);
        drafts::save(scope, DraftKind::Customer, id, &draft, c)?;
    }
    Ok(draft)
}
