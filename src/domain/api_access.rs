//! What a program may do with its token: a level of access for each area of the API.

use crate::domain::text_enum::text_enum;
use crate::domain::{TextEnum, UnknownText};
use std::fmt;
use std::str::FromStr;

/// A part of the API to which programs get access as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ApiArea {
    /// Customers, their accounts, tags and notes.
    Customers,
    /// Subscriptions and the offers for them.
    Subscriptions,
    /// Carts and orders.
    Orders,
    /// Relationship requests, partnerships, referrals, and the end of relationships.
    Partnerships,
    /// The activity log.
    Activity,
    /// The partner's webhook.
    Webhooks,
}

text_enum!(ApiArea, "area", {
    Customers = "customers",
    Subscriptions = "subscriptions",
    Orders = "orders",
    Partnerships = "partnerships",
    Activity = "activity",
    Webhooks = "webhooks",
});

impl ApiArea {
    /// Returns the most that a program can get: programs cannot write the activity log.
    pub const fn highest(self) -> AccessLevel {
        match self {
            ApiArea::Activity => AccessLevel::Read,
            _ => AccessLevel::Write,
        }
    }
}

/// How much a program may do in an area. A higher level includes the lower ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub enum AccessLevel {
    /// Nothing.
    #[default]
    None,
    /// Read.
    Read,
    /// Read and change.
    Write,
}

text_enum!(AccessLevel, "level of access", { None = "none", Read = "read", Write = "write" });

/// The number of areas.
const AREAS: usize = ApiArea::ALL.len();

/// The levels of access in all areas. Its text is `read` or `write` for everything, `none`, or a list such as
/// `customers:read,orders:write`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct ApiAccess([AccessLevel; AREAS]);

impl ApiAccess {
    /// Returns this level in every area, or the highest that the area has.
    pub fn everywhere(level: AccessLevel) -> Self {
        ApiArea::ALL.iter().fold(ApiAccess::default(), |access, (area, _)| access.with(*area, level))
    }

    /// Returns the level in an area.
    pub fn level(self, area: ApiArea) -> AccessLevel {
        self.0[area as usize]
    }

    /// Sets the level in an area, at most the highest that the area has.
    #[must_use]
    pub fn with(mut self, area: ApiArea, level: AccessLevel) -> Self {
        self.0[area as usize] = level.min(area.highest());
        self
    }

    /// Whether a program may do nothing at all.
    pub fn is_none(self) -> bool {
        self == ApiAccess::default()
    }

    /// Returns the areas with exactly this level.
    pub fn areas_with(self, level: AccessLevel) -> impl Iterator<Item = ApiArea> {
        ApiArea::ALL.iter().map(|(area, _)| *area).filter(move |area| self.level(*area) == level)
    }
}

impl fmt::Display for ApiAccess {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let whole = AccessLevel::ALL.iter().find(|(level, _)| *self == ApiAccess::everywhere(*level));
        if let Some((_, word)) = whole {
            return f.write_str(word);
        }
        let mut separator = "";
        for (area, word) in ApiArea::ALL {
            let level = self.level(*area);
            if level != AccessLevel::None {
                write!(f, "{separator}{word}:{}", level.as_str())?;
                separator = ",";
            }
        }
        Ok(())
    }
}

/// The text names no access.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}; enter read, write, or levels by area such as customers:read,orders:write")]
pub struct UnknownAccess(String);

impl From<UnknownText> for UnknownAccess {
    fn from(unknown: UnknownText) -> Self {
        UnknownAccess(unknown.to_string())
    }
}

impl FromStr for ApiAccess {
    type Err = UnknownAccess;

    fn from_str(text: &str) -> Result<Self, UnknownAccess> {
        if let Ok(level) = AccessLevel::from_text(text) {
            return Ok(ApiAccess::everywhere(level));
        }
        let mut access = ApiAccess::default();
        for part in text.split(',') {
            let (area, level) =
                part.split_once(':').ok_or_else(|| UnknownAccess(format!("“{part}” names no level")))?;
            let (area, level) = (ApiArea::from_text(area)?, AccessLevel::from_text(level)?);
            if level > area.highest() {
                return Err(UnknownAccess(format!("the area “{}” can only be read", area.as_str())));
            }
            if level == AccessLevel::None || access.level(area) != AccessLevel::None {
                return Err(UnknownAccess(format!("name the area “{}” once, with a level", area.as_str())));
            }
            access = access.with(area, level);
        }
        Ok(access)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn has_one_text_for_everything_and_a_list_otherwise() {
        let some = ApiAccess::default().with(ApiArea::Customers, AccessLevel::Read);
        let some = some.with(ApiArea::Orders, AccessLevel::Write);
        for (text, access) in [
            ("none", ApiAccess::default()),
            ("read", ApiAccess::everywhere(AccessLevel::Read)),
            ("write", ApiAccess::everywhere(AccessLevel::Write)),
            ("customers:read,orders:write", some),
        ] {
            assert_eq!((access.to_string().as_str(), text.parse()), (text, Ok(access)));
        }
        assert_eq!(ApiAccess::everywhere(AccessLevel::Write).level(ApiArea::Activity), AccessLevel::Read);
    }

    #[test]
    fn rejects_texts_that_name_no_access() {
        for text in [
            "",
            "all",
            "customers",
            "customers:",
            "customers:none",
            "customers:admin",
            "activity:write",
            "customers:read,customers:write",
            "customers:read,",
            "Customers:read",
            "customers: read",
        ] {
            let error = text.parse::<ApiAccess>().unwrap_err().to_string();
            assert!(error.contains("customers:read,orders:write"), "{text}: {error}");
        }
    }

    proptest! {
        #[test]
        fn reads_what_it_writes(levels in proptest::array::uniform6(0_usize..3)) {
            let access = ApiArea::ALL.iter().zip(levels).fold(ApiAccess::default(), |access, ((area, _), level)| {
                access.with(*area, AccessLevel::ALL[level].0)
            });
            prop_assert_eq!(access.to_string().parse(), Ok(access));
        }
    }
}
