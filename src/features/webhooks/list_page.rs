//! `GET /account-settings/webhooks`: the partner's webhooks and how they work. There are at most
//! [`MAX_WEBHOOKS`](super::model::MAX_WEBHOOKS), so the page shows all of them.

use crate::auth::Scope;
use crate::auth::scope::ManageWebhooks;
use crate::clock;
use crate::domain::TextEnum;
use crate::error::Result;
use crate::features::webhooks::delivery_text::{DeliveryText, answer, delivery_rows};
use crate::features::webhooks::endpoint_card::EndpointCard;
use crate::features::webhooks::model::{KEPT, MAX_FAILING};
use crate::features::webhooks::queries::all_webhooks;
use crate::search::CappedCount;
use crate::state::AppState;
use crate::urls;
use crate::web::list::{EmptyState, ListCount, ListFrame, PageAction};
use crate::web::request::shell;
use crate::web::response;
use crate::web::shell::Shell;
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

/// How many events a card names; the others are behind a summary.
const NAMED: usize = 3;

#[derive(Template)]
#[template(path = "webhooks/index.html")]
struct WebhooksPage<'a> {
    shell: &'a Shell,
    frame: ListFrame,
    cards: &'a [EndpointCard],
}

impl WebhooksPage<'_> {
    /// Returns the state as the style sheet names it, and as a label.
    fn state(&self, card: &EndpointCard) -> (&'static str, String) {
        let texts = self.shell.texts;
        match (card.webhook.pause_reason, card.webhook.failing_since) {
            (Some(_), _) => ("disabled", texts.webhook_is_off()),
            (None, Some(since)) => ("suspended", texts.webhook_failing(self.shell.moment(since))),
            (None, None) => ("active", texts.webhook_works()),
        }
    }

    /// Returns why a webhook is switched off, and until when its events can be sent again.
    fn off(&self, card: &EndpointCard) -> Option<String> {
        let texts = self.shell.texts;
        let reason = card.webhook.pause_reason?.label(texts);
        let (count, number) = (card.undelivered.shown, card.undelivered.text(self.shell.locale));
        let until = card.webhook.paused_at.map(|at| self.shell.day(at + KEPT)).unwrap_or_default();
        let lost = (count > 0).then(|| texts.webhook_off_undelivered(count, number, until));
        Some(lost.map_or_else(|| reason.clone(), |lost| format!("{reason}{}{lost}", texts.sentence_gap())))
    }

    /// Returns the names of the first events, and those of the others.
    fn events(&self, card: &EndpointCard) -> (Vec<&'static str>, Vec<&'static str>) {
        let mut events: Vec<&str> = card.webhook.chosen_events().iter().map(|event| event.text()).collect();
        let others = if events.len() > NAMED + 1 { events.split_off(NAMED) } else { Vec::new() };
        (events, others)
    }

    fn more_events(&self, others: &[&str]) -> String {
        self.shell.texts.webhook_more_events(self.shell.locale.number(others.len() as u64))
    }

    /// Returns what the bars of the last deliveries say.
    fn results(&self, card: &EndpointCard) -> String {
        let (texts, locale) = (self.shell.texts, self.shell.locale);
        let arrived = card.results.iter().filter(|arrived| **arrived).count();
        let number = |count: usize| locale.number(count as u64);
        match card.results.len() - arrived {
            _ if card.results.is_empty() => texts.webhook_none_yet(),
            0 => {
                let slowest = u64::from(card.slowest_ms.unwrap_or_default().unsigned_abs());
                texts.webhook_all_arrived(locale.number(slowest))
            }
            failed => texts.webhook_some_failed(number(arrived), number(failed)),
        }
    }

    fn secret_made(&self, card: &EndpointCard) -> String {
        self.shell.texts.webhook_secret_made(self.shell.day(card.webhook.secret_made_at))
    }

    /// Returns until when the secret before is valid, if there is one.
    fn former_until(&self, card: &EndpointCard) -> Option<String> {
        let until = card.webhook.former_until.filter(|until| *until > clock::now())?;
        Some(self.shell.texts.webhook_former_until(self.shell.moment(until)))
    }

    /// Returns how many events wait, and what is known about the server.
    fn waiting(&self, card: &EndpointCard) -> Option<(String, String)> {
        let texts = self.shell.texts;
        if card.waiting.shown == 0 || card.webhook.pause_reason.is_some() {
            return None;
        }
        let failed = card.failed.as_ref()?;
        let since = card.webhook.failing_since?;
        let (_, said) = answer(self.shell, failed)?;
        let number = card.waiting.text(self.shell.locale);
        let next = card.next_at.map(|next| self.shell.moment(next)).unwrap_or_default();
        let off = self.shell.moment(since + MAX_FAILING);
        let waiting = texts.webhook_waiting(card.waiting.shown, number);
        Some((waiting, texts.webhook_waiting_text(said, self.shell.moment(since), next, off)))
    }

    fn rows(&self, card: &EndpointCard) -> Vec<DeliveryText> {
        delivery_rows(self.shell, &card.webhook, &card.listed)
    }

    fn all_deliveries(&self, card: &EndpointCard) -> String {
        let texts = self.shell.texts;
        texts.webhook_all_deliveries(card.total.shown, card.total.text(self.shell.locale))
    }
}

/// Shows the list.
pub async fn index(
    request: HttpRequest,
    scope: Scope<ManageWebhooks>,
    portal: Data<AppState>,
) -> Result<HttpResponse> {
    let reader = scope.clone();
    let cards = portal.db.read(move |c| {
        let all = all_webhooks(&reader, c)?;
        let is_only = all.len() == 1;
        all.into_iter().map(|webhook| EndpointCard::load(&reader, webhook, is_only, c)).collect()
    });
    let cards: Vec<EndpointCard> = cards.await?;
    let shell = shell(&request, Some(scope.actor()), None)?;
    let page = WebhooksPage { frame: frame(&shell, cards.len()), cards: &cards, shell: &shell };
    response::page_as(page.frame.status(), &page)
}

fn frame(shell: &Shell, count: usize) -> ListFrame {
    let texts = shell.texts;
    let total = CappedCount::exact(count as u64);
    let new = || PageAction::new("webhook", texts.webhook_new(), urls::new_webhook()).primary();
    let empty = || {
        let empty = EmptyState::nothing_yet(texts.webhooks_none(), texts.webhooks_none_text());
        empty.with_actions([new()])
    };
    ListFrame {
        actions: vec![new()],
        empty: (count == 0).then(empty),
        ..ListFrame::new(
            texts.webhooks(),
            ListCount::sentence(total, texts.webhooks_count(total.shown, shell.locale.number(total.shown))),
        )
    }
}
