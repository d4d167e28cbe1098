//! CSV files: any text that is written is read back unchanged; headers and labels of earlier versions are read too.

use partner_portal::csv::columns::LabelTable;
use partner_portal::csv::reader::Unreadable;
use partner_portal::csv::record::Tear;
use partner_portal::csv::{Column, Dialect, Reader, Record, Writer, guard, unguard};
use partner_portal::domain::{BillingCycle, BillingType, Relationship, SubscriptionStatus, TextEnum};
use partner_portal::features::import::kinds::offers::YesNo;
use partner_portal::i18n::{Locale, Texts};
use proptest::prelude::*;
use std::collections::BTreeSet;
use std::fmt::Debug;

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

/// All rows that were read: their line, their cells, and where they are torn.
type Rows = Vec<(u64, Vec<String>, Option<(usize, Tear)>)>;

fn rows(file: &[u8], dialect: Dialect) -> Result<Rows, Unreadable> {
    let mut reader = Reader::with_dialect(file, dialect);
    let mut record = Record::default();
    let mut rows = Vec::new();
    while reader.read(&mut record)? {
        let mut encoded = Vec::new();
        record.encode(&mut encoded);
        let decoded = Record::decode(&encoded).unwrap();
        assert_eq!(decoded.line(), record.line());
        assert!(decoded.cells().eq(record.cells()));
        rows.push((record.line(), record.cells().map(str::to_owned).collect(), record.torn()));
    }
    Ok(rows)
}

fn dialects() -> impl Strategy<Value = Dialect> {
    let of = |(delimiter, line_end)| Dialect { delimiter, line_end, ..Dialect::default() };
    (prop::sample::select(vec![b',', b';', b'\t']), prop::sample::select(vec![b'\n', b'\r'])).prop_map(of)
}

/// Returns the cell in quotes, as some programs write every cell.
fn in_quotes(cell: &str) -> String {
    format!("\"{}\"", cell.replace('"', "\"\""))
}

/// Returns the cell as docs/reference/csv.md says that it is written.
fn as_documented(text: &str) -> String {
    let cell = guard(text);
    let is_blank = |c: char| c == ' ' || c == '\t';
    let drops = text.starts_with(is_blank) || text.ends_with(is_blank) || text.starts_with('\u{FEFF}');
    if drops || cell.contains([',', '"', '\r', '\n', '\u{1A}']) {
        in_quotes(&cell)
    } else {
        cell.into_owned()
    }
}

proptest! {
    #[test]
    fn writes_every_byte_as_documented(
        rows in prop::collection::vec(prop::collection::vec("['=\r\n\", ＝a가\t\u{FEFF}\u{1A}\0]{0,5}", 1..4), 0..8),
    ) {
        let mut expected = "\u{FEFF}A,B\r\n".to_owned();
        for row in &rows {
            let line = row.iter().map(|cell| as_documented(cell)).collect::<Vec<_>>().join(",");
            expected += if line.is_empty() { "\"\"" } else { &line };
            expected += "\r\n";
        }
        prop_assert_eq!(String::from_utf8(written(&rows)).unwrap(), expected);
    }

    #[test]
    fn a_file_of_any_dialect_survives_with_its_line_numbers(
        dialect in dialects(),
        cells in prop::collection::vec(prop::collection::vec("[\r\n\",; a가\t\u{FEFF}\u{1A}\0]{0,5}", 1..20), 0..8),
        empty in 0usize..3,
    ) {
        let separator = char::from(dialect.delimiter).to_string();
        let (mut file, mut expected, mut line) = (String::new(), Vec::new(), 1);
        for row in cells {
            let text = row.iter().map(|cell| in_quotes(cell)).collect::<Vec<_>>().join(&separator);
            let lines = text.bytes().filter(|byte| *byte == dialect.line_end).count() + 1 + empty;
            file += &text;
            file += &char::from(dialect.line_end).to_string().repeat(1 + empty);
            expected.push((line, row, None));
            line += lines as u64;
        }
        prop_assert_eq!(rows(file.as_bytes(), dialect).unwrap(), expected);
    }

    #[test]
    fn text_around_quotes_tears_its_cell_and_no_other_row(
        cells in prop::collection::vec("[\",; a가\r]{0,5}", 1..6),
        place in 0usize..6,
        behind in "[ab가 \r][ab가\", \r]{0,6}",
    ) {
        let place = place % cells.len();
        for (before, behind, tear) in [(" ", "", Tear::BeforeQuote), ("", behind.as_str(), Tear::AfterQuote)] {
            let mut row: Vec<String> = cells.iter().map(|cell| in_quotes(cell)).collect();
            row[place] = format!("{before}{}{behind}", row[place]);
            let is_crlf = behind == "\r" && place + 1 == cells.len();
            // A cell that was torn before its quote ends at the first separator or line end.
            let file = format!("{}\nx,y\n", row.join(","));
            let Ok(found) = rows(file.as_bytes(), Dialect::default()) else {
                prop_assert!(before == " " || behind.contains(','), "{file:?}");
                continue;
            };
            prop_assert_eq!(found[0].2, (!is_crlf).then_some((place, tear)), "{:?}", file);
            if before.is_empty() && !behind.contains(',') {
                prop_assert_eq!(&found[1], &(2, vec!["x".to_owned(), "y".to_owned()], None));
            }
        }
    }

    #[test]
    fn rejects_any_file_that_ends_inside_quotes(
        whole in prop::collection::vec(prop::collection::vec("[a가\", \n]{0,4}", 1..4), 0..5),
        dialect in dialects(),
        last in "[a가, \r\n\u{1A}]{0,6}",
    ) {
        let separator = char::from(dialect.delimiter).to_string();
        let mut file = String::new();
        for row in &whole {
            file += &row.iter().map(|cell| in_quotes(cell)).collect::<Vec<_>>().join(&separator);
            file.push(char::from(dialect.line_end));
        }
        let line = file.bytes().filter(|byte| *byte == dialect.line_end).count() as u64 + 1;
        file += &format!("x{separator}\"{last}");
        let refusal = rows(file.as_bytes(), dialect).unwrap_err();
        prop_assert!(matches!(refusal, Unreadable::CutOff(at) if at == line), "{:?}: {}", file, refusal);
    }

    #[test]
    fn reports_the_cell_of_bytes_that_are_not_text(
        cells in prop::collection::vec("[\", a가\n]{0,4}", 1..6),
        place in 0usize..6,
    ) {
        let place = place % cells.len();
        let before = cells[..place].iter().map(|cell| in_quotes(cell) + ",").collect::<String>();
        let line_of = before.matches('\n').count() as u64 + 2;
        for opening in ["", "\"x,"] {
            let mut file = format!("a,b\n{before}{opening}").into_bytes();
            file.extend_from_slice(b"\xC7\xD1,y\"\n");
            let refusal = rows(&file, Dialect::default()).unwrap_err();
            let is_there = matches!(refusal, Unreadable::NotText { line, cell } if line == line_of && cell == place);
            prop_assert!(is_there, "{:?}: {:?}", file, refusal);
        }
    }

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
    assert_eq!(record.torn(), Some((0, Tear::AfterQuote)));
    assert!(reader.read(&mut record).unwrap() && record.torn().is_none());
    assert_eq!((record.line(), record.cells().collect::<Vec<_>>()), (2, vec!["d", "e\"f"]));
}

#[test]
fn finds_every_kind_of_torn_row() {
    for (row, place, tear) in [
        ("\"a\"b\"\",\",x\"", 0, Tear::AfterQuote),
        ("\"a\"b\"\"", 0, Tear::AfterQuote),
        ("x,\"a\" ,y", 1, Tear::AfterQuote),
        ("x,\"\"a", 1, Tear::AfterQuote),
        ("\"a\nb\"c,d", 0, Tear::AfterQuote),
        ("\"a\"\r\r", 0, Tear::AfterQuote),
        ("x,\u{3000}\"a, b\"", 1, Tear::BeforeQuote),
        ("\"x\" \"y\",\"\"", 0, Tear::AfterQuote),
    ] {
        let found = rows(format!("{row}\r\nx\r\n").as_bytes(), Dialect::default()).unwrap();
        assert_eq!(found[0].2, Some((place, tear)), "{row:?}");
        assert_eq!(found[1].1, ["x"], "{row:?}");
    }
}

#[test]
fn accepts_rows_of_1_mib_and_not_longer() {
    let mib = 1024 * 1024;
    for (row, is_quoted) in
        [("x".repeat(mib - 1), false), (format!("\"{}\"", "x\n".repeat(mib / 2 - 2)), true)]
    {
        let length = row.len() + 1;
        assert_eq!(length, if is_quoted { mib - 1 } else { mib });
        assert_eq!(rows(format!("a\n{row}\n").as_bytes(), Dialect::default()).unwrap().len(), 2);
        let longer = format!("a\n{}{row}\n", if is_quoted { "yy," } else { "y" });
        let refusal = rows(longer.as_bytes(), Dialect::default()).unwrap_err();
        assert!(matches!(refusal, Unreadable::TooLong(2)), "{refusal}");
    }
}

#[test]
fn keeps_cr_alone_in_a_cell_if_lines_end_in_lf() {
    let found = rows(b"a\rb,c\r\n\"x\r\",\"y\"\r\n,\r\nd\r", Dialect::default()).unwrap();
    let cells: Vec<_> = found.iter().map(|(line, cells, _)| (*line, cells.join("|"))).collect();
    let expected = [(1, "a\rb|c"), (2, "x\r|y"), (3, "|"), (4, "d")];
    assert_eq!(cells, expected.map(|(line, cells)| (line, cells.to_owned())));
    let mac = Dialect { line_end: b'\r', ..Dialect::default() };
    assert_eq!(rows(b"a,b\r\nc,d\r", mac).unwrap()[1], (2, vec!["c".to_owned(), "d".to_owned()], None));
}

/// Every word that any version of the portal wrote: kind, value and word. A word is never removed from the file.
fn words_ever_written() -> impl Iterator<Item = [&'static str; 3]> {
    let lines = include_str!("../texts/csv_words.tsv").lines().skip(1);
    lines.map(|line| line.split('\t').collect::<Vec<_>>().try_into().unwrap())
}

#[test]
fn imports_read_every_header_that_was_ever_written() {
    let mut written = BTreeSet::new();
    for [_, value, word] in words_ever_written().filter(|[kind, ..]| *kind == "header") {
        let column = Column::named(word).map(|column| format!("{column:?}"));
        assert_eq!(column.as_deref(), Some(value), "{word}: add it to src/csv/former_words.rs");
        written.insert(word.to_owned());
    }
    for column in Column::ALL {
        for header in Locale::ALL.map(|locale| column.header(locale)) {
            assert!(written.contains(&header), "{column:?}: add “{header}” to tests/texts/csv_words.tsv");
        }
    }
}

#[test]
fn imports_read_every_label_that_was_ever_written() {
    fn check<W: TextEnum + PartialEq + Debug>(label: impl Fn(W, &Texts) -> String) {
        let table = LabelTable::new(&label);
        let words: Vec<_> = words_ever_written().filter(|[kind, ..]| *kind == W::KIND).collect();
        for [_, value, word] in &words {
            let expected = W::from_text(value).map_err(|error| error.to_string()).unwrap();
            assert_eq!(table.value(word), Ok(expected), "{word}: add it to src/csv/former_words.rs");
        }
        for (value, stored) in W::ALL {
            for label in Locale::ALL.map(|locale| label(*value, locale.texts())) {
                let known = words.contains(&[W::KIND, *stored, label.as_str()]);
                assert!(known, "{} {stored}: add “{label}” to tests/texts/csv_words.tsv", W::KIND);
            }
        }
    }
    check(Relationship::label);
    check(SubscriptionStatus::label);
    check(BillingType::label);
    check(BillingCycle::label);
    check(YesNo::label);
}
