//! The three languages, and how one is chosen: from the profile, the cookie or the browser, in this order;
//! otherwise English. [`Locale::texts`](super::Locale::texts) returns the texts.

pub use generated::L10nLanguage as Texts;

use generated::L10n;
use std::sync::LazyLock;

/// A language of the portal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Locale {
    /// English.
    #[default]
    En,
    /// Korean.
    Ko,
    /// Traditional Chinese.
    ZhTw,
}

impl Locale {
    /// All languages, in the order of the menu.
    pub const ALL: [Locale; 3] = [Locale::En, Locale::Ko, Locale::ZhTw];

    /// Returns the language tag in settings, cookies, URLs and the database.
    pub const fn tag(self) -> &'static str {
        match self {
            Locale::En => "en",
            Locale::Ko => "ko",
            Locale::ZhTw => "zh-TW",
        }
    }

    /// Returns the `lang` attribute for pages. For Chinese it names the script; otherwise browsers may show
    /// the wrong glyphs.
    pub const fn html_lang(self) -> &'static str {
        match self {
            Locale::En => "en",
            Locale::Ko => "ko",
            Locale::ZhTw => "zh-Hant",
        }
    }

    /// Returns the name of the language in the language itself.
    pub const fn own_name(self) -> &'static str {
        match self {
            Locale::En => "English",
            Locale::Ko => "한국어",
            Locale::ZhTw => "繁體中文",
        }
    }

    /// Parses the tag of [`Locale::tag`], in upper or lower case.
    pub fn from_tag(tag: &str) -> Option<Self> {
        Locale::ALL.into_iter().find(|locale| locale.tag().eq_ignore_ascii_case(tag))
    }

    /// Returns the language for an entry of `Accept-Language`, such as `ko-KR` or `zh-Hant-HK`.
    fn serving(range: &str) -> Option<Self> {
        let range = range.to_ascii_lowercase();
        match range.split('-').next()? {
            "en" | "*" => Some(Locale::En),
            "ko" => Some(Locale::Ko),
            "zh" if !["zh-cn", "zh-sg"].contains(&range.as_str()) && !range.starts_with("zh-hans") => {
                Some(Locale::ZhTw)
            }
            _ => None,
        }
    }
}

/// Returns the language of a request. Unknown languages are ignored.
pub fn negotiate(profile: Option<&str>, cookie: Option<&str>, accept_language: Option<&str>) -> Locale {
    let chosen = profile.and_then(Locale::from_tag).or_else(|| cookie.and_then(Locale::from_tag));
    chosen.or_else(|| accept_language.and_then(preferred)).unwrap_or_default()
}

/// Returns the first supported language with the highest weight.
fn preferred(header: &str) -> Option<Locale> {
    let mut best: Option<(f32, Locale)> = None;
    for entry in header.split(',').take(32) {
        let mut parts = entry.split(';').map(str::trim);
        let Some(locale) = parts.next().and_then(Locale::serving) else { continue };
        let weight =
            parts.find_map(|part| part.strip_prefix("q=")).and_then(|q| q.parse().ok()).unwrap_or(1.0);
        if weight > best.map_or(0.0, |(highest, _)| highest) {
            best = Some((weight, locale));
        }
    }
    best.map(|(_, locale)| locale)
}

// Whether every text is used is checked by `tests/portal/texts.rs`.
#[allow(missing_docs, unused_imports, dead_code, clippy::all, clippy::unwrap_used, clippy::expect_used)]
mod generated {
    include!(concat!(env!("OUT_DIR"), "/texts.rs"));
}

static TEXTS: LazyLock<[Texts; 3]> = LazyLock::new(|| [L10n::En.load(), L10n::Ko.load(), L10n::ZhTW.load()]);

impl Locale {
    /// Returns the texts of this language, which are loaded once per process.
    pub fn texts(self) -> &'static Texts {
        &TEXTS[self as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn profile_overrides_cookie_and_cookie_overrides_browser() {
        assert_eq!(negotiate(Some("ko"), Some("zh-TW"), Some("en")), Locale::Ko);
        assert_eq!(negotiate(None, Some("zh-tw"), Some("en")), Locale::ZhTw);
        assert_eq!(negotiate(None, Some("xx"), Some("ko-KR,ko;q=0.9,en;q=0.8")), Locale::Ko);
        assert_eq!(negotiate(None, None, None), Locale::En);
    }

    #[test]
    fn respects_the_weights_of_accept_language() {
        let accept = |header| negotiate(None, None, Some(header));
        assert_eq!(accept("fr, de;q=0.9"), Locale::En);
        assert_eq!(accept("en;q=0.5, zh-Hant-HK;q=0.8"), Locale::ZhTw);
        assert_eq!(accept("zh-CN, ko;q=0.3"), Locale::Ko);
        assert_eq!(accept("ko;q=0, en;q=0.1"), Locale::En);
        assert_eq!(accept(";;q=x,,"), Locale::En);
        let many = |unknown: usize| format!("{}ko", "xx,".repeat(unknown));
        assert_eq!(
            (accept(&many(31)), accept(&many(32))),
            (Locale::Ko, Locale::En),
            "nobody reads 32 languages"
        );
    }
}
