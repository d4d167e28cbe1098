//! Reads what a database contains, for the manifest and for the comparison before a restore.

use crate::audit::heads::LogHead;
use crate::backup::manifest::Contents;
use crate::db::schema::activity_log;
use crate::db::{DbConnection, migrations, partners, portable};
use crate::error::Result;
use diesel::prelude::*;
use diesel::sql_types::BigInt;

/// The tables whose rows are counted.
const COUNTED: &[&str] = &[
    "partners",
    "users",
    "customers",
    "subscriptions",
    "orders",
    "relationship_requests",
    "activity_log",
    "outbox",
];

#[derive(QueryableByName)]
struct Count {
    #[diesel(sql_type = BigInt)]
    rows: i64,
}

/// Reads the contents of a database of this or an older version. `c` must be in one snapshot.
///
/// # Errors
/// The database failed.
pub fn read(c: &mut DbConnection) -> Result<Contents> {
    let migrations = migrations::applied(c)?;
    let is_current = migrations == migrations::known()?;
    let mut contents = Contents { migrations, ..Contents::default() };
    for table in COUNTED {
        // An older version may not have it.
        let count = portable::savepoint(c, |c| {
            Ok(diesel::sql_query(format!("SELECT count(*) AS rows FROM {table}")).get_result::<Count>(c)?)
        });
        if let Ok(Count { rows }) = count {
            contents.rows.insert((*table).to_owned(), rows);
        }
    }
    if is_current {
        contents.newest_entry = activity_log::table.select(diesel::dsl::max(activity_log::at)).first(c)?;
        for partner in partners::all(c)? {
            contents.heads.extend(LogHead::current(c, &partner)?.map(|head| head.to_string()));
        }
    }
    Ok(contents)
}
