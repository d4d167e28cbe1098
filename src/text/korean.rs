//! What a Korean name is also found by: its legal form in any spelling (`㈜`, `(주)`, `주식회사`, before or behind the
//! name), and the initial consonants of its syllables (`ㅎㅂ` finds 한빛). Each is a character that no text contains: it is
//! added behind the folded text of a name ([`searchable`]) and to the folded words of a query ([`super::terms`]).

use crate::text::fold;
use memchr::memmem;
use std::ops::Range;

/// The legal forms: the folded spellings, the longest first, and their mark.
const LEGAL_FORMS: [(&[&str], char); 5] = [
    (&["주식회사", "(주)"], '\x19'),
    (&["유한회사", "(유)"], '\x1A'),
    (&["재단법인", "(재)"], '\x1B'),
    (&["사단법인", "(사)"], '\x1C'),
    (&["학교법인", "(학)"], '\x1D'),
];

/// Separates a text from its marks.
const END_OF_TEXT: char = '\x1E';

const FIRST_SYLLABLE: u32 = 0xAC00;

const LAST_SYLLABLE: u32 = 0xD7A3;

/// Syllables with the same initial consonant: 21 vowels, each with 28 finals or none.
const PER_INITIAL: u32 = 21 * 28;

/// The first initial consonant, as folding composes them.
const FIRST_JAMO: u32 = 0x1100;

/// Returns the mark of the initial consonant of a syllable, or of a lone initial consonant.
fn initial(c: char) -> Option<char> {
    let number = match u32::from(c) {
        syllable @ FIRST_SYLLABLE..=LAST_SYLLABLE => (syllable - FIRST_SYLLABLE) / PER_INITIAL,
        jamo @ FIRST_JAMO..=0x1112 => jamo - FIRST_JAMO,
        _ => return None,
    };
    // Not U+0009 to U+000D, which are white space.
    char::from_u32(if number < 8 { 1 + number } else { 6 + number })
}

/// Whether the text can have marks: it has a byte with which the UTF-8 of Hangul begins.
fn may_have_hangul(text: &str) -> bool {
    text.bytes().any(|byte| byte == 0xE1 || (0xEA..=0xED).contains(&byte))
}

/// Returns the folded text and, behind it, its marks. Each word of [`super::SearchTerms`] is looked for in such a text.
pub fn searchable(text: &str) -> String {
    let mut folded = fold(text);
    if let Some(marks) = marks(&folded) {
        folded.push(END_OF_TEXT);
        folded.push_str(&marks);
    }
    folded
}

/// Returns the marks of a folded text; `None` if it has none. White space and punctuation do not separate initial consonants,
/// other letters do.
pub fn marks(folded: &str) -> Option<String> {
    if !may_have_hangul(folded) {
        return None;
    }
    let mut marks: String = LEGAL_FORMS
        .iter()
        .filter(|(spellings, _)| spellings.iter().any(|spelling| folded.contains(spelling)))
        .map(|(_, mark)| *mark)
        .collect();
    for c in folded.chars() {
        match initial(c) {
            Some(initial) => marks.push(initial),
            None if c.is_alphanumeric() && !marks.ends_with(END_OF_TEXT) => marks.push(END_OF_TEXT),
            None => {}
        }
    }
    Some(marks)
}

/// Replaces each legal form in a folded query by its mark, as a word of its own, and each word of initial consonants by
/// their marks.
pub(super) fn mark_query(folded: String) -> String {
    if !may_have_hangul(&folded) {
        return folded;
    }
    let mut query = folded;
    for (spellings, mark) in LEGAL_FORMS {
        for spelling in spellings {
            query = query.replace(spelling, &format!(" {mark} "));
        }
    }
    let word = |word: &str| {
        let is_jamo = |c: char| matches!(u32::from(c), FIRST_JAMO..=0x1112);
        if word.chars().all(is_jamo) { word.chars().filter_map(initial).collect() } else { word.to_owned() }
    };
    query.split_whitespace().map(word).collect::<Vec<_>>().join(" ")
}

/// Returns the places in a folded text that a word of marks matches; `None` if the word has no marks.
pub(super) fn find_marks(folded: &str, word: &str) -> Option<Vec<Range<usize>>> {
    let first = word.chars().next()?;
    if let Some((spellings, _)) = LEGAL_FORMS.iter().find(|(_, mark)| *mark == first) {
        let of = |spelling: &&str| {
            let length = spelling.len();
            memmem::find_iter(folded.as_bytes(), *spelling).map(move |at| at..at + length).collect::<Vec<_>>()
        };
        return Some(spellings.iter().flat_map(of).collect());
    }
    if !matches!(first, '\x01'..='\x08' | '\x0E'..='\x18') {
        return None;
    }
    let (mut marks, mut places) = (Vec::new(), Vec::new());
    for (at, c) in folded.char_indices() {
        match initial(c) {
            Some(initial) => marks.push(initial as u8),
            None if c.is_alphanumeric() => marks.push(END_OF_TEXT as u8),
            None => continue,
        }
        places.push(at..at + c.len_utf8());
    }
    let found = memmem::find_iter(&marks, word.as_bytes());
    Some(found.map(|at| places[at].start..places[at + word.len() - 1].end).collect())
}

#[cfg(test)]
mod tests {
    use crate::text::SearchTerms;

    fn finds(query: &str, name: &str) -> bool {
        SearchTerms::parse(query).are_in(name)
    }

    #[test]
    fn a_legal_form_is_found_in_any_spelling_and_position() {
        let names = ["㈜한빛", "(주)한빛", "주식회사 한빛", "한빛 주식회사", "한빛㈜", "（주） 한빛"];
        for query in
            ["㈜한빛", "(주)한빛", "(주) 한빛", "한빛(주)", "주식회사 한빛", "한빛주식회사", "한빛 ㈜"]
        {
            for name in names {
                assert!(finds(query, name), "{query} in {name}");
            }
            assert!(!finds(query, "한빛") && !finds(query, "(유)한빛"), "{query}");
        }
        assert!(finds("(유)서강", "서강 유한회사") && finds("재단법인", "(재)온새미로"));
        assert!(finds("한빛", "㈜한빛") && finds("주", "㈜한빛") && finds("주식", "주식회사 한빛"));
    }

    #[test]
    fn initial_consonants_find_syllables() {
        for (query, name) in [
            ("ㅎㅂ", "한빛"),
            ("ㅎㅂ", "대한빛정공"),
            ("ㅎㅂㅅㅍㅌ", "한빛 소프트"),
            ("ㅎㅂ ㅅㅍ", "소프트 한빛"),
            ("ㅈㅎㅂ", "(주)한빛"),
            ("ㄲ", "꽃집"),
            ("ㅆㅃㅉ", "쌍빵짱"),
            ("ㅋㅋ", "ㅋㅋ"),
            ("ㅎㅂ soft", "한빛 Soft"),
            ("\u{1112}\u{1107}", "한빛"),
        ] {
            assert!(finds(query, name), "{query} in {name}");
        }
        for (query, name) in
            [("ㅎㅂ", "한강"), ("ㅎㅂ", "한a빛"), ("ㅎㅂ", "빛한"), ("ㄱ", "Contoso"), ("ㅘ", "과학")]
        {
            assert!(!finds(query, name), "{query} in {name}");
        }
    }

    #[test]
    fn every_initial_consonant_has_a_mark_of_its_own() {
        let initials = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ";
        let syllables = "가까나다따라마바빠사싸아자짜차카타파하";
        for (at, query) in initials.chars().enumerate() {
            for (other, syllable) in syllables.chars().enumerate() {
                let query = query.to_string();
                assert_eq!(finds(&query, &syllable.to_string()), at == other, "{query} in {syllable}");
            }
        }
    }

    #[test]
    fn parsing_a_parsed_word_changes_nothing() {
        for query in ["(주)한빛", "ㅂㅃㅅㅆㅎ", "ㅎㅂ soft", "학교법인"] {
            let words: Vec<String> = SearchTerms::parse(query).iter().map(str::to_owned).collect();
            let again: Vec<String> = SearchTerms::parse(&words.join(" ")).iter().map(str::to_owned).collect();
            assert_eq!(words, again, "{query}");
        }
    }
}
