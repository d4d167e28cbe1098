//! The form of a channel: `GET` and `POST /account-settings/channels/new`, and `…/{channel}`. Both need the password again,
//! because a channel takes data of the partner out of the portal.

use crate::auth::scope::ManageChatChannels;
use crate::auth::{Scope, StepUp};
use crate::domain::{ChatChannelId, ChatService, NoticeEvent, NoticeGroup, TextEnum};
use crate::error::{Error, Result};
use crate::features::chat_channels::changes::{SealedAddress, create_channel, update_channel};
use crate::features::chat_channels::form::ChannelForm;
use crate::features::chat_channels::model::{ChatChannel, MAX_CHANNELS};
use crate::features::chat_channels::queries::find_channel;
use crate::i18n::Locale;
use crate::outbound::chat_address;
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
use url::Url;

#[derive(Template)]
#[template(path = "chat_channels/edit.html")]
struct ChannelPage<'a> {
    shell: &'a Shell,
    /// The stored channel; `None` for a new one.
    channel: Option<&'a ChatChannel>,
    form: &'a ChannelForm,
    faults: &'a FieldErrors,
    offered: &'a [NoticeEvent],
}

impl ChannelPage<'_> {
    fn title(&self) -> String {
        let texts = self.shell.texts;
        if self.channel.is_some() { texts.chat_channel_edit() } else { texts.chat_channel_new() }
    }

    fn address(&self) -> PortalUrl {
        address(self.channel)
    }

    fn services(&self) -> Vec<(String, String)> {
        let service = |(service, word): &(ChatService, &str)| ((*word).to_owned(), service.name().to_owned());
        ChatService::ALL.iter().map(service).collect()
    }

    fn languages(&self) -> [(String, String); 3] {
        Locale::ALL.map(|locale| (locale.tag().to_owned(), locale.own_name().to_owned()))
    }

    fn url_hint(&self) -> String {
        let texts = self.shell.texts;
        match self.channel {
            Some(channel) => texts.chat_channel_url_kept(&channel.host),
            None => texts.chat_channel_url_hint(),
        }
    }

    /// Returns the events in the groups of the notification settings.
    fn groups(&self) -> Vec<(String, Vec<NoticeEvent>)> {
        let events = |group| self.offered.iter().copied().filter(|event| event.group() == group).collect();
        let groups =
            NoticeGroup::ALL.iter().map(|(group, _)| (group.label(self.shell.texts), events(*group)));
        groups.filter(|(_, events): &(String, Vec<NoticeEvent>)| !events.is_empty()).collect()
    }

    fn is_chosen(&self, event: &NoticeEvent) -> bool {
        self.form.events.contains(event)
    }
}

fn address(channel: Option<&ChatChannel>) -> PortalUrl {
    channel.map_or_else(urls::new_chat_channel, |channel| urls::chat_channel(channel.id))
}

/// Returns the events that a channel of this partner can get.
fn offered(scope: &Scope<ManageChatChannels>) -> Vec<NoticeEvent> {
    let actor = scope.actor();
    NoticeEvent::visible_to(actor.roles, &actor.partner).filter(|event| event.is_for_chat()).collect()
}

/// `GET /account-settings/channels/new`. Events that need a response are selected.
pub async fn show_new(
    request: HttpRequest,
    scope: Scope<ManageChatChannels>,
    _: StepUp,
    portal: Data<AppState>,
) -> Result<HttpResponse> {
    let usual = [NoticeEvent::RequestAnswered, NoticeEvent::OrderRequested, NoticeEvent::Referral];
    let form = ChannelForm {
        service: ChatService::Slack.text().to_owned(),
        language: locale(&request, &portal, Some(scope.actor())).tag().to_owned(),
        events: usual.to_vec(),
        ..ChannelForm::default()
    };
    page(&request, &scope, None, &form, &FieldErrors::default())
}

/// `POST /account-settings/channels/new`.
pub async fn create(
    request: HttpRequest,
    scope: Scope<ManageChatChannels>,
    _: StepUp,
    portal: Data<AppState>,
    form: Form<Vec<(String, String)>>,
) -> Result<HttpResponse> {
    let form = ChannelForm::from_fields(form.into_inner())?;
    let locale = locale(&request, &portal, Some(scope.actor()));
    let (content, url) = match form.read(locale, &offered(&scope), portal.outbound.allow(), true) {
        Ok(read) => read,
        Err(faults) => return page(&request, &scope, None, &form, &faults),
    };
    let address = sealed(&portal, &scope, url.as_ref())?.ok_or_else(|| Error::internal("no address"))?;
    let author = scope.clone();
    let created =
        portal.log.record(scope.author(), move |tx| create_channel(tx, &author, &content, &address)).await?;
    if created.is_err() {
        let mut faults = FieldErrors::default();
        faults.add("name", locale.texts().chat_channels_full(locale.number(MAX_CHANNELS.unsigned_abs())));
        return page(&request, &scope, None, &form, &faults);
    }
    Ok(see_other(&portal, &urls::chat_channels(), Some(Message::ChannelCreated.into())))
}

/// `GET /account-settings/channels/{channel}`.
pub async fn show(
    request: HttpRequest,
    scope: Scope<ManageChatChannels>,
    _: StepUp,
    portal: Data<AppState>,
    path: Path<ChatChannelId>,
) -> Result<HttpResponse> {
    let channel = find(&portal, &scope, path.into_inner()).await?;
    page(&request, &scope, Some(&channel), &ChannelForm::of_stored(&channel), &FieldErrors::default())
}

/// `POST /account-settings/channels/{channel}`. Without an address the channel keeps its own.
pub async fn save(
    request: HttpRequest,
    scope: Scope<ManageChatChannels>,
    _: StepUp,
    portal: Data<AppState>,
    path: Path<ChatChannelId>,
    form: Form<Vec<(String, String)>>,
) -> Result<HttpResponse> {
    let form = ChannelForm::from_fields(form.into_inner())?;
    let channel = find(&portal, &scope, path.into_inner()).await?;
    let locale = locale(&request, &portal, Some(scope.actor()));
    let (content, url) = match form.read(locale, &offered(&scope), portal.outbound.allow(), false) {
        Ok(read) => read,
        Err(faults) => return page(&request, &scope, Some(&channel), &form, &faults),
    };
    let address = sealed(&portal, &scope, url.as_ref())?;
    let (author, id) = (scope.clone(), channel.id);
    let version = form.version.trim().parse().unwrap_or_default();
    let saved = portal.log.record(scope.author(), move |tx| {
        update_channel(tx, &author, (id, version), &content, address.as_ref())
    });
    let message = match saved.await {
        Ok(true) => Message::ChannelSaved,
        Ok(false) => Message::NothingChanged,
        Err(Error::Stale) => {
            let mut faults = FieldErrors::default();
            faults.add("name", locale.texts().chat_channel_stale());
            let channel = find(&portal, &scope, id).await?;
            return page(&request, &scope, Some(&channel), &form, &faults).map(response::conflict);
        }
        Err(error) => return Err(error),
    };
    Ok(see_other(&portal, &urls::chat_channels(), Some(message.into())))
}

async fn find(
    portal: &AppState,
    scope: &Scope<ManageChatChannels>,
    id: ChatChannelId,
) -> Result<ChatChannel> {
    let reader = scope.clone();
    portal.db.read(move |c| find_channel(&reader, id, c)).await
}

fn sealed(
    portal: &AppState,
    scope: &Scope<ManageChatChannels>,
    url: Option<&Url>,
) -> Result<Option<SealedAddress>> {
    let sealed = |url: &Url| {
        let host = url.host_str().unwrap_or_default().to_owned();
        Ok(SealedAddress { sealed: chat_address::seal(&portal.secrets, scope.partner(), url)?, host })
    };
    url.map(sealed).transpose()
}

/// Shows the form. The version is always the stored one, so that a form that is sent again replaces what is stored now.
fn page(
    request: &HttpRequest,
    scope: &Scope<ManageChatChannels>,
    channel: Option<&ChatChannel>,
    form: &ChannelForm,
    faults: &FieldErrors,
) -> Result<HttpResponse> {
    let mut shell = shell(request, Some(scope.actor()), None)?;
    shell.return_to = address(channel).to_string();
    let version = channel.map(|channel| channel.version.to_string()).unwrap_or_default();
    let form = ChannelForm { version, ..form.clone() };
    let page = ChannelPage { shell: &shell, channel, form: &form, faults, offered: &offered(scope) };
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    response::page_as(status, &page)
}
