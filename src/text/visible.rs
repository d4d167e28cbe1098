//! Makes untrusted text safe to show on one line of a terminal or a page: it cannot move the cursor, change
//! colors or reverse the line, and invisible characters become visible.

use std::borrow::Cow;

/// Replaces every control character and direction mark by its code point, such as `<U+000D>` for CR. Many
/// fonts lack symbols for control characters.
pub fn visible(text: &str) -> Cow<'_, str> {
    if !text.chars().any(is_hidden) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            c if is_hidden(c) => shown.push_str(&format!("<U+{:04X}>", c as u32)),
            c => shown.push(c),
        }
    }
    Cow::Owned(shown)
}

/// Control characters, line and paragraph separators, direction marks, and zero-width characters.
fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{AD}' | '\u{61C}' | '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{2028}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E007F}')
}

#[cfg(test)]
mod tests {
    use super::visible;

    #[test]
    fn escapes_control_and_invisible_characters() {
        for (text, shown) in [
            ("한강 \u{1F469}\u{200D}\u{1F4BB} O’Brien", "한강 \u{1F469}\u{200D}\u{1F4BB} O’Brien"),
            ("a\r\nb\tc", "a<U+000D><U+000A>b<U+0009>c"),
            ("\x1b[31mred\x07", "<U+001B>[31mred<U+0007>"),
            ("\u{9B}31m\x7f", "<U+009B>31m<U+007F>"),
            ("abc\u{202E}def", "abc<U+202E>def"),
            ("\u{200B}\u{FEFF}", "<U+200B><U+FEFF>"),
        ] {
            assert_eq!(visible(text), shown);
        }
    }
}
