//! A chat channel of each sample partner with a Global admin. It is paused, so the sample portal sends nothing.

use crate::audit::{Action, Activity, Tx};
use crate::db::schema::chat_channels;
use crate::demo::agenda::Agenda;
use crate::demo::channel::SamplePartner;
use crate::demo::staff::with_admin;
use crate::domain::{ChannelPause, ChatService, NoticeEvent, Partner, PartnerId, TextEnum};
use crate::error::{Error, Result};
use crate::i18n::Locale;
use crate::outbound::chat_address;
use crate::secrets::Secrets;
use chrono::{NaiveDateTime, TimeDelta};
use diesel::prelude::*;
use serde_json::json;
use std::collections::HashMap;
use url::Url;

const EVENTS: [NoticeEvent; 3] =
    [NoticeEvent::RequestAnswered, NoticeEvent::OrderRequested, NoticeEvent::Referral];

/// Adds the channels of partners that have a Global admin.
pub fn add_channels(
    agenda: &mut Agenda<'_>,
    partners: &HashMap<&str, Partner>,
    secrets: &Secrets,
    now: NaiveDateTime,
) {
    for (sample, partner, author) in with_admin(partners) {
        let (locale, name) = words(sample);
        let secrets = secrets.clone();
        agenda.add(now - TimeDelta::days(20), author.clone(), move |tx| {
            create(tx, &secrets, (sample, partner), locale, name)
        });
        agenda.add(now - TimeDelta::days(2), author, move |tx| pause(tx, partner, name));
    }
}

fn words(sample: &SamplePartner) -> (Locale, &'static str) {
    match sample.country {
        "KR" => (Locale::Ko, "판매 팀"),
        "TW" => (Locale::ZhTw, "業務團隊"),
        _ => (Locale::En, "Sales team"),
    }
}

fn create(
    tx: &mut Tx<'_>,
    secrets: &Secrets,
    (sample, partner): (&SamplePartner, PartnerId),
    locale: Locale,
    name: &str,
) -> Result<Vec<Activity>> {
    let host = format!("chat.{}", sample.domain);
    let url = Url::parse(&format!("https://{host}/hooks/sample")).map_err(Error::internal)?;
    let events: Vec<&str> = EVENTS.iter().map(|event| event.text()).collect();
    let row = (
        (chat_channels::partner_id.eq(partner), chat_channels::name.eq(name)),
        (chat_channels::service.eq(ChatService::Mattermost), chat_channels::language.eq(locale.tag())),
        (chat_channels::sealed_url.eq(chat_address::seal(secrets, partner, &url)?)),
        (chat_channels::host.eq(&host), chat_channels::events.eq(events.join(" "))),
        (chat_channels::sent_to.eq(0), chat_channels::created_at.eq(tx.at)),
        chat_channels::sent_at.eq(Some(tx.at + TimeDelta::days(17))),
    );
    diesel::insert_into(chat_channels::table).values(row).execute(tx.c)?;
    let details = json!({
        "name": name, "service": ChatService::Mattermost.text(), "host": host, "language": locale.tag(),
        "events": events,
    });
    Ok(vec![Activity::new(Action::CreateChatChannel, "chat_channel", details)])
}

fn pause(tx: &mut Tx<'_>, partner: PartnerId, name: &str) -> Result<Vec<Activity>> {
    let row =
        chat_channels::table.filter(chat_channels::partner_id.eq(partner).and(chat_channels::name.eq(name)));
    diesel::update(row).set(chat_channels::pause_reason.eq(Some(ChannelPause::Person))).execute(tx.c)?;
    let details = json!({ "name": name, "channel_paused": ChannelPause::Person.text() });
    Ok(vec![Activity::new(Action::PauseChatChannel, "chat_channel", details)])
}
