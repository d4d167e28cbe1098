//! CSV files: any text that is written is read back unchanged.

use partner_portal::csv::record::Tear;
use partner_portal::csv::{Reader, Record, Writer, guard, unguard};
use proptest::prelude::*;

fn written(rows: &[Vec<String>]) -> Vec<u8> {
    let mut writer = Writer::new(Vec::new(), ["A", "B"]).unwrap();
    for row in rows {
        for cell in row {
            writer.text(cell);
        }
        writer.end_row().unwrap();
    }
    let (count, file) = writer.finish().unwrap();
    assert_eq!(count, rows.len() as u64);
    file
}

fn read(file: &[u8]) -> Result<Vec<Vec<String>>, String> {
    let mut reader = Reader::new(file);
    let mut record = Record::default();
    let mut rows = Vec::new();
    while reader.read(&mut record).map_err(|error| error.to_string())? {
        assert_eq!(record.torn(), None);
        rows.push(record.cells().map(|cell| unguard(cell).to_owned()).collect());
    }
    Ok(rows)
}

proptest! {
    #[test]
    fn any_cell_survives_a_round_trip(text in any::<String>()) {
        let cell = guard(&text);
        prop_assert_eq!(unguard(&cell), text.as_str());
    }

    #[test]
    fn a_cell_of_special_characters_survives_a_round_trip(text in "['=+\\-@\t\r\n\0＝＋－＠\", a가]{0,8}") {
        let cell = guard(&text);
        prop_assert!(!cell.trim_start_matches('\'').starts_with(['=', '+', '-', '@', '＝']) || cell.starts_with('\''));
        prop_assert_eq!(unguard(&cell), text.as_str());
    }

    #[test]
    fn any_file_survives_a_round_trip(rows in prop::collection::vec(prop::collection::vec(any::<String>(), 1..5), 0..20)) {
        let found = read(&written(&rows)).unwrap();
        prop_assert_eq!(&found[1..], &rows[..]);
    }

    #[test]
    fn a_file_of_special_characters_survives_a_round_trip(
        rows in prop::collection::vec(prop::collection::vec("['=\r\n\", ＝a가\t\u{FEFF}]{0,6}", 1..4), 0..12),
    ) {
        let found = read(&written(&rows)).unwrap();
        prop_assert_eq!(&found[1..], &rows[..]);
    }

    #[test]
    fn other_csv_readers_read_the_same(rows in prop::collection::vec(prop::collection::vec(any::<String>(), 2..3), 0..20)) {
        let file = written(&rows);
        let mut reader = csv::ReaderBuilder::new().from_reader(&file[3..]);
        let found: Vec<Vec<String>> =
            reader.records().map(|row| row.unwrap().iter().map(|cell| unguard(cell).to_owned()).collect()).collect();
        prop_assert_eq!(found, rows);
    }

    #[test]
    fn any_bytes_are_parsed_or_rejected(bytes in any::<Vec<u8>>()) {
        let mut reader = Reader::new(bytes.as_slice());
        let mut record = Record::default();
        while reader.read(&mut record).is_ok_and(|more| more) {}
    }
}

#[test]
fn writes_a_byte_order_mark_and_crlf_line_ends() {
    let rows = [vec!["=1+1".to_owned(), "한강, \"Seoul\"".to_owned()], vec![" x".to_owned(), String::new()]];
    let expected = "\u{FEFF}A,B\r\n'=1+1,\"한강, \"\"Seoul\"\"\"\r\n\" x\",\r\n";
    assert_eq!(String::from_utf8(written(&rows)).unwrap(), expected);
}

#[test]
fn accepts_any_line_ends_with_or_without_a_mark() {
    let expected = vec![vec!["a", "b"], vec!["1", "x\ny"]];
    for file in ["a,b\n1,\"x\ny\"", "\u{FEFF}a,b\n\n1,\"x\ny\"\n\n", "a,b\r\n1,\"x\ny\"\r\n\r\n"] {
        assert_eq!(read(file.as_bytes()).unwrap(), expected, "{file:?}");
    }
}

#[test]
fn rejects_incomplete_or_binary_files() {
    assert!(read(b"a,b\n1,\"x\n2,y\n").unwrap_err().contains("inside a quoted cell that begins in line 2"));
    assert!(read(b"a,b\n1,\xC7\xD1\n").unwrap_err().contains("line 2 is not UTF-8"));
    let endless = format!("a,b\n1,\"{}", "x\n".repeat(600_000));
    assert!(read(endless.as_bytes()).unwrap_err().contains("longer than 1 MiB"));
    let one_line = "x".repeat(3 << 20);
    assert!(read(one_line.as_bytes()).unwrap_err().contains("longer than 1 MiB"));
}

#[test]
fn marks_a_row_with_text_after_a_closing_quote_as_torn() {
    let mut reader = Reader::new(&b"\"a\"b,c\nd,e\"f\n"[..]);
    let mut record = Record::default();
    assert!(reader.read(&mut record).unwrap());
    assert_eq!(record.torn(), Some((0, Tear::BehindQuote)));
    assert!(reader.read(&mut record).unwrap() && record.torn().is_none());
    assert_eq!((record.line(), record.cells().collect::<Vec<_>>()), (2, vec!["d", "e\"f"]));
}
