//! docs/reference/schema.md is generated from a database that the migrations created.

use crate::reference::page::{check, row};
use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::{Bool, Integer, Text};
use partner_portal::db::Db;
use std::collections::BTreeMap;

/// The meaning of a row of each table.
const MEANINGS: &[(&str, &str)] = &[
    (
        "activity_log",
        "An entry of the activity log: what is not personal, hashes of what is, and its chain value",
    ),
    ("activity_names", "A customer name that a log entry can be found by"),
    ("activity_values", "The personal values of a log entry with their salts; they can be erased"),
    ("agreements", "The customer agreement as a partner attested it"),
    ("api_application_secrets", "A secret with which an application signs in, as a hash"),
    (
        "api_applications",
        "A program that signs in by itself; its account in `users` has its name and its roles",
    ),
    ("api_requests", "What a request of a program made, an order or a cart, so that it is not made twice"),
    ("api_tokens", "A token with which a program acts as a user, as a hash"),
    ("auth_throttle", "How often something was tried lately: sign-ins, codes, uploads"),
    ("bill_to", "Bill-to contact and address of a customer; its bill-to name is `customers.list_name`"),
    (
        "bulk_acts",
        "A change of many customers or subscriptions: what was selected, its status, and how many rows have which outcome",
    ),
    ("bulk_rows", "A row of a bulk act: what is planned for it, and what became of it"),
    ("carts", "A cart that a program fills with offers for a customer; it expires after seven days"),
    (
        "chat_channels",
        "A channel of a chat that gets notices: its webhook, what it gets, and how the last message went",
    ),
    (
        "connection_customers",
        "A customer that a connection has found at its server, and since when it is missing there",
    ),
    ("connection_pages", "A page of a list that a run of a connection has followed, as a hash"),
    ("connection_pieces", "A compressed piece of what a run of a connection has read"),
    (
        "connection_runs",
        "A run of a connection: how far it is, what it found and wrote, why it failed, and the lease of its process",
    ),
    (
        "connection_writes",
        "A value that was changed here and is written to the server of a connection, until it is written or given up",
    ),
    (
        "connections",
        "A server from which the portal reads: its address, how to sign in, when to run, and which value wins",
    ),
    ("customer_contacts", "A person at a customer whom staff contact about other things than bills"),
    ("customer_permissions", "Something that a customer may do on its own; no row means no"),
    ("customer_resellers", "An indirect reseller of a provider's customer, and why it is one"),
    ("customer_tags", "That a customer has a tag"),
    ("customers", "What one partner knows of a customer; two partners have two rows"),
    (
        "daily_figures",
        "The customers, subscriptions and licenses of a partner at the end of a day of its time zone, as far as they are known",
    ),
    ("drafts", "An unfinished wizard or cart of one person"),
    ("former_microsoft_ids", "A Microsoft ID that a partner used for a customer before it was corrected"),
    ("import_pieces", "A compressed piece of an uploaded file or of its rejected rows"),
    (
        "imports",
        "A file that somebody uploaded, how far its import is, and the lease of the process that runs it",
    ),
    ("jobs", "A background job: when it is due, which process runs it, and its last error"),
    ("kept_forms", "A form that was not saved because its session had ended"),
    ("list_changes", "A range of a partner's customer list that changed; search indexes follow it"),
    ("notes", "What staff wrote about a customer"),
    ("notice_days", "The last day for which a partner was notified of coming dates"),
    ("notice_readers", "What a user has read, wants to be notified of, and got by mail"),
    ("notices", "What happened that the users of a partner may want to know"),
    ("offers", "Something that a partner may sell"),
    ("order_counts", "How many orders of a status a partner sees; triggers keep it"),
    ("order_lines", "One line of an order: offer or add-on, and quantity"),
    ("orders", "An order, or an indirect reseller's request for one"),
    ("organizations", "The organization profile of a partner"),
    ("outbox", "A message that waits to be sent, was sent, or is held"),
    ("partners", "A partner organisation, and the ends of its list and of its log"),
    ("partnerships", "That an indirect reseller buys from an indirect provider"),
    ("password_tokens", "A link by which somebody may set a password, as a hash"),
    ("read_notices", "A notice that a user has read, after those that are all read"),
    ("recovery_codes", "A recovery code of somebody's second factor, as a hash"),
    ("referrals", "A customer that a provider refers to a reseller, or a lead that staff entered"),
    (
        "relationship_requests",
        "A request for a reseller relationship or a partnership, and what became of it",
    ),
    ("report_pieces", "A compressed piece of the file of a run"),
    ("report_recipients", "That a user gets a report"),
    (
        "report_runs",
        "A run of a report: when it was due, what became of it, and the lease of the process that works on it",
    ),
    ("reports", "A list that a user has sent regularly: its filter, its schedule, and why it is paused"),
    ("request_links", "A link of a relationship request, as a hash; only the newest works"),
    ("request_outcomes", "What accepting a request did at each partner concerned"),
    (
        "retention",
        "How far a partner's log was erased after its retention period, and what the log does not tell of it yet",
    ),
    (
        "saved_views",
        "The filter, columns and order of a list under a name, of one user or shared with the partner",
    ),
    ("sessions", "A signed-in browser; the token is kept as a hash"),
    ("settings", "What the portal remembers about itself, such as versions of derived columns"),
    ("subscription_changes", "A range of customers whose subscriptions changed; indexes in memory follow it"),
    ("subscriptions", "A subscription of a customer"),
    ("tags", "A tag of a partner: name, color, and how many customers have it"),
    ("user_identities", "An account at an OpenID Connect issuer that is linked to a person"),
    ("users", "A person who works at a partner"),
    ("webhook_deliveries", "An event that is sent to a webhook, and what the server answered"),
    ("webhooks", "A server of a partner that is sent what happens: its address, its secrets, and its events"),
];

#[derive(QueryableByName)]
struct Column {
    #[diesel(sql_type = Text)]
    table_name: String,
    #[diesel(sql_type = Text)]
    column_name: String,
    #[diesel(sql_type = Text)]
    kind: String,
    #[diesel(sql_type = Bool)]
    is_required: bool,
    #[diesel(sql_type = Bool)]
    is_key: bool,
}

/// One column of a foreign key.
#[derive(QueryableByName)]
struct Part {
    #[diesel(sql_type = Text)]
    table_name: String,
    #[diesel(sql_type = Integer)]
    number: i32,
    #[diesel(sql_type = Text)]
    target: String,
    #[diesel(sql_type = Text)]
    from_column: String,
    #[diesel(sql_type = Text)]
    to_column: String,
}

#[test]
fn documentation_of_the_schema_is_up_to_date() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("portal.db");
    Db::open(&format!("sqlite://{}", file.display())).unwrap().migrate().unwrap();
    let mut c = SqliteConnection::establish(file.to_str().unwrap()).unwrap();
    let (columns, keys) = (columns(&mut c), foreign_keys(&mut c));
    let (known, described): (Vec<&str>, Vec<&str>) =
        (columns.keys().map(String::as_str).collect(), MEANINGS.iter().map(|(table, _)| *table).collect());
    assert_eq!(known, described, "left: the database; right: MEANINGS, which says what each table holds");
    check("docs/reference/schema.md", &format!("{}\n{}", drawing(&columns, &keys), tables(&columns, &keys)));
}

fn columns(c: &mut SqliteConnection) -> BTreeMap<String, Vec<Column>> {
    let text = r#"SELECT m.name AS table_name, c.name AS column_name, c.type AS kind,
        c."notnull" <> 0 AS is_required, c.pk <> 0 AS is_key
        FROM sqlite_master m JOIN pragma_table_info(m.name) c
        WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' AND m.name NOT LIKE '\_\_diesel%' ESCAPE '\'
        ORDER BY m.name, c.cid"#;
    let mut tables: BTreeMap<String, Vec<Column>> = BTreeMap::new();
    for column in sql_query(text).load::<Column>(c).unwrap() {
        tables.entry(column.table_name.clone()).or_default().push(column);
    }
    tables
}

/// A foreign key; columns are in order, separated by commas.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct ForeignKey {
    table: String,
    from: String,
    target: String,
    to: String,
}

fn foreign_keys(c: &mut SqliteConnection) -> Vec<ForeignKey> {
    let text = r#"SELECT m.name AS table_name, f.id AS number, f."table" AS target, f."from" AS from_column,
        f."to" AS to_column FROM sqlite_master m JOIN pragma_foreign_key_list(m.name) f
        WHERE m.type = 'table' ORDER BY m.name, f.id, f.seq"#;
    let mut keys: BTreeMap<(String, i32), ForeignKey> = BTreeMap::new();
    for Part { table_name: table, number, target, from_column: from, to_column: to } in
        sql_query(text).load(c).unwrap()
    {
        match keys.get_mut(&(table.clone(), number)) {
            Some(key) => {
                key.from += &format!(", {from}");
                key.to += &format!(", {to}");
            }
            None => drop(keys.insert((table.clone(), number), ForeignKey { table, from, target, to })),
        }
    }
    let mut keys: Vec<_> = keys.into_values().collect();
    keys.sort();
    keys
}

/// Returns the diagram: every table with its key columns, every foreign key as a line.
fn drawing(tables: &BTreeMap<String, Vec<Column>>, keys: &[ForeignKey]) -> String {
    let mut text = "## Drawing\n\n```mermaid\nerDiagram\n".to_owned();
    for ForeignKey { table, from, target, .. } in keys {
        text += &format!("    {target} ||--o{{ {table} : \"{from}\"\n");
    }
    for (table, columns) in tables {
        text += &format!("    {table} {{\n");
        for column in columns.iter().filter(|column| column.is_key) {
            text += &format!("        {} {} PK\n", column.kind.to_lowercase(), column.column_name);
        }
        text += "    }\n";
    }
    text + "```\n"
}

fn tables(tables: &BTreeMap<String, Vec<Column>>, keys: &[ForeignKey]) -> String {
    let mut text = "## Tables\n\n".to_owned();
    for ((table, columns), (_, meaning)) in tables.iter().zip(MEANINGS) {
        text += &format!("### {table}\n\n{meaning}.\n\n");
        text += &(row(["column", "type", "key", "may be missing"]) + "|---|---|---|---|\n");
        for column in columns {
            let key = if column.is_key { "primary" } else { "" };
            let missing = if column.is_required { "" } else { "yes" };
            text += &row([
                format!("`{}`", column.column_name).as_str(),
                &column.kind.to_lowercase(),
                key,
                missing,
            ]);
        }
        let own = keys.iter().filter(|key| key.table == *table);
        let lines: Vec<String> = own
            .map(|ForeignKey { from, target, to, .. }| {
                format!("- ({from}) is a row of [{target}](#{target}) ({to})\n")
            })
            .collect();
        if !lines.is_empty() {
            text += &format!("\n{}", lines.concat());
        }
        text += "\n";
    }
    text
}
