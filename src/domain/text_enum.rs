//! Enums with one text for each value, used in the database, in CSV files and in URLs.
//! [`crate::db::stored`] reads such columns.

/// The text is not a value of the enum.
#[derive(Debug, thiserror::Error)]
#[error("unknown {kind} “{word}”; one of: {expected}")]
pub struct UnknownText {
    /// The kind of value that was expected, such as `relationship`.
    pub kind: &'static str,
    /// The text that was found.
    pub word: String,
    /// The accepted texts, separated by commas.
    pub expected: String,
}

/// An enum with one fixed text for each value.
pub trait TextEnum: Sized + Copy + 'static {
    /// The noun for this kind of value in error messages.
    const KIND: &'static str;
    /// All values with their texts, in the order in which screens list them.
    const ALL: &'static [(Self, &'static str)];

    /// Returns the text of the value.
    fn text(self) -> &'static str;

    /// Returns the value with this text.
    fn from_text(word: &str) -> Result<Self, UnknownText> {
        let found = Self::ALL.iter().find(|(_, w)| *w == word).map(|(value, _)| *value);
        found.ok_or_else(|| UnknownText {
            kind: Self::KIND,
            word: word.to_owned(),
            expected: Self::ALL.iter().map(|(_, w)| *w).collect::<Vec<_>>().join(", "),
        })
    }
}

/// Implements [`TextEnum`](crate::domain::TextEnum), `as_str` and `FromStr` for an enum.
macro_rules! text_enum {
    ($type:ident, $kind:literal, { $($value:ident = $word:literal),+ $(,)? }) => {
        impl $crate::domain::TextEnum for $type {
            const KIND: &'static str = $kind;
            const ALL: &'static [(Self, &'static str)] = &[$(($type::$value, $word)),+];
            fn text(self) -> &'static str {
                self.as_str()
            }
        }
        impl $type {
            /// Returns the text of the value in the database and in URLs.
            pub const fn as_str(self) -> &'static str {
                match self { $($type::$value => $word),+ }
            }
        }
        impl std::str::FromStr for $type {
            type Err = $crate::domain::UnknownText;
            fn from_str(word: &str) -> Result<Self, Self::Err> {
                <Self as $crate::domain::TextEnum>::from_text(word)
            }
        }
    };
}

pub(crate) use text_enum;
