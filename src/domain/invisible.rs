//! Detects invisible characters. In a name they would make two different names look the same, or a name look empty.

/// Whether the text has no visible character.
pub fn is_blank(text: &str) -> bool {
    text.chars().all(|c| c.is_whitespace() || c.is_control() || is_hidden(c))
}

/// Whether the text has an invisible character that can only confuse: a control character, a direction
/// mark, or a character that Unicode ignores by default. Joiners and variation selectors are allowed where
/// they change how the text looks.
pub fn is_invisible(text: &str) -> bool {
    let mut before = None;
    text.chars().any(|letter| {
        let bad = (letter.is_control() || is_hidden(letter)) && !affects_previous(before, letter);
        before = Some(letter);
        bad
    })
}

/// Unicode's Default_Ignorable_Code_Point, plus direction and annotation marks, line and paragraph
/// separators, and the blank braille cell.
fn is_hidden(letter: char) -> bool {
    matches!(letter,
        '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}' | '\u{180B}'..='\u{180F}'
        | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{2800}' | '\u{3164}'
        | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFA0}' | '\u{FFF0}'..='\u{FFFB}' | '\u{1BCA0}'..='\u{1BCA3}'
        | '\u{1D173}'..='\u{1D17A}' | '\u{E0000}'..='\u{E0FFF}')
}

/// Whether this hidden character changes how the previous character is drawn.
fn affects_previous(before: Option<char>, letter: char) -> bool {
    let Some(before) = before else { return false };
    match letter {
        // Persian and Indic scripts are written with joiners; emoji are combined with them.
        '\u{200C}' => is_joining(before),
        '\u{200D}' => is_joining(before) || is_picture(before),
        '\u{FE00}'..='\u{FE0F}' => is_picture(before) || is_han(before),
        // Ideographic variants, as official name registers use them.
        '\u{E0100}'..='\u{E01EF}' => is_han(before),
        _ => false,
    }
}

fn is_joining(letter: char) -> bool {
    matches!(letter, '\u{620}'..='\u{DFF}' | '\u{1000}'..='\u{109F}' | '\u{1780}'..='\u{17B3}' | '\u{17B6}'..='\u{17D3}')
}

fn is_picture(letter: char) -> bool {
    matches!(letter, '\u{2190}'..='\u{27FF}' | '\u{2900}'..='\u{2BFF}' | '\u{FE0F}' | '\u{1F000}'..='\u{1FAFF}')
}

fn is_han(letter: char) -> bool {
    matches!(letter, '\u{3400}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}')
}

#[cfg(test)]
mod tests {
    use super::{is_blank, is_invisible};

    #[test]
    fn detects_invisible_text() {
        for text in [
            "\u{3164}",
            "\u{200B}",
            "\u{2800}\u{2800}",
            "\u{AD}",
            "\u{FFA0}",
            " \u{2060} ",
            "\u{E0001}",
            "",
            "\u{3000}",
        ] {
            assert!(is_blank(text), "{text:?}");
        }
        for text in [
            "a\u{200B}b",
            "a\u{202E}b",
            "\x1b[31m",
            "a\nb",
            "a\u{B}b",
            "Min\u{FE0F}",
            "a\u{200D}b",
            "\u{200D}",
            "a\u{2028}b",
            "Min\u{FE00}",
            "\u{E0100}",
            "한\u{3164}강",
        ] {
            assert!(is_invisible(text) && (!is_blank(text) || text.chars().count() == 1), "{text:?}");
        }
    }

    #[test]
    fn accepts_names_in_every_script() {
        for text in [
            "O’Brien",
            "한강 무역",
            "葛\u{E0100}城",
            "می\u{200C}خواهم",
            "क्\u{200D}ष",
            "❤\u{FE0F} Shop",
            "👩\u{200D}💻",
            "محمد",
        ] {
            assert!(!is_invisible(text) && !is_blank(text), "{text:?}");
        }
    }
}
