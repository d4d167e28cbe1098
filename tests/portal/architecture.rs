//! Checks the layers in the source code: which module may import which, which may name Diesel, how handlers are
//! guarded, and what templates may leave unescaped. ARCHITECTURE.md explains why; each failure says what to do.

pub mod tree;

use base64::{Engine, engine::general_purpose::STANDARD};
use partner_portal::urls;
use sha2::{Digest, Sha512};
use std::collections::BTreeSet;
use std::fs;
use tree::{crate_paths, files, groups, imports, public_functions, relative, root, source, sources};

/// Which features a feature may import, lowest first: each names only features above it in this list.
const FEATURES: &[(&str, &[&str])] = &[
    ("customers", &[]),
    ("drafts", &[]),
    ("notes", &["customers"]),
    ("offers", &[]),
    ("subscriptions", &["customers", "offers"]),
    ("operator", &[]),
    ("organization", &[]),
    ("profile", &[]),
    ("referrals", &["customers"]),
    ("saved_views", &[]),
    ("reports", &["saved_views"]),
    ("sign_in", &[]),
    ("system", &[]),
    ("tags", &["customers"]),
    ("users", &[]),
    ("api_tokens", &["users"]),
    ("api_applications", &["api_tokens", "users"]),
    ("agreements", &["customers"]),
    ("aliases", &["customers"]),
    ("bill_to", &["customers"]),
    ("contacts", &["customers"]),
    ("reseller_of_record", &["customers"]),
    ("import", &["bill_to", "customers", "offers", "reseller_of_record", "subscriptions", "tags"]),
    ("connections", &["bill_to", "import"]),
    ("partnerships", &["organization"]),
    ("password", &["sign_in"]),
    ("personal_data", &[]),
    ("relationship_requests", &["customers", "organization", "referrals"]),
    ("activity_log", &["customers", "relationship_requests", "sign_in", "subscriptions", "tags"]),
    ("subscription_list", &["customers", "saved_views", "subscriptions"]),
    ("customer_account", &["agreements", "bill_to", "connections", "contacts", "customers", "tags"]),
    ("invitations", &["customers", "organization", "partnerships", "relationship_requests"]),
    ("orders", &["customers", "drafts", "offers", "subscriptions"]),
    (
        "global_search",
        &["customers", "orders", "referrals", "relationship_requests", "subscriptions", "users"],
    ),
    ("retention", &["personal_data"]),
    ("customer_removal", &["customer_account", "customers"]),
    (
        "customer_list",
        &[
            "contacts",
            "customer_removal",
            "customers",
            "notes",
            "relationship_requests",
            "saved_views",
            "tags",
        ],
    ),
    (
        "bulk_acts",
        &[
            "customer_list",
            "customers",
            "relationship_requests",
            "reseller_of_record",
            "subscription_list",
            "subscriptions",
            "tags",
        ],
    ),
    ("id_correction", &["customer_account", "customers"]),
    (
        "overview",
        &[
            "activity_log",
            "bulk_acts",
            "customer_list",
            "customer_removal",
            "import",
            "orders",
            "referrals",
            "relationship_requests",
        ],
    ),
    ("notices", &["activity_log", "import", "overview", "reports"]),
    ("chat_channels", &["activity_log", "notices"]),
    (
        "rest_api",
        &[
            "activity_log",
            "bill_to",
            "customer_list",
            "customer_removal",
            "customers",
            "offers",
            "orders",
            "organization",
            "partnerships",
            "subscriptions",
        ],
    ),
    (
        "portal_api",
        &[
            "activity_log",
            "bill_to",
            "bulk_acts",
            "customer_list",
            "customers",
            "import",
            "notes",
            "offers",
            "orders",
            "partnerships",
            "referrals",
            "relationship_requests",
            "rest_api",
            "saved_views",
            "subscription_list",
            "subscriptions",
            "tags",
        ],
    ),
    ("webhooks", &["relationship_requests", "rest_api"]),
    ("api_reference", &["portal_api", "rest_api", "webhooks"]),
    ("new_customer", &["agreements", "bill_to", "customers", "drafts", "offers", "orders", "referrals"]),
];

/// Layers that may run queries.
const MAY_NAME_DIESEL: &[&str] =
    &["audit", "auth", "backup", "db", "demo", "features", "jobs", "mail", "monitoring", "search"];

/// Files in other layers that name Diesel, and why.
const NAMES_DIESEL: &[(&str, &str)] = &[
    ("error.rs", "takes in the database's errors"),
    ("secret_rotation.rs", "is a layer of its own: it changes rows of audit, auth and mail"),
    ("web/kept_forms/queries.rs", "a form is kept before it is known which feature it belongs to"),
];

/// Files that run queries and use HTTP types, and why.
const ASKS_AND_ANSWERS: &[(&str, &str)] = &[];

/// Modules whose callers have already chosen a partner: downloads (by scope), jobs, and operators' commands.
const NAMED_PARTNER: &[&str] = &[
    "features/activity_log/customer_names.rs",
    "features/activity_log/export.rs",
    "features/activity_log/read/",
    "features/bulk_acts/leases.rs",
    "features/bulk_acts/rows.rs",
    "features/connections/missing_queries.rs",
    "features/connections/queries.rs",
    "features/connections/reading/",
    "features/connections/runs/",
    "features/connections/server/",
    "features/customer_list/conditions.rs",
    "features/customer_list/export.rs",
    "features/import/",
    "features/overview/daily/",
    "features/reports/leases.rs",
    "features/reseller_of_record/current.rs",
    "features/retention/",
    "features/subscription_list/customer_names.rs",
    "features/subscription_list/export.rs",
    "features/subscriptions/export.rs",
    "features/tags/assignments.rs",
    "features/tags/export.rs",
];

/// Public functions of features that run queries without a `Scope` or a `Tx`, and why.
const UNSCOPED: &[(&str, &str, &str)] = &[
    ("features/activity_log/read/hits.rs", "find_hits", "the question names the partner"),
    ("features/bulk_acts/leases.rs", "claim", "the job continues the acts of all partners"),
    ("features/bulk_acts/leases.rs", "delete_expired", "the job deletes old acts of all partners"),
    ("features/chat_channels/deliveries.rs", "due", "the job sends the messages of all partners"),
    ("features/connections/runs/cleaning.rs", "delete_expired", "the job deletes old runs of all partners"),
    ("features/connections/runs/leases.rs", "claim", "the job continues the runs of all partners"),
    (
        "features/connections/writing/queue.rs",
        "delete_expired",
        "the job deletes old changes of all partners",
    ),
    ("features/customers/membership.rs", "holders_of", "a change concerns the other partners of a customer"),
    ("features/drafts.rs", "delete_expired", "the job deletes everybody's old drafts"),
    ("features/import/upload/pieces.rs", "delete", "the lease names the import"),
    ("features/import/upload/queries.rs", "delete_expired", "the job deletes everybody's old files"),
    (
        "features/import/upload/leases.rs",
        "claim_abandoned",
        "the job resumes imports of processes that ended",
    ),
    ("features/invitations/queries.rs", "by_id", "a receipt names the request; its reader is not signed in"),
    ("features/invitations/queries.rs", "find", "a link names the request; its reader is not signed in"),
    ("features/notices/cleaning.rs", "delete_expired", "the job deletes everybody's old notices"),
    (
        "features/organization/queries.rs",
        "business_profile",
        "customers read it with an invitation, and are not signed in",
    ),
    ("features/personal_data/copy.rs", "write", "the operator names the person or customer"),
    ("features/personal_data/erasure.rs", "find", "the operator or the job names the person or customer"),
    ("features/personal_data/queries.rs", "collect_findings", "the operator names the person or customer"),
    ("features/personal_data/queries.rs", "only_global_admin", "the operator names the person"),
    ("features/personal_data/queries.rs", "find_person", "the operator names the person"),
    ("features/personal_data/queries.rs", "present_id", "the operator names the customer"),
    ("features/personal_data/queries.rs", "related", "the operator names the customer"),
    ("features/referrals/expiry.rs", "partners_with_due", "the job ends everybody's old referrals"),
    (
        "features/relationship_requests/expiry.rs",
        "partners_with_due",
        "the job ends everybody's old requests",
    ),
    ("features/reports/leases.rs", "claim", "the job carries out the runs of all partners"),
    ("features/reports/leases.rs", "delete_expired", "the job deletes everybody's old runs"),
    ("features/rest_api/carts/queries.rs", "delete_expired", "the job deletes old carts of all partners"),
    (
        "features/rest_api/orders/answered.rs",
        "delete_expired",
        "the job deletes the old requests of all users",
    ),
    ("features/retention/queries.rs", "customers", "the job erases everybody's old data"),
    ("features/retention/queries.rs", "is_due", "the job erases everybody's old data"),
    ("features/retention/queries.rs", "due_people", "the job erases everybody's old data"),
    ("features/retention/queries.rs", "referrals", "the job erases everybody's old data"),
    ("features/retention/queries.rs", "requests", "the job erases everybody's old data"),
    ("features/sign_in/oidc/identities.rs", "find_user", "who signs in is not known yet"),
    ("features/webhooks/cleaning.rs", "delete_expired", "the job deletes everybody's old deliveries"),
    ("features/webhooks/queue.rs", "due", "the job sends the events of all partners"),
    ("features/webhooks/queue.rs", "next_events", "the lease names the webhook"),
    ("features/subscriptions/change/queries.rs", "due", "the job applies what is due for everybody"),
];

#[test]
fn each_layer_imports_only_lower_ones() {
    let level = groups();
    let mut seen = 0;
    for (name, text) in sources() {
        let own = name.split(['/', '.']).next().unwrap();
        let Some(own_level) = level.get(own) else { continue };
        for path in crate_paths(&text) {
            let other = path.split("::").next().unwrap();
            let Some(other_level) = level.get(other) else { continue };
            seen += 1;
            assert!(
                other == own || other_level < own_level,
                "src/{name} imports crate::{path}, but src/lib.rs puts {other} beside or above {own}. Move what is \
                 needed to a lower layer, or pass it as an argument"
            );
        }
    }
    assert!(seen > 1_000, "the imports could not be parsed");
}

#[test]
fn features_import_only_features_in_the_table() {
    let names: Vec<&str> = FEATURES.iter().map(|(name, _)| *name).collect();
    for (at, (name, imported)) in FEATURES.iter().enumerate() {
        for other in *imported {
            let place = names.iter().position(|name| name == other);
            assert!(
                place.is_some_and(|place| place < at),
                "{name} imports {other}, which must be above it in FEATURES, so that there are no cycles"
            );
        }
    }
    let (mut used, mut folders) = (BTreeSet::new(), BTreeSet::new());
    for (name, text) in sources() {
        let Some(rest) = name.strip_prefix("features/") else { continue };
        let own = rest.split(['/', '.']).next().unwrap();
        if own == "mod" {
            continue;
        }
        folders.insert(own.to_owned());
        let allowed = FEATURES.iter().find(|(feature, _)| *feature == own).map(|(_, imported)| *imported);
        let allowed = allowed.unwrap_or_else(|| panic!("src/features/{own} has no line in FEATURES"));
        for path in crate_paths(&text) {
            let Some(other) = path.strip_prefix("features::").and_then(|rest| rest.split("::").next()) else {
                continue;
            };
            used.insert((own.to_owned(), other.to_owned()));
            assert!(
                other == own || allowed.contains(&other),
                "src/{name} imports crate::{path}. Is what it needs a thing of domain/, of features/customers or of a \
                 layer below? Move it there; else add {other} to the line of {own} in FEATURES"
            );
        }
    }
    for (name, imported) in FEATURES {
        assert!(folders.contains(*name), "the feature {name} does not exist: remove it from FEATURES");
        for other in *imported {
            let pair = (name.to_string(), other.to_string());
            assert!(used.contains(&pair), "{name} does not import {other}: remove it from FEATURES");
        }
    }
}

#[test]
fn pure_modules_do_no_io() {
    for (name, text) in sources() {
        if !name.starts_with("domain/") && !name.starts_with("text/") {
            continue;
        }
        for impure in ["diesel::", "actix", "askama", "tokio::", "std::fs", "std::net::Tcp"] {
            assert!(
                !text.contains(impure),
                "src/{name} names {impure}: domain/ and text/ are values, which anything may use and every test can \
                 make. What reads, writes or answers stands in a layer above"
            );
        }
    }
}

#[test]
fn mod_files_contain_no_code() {
    let starts = ["fn", "struct", "enum", "const", "static", "type", "trait", "impl", "macro_rules!"];
    for (name, text) in sources().into_iter().filter(|(name, _)| name.ends_with("mod.rs")) {
        for line in text.lines() {
            let words: Vec<&str> = line.split_whitespace().filter(|word| !word.starts_with("pub")).collect();
            let first = words.iter().find(|word| **word != "async" && **word != "unsafe").copied();
            let is_code = !line.starts_with(' ') && first.is_some_and(|word| starts.contains(&word));
            assert!(
                !is_code,
                "src/{name} defines something: “{line}”. A mod.rs says what the folder is and lists its modules; code \
                 stands in a file that is named for it"
            );
        }
    }
}

/// Files that write subscriptions without recording the change for the indexes in memory, and why.
const RECORDS_NO_CHANGE: &[(&str, &str)] = &[
    ("db/bulk_insert.rs", "its callers record the change"),
    ("demo/past_orders.rs", "it writes only the order, which is in no index"),
    ("features/personal_data/queries.rs", "it writes only nicknames, which are in no index"),
];

#[test]
fn every_writer_of_subscriptions_records_the_change() {
    let mut unused: BTreeSet<&str> = RECORDS_NO_CHANGE.iter().map(|(file, _)| *file).collect();
    let mut recording = 0;
    for (name, text) in sources() {
        let code = text.split("#[cfg(test)]").next().unwrap();
        let tokens: String = code.split_whitespace().collect();
        let writes =
            ["diesel::update(", "diesel::delete(", "diesel::insert_into(", "insert_all!(", "rows::execute("];
        let names_table =
            ["subscriptions::table", "subscriptions::dsl", "customers::ended_at.eq(", "rows::execute("];
        let inserts = ["insert_subscriptions(", "insert_whole_subscriptions(", "moved!("];
        let is_writer = writes.iter().any(|write| tokens.contains(write))
            && names_table.iter().any(|table| tokens.contains(table))
            || inserts.iter().any(|insert| tokens.contains(insert));
        // Others only read subscriptions while they write something else.
        let reads_only = !inserts.iter().any(|insert| tokens.contains(insert))
            && !tokens.contains("rows::execute(")
            && !tokens.contains("customers::ended_at.eq(")
            && !writes.iter().any(|write| writes_subscriptions(&tokens, write));
        if !is_writer || reads_only {
            continue;
        }
        let excepted = unused.remove(name.as_str());
        let records = tokens.contains("subscriptions_changed(");
        recording += usize::from(records);
        assert!(
            records != excepted,
            "src/{name} writes subscriptions, or ends relationships, without `subscriptions_changed` in the same \
             transaction: other processes would not see the change in /subscriptions. Call it, or say in \
             RECORDS_NO_CHANGE why no index has what is written"
        );
    }
    assert!(recording > 5, "the writers could not be found");
    assert!(unused.is_empty(), "remove exceptions that are not needed: {unused:?}");
}

/// Whether a statement of this kind takes the table of subscriptions, or a variable that was made from it.
fn writes_subscriptions(tokens: &str, write: &str) -> bool {
    tokens.match_indices(write).any(|(at, _)| {
        let target = &tokens[at + write.len()..];
        let variable = target.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or_default();
        let made = format!("let{variable}=subscriptions::table");
        target.starts_with("subscriptions::table") || !variable.is_empty() && tokens.contains(&made)
    })
}

#[test]
fn queries_never_import_pages() {
    let mut unused: BTreeSet<&str> =
        NAMES_DIESEL.iter().chain(ASKS_AND_ANSWERS).map(|(file, _)| *file).collect();
    for (name, text) in sources() {
        if !text.contains("diesel::") && !text.contains("db::schema") {
            continue;
        }
        let layer = name.split(['/', '.']).next().unwrap();
        let excepted = NAMES_DIESEL.iter().any(|(file, _)| *file == name);
        assert!(
            MAY_NAME_DIESEL.contains(&layer) != excepted,
            "src/{name} names diesel or the schema. Move the query into its feature, as a function that takes a Scope \
             or a Tx, and call that (or take the file off NAMES_DIESEL)"
        );
        let knows_http = ["HttpRequest", "HttpResponse", "derive(Template", "askama::Template"];
        let answers = knows_http.iter().any(|word| text.contains(word));
        let both = ASKS_AND_ANSWERS.iter().any(|(file, _)| *file == name);
        assert!(
            !answers || both,
            "src/{name} asks the database and answers requests. Put the query into a file of its own, which knows \
             neither HTTP nor templates"
        );
        unused.remove(name.as_str());
    }
    assert!(unused.is_empty(), "remove exceptions that are not needed: {unused:?}");
}

#[test]
fn every_public_query_takes_a_scope_or_tx() {
    let mut unused: BTreeSet<(&str, &str)> =
        UNSCOPED.iter().map(|(file, function, _)| (*file, *function)).collect();
    for (name, text) in sources().into_iter().filter(|(name, _)| name.starts_with("features/")) {
        for (function, signature) in public_functions(&text) {
            if !signature.contains("DbConnection") {
                continue;
            }
            let by_partner = NAMED_PARTNER.iter().any(|place| name.starts_with(place));
            let named = ["Scope<", "Tx<"].iter().any(|who| signature.contains(who))
                || by_partner && ["PartnerId", "&Partner"].iter().any(|who| signature.contains(who));
            let excepted = UNSCOPED.iter().find(|(file, known, _)| name == *file && function == *known);
            if let Some((file, known, _)) = excepted {
                unused.remove(&(*file, *known));
            }
            assert!(
                named != excepted.is_some(),
                "src/{name}: {function} asks the database for nobody, or is on UNSCOPED although it does. Reading \
                 takes `&Scope<P>` and begins at one of its base queries (`scope.customers()`), changing takes \
                 `&mut Tx`; if it must work before anybody is signed in, say so in UNSCOPED"
            );
        }
    }
    assert!(unused.is_empty(), "these queries do not exist; remove them from UNSCOPED: {unused:?}");
}

#[test]
fn every_private_handler_takes_a_scope() {
    let routes = source("routes.rs");
    let modules = imports(&routes);
    let map = routes.split_once("\nmap! {").expect("src/routes.rs has its map").1;
    let mut guarded = 0;
    for line in map.lines().filter(|line| line.contains("=>") && !line.contains("PUBLIC")) {
        let handler = line.rsplit("=>").next().unwrap().trim().trim_end_matches(';');
        let (module, function) = handler.split_once("::").unwrap();
        let file = format!("{}.rs", modules[module]);
        let signature = public_functions(&source(&file)).remove(function);
        let signature = signature.unwrap_or_else(|| panic!("src/{file} has no pub async fn {function}"));
        assert!(
            signature.contains("Scope<"),
            "src/{file}: {function} answers {} without asking who may. Add `scope: Scope<Permission>` to its \
             arguments, or mark the route PUBLIC",
            line.split_whitespace().nth(1).unwrap()
        );
        guarded += 1;
    }
    assert!(guarded > 5, "the route table in src/routes.rs could not be parsed");
}

#[test]
fn addresses_are_written_in_one_place() {
    let folder = root().join("templates");
    for file in files(&folder) {
        let name = relative(&file, &folder);
        let text = fs::read_to_string(&file).unwrap();
        for written in ["=\"/", "='/", "}}/", "%}/"] {
            assert!(
                !text.contains(written),
                "templates/{name} has a hardcoded address of the portal: {written}… . Call its function of \
                 src/urls.rs: {{{{ crate::urls::customers() }}}}"
            );
        }
    }
    let is_address = |text: &str| text.starts_with(|first: char| first.is_ascii_lowercase());
    for (name, text) in sources() {
        let code = text.split("#[cfg(test)]").next().unwrap();
        if ["urls.rs", "routes.rs", "i18n/locale.rs", "web/html.rs", "monitoring/process.rs", "secrets.rs"]
            .contains(&name.as_str())
        {
            continue;
        }
        for written in ["format!(\"/", "format!(\"{}/"] {
            let by_hand = code.split(written).skip(1).any(is_address);
            assert!(
                !by_hand,
                "src/{name} builds an address with `format!`. Call its function of src/urls.rs"
            );
        }
        for literal in code.split("\"/").skip(1).filter(|rest| is_address(rest)) {
            let literal = format!("/{}", literal.split('"').next().unwrap());
            let is_known = urls::PATTERNS.iter().any(|pattern| {
                *pattern == literal || literal.ends_with('/') && pattern.starts_with(&literal)
            });
            assert!(is_known || literal.contains('{'), "src/{name}: src/urls.rs has no address {literal}");
        }
    }
}

#[test]
fn every_declared_address_has_a_route() {
    let lines = partner_portal::routes::lines();
    for pattern in urls::PATTERNS {
        assert!(
            lines.iter().any(|line| line.path == *pattern),
            "no route of src/routes.rs answers {pattern}"
        );
    }
}

#[test]
fn migrations_exist_for_both_databases() {
    let names = |database: &str| -> BTreeSet<String> {
        let folder = root().join("migrations").join(database);
        files(&folder).iter().map(|file| relative(file, &folder)).collect()
    };
    let (sqlite, postgres) = (names("sqlite"), names("postgres"));
    let alone: Vec<_> = sqlite.symmetric_difference(&postgres).collect();
    assert!(
        alone.is_empty() && !sqlite.is_empty(),
        "write the same migration for the other database, under the same name: {alone:?}"
    );
    for up in sqlite.iter().filter(|name| name.ends_with("up.sql")) {
        assert!(
            sqlite.contains(&up.replace("up.sql", "down.sql")),
            "{up} needs a down.sql in the same folder"
        );
    }
}

#[test]
fn templates_escape_everything() {
    let folder = root().join("templates");
    for file in files(&folder) {
        let (name, text) = (relative(&file, &folder), fs::read_to_string(&file).unwrap());
        let close = text.replace(' ', "");
        for way in ["|safe", "|escape(", "autoescape"] {
            assert!(
                !close.contains(way),
                "templates/{name}: {way} would let a customer's name become markup. Write {{{{ value }}}}; markup \
                 belongs into the template"
            );
        }
    }
    for (name, text) in sources() {
        assert!(
            !text.contains("HtmlSafe"),
            "src/{name}: markup belongs in a template, where values are escaped"
        );
    }
}

#[test]
fn only_commands_print() {
    for (name, text) in sources() {
        let may = name == "main.rs" || name.starts_with("commands/");
        assert!(
            may || !["print!(", "println!(", "dbg!("].iter().any(|print| text.contains(print)),
            "src/{name} prints. Log with `tracing`, or return the value to src/commands/"
        );
    }
}

#[test]
fn vendored_files_match_their_readme() {
    let folder = root().join("static/vendor");
    let readme = fs::read_to_string(folder.join("README.md")).unwrap();
    for file in files(&folder).iter().filter(|file| file.extension().is_some_and(|kind| kind == "js")) {
        let name = relative(file, &folder);
        let hash = format!("sha512-{}", STANDARD.encode(Sha512::digest(fs::read(file).unwrap())));
        assert!(
            readme.contains(&name) && readme.contains(&hash),
            "static/vendor/{name} is not the file that README.md beside it vouches for. Take it from the package \
             again; if it was renewed on purpose, write down {hash}"
        );
    }
}
