//! Folds text for comparison, so that different spellings of a name match. [`super::terms`] folds queries,
//! the search index folds the list, and [`super::highlight`] maps matches to the original text.

use icu_casemap::CaseMapper;
use icu_normalizer::{ComposingNormalizerBorrowed, DecomposingNormalizerBorrowed};

/// Folds a text: NFKC, full case folding, combining accents U+0300..036F removed, recomposed. Then it
/// replaces letters without a decomposition by their keyboard spelling, removes apostrophes and invisible
/// characters, and unifies all kinds of hyphens and middle dots. `Söderberg` becomes `soderberg`, `Đồng`
/// becomes `dong`, `O’Brien` becomes `obrien`; `ガ` does not become `カ`.
pub fn fold(text: &str) -> String {
    if text.chars().all(is_plain) {
        return text.to_ascii_lowercase();
    }
    let visible: String = text.chars().filter_map(fold_mark).collect();
    let compatible = ComposingNormalizerBorrowed::new_nfkc().normalize(&visible);
    let caseless = CaseMapper::new().fold_string(&compatible);
    let letters = DecomposingNormalizerBorrowed::new_nfd().normalize_iter(caseless.chars());
    let unaccented = letters.filter(|c| !('\u{300}'..='\u{36F}').contains(c)).filter_map(fold_mark);
    let mut folded = String::with_capacity(text.len());
    for c in ComposingNormalizerBorrowed::new_nfc().normalize_iter(unaccented) {
        match keyboard_spelling(c) {
            Some(letters) => folded.push_str(letters),
            None => folded.push(c),
        }
    }
    folded
}

/// Whether folding changes only the ASCII case of this character, independent of its neighbors, as long as
/// the next character is plain too: ASCII, a Hangul syllable, or a common Han character.
pub(super) fn is_plain(c: char) -> bool {
    matches!(c, '\0'..='\x7F' | '\u{AC00}'..='\u{D7A3}' | '\u{4E00}'..='\u{9FA5}')
        && !is_apostrophe(c)
        && c != '臺'
}

/// Returns the common form of a mark that people type in different forms; `None` for marks that are left
/// out or invisible.
fn fold_mark(c: char) -> Option<char> {
    match c {
        c if is_apostrophe(c) || is_ignorable(c) => None,
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{FE58}' | '\u{FE63}' | '\u{FF0D}' => Some('-'),
        '\u{B7}' | '\u{387}' | '\u{2022}' | '\u{2027}' | '\u{2219}' | '\u{22C5}' | '\u{30FB}'
        | '\u{318D}' | '\u{119E}' | '\u{FF65}' => Some('\u{B7}'),
        c => Some(c),
    }
}

/// Apostrophes, and the quotation marks, accents and letters that people type instead of them.
fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '`' | '\u{B4}' | '\u{2B9}'..='\u{2BD}' | '\u{2C8}' | '\u{2018}'..='\u{201B}'
        | '\u{2032}' | '\u{2035}' | '\u{A78B}' | '\u{A78C}' | '\u{FF07}' | '\u{FF40}')
}

/// Unicode's Default_Ignorable_Code_Point: characters that fonts do not show.
fn is_ignorable(c: char) -> bool {
    matches!(c, '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{115F}'..='\u{1160}' | '\u{17B4}'..='\u{17B5}'
        | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{206F}' | '\u{3164}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFA0}'
        | '\u{FFF0}'..='\u{FFF8}' | '\u{1BCA0}'..='\u{1BCA3}' | '\u{1D173}'..='\u{1D17A}'
        | '\u{E0000}'..='\u{E0FFF}')
}

/// Returns how people type a letter without a decomposition on a keyboard that lacks it.
fn keyboard_spelling(c: char) -> Option<&'static str> {
    Some(match c {
        'đ' | 'ð' | 'ɖ' => "d",
        'ø' => "o",
        'ł' => "l",
        'ı' => "i",
        'þ' => "th",
        'æ' => "ae",
        'œ' => "oe",
        'ħ' => "h",
        'ŋ' => "n",
        'ŧ' => "t",
        'ĸ' => "k",
        'ə' => "e",
        'ƶ' => "z",
        // The same character; both forms are common in Taiwan.
        '臺' => "台",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn folds_equivalent_spellings_to_the_same_text() {
        for (written, folded) in [
            ("Söderberg", "soderberg"),
            ("So\u{308}derberg", "soderberg"),
            ("ＡＢＣ", "abc"),
            ("Straße", "strasse"),
            ("STRASSE", "strasse"),
            ("Contoso Ltd.", "contoso ltd."),
            ("한강무역", "한강무역"),
            ("\u{1112}\u{1161}\u{11AB}강", "한강"),
            ("㈜한강", "(주)한강"),
            ("ﾊﾝ", "ハン"),
            ("ﬁne", "fine"),
            ("大同公司", "大同公司"),
            ("100%_\\\"", "100%_\\\""),
            ("İstanbul", "istanbul"),
            ("", ""),
        ] {
            assert_eq!(fold(written), folded, "{written}");
        }
    }

    #[test]
    fn folds_letters_and_marks_as_people_type_them() {
        for (written, folded) in [
            ("Đồng Nai", "dong nai"),
            ("臺灣 台灣", "台灣 台灣"),
            ("Ørsted", "orsted"),
            ("Łódź", "lodz"),
            ("Işık IŞIK ışık", "isik isik isik"),
            ("Þór Æther Œuvre", "thor aether oeuvre"),
            ("Ħal Ŋ Ðal", "hal n dal"),
            (
                "O’Brien O'Brien O´Brien O`Brien Oʼbrien Ｏ＇Brien",
                "obrien obrien obrien obrien obrien obrien",
            ),
            ("a\u{2011}b a\u{2010}b a–b a－b", "a-b a-b a-b a-b"),
            ("ㆍ · ・ ･ •", "· · · · ·"),
            ("한\u{200B}강 con\u{AD}toso \u{FEFF}x\u{2060}y\u{E0041}", "한강 contoso xy"),
        ] {
            assert_eq!(fold(written), folded, "{written}");
            assert_eq!(fold(folded), folded, "{written}");
        }
    }

    #[test]
    fn keeps_different_letters_distinct() {
        assert_ne!(fold("ガ"), fold("カ"));
        assert_eq!(fold("カ\u{3099}"), fold("ガ"));
        assert_ne!(fold("한"), fold("하"));
    }

    proptest! {
        #[test]
        fn fast_path_equals_the_full_fold(text in "[a-zA-Z0-9 %_.가-힣一-龥]{0,20}") {
            let long = fold(&format!("{text}é"));
            prop_assert_eq!(fold(&text) + "e", long);
        }
    }
}
