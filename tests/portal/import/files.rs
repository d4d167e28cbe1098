//! Files as other programs save them: accepted, or rejected entirely with the position, the value found and what would
//! be valid.

use crate::import::world::{World, customers_file, id, on_each_database};
use partner_portal::features::import::engine::options::Options;
use partner_portal::features::import::engine::report::Report;
use partner_portal::i18n::Locale;

fn case(name: &str) -> Vec<u8> {
    let path = format!("{}/tests/data/cases/{name}.csv", env!("CARGO_MANIFEST_DIR"));
    std::fs::read(path).unwrap_or_else(|error| panic!("{name}: {error}"))
}

fn import(world: &World, file: &[u8]) -> Result<Report, String> {
    let imported = world.import_for(&world.provider, "customers", file, &Options::default());
    imported.map_err(|error| error.to_string())
}

#[test]
fn rejects_an_invalid_file_entirely() {
    on_each_database(|world| {
        let good = format!("{},Good,good.com,Reseller", id(1));
        let cut = format!("{}x,\"cut off", customers_file(&[&good]));
        let other = format!(
            "{}Company name,Relationship,Primary domain name,Microsoft ID\n",
            customers_file(&[&good])
        );
        let files: Vec<(Vec<u8>, &str)> = vec![
            (Vec::new(), "The file is empty"),
            (b"\n\n".to_vec(), "The file is empty"),
            (b"\x1A".to_vec(), "The file is empty"),
            (b"PK\x03\x04\x14\0".to_vec(), "a zip archive or an Excel workbook"),
            (b"\xD0\xCF\x11\xE0\xA1\xB1".to_vec(), "an old Excel workbook"),
            (b"\r\n<!DOCTYPE html><html>".to_vec(), "a web page"),
            (b"\xFF\xFEM\0i\0".to_vec(), "line 1: the column names are missing"),
            (
                b"\n\nSome,text\n".to_vec(),
                "line 3: the column names are missing. Expected columns: Microsoft ID, Company name",
            ),
            (b"\x1b[31m,\rb\n".to_vec(), "This line contains: “<U+001B>[31m, <U+000D>b”"),
            (
                b"Microsoft ID,Company name,Primary domain name\r\n".to_vec(),
                "line 1: the column “Relationship” is missing",
            ),
            (
                b"Microsoft ID;Company name;Primary domain name\r\n".to_vec(),
                "Columns in the file: Microsoft ID, Company name",
            ),
            (b"Microsoft ID,Name\r\n".to_vec(), "line 1, column 2 (“Name”): this column is unknown"),
            (
                b"Microsoft ID,Company name,Company name\r\n".to_vec(),
                "column 3 (“Company name”): the header contains this column twice",
            ),
            (cut.into_bytes(), "line 3: the file ends inside a quoted cell"),
            (other.into_bytes(), "line 3: another table with other columns begins here"),
            (
                [customers_file(&[&good]).into_bytes(), b"a,\xC7\xD1".to_vec()].concat(),
                "line 3, column 2 (“Company name”): the text is not UTF-8",
            ),
            (
                [customers_file(&[&good]).into_bytes(), b"a,b,\0b".to_vec()].concat(),
                "line 3, column 3 (“Primary domain name”): there is a NUL",
            ),
            (case("11-big5"), "line 2, column 2 (“Company name”): the text is not UTF-8"),
            (case("16-extra-column"), "line 1, column 5 (“Tags”): this column is unknown"),
        ];
        for (file, expected) in files {
            let error = import(world, &file).unwrap_err();
            assert!(error.contains(expected), "{expected}: {error}");
            assert!(!error.contains(char::is_control), "{error:?}");
        }
        assert!(world.names().is_empty() && world.entries(&world.provider).is_empty());
    });
}

#[test]
fn accepts_files_as_spreadsheets_save_them() {
    on_each_database(|world| {
        for (name, rows) in [
            ("01-trailing-empty-columns", 2),
            ("02-double-bom", 1),
            ("03-concatenated-exports", 2),
            ("04-sep-line", 1),
            ("05-semicolons", 1),
            ("06-tabs", 1),
            ("07-utf16", 1),
            ("08-cr-only", 1),
            ("09-ctrl-z", 1),
            ("10-cp949", 1),
            ("12-title-above", 1),
            ("13-blank-first", 1),
            ("13b-commas-first", 1),
            ("14-header-spaces", 1),
            ("14b-header-nbsp-edges", 1),
            ("17-nfd-header", 1),
        ] {
            let report = import(world, &case(name)).unwrap_or_else(|error| panic!("{name}: {error}"));
            assert_eq!(
                (report.added, report.bad, report.rows),
                (rows, 0, rows),
                "{name}: {:?}",
                report.bad_rows
            );
        }
        assert!(
            world.names().contains(&"한강무역".to_owned()),
            "CP949 was read as such: {:?}",
            world.names()
        );
        let title = import(world, &case("12-title-above")).unwrap();
        assert_eq!(title.remarks[0].0, 1);
        assert!(title.remarks[0].1.to_string().contains("Customers as of 2026-11-21"), "{:?}", title.remarks);
    });
}

/// Formats that are not in the sample files but are written by the same programs.
#[test]
fn accepts_other_encodings_of_the_same_table() {
    on_each_database(|world| {
        let header = "Microsoft ID,Company name,Primary domain name,Relationship";
        let row = |number| format!("{},한강 {number},d{number}.example,Reseller", id(number));
        let utf16 = |text: &str, big: bool| -> Vec<u8> {
            let unit = |unit: u16| if big { unit.to_be_bytes() } else { unit.to_le_bytes() };
            text.encode_utf16().flat_map(unit).collect()
        };
        let (big5, _, _) = encoding_rs::BIG5.encode("Microsoft ID,公司名稱,主要網域名稱,關係");
        let (big5_row, _, _) = encoding_rs::BIG5.encode("公司");
        let files: Vec<Vec<u8>> = vec![
            format!("\u{FEFF}\u{FEFF}\u{FEFF}{header}\n\u{FEFF}{}\n", row(1)).into(),
            format!("\"sep=;\"\r\n{}\r\n{}\r\n", header.replace(',', ";"), row(2).replace(',', ";")).into(),
            format!("sep=\t\r\n{}\r\n{}\r\n", header.replace(',', "\t"), row(3).replace(',', "\t")).into(),
            format!("sep=,\r{header}\r{}", row(4)).into(),
            format!("{header}\r{}\r\n", row(5)).into(),
            format!("{header}\r\n{}\r", row(6)).into(),
            format!("{header}\r\n{}\x1A", row(7)).into(),
            format!("{header}\r\n{}\r\n\x1A\x1A\r\n", row(8)).into(),
            utf16(&format!("\u{FEFF}{header}\r\n{}\r\n", row(9)), true),
            utf16(&format!("{header}\r\n{}\r\n", row(10)), false),
            format!("{header},,\r\n{},,,,\r\n", row(11)).into(),
            format!(
                "Microsoft ID,,Company name,Primary domain name,Relationship\n{}\n",
                row(12).replacen(',', ",,", 1)
            )
            .into(),
            format!("Customers\n\nas of today\n{header}\n{}\n,,,\n{header}\n\u{FEFF}{}\n", row(13), row(14))
                .into(),
            [&big5, "\r\n".as_bytes(), id(15).as_bytes(), b",", &big5_row, b",d15.example,Reseller\r\n"]
                .concat(),
            format!("{}\n{}\n", header.to_uppercase().replace(' ', "\u{3000}"), row(16)).into(),
        ];
        for (number, file) in files.iter().enumerate() {
            let report = import(world, file).unwrap_or_else(|error| panic!("{number}: {error}"));
            assert!(report.added >= 1 && report.bad == 0, "{number}: {report:?}");
        }
        let again = import(world, &files[12]).unwrap();
        assert_eq!((again.rows, again.unchanged), (2, 2), "two tables in one file");
        assert!(world.names().contains(&"公司".to_owned()) && world.names().contains(&"한강 10".to_owned()));
    });
}

#[test]
fn accepts_rows_shortened_by_spreadsheets() {
    on_each_database(|world| {
        import(world, &case("03-concatenated-exports")).unwrap();
        let taken = world.import_for(
            &world.provider,
            "subscriptions",
            &case("30-excel-drops-last-empty-cell"),
            &Options::default(),
        );
        let taken = taken.unwrap();
        assert_eq!((taken.bad, taken.added), (0, taken.rows), "{:?}", taken.bad_rows);
        let rows = [
            format!("{},Short", id(1)),
            format!("{},Long,long.com,Reseller,\x1b[2J", id(2)),
            format!("{}, \"Quince, Ltd\",quince.example,Reseller", id(3)),
            format!("{},\"Torn\"ed,torn.example,Reseller", id(4)),
            format!("{},Loner\r,l\re.example,Reseller", id(5)),
        ];
        let report = world.customers(&customers_file(&rows.each_ref().map(String::as_str))).unwrap();
        let told: Vec<String> = report.bad_rows.iter().map(ToString::to_string).collect();
        for expected in [
            "line 2: Primary domain name: “” is empty",
            "line 3: there is “<U+001B>[2J” in column 5, which has no name",
            "line 4: Company name: “ \"Quince” has a space before its first quotation mark",
            "line 5: Company name: “Torned” has text after a closing quotation mark",
        ] {
            assert!(told.iter().any(|told| told.starts_with(expected)), "{expected}: {told:#?}");
        }
        assert!(told.iter().all(|told| !told.contains(char::is_control)), "{told:?}");
    });
}

#[test]
fn reports_rejections_in_three_languages() {
    on_each_database(|world| {
        for (locale, expected) in
            [(Locale::Ko, "1번째 줄, 5번째 열(“Tags”)"), (Locale::ZhTw, "第 1 行第 5 欄 (「Tags」)")]
        {
            let options = Options { locale: Some(locale), ..Options::default() };
            let told = world.import_for(&world.provider, "customers", &case("16-extra-column"), &options);
            let told = told.unwrap_err().to_string();
            assert!(told.contains(expected), "{told}");
        }
    });
}

/// A13: cells from other programs have no formula guard; the rejects file adds one.
#[test]
fn guards_every_cell_of_the_rejects_file() {
    on_each_database(|world| {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("rejects.csv");
        let options = Options { rejects: Some(path.clone()), ..Options::default() };
        let file = "Reason,Microsoft ID,Company name,Primary domain name,Relationship\n\
            =1+1,@id,'=2,\t+3,＝4,-5\n,-6,''@7,x,\n";
        let report = world.import_for(&world.provider, "customers", file.as_bytes(), &options).unwrap();
        assert_eq!(report.bad, 2);
        let written = std::fs::read_to_string(&path).unwrap();
        let rows: Vec<Vec<String>> = csv::ReaderBuilder::new()
            .flexible(true)
            .from_reader(written.trim_start_matches('\u{FEFF}').as_bytes())
            .records()
            .map(|row| row.unwrap().iter().map(str::to_owned).collect())
            .collect();
        assert_eq!(rows[0][1..], ["'@id", "'=2", "'\t+3", "'＝4", "'-5"]);
        assert_eq!(rows[1][1..], ["'-6", "''@7", "x", ""]);
    });
}

#[test]
fn accepts_headers_in_any_language_and_order() {
    on_each_database(|world| {
        let headers = [
            "Microsoft ID,회사 이름,주 도메인 이름,관계",
            "\u{FEFF}Microsoft ID,公司名稱,主要網域名稱,關係",
            "microsoft id,COMPANY NAME,Primary Domain Name,Relationship",
        ];
        for (number, header) in headers.into_iter().enumerate() {
            let file = format!("{header}\n{},N{number},d.com,無\n", id(number as u32));
            assert_eq!(world.customers(&file).unwrap().added, 1, "{header}");
        }
        let only_header = customers_file(&[]);
        assert_eq!(world.customers(&only_header).unwrap().rows, 0);
    });
}

#[test]
fn imports_difficult_names_unchanged() {
    on_each_database(|world| {
        let file = include_str!("../../data/nasty.csv");
        let report = world.customers(file).unwrap();
        assert_eq!((report.bad, report.added), (0, report.rows));
        let mut expected: Vec<String> = csv::Reader::from_reader(file.as_bytes())
            .records()
            .map(|row| partner_portal::csv::unguard(&row.unwrap()[1]).to_owned())
            .collect();
        let mut names = world.names();
        expected.sort();
        names.sort();
        assert_eq!(names, expected);
    });
}
