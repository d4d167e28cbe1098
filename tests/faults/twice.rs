//! Row 18: a form that is sent twice at the same time, or again after a lost response, has one effect.

use crate::client::{Answer, Client};
use crate::portal::{Portal, customer};
use crate::support::short_or_long;

/// Sends the same form twice at the same time.
fn twice(client: &Client, path: &str, fields: &[(&str, &str)]) -> [Answer; 2] {
    std::thread::scope(|threads| {
        let send = || {
            let mut client = client.clone();
            move || client.post(path, fields).unwrap()
        };
        [threads.spawn(send()), threads.spawn(send())].map(|sent| sent.join().unwrap())
    })
}

#[test]
fn a_form_that_is_sent_twice_has_one_effect() {
    for (database, portal) in Portal::on_both() {
        let served = portal.serve();
        let mut client = served.signed_in();
        let until = (partner_portal::clock::now() + chrono::TimeDelta::days(30)).date().to_string();
        for round in 0..short_or_long(3, 200) {
            let (id, recipient) = (uuid::Uuid::new_v4().to_string(), format!("twice{round}@lead.example"));
            let fields = [
                ("id", &*id),
                ("recipient", &*recipient),
                ("language", "en"),
                ("valid_until", &*until),
                ("delegated_admin", "yes"),
            ];
            let [one, other] = twice(&client, "/relationship-requests", &fields);
            assert_eq!((one.status, other.status), (303, 303), "{}{}", one.text(), other.text());
            assert_eq!(one.header("location"), other.header("location"), "both lead to the same request");
            let stored =
                format!("SELECT count(*) AS n FROM relationship_requests WHERE recipient = '{recipient}'");
            assert_eq!(portal.number(&stored), 1, "{database}");

            let email = format!("twice{round}@staff.example");
            let fields = [
                ("name", "Twice"),
                ("email", &*email),
                ("admin_role", "none"),
                ("agent_role", "none"),
                ("welcome", "mail"),
            ];
            let mut statuses =
                twice(&client, "/account-settings/users/new", &fields).map(|answer| answer.status);
            statuses.sort_unstable();
            assert_eq!(statuses, [303, 422], "the second says that the address is taken");
            for table in ["users WHERE email", "outbox WHERE recipient"] {
                assert_eq!(
                    portal.number(&format!("SELECT count(*) AS n FROM {table} = '{email}'")),
                    1,
                    "{database}: {table}"
                );
            }

            let path = format!("/customers/{}/bill-to", customer(1));
            let version = client.get(&path).unwrap().value("version");
            let name = format!("Twice {round}");
            for answer in twice(&client, &path, &[("version", &version), ("company_name", &name)]) {
                assert_eq!(answer.status, 303, "{database}: {}", answer.text());
            }
            let renamed = client.get(&path).unwrap();
            assert_eq!(renamed.value("version").parse(), version.parse::<i32>().map(|version| version + 1));
        }
        let renames = "SELECT count(*) AS n FROM activity_entries WHERE action = 'update_customer_partner_contract_company_name'";
        assert_eq!(portal.number(renames), short_or_long(3, 200), "{database}: one entry each");
        served.stop();
    }
}
