//! Importing subscriptions of existing customers.

use crate::import::world::{World, customers_file, id, on_each_database, subscriptions_file};
use diesel::prelude::*;
use partner_portal::db::schema::subscriptions as s;
use partner_portal::domain::PartnerKind;
use partner_portal::features::import::engine::options::Options;
use serde_json::Value;

fn with_customers(world: &World) {
    let rows = [1, 2, 3].map(|n| format!("{},Customer {n},c{n}.com,Reseller", id(n)));
    world.customers(&customers_file(&rows.each_ref().map(String::as_str))).unwrap();
}

#[test]
fn adds_and_updates_subscriptions_and_keeps_the_rest() {
    on_each_database(|world| {
        with_customers(world);
        let reseller = world.partner("200", PartnerKind::IndirectReseller);
        world.link(&reseller);
        let file = subscriptions_file(&[
            &format!("{},{},\"Office, 365\",5,Active,200", id(1), id(11)),
            &format!("{},{},Azure,1,已停用,", id(2), id(12).to_uppercase()),
        ]);
        assert_eq!(world.subscriptions(&file).unwrap().added, 2);
        let expected = [
            ("Office, 365".to_owned(), 5, "active".to_owned(), Some("200".to_owned())),
            ("Azure".to_owned(), 1, "disabled".to_owned(), None),
        ];
        assert_eq!(world.sold(), expected);
        let before = world.entries(&world.provider).len();
        assert_eq!(world.subscriptions(&file).unwrap().unchanged, 2);
        assert_eq!(world.entries(&world.provider).len(), before);
        let file = file.replace(",5,Active,200", ",6,만료됨,");
        assert_eq!(world.subscriptions(&file).unwrap().changed, 1);
        assert_eq!(world.sold()[0], ("Office, 365".to_owned(), 6, "expired".to_owned(), None));
        let entries = world.entries(&world.provider);
        assert_eq!(entries[before + 1].0, "update_subscription");
        assert_eq!(entries[before + 1].1["before"]["quantity"], 5);
        assert!(world.entries(&reseller).is_empty(), "it does not have the customer");
    });
}

/// What is planned for the renewal: quantity, offer and cycle.
fn plan(world: &World) -> (Option<i32>, Option<String>, Option<String>) {
    let columns = (s::renewal_quantity, s::renewal_offer_id, s::renewal_cycle);
    world.db.read_now(|c| Ok(s::table.select(columns).first(c)?)).unwrap()
}

#[test]
fn keeps_what_is_planned_for_the_renewal() {
    on_each_database(|world| {
        with_customers(world);
        let file = |product: &str, quantity: &str, status: &str| {
            subscriptions_file(&[&format!("{},{},{product},{quantity},{status},", id(1), id(11))])
        };
        world.subscriptions(&file("Azure", "25", "Active")).unwrap();
        world.run(
            "UPDATE subscriptions SET renewal_quantity = 18, renewal_offer_id = 'E3', renewal_cycle = 'annual'",
        );
        let planned = |quantity: Option<i32>| (quantity, Some("E3".to_owned()), Some("annual".to_owned()));
        for (product, quantity, status) in
            [("Azure", "30", "Active"), ("Azure plan", "30", "Active"), ("Azure plan", "30", "Suspended")]
        {
            assert_eq!(world.subscriptions(&file(product, quantity, status)).unwrap().changed, 1);
            assert_eq!(plan(world), planned(Some(18)), "{product} {quantity} {status}");
        }
        world.subscriptions(&file("Azure plan", "18", "Active")).unwrap();
        assert_eq!(plan(world), planned(None), "it has the planned quantity now");
        let entry = world.entries(&world.provider).pop().unwrap().1;
        assert_eq!(
            (&entry["before"]["renewal_quantity"], &entry["after"]["renewal_quantity"]),
            (&18.into(), &Value::Null)
        );
        world.subscriptions(&file("Azure plan", "18", "Deleted")).unwrap();
        assert_eq!(plan(world), (None, None, None), "a deleted one does not renew");
        let entry = world.entries(&world.provider).pop().unwrap().1;
        assert_eq!(entry["before"]["renewal_offer"], "E3");
    });
}

#[test]
fn logs_the_change_for_a_reseller_that_has_the_customer() {
    on_each_database(|world| {
        with_customers(world);
        let reseller = world.partner("200", PartnerKind::IndirectReseller);
        world.link(&reseller);
        let own = customers_file(&[&format!("{},Own name,c1.com,Reseller", id(1))]);
        world.import_for(&reseller, "customers", own.as_bytes(), &Options::default()).unwrap();
        let file = subscriptions_file(&[&format!("{},{},Azure,5,Active,200", id(1), id(11))]);
        world.subscriptions(&file).unwrap();
        world.subscriptions(&file.replace(",5,", ",6,")).unwrap();
        let entries = world.entries(&reseller);
        assert_eq!(entries.last().unwrap().0, "update_subscription");
        assert_eq!(entries.len(), 2);
    });
}

#[test]
fn invalid_rows_say_what_would_be_valid() {
    on_each_database(|world| {
        with_customers(world);
        world.run(&format!(
            "UPDATE customers SET ended_at = '2026-01-01 00:00:00' WHERE microsoft_id = '{}'",
            id(3)
        ));
        let unlinked = world.partner("201", PartnerKind::IndirectReseller);
        world
            .subscriptions(&subscriptions_file(&[&format!("{},{},Azure,5,Active,", id(1), id(11))]))
            .unwrap();
        let file = subscriptions_file(&[
            &format!("{},{},Azure,5,Active,", id(2), id(11)),
            &format!("{},{},Azure,5,Active,", id(99), id(12)),
            &format!("{},{},Azure,5,Active,", id(3), id(13)),
            &format!("{},{},Azure,5,Active,{}", id(1), id(14), unlinked.mpn_id),
            &format!("{},{},Azure,10000001,Active,", id(1), id(15)),
            &format!("{},{},Azure,\"1,00\",Active,", id(1), id(16)),
            &format!("{},{},Azure,1,Active,abc", id(1), id(17)),
            &format!("{},{},Azure,1,Active,", id(1), id(18)),
            &format!("{},{},Azure,2,Active,", id(2), id(18)),
        ]);
        let report = world.subscriptions(&file).unwrap();
        assert_eq!((report.added, report.bad), (1, 8));
        let told: Vec<String> = report.bad_rows.iter().map(ToString::to_string).collect();
        for (told, expected) in told.iter().zip([
            "belongs to customer",
            "import customers FILE --partner 100",
            "was removed in this portal",
            "partner-portal partner link --provider 100 --reseller 201",
            "whole number from 1 to 10,000,000",
            "whole number from 1 to 10,000,000",
            "is not an MPN ID",
            "is already in line 9",
        ]) {
            assert!(told.contains(expected), "{told}");
        }
    });
}

#[test]
fn only_a_provider_can_name_resellers() {
    on_each_database(|world| {
        let direct = world.partner("300", PartnerKind::Direct);
        let customers = customers_file(&[&format!("{},A,a.com,Reseller", id(1))]);
        world.import_for(&direct, "customers", customers.as_bytes(), &Options::default()).unwrap();
        let file = subscriptions_file(&[&format!("{},{},Azure,5,Active,200", id(1), id(11))]);
        let report =
            world.import_for(&direct, "subscriptions", file.as_bytes(), &Options::default()).unwrap();
        assert!(report.bad_rows[0].message.contains("only an indirect provider"));
    });
}

/// B28.
#[test]
fn reads_quantities_as_people_write_them() {
    on_each_database(|world| {
        with_customers(world);
        let file = subscriptions_file(&[
            &format!("{},{},Azure,\"1,000\",Active,", id(1), id(11)),
            &format!("{},{},Azure,１０,Active,", id(1), id(12)),
            &format!("{},{},Azure,10000000,Active,", id(1), id(13)),
            &format!("{},{},Azure,1E+03,Active,", id(1), id(14)),
        ]);
        let report = world.subscriptions(&file).unwrap();
        let held: Vec<i32> = world.sold().into_iter().map(|row| row.1).collect();
        assert_eq!((held, report.bad), (vec![1_000, 10, 10_000_000], 1));
        let told = report.bad_rows[0].to_string();
        assert!(told.contains("line 5") && told.contains("Quantity") && told.contains("1E+03"), "{told}");
    });
}
