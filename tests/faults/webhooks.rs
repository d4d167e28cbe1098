//! `kill -9` while events are sent to a webhook: each arrives, and those of one object in order, whenever the process was killed.

use crate::portal::{Portal, customer};
use crate::support::webhook::Receiver;
use crate::support::{Random, short_or_long, until};
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

/// How many customers change, and how often each.
const ROUNDS: usize = 3;

const WAITING: &str = "SELECT count(*) AS n FROM webhook_deliveries WHERE state = 'waiting'";
const DELIVERED: &str = "SELECT count(*) AS n FROM webhook_deliveries WHERE state = 'delivered'";

/// The lease of a killed process has expired.
const EXPIRE_LEASES: &str = "UPDATE webhooks SET leased_until = NULL";

fn import(portal: &Portal, customers: usize, round: usize) {
    let head = "Microsoft ID,Company name,Primary domain name,Relationship\r\n".to_owned();
    let row = |n| format!("{},Company {n} of round {round},company-{n}.example,Reseller\r\n", customer(n));
    let file = (1..=customers).map(row).fold(head, |file, row| file + &row);
    let said = portal.run_with(&["import", "customers", "-", "--partner", "100"], &file);
    assert_eq!(said.code, 0, "{said:?}");
}

#[test]
fn each_event_arrives_in_order_whenever_the_process_was_killed() {
    for (database, mut portal) in Portal::on_both() {
        portal.set("PORTAL_OUTBOUND_ALLOW", "127.0.0.1");
        let (receiver, address) = Receiver::start();
        receiver.take(Duration::from_millis(40));
        let customers = short_or_long(200, 1_000);
        import(&portal, customers, 0);
        let served = portal.serve();
        let url = format!("http://{address}/in");
        let mut browser = served.signed_in();
        let new = "/account-settings/webhooks/new";
        let _ = browser.get(new).unwrap();
        let added = browser.post(new, &[("url", &url), ("event-customer-updated", "yes")]).unwrap();
        assert_eq!(added.status, 200, "{}", added.text());
        served.stop();
        (1..=ROUNDS).for_each(|round| import(&portal, customers, round));
        let expected = (customers * ROUNDS) as i64;
        let (mut random, mut kills) = (Random::new(47), 0);
        while portal.number(DELIVERED) < expected && kills < 200 {
            let before = receiver.posted().len();
            portal.execute(EXPIRE_LEASES);
            let served = portal.serve();
            let has_begun = until(Duration::from_secs(60), || receiver.posted().len() > before);
            assert!(has_begun, "{database}: {}", served.log());
            // What arrived is stored a few times each second.
            std::thread::sleep(random.millis(1_000));
            served.kill();
            kills += 1;
        }
        assert_eq!((portal.number(DELIVERED), portal.number(WAITING)), (expected, 0), "{database}");
        let (mut seen, mut of_object) = (BTreeSet::new(), BTreeMap::<String, Vec<i64>>::new());
        let posted = receiver.posted();
        for one in &posted {
            if seen.insert(one.header("webhook-id").to_owned()) {
                let text = |key: &str| one.body[key].as_str().unwrap().to_owned();
                let entry = text("AuditUri").rsplit('_').next().unwrap().parse().unwrap();
                of_object.entry(text("ResourceUri")).or_default().push(entry);
            }
        }
        assert_eq!((seen.len(), of_object.len()), (expected as usize, customers), "{database}");
        assert!(
            of_object.values().all(|entries| entries.len() == ROUNDS && entries.is_sorted()),
            "{database}"
        );
        assert!(kills >= 3, "{database}: too few kills to say anything: {kills}");
        println!(
            "{database}: {expected} events over {kills} kills, {} arrived again",
            posted.len() - seen.len()
        );
    }
}
