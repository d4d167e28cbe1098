//! Customers: upsert by Microsoft ID.

use crate::import::world::{customers_file, id, on_each_database};
use partner_portal::domain::PartnerKind;
use partner_portal::features::import::engine::options::Options;

#[test]
fn adds_new_customers_and_repeating_changes_nothing() {
    on_each_database(|world| {
        let file = customers_file(&[
            &format!("{},한강무역,hangang.co.kr,Reseller", id(1)),
            &format!("{},'=Formula GmbH,formula.de,Advisor", id(2)),
            &format!("{},\" spaced, name \",spaced.com,None", id(3)),
        ]);
        let report = world.customers(&file).unwrap();
        assert_eq!((report.rows, report.added, report.bad), (3, 3, 0));
        assert_eq!(world.names(), ["=Formula GmbH", " spaced, name ", "한강무역"]);
        let first = &world.list()[0];
        assert_eq!((first.2.as_str(), first.3.as_str(), &first.4), ("advisor", "=Formula GmbH", &None));
        let entries = world.entries(&world.provider);
        assert_eq!(entries.len(), 1);
        assert_eq!((&*entries[0].0, &entries[0].1["added"]), ("portal_import", &3.into()));
        assert_eq!(entries[0].1["sha256"], report.sha256);
        let again = world.customers(&file).unwrap();
        assert_eq!((again.added, again.changed, again.unchanged), (0, 0, 3));
        assert_eq!(world.entries(&world.provider).len(), 1, "an unchanged file writes nothing");
    });
}

#[test]
fn a_changed_row_changes_the_list_but_not_the_company_profile() {
    on_each_database(|world| {
        world.customers(&customers_file(&[&format!("{},Alpha,a.com,Reseller", id(1))])).unwrap();
        let report = world.customers(&customers_file(&[&format!("{},Zeta,z.com,None", id(1))])).unwrap();
        assert_eq!((report.added, report.changed), (0, 1));
        let expected = ("Zeta", "z.com", "none", "Alpha");
        let row = &world.list()[0];
        assert_eq!((&*row.0, &*row.1, &*row.2, &*row.3), expected);
        let entries = world.entries(&world.provider);
        assert_eq!(entries[2].0, "portal_update_customer");
        assert_eq!(entries[2].1["before"]["list_name"], "Alpha");
        assert_eq!(entries[2].1["after"]["list_name"], "Zeta");
    });
}

#[test]
fn keeps_and_reports_a_name_edited_by_staff() {
    on_each_database(|world| {
        world.customers(&customers_file(&[&format!("{},Alpha,a.com,Reseller", id(1))])).unwrap();
        world.run("UPDATE customers SET imported_name = list_name, list_name = 'Edited'");
        let report = world.customers(&customers_file(&[&format!("{},Alpha,b.com,Reseller", id(1))])).unwrap();
        assert_eq!((report.changed, report.kept), (1, 1));
        assert!(
            report.remarks[0]
                .1
                .to_string()
                .contains("“Edited” was edited in the portal and is kept; the name in the file is “Alpha”")
        );
        let report = world.customers(&customers_file(&[&format!("{},Beta,b.com,Reseller", id(1))])).unwrap();
        assert_eq!((report.changed, report.unchanged, report.kept), (0, 1, 1));
        let row = &world.list()[0];
        assert_eq!((&*row.0, &*row.1, row.4.as_deref()), ("Edited", "b.com", Some("Beta")));
        let entries = world.entries(&world.provider).len();
        world.customers(&customers_file(&[&format!("{},Beta,b.com,Reseller", id(1))])).unwrap();
        assert_eq!(world.entries(&world.provider).len(), entries);
    });
}

#[test]
fn reports_invalid_rows_and_imports_the_others() {
    on_each_database(|world| {
        world.customers(&customers_file(&[&format!("{},Gone,gone.com,Reseller", id(9))])).unwrap();
        world.run("UPDATE customers SET ended_at = '2026-01-01 00:00:00'");
        let long = "x".repeat(1_025);
        let file = customers_file(&[
            &format!("{},Good,good.com,Reseller", id(1)),
            "12345,No id,a.com,Reseller",
            &format!("{}, ,a.com,Reseller", id(2)),
            &format!("{},\"Two\r\nlines\",a b.com,Reseller", id(3)),
            &format!("{},Wrong word,a.com,Friend", id(4)),
            &format!("{},Good again,good.com,Reseller", id(1)),
            &format!("{},Short,a.com", id(5)),
            &format!("{},Gone,gone.com,Reseller", id(9)),
            &format!("{},{long},a.com,Reseller", id(6)),
            &format!("{},Also good,good.com,재판매인", id(7)),
        ]);
        let report = world.customers(&file).unwrap();
        assert_eq!((report.added, report.bad), (2, 8));
        let told: Vec<String> = report.bad_rows.iter().map(ToString::to_string).collect();
        for (told, expected) in told.iter().zip([
            "line 3: Microsoft ID: “12345” is not a valid ID, such as",
            "line 4: Company name: “ ” is empty",
            "line 5: Company name: “Two<U+000D><U+000A>lines” contains an invisible character",
            "line 7: Relationship: “Friend” is not one of these values, in English, Korean or Chinese: Reseller, Advisor",
            &format!("line 8: Microsoft ID: “{}” is already in line 2", id(1)),
            "line 9: Relationship: “” is not one of these values, in English, Korean or Chinese: Reseller, Advisor",
            &format!("line 10: Microsoft ID: “{}” has a relationship that was removed in this portal", id(9)),
            "line 11: Company name: “xxx",
        ]) {
            assert!(told.starts_with(expected), "{told}");
        }
    });
}

#[test]
fn a_dry_run_reports_and_writes_nothing() {
    on_each_database(|world| {
        let file = customers_file(&[&format!("{},Alpha,a.com,Reseller", id(1))]);
        let options = Options { dry_run: true, ..Options::default() };
        let report = world.import_for(&world.provider, "customers", file.as_bytes(), &options).unwrap();
        assert_eq!(
            report.to_string(),
            "1 rows: 1 would be added, 0 changed, 0 unchanged; nothing was written"
        );
        assert!(report.remarks[0].1.to_string().starts_with("would be added: "));
        assert!(world.names().is_empty() && world.entries(&world.provider).is_empty());
    });
}

#[test]
fn rejected_rows_can_be_fixed_and_imported() {
    on_each_database(|world| {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("rejects.csv");
        let options = Options { rejects: Some(path.clone()), ..Options::default() };
        let file = format!(
            "關係,公司名稱,Microsoft ID,주 도메인 이름\n高級,\"'=a, b\",{},a.com\n無,ok,{},b.com\n",
            id(1),
            id(2)
        );
        let report = world.import_for(&world.provider, "customers", file.as_bytes(), &options).unwrap();
        assert_eq!((report.added, report.bad), (1, 1));
        let rejects = std::fs::read_to_string(&path).unwrap();
        let row = format!("高級,\"'=a, b\",{},a.com,\"關係: “高級” is not one of", id(1));
        assert!(rejects.contains("關係,公司名稱,Microsoft ID,주 도메인 이름,Reason\r\n"), "{rejects}");
        assert!(rejects.contains(&row), "{rejects}");
        let mended = rejects.replacen("\n高級", "\n經銷商", 1);
        let report = world.customers(&mended).unwrap();
        assert_eq!((report.added, report.bad), (1, 0));
        assert_eq!(world.names(), ["=a, b", "ok"]);
    });
}

#[test]
fn imports_of_one_partner_do_not_affect_another() {
    on_each_database(|world| {
        let other = world.partner("200", PartnerKind::Direct);
        let theirs = customers_file(&[&format!("{},Theirs,t.com,None", id(1))]);
        world.customers(&customers_file(&[&format!("{},Ours,o.com,Reseller", id(1))])).unwrap();
        let report = world.import_for(&other, "customers", theirs.as_bytes(), &Options::default()).unwrap();
        assert_eq!(report.added, 1);
        assert_eq!(world.names(), ["Ours"]);
        assert_eq!(world.entries(&other).len(), 1);
    });
}

#[test]
fn imports_in_batches_and_announces_changed_keys() {
    on_each_database(|world| {
        let rows: Vec<String> = (0..3_000).map(|n| format!("{},Name {n},n{n}.com,Reseller", id(n))).collect();
        let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
        assert_eq!(world.customers(&customers_file(&rows)).unwrap().added, 3_000);
        let batches = world.entries(&world.provider);
        let added: i64 = batches.iter().map(|(_, details)| details["added"].as_i64().unwrap()).sum();
        assert!(batches.len() > 1 && added == 3_000);
        assert_eq!(world.names().len(), 3_000);
    });
}

#[test]
fn accepts_the_longest_name() {
    on_each_database(|world| {
        for (number, letter) in ["가", "龘", "😀", "x"].into_iter().enumerate() {
            let name: String = letter.repeat(1_024);
            let row = format!("{},{name},a.com,Reseller", id(number as u32));
            assert_eq!(world.customers(&customers_file(&[&row])).unwrap().added, 1, "{letter}");
        }
        let mixed: String = (0..1_024).map(|n| char::from_u32(0x4E00 + n * 17).unwrap()).collect();
        let row = format!("{},{mixed},a.com,Reseller", id(99));
        assert_eq!(world.customers(&customers_file(&[&row])).unwrap().added, 1);
    });
}
