//! What the portal has confirmed. Writers make numbered changes of several kinds over HTTP; a number is acknowledged only
//! after the redirect that confirms its change. [`Ledger::check`] then compares the database with that: every acknowledged
//! change is there exactly once with exactly one log entry (and one message, where it has one), any other change is
//! there completely or not at all, the database is sound, and the activity log verifies.

use crate::client::{Answer, Client};
use crate::portal::{Portal, customer};
use diesel::RunQueryDsl;
use diesel::sql_types::Text;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

/// A change with its number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// The customer with this number is renamed.
    Rename(usize),
    /// A relationship request is drafted.
    Draft,
    /// The draft with this number is sent, which queues a message.
    Send(usize),
    /// A user is added, which queues a message.
    User,
}

/// All changes, and those that were confirmed.
#[derive(Default)]
pub struct Ledger {
    next: AtomicUsize,
    tried: Mutex<BTreeMap<usize, Change>>,
    acknowledged: Mutex<BTreeSet<usize>>,
    statuses: Mutex<BTreeMap<u16, usize>>,
}

/// What a check found.
#[derive(Debug, Clone, Copy, Default)]
pub struct Summary {
    pub acknowledged: usize,
    /// Changes whose response did not arrive or was no confirmation.
    pub unconfirmed: usize,
    /// How many of those were made nevertheless.
    pub unconfirmed_but_made: usize,
}

impl Ledger {
    /// Returns the numbers of the changes that are confirmed by now.
    pub fn acknowledged(&self) -> BTreeSet<usize> {
        self.acknowledged.lock().unwrap().clone()
    }

    /// Returns how often each status was the response to a change.
    pub fn statuses(&self) -> BTreeMap<u16, usize> {
        self.statuses.lock().unwrap().clone()
    }

    fn begin(&self, change: Change) -> usize {
        let number = self.next.fetch_add(1, Ordering::SeqCst) + 1;
        self.tried.lock().unwrap().insert(number, change);
        number
    }

    fn end(&self, number: usize, answer: &Answer) {
        *self.statuses.lock().unwrap().entry(answer.status).or_default() += 1;
        let asks_first =
            ["/sign-in", "/step-up"].iter().any(|page| answer.header("location").starts_with(page));
        if answer.status == 303 && !asks_first {
            self.acknowledged.lock().unwrap().insert(number);
        }
    }

    /// Checks the database against everything that was acknowledged.
    #[track_caller]
    pub fn check(&self, portal: &Portal) -> Summary {
        self.check_after(portal, &self.acknowledged())
    }

    /// Checks a database, such as a restored one, against what was acknowledged at some time.
    #[track_caller]
    pub fn check_after(&self, portal: &Portal, acknowledged: &BTreeSet<usize>) -> Summary {
        let stored = Stored::read(portal);
        let mut summary = Summary { acknowledged: acknowledged.len(), ..Summary::default() };
        for (number, change) in self.tried.lock().unwrap().iter() {
            let [logged, made, sent] = stored.counts(*number, *change);
            let is_whole = logged == made && made == sent && logged <= 1;
            assert!(is_whole, "change {number} ({change:?}): {logged} entries, {made} rows, {sent} messages");
            if acknowledged.contains(number) {
                assert_eq!(logged, 1, "change {number} ({change:?}) was acknowledged and is lost");
            } else {
                summary.unconfirmed += 1;
                summary.unconfirmed_but_made += logged;
            }
        }
        for (id, name) in &stored.last_names {
            assert_eq!(stored.names.get(id), Some(name), "the name of {id} is that of its last entry");
        }
        check_soundness(portal);
        summary
    }
}

/// Checks pages, indexes and references of the database, and the activity log.
#[track_caller]
pub fn check_soundness(portal: &Portal) {
    if !portal.is_postgres() {
        let mut c = portal.connect();
        let found: Vec<Damage> = diesel::sql_query("PRAGMA integrity_check").load(&mut c).unwrap();
        assert!(found.len() == 1 && found[0].integrity_check == "ok", "{found:?}");
        let orphans: Vec<Orphan> = diesel::sql_query("PRAGMA foreign_key_check").load(&mut c).unwrap();
        assert!(orphans.is_empty(), "{orphans:?}");
    }
    let verified = portal.run(&["activity", "verify"]).done();
    assert!(verified.contains("verified up to entry"), "{verified}");
}

#[derive(Debug, diesel::QueryableByName)]
struct Damage {
    #[diesel(sql_type = Text)]
    integrity_check: String,
}

#[derive(Debug, diesel::QueryableByName)]
struct Orphan {
    #[diesel(sql_type = Text)]
    #[allow(dead_code)] // shown by a failed test
    table: String,
}

#[derive(diesel::QueryableByName)]
struct Pair {
    #[diesel(sql_type = Text)]
    a: String,
    #[diesel(sql_type = Text)]
    b: String,
}

/// What the database says about the changes.
#[derive(Default)]
struct Stored {
    /// Log entries by action and by the word that identifies the change.
    entries: BTreeMap<(String, String), usize>,
    rows: BTreeMap<String, usize>,
    messages: BTreeMap<String, usize>,
    names: BTreeMap<String, String>,
    last_names: BTreeMap<String, String>,
}

const RENAMED: &str = "update_customer_partner_contract_company_name";

impl Stored {
    fn read(portal: &Portal) -> Self {
        let mut c = portal.connect();
        let mut pairs = |sql: &str| diesel::sql_query(sql).load::<Pair>(&mut c).unwrap();
        let mut stored = Stored::default();
        let log = "SELECT action AS a, details AS b FROM activity_entries ORDER BY id";
        let customers = "SELECT coalesce(microsoft_id, '') AS a, '' AS b FROM activity_entries ORDER BY id";
        for (entry, customer) in pairs(log).into_iter().zip(pairs(customers)) {
            let details: Value = serde_json::from_str(&entry.b).unwrap_or_default();
            let words = [&details["after"]["company_name"], &details["recipient"], &details["email"]];
            let Some(word) = words.iter().find_map(|word| word.as_str()) else { continue };
            if entry.a == RENAMED {
                stored.last_names.insert(customer.a, word.to_owned());
            }
            *stored.entries.entry((entry.a, word.to_owned())).or_default() += 1;
        }
        let rows =
            "SELECT recipient AS a, '' AS b FROM relationship_requests UNION ALL SELECT email, '' FROM users";
        for row in pairs(rows) {
            *stored.rows.entry(row.a).or_default() += 1;
        }
        for message in pairs("SELECT recipient AS a, '' AS b FROM outbox") {
            *stored.messages.entry(message.a).or_default() += 1;
        }
        let names = "SELECT microsoft_id AS a, list_name AS b FROM customers";
        stored.names = pairs(names).into_iter().map(|row| (row.a, row.b)).collect();
        stored
    }

    /// Returns the numbers of entries, of rows and of messages of a change. What a kind does not have counts like its
    /// entries.
    fn counts(&self, number: usize, change: Change) -> [usize; 3] {
        let entries = |action: &str, word: &str| {
            self.entries.get(&(action.to_owned(), word.to_owned())).copied().unwrap_or(0)
        };
        let of = |counted: &BTreeMap<String, usize>, word: &str| counted.get(word).copied().unwrap_or(0);
        match change {
            Change::Rename(_) => [entries(RENAMED, &name(number)); 3],
            Change::Draft => {
                let logged = entries("portal_create_relationship_request", &recipient(number));
                [logged, of(&self.rows, &recipient(number)), logged]
            }
            Change::Send(draft) => {
                let logged = entries("portal_send_relationship_request", &recipient(draft));
                [logged, logged, of(&self.messages, &recipient(draft))]
            }
            Change::User => {
                let logged = entries("create_partner_user", &email(number));
                [logged, of(&self.rows, &email(number)), of(&self.messages, &email(number))]
            }
        }
    }
}

fn name(number: usize) -> String {
    format!("Firm {number}")
}

fn recipient(number: usize) -> String {
    format!("r{number}@lead.example")
}

fn email(number: usize) -> String {
    format!("u{number}@staff.example")
}

/// Makes one change after another in its own browser, on its own customer.
pub struct Writer<'a> {
    ledger: &'a Ledger,
    pub client: Client,
    customer: usize,
    drafts: Vec<(usize, String)>,
    steps: usize,
    /// Whether it makes all kinds of changes; otherwise it only renames its customer.
    pub is_mixed: bool,
}

impl<'a> Writer<'a> {
    /// Returns a writer; no other one may have the same customer at the same time.
    pub fn new(ledger: &'a Ledger, client: Client, customer: usize) -> Self {
        Writer { ledger, client, customer, drafts: Vec::new(), steps: customer, is_mixed: true }
    }

    /// Makes the next change; returns the status of the response.
    ///
    /// # Errors
    /// The connection broke; whether the change was made is not known.
    pub fn step(&mut self) -> io::Result<u16> {
        self.steps += 1;
        match self.steps % 8 {
            1 | 4 if self.is_mixed => self.draft(),
            2 | 5 if self.is_mixed => self.send(),
            7 if self.is_mixed => self.add_user(),
            _ => self.rename(),
        }
    }

    /// Makes changes until the connection breaks or the response is no confirmation.
    pub fn run(&mut self) {
        while self.step().is_ok_and(|status| status == 303 || status == 429) {}
    }

    /// Renames the customer.
    pub fn rename(&mut self) -> io::Result<u16> {
        let path = format!("/customers/{}/bill-to", customer(self.customer));
        let page = self.client.get(&path)?;
        if page.status != 200 {
            return Ok(page.status);
        }
        let number = self.ledger.begin(Change::Rename(self.customer));
        let fields = [("version", &*page.value("version")), ("company_name", &*name(number))];
        let answer = self.client.post(&path, &fields)?;
        self.ledger.end(number, &answer);
        Ok(answer.status)
    }

    /// Drafts a relationship request.
    pub fn draft(&mut self) -> io::Result<u16> {
        let number = self.ledger.begin(Change::Draft);
        let until = (partner_portal::clock::now() + chrono::TimeDelta::days(30)).date().to_string();
        let (id, recipient) = (uuid::Uuid::new_v4().to_string(), recipient(number));
        let fields = [
            ("id", &*id),
            ("recipient", &*recipient),
            ("language", "en"),
            ("delegated_admin", "yes"),
            ("valid_until", &*until),
        ];
        let answer = self.client.post("/relationship-requests", &fields)?;
        self.ledger.end(number, &answer);
        if answer.status == 303 {
            self.drafts.push((number, answer.header("location").to_owned()));
        }
        Ok(answer.status)
    }

    /// Sends the last draft; drafts one first if there is none.
    pub fn send(&mut self) -> io::Result<u16> {
        let Some((draft, at)) = self.drafts.pop() else { return self.draft() };
        let page = self.client.get(&at)?;
        if page.status != 200 {
            return Ok(page.status);
        }
        let number = self.ledger.begin(Change::Send(draft));
        let fields = [
            ("recipient", page.value("recipient")),
            ("subject", page.value("subject")),
            ("body", page.area("body")),
            ("version", page.value("version")),
        ];
        let fields = fields.each_ref().map(|(name, value)| (*name, value.as_str()));
        let answer = self.client.post(&format!("{at}/delivery"), &fields)?;
        self.ledger.end(number, &answer);
        Ok(answer.status)
    }

    /// Adds a user who gets a message.
    pub fn add_user(&mut self) -> io::Result<u16> {
        let number = self.ledger.begin(Change::User);
        let (name, email) = (format!("User {number}"), email(number));
        let fields = [
            ("name", &*name),
            ("email", &*email),
            ("admin_role", "none"),
            ("agent_role", "sales-agent"),
            ("welcome", "mail"),
        ];
        let answer = self.client.post("/account-settings/users/new", &fields)?;
        self.ledger.end(number, &answer);
        Ok(answer.status)
    }
}
