//! The reader's choice of colours and row height.

use crate::i18n::Texts;

/// The colours, from the cookie `theme`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Theme {
    /// As the reader's system.
    #[default]
    System,
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
}

impl Theme {
    /// All of them, in the order of the menu.
    pub const ALL: [Theme; 3] = [Theme::System, Theme::Light, Theme::Dark];

    /// The word in the form, the cookie and the page.
    pub const fn as_str(self) -> &'static str {
        match self {
            Theme::System => "system",
            Theme::Light => "light",
            Theme::Dark => "dark",
        }
    }

    /// Reads [`Theme::as_str`].
    pub fn from_text(word: &str) -> Option<Self> {
        Theme::ALL.into_iter().find(|theme| theme.as_str() == word)
    }

    /// Its name.
    pub fn label(self, texts: &Texts) -> String {
        match self {
            Theme::System => texts.theme_system(),
            Theme::Light => texts.theme_light(),
            Theme::Dark => texts.theme_dark(),
        }
    }
}

/// The height of rows, from the cookie `density`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Density {
    /// 44 px.
    #[default]
    Comfortable,
    /// 36 px, where there is a mouse.
    Compact,
}

impl Density {
    /// Both, in the order of the menu.
    pub const ALL: [Density; 2] = [Density::Comfortable, Density::Compact];

    /// The word in the form, the cookie and the page.
    pub const fn as_str(self) -> &'static str {
        match self {
            Density::Comfortable => "comfortable",
            Density::Compact => "compact",
        }
    }

    /// Reads [`Density::as_str`].
    pub fn from_text(word: &str) -> Option<Self> {
        Density::ALL.into_iter().find(|density| density.as_str() == word)
    }

    /// Its name.
    pub fn label(self, texts: &Texts) -> String {
        match self {
            Density::Comfortable => texts.rows_comfortable(),
            Density::Compact => texts.rows_compact(),
        }
    }
}
