//! The timeline of a request: five stops, from the draft to its end.

use crate::domain::{RequestOutcome, RequestStatus};
use crate::features::relationship_requests::model::RelationshipRequest;
use crate::features::relationship_requests::queries::AcceptedAs;
use crate::web::shell::Shell;
use chrono::{NaiveDate, NaiveDateTime};

/// How a stop is drawn; the label says the same in words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Look {
    /// It happened.
    Done,
    /// It happened, and is good news.
    Good,
    /// It happened, and the user should act.
    Care,
    /// It happened, and is bad news.
    Bad,
    /// The request waits for it now.
    Now,
    /// It did not happen, or not yet.
    Open,
}

impl Look {
    /// Returns the value of `data-at`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Look::Done => "done",
            Look::Good => "good",
            Look::Care => "care",
            Look::Bad => "bad",
            Look::Now => "now",
            Look::Open => "open",
        }
    }
}

/// A stop of the timeline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stop<'a> {
    /// How it is drawn.
    pub look: Look,
    /// What happened, or what has not happened.
    pub label: String,
    /// When it happened.
    pub at: Option<NaiveDateTime>,
    /// The last day of validity.
    pub last_day: Option<NaiveDate>,
    /// The name of the person who did it; empty if it was erased.
    pub by: Option<&'a str>,
    /// More about it.
    pub note: Option<String>,
}

impl<'a> Stop<'a> {
    fn new(look: Look, label: String) -> Self {
        Stop { look, label, at: None, last_day: None, by: None, note: None }
    }

    /// Whether the request waits for it now.
    pub fn is_next(&self) -> bool {
        self.look == Look::Now
    }

    fn at(self, at: Option<NaiveDateTime>) -> Self {
        Stop { at, ..self }
    }

    fn note(self, note: Option<String>) -> Self {
        Stop { note, ..self }
    }

    fn by(self, by: Option<&'a str>) -> Self {
        Stop { by, ..self }
    }
}

/// Returns the five stops. `today` is the day that decides about validity.
pub fn stops<'a>(
    request: &'a RelationshipRequest,
    made: Option<&AcceptedAs>,
    shell: &Shell,
    today: NaiveDate,
) -> Vec<Stop<'a>> {
    let drafted = Stop::new(Look::Done, shell.texts.request_drafted());
    vec![
        drafted.at(Some(request.created_at)).by(Some(&request.created_name)),
        sent(request, shell),
        opened(request, shell),
        answered(request, shell),
        ended(request, made, shell, today),
    ]
}

fn sent<'a>(request: &RelationshipRequest, shell: &Shell) -> Stop<'a> {
    let texts = shell.texts;
    match (request.sent_at, request.status) {
        (Some(at), _) => {
            let how = request.sent_how.map(|how| how.label(texts));
            Stop::new(Look::Done, texts.request_sent()).at(Some(at)).note(how)
        }
        (None, RequestStatus::Draft) => Stop::new(Look::Now, texts.not_sent_yet()),
        (None, _) => Stop::new(Look::Open, texts.request_not_marked_sent()),
    }
}

fn opened<'a>(request: &RelationshipRequest, shell: &Shell) -> Stop<'a> {
    let texts = shell.texts;
    match (request.opened_at, request.status) {
        (Some(at), _) => Stop::new(Look::Done, texts.request_opened()).at(Some(at)),
        // Only an opened link can be answered, whatever was recorded.
        (None, RequestStatus::Accepted | RequestStatus::Declined) => {
            Stop::new(Look::Done, texts.request_opened())
        }
        (None, RequestStatus::Sent) => Stop::new(Look::Now, texts.request_not_opened()),
        (None, RequestStatus::Draft) => Stop::new(Look::Open, texts.request_not_opened()),
        (None, RequestStatus::Expired | RequestStatus::Revoked) => {
            Stop::new(Look::Open, texts.never_opened())
        }
    }
}

fn answered<'a>(request: &'a RelationshipRequest, shell: &Shell) -> Stop<'a> {
    let texts = shell.texts;
    let person = request.person_name.as_deref();
    match request.status {
        RequestStatus::Accepted => {
            Stop::new(Look::Good, texts.request_accepted()).at(request.decided_at).by(person)
        }
        RequestStatus::Declined => {
            Stop::new(Look::Bad, texts.request_declined()).at(request.decided_at).by(person)
        }
        RequestStatus::Sent if request.opened_at.is_some() => Stop::new(Look::Now, texts.request_no_answer()),
        RequestStatus::Draft | RequestStatus::Sent => Stop::new(Look::Open, texts.request_no_answer()),
        RequestStatus::Expired | RequestStatus::Revoked => {
            Stop::new(Look::Open, texts.request_not_answered())
        }
    }
}

fn ended<'a>(
    request: &'a RelationshipRequest,
    made: Option<&AcceptedAs>,
    shell: &Shell,
    today: NaiveDate,
) -> Stop<'a> {
    let texts = shell.texts;
    let last_day = Some(request.valid_until);
    match request.status {
        RequestStatus::Draft | RequestStatus::Sent => {
            let left = Some(days_left(request.valid_until, shell, today));
            Stop { last_day, ..Stop::new(Look::Open, texts.valid_until()).note(left) }
        }
        RequestStatus::Accepted => match made.map(|made| made.outcome) {
            Some(RequestOutcome::Undecided) => Stop::new(Look::Care, texts.decide()),
            Some(outcome) => Stop::new(Look::Done, outcome.label(texts)),
            None => Stop::new(Look::Done, texts.request_closed()).at(request.decided_at),
        },
        RequestStatus::Declined => Stop::new(Look::Done, texts.request_closed()).at(request.decided_at),
        RequestStatus::Expired => {
            let day = shell.locale.date(request.valid_until);
            let note = format!("{}{}{day}", texts.valid_until(), texts.colon());
            Stop::new(Look::Care, texts.request_expired()).at(Some(request.changed_at)).note(Some(note))
        }
        // The portal itself revokes requests, for instance of a partnership that ended; then there is no name.
        RequestStatus::Revoked => {
            let by = Some(request.changed_by.as_str()).filter(|name| !name.is_empty());
            Stop::new(Look::Bad, texts.request_revoked()).at(Some(request.changed_at)).by(by)
        }
    }
}

fn days_left(last: NaiveDate, shell: &Shell, today: NaiveDate) -> String {
    match (last - today).num_days() {
        days @ 1.. => {
            let days = u32::try_from(days).unwrap_or(u32::MAX);
            shell.texts.request_days_left(days, shell.locale.number(days.into()))
        }
        _ => shell.texts.request_last_day(),
    }
}
