//! `GET /account-settings/connections/{connection}/writes`: what waits to be written to the server, what could not be written and why,
//! and what was written lately.

use crate::auth::Scope;
use crate::auth::scope::ManageConnections;
use crate::db::DbConnection;
use crate::domain::{ConnectionId, ConnectionWriteState, SubscriptionStatus, WriteSubject};
use crate::error::Result;
use crate::features::connections::model::Connection;
use crate::features::connections::pages::status::ShownFault;
use crate::features::connections::queries::find_connection;
use crate::features::connections::writing::model::{ConnectionWrite, Fields};
use crate::features::connections::writing::own_values::{OwnValue, own_value};
use crate::features::connections::writing::queue::newest_writes;
use crate::search::CappedCount;
use crate::state::AppState;
use crate::web::list::{EmptyState, ListCount, ListFrame};
use crate::web::request::shell;
use crate::web::response;
use crate::web::shell::Shell;
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use serde_json::Value;

#[derive(Template)]
#[template(path = "connections/writes.html")]
struct WritesPage<'a> {
    shell: &'a Shell,
    frame: ListFrame,
    connection: Connection,
    writes: Vec<ShownWrite>,
}

/// A row of the page.
struct ShownWrite {
    write: ConnectionWrite,
    /// The name of the customer; empty if the relationship has ended.
    customer: String,
    /// What is written: a label.
    subject: String,
    ours: String,
    /// What the server has, where both sides changed it.
    theirs: Option<String>,
    fault: Option<ShownFault>,
}

impl ShownWrite {
    fn is_open(&self) -> bool {
        !self.write.state.is_over()
    }

    fn is_conflict(&self) -> bool {
        self.write.state == ConnectionWriteState::Conflict
    }

    fn tone(&self) -> &'static str {
        match self.write.state {
            ConnectionWriteState::Waiting => "pending",
            ConnectionWriteState::Conflict | ConnectionWriteState::Refused => "suspended",
            ConnectionWriteState::Written => "active",
            ConnectionWriteState::GivenUp => "disabled",
        }
    }
}

impl WritesPage<'_> {
    fn number(&self, number: &i32) -> String {
        self.shell.locale.number(number.unsigned_abs().into())
    }
}

/// Shows the page.
pub async fn index(
    request: HttpRequest,
    scope: Scope<ManageConnections>,
    portal: Data<AppState>,
    path: Path<ConnectionId>,
) -> Result<HttpResponse> {
    let (reader, id) = (scope.clone(), path.into_inner());
    let (connection, rows) = portal
        .db
        .read(move |c| {
            let connection = find_connection(&reader, id, c)?;
            let rows = newest_writes(&reader, id, c)?;
            let with_own = |write: ConnectionWrite, c: &mut DbConnection| Ok((own_value(&write, c)?, write));
            let rows: Result<Vec<_>> = rows.into_iter().map(|write| with_own(write, c)).collect();
            Ok((connection, rows?))
        })
        .await?;
    let shell = shell(&request, Some(scope.actor()), None)?;
    let writes: Result<Vec<ShownWrite>> =
        rows.into_iter().map(|(own, write)| shown(&shell, own, write)).collect();
    let writes = writes?;
    let frame = frame(&shell, writes.len());
    let page = WritesPage { shell: &shell, frame, connection, writes };
    response::page_as(page.frame.status(), &page)
}

fn shown(shell: &Shell, own: Option<OwnValue>, write: ConnectionWrite) -> Result<ShownWrite> {
    let base = write.base()?;
    let texts = |fields: &Fields| words(shell, write.subject, fields, &base);
    let theirs = write.at_server()?.as_ref().map(texts);
    let ours = own.as_ref().map(|own| texts(&own.fields)).unwrap_or_default();
    let fault = write.last_fault()?.map(|fault| ShownFault::new(&fault, shell));
    let customer = own.map(|own| own.customer_name).unwrap_or_default();
    Ok(ShownWrite { customer, subject: write.subject.label(shell.texts), ours, theirs, fault, write })
}

/// Returns the changed fields of a value as a reader sees them.
fn words(shell: &Shell, subject: WriteSubject, fields: &Fields, base: &Fields) -> String {
    let word = |value: &Value| match (subject, value) {
        (WriteSubject::Status, Value::String(word)) => word
            .parse::<SubscriptionStatus>()
            .map_or_else(|_| word.clone(), |status| status.label(shell.texts)),
        (_, Value::String(text)) => text.clone(),
        (_, Value::Bool(true)) => shell.texts.offer_yes(),
        (_, Value::Bool(false)) => shell.texts.offer_no(),
        (_, Value::Number(number)) => number.as_u64().map_or_else(String::new, |n| shell.locale.number(n)),
        _ => String::new(),
    };
    let changed = fields.iter().filter(|(field, _)| base.contains_key(*field));
    let words: Vec<String> = changed.map(|(_, value)| word(value)).filter(|word| !word.is_empty()).collect();
    if words.is_empty() { shell.texts.dash() } else { words.join(" · ") }
}

fn frame(shell: &Shell, count: usize) -> ListFrame {
    let texts = shell.texts;
    let total = CappedCount::exact(count as u64);
    let empty =
        || EmptyState::nothing_yet(texts.connection_writes_none(), texts.connection_writes_none_text());
    ListFrame {
        caption: texts.connection_writes(),
        empty: (count == 0).then(empty),
        ..ListFrame::new(
            texts.connection_writes(),
            ListCount::sentence(
                total,
                texts.connection_writes_count(total.shown, shell.locale.number(total.shown)),
            ),
        )
    }
}
