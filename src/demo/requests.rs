//! Sample relationship requests in every state, created by the same functions as in the portal. Their
//! recipients are companies of [`super::names`] that are not customers yet, and one that is a customer of
//! the provider.

use crate::audit::{Activity, ActivityLog, ActorKind, Author, Tx};
use crate::auth::accounts::by_email;
use crate::auth::invitation_link;
use crate::clock;
use crate::db::Db;
use crate::db::partners::by_mpn_id;
use crate::demo::channel;
use crate::demo::names::company::{Company, company};
use crate::domain::{PartnerId, RelationshipRequestId, Roles, UserId};
use crate::error::{Error, Result};
use crate::features::invitations::form::Acceptance;
use crate::features::invitations::{answer as invitation, queries};
use crate::features::relationship_requests::manage_rights::ManageRights;
use crate::features::relationship_requests::message::{MessageContext, draft_message};
use crate::features::relationship_requests::model::{DeliveryMethod, RequestKind};
use crate::features::relationship_requests::{change, expiry};
use crate::i18n::Locale;
use crate::search::CustomerSearch;
use crate::secrets::Secrets;
use chrono::{NaiveDateTime, TimeDelta};
use std::sync::Arc;

/// First index of sample companies that are not customers of any partner.
const STRANGERS: u64 = 50_000_000;

/// How long requests are valid.
const VALID: TimeDelta = TimeDelta::days(30);

/// The times of the steps of a request.
#[derive(Debug, Clone, Copy)]
struct Steps {
    created: NaiveDateTime,
    sent: NaiveDateTime,
    opened: NaiveDateTime,
    /// When it was answered, expired or was revoked.
    ended: NaiveDateTime,
}

/// The progress of a sample request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    Draft,
    Sent,
    Opened,
    Accepted,
    Declined,
    Expired,
    Revoked,
}

/// A sample request: email address of the author, kind, index of the company, progress, age in days.
type Sample = (&'static str, RequestKind, u64, Stage, i64);

const ARA: &str = "ara.kim@hangang.example";

const MEILING: &str = "meiling.chen@hangang.example";

const LUKAS: &str = "lukas.brandt@hangang.example";

const JIWOO: &str = "jiwoo.seo@solbit.example";

const GRACE: &str = "grace.rivera@bluepine.example";

const SAMPLES: &[Sample] = &[
    (ARA, RequestKind::Customer, STRANGERS, Stage::Revoked, 44),
    (MEILING, RequestKind::Customer, STRANGERS + 1, Stage::Expired, 38),
    (LUKAS, RequestKind::Customer, STRANGERS + 2, Stage::Declined, 29),
    (ARA, RequestKind::Customer, STRANGERS + 3, Stage::Accepted, 25),
    (ARA, RequestKind::Customer, 11, Stage::Accepted, 10),
    (MEILING, RequestKind::Customer, STRANGERS + 5, Stage::Sent, 6),
    (LUKAS, RequestKind::Customer, STRANGERS + 6, Stage::Opened, 8),
    (JIWOO, RequestKind::CustomerWithProvider, STRANGERS + 7, Stage::Opened, 5),
    (JIWOO, RequestKind::CustomerWithProvider, STRANGERS + 8, Stage::Accepted, 17),
    (ARA, RequestKind::Partnership, STRANGERS + 9, Stage::Sent, 3),
    (GRACE, RequestKind::Customer, STRANGERS + 10, Stage::Sent, 4),
    (ARA, RequestKind::Customer, STRANGERS + 11, Stage::Draft, 0),
];

/// Writes the requests.
pub fn seed(db: &Db, log: &ActivityLog, secrets: &Secrets) -> Result<()> {
    let lists = Arc::new(CustomerSearch::new(64 << 20));
    let provider = db.read_now(|c| by_mpn_id(c, channel::PROVIDER))?.ok_or(Error::NotFound)?;
    for (number, (email, kind, index, stage, days)) in (0..).zip(SAMPLES) {
        let person = db.read_now(|c| by_email(c, email))?.ok_or(Error::NotFound)?;
        let by = ManageRights {
            partner: person.partner,
            user: person.user,
            name: person.name.clone(),
            roles: Roles::parse("global-admin").map_err(Error::internal)?,
        };
        let to = company(*index);
        let steps = steps(*stage, *days, number);
        let partner = channel::employer(email).map_or("", |employer| employer.name);
        let asking = MessageContext {
            kind: *kind,
            partner,
            provider: &provider.name,
            person: &person.name,
            email,
            until: (steps.created + VALID).date(),
        };
        let with = (*kind == RequestKind::CustomerWithProvider).then_some(provider.id.0);
        let new = drafted(&asking, with, &to);
        let staff = author(&by);
        let id = log.record_at(
            || steps.created,
            &staff,
            |tx| {
                let (id, activity) = (new.id, change::create(tx, &by, secrets, &new)?);
                Ok((id, vec![activity]))
            },
        )?;
        let sample = One { id, by: &by, secrets, lists: &lists, to: &to, steps };
        sample.advance_to(*stage, log, &staff)?;
    }
    Ok(())
}

/// Returns the times: created this many days and some hours ago, sent one hour later, opened and answered
/// in the next two days.
fn steps(stage: Stage, days: i64, number: i64) -> Steps {
    let created = clock::now() - TimeDelta::days(days) - TimeDelta::minutes(35 + 23 * number);
    let after = |hours: i64| (created + TimeDelta::hours(hours)).min(clock::now());
    let ended = match stage {
        Stage::Expired => created + VALID + TimeDelta::days(1),
        _ => after(43 + number),
    };
    Steps { created, sent: after(1), opened: after(20 + number), ended }
}

fn drafted(asking: &MessageContext<'_>, provider: Option<i32>, to: &Company) -> change::NewRequest {
    let language = match to.country {
        "KR" => Locale::Ko,
        "TW" => Locale::ZhTw,
        _ => Locale::En,
    };
    let (subject, body) = draft_message(language, asking);
    change::NewRequest {
        id: RelationshipRequestId::random(),
        provider,
        kind: asking.kind,
        language: language.tag(),
        delegated_admin: asking.kind != RequestKind::Partnership,
        recipient: format!("it@{}", to.domain),
        subject,
        body,
        valid_until: asking.until,
        created_email: asking.email.to_owned(),
        again_for: None,
    }
}

fn author(by: &ManageRights) -> Author {
    let mut author = Author::system(PartnerId(by.partner));
    (author.kind, author.user, author.name) = (ActorKind::User, Some(UserId(by.user)), by.name.clone());
    author
}

/// A sample request after it was drafted.
struct One<'a> {
    id: RelationshipRequestId,
    by: &'a ManageRights,
    secrets: &'a Secrets,
    lists: &'a CustomerSearch,
    to: &'a Company,
    steps: Steps,
}

impl One<'_> {
    fn advance_to(&self, stage: Stage, log: &ActivityLog, staff: &Author) -> Result<()> {
        if stage == Stage::Draft {
            return Ok(());
        }
        let Steps { sent, opened, ended, .. } = self.steps;
        log.record_at(
            || sent,
            staff,
            |tx| {
                let request = change::managed(tx, self.by, self.id)?;
                change::sent(tx, self.by, &request, DeliveryMethod::OwnMail)?;
                let sent = change::log_entry(
                    crate::audit::Action::SendRequest,
                    &request,
                    serde_json::json!({ "how": "own-mail" }),
                );
                Ok(((), vec![sent]))
            },
        )?;
        let mut customer = Author::customer(PartnerId(self.by.partner), &format!("it@{}", self.to.domain));
        if matches!(stage, Stage::Opened | Stage::Accepted | Stage::Declined) {
            log.record_at(
                || opened,
                &customer,
                |tx| {
                    let open = self.invitation(tx)?;
                    Ok(((), invitation::record_opening(tx, &open)?))
                },
            )?;
        }
        customer.partner = None;
        match stage {
            Stage::Accepted => log.record_at(|| ended, &customer, |tx| Ok(((), self.accept(tx)?))),
            Stage::Declined => log.record_at(
                || ended,
                &customer,
                |tx| {
                    let open = self.invitation(tx)?;
                    let entries = invitation::decline(tx, &open, "We stay with our present reseller.")?;
                    Ok(((), entries.unwrap_or_default()))
                },
            ),
            Stage::Revoked => log.record_at(
                || ended,
                staff,
                |tx| {
                    let request = change::managed(tx, self.by, self.id)?;
                    change::revoke(tx, self.by, &request)?;
                    let revoked = change::log_entry(
                        crate::audit::Action::RevokeRequest,
                        &request,
                        serde_json::json!({}),
                    );
                    Ok(((), vec![revoked]))
                },
            ),
            Stage::Expired => log.record_at(
                || ended,
                &Author::system(PartnerId(self.by.partner)),
                |tx| {
                    let request = change::managed(tx, self.by, self.id)?;
                    expiry::expire(tx, PartnerId(self.by.partner))?;
                    let expired = change::log_entry(
                        crate::audit::Action::ExpireRequest,
                        &request,
                        serde_json::json!({}),
                    );
                    Ok(((), vec![expired]))
                },
            ),
            Stage::Draft | Stage::Sent | Stage::Opened => Ok(()),
        }
    }

    fn invitation(&self, tx: &mut Tx<'_>) -> Result<queries::Invitation> {
        let hash = invitation_link::hash(&invitation_link::token(self.secrets, self.id, 1));
        queries::find(tx.c, &hash)?.ok_or(Error::NotFound)
    }

    fn accept(&self, tx: &mut Tx<'_>) -> Result<Vec<Activity>> {
        let answer = Acceptance {
            company_name: self.to.name.clone(),
            domain: self.to.domain.clone(),
            person_name: "IT".to_owned(),
            email: format!("it@{}", self.to.domain),
            microsoft_id: None,
        };
        let open = self.invitation(tx)?;
        Ok(invitation::accept(tx, self.lists, &open, &answer)?.unwrap_or_default())
    }
}
