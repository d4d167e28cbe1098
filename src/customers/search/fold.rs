//! What two spellings have in common: the form in which names, domains and queries are compared.
//! `words` folds a query, `blocks` folds the list, `marks` finds the way back to the original letters.

use icu_casemap::CaseMapper;
use icu_normalizer::{ComposingNormalizerBorrowed, DecomposingNormalizerBorrowed};

/// Folds a text: NFKC, full case folding, combining accents U+0300..036F removed, recomposed.
/// `Söderberg` becomes `soderberg`, `ＡＢＣ` `abc`, `Straße` `strasse`; `ガ` does not become `カ`.
pub fn fold(text: &str) -> String {
    if text.chars().all(is_plain) {
        return text.to_ascii_lowercase();
    }
    let compatible = ComposingNormalizerBorrowed::new_nfkc().normalize(text);
    let caseless = CaseMapper::new().fold_string(&compatible);
    let letters = DecomposingNormalizerBorrowed::new_nfd().normalize_iter(caseless.chars());
    let unaccented = letters.filter(|c| !('\u{300}'..='\u{36F}').contains(c));
    ComposingNormalizerBorrowed::new_nfc().normalize_iter(unaccented).collect()
}

/// Whether folding changes nothing about this character but ASCII case, whatever stands beside it,
/// as long as what follows it is plain too: ASCII, a Hangul syllable, a common Han character.
pub(super) fn is_plain(c: char) -> bool {
    matches!(c, '\0'..='\x7F' | '\u{AC00}'..='\u{D7A3}' | '\u{4E00}'..='\u{9FA5}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn spellings_of_one_name_fold_to_one_text() {
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
            ("100%_\\'\"", "100%_\\'\""),
            ("İstanbul", "istanbul"),
            ("", ""),
        ] {
            assert_eq!(fold(written), folded, "{written}");
        }
    }

    #[test]
    fn different_letters_stay_different() {
        assert_ne!(fold("ガ"), fold("カ"));
        assert_eq!(fold("カ\u{3099}"), fold("ガ"));
        assert_ne!(fold("한"), fold("하"));
    }

    proptest! {
        #[test]
        fn the_short_way_equals_the_long_way(text in "[a-zA-Z0-9 %_.가-힣一-龥]{0,20}") {
            let long = fold(&format!("{text}é"));
            prop_assert_eq!(fold(&text) + "e", long);
        }
    }
}
