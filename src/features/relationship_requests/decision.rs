//! Decides an acceptance whose Microsoft ID or domain belongs to a known customer: the user says whether it is the same
//! customer. The customer is then added to the list. Acceptances that need no decision are in
//! [`crate::features::invitations`].

use crate::audit::{Action, Activity, Tx};
use crate::db::schema::{customers, request_outcomes};
use crate::domain::{MicrosoftId, Origin, PartnerId, RequestOutcome};
use crate::error::{Error, Result};
use crate::features::customers::membership;
use crate::features::customers::membership::NewCustomer;
use crate::features::customers::resellers::{AssociationReason, associate};
use crate::features::relationship_requests::model::RelationshipRequest;
use diesel::prelude::*;
use serde_json::json;

/// Applies a user's decision about such an acceptance. `is_same` says that the known customer accepted.
///
/// # Errors
/// [`Error::NotFound`] if no decision of this partner is pending.
pub fn decide(
    tx: &mut Tx<'_>,
    partner: PartnerId,
    request: &RelationshipRequest,
    is_same: bool,
) -> Result<Vec<Activity>> {
    membership::lock_list(tx, partner)?;
    let row = request_outcomes::table.find((request.id, partner));
    let waiting = row.filter(request_outcomes::outcome.eq(RequestOutcome::Undecided));
    let known = waiting.select(request_outcomes::microsoft_id).first(tx.c).optional()?;
    let known: MicrosoftId = known.ok_or(Error::NotFound)?;
    let admin = request.delegated_admin && request.partner == partner;
    let (outcome, id, activities) = match is_same {
        true => (RequestOutcome::Same, known, join_known(tx, partner, request, known, admin)?),
        false => {
            let (id, activity) = add_new(tx, partner, request, admin)?;
            (RequestOutcome::Another, id, vec![activity])
        }
    };
    let values = (request_outcomes::outcome.eq(outcome), request_outcomes::microsoft_id.eq(id));
    diesel::update(row).set(values).execute(tx.c)?;
    if request.provider == Some(partner) {
        associate(tx, partner, request.partner, id, AssociationReason::Invited)?;
    }
    Ok(activities)
}

/// The known customer accepted: restores an ended relationship, and grants delegated administration if it was
/// requested.
fn join_known(
    tx: &mut Tx<'_>,
    partner: PartnerId,
    request: &RelationshipRequest,
    known: MicrosoftId,
    admin: bool,
) -> Result<Vec<Activity>> {
    let customer = membership::by_id(tx, partner, known)?.ok_or(Error::NotFound)?;
    let details = json!({ "request": request.id.to_string(), "delegated_admin": admin });
    let of = |action, name: &str, details| Activity::for_customer(action, known, name, details);
    if !customer.active {
        let said = |text: &Option<String>| text.clone().unwrap_or_default();
        let (name, domain) = (said(&request.company_name), said(&request.domain));
        let name = membership::restore(tx, partner, known, admin, (&name, &domain))?;
        return Ok(vec![of(Action::RestoreCustomerRelationship, &name, details)]);
    }
    let row = customers::table
        .filter(customers::partner_id.eq(partner).and(customers::microsoft_id.eq(known)))
        .filter(customers::delegated_admin.eq(false));
    let values = (customers::delegated_admin.eq(true), customers::version.eq(customers::version + 1));
    let granted = admin && diesel::update(row).set(values).execute(tx.c)? == 1;
    let action = if granted { Action::GrantDelegatedAdmin } else { Action::UpdateRequest };
    Ok(vec![of(action, &customer.name, details)])
}

/// Another customer accepted: adds it with the given Microsoft ID, or with a new one if the known customer has that ID.
fn add_new(
    tx: &mut Tx<'_>,
    partner: PartnerId,
    request: &RelationshipRequest,
    admin: bool,
) -> Result<(MicrosoftId, Activity)> {
    let given = request.microsoft_id.unwrap_or(MicrosoftId(uuid::Uuid::new_v4()));
    let taken = membership::by_id(tx, partner, given)?.is_some();
    let outcome = request_outcomes::table.find((request.id, partner));
    let invented = outcome.select(request_outcomes::id_invented).first(tx.c)?;
    let new = NewCustomer {
        id: if taken { MicrosoftId(uuid::Uuid::new_v4()) } else { given },
        name: request.company_name.clone().unwrap_or_default(),
        domain: request.domain.clone().unwrap_or_default(),
        delegated_admin: admin,
        origin: Origin::Request,
        id_invented: taken || invented,
    };
    membership::add(tx, partner, &new)?;
    Ok((new.id, added(request, &new)))
}

/// Returns the log entry of a customer that was added through a request.
fn added(request: &RelationshipRequest, new: &NewCustomer) -> Activity {
    let details = json!({
        "request": request.id.to_string(), "primary_domain": new.domain, "relationship": "reseller",
        "delegated_admin": new.delegated_admin,
    });
    Activity::for_customer(Action::AddCustomer, new.id, &new.name, details)
}
