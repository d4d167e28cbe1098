//! `kill -9` while a connection reads, compares and writes: in the end the lists are those of an undisturbed run, each row
//! was added once, and each change has one entry.

use crate::client::Client;
use crate::portal::{CUSTOMERS, Portal, customer};
use crate::served::Served;
use crate::support::{Random, short_or_long, until};
use std::collections::BTreeMap;
use std::time::Duration;

const LIST: &str = "/account-settings/connections";
const STATES: &str = "SELECT count(*) AS n FROM connection_runs WHERE state = ";

/// The lease of a killed process has expired, and nothing is waited for.
const EXPIRE_LEASES: &str =
    "UPDATE connection_runs SET leased_until = '2020-01-01 00:00:00', next_at = NULL WHERE lease IS NOT NULL";

/// Another portal, with more customers than this one and other names of those that both have.
struct Remote {
    portal: Portal,
    served: Served,
    client_id: String,
    secret: String,
}

impl Remote {
    fn start(customers: usize) -> Self {
        let mut portal = Portal::sqlite();
        portal.set("PORTAL_EXPORTS_PER_HOUR", "100000");
        portal.set("PORTAL_API_REQUESTS_PER_MINUTE", "100000");
        let head = "Microsoft ID,Company name,Primary domain name,Relationship\r\n".to_owned();
        let row = |n| format!("{},There {n},company-{n}.example,Reseller\r\n", customer(n));
        import(&portal, "customers", &(1..=customers).map(row).fold(head, |file, row| file + &row));
        let head = "Microsoft ID,Subscription ID,Subscription,Quantity,Status,Reseller\r\n".to_owned();
        let row = |n| format!("{},{},Suite {n},{},Active,\r\n", customer(n), subscription(n), n % 90 + 1);
        import(&portal, "subscriptions", &(1..=customers).map(row).fold(head, |file, row| file + &row));
        let add = ["application", "add", "--partner", "100", "--name", "Reader", "--role", "admin-agent"];
        let said = portal.run(&add).done();
        let word = |key: &str| said.lines().find_map(|line| line.strip_prefix(key)).unwrap().to_owned();
        let (client_id, secret) = (word("client_id: "), word("client_secret: "));
        let served = portal.serve();
        Remote { portal, served, client_id, secret }
    }
}

fn subscription(number: usize) -> String {
    format!("00000000-0000-4000-9000-{number:012}")
}

fn import(portal: &Portal, kind: &str, file: &str) {
    let said = portal.run_with(&["import", kind, "-", "--partner", "100"], file);
    assert_eq!(said.code, 0, "{said:?}");
}

/// Adds a connection to the other portal, and starts its first run. No process works on it until the portal is started again.
fn connect(portal: &Portal, remote: &Remote) -> Client {
    let served = portal.serve();
    let mut browser = served.signed_in();
    let new = format!("{LIST}/new");
    let _ = browser.get(&new).unwrap();
    let address = format!("http://{}", remote.served.address);
    let mut fields = vec![
        ("name", "There"),
        ("kind", "portal"),
        ("base_url", &address),
        ("sign_in", "client-credentials"),
        ("token_url", ""),
        ("client_id", &remote.client_id),
        ("client_secret", &remote.secret),
        ("refresh_token", ""),
        ("schedule", "daily"),
        ("hourly_budget", "100000"),
        ("rule_name", "theirs"),
    ];
    let others =
        ["domain", "relationship", "bill_to", "product", "quantity", "status", "reseller", "renewal"];
    let others: Vec<String> = others.iter().map(|rule| format!("rule_{rule}")).collect();
    fields.extend(others.iter().map(|rule| (rule.as_str(), "theirs")));
    let never = ["write_bill_to", "write_quantity", "write_status", "write_renewal"];
    fields.extend(never.map(|value| (value, "never")));
    let added = browser.post(&new, &fields).unwrap();
    assert_eq!(added.status, 303, "{}", added.text());
    let started = browser.post(&format!("{LIST}/1/runs"), &[]).unwrap();
    assert_eq!(started.status, 303, "{}", started.text());
    served.kill();
    browser
}

fn confirm(browser: &mut Client, served: &Served) {
    browser.address = served.address;
    let confirmed = browser.post(&format!("{LIST}/1/runs/1/confirmation"), &[]).unwrap();
    assert_eq!(confirmed.status, 303, "{}", confirmed.text());
}

fn is(portal: &Portal, state: &str) -> bool {
    portal.number(&format!("{STATES}'{state}'")) == 1
}

fn state(portal: &Portal) -> &'static str {
    let states = ["reading", "comparing", "preview", "writing", "done", "failed", "discarded"];
    states.into_iter().find(|state| is(portal, state)).unwrap()
}

/// Lets a run end without any kill.
fn undisturbed(portal: &Portal, browser: &mut Client) {
    portal.execute(EXPIRE_LEASES);
    let served = portal.serve();
    let longest = Duration::from_secs(240);
    assert!(until(longest, || is(portal, "preview")), "{}", served.log());
    confirm(browser, &served);
    assert!(until(longest, || is(portal, "done")), "{}", served.log());
    served.stop();
}

/// Kills the process until the run is done; returns how often in which state.
fn disturbed(portal: &Portal, browser: &mut Client, random: &mut Random) -> BTreeMap<&'static str, usize> {
    let mut kills = BTreeMap::new();
    for _ in 0..400 {
        portal.execute(EXPIRE_LEASES);
        let served = portal.serve();
        if is(portal, "preview") {
            confirm(browser, &served);
        }
        // Longer each time in a state, so that a list that is read again from its beginning ends at last.
        let kills_before: usize = kills.get(state(portal)).copied().unwrap_or_default();
        std::thread::sleep(random.millis(150 << kills_before.min(6)));
        let state = state(portal);
        served.has_not_panicked();
        served.kill();
        *kills.entry(state).or_default() += 1;
        assert!(!["failed", "discarded"].contains(&state), "{kills:?}");
        if state == "done" {
            return kills;
        }
    }
    panic!("the run is not over: {kills:?}");
}

/// What both portals must have: the exports, and the numbers of added rows, changed customers and all entries about customers.
fn outcome(portal: &Portal) -> (String, String, [i64; 3]) {
    let export = |kind| {
        let exported = portal.run(&["export", kind, "--partner", "100", "--lang", "en"]).done();
        let mut rows: Vec<&str> = exported.lines().collect();
        rows.sort_unstable();
        rows.join("\n")
    };
    let added = if portal.is_postgres() {
        "SELECT coalesce(sum((details::json->>'added')::int), 0)::bigint AS n FROM activity_entries WHERE action = 'portal_import' AND actor_name = 'There'"
    } else {
        "SELECT coalesce(sum(json_extract(details, '$.added')), 0) AS n FROM activity_entries WHERE action = 'portal_import' AND actor_name = 'There'"
    };
    let changed = "SELECT count(*) AS n FROM activity_entries WHERE action = 'portal_update_customer' AND actor_name = 'There'";
    let known = "SELECT count(*) AS n FROM connection_customers";
    (export("customers"), export("subscriptions"), [added, changed, known].map(|sql| portal.number(sql)))
}

#[test]
fn a_run_that_is_killed_at_any_moment_ends_as_one_that_was_not() {
    let customers = short_or_long(4_000, 20_000);
    let remote = Remote::start(customers);
    let there = outcome(&remote.portal);
    let mut random = Random::new(51);
    for (database, mut portal) in Portal::on_both() {
        let mut calm = Portal::sqlite();
        for portal in [&mut portal, &mut calm] {
            portal.set("PORTAL_OUTBOUND_ALLOW", "127.0.0.1");
        }
        let mut browser = connect(&calm, &remote);
        undisturbed(&calm, &mut browser);
        let mut browser = connect(&portal, &remote);
        let kills = disturbed(&portal, &mut browser, &mut random);
        let (expected, ended) = (outcome(&calm), outcome(&portal));
        assert!(ended.0 == expected.0 && ended.1 == expected.1, "{database}: the lists differ, {kills:?}");
        assert!(ended.0 == there.0 && ended.1 == there.1, "{database}: other lists than there, {kills:?}");
        let new = 2 * customers - CUSTOMERS;
        assert_eq!(ended.2, [new, CUSTOMERS, customers].map(|number| number as i64), "{database}: {kills:?}");
        assert_eq!(ended.2, expected.2, "{database}: {kills:?}");
        let all: usize = kills.values().sum();
        assert!(kills.contains_key("reading") && kills.contains_key("writing"), "{database}: {kills:?}");
        println!("{database}: {customers} customers over {all} kills: {kills:?}");
    }
    remote.served.stop();
}
