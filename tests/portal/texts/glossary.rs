//! docs/reference/glossary.tsv has the words of the field in three languages. A text that is nothing but such a term in
//! English is the term of the glossary in the other languages too.

use crate::texts::messages;
use std::collections::BTreeMap;

/// The terms by their English word in lower case: English, Korean, Chinese, and the sense if there are several.
fn terms() -> BTreeMap<String, Vec<[&'static str; 4]>> {
    let mut terms: BTreeMap<String, Vec<[&'static str; 4]>> = BTreeMap::new();
    for line in include_str!("../../../docs/reference/glossary.tsv").lines().skip(1) {
        let cells: Vec<&str> = line.split('\t').chain([""]).take(4).collect();
        let cells: [&str; 4] = cells.try_into().unwrap_or_else(|_| panic!("{line}: too few cells"));
        assert!(cells[..3].iter().all(|cell| !cell.is_empty()), "{line}: a language is missing");
        terms.entry(cells[0].to_lowercase()).or_default().push(cells);
    }
    terms
}

#[test]
fn texts_use_the_words_of_the_glossary() {
    let (terms, ko, zh) = (terms(), messages("ko"), messages("zh-TW"));
    let mut wrong = Vec::new();
    for (key, english) in messages("en") {
        let Some(senses) = terms.get(&english.to_lowercase()) else { continue };
        let used = [ko[&key].as_str(), zh[&key].as_str()];
        if !senses.iter().any(|[_, ko, zh, _]| used == [*ko, *zh]) {
            wrong.push(format!("{key}: {english} is {used:?}, in the glossary {senses:?}"));
        }
    }
    assert!(wrong.is_empty(), "change the text, or add a sense to the glossary:\n{}", wrong.join("\n"));
}

#[test]
fn a_term_with_several_translations_says_its_senses() {
    for (term, senses) in terms() {
        let all_said = senses.len() == 1 || senses.iter().all(|[.., sense]| !sense.is_empty());
        assert!(all_said, "{term} has {} rows: say the sense of each", senses.len());
    }
}
