//! Relationship requests in every state, made by the same functions as in the portal.
//! Whom they are to is in [`super::names`]: companies that nobody holds yet, and one that the provider holds.

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
use crate::features::relationship_requests::manage_rights::Manager;
use crate::features::relationship_requests::message::{Asking, written};
use crate::features::relationship_requests::model::{Kind, SentHow};
use crate::features::relationship_requests::{change, expiry};
use crate::i18n::Locale;
use crate::search::Lists;
use crate::secrets::Secrets;
use chrono::{NaiveDateTime, TimeDelta};
use std::sync::Arc;

/// Sample companies from here on are nobody's customers.
const STRANGERS: u64 = 50_000_000;

/// So long they are valid.
const VALID: TimeDelta = TimeDelta::days(30);

/// When the steps of a request were made.
#[derive(Debug, Clone, Copy)]
struct Steps {
    created: NaiveDateTime,
    sent: NaiveDateTime,
    opened: NaiveDateTime,
    /// Answered, expired or revoked.
    ended: NaiveDateTime,
}

/// How far a sample request has come.
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

/// A sample request: who asks, for whom with, which company, how far, how many days ago it was drafted.
type Sample = (&'static str, Kind, u64, Stage, i64);

const ARA: &str = "ara.kim@hangang.example";

const MEILING: &str = "meiling.chen@hangang.example";

const LUKAS: &str = "lukas.brandt@hangang.example";

const JIWOO: &str = "jiwoo.seo@solbit.example";

const GRACE: &str = "grace.rivera@bluepine.example";

const SAMPLES: &[Sample] = &[
    (ARA, Kind::Customer, STRANGERS, Stage::Revoked, 44),
    (MEILING, Kind::Customer, STRANGERS + 1, Stage::Expired, 38),
    (LUKAS, Kind::Customer, STRANGERS + 2, Stage::Declined, 29),
    (ARA, Kind::Customer, STRANGERS + 3, Stage::Accepted, 25),
    (ARA, Kind::Customer, 11, Stage::Accepted, 10),
    (MEILING, Kind::Customer, STRANGERS + 5, Stage::Sent, 6),
    (LUKAS, Kind::Customer, STRANGERS + 6, Stage::Opened, 8),
    (JIWOO, Kind::CustomerWithProvider, STRANGERS + 7, Stage::Opened, 5),
    (JIWOO, Kind::CustomerWithProvider, STRANGERS + 8, Stage::Accepted, 17),
    (ARA, Kind::Partnership, STRANGERS + 9, Stage::Sent, 3),
    (GRACE, Kind::Customer, STRANGERS + 10, Stage::Sent, 4),
    (ARA, Kind::Customer, STRANGERS + 11, Stage::Draft, 0),
];

/// Makes them.
pub fn fill(db: &Db, log: &ActivityLog, secrets: &Secrets) -> Result<()> {
    let lists = Arc::new(Lists::new(64 << 20));
    let provider = db.read_now(|c| by_mpn_id(c, channel::PROVIDER))?.ok_or(Error::NotFound)?;
    for (number, (email, kind, index, stage, days)) in (0..).zip(SAMPLES) {
        let person = db.read_now(|c| by_email(c, email))?.ok_or(Error::NotFound)?;
        let by = Manager {
            partner: person.partner,
            user: person.user,
            name: person.name.clone(),
            roles: Roles::parse("global-admin").map_err(Error::internal)?,
        };
        let to = company(*index);
        let steps = steps(*stage, *days, number);
        let partner = channel::employer(email).map_or("", |employer| employer.name);
        let asking = Asking {
            kind: *kind,
            partner,
            provider: &provider.name,
            person: &person.name,
            email,
            until: (steps.created + VALID).date(),
        };
        let with = (*kind == Kind::CustomerWithProvider).then_some(provider.id.0);
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
        sample.bring_to(*stage, log, &staff)?;
    }
    Ok(())
}

/// So many days, then some hours, ago; sent on the same day, opened and answered on the days after.
fn steps(stage: Stage, days: i64, number: i64) -> Steps {
    let created = clock::now() - TimeDelta::days(days) - TimeDelta::minutes(35 + 23 * number);
    let after = |hours: i64| (created + TimeDelta::hours(hours)).min(clock::now());
    let ended = match stage {
        Stage::Expired => created + VALID + TimeDelta::days(1),
        _ => after(43 + number),
    };
    Steps { created, sent: after(1), opened: after(20 + number), ended }
}

fn drafted(asking: &Asking<'_>, provider: Option<i32>, to: &Company) -> change::NewRequest {
    let language = match to.country {
        "KR" => Locale::Ko,
        "TW" => Locale::ZhTw,
        _ => Locale::En,
    };
    let (subject, body) = written(language, asking);
    change::NewRequest {
        id: RelationshipRequestId::random(),
        provider,
        kind: asking.kind,
        language: language.tag(),
        delegated_admin: asking.kind != Kind::Partnership,
        recipient: format!("it@{}", to.domain),
        subject,
        body,
        valid_until: asking.until,
        created_email: asking.email.to_owned(),
        again_for: None,
    }
}

fn author(by: &Manager) -> Author {
    let mut author = Author::system(PartnerId(by.partner));
    (author.kind, author.user, author.name) = (ActorKind::User, Some(UserId(by.user)), by.name.clone());
    author
}

/// One sample request, drafted.
struct One<'a> {
    id: RelationshipRequestId,
    by: &'a Manager,
    secrets: &'a Secrets,
    lists: &'a Lists,
    to: &'a Company,
    steps: Steps,
}

impl One<'_> {
    fn bring_to(&self, stage: Stage, log: &ActivityLog, staff: &Author) -> Result<()> {
        if stage == Stage::Draft {
            return Ok(());
        }
        let Steps { sent, opened, ended, .. } = self.steps;
        log.record_at(
            || sent,
            staff,
            |tx| {
                let request = change::managed(tx, self.by, self.id)?;
                change::sent(tx, self.by, &request, SentHow::OwnMail)?;
                let sent = change::entry(
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
                    Ok(((), invitation::opened(tx, &open)?))
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
                    let revoked =
                        change::entry(crate::audit::Action::RevokeRequest, &request, serde_json::json!({}));
                    Ok(((), vec![revoked]))
                },
            ),
            Stage::Expired => log.record_at(
                || ended,
                &Author::system(PartnerId(self.by.partner)),
                |tx| {
                    let request = change::managed(tx, self.by, self.id)?;
                    expiry::expire(tx, PartnerId(self.by.partner))?;
                    let expired =
                        change::entry(crate::audit::Action::ExpireRequest, &request, serde_json::json!({}));
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
