//! The form of a connection: `GET` and `POST /account-settings/connections/new`, and `…/{connection}/edit`. Both need the password
//! again, because a connection changes the lists of the partner.

use crate::auth::scope::ManageConnections;
use crate::auth::{Scope, StepUp};
use crate::domain::{
    ConnectionId, ConnectionKind, ConnectionSchedule, ConnectionSignIn, TextEnum, WriteSubject,
};
use crate::error::{Error, Result};
use crate::features::connections::changes::{ConnectionRefusal, create_connection, update_connection};
use crate::features::connections::choices::{RULED_FIELDS, RuledField};
use crate::features::connections::credentials::SealedCredentials;
use crate::features::connections::model::{Connection, ConnectionContent, MAX_CONNECTIONS};
use crate::features::connections::pages::form::ConnectionForm;
use crate::features::connections::queries::find_connection;
use crate::features::connections::write_choices::{form_choices, form_field};
use crate::i18n::{Locale, Texts};
use crate::state::AppState;
use crate::urls;
use crate::urls::PortalUrl;
use crate::web::flash::Message;
use crate::web::form_fields::FieldErrors;
use crate::web::request::{locale, shell};
use crate::web::response;
use crate::web::response::see_other;
use crate::web::shell::Shell;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Form, Path};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

#[derive(Template)]
#[template(path = "connections/edit.html")]
struct ConnectionPage<'a> {
    shell: &'a Shell,
    /// The stored connection; `None` for a new one.
    connection: Option<&'a Connection>,
    form: &'a ConnectionForm,
    faults: &'a FieldErrors,
}

impl ConnectionPage<'_> {
    fn title(&self) -> String {
        let texts = self.shell.texts;
        if self.connection.is_some() { texts.connection_edit() } else { texts.connection_new() }
    }

    fn address(&self) -> PortalUrl {
        address(self.connection)
    }

    fn kinds(&self) -> Vec<(String, String)> {
        labels(self.shell.texts, ConnectionKind::label)
    }

    fn sign_ins(&self) -> Vec<(String, String)> {
        labels(self.shell.texts, ConnectionSignIn::label)
    }

    fn schedules(&self) -> Vec<(String, String)> {
        labels(self.shell.texts, ConnectionSchedule::label)
    }

    fn rules(&self) -> &'static [RuledField] {
        &RULED_FIELDS
    }

    fn rule_label(&self, field: &RuledField) -> String {
        field.label(self.shell.locale)
    }

    fn rule_choices(&self, field: &RuledField) -> Vec<(String, String)> {
        field.choices(self.shell.texts)
    }

    fn rule_value(&self, field: &RuledField) -> &str {
        self.form.rules.get(field.name).map_or("", String::as_str)
    }

    fn writes(&self) -> Vec<WriteSubject> {
        WriteSubject::ALL.iter().map(|(subject, _)| *subject).collect()
    }

    fn write_name(&self, subject: &WriteSubject) -> &'static str {
        form_field(*subject)
    }

    fn write_label(&self, subject: &WriteSubject) -> String {
        subject.label(self.shell.texts)
    }

    fn write_choices(&self) -> Vec<(String, String)> {
        form_choices(self.shell.texts)
    }

    fn write_value(&self, subject: &WriteSubject) -> &str {
        self.form.writes.get(form_field(*subject)).map_or("", String::as_str)
    }

    fn secret_hint(&self) -> String {
        let texts = self.shell.texts;
        if self.connection.is_some() {
            texts.connection_secret_kept()
        } else {
            texts.connection_secret_hint()
        }
    }
}

fn labels<E: TextEnum>(texts: &Texts, label: impl Fn(E, &Texts) -> String) -> Vec<(String, String)> {
    E::ALL.iter().map(|(value, word)| ((*word).to_owned(), label(*value, texts))).collect()
}

fn address(connection: Option<&Connection>) -> PortalUrl {
    connection.map_or_else(urls::new_connection, |connection| urls::connection_edit(connection.id))
}

/// `GET /account-settings/connections/new`.
pub async fn show_new(
    request: HttpRequest,
    scope: Scope<ManageConnections>,
    _: StepUp,
) -> Result<HttpResponse> {
    page(&request, &scope, None, &ConnectionForm::of_new(), &FieldErrors::default())
}

/// `POST /account-settings/connections/new`.
pub async fn create(
    request: HttpRequest,
    scope: Scope<ManageConnections>,
    _: StepUp,
    portal: Data<AppState>,
    form: Form<Vec<(String, String)>>,
) -> Result<HttpResponse> {
    let form = ConnectionForm::from_fields(form.into_inner())?;
    let locale = locale(&request, &portal, Some(scope.actor()));
    let (content, secret, token) = match form.read(locale, portal.outbound.allow(), None) {
        Ok(read) => read,
        Err(faults) => return page(&request, &scope, None, &form, &faults),
    };
    let credentials = SealedCredentials::seal(&portal.secrets, scope.partner(), &secret, &token)?;
    let author = scope.clone();
    let created =
        portal.log.record(scope.author(), move |tx| create_connection(tx, &author, &content, &credentials));
    match created.await? {
        Ok(id) => Ok(see_other(&portal, &urls::connection(id), Some(Message::ConnectionCreated.into()))),
        Err(refusal) => page(&request, &scope, None, &form, &refused(refusal, locale)),
    }
}

/// `GET /account-settings/connections/{connection}/edit`.
pub async fn show(
    request: HttpRequest,
    scope: Scope<ManageConnections>,
    _: StepUp,
    portal: Data<AppState>,
    path: Path<ConnectionId>,
) -> Result<HttpResponse> {
    let connection = find(&portal, &scope, path.into_inner()).await?;
    let form = ConnectionForm::of_stored(&ConnectionContent::of(&connection)?, connection.version);
    page(&request, &scope, Some(&connection), &form, &FieldErrors::default())
}

/// `POST /account-settings/connections/{connection}/edit`. Without new secrets the connection keeps its own.
pub async fn save(
    request: HttpRequest,
    scope: Scope<ManageConnections>,
    _: StepUp,
    portal: Data<AppState>,
    path: Path<ConnectionId>,
    form: Form<Vec<(String, String)>>,
) -> Result<HttpResponse> {
    let form = ConnectionForm::from_fields(form.into_inner())?;
    let connection = find(&portal, &scope, path.into_inner()).await?;
    let stored = ConnectionContent::of(&connection)?;
    let locale = locale(&request, &portal, Some(scope.actor()));
    let (content, secret, token) = match form.read(locale, portal.outbound.allow(), Some(&stored)) {
        Ok(read) => read,
        Err(faults) => return page(&request, &scope, Some(&connection), &form, &faults),
    };
    let has_new = !secret.is_empty() || !token.is_empty();
    let sealed = || SealedCredentials::seal(&portal.secrets, scope.partner(), &secret, &token);
    let credentials = has_new.then(sealed).transpose()?;
    let (author, id) = (scope.clone(), connection.id);
    let version = form.version.trim().parse().unwrap_or_default();
    let saved = portal.log.record(scope.author(), move |tx| {
        update_connection(tx, &author, (id, version), &content, credentials.as_ref())
    });
    let message = match saved.await {
        Ok(Ok(true)) => Message::ConnectionSaved,
        Ok(Ok(false)) => Message::NothingChanged,
        Ok(Err(refusal)) => {
            return page(&request, &scope, Some(&connection), &form, &refused(refusal, locale));
        }
        Err(Error::Stale) => {
            let mut faults = FieldErrors::default();
            faults.add("name", locale.texts().connection_stale());
            let connection = find(&portal, &scope, id).await?;
            return page(&request, &scope, Some(&connection), &form, &faults).map(response::conflict);
        }
        Err(error) => return Err(error),
    };
    Ok(see_other(&portal, &urls::connection(id), Some(message.into())))
}

fn refused(refusal: ConnectionRefusal, locale: Locale) -> FieldErrors {
    let mut faults = FieldErrors::default();
    let texts = locale.texts();
    faults.add(
        "name",
        match refusal {
            ConnectionRefusal::TooMany => {
                texts.connections_full(locale.number(MAX_CONNECTIONS.unsigned_abs()))
            }
            ConnectionRefusal::NameTaken => texts.connection_name_taken(),
        },
    );
    faults
}

async fn find(portal: &AppState, scope: &Scope<ManageConnections>, id: ConnectionId) -> Result<Connection> {
    let reader = scope.clone();
    portal.db.read(move |c| find_connection(&reader, id, c)).await
}

/// Shows the form. The version is always the stored one, so that a form that is sent again replaces what is stored now.
fn page(
    request: &HttpRequest,
    scope: &Scope<ManageConnections>,
    connection: Option<&Connection>,
    form: &ConnectionForm,
    faults: &FieldErrors,
) -> Result<HttpResponse> {
    let mut shell = shell(request, Some(scope.actor()), None)?;
    shell.return_to = address(connection).to_string();
    let version = connection.map(|connection| connection.version.to_string()).unwrap_or_default();
    // Secrets are not written into a page.
    let (client_secret, refresh_token) = (String::new(), String::new());
    let form = ConnectionForm { version, client_secret, refresh_token, ..form.clone() };
    let page = ConnectionPage { shell: &shell, connection, form: &form, faults };
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    response::page_as(status, &page)
}
