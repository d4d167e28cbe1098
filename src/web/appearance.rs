//! The user's choice of color theme and row height.

use crate::i18n::Texts;

/// The color theme, from the cookie `theme`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Theme {
    /// The setting of the user's system.
    #[default]
    System,
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
}

impl Theme {
    /// All themes, in the order of the menu.
    pub const ALL: [Theme; 3] = [Theme::System, Theme::Light, Theme::Dark];

    /// Returns the text for the form, the cookie and the page.
    pub const fn as_str(self) -> &'static str {
        match self {
            Theme::System => "system",
            Theme::Light => "light",
            Theme::Dark => "dark",
        }
    }

    /// Parses the text of [`Theme::as_str`].
    pub fn from_text(word: &str) -> Option<Self> {
        Theme::ALL.into_iter().find(|theme| theme.as_str() == word)
    }

    /// Returns the name in the user's language.
    pub fn label(self, texts: &Texts) -> String {
        match self {
            Theme::System => texts.theme_system(),
            Theme::Light => texts.theme_light(),
            Theme::Dark => texts.theme_dark(),
        }
    }
}

/// The row height, from the cookie `density`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Density {
    /// 44 px.
    #[default]
    Comfortable,
    /// 36 px, for devices with a mouse.
    Compact,
}

impl Density {
    /// Both row heights, in the order of the menu.
    pub const ALL: [Density; 2] = [Density::Comfortable, Density::Compact];

    /// Returns the text for the form, the cookie and the page.
    pub const fn as_str(self) -> &'static str {
        match self {
            Density::Comfortable => "comfortable",
            Density::Compact => "compact",
        }
    }

    /// Parses the text of [`Density::as_str`].
    pub fn from_text(word: &str) -> Option<Self> {
        Density::ALL.into_iter().find(|density| density.as_str() == word)
    }

    /// Returns the name in the user's language.
    pub fn label(self, texts: &Texts) -> String {
        match self {
            Density::Comfortable => texts.rows_comfortable(),
            Density::Compact => texts.rows_compact(),
        }
    }
}
