//! The wording of each language. tests/texts/banned.tsv has what no text says: language, regular expression, what to
//! say instead, and the keys that may say it.

use crate::texts::english::without_variables;
use crate::texts::{lines, messages};
use regex::Regex;

struct Ban {
    language: &'static str,
    pattern: Regex,
    why: &'static str,
    exempt: Vec<&'static str>,
}

fn bans() -> impl Iterator<Item = Ban> {
    include_str!("../../texts/banned.tsv").lines().skip(1).map(|line| {
        let mut cells = line.split('\t');
        let mut cell = || cells.next().unwrap_or_else(|| panic!("{line}: too few cells"));
        let (language, pattern, why) = (cell(), cell(), cell());
        let pattern = Regex::new(pattern).unwrap_or_else(|error| panic!("{line}: {error}"));
        Ban { language, pattern, why, exempt: cells.next().unwrap_or_default().split(' ').collect() }
    })
}

#[test]
fn no_text_uses_a_banned_phrase() {
    let mut wrong = Vec::new();
    let texts = ["en", "ko", "zh-TW"].map(|language| (language, messages(language)));
    for ban in bans() {
        let (_, messages) = texts.iter().find(|(language, _)| *language == ban.language).unwrap();
        for (key, message) in messages.iter().filter(|(key, _)| !ban.exempt.contains(&key.as_str())) {
            for found in lines(message).filter_map(|line| ban.pattern.find(line)) {
                wrong.push(format!("{} {key}: “{}”: {}", ban.language, found.as_str(), ban.why));
            }
        }
    }
    assert!(wrong.is_empty(), "{} texts:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn exemptions_of_banned_phrases_are_needed() {
    for ban in bans() {
        let messages = messages(ban.language);
        for key in ban.exempt.iter().filter(|key| !key.is_empty()) {
            let message =
                messages.get(*key).unwrap_or_else(|| panic!("{key} is no text: remove the exemption"));
            let needed = lines(message).any(|line| ban.pattern.is_match(line));
            assert!(needed, "{} {key} does not match {}: remove the exemption", ban.language, ban.pattern);
        }
    }
}

/// The words for an English term in one language, and the keys that may say it in another way.
struct Translation {
    language: &'static str,
    word: &'static str,
    exempt: Vec<&'static str>,
}

/// tests/texts/terms.tsv: an English term, its Korean and Chinese words, and the exempt keys of each. Lines with `#` say
/// why the keys of the next line are exempt.
fn terms() -> impl Iterator<Item = (&'static str, [Translation; 2])> {
    let lines = include_str!("../../texts/terms.tsv").lines().skip(1).filter(|line| !line.starts_with('#'));
    lines.map(|line| {
        let cells: Vec<&str> = line.split('\t').chain([""; 2]).collect();
        let translation = |language, at: usize| {
            let exempt = cells[at + 2].split(' ').filter(|key| !key.is_empty()).collect();
            Translation { language, word: cells[at], exempt }
        };
        (cells[0], [translation("ko", 1), translation("zh-TW", 2)])
    })
}

#[test]
fn texts_translate_each_term_with_the_same_word() {
    let english = messages("en");
    let translated = ["ko", "zh-TW"].map(|language| (language, messages(language)));
    let mut wrong = Vec::new();
    for (term, translations) in terms() {
        let pattern = Regex::new(&format!(r"(?i)\b{}\b", regex::escape(term))).unwrap();
        let says = |message: &str| lines(message).any(|line| pattern.is_match(&without_variables(line)));
        let keys: Vec<&String> = english.iter().filter(|(_, text)| says(text)).map(|(key, _)| key).collect();
        for Translation { language, word, exempt } in translations {
            let (_, messages) = translated.iter().find(|(known, _)| *known == language).unwrap();
            for key in &keys {
                let is_said = messages[*key].contains(word);
                if !is_said && !exempt.contains(&key.as_str()) {
                    wrong.push(format!("{language} {key}: {term} is {word}, not in “{}”", messages[*key]));
                }
            }
            for key in exempt.iter().filter(|key| !keys.iter().any(|said| said.as_str() == **key)) {
                wrong.push(format!("{language} {key}: has no {term}; remove the exemption"));
            }
        }
    }
    assert!(wrong.is_empty(), "{} texts:\n{}", wrong.len(), wrong.join("\n"));
}
