//! Delivers the messages in the outbox: once a minute, and right after a change that wrote one. Delivery is
//! at-least-once: if the process ends between the server's acceptance and the update of the outbox, the
//! message is sent again with the same Message-ID.

use crate::auth::password_link::renew;
use crate::auth::{invitation_link, password_link, password_link as password, unsubscribe_link};
use crate::config::Settings;
use crate::db::{Db, pause};
use crate::domain::PartnerId;
use crate::error::Result;
use crate::mail::attachment;
use crate::mail::attachment::Attachment;
use crate::mail::delivery;
use crate::mail::delivery::{ClaimedMail, QueuedMail};
use crate::mail::message::compose;
use crate::mail::outbox::MailLink;
use crate::mail::server::{DeliveryError, MailServer};
use crate::secrets::Secrets;
use crate::urls;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::registry::Registry;
use std::sync::Arc;

/// Delivers messages. Clones share everything.
#[derive(Clone)]
pub struct Mailer {
    /// The database with the outbox.
    pub db: Db,
    /// The mail server; `None` if the portal sends no mail.
    pub server: Option<MailServer>,
    /// Derives the tokens of links.
    pub secrets: Secrets,
    /// Contain the public URL, with which links begin.
    pub settings: Arc<Settings>,
    /// Count what the server said.
    pub counters: MailCounters,
}

/// How many messages the mail server has accepted and refused since this process started. Clones share everything.
#[derive(Debug, Clone, Default)]
pub struct MailCounters {
    delivered: Counter,
    refused: Counter,
}

impl MailCounters {
    /// Adds the counters to the metrics.
    pub fn register(&self, registry: &mut Registry) {
        registry.register("mail_delivered", "Messages that the mail server accepted", self.delivered.clone());
        let help = "Times that the mail server refused a message or could not be reached";
        registry.register("mail_refused", help, self.refused.clone());
    }
}

impl Mailer {
    /// Delivers all messages that are due; returns how many the server accepted. Delivers none while mail is paused.
    /// Blocking.
    pub fn deliver_due(&self) -> Result<usize> {
        let Some(server) = &self.server else { return Ok(0) };
        if self.db.read_now(pause::paused_since)?.is_some() {
            return Ok(0);
        }
        let (mut delivered, mut after) = (0, PartnerId(0));
        loop {
            let mail = match self.db.write_now(|c| delivery::take_due(c, after))? {
                ClaimedMail::Claimed(mail, partner) => {
                    after = partner;
                    mail
                }
                ClaimedMail::Lost => continue,
                ClaimedMail::Nothing => return Ok(delivered),
            };
            let link = self.renew_link(&mail)?.then(|| self.link_for(&mail)).transpose()?.flatten();
            let Some(link) = link else {
                self.db.write_now(|c| delivery::drop_unsent(c, &mail.id))?;
                tracing::info!(id = mail.id, "a message was not sent because its link was replaced or used");
                continue;
            };
            let attachment = self.attachment(&mail)?;
            let unsubscribe = self.unsubscribe_link(&mail)?;
            let message = compose(&mail, server, &link, unsubscribe.as_deref(), attachment);
            match message.and_then(|message| server.deliver(&message)) {
                Ok(()) => {
                    self.db.write_now(|c| delivery::delivered(c, &mail.id))?;
                    delivered += 1;
                    self.counters.delivered.inc();
                }
                Err(DeliveryError { words, for_good }) => {
                    self.counters.refused.inc();
                    tracing::warn!(
                        id = mail.id,
                        attempts = mail.attempts,
                        for_good,
                        words,
                        "mail was not taken"
                    );
                    self.db.write_now(|c| delivery::record_refusal(c, &mail, &words, for_good))?;
                }
            }
        }
    }

    /// Starts a delivery in the background. If it fails, the periodic job delivers later.
    pub fn deliver_soon(&self) {
        if self.server.is_none() {
            return;
        }
        let mailer = self.clone();
        actix_web::rt::spawn(async move {
            match actix_web::web::block(move || mailer.deliver_due()).await {
                Ok(Ok(_)) => {}
                Ok(Err(error)) => tracing::warn!(%error, "mail could not be sent now; the job will send it"),
                Err(error) => tracing::error!(%error, "mail delivery failed"),
            }
        });
    }

    /// Returns the link of a message, empty if it has none; `None` if what it leads to was removed, so that the message must
    /// not be sent.
    fn link_for(&self, mail: &QueuedMail) -> Result<Option<String>> {
        if let Some(run) = mail.report_run {
            let report = attachment::report_of(&self.db, run)?;
            let path = report.map(|report| urls::report_file(report, run));
            return Ok(path.map(|path| format!("{}{path}", self.settings.public_url())));
        }
        Ok(Some(match (mail.link, mail.request, mail.link_seq, self.unsubscribe_link(mail)?) {
            (MailLink::Request, Some(id), Some(seq), _) => {
                invitation_link::address(&self.settings, &self.secrets, id, seq)
            }
            (_, _, _, Some(address)) => address,
            _ => self.password_link(mail).unwrap_or_default(),
        }))
    }

    fn unsubscribe_link(&self, mail: &QueuedMail) -> Result<Option<String>> {
        let what = mail.unsubscribe.as_ref();
        what.map(|what| unsubscribe_link::address(&self.settings, &self.secrets, what)).transpose()
    }

    fn attachment(&self, mail: &QueuedMail) -> Result<Option<Attachment>> {
        let run = mail.report_run.filter(|_| mail.attaches);
        run.map_or(Ok(None), |run| attachment::read(&self.db, run))
    }

    /// Restarts the lifetime of a link to set a password, because the message may have waited longer than
    /// that. Returns `false` if the link was used or replaced; the message must not be sent then.
    fn renew_link(&self, mail: &QueuedMail) -> Result<bool> {
        let Some(token) = self.password_token(mail) else { return Ok(true) };
        self.db.write_now(|c| renew(c, &password_link::hash(&token)))
    }

    fn password_link(&self, mail: &QueuedMail) -> Option<String> {
        let token = self.password_token(mail)?;
        Some(format!("{}{}", self.settings.public_url(), password_link::path(&token)))
    }

    fn password_token(&self, mail: &QueuedMail) -> Option<String> {
        let id = mail.id.parse().ok().filter(|_| mail.link == MailLink::Password)?;
        Some(password::token(&self.secrets, id))
    }
}
