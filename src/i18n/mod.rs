//! Languages and texts: every sentence of the portal is a typed function made from `locales/*/*.ftl`.
//! Which language a person reads is decided in [`locale`]; how numbers and days look, in [`format`].

pub mod format;
pub mod locale;
pub mod script;
pub mod zone;

// Whether every text is used is checked by `tests/portal/texts.rs`.
#[allow(missing_docs, unused_imports, dead_code, clippy::all, clippy::unwrap_used, clippy::expect_used)]
mod generated {
    include!(concat!(env!("OUT_DIR"), "/texts.rs"));
}

/// The texts of one language: one function a text, named like its key in the `.ftl` files.
pub use generated::L10nLanguage as Texts;
pub use locale::{Locale, negotiate};
pub use script::script_lang;

use generated::L10n;
use std::sync::LazyLock;

static TEXTS: LazyLock<[Texts; 3]> = LazyLock::new(|| [L10n::En.load(), L10n::Ko.load(), L10n::ZhTW.load()]);

impl Locale {
    /// The texts of this language, loaded once a process.
    pub fn texts(self) -> &'static Texts {
        &TEXTS[self as usize]
    }
}
