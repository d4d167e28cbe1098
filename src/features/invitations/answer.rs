//! What the customer's answer changes, in one transaction: of fifty answers at once exactly one wins. Whatever the
//! partner knows already is noted for its staff, never merged, and never told to the person.

use crate::audit::{Action, Activity, Tx};
use crate::db::schema::{outbox, relationship_requests as requests, request_outcomes};
use crate::domain::{MicrosoftId, Origin, Partner, PartnerId, RequestOutcome, RequestStatus};
use crate::error::Result;
use crate::features::customers::membership;
use crate::features::customers::membership::{KnownCustomer, NewCustomer};
use crate::features::customers::resellers::{AssociationReason, associate};
use crate::features::invitations::form::Acceptance;
use crate::features::invitations::queries::Invitation;
use crate::features::partnerships::partners as partner_queries;
use crate::features::relationship_requests::change::log_entry;
use crate::features::relationship_requests::model::RelationshipRequest;
use crate::search::CustomerSearch;
use diesel::prelude::*;
use serde_json::{Value, json};

/// Notes the first opening; later ones change nothing.
pub fn record_opening(tx: &mut Tx<'_>, invitation: &Invitation) -> Result<Vec<Activity>> {
    let first = requests::table
        .filter(requests::id.eq(invitation.request.id.to_string()).and(requests::opened_at.is_null()))
        .filter(requests::link_seq.eq(invitation.seq));
    let noted = diesel::update(first).set(requests::opened_at.eq(tx.at)).execute(tx.c)?;
    Ok((noted == 1)
        .then(|| log_entry(Action::OpenRequest, &invitation.request, json!({})))
        .into_iter()
        .collect())
}

/// Takes the decision, if nobody was sooner: answers where the invitation stands otherwise.
fn decide(tx: &mut Tx<'_>, invitation: &Invitation, status: RequestStatus, by: &str) -> Result<bool> {
    let now = tx.at;
    let open = requests::table
        .filter(requests::id.eq(invitation.request.id.to_string()).and(requests::link_seq.eq(invitation.seq)))
        .filter(requests::status.eq_any(RequestStatus::WAITING).and(requests::valid_until.ge(now.date())));
    let values = (
        requests::status.eq(status.as_str()),
        requests::decided_at.eq(now),
        requests::changed_at.eq(now),
        requests::changed_by.eq(by),
        requests::version.eq(requests::version + 1),
    );
    if diesel::update(open).set(values).execute(tx.c)? != 1 {
        return Ok(false);
    }
    // A reminder that has not gone out would be about nothing.
    let unsent = outbox::table.filter(outbox::request_id.eq(invitation.request.id.to_string()));
    diesel::delete(unsent.filter(outbox::sent_at.is_null())).execute(tx.c)?;
    Ok(true)
}

/// Accepts; `None` if somebody was sooner, or the invitation is over.
pub fn accept(
    tx: &mut Tx<'_>,
    lists: &CustomerSearch,
    invitation: &Invitation,
    answer: &Acceptance,
) -> Result<Option<Vec<Activity>>> {
    if !decide(tx, invitation, RequestStatus::Accepted, &answer.person_name)? {
        return Ok(None);
    }
    let request = &invitation.request;
    let id = answer.microsoft_id.or(request.again_for).unwrap_or(MicrosoftId(uuid::Uuid::new_v4()));
    let values = (
        requests::company_name.eq(&answer.company_name),
        requests::domain.eq(&answer.domain),
        requests::person_name.eq(&answer.person_name),
        requests::email.eq(&answer.email),
        requests::microsoft_id.eq(id.to_string()),
    );
    diesel::update(requests::table.find(request.id.to_string())).set(values).execute(tx.c)?;
    let mut ids: Vec<PartnerId> = invitation.partners.iter().map(|partner| partner.id).collect();
    ids.sort_unstable();
    membership::lock_all(tx, ids.iter().copied())?;
    let mut activities = Vec::new();
    for partner in ids {
        activities.push(accept_for(tx, lists, request, partner, id, answer)?);
    }
    Ok(Some(activities))
}

/// What the acceptance makes for one partner, and the one entry in its log: who accepted, and what came of it.
fn accept_for(
    tx: &mut Tx<'_>,
    lists: &CustomerSearch,
    request: &RelationshipRequest,
    partner: PartnerId,
    id: MicrosoftId,
    answer: &Acceptance,
) -> Result<Activity> {
    let (outcome, customer, name) = add_customer(tx, lists, request, partner, id, answer)?;
    let row = (
        request_outcomes::request_id.eq(request.id.to_string()),
        request_outcomes::partner_id.eq(partner.0),
        request_outcomes::outcome.eq(outcome.as_str()),
        request_outcomes::microsoft_id.eq(customer.to_string()),
        request_outcomes::id_invented.eq(is_invented(request, answer)),
    );
    diesel::insert_into(request_outcomes::table).values(row).execute(tx.c)?;
    if outcome != RequestOutcome::Undecided && request.provider == Some(partner.0) {
        associate(tx, partner, PartnerId(request.partner), customer, AssociationReason::Invited)?;
    }
    let told = json!({
        "outcome": outcome.as_str(), "company_name": answer.company_name, "domain": answer.domain,
        "person": answer.person_name, "email": answer.email,
        "delegated_admin": name.is_some().then(|| has_admin(request, partner)),
    });
    let accepted = log_entry(Action::AcceptRequest, request, told);
    Ok(Activity { customer: name.map(|name| (customer, name)), ..accepted }.also_in_log_of(partner))
}

/// Whether nobody has said a Microsoft ID, so that the portal makes one up.
fn is_invented(request: &RelationshipRequest, answer: &Acceptance) -> bool {
    answer.microsoft_id.is_none() && request.again_for.is_none()
}

/// Administration is asked for by the partner that asks, and for itself alone.
fn has_admin(request: &RelationshipRequest, partner: PartnerId) -> bool {
    request.partner == partner.0 && request.delegated_admin
}

/// Adds the customer, brings the ended one back from which the request was made, or leaves it to staff: answers what
/// the list calls the customer, unless it is left to them.
fn add_customer(
    tx: &mut Tx<'_>,
    lists: &CustomerSearch,
    request: &RelationshipRequest,
    partner: PartnerId,
    id: MicrosoftId,
    answer: &Acceptance,
) -> Result<(RequestOutcome, MicrosoftId, Option<String>)> {
    let (asks, admin) = (request.partner == partner.0, has_admin(request, partner));
    let known = match membership::by_id(tx, partner, id)? {
        Some(known) => Some(known),
        None => membership::by_domain(tx, lists, partner, &answer.domain)?,
    };
    match known {
        Some(KnownCustomer { id: ended, active: false, .. })
            if asks && request.again_for == Some(ended) && ended == id =>
        {
            let said = (answer.company_name.as_str(), answer.domain.as_str());
            let name = membership::restore(tx, partner, ended, admin, said)?;
            Ok((RequestOutcome::Back, ended, Some(name)))
        }
        Some(known) => Ok((RequestOutcome::Undecided, known.id, None)),
        None => {
            let new = NewCustomer {
                id,
                name: answer.company_name.clone(),
                domain: answer.domain.clone(),
                delegated_admin: admin,
                origin: Origin::Request,
                id_invented: is_invented(request, answer),
            };
            membership::add(tx, partner, &new)?;
            Ok((RequestOutcome::Added, id, Some(new.name)))
        }
    }
}

/// Declines; `None` if somebody was sooner, or the invitation is over.
pub fn decline(tx: &mut Tx<'_>, invitation: &Invitation, reason: &str) -> Result<Option<Vec<Activity>>> {
    if !decide(tx, invitation, RequestStatus::Declined, "")? {
        return Ok(None);
    }
    let row = requests::table.find(invitation.request.id.to_string());
    diesel::update(row).set(requests::decline_reason.eq(reason)).execute(tx.c)?;
    let declined = log_entry(Action::DeclineRequest, &invitation.request, json!({ "reason": reason }));
    Ok(Some(vec![
        invitation.partners.iter().fold(declined, |entry, partner| entry.also_in_log_of(partner.id)),
    ]))
}

/// An indirect reseller authorises the provider that asks; `None` as for [`accept`].
pub fn authorise(
    tx: &mut Tx<'_>,
    invitation: &Invitation,
    reseller: &Partner,
    person: (&str, &str),
) -> Result<Option<Vec<Activity>>> {
    if !decide(tx, invitation, RequestStatus::Accepted, person.0)? {
        return Ok(None);
    }
    let values = (
        requests::company_name.eq(&reseller.name),
        requests::person_name.eq(person.0),
        requests::email.eq(person.1),
    );
    diesel::update(requests::table.find(invitation.request.id.to_string())).set(values).execute(tx.c)?;
    let provider = invitation.asking_partner();
    let mut linked = partner_queries::link(tx, provider, reseller)?;
    linked.also_of = vec![provider.id];
    if let Value::Object(details) = &mut linked.details {
        details.insert("request".to_owned(), invitation.request.id.to_string().into());
        details.insert("person".to_owned(), person.0.into());
    }
    Ok(Some(vec![linked]))
}
