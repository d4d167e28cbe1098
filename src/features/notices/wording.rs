//! What a notice says and where its object is. A notice of a log entry says what the log says, so erasing the entry erases both.

use crate::domain::{NoticeEvent, PartnerKind, SubscriptionId, TextEnum};
use crate::features::activity_log::sentence::compose::sentence;
use crate::features::activity_log::sentence::model::{Part, Sentence};
use crate::features::activity_log::wording::{ReaderFormat, ValueText};
use crate::features::import::upload::model::FileKind;
use crate::features::notices::model::{Notice, NoticeRow};
use crate::i18n::Texts;
use crate::mail::notices::change_text;
use crate::urls;
use chrono::NaiveDate;
use serde_json::{Map, Value};

/// What a notice says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoticeText {
    /// What happened, with a second line if there is more to say.
    pub sentence: Sentence,
    /// The customer's name in the partner's list.
    pub customer: Option<String>,
    /// Who did it: a person of the partner, of another one or of the customer.
    pub actor: Option<String>,
}

/// Returns what a notice says.
pub fn notice_text(notice: &Notice, reading: ReaderFormat) -> NoticeText {
    let customer = notice.customer.clone().filter(|name| !name.is_empty());
    match &notice.entry {
        Some(entry) => NoticeText {
            sentence: sentence(entry, reading),
            customer,
            actor: Some(entry.actor_name.clone())
                .filter(|name| !name.is_empty() && matches!(&*entry.actor_kind, "user" | "customer")),
        },
        None => NoticeText { sentence: own_sentence(&notice.row, reading), customer, actor: None },
    }
}

/// Returns the address of the object of a notice, if it has one.
pub fn object_address(row: &NoticeRow, kind: PartnerKind) -> Option<String> {
    use NoticeEvent as E;
    let object = row.object.as_deref();
    let subscription = || {
        let (customer, id) = (row.microsoft_id?, object.map(|id| SubscriptionId(id.to_owned())));
        Some(match id {
            Some(id) => urls::subscription(customer, id),
            None => urls::customer_subscriptions(customer),
        })
    };
    let address = match row.event {
        E::RequestAnswered | E::RequestOpened | E::RequestExpires | E::MailFailed => {
            object.map_or_else(urls::relationship_requests, urls::relationship_request)
        }
        E::Partnership if kind == PartnerKind::IndirectReseller => urls::indirect_providers(),
        E::Partnership => urls::indirect_resellers(),
        E::OrderRequested | E::OrderAnswered => object.map_or_else(urls::orders, urls::order),
        E::Referral => object.map_or_else(urls::referrals, urls::referral),
        E::SubscriptionSuspended | E::RenewalChange => subscription()?,
        E::SubscriptionEnds | E::MonthlyRenewal | E::SubscriptionDeletion => match subscription() {
            Some(one) => one,
            None => return Some(list_address(row)),
        },
        E::ImportEnded => urls::import_progress(object?),
        E::BulkActEnded => urls::bulk_act(object?),
        // The list has the file, or says why it is paused.
        E::ReportEnded => urls::reports(),
        E::ChannelPaused => urls::chat_channels(),
        E::WebhookPaused => urls::webhooks(),
        E::ConnectionStopped => urls::connections(),
        E::NewDevice => urls::profile_sessions(),
        E::AccountChanged => urls::profile(),
    };
    Some(address.into())
}

/// Returns the list of the subscriptions that a notice counts.
fn list_address(row: &NoticeRow) -> String {
    let details = row.parsed_details();
    let word = |key| details.get(key).and_then(Value::as_str).unwrap_or_default();
    let day = word("day");
    let window = format!("{day}..{day}");
    if row.event == NoticeEvent::SubscriptionDeletion {
        let list = [("status", "suspended"), ("event", "deletion"), ("renews", &*window)];
        return urls::subscriptions().with_parameters(list);
    }
    let auto_renew = if word("kind") == "ends" { "off" } else { "on" };
    let list = [("status", "active"), ("renews", &*window), ("auto_renew", auto_renew)];
    urls::subscriptions().with_parameters(list)
}

/// Returns the label of the link to the object.
pub fn link_label(event: NoticeEvent, texts: &Texts) -> String {
    use NoticeEvent as E;
    match event {
        E::OrderRequested => texts.notice_decide(),
        E::SubscriptionEnds | E::MonthlyRenewal | E::SubscriptionDeletion => texts.notice_review(),
        _ => texts.notice_open(),
    }
}

/// Returns the look of an event: the name of its icon, and its tone.
pub const fn look(event: NoticeEvent) -> (&'static str, &'static str) {
    use NoticeEvent as E;
    match event {
        E::RequestAnswered => ("check", "success"),
        E::RequestOpened => ("note", ""),
        E::RequestExpires => ("clock", "warning"),
        E::Partnership => ("share", ""),
        E::OrderRequested => ("cart", "warning"),
        E::OrderAnswered => ("cart", ""),
        E::Referral => ("people", ""),
        E::SubscriptionEnds => ("repeat", "warning"),
        E::MonthlyRenewal | E::RenewalChange => ("repeat", ""),
        E::SubscriptionSuspended => ("clock", "warning"),
        E::SubscriptionDeletion => ("warn", "danger"),
        E::ImportEnded | E::BulkActEnded | E::ReportEnded => ("check", ""),
        E::MailFailed | E::ChannelPaused | E::WebhookPaused | E::ConnectionStopped => ("warn", "danger"),
        E::NewDevice | E::AccountChanged => ("lock", ""),
    }
}

/// Returns the sentence of a notice that has no log entry.
fn own_sentence(row: &NoticeRow, reading: ReaderFormat) -> Sentence {
    let details = row.parsed_details();
    let texts = reading.texts();
    let told = Told { details: &details, reading };
    match row.event {
        NoticeEvent::MailFailed => {
            let mut sentence = Sentence::words(texts.notice_mail_failed() + &texts.colon());
            sentence.parts.push(Part::Value(told.data("recipient")));
            sentence.note = vec![Part::Value(told.data("words"))];
            sentence
        }
        NoticeEvent::NewDevice => {
            let mut sentence = Sentence::words(texts.notice_new_device() + &texts.colon());
            let browser = told.word("browser").map_or_else(|| texts.session_unknown_browser(), str::to_owned);
            sentence.parts.push(Part::Text(browser));
            sentence.note = vec![Part::Value(told.data("address"))];
            sentence
        }
        NoticeEvent::AccountChanged => {
            let text = told.word("change").and_then(|word| change_text(word, texts));
            Sentence::words(text.unwrap_or_else(|| row.event.label(texts)))
        }
        NoticeEvent::ImportEnded => told.import(),
        NoticeEvent::ReportEnded => told.report(),
        _ => told.coming(row.event),
    }
}

/// The details of a notice, for a reader.
struct Told<'a> {
    details: &'a Map<String, Value>,
    reading: ReaderFormat,
}

impl Told<'_> {
    fn word(&self, key: &str) -> Option<&str> {
        self.details.get(key).and_then(Value::as_str)
    }

    fn data(&self, key: &str) -> ValueText {
        ValueText { text: self.word(key).unwrap_or_default().to_owned(), is_data: true }
    }

    fn number(&self, key: &str) -> (u64, String) {
        let number = self.details.get(key).and_then(Value::as_u64).unwrap_or_default();
        (number, self.reading.locale.number(number))
    }

    fn import(&self) -> Sentence {
        let texts = self.reading.texts();
        let mut sentence = Sentence::words(match self.word("state") {
            Some("done") => texts.notice_import_done(),
            _ => texts.notice_import_failed(),
        });
        if let Some(kind) = self.word("file").and_then(|word| FileKind::from_text(word).ok()) {
            sentence.parts.extend([Part::Text(texts.colon()), Part::Text(kind.label(texts))]);
        }
        if self.word("state") == Some("done") {
            let [added, changed, rejected] = ["added", "changed", "rejected"].map(|key| self.number(key).1);
            sentence.note = vec![Part::Text(texts.notice_import_counts(added, changed, rejected))];
        }
        sentence
    }

    fn report(&self) -> Sentence {
        let texts = self.reading.texts();
        let is_paused = self.word("state") == Some("paused");
        let said = if is_paused { texts.notice_report_paused() } else { texts.notice_report_ready() };
        let mut sentence = Sentence::words(said + &texts.colon());
        sentence.parts.push(Part::Value(self.data("name")));
        if !is_paused {
            let (rows, number) = self.number("rows");
            sentence.note = vec![Part::Text(texts.report_rows(rows, number))];
        }
        sentence
    }

    /// Returns the sentence about a coming day: one subscription by name, several by their number.
    fn coming(&self, event: NoticeEvent) -> Sentence {
        let texts = self.reading.texts();
        let day: Option<NaiveDate> = self.word("day").and_then(|day| day.parse().ok());
        let day = day.map(|day| self.reading.locale.date(day)).unwrap_or_default();
        let (count, number) = self.number("count");
        let ends = self.word("kind") == Some("ends");
        let name = self.word("name");
        let said = match event {
            NoticeEvent::RequestExpires => texts.notice_requests_expire(count, number, day),
            NoticeEvent::Referral => texts.notice_referrals_expire(count, number, day),
            NoticeEvent::SubscriptionDeletion if name.is_some() => texts.notice_one_deleted(day),
            NoticeEvent::SubscriptionDeletion => texts.notice_subscriptions_deleted(count, number, day),
            _ if name.is_some() && ends => texts.notice_one_ends(day),
            _ if name.is_some() => texts.notice_one_renews(day),
            _ if ends => texts.notice_subscriptions_end(count, number, day),
            _ => texts.notice_subscriptions_renew(count, number, day),
        };
        let mut sentence = Sentence::words(said);
        if let Some(name) = name {
            let name = ValueText { text: name.to_owned(), is_data: true };
            sentence.parts.extend([Part::Text(texts.colon()), Part::Value(name)]);
        }
        let (licenses, number) = self.number("licenses");
        if licenses > 0 {
            sentence.note = vec![Part::Text(texts.license_count(licenses, number))];
        }
        sentence
    }
}
