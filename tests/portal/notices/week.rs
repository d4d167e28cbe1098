//! A week of the sample channel, played with a moved clock by two processes over one database: what arrives at a mail server
//! is compared with a naive model, message by message.

use crate::on_both_databases;
use crate::support::TestApp;
use crate::support::smtp::{Smtp, Taken};
use chrono::{Datelike, NaiveDate, NaiveDateTime, TimeDelta, Timelike};
use chrono_tz::Tz;
use diesel::prelude::*;
use partner_portal::audit::notices::{self, NewNotice};
use partner_portal::clock;
use partner_portal::db::partners;
use partner_portal::db::schema::{customers, notice_readers, notices as rows, outbox, users};
use partner_portal::demo;
use partner_portal::domain::{MicrosoftId, NoticeEvent, NoticeLevel, Partner, PartnerId, Roles, UserId};
use partner_portal::features::notices::{coming, digest, letters};
use partner_portal::i18n::Locale;
use partner_portal::portal::Portal;
use serde_json::json;
use std::collections::HashSet;

on_both_databases! {
    each_user_gets_what_happened_once_and_in_their_language
}

/// Hours between two times at which something happens. The jobs run every hour, so that a digest at another hour is noticed.
const STEP: i64 = 3;

/// The day on which the mail server is down.
const DAY_WITHOUT_MAIL: i64 = 3;

const LANGUAGES: [(Locale, Tz); 3] =
    [(Locale::En, Tz::America__New_York), (Locale::Ko, Tz::Asia__Seoul), (Locale::ZhTw, Tz::Europe__Berlin)];

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Kind {
    Letter,
    Digest,
}

/// A message: to whom, which kind, how many notices it has, and its subject if the model can tell.
type Message = (String, Kind, usize, Option<String>);

#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = rows)]
struct Row {
    id: i32,
    partner_id: PartnerId,
    at: NaiveDateTime,
    event: NoticeEvent,
    actor_id: Option<i32>,
    user_id: Option<i32>,
    microsoft_id: Option<MicrosoftId>,
}

/// A user as the model sees one.
struct Person {
    id: UserId,
    partner: Partner,
    email: String,
    roles: Roles,
    locale: Locale,
    zone: Tz,
    added: NaiveDateTime,
    read_to: i32,
    is_weekly: bool,
    letters_to: i32,
    letter_waits: bool,
    digested_to: i32,
    digest_day: Option<NaiveDate>,
    digest_waits: bool,
}

impl Person {
    /// The notices that the user may see, at one of these levels.
    fn sees<'a>(
        &'a self,
        all: &'a [Row],
        held: &'a HashSet<(PartnerId, MicrosoftId)>,
        is_level: fn(NoticeLevel) -> bool,
    ) -> impl Iterator<Item = &'a Row> {
        all.iter().filter(move |row| {
            row.partner_id == self.partner.id
                && row.event.permission(self.partner.kind).allows(self.roles, &self.partner)
                && !row.event.is_security()
                && is_level(row.event.default_level(self.roles))
                && row.user_id.is_none_or(|user| user == self.id.0)
                && row.actor_id.is_none_or(|user| user != self.id.0)
                && row.at >= self.added
                && row.microsoft_id.is_none_or(|customer| held.contains(&(row.partner_id, customer)))
        })
    }

    /// Returns the letter of this moment.
    fn letter(&mut self, seen: &[Row], now: NaiveDateTime) -> Option<Message> {
        let newest = seen.iter().map(|row| row.id).max()?;
        if self.letter_waits || newest <= self.letters_to {
            return None;
        }
        let is_new =
            |row: &&Row| row.id > self.letters_to.max(self.read_to) && row.at > now - TimeDelta::days(1);
        let count = seen.iter().filter(is_new).count();
        self.letters_to = newest;
        self.letter_waits = count > 0;
        let texts = self.locale.texts();
        let subject = texts.notices_count(count as u64, self.locale.number(count as u64));
        (count > 0).then(|| (self.email.clone(), Kind::Letter, count, (count > 1).then_some(subject)))
    }

    /// Returns the digest of this moment.
    fn digest(&mut self, seen: &[Row], now: NaiveDateTime) -> Option<Message> {
        let there = now.and_utc().with_timezone(&self.zone);
        let mut day = there.date_naive();
        if there.hour() < 8 {
            day = day.pred_opt()?;
        }
        while self.is_weekly && day.weekday() != chrono::Weekday::Mon {
            day = day.pred_opt()?;
        }
        if self.digest_day.is_some_and(|last| last >= day) {
            return None;
        }
        self.digest_day = Some(day);
        if self.digest_waits {
            return None;
        }
        let is_new = |row: &&Row| row.id > self.digested_to && row.at > now - TimeDelta::days(8);
        let count = seen.iter().filter(is_new).count();
        self.digested_to = seen.iter().map(|row| row.id).max().unwrap_or(0).max(self.digested_to);
        self.digest_waits = count > 0;
        let subject = self.locale.texts().mail_digest_subject(self.locale.date(day));
        (count > 0).then(|| (self.email.clone(), Kind::Digest, count, Some(subject)))
    }
}

/// The active users with a role, after the test has given them languages, time zones and rhythms in turn.
fn people(app: &TestApp) -> Vec<Person> {
    type Columns = (UserId, PartnerId, String, Option<String>, Option<String>, NaiveDateTime);
    let all = app.portal.db.read_now(partners::all).unwrap();
    let columns =
        (users::id, users::partner_id, users::email, users::admin_role, users::agent_role, users::created_at);
    let found = users::table.filter(users::active.eq(true)).order(users::id).select(columns);
    let found: Vec<Columns> = app.portal.db.read_now(|c| Ok(found.load(c)?)).unwrap();
    let with_role = found.into_iter().filter(|(.., admin, agent, _)| admin.is_some() || agent.is_some());
    let numbered = with_role.enumerate();
    let person = |(number, (id, partner, email, admin, agent, added)): (usize, Columns)| {
        let (locale, zone) = LANGUAGES[number % 3];
        let is_weekly = number % 5 == 4;
        let user = users::table.find(id);
        let chosen = (users::language.eq(locale.tag()), users::time_zone.eq(zone.name()));
        let reader = notice_readers::table.find(id);
        let rhythm = notice_readers::digest.eq(if is_weekly { "weekly" } else { "daily" });
        let read_to = app.portal.db.write_now(|c| {
            diesel::update(user).set(chosen).execute(c)?;
            diesel::update(reader).set(rhythm).execute(c)?;
            Ok(reader.select(notice_readers::read_to).first::<i32>(c).optional()?.unwrap_or(0))
        });
        let roles: Vec<String> = [admin, agent].into_iter().flatten().collect();
        Person {
            id,
            partner: all.iter().find(|one| one.id == partner).unwrap().clone(),
            email,
            roles: Roles::parse(&roles.join(",")).unwrap(),
            locale,
            zone,
            added,
            read_to: read_to.unwrap(),
            is_weekly,
            letters_to: 0,
            letter_waits: false,
            digested_to: 0,
            // A user gets no digest on the day on which the account is created.
            digest_day: Some(added.and_utc().with_timezone(&zone).date_naive()),
            digest_waits: false,
        }
    };
    numbered.map(person).collect()
}

/// Runs a job in both processes at the same time.
fn in_both(both: [&TestApp; 2], job: fn(&Portal, NaiveDateTime) -> usize, now: NaiveDateTime) -> usize {
    std::thread::scope(|scope| {
        let runs = both.map(|app| {
            let portal = app.portal.clone();
            scope.spawn(move || job(&portal, now))
        });
        runs.map(|run| run.join().unwrap()).iter().sum()
    })
}

fn all_notices(app: &TestApp) -> Vec<Row> {
    let all = rows::table.order(rows::id).select((
        rows::id,
        rows::partner_id,
        rows::at,
        rows::event,
        rows::actor_id,
        rows::user_id,
        rows::microsoft_id,
    ));
    app.portal.db.read_now(|c| Ok(all.load(c)?)).unwrap()
}

fn customers_held(app: &TestApp) -> HashSet<(PartnerId, MicrosoftId)> {
    let held = customers::table.filter(customers::ended_at.is_null());
    let held = held.select((customers::partner_id, customers::microsoft_id));
    app.portal.db.read_now(|c| Ok(held.load(c)?)).unwrap().into_iter().collect()
}

/// Lets something happen at one partner after the other; every third time it is about a customer.
fn happen(
    app: &TestApp,
    people: &[Person],
    held: &HashSet<(PartnerId, MicrosoftId)>,
    now: NaiveDateTime,
    step: i64,
) {
    let events = [
        NoticeEvent::MailFailed,
        NoticeEvent::RequestOpened,
        NoticeEvent::SubscriptionSuspended,
        NoticeEvent::SubscriptionDeletion,
        NoticeEvent::RenewalChange,
    ];
    let step = usize::try_from(step).unwrap();
    for turn in 0..step % 4 {
        let one = &people[(step * 7 + turn * 3) % people.len()];
        let mut customers: Vec<MicrosoftId> = held
            .iter()
            .filter(|(partner, _)| *partner == one.partner.id)
            .map(|(_, customer)| *customer)
            .collect();
        customers.sort();
        let customer = customers.get(step % customers.len().max(1)).filter(|_| turn == 1);
        let new = NewNotice {
            partner: one.partner.id,
            at: now,
            event: events[(step + turn) % events.len()],
            user: (turn == 2).then_some(one.id),
            object: None,
            customer: customer.copied(),
            details: json!({ "recipient": "it@customer.example", "words": "550", "count": 3, "day": "2027-01-24" }),
        };
        app.portal.db.write_now(|c| notices::insert(c, &new)).unwrap();
    }
}

/// Returns what a message says to this person: all of it must be in their language.
fn message(mail: &Taken, people: &[Person]) -> Message {
    let to = mail.recipients.concat();
    let person = people.iter().find(|person| to.contains(&format!("<{}>", person.email)));
    let person = person.unwrap_or_else(|| panic!("a message to {to}"));
    let (text, texts) = (mail.part("text/plain"), person.locale.texts());
    assert!(text.contains(&texts.mail_notices_settings()), "{}: {text}", person.locale.tag());
    assert_eq!(mail.header("List-Unsubscribe-Post"), "List-Unsubscribe=One-Click");
    let kind = if text.contains(&texts.mail_stop_digest()) { Kind::Digest } else { Kind::Letter };
    // Each notice has a second line, which begins with the time.
    let is_time = |line: &str| {
        let digits: Vec<char> = line.chars().take(5).collect();
        matches!(digits[..], [a, b, ':', c, d] if [a, b, c, d].iter().all(char::is_ascii_digit))
    };
    let count = text.lines().filter(|line| is_time(line)).count();
    (person.email.clone(), kind, count, Some(mail.header("Subject")))
}

async fn each_user_gets_what_happened_once_and_in_their_language(app: TestApp) {
    demo::seed::seed(&app.portal.db, &app.portal.log, &app.portal.secrets, 120).unwrap();
    let (server, address) = Smtp::start();
    let one = app.with_mail(address).await;
    let two = one.second().await;
    one.portal.db.write_now(|c| Ok(diesel::delete(outbox::table).execute(c)?)).unwrap();
    let mut people = people(&one);
    let held = customers_held(&one);
    let begin = clock::now();
    let (mut arrived, mut played) = (0, [0; 2]);
    let (mut expected, mut languages) = (Vec::new(), HashSet::new());
    for hour in 0..7 * 24 {
        let now = begin + TimeDelta::hours(hour);
        if hour % STEP == 0 {
            happen(&one, &people, &held, now, hour / STEP);
        }
        in_both([&one, &two], |portal, now| coming::run_at(portal, now).unwrap(), now);
        if hour == 90 {
            let newest = all_notices(&one).last().unwrap().id;
            let reads = &mut people[0];
            reads.read_to = newest;
            let reader = notice_readers::table.find(reads.id);
            let set = diesel::update(reader).set(notice_readers::read_to.eq(newest));
            one.portal.db.write_now(|c| Ok(set.execute(c)?)).unwrap();
        }
        let all = all_notices(&one);
        let mut told = Vec::new();
        for person in &mut people {
            let of = |is_level| person.sees(&all, &held, is_level).cloned().collect::<Vec<Row>>();
            let at_once = of(|level| level == NoticeLevel::AtOnce);
            let in_digest = of(|level| level >= NoticeLevel::Digest);
            told.extend(person.letter(&at_once, now));
            told.extend(person.digest(&in_digest, now));
        }
        let written = in_both([&one, &two], |portal, now| letters::run_at(portal, now).unwrap(), now)
            + in_both([&one, &two], |portal, now| digest::run_at(portal, now).unwrap(), now);
        assert_eq!(written, told.len(), "hour {hour}: {told:?}");
        expected.extend(told);
        if (now - begin).num_days() == DAY_WITHOUT_MAIL {
            continue;
        }
        in_both([&one, &two], |portal, _| portal.mailer().deliver_due().unwrap(), now);
        let mails = server.mails();
        let mut received: Vec<Message> = mails[arrived..].iter().map(|mail| message(mail, &people)).collect();
        arrived = mails.len();
        for (email, kind, ..) in &received {
            played[*kind as usize] += 1;
            let person = people.iter_mut().find(|person| person.email == *email).unwrap();
            languages.insert((person.locale.tag(), *kind));
            match kind {
                Kind::Letter => person.letter_waits = false,
                Kind::Digest => person.digest_waits = false,
            }
        }
        expected.sort();
        received.sort();
        for (message, wanted) in received.iter_mut().zip(&expected) {
            // What a letter about one thing says stands in its subject, which the model does not know.
            message.3 = message.3.take().filter(|_| wanted.3.is_some());
        }
        assert_eq!(received, expected, "hour {hour}, {now}");
        expected.clear();
    }
    assert!(played.iter().all(|count| *count >= 30), "too few messages to say anything: {played:?}");
    assert_eq!(languages.len(), 6, "letters and digests in three languages: {languages:?}");
}
