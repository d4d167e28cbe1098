//! What the database remembers of how it was made, such as the version of derived columns.

use super::Db;
use super::schema::settings;
use crate::error::Result;
use diesel::prelude::*;

/// What writing derived values anew has done, after an upgrade that derives them otherwise.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Rewritten {
    /// Values that are written otherwise now.
    pub changed: u64,
    /// Values that stay as they were: they cannot be read, or another row has the new value.
    pub left: u64,
}

impl Rewritten {
    /// One value was changed.
    pub const CHANGED: Self = Rewritten { changed: 1, left: 0 };
    /// One value was left.
    pub const LEFT: Self = Rewritten { changed: 0, left: 1 };
}

impl std::ops::AddAssign for Rewritten {
    fn add_assign(&mut self, other: Self) {
        self.changed += other.changed;
        self.left += other.left;
    }
}

impl Db {
    /// Writes a setting in place of what stood there.
    pub fn set(&self, key: &str, value: &str) -> Result<()> {
        self.write_now(|c| {
            diesel::update(settings::table.find(key)).set(settings::value.eq(value)).execute(c)?;
            Ok(())
        })
    }

    /// Writes a setting unless there is one of this name; answers what stands there.
    pub fn settle(&self, key: &str, value: &str) -> Result<String> {
        let known = |c: &mut super::DbConnection| {
            settings::table.find(key).select(settings::value).first::<String>(c).optional()
        };
        if let Some(known) = self.read_now(|c| Ok(known(c)?))? {
            return Ok(known);
        }
        self.write_now(|c| {
            if let Some(known) = known(c)? {
                return Ok(known);
            }
            let row = (settings::key.eq(key), settings::value.eq(value));
            diesel::insert_into(settings::table).values(row).execute(c)?;
            Ok(value.to_owned())
        })
    }
}
