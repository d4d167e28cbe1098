//! Exported files: the rows of the list, in its order, in a form that imports read back unchanged.

use crate::import::world::{World, customers_file, id, on_each_database, subscriptions_file};
use actix_web::body::{MessageBody, to_bytes};
use chrono_tz::Tz;
use partner_portal::domain::MicrosoftId;
use partner_portal::error::Error;
use partner_portal::features::customer_list::export::{ExportSelection, write_customers};
use partner_portal::features::import::engine::options::Options;
use partner_portal::features::subscriptions::export::{ExportScope, write_subscriptions};
use partner_portal::i18n::Locale;
use partner_portal::table_file::{TableFile, TableFormat};
use partner_portal::web::download;
use partner_portal::web::spool::MAX_IN_MEMORY;
use std::io::Write;

fn csv_file(locale: Locale) -> TableFile {
    TableFile { format: TableFormat::Csv, locale, zone: Tz::UTC }
}

fn exported(world: &World, chosen: ExportSelection<'_>, locale: Locale) -> (u64, String) {
    let mut file = Vec::new();
    let write =
        |c: &mut _| write_customers(c, world.provider.id, chosen, csv_file(locale), &mut file)?.finish();
    let rows = world.db.read_now(write).unwrap();
    (rows, String::from_utf8(file).unwrap())
}

#[test]
fn exports_in_list_order_and_importing_it_changes_nothing() {
    on_each_database(|world| {
        world.customers(include_str!("../data/nasty.csv")).unwrap();
        for locale in Locale::ALL {
            let (rows, file) = exported(world, ExportSelection::All, locale);
            let names: Vec<String> = csv::Reader::from_reader(file.as_bytes())
                .records()
                .map(|row| partner_portal::csv::unguard(&row.unwrap()[1]).to_owned())
                .collect();
            assert_eq!((rows as usize, &names), (world.names().len(), &world.names()));
            let again = world.customers(&file).unwrap();
            assert_eq!((again.unchanged, again.bad), (rows, 0), "{locale:?}");
        }
    });
}

#[test]
fn exports_only_active_customers_and_selected_ones_in_order() {
    on_each_database(|world| {
        let rows = [1, 2, 3].map(|n| format!("{},Name {n},n{n}.com,Microsoft support", id(n)));
        world.customers(&customers_file(&rows.each_ref().map(String::as_str))).unwrap();
        world.run(&format!(
            "UPDATE customers SET ended_at = '2026-01-01 00:00:00' WHERE microsoft_id = '{}'",
            id(2)
        ));
        let ids: Vec<MicrosoftId> = [3, 2, 1].iter().map(|n| id(*n).parse().unwrap()).collect();
        let (rows, file) = exported(world, ExportSelection::These(&ids), Locale::Ko);
        let expected = format!(
            "\u{FEFF}Microsoft ID,회사 이름,주 도메인 이름,관계\r\n{},Name 3,n3.com,Microsoft 지원\r\n{},Name 1,n1.com,Microsoft 지원\r\n",
            id(3),
            id(1)
        );
        assert_eq!((rows, file), (2, expected));
        assert_eq!(exported(world, ExportSelection::All, Locale::En).0, 2);
    });
}

#[test]
fn exports_every_row_of_a_long_list_once() {
    on_each_database(|world| {
        let rows: Vec<String> = (0..12_000).map(|n| format!("{},Name {},n.com,None", id(n), n / 7)).collect();
        world.customers(&customers_file(&rows.iter().map(String::as_str).collect::<Vec<_>>())).unwrap();
        let (rows, file) = exported(world, ExportSelection::All, Locale::En);
        let mut ids: Vec<&str> = file.lines().skip(1).filter_map(|line| line.split(',').next()).collect();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!((rows, ids.len()), (12_000, 12_000));
    });
}

#[test]
fn exports_subscriptions_in_the_import_format() {
    on_each_database(|world| {
        let reseller = world.partner("200", partner_portal::domain::PartnerKind::IndirectReseller);
        world.link(&reseller);
        world
            .customers(&customers_file(&[
                &format!("{},A,a.com,None", id(1)),
                &format!("{},B,b.com,None", id(2)),
            ]))
            .unwrap();
        let file = subscriptions_file(&[
            &format!("{},{},'=365,5,Active,200", id(1), id(12)),
            &format!("{},{},\"Windows, 8 GB\",1,Pending,", id(2), id(11)),
        ]);
        world.subscriptions(&file).unwrap();
        let written = |whose| {
            let mut file = Vec::new();
            let layout = csv_file(Locale::En);
            let write =
                |c: &mut _| write_subscriptions(c, world.provider.id, whose, layout, &mut file)?.finish();
            let rows = world.db.read_now(write).unwrap();
            (rows, String::from_utf8(file).unwrap())
        };
        assert_eq!(written(ExportScope::Everybody), (2, format!("\u{FEFF}{file}")));
        let of_one = format!(
            "\u{FEFF}Subscription ID,Subscription,Quantity,Status,Reseller\r\n{},\"Windows, 8 GB\",1,Pending,\r\n",
            id(11)
        );
        assert_eq!(written(ExportScope::Customer(id(2).parse().unwrap())), (1, of_one));
    });
}

#[actix_web::test]
async fn sends_small_files_from_memory_and_streams_large_ones() {
    for size in [10, MAX_IN_MEMORY, MAX_IN_MEMORY + 1, 5_000_000] {
        let response = download::csv("a.csv", false, move |out| {
            out.announce(7);
            for start in (0..size).step_by(1_000) {
                let piece: Vec<u8> = (start..size.min(start + 1_000)).map(|at| (at % 251) as u8).collect();
                out.write_all(&piece)?;
            }
            Ok(())
        });
        let response = response.await.unwrap();
        assert_eq!(response.headers().get("X-Total-Rows").unwrap(), "7");
        let small = matches!(response.body().size(), actix_web::body::BodySize::Sized(_));
        assert_eq!(small, size <= MAX_IN_MEMORY);
        let body = to_bytes(response.into_body()).await.unwrap_or_else(|_| panic!("{size}"));
        assert_eq!(body.len(), size);
        assert!(body.iter().enumerate().all(|(at, byte)| *byte == (at % 251) as u8), "{size}");
    }
}

#[actix_web::test]
async fn a_failed_export_never_looks_complete() {
    let early = download::csv("a.csv", false, |_| Err(Error::NotFound)).await;
    assert!(matches!(early, Err(Error::NotFound)));
    let late = download::csv("a.csv", false, |out| {
        out.write_all(&vec![b'x'; 3_000_000])?;
        Err(Error::NotFound)
    });
    assert!(to_bytes(late.await.unwrap().into_body()).await.is_err());
}

/// The file from a customer's page has no customer column.
#[test]
fn one_customers_exported_subscriptions_can_be_imported() {
    on_each_database(|world| {
        let rows = [1, 2].map(|n| format!("{},Name {n},n{n}.com,Reseller", id(n)));
        world.customers(&customers_file(&rows.each_ref().map(String::as_str))).unwrap();
        let file = subscriptions_file(&[&format!("{},{},\"=Azure, 1\",5,Active,", id(1), id(11))]);
        world.subscriptions(&file).unwrap();
        let customer: MicrosoftId = id(1).parse().unwrap();
        let of = |number: u32| Options { customer: Some(id(number).parse().unwrap()), ..Options::default() };
        let import = |file: &str, number| {
            world.import_for(&world.provider, "subscriptions", file.as_bytes(), &of(number))
        };
        for locale in Locale::ALL {
            let mut exported = Vec::new();
            let whose = ExportScope::Customer(customer);
            let layout = csv_file(locale);
            let write =
                |c: &mut _| write_subscriptions(c, world.provider.id, whose, layout, &mut exported)?.finish();
            world.db.read_now(write).unwrap();
            let exported = String::from_utf8(exported).unwrap();
            assert!(
                world.subscriptions(&exported).unwrap_err().to_string().contains("“Microsoft ID” is missing")
            );
            let again = import(&exported, 1).unwrap();
            assert_eq!((again.unchanged, again.bad), (1, 0), "{locale:?}");
            let changed = import(&exported.replace(",5,", ",6,"), 1).unwrap();
            assert_eq!((changed.changed, changed.bad), (1, 0));
            import(&exported, 1).unwrap();
            let other = import(&exported, 2).unwrap();
            assert!(other.bad_rows[0].message.contains("belongs to customer"), "{:?}", other.bad_rows);
        }
        let told = import(&file, 2).unwrap().bad_rows[0].to_string();
        assert!(told.contains(&format!("Microsoft ID: “{}” is another customer", id(1))), "{told}");
        assert_eq!(import(&file, 1).unwrap().unchanged, 1, "the file of the whole list is accepted too");
        let unknown = import(&file, 9).unwrap_err().to_string();
        assert!(unknown.contains("is not a customer of the partner 100"), "{unknown}");
    });
}
