//! A tag and its limits. Tags belong to one partner; two partners with the same customer see only their own.

use crate::db::column_types::text_column;
use crate::db::connection::MultiBackend;
use crate::db::schema::tags;
use crate::domain::TagId;
use crate::domain::text_enum::text_enum;
use crate::i18n::Texts;
use crate::text::fold;
use diesel::prelude::{Queryable, Selectable};

/// Maximum number of tags of a partner.
pub const MAX_TAGS: usize = 10_000;

/// Maximum number of tags of a customer.
pub const MAX_PER_CUSTOMER: usize = 30;

/// Maximum length of a name, in characters.
pub const MAX_NAME: usize = 40;

/// The color of a tag.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TagHue {
    /// Green-blue.
    Teal,
    /// Blue.
    Blue,
    /// Violet.
    Plum,
    /// Orange-brown.
    Rust,
    /// Yellow-green.
    Olive,
    /// No color.
    Gray,
}

text_enum!(TagHue, "hue", {
    Teal = "teal", Blue = "blue", Plum = "plum", Rust = "rust", Olive = "olive", Gray = "gray",
});

text_column!(TagHue);

impl TagHue {
    /// All colors, in the order of display.
    pub const ALL: [TagHue; 6] =
        [TagHue::Teal, TagHue::Blue, TagHue::Plum, TagHue::Rust, TagHue::Olive, TagHue::Gray];

    /// Returns the color of a new tag for which no user chose one. It depends only on the folded name.
    pub fn for_name(name: &str) -> Self {
        let sum = fold(name).bytes().fold(0usize, |sum, byte| sum.wrapping_mul(31).wrapping_add(byte.into()));
        Self::ALL[sum % Self::ALL.len()]
    }

    /// Returns its name.
    pub fn label(self, texts: &Texts) -> String {
        match self {
            TagHue::Teal => texts.hue_teal(),
            TagHue::Blue => texts.hue_blue(),
            TagHue::Plum => texts.hue_plum(),
            TagHue::Rust => texts.hue_rust(),
            TagHue::Olive => texts.hue_olive(),
            TagHue::Gray => texts.hue_gray(),
        }
    }
}

/// A tag.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = tags, check_for_backend(MultiBackend))]
pub struct Tag {
    /// Its id, which stays when the tag is renamed.
    pub id: TagId,
    /// Its name.
    pub name: String,
    /// Its color.
    pub hue: TagHue,
    /// How many customers with a current relationship have it.
    pub customer_count: i32,
}

impl Tag {
    /// Returns how many customers have it.
    pub fn customers(&self) -> u64 {
        self.customer_count.unsigned_abs().into()
    }
}
