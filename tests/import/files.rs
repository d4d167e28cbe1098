//! Files that are refused whole: nothing of them is imported, and one line says why.

use crate::world::{customers_file, id, on_each_database};

#[test]
fn a_bad_file_is_refused_whole() {
    on_each_database(|world| {
        let good = format!("{},Good,good.com,Reseller", id(1));
        let files: Vec<(Vec<u8>, &str)> = vec![
            (Vec::new(), "the file is empty"),
            (b"\n\n".to_vec(), "the file is empty"),
            (b"PK\x03\x04\x14\0".to_vec(), "a zip archive or an Excel workbook"),
            (b"\xD0\xCF\x11\xE0\xA1\xB1".to_vec(), "an old Excel workbook"),
            (b"\xFF\xFEM\0i\0".to_vec(), "UTF-16"),
            (b"\r\n<!DOCTYPE html><html>".to_vec(), "a web page"),
            (b"Microsoft ID,Company name,Primary domain name\r\n".to_vec(), "“Relationship” is missing"),
            (b"Microsoft ID,Name\r\n".to_vec(), "unknown column “Name”"),
            (b"Microsoft ID;Company name;Primary domain name\r\n".to_vec(), "not separated by commas"),
            (b"Microsoft ID,Company name,Company name\r\n".to_vec(), "stands twice"),
            (format!("{}x,\"cut off", customers_file(&[&good])).into_bytes(), "ends inside a quoted cell"),
            ([customers_file(&[&good]).into_bytes(), b"\xC7\xD1".to_vec()].concat(), "line 3 is not UTF-8"),
            ([customers_file(&[&good]).into_bytes(), b"a\0b".to_vec()].concat(), "line 3 has a NUL"),
        ];
        for (file, expected) in files {
            let options = partner_portal::import::Options::default();
            let error =
                world.import_for(&world.provider, "customers", &file, &options).unwrap_err().to_string();
            assert!(error.contains(expected), "{error}");
        }
        assert!(world.names().is_empty() && world.entries(&world.provider).is_empty());
    });
}

#[test]
fn the_header_may_be_in_any_language_and_order() {
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
fn an_excerpt_of_nasty_names_comes_in_to_the_letter() {
    on_each_database(|world| {
        let file = include_str!("../data/nasty.csv");
        let report = world.customers(file).unwrap();
        assert_eq!((report.bad, report.added), (0, report.rows));
        let mut expected: Vec<String> = csv::Reader::from_reader(file.as_bytes())
            .records()
            .map(|row| partner_portal::csv_file::unguard(&row.unwrap()[1]).to_owned())
            .collect();
        let mut names = world.names();
        expected.sort();
        names.sort();
        assert_eq!(names, expected);
    });
}
