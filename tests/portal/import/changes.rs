//! What an import would change, cell by cell, and columns in which the stored values win.

use crate::import::world::{World, customers_file, id, on_each_database};
use diesel::connection::SimpleConnection;
use partner_portal::csv::Column;
use partner_portal::domain::{PartnerKind, Relationship};
use partner_portal::features::import::engine::difference::ColumnChoices;
use partner_portal::features::import::engine::options::Options;
use partner_portal::features::import::engine::report::{Remark, Report};
use partner_portal::i18n::Locale;

fn cells(report: &Report) -> Vec<(u64, Column, &str, &str)> {
    let rows = report.changed_rows.iter();
    let cells = rows.flat_map(|row| row.differences.iter().map(move |one| (row.line, one)));
    cells.map(|(line, one)| (line, one.column, one.before.as_str(), one.after.as_str())).collect()
}

fn keeping(columns: &[Column]) -> Options {
    let choices = ColumnChoices { ours: columns.iter().copied().collect(), ..ColumnChoices::default() };
    Options { choices, ..Options::default() }
}

fn customers(world: &World, file: &str, options: &Options) -> Report {
    world.import_for(&world.provider, "customers", file.as_bytes(), options).unwrap()
}

/// Edits the name of customer 1 as the portal does.
fn edit_name(world: &World, imported: &str) {
    let sql = format!(
        "UPDATE customers SET imported_name = '{imported}', list_name = 'Edited', version = version + 1
         WHERE microsoft_id = '{}'",
        id(1)
    );
    world.db.write_now(|c| Ok(c.batch_execute(&sql)?)).unwrap();
}

#[test]
fn a_dry_run_lists_each_cell_that_would_change() {
    on_each_database(|world| {
        let before = [
            format!("{},Alpha,a.com,Reseller", id(1)),
            format!("{},Beta,b.com,Reseller", id(2)),
            format!("{},Gamma,c.com,None", id(3)),
        ];
        world.customers(&customers_file(&before.each_ref().map(String::as_str))).unwrap();
        let after = [
            format!("{},Alpha,a.com,Reseller", id(1)),
            format!("{},Beta 2,b2.com,Advisor", id(2)),
            format!("{},Delta,c.com,None", id(3)),
            format!("{},New,n.com,None", id(4)),
        ];
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("changes.csv");
        let file = customers_file(&after.each_ref().map(String::as_str));
        let locale = Some(Locale::Ko);
        let options = Options { dry_run: true, changes: Some(path.clone()), locale, ..Options::default() };
        let report = customers(world, &file, &options);
        let advisor = Relationship::Advisor.label(Locale::Ko.texts());
        assert_eq!(
            cells(&report),
            [
                (3, Column::CompanyName, "Beta", "Beta 2"),
                (3, Column::PrimaryDomainName, "b.com", "b2.com"),
                (3, Column::Relationship, "재판매인", advisor.as_str()),
                (4, Column::CompanyName, "Gamma", "Delta"),
            ]
        );
        assert_eq!(report.changed_columns[&Column::CompanyName], 2);
        assert_eq!(report.changed_columns.len(), 3);
        let written = std::fs::read_to_string(&path).unwrap();
        assert_eq!(written.lines().count(), 5, "{written}");
        assert!(written.contains(&format!("\r\n4,{},회사 이름,Gamma,Delta\r\n", id(3))), "{written}");
        assert_eq!(world.names(), ["Alpha", "Beta", "Gamma"]);
        let english = customers(world, &file, &Options { dry_run: true, ..Options::default() });
        let said = english.remarks.iter().find(|(line, _)| *line == 4).unwrap();
        assert_eq!(said.1, Remark::Change("Company name: “Gamma” → “Delta”".to_owned()));
    });
}

#[test]
fn stored_values_win_where_a_user_chooses_so() {
    on_each_database(|world| {
        let file = |name: &str, domain: &str, relationship: &str| {
            customers_file(&[&format!("{},{name},{domain},{relationship}", id(1))])
        };
        world.customers(&file("Alpha", "a.com", "Reseller")).unwrap();
        let differing = file("Beta", "b.com", "Advisor");
        let all = [Column::PrimaryDomainName, Column::Relationship];
        let report = customers(world, &differing, &keeping(&all));
        assert_eq!((report.changed, report.kept), (1, 0));
        let row = world.list().remove(0);
        assert_eq!((row.0.as_str(), row.1.as_str(), row.2.as_str()), ("Beta", "a.com", "reseller"));

        let report = customers(world, &file("Gamma", "a.com", "Reseller"), &keeping(&[Column::CompanyName]));
        assert_eq!((report.changed, report.unchanged, report.kept), (0, 1, 1));
        let row = world.list().remove(0);
        assert_eq!((row.0.as_str(), row.4.as_deref()), ("Beta", Some("Gamma")), "it counts as edited");
        customers(world, &file("Delta", "a.com", "Reseller"), &Options::default());
        assert_eq!(world.names(), ["Beta"], "an edited name stays");
    });
}

#[test]
fn names_in_the_file_replace_edited_ones_on_demand() {
    on_each_database(|world| {
        world.customers(&customers_file(&[&format!("{},Alpha,a.com,Reseller", id(1))])).unwrap();
        edit_name(world, "Alpha");
        let file = customers_file(&[&format!("{},Beta,a.com,Reseller", id(1))]);
        let choices = ColumnChoices { replace_edited_names: true, ..ColumnChoices::default() };
        let report = customers(world, &file, &Options { choices, ..Options::default() });
        assert_eq!((report.changed, report.kept), (1, 0));
        let row = world.list().remove(0);
        assert_eq!((row.0.as_str(), row.4), ("Beta", None), "it is no longer an edited one");
    });
}

#[test]
fn subscriptions_keep_the_columns_that_a_user_chooses() {
    on_each_database(|world| {
        let reseller = world.partner("200", PartnerKind::IndirectReseller);
        world.link(&reseller);
        world.customers(&customers_file(&[&format!("{},Alpha,a.com,Reseller", id(1))])).unwrap();
        let file = |rest: &str| {
            format!(
                "Microsoft ID,Subscription ID,Subscription,Quantity,Status,Reseller\n{},{},{rest}\n",
                id(1),
                id(9)
            )
        };
        world.subscriptions(&file("Plan,5,Active,200")).unwrap();
        let differing = file("Plan 2,7,Suspended,");
        let dry = Options { dry_run: true, ..Options::default() };
        let report = world.import_for(&world.provider, "subscriptions", differing.as_bytes(), &dry).unwrap();
        assert_eq!(
            cells(&report),
            [
                (2, Column::Subscription, "Plan", "Plan 2"),
                (2, Column::Quantity, "5", "7"),
                (2, Column::Status, "Active", "Suspended"),
                (2, Column::Reseller, "200", ""),
            ]
        );
        let ours = [Column::Subscription, Column::Status, Column::Reseller];
        let import = |columns: &[Column]| {
            world
                .import_for(&world.provider, "subscriptions", differing.as_bytes(), &keeping(columns))
                .unwrap()
        };
        assert_eq!(import(&ours).changed, 1);
        assert_eq!(world.sold(), [("Plan".into(), 7, "active".into(), Some("200".into()))]);
        let every = [Column::Subscription, Column::Quantity, Column::Status, Column::Reseller];
        assert_eq!(import(&every).unchanged, 1);
        assert_eq!(import(&[]).changed, 1);
        assert_eq!(world.sold(), [("Plan 2".into(), 7, "suspended".into(), None)]);
    });
}

#[test]
fn a_file_sets_resellers_of_record() {
    on_each_database(|world| {
        let resellers = ["200", "300"].map(|mpn_id| world.partner(mpn_id, PartnerKind::IndirectReseller));
        resellers.iter().for_each(|reseller| world.link(reseller));
        world.partner("400", PartnerKind::IndirectReseller);
        let rows = [1, 2, 3].map(|number| format!("{},Name {number},a{number}.com,Reseller", id(number)));
        world.customers(&customers_file(&rows.each_ref().map(String::as_str))).unwrap();
        let sold = format!(
            "Microsoft ID,Subscription ID,Subscription,Quantity,Status,Reseller\n\
             {0},{3},Plan,5,Active,200\n{0},{4},Plan,5,Deleted,200\n{1},{5},Plan,5,Active,\n{2},{6},Plan,5,Active,300\n",
            id(1),
            id(2),
            id(3),
            id(11),
            id(12),
            id(13),
            id(14)
        );
        world.subscriptions(&sold).unwrap();
        let file = format!(
            "Microsoft ID,Reseller\n{},300\n{},\n{},300\n{},200\n{},400\n",
            id(1),
            id(2),
            id(3),
            id(4),
            id(3).replace("0003", "0005")
        );
        let import = |options: &Options| {
            world.import_for(&world.provider, "resellers of record", file.as_bytes(), options).unwrap()
        };
        let dry = import(&Options { dry_run: true, ..Options::default() });
        assert_eq!(cells(&dry), [(2, Column::Reseller, "200", "300")]);
        assert_eq!((dry.changed, dry.unchanged, dry.bad), (1, 2, 2));
        let before = world.entries(&world.provider).len();
        let report = import(&Options::default());
        assert_eq!((report.changed, report.unchanged, report.bad), (1, 2, 2));
        let resellers: Vec<Option<String>> = world.sold().into_iter().map(|row| row.3).collect();
        let [old, new] = ["200", "300"].map(|mpn_id| Some(mpn_id.to_owned()));
        assert_eq!(resellers, [new.clone(), old, None, new], "the deleted one stays");
        assert_eq!(world.entries(&world.provider).len(), before + 2, "the batch and the customer");
        assert_eq!(import(&Options::default()).unchanged, 3);
        let other = world.partner("500", PartnerKind::Direct);
        assert!(
            world.import_for(&other, "resellers of record", file.as_bytes(), &Options::default()).is_err()
        );
    });
}
