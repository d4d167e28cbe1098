//! Sample relationship requests in every state, created by the same functions as in the portal. Their
//! recipients are companies of [`super::names`] that are not customers yet, and one that is a customer of
//! the provider.

use crate::audit::{Action, Activity, ActorKind, Author, Tx};
use crate::auth::accounts::by_email;
use crate::auth::invitation_link;
use crate::clock;
use crate::db::Db;
use crate::demo::agenda::Agenda;
use crate::demo::channel;
use crate::demo::names::company::{Company, company};
use crate::demo::staff::privacy_notice;
use crate::domain::{Partner, PartnerId, RelationshipRequestId, Roles};
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
use serde_json::json;
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

/// Adds the requests.
pub fn add_requests<'a>(
    agenda: &mut Agenda<'a>,
    db: &Db,
    secrets: &'a Secrets,
    provider: &'a Partner,
) -> Result<()> {
    let lists = Arc::new(CustomerSearch::new(64 << 20));
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
        let employer = channel::employer(email);
        let partner = employer.map_or("", |employer| employer.name);
        let privacy_notice = employer.map(privacy_notice).unwrap_or_default();
        let asking = MessageContext {
            kind: *kind,
            partner,
            provider: &provider.name,
            person: &person.name,
            email,
            until: (steps.created + VALID).date(),
            privacy_notice: &privacy_notice,
        };
        let with = (*kind == RequestKind::CustomerWithProvider).then_some(provider.id);
        let new = drafted(&asking, with, &to);
        let sample = Arc::new(SampleRequest { id: new.id, by, secrets, lists: lists.clone(), to });
        let creating = sample.clone();
        agenda.add(steps.created, sample.staff(), move |tx| {
            Ok(vec![change::create(tx, &creating.by, secrets, &new)?])
        });
        sample.advance_to(*stage, steps, agenda);
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

fn drafted(asking: &MessageContext<'_>, provider: Option<PartnerId>, to: &Company) -> change::NewRequest {
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

/// A sample request.
struct SampleRequest<'a> {
    id: RelationshipRequestId,
    by: ManageRights,
    secrets: &'a Secrets,
    lists: Arc<CustomerSearch>,
    to: Company,
}

impl<'a> SampleRequest<'a> {
    /// Returns the person who made the request, as the author of log entries.
    fn staff(&self) -> Author {
        let author = Author::system(self.by.partner);
        Author { kind: ActorKind::User, user: Some(self.by.user), name: self.by.name.clone(), ..author }
    }

    /// Adds the steps up to this stage.
    fn advance_to(
        self: &Arc<Self>,
        stage: Stage,
        Steps { sent, opened, ended, .. }: Steps,
        agenda: &mut Agenda<'a>,
    ) {
        let mut then = |at, author, step: fn(&Self, &mut Tx<'_>) -> Result<Vec<Activity>>| {
            let request = self.clone();
            agenda.add(at, author, move |tx| step(&request, tx));
        };
        if stage == Stage::Draft {
            return;
        }
        then(sent, self.staff(), Self::send);
        let mut customer = Author::customer(self.by.partner, &format!("it@{}", self.to.domain));
        if matches!(stage, Stage::Opened | Stage::Accepted | Stage::Declined) {
            then(opened, customer.clone(), |request, tx| {
                let open = request.invitation(tx)?;
                invitation::record_opening(tx, &open)
            });
        }
        customer.partner = None;
        match stage {
            Stage::Accepted => then(ended, customer, Self::accept),
            Stage::Declined => then(ended, customer, |request, tx| {
                let open = request.invitation(tx)?;
                Ok(invitation::decline(tx, &open, "We stay with our present reseller.")?.unwrap_or_default())
            }),
            Stage::Revoked => then(ended, self.staff(), |request, tx| {
                let managed = change::managed(tx, &request.by, request.id)?;
                change::revoke(tx, &request.by, &managed)?;
                Ok(vec![change::log_entry(Action::RevokeRequest, &managed, json!({}))])
            }),
            Stage::Expired => then(ended, Author::system(self.by.partner), |request, tx| {
                let managed = change::managed(tx, &request.by, request.id)?;
                expiry::expire(tx, request.by.partner)?;
                let details = json!({ "valid_until": managed.valid_until });
                Ok(vec![change::log_entry(Action::ExpireRequest, &managed, details)])
            }),
            Stage::Draft | Stage::Sent | Stage::Opened => {}
        }
    }

    fn send(&self, tx: &mut Tx<'_>) -> Result<Vec<Activity>> {
        let request = change::managed(tx, &self.by, self.id)?;
        change::sent(tx, &self.by, &request, DeliveryMethod::OwnMail)?;
        Ok(vec![change::log_entry(Action::SendRequest, &request, json!({ "how": "own-mail" }))])
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
        Ok(invitation::accept(tx, &self.lists, &open, &answer)?.unwrap_or_default())
    }
}
