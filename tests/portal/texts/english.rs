//! No English is left in Korean and Chinese: in texts, in headers of files, and in entries of the activity log.

use crate::support::TestApp;
use crate::texts::{lines, messages};
use diesel::prelude::*;
use partner_portal::csv::Column;
use partner_portal::db::schema::activity_entries;
use partner_portal::features::activity_log::details::Details;
use partner_portal::features::activity_log::wording::ReaderFormat;
use partner_portal::i18n::Locale;
use partner_portal::i18n::format::Clock;
use std::collections::BTreeSet;

const TRANSLATED: [Locale; 2] = [Locale::Ko, Locale::ZhTw];

/// Names of products and formats, units, a time zone, and the name of a language in itself.
const NAMES: &[&str] = &[
    "API",
    "Allow",
    "Authorization",
    "Bearer",
    "English",
    "Authenticator",
    "Azure",
    "CSV",
    "Discord",
    "ERP",
    "Excel",
    "GET",
    "PUT",
    "ID",
    "If",
    "MS",
    "Match",
    "RequestId",
    "TOKEN",
    "IP",
    "JSON",
    "JavaScript",
    "KST",
    "KB",
    "kB",
    "MB",
    "GB",
    "TB",
    "MPN",
    "Mattermost",
    "MiB",
    "Microsoft",
    "NUL",
    "Office",
    "PDF",
    "QR",
    "SHA",
    "Slack",
    "Teams",
    "UTC",
    "UTF",
    "Webhook",
    "XML",
    "ZIP",
    "etag",
    "gzip",
    "systemd",
    "OAuth",
    "OpenAPI",
];

/// Names of several words, and commands that are part of a sentence.
const PHRASES: &[&str] = &[
    "Azure Active Directory",
    "Microsoft Authenticator",
    "Google Authenticator",
    "partner-portal activity verify",
];

/// Returns the English words of a text: words of Latin letters that are no names, addresses, file names or ids.
pub fn english(text: &str) -> Vec<String> {
    let text = PHRASES.iter().fold(text.to_owned(), |text, phrase| text.replace(phrase, ""));
    let is_part = |c: char| c.is_ascii_alphanumeric() || "-_.@:/’'+&=%~".contains(c);
    let tokens = text.split(|c: char| !is_part(c)).filter(|token| !is_data(token));
    let words =
        tokens.flat_map(|token| token.split(|c: char| !c.is_ascii_alphanumeric() && !"’'".contains(c)));
    words.filter(|word| word.len() > 1 && !NAMES.contains(word)).map(str::to_owned).collect()
}

/// Whether a word is an address, the ending of a file, a number or an id.
fn is_data(token: &str) -> bool {
    let inner = token.trim_matches(|c: char| "-.:/’'".contains(c));
    let has_digit = inner.contains(|c: char| c.is_ascii_digit());
    has_digit || token.contains("://") || token.starts_with('.') || inner.contains(['.', '@', '/', ':', '_'])
}

#[test]
fn finds_english_words() {
    assert_eq!(english("상태: Active, 수량 5 (customer)"), ["Active", "customer"]);
    assert_eq!(english("own-mail"), ["own", "mail"]);
    for text in [
        "MPN ID",
        "https://contoso.com",
        "kim@a.example",
        "UTF-8",
        "0-9 a-f",
        ".xlsx",
        "partners.csv",
        "고객",
    ] {
        assert_eq!(english(text), Vec::<String>::new(), "{text}");
    }
}

#[test]
fn texts_have_no_english() {
    for locale in TRANSLATED {
        for (key, message) in messages(locale.tag()) {
            for line in lines(&message) {
                let words = english(&without_variables(line));
                assert!(words.is_empty(), "{} {key}: {words:?} in “{line}”", locale.tag());
            }
        }
    }
}

pub fn without_variables(line: &str) -> String {
    let pieces = line.split('{').enumerate();
    pieces
        .map(|(at, piece)| if at == 0 { piece } else { piece.split_once('}').map_or("", |(_, rest)| rest) })
        .collect()
}

#[test]
fn headers_of_files_have_no_english() {
    for locale in TRANSLATED {
        for header in Column::ALL.map(|column| column.header(locale)) {
            assert_eq!(english(&header), Vec::<String>::new(), "{header}");
        }
    }
}

/// Asserts that every entry reads without English, and that no value of the portal is shown as it is stored.
pub fn assert_entries_are_translated(app: &TestApp) {
    let columns = (activity_entries::action, activity_entries::details);
    let entries: Vec<(String, String)> =
        app.portal.db.read_now(|c| Ok(activity_entries::table.select(columns).load(c)?)).unwrap();
    let mut wrong = BTreeSet::new();
    for (action, json) in entries {
        for locale in TRANSLATED {
            let stored = if locale == Locale::ZhTw { stored_words } else { |_: &str| Vec::new() };
            let reader = ReaderFormat { locale, clock: Clock::in_zone(chrono_tz::Tz::UTC) };
            let details = Details::parse(&json, reader);
            let sides = details
                .changes
                .iter()
                .flat_map(|change| [(&change.label, &change.before), (&change.label, &change.after)]);
            for (label, value) in sides.chain(details.facts.iter().map(|fact| (&fact.label, &fact.value))) {
                let read = if value.is_data { stored(&value.text) } else { english(&value.text) };
                let words = english(label).into_iter().chain(read);
                wrong.extend(words.map(|word| format!("{action}: {word} in “{label}: {}”", value.text)));
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "translate these values in src/features/activity_log/value_labels.rs:\n{}",
        wrong.into_iter().collect::<Vec<_>>().join("\n")
    );
}

/// Returns the values that look like a stored word of the portal, such as `own-mail`, in a Chinese text, whose separators
/// are not those of data.
fn stored_words(text: &str) -> Vec<String> {
    let values = text.split(['、', '·', '：', '→']).map(str::trim);
    let is_word =
        |value: &&str| value.len() > 1 && value.chars().all(|c| c.is_ascii_lowercase() || "-_, ".contains(c));
    values.filter(is_word).map(str::to_owned).collect()
}
