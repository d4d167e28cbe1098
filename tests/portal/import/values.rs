//! Row values are parsed by the types that forms use: a value that no form accepts is rejected in files too.

use crate::import::world::{customers_file, id, on_each_database};

#[test]
fn rejects_invisible_names() {
    on_each_database(|world| {
        let names = [
            "\u{3164}",
            "\u{200B}",
            "\u{2800}\u{2800}",
            "\u{AD}",
            "Min\u{200B}",
            "a\u{202E}b",
            "\x1b[31mRed",
            "a\u{B}b",
            "\"Two\nlines\"",
        ];
        let rows: Vec<String> = (1_u32..)
            .zip(names)
            .map(|(n, name)| format!("{},{name},n{n}.example,Reseller", id(n)))
            .chain([format!("{},葛\u{E0100}城 ❤\u{FE0F},kept.example,Reseller", id(99))])
            .collect();
        let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
        let report = world.customers(&customers_file(&rows)).unwrap();
        assert_eq!((report.added, report.bad), (1, names.len() as u64));
        for row in &report.bad_rows {
            let told = row.to_string();
            assert!(
                told.contains("Company name: ") && !told.contains(['\x1b', '\u{202E}', '\n']),
                "{told:?}"
            );
        }
    });
}

#[test]
fn rejects_nonexistent_countries_and_ids() {
    on_each_database(|world| {
        let header = "MPN ID,Company name,Primary domain name,Country";
        let rows = "7000001,Kr,kr.example,kr\n7000002,Uk,uk.example,UK\n7000003,Xk,xk.example,XK\n\
                    7000004,Zz,zz.example,ZZ\n7000005,Eu,eu.example,EU\n１２３４５６７,Wide,wide.example,TW\n";
        let report = world.resellers(&format!("{header}\n{rows}")).unwrap();
        assert_eq!((report.added, report.bad), (2, 4));
        assert!(report.bad_rows.iter().all(|row| row.to_string().contains("Country: ")));
        let nil = "00000000-0000-0000-0000-000000000000,Nil,nil.example,Reseller";
        let report = world.customers(&customers_file(&[nil])).unwrap();
        assert_eq!((report.added, report.bad), (0, 1));
    });
}

#[test]
fn normalizes_domains() {
    on_each_database(|world| {
        let row = |domain: &str| customers_file(&[&format!("{},Rowan,{domain},Reseller", id(1))]);
        assert_eq!(world.customers(&row("münchen.example")).unwrap().added, 1);
        for same in ["MÜNCHEN.Example", "münchen.example.", "xn--mnchen-3ya.example"] {
            assert_eq!(world.customers(&row(same)).unwrap().unchanged, 1, "{same}");
        }
        for bad in ["https://sorrel.example/", "localhost", "a_b.example"] {
            assert_eq!(world.customers(&row(bad)).unwrap().bad, 1, "{bad}");
        }
    });
}
