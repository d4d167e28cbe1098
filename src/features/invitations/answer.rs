//! The changes that the customer's answer makes, in one transaction; of several concurrent answers exactly one
//! succeeds. If the partner already has such a customer, its staff decide: the portal neither merges them nor tells the
//! visitor.

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
use crate::i18n::time_zone::LocalTime;
use crate::search::CustomerSearch;
use diesel::prelude::*;
use serde_json::{Value, json};

/// Records the first opening of the link; later ones change nothing.
pub fn record_opening(tx: &mut Tx<'_>, invitation: &Invitation) -> Result<Vec<Activity>> {
    let first = requests::table
        .filter(requests::id.eq(invitation.request.id).and(requests::opened_at.is_null()))
        .filter(requests::link_seq.eq(invitation.seq));
    let noted = diesel::update(first).set(requests::opened_at.eq(tx.at)).execute(tx.c)?;
    Ok((noted == 1)
        .then(|| log_entry(Action::OpenRequest, &invitation.request, json!({})))
        .into_iter()
        .collect())
}

/// Sets the request's final status if it is still open; returns whether it was.
fn decide(tx: &mut Tx<'_>, invitation: &Invitation, status: RequestStatus, by: &str) -> Result<bool> {
    let now = tx.at;
    let open = requests::table
        .filter(requests::id.eq(invitation.request.id).and(requests::link_seq.eq(invitation.seq)))
        .filter(
            requests::status
                .eq_any(RequestStatus::WAITING)
                .and(requests::valid_until.ge(LocalTime::new(now, invitation.zone()).day())),
        );
    let values = (
        requests::status.eq(status),
        requests::decided_at.eq(now),
        requests::changed_at.eq(now),
        requests::changed_by.eq(by),
        requests::version.eq(requests::version + 1),
    );
    if diesel::update(open).set(values).execute(tx.c)? != 1 {
        return Ok(false);
    }
    // A queued reminder is no longer needed.
    let unsent = outbox::table.filter(outbox::request_id.eq(invitation.request.id));
    diesel::delete(unsent.filter(outbox::sent_at.is_null())).execute(tx.c)?;
    Ok(true)
}

/// Accepts the invitation. Returns `None` if it was answered already or is no longer open.
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
        requests::microsoft_id.eq(id),
    );
    diesel::update(requests::table.find(request.id)).set(values).execute(tx.c)?;
    let mut ids: Vec<PartnerId> = invitation.partners.iter().map(|partner| partner.id).collect();
    ids.sort_unstable();
    membership::lock_all(tx, ids.iter().copied())?;
    let mut activities = Vec::new();
    for partner in ids {
        activities.push(accept_for(tx, lists, request, partner, id, answer)?);
    }
    Ok(Some(activities))
}

/// Applies the acceptance for one partner. Returns the entry for its log: who accepted, and the outcome.
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
        request_outcomes::request_id.eq(request.id),
        request_outcomes::partner_id.eq(partner),
        request_outcomes::outcome.eq(outcome),
        request_outcomes::microsoft_id.eq(customer),
        request_outcomes::id_invented.eq(is_invented(request, answer)),
    );
    diesel::insert_into(request_outcomes::table).values(row).execute(tx.c)?;
    if outcome != RequestOutcome::Undecided && request.provider == Some(partner) {
        associate(tx, partner, request.partner, customer, AssociationReason::Invited)?;
    }
    let told = json!({
        "outcome": outcome.as_str(), "company_name": answer.company_name, "domain": answer.domain,
        "person": answer.person_name, "email": answer.email,
        "delegated_admin": name.is_some().then(|| has_admin(request, partner)),
    });
    let accepted = log_entry(Action::AcceptRequest, request, told);
    Ok(Activity { customer: name.map(|name| (customer, name)), ..accepted }.also_in_log_of(partner))
}

/// Whether the Microsoft ID is unknown, so that the portal generates one.
fn is_invented(request: &RelationshipRequest, answer: &Acceptance) -> bool {
    answer.microsoft_id.is_none() && request.again_for.is_none()
}

/// Whether `partner` gets delegated administration. Only the requesting partner can, not the provider in the request.
fn has_admin(request: &RelationshipRequest, partner: PartnerId) -> bool {
    request.partner == partner && request.delegated_admin
}

/// Adds the customer, restores the ended relationship that the request is about, or leaves the decision to the staff.
/// Returns the customer's name in the list, or `None` if the staff must decide.
fn add_customer(
    tx: &mut Tx<'_>,
    lists: &CustomerSearch,
    request: &RelationshipRequest,
    partner: PartnerId,
    id: MicrosoftId,
    answer: &Acceptance,
) -> Result<(RequestOutcome, MicrosoftId, Option<String>)> {
    let (asks, admin) = (request.partner == partner, has_admin(request, partner));
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

/// Declines the invitation. Returns `None` if it was answered already or is no longer open.
pub fn decline(tx: &mut Tx<'_>, invitation: &Invitation, reason: &str) -> Result<Option<Vec<Activity>>> {
    if !decide(tx, invitation, RequestStatus::Declined, "")? {
        return Ok(None);
    }
    let row = requests::table.find(invitation.request.id);
    diesel::update(row).set(requests::decline_reason.eq(reason)).execute(tx.c)?;
    let declined = log_entry(Action::DeclineRequest, &invitation.request, json!({ "reason": reason }));
    Ok(Some(vec![
        invitation.partners.iter().fold(declined, |entry, partner| entry.also_in_log_of(partner.id)),
    ]))
}

/// Accepts a partnership: the indirect reseller authorizes the requesting provider. Returns `None` as [`accept`] does.
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
    diesel::update(requests::table.find(invitation.request.id)).set(values).execute(tx.c)?;
    let provider = invitation.asking_partner();
    let mut linked = partner_queries::link(tx, provider, reseller)?;
    linked.also_of = vec![provider.id];
    if let Value::Object(details) = &mut linked.details {
        details.insert("request".to_owned(), invitation.request.id.to_string().into());
        details.insert("person".to_owned(), person.0.into());
    }
    Ok(Some(vec![linked]))
}
