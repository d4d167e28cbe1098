//! Enums that are words in the database, in CSV and in addresses: one list of words serves all three.
//! Columns hold them as text, which [`crate::db::stored`] reads.

/// A word that is none of the enum's.
#[derive(Debug, thiserror::Error)]
#[error("unknown {kind} “{word}”; one of: {expected}")]
pub struct UnknownText {
    /// What was to be read, such as `relationship`.
    pub kind: &'static str,
    /// What was found.
    pub word: String,
    /// The words there are.
    pub expected: String,
}

/// An enum with one fixed word for each value.
pub trait TextEnum: Sized + Copy + 'static {
    /// What a person would call it in an error message.
    const KIND: &'static str;
    /// Every value, in the order in which people list them.
    const ALL: &'static [(Self, &'static str)];

    /// The value that this word stands for.
    fn from_text(word: &str) -> Result<Self, UnknownText> {
        let found = Self::ALL.iter().find(|(_, w)| *w == word).map(|(value, _)| *value);
        found.ok_or_else(|| UnknownText {
            kind: Self::KIND,
            word: word.to_owned(),
            expected: Self::ALL.iter().map(|(_, w)| *w).collect::<Vec<_>>().join(", "),
        })
    }
}

/// Gives an enum its words: reading and writing.
macro_rules! text_enum {
    ($type:ident, $kind:literal, { $($value:ident = $word:literal),+ $(,)? }) => {
        impl $crate::domain::TextEnum for $type {
            const KIND: &'static str = $kind;
            const ALL: &'static [(Self, &'static str)] = &[$(($type::$value, $word)),+];
        }
        impl $type {
            /// The word in the database and in addresses.
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
