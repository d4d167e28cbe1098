//! Inputs that once caused bugs, and similar ones.

use super::random::Random;

const TEXTS: &[&str] = &[
    "",
    " ",
    "\u{3164}",
    "\u{200b}",
    "\u{2800}",
    "\u{ad}",
    "\u{feff}",
    "\u{202e}cba",
    "\u{2066}x\u{2069}",
    "a\0b",
    "\0",
    "\u{1b}[31mred",
    "\u{85}",
    "\u{2028}",
    "\u{fffd}",
    "\u{10ffff}",
    "a\r\nb",
    "a\nb",
    "\t",
    "e\u{301}",
    "\u{1112}\u{1161}\u{11ab}",
    "ışık",
    "Đồng Nai",
    "O’Brien",
    "ㆍ",
    "ﬃ",
    "ǆ",
    "ß",
    "İ",
    "👩‍👩‍👧‍👦",
    "🇰🇷",
    "'",
    "\"",
    "`",
    "\\",
    "' OR 1=1--",
    "%' --",
    "_",
    "%",
    "%%",
    "%25",
    "%2525252525",
    "%zz",
    "%u0041",
    "%00",
    "{link}",
    "x {link} {valid_until} {name}",
    "{{7*7}}",
    "${7*7}",
    "<zzx onload=1>",
    "\"><zzx>",
    "<script>zzx</script>",
    "<!--zzx",
    "]]>",
    "&lt;",
    "&#0;",
    "javascript:zzx",
    "data:text/html,zzx",
    "=1+1",
    "=cmd|'/C calc'!A0",
    "@SUM(1)",
    "+1",
    "-1",
    "＝1",
    "0",
    "00",
    "1",
    "2",
    "7",
    "99",
    "10000000",
    "10000001",
    "1e9",
    "1.5",
    "1,000",
    "2147483647",
    "2147483648",
    "-2147483648",
    "-2147483649",
    "4294967296",
    "9223372036854775807",
    "9223372036854775808",
    "-9223372036854775809",
    "99999999999999999999999",
    "0x10",
    "１２３",
    "٣",
    "NaN",
    "Infinity",
    "true",
    "false",
    "on",
    "yes",
    "no",
    "null",
    "undefined",
    "[]",
    "{\"a\":1}",
    "2026-02-30",
    "2026-11-28",
    "2026-1-1",
    "2024-02-29",
    "0000-00-00",
    "0001-01-01",
    "1969-12-31",
    "9999-12-31",
    "10000-01-01",
    "-0001-01-01",
    "262142-12-31",
    "+262143-01-01",
    "-262144-01-01",
    "2026-11-28T00:00:00Z",
    "2026-11-28 25:61",
    "../../etc/passwd",
    "..\\..\\x",
    "//evil.example",
    "/\\evil.example",
    "https://evil.example/",
    "http://[::1",
    "/customers",
    "/%2f%2fevil.example",
    "\r\nzz-injected: 1",
    "%0d%0azz-injected: 1",
    "=?utf-8?q?=0d=0azz-injected:1?=",
    "a..b@x.example",
    "\"a b\"@x.example",
    "a@münchen.example",
    "a@xn--mnchen-3ya.example",
    "a@[127.0.0.1]",
    "x@y@z",
    "a@b",
    "new.person@1000.example",
    "contoso.com.",
    "Contoso.COM",
    "münchen.example",
    "xn--",
    "xn--a.example",
    "a..b",
    "-a.example",
    "1.2.3.4",
    "हिन्दी.भारत",
    "a b",
    "a/b",
    "a\\b",
    "a;b",
    "a,b",
    "a\tb",
    "a?b=c&d#e",
    "~",
    "*",
    "...",
    ".",
    "..",
    "00000000-0000-0000-0000-000000000000",
    "FFFFFFFF-FFFF-4FFF-8FFF-FFFFFFFFFFFF",
    "{00000000-0000-4000-8000-000000000001}",
    "urn:uuid:00000000-0000-4000-8000-000000000001",
    "00000000000040008000000000000001",
    "00000000-0000-4000-8000-000000000001",
    "UK",
    "ZZ",
    "EU",
    "kr",
    "KR ",
    "AP",
    "US",
    "KR",
    "TW",
    "DE",
    "+82 2-555-0142",
    "+82 2-555-0142 ext. 12",
    "#123",
    "+",
    "en",
    "ko",
    "zh-TW",
    "xx",
    "dark",
    "Asia/Seoul",
    "Mars/Olympus",
    "en-US,en;q=0.9",
    "*;q=0",
    "AAAA",
    "AAAA.BBBB",
    "====",
    "global-admin",
    "global-admin,global-admin",
    "asc",
    "name",
    "domain",
    "desc",
    "own",
    "last-month",
    "custom",
    "accepted",
    "same",
];

/// Bytes that are not valid UTF-8 text.
const BYTES: &[&[u8]] = &[
    b"\xED\xA0\x80",
    b"\xED\xBF\xBF",
    b"\xFF\xFE",
    b"\xC0\xAF",
    b"\xF4\x90\x80\x80",
    b"a\x80b",
    b"\xE3\x85",
    b"\xF0\x9F",
];

/// Returns a random value, rarely a long one.
pub fn value(random: &mut Random) -> Vec<u8> {
    match random.below(100) {
        0..70 => random.pick(TEXTS).as_bytes().to_vec(),
        70..78 => random.pick(BYTES).to_vec(),
        78..90 => letters(random).into_bytes(),
        _ => long(random).into_bytes(),
    }
}

/// Returns letters of any script, combining marks and invisible characters.
fn letters(random: &mut Random) -> String {
    const BLOCKS: &[(u32, u32)] = &[
        (0x20, 0x7f),
        (0xa0, 0x24f),
        (0x300, 0x36f),
        (0x590, 0x5ff),
        (0xe00, 0xe7f),
        (0x1100, 0x11ff),
        (0x2000, 0x206f),
        (0x3130, 0x318f),
        (0x4e00, 0x4fff),
        (0xac00, 0xadff),
        (0xfe00, 0xfe0f),
        (0xff00, 0xffef),
        (0x1f300, 0x1f6ff),
        (0xe0000, 0xe007f),
    ];
    let length = 1 + random.below(40);
    let letter = |_| {
        let (from, to) = *random.pick(BLOCKS);
        char::from_u32(from + (random.next() % u64::from(to - from)) as u32).unwrap_or('?')
    };
    (0..length).map(letter).collect()
}

fn long(random: &mut Random) -> String {
    let count = *random.pick(&[100usize, 200, 201, 255, 256, 500, 501, 1_000, 4_001, 20_000]);
    let one = *random.pick(&[
        "a", "가", "漢", "😀", "a ", "e\u{301}", "\u{301}", "%25", "\u{200b}", "a.", "<", "9", "\"", "-",
    ]);
    one.repeat(count)
}

/// Returns a value longer than any form may be.
pub fn too_long() -> String {
    "a".repeat(70_000)
}

/// Returns a plausible value for a field of this name, if there is one.
pub fn plausible(name: &str, random: &mut Random) -> Option<String> {
    let number = random.below(1_000_000);
    Some(match name {
        "company_name" => format!("Company {number}"),
        "domain" => format!("c{number}.example"),
        "email" | "contact_email" | "support_email" | "recipient" => format!("p{number}@mail.example"),
        "first_name" => "세훈".to_owned(),
        "last_name" => "오".to_owned(),
        "name" | "person_name" | "legal_name" | "nickname" => format!("Person {number}"),
        "country" => "KR".to_owned(),
        "postal_code" => "04524".to_owned(),
        "state" => "서울특별시".to_owned(),
        "city" => "중구".to_owned(),
        "address_line1" => "세종대로 110".to_owned(),
        "agreement" => "accepted".to_owned(),
        "confirm" => "yes".to_owned(),
        "agreed_on" => "2026-01-15".to_owned(),
        "reason" | "need" | "note" => format!("Because {number}"),
        "password" | "current_password" | "current" => crate::support::cast::PASSWORD.to_owned(),
        "quantity" => (1 + random.below(30)).to_string(),
        _ => return None,
    })
}

/// Returns a file, like one from a spreadsheet or random.
pub fn file(random: &mut Random) -> Vec<u8> {
    const HEADS: &[&str] = &[
        "Microsoft ID,Company name,Primary domain name,Relationship\r\n",
        "\u{feff}Microsoft ID;Company name;Primary domain name;Relationship\n",
        "sep=,\nMicrosoft ID,Company name,Primary domain name,Relationship\n",
        "Microsoft ID\tCompany name\tPrimary domain name\tRelationship\r",
        "Company name,Company name\n",
        "\"",
        "",
        "\u{feff}\u{feff}",
        "Microsoft ID\n",
    ];
    let mut file = random.pick(HEADS).as_bytes().to_vec();
    for row in 0..random.below(12) {
        let id = format!("00000000-0000-4000-9000-{:012x}", random.below(1 << 30));
        let mut cells = vec![
            id.into_bytes(),
            format!("F {row}").into_bytes(),
            format!("f{row}.example").into_bytes(),
            b"Reseller".to_vec(),
        ];
        if random.percent(50) {
            let at = random.below(cells.len());
            cells[at] = value(random);
        }
        if random.percent(10) {
            cells.truncate(random.below(4));
        }
        file.extend(cells.join(&b","[..]));
        let end = random.pick(&["\r\n", "\n", "\r", ",,,\r\n", "\u{1a}"]);
        file.extend_from_slice(end.as_bytes());
    }
    file
}
