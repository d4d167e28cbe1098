//! Query plans: explains each query that a page runs as if the tables were large.

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_types::Text;
use partner_portal::db::DbConnection;
use partner_portal::error::Result;
use std::collections::BTreeSet;

#[derive(QueryableByName)]
struct Step {
    #[diesel(sql_type = Text)]
    detail: String,
}

#[derive(QueryableByName)]
struct Line {
    #[diesel(sql_type = Text, column_name = "QUERY PLAN")]
    line: String,
}

/// Returns a recorded query with placeholders instead of its values.
pub fn without_values(query: &str) -> String {
    query.split(" -- binds:").next().unwrap().to_owned()
}

/// Whether a table stays small however much is sold: one row for each partner, setting or job. `json_each` has the values that
/// a query is given, such as the ids of a page.
pub fn is_short(table: &str) -> bool {
    ["partners", "settings", "jobs", "json_each", "__diesel_schema_migrations"].contains(&table)
}

/// Partial indexes of rows that wait for something. They stay short however much is sold, so they may be read completely.
const SHORT_INDEXES: &[&str] = &["outbox_unsent"];

fn reads_short_index(step: &str) -> bool {
    step.split(' ').any(|word| SHORT_INDEXES.contains(&word))
}

/// Returns the tables that this query scans completely.
pub fn read_whole(sql: &str, c: &mut DbConnection) -> Result<BTreeSet<String>> {
    let can_be_explained =
        ["SELECT", "UPDATE", "DELETE", "INSERT"].iter().any(|start| sql.starts_with(start));
    if !can_be_explained || sql.contains("1=0") || sql.contains("0=1") {
        return Ok(BTreeSet::new());
    }
    match c {
        DbConnection::Sqlite(c) => {
            let steps: Vec<Step> = diesel::sql_query(format!("EXPLAIN QUERY PLAN {sql}")).load(c)?;
            Ok(steps.iter().filter_map(|step| scanned(&step.detail)).collect())
        }
        DbConnection::Postgres(c) => {
            // A generic plan that uses an index wherever possible: the tables of a test are small.
            c.batch_execute("SET enable_seqscan = off; SET plan_cache_mode = force_generic_plan")?;
            c.batch_execute(&format!("DEALLOCATE ALL; PREPARE explained AS {sql}"))?;
            let values = (1..).take_while(|number| sql.contains(&format!("${number}"))).map(|_| "NULL");
            let values = values.collect::<Vec<_>>().join(", ");
            let values = if values.is_empty() { values } else { format!("({values})") };
            let plan: Vec<Line> = diesel::sql_query(format!("EXPLAIN EXECUTE explained{values}")).load(c)?;
            let lines: Vec<String> = plan.into_iter().map(|line| line.line).collect();
            Ok(without_condition(&lines))
        }
    }
}

/// Parses `SCAN orders`, with or without an index: every row is read.
fn scanned(detail: &str) -> Option<String> {
    let table = detail.strip_prefix("SCAN ").filter(|_| !reads_short_index(detail))?.split(' ').next()?;
    let is_made_up = ["CONSTANT", "(subquery"].iter().any(|other| table.starts_with(other));
    (!is_made_up).then(|| table.trim_matches('"').to_owned())
}

/// Returns full scans of tables and of indexes without a condition.
fn without_condition(plan: &[String]) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for (at, line) in plan.iter().enumerate() {
        let Some((kind, table)) = line.split_once(" on ") else { continue };
        let table = table.split([' ', '(']).next().unwrap_or_default().trim_matches('"').to_owned();
        let narrowed = || {
            let depth = |line: &str| line.len() - line.trim_start().len();
            let own =
                plan.iter().skip(at + 1).take_while(|next| depth(next) > depth(line) || !next.contains("->"));
            own.take_while(|next| !next.contains("->")).any(|next| next.contains("Index Cond"))
        };
        if kind.contains("Seq Scan")
            || kind.contains("Index")
                && kind.contains("Scan")
                && !kind.contains("Bitmap Index")
                && !reads_short_index(kind)
                && !narrowed()
        {
            found.insert(table);
        }
    }
    found
}
