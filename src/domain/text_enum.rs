//! Enums that are words in the database, in CSV and in addresses: one list of words serves all three.
//! Columns hold them as text, which [`crate::db::stored`] reads.

/// A word that is none of the enum's.
#[derive(Debug, thiserror::Error)]
#[error("unknown {kind} “{word}”; one of: {expected}")]
pub struct UnknownWord {
    /// What was to be read, such as `relationship`.
    pub kind: &'static str,
    /// What was found.
    pub word: String,
    /// The words there are.
    pub expected: String,
}

/// An enum with one fixed word for each value.
pub trait Word: Sized + Copy + 'static {
    /// What a person would call it in an error message.
    const KIND: &'static str;
    /// Every value, in the order in which people list them.
    const ALL: &'static [(Self, &'static str)];

    /// The value that this word stands for.
    fn from_word(word: &str) -> Result<Self, UnknownWord> {
        let found = Self::ALL.iter().find(|(_, w)| *w == word).map(|(value, _)| *value);
        found.ok_or_else(|| UnknownWord {
            kind: Self::KIND,
            word: word.to_owned(),
            expected: Self::ALL.iter().map(|(_, w)| *w).collect::<Vec<_>>().join(", "),
        })
    }
}

/// Gives an enum its words: reading and writing.
macro_rules! words {
    ($type:ident, $kind:literal, { $($value:ident = $word:literal),+ $(,)? }) => {
        impl $crate::domain::Word for $type {
            const KIND: &'static str = $kind;
            const ALL: &'static [(Self, &'static str)] = &[$(($type::$value, $word)),+];
        }
        impl $type {
            /// The word in the database and in addresses.
            pub const fn word(self) -> &'static str {
                match self { $($type::$value => $word),+ }
            }
        }
        impl std::str::FromStr for $type {
            type Err = $crate::domain::UnknownWord;
            fn from_str(word: &str) -> Result<Self, Self::Err> {
                <Self as $crate::domain::Word>::from_word(word)
            }
        }
    };
}

pub(crate) use words;
