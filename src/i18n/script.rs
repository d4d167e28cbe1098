//! Guesses the language of data from its script, so that browsers choose the right glyphs and screen
//! readers the right voice. Templates use it for the `lang` attribute, together with `translate="no"`.

/// Returns the `lang` of a name or a search text: Korean if it contains Hangul, Japanese if it contains
/// kana, otherwise for Han the language of `country` (two capital letters). `None` for other scripts, which
/// look the same in every language.
pub fn script_lang(text: &str, country: Option<&str>) -> Option<&'static str> {
    if text.is_ascii() {
        return None;
    }
    let mut han = false;
    for letter in text.chars() {
        match letter {
            '\u{1100}'..='\u{11FF}'
            | '\u{3130}'..='\u{318F}'
            | '\u{A960}'..='\u{A97F}'
            | '\u{AC00}'..='\u{D7FF}' => {
                return Some("ko");
            }
            '\u{3041}'..='\u{30FF}' => return Some("ja"),
            '\u{3400}'..='\u{4DBF}'
            | '\u{4E00}'..='\u{9FFF}'
            | '\u{F900}'..='\u{FAFF}'
            | '\u{20000}'..='\u{323AF}' => {
                han = true;
            }
            _ => {}
        }
    }
    han.then_some(match country {
        Some("JP") => "ja",
        Some("KR") => "ko",
        Some("CN" | "SG") => "zh-Hans",
        _ => "zh-Hant",
    })
}

/// Returns a person's full name: for names in Hangul and Han, the family name first and no space.
pub fn full_name(first: &str, last: &str) -> String {
    match script_lang(last, None) {
        Some(_) => format!("{last}{first}"),
        None => format!("{first} {last}").trim().to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::script_lang;

    #[test]
    fn derives_the_language_from_the_script() {
        assert_eq!(script_lang("한강 디스트리뷰션", None), Some("ko"));
        assert_eq!(script_lang("한빛유통 台灣分公司", Some("TW")), Some("ko"));
        assert_eq!(script_lang("玉山資訊", None), Some("zh-Hant"));
        assert_eq!(script_lang("東京電力", Some("JP")), Some("ja"));
        assert_eq!(script_lang("ソニー株式会社", None), Some("ja"));
        assert_eq!(script_lang("Müller Söhne", None), None);
        assert_eq!(script_lang("Contoso", Some("KR")), None);
    }
}
