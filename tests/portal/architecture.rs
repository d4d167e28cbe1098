//! The walls of the house, read from its sources: where the database may be named, how a handler is guarded, what

//! goes into pages unescaped. ARCHITECTURE.md says why; each failure says what to do instead.

pub mod tree;

use base64::{Engine, engine::general_purpose::STANDARD};
use sha2::{Digest, Sha512};
use std::collections::BTreeSet;
use std::fs;
use tree::{files, imports, public_functions, relative, root, source, sources};

/// Besides `queries.rs` and `db/`, these name diesel or the schema.
const MAY_NAME_DIESEL: &[(&str, &str)] = &[
    ("activity/chain.rs", "derives Queryable"),
    ("activity/reading/hits/among.rs", "a piece of SQL that diesel cannot say for two databases"),
    ("activity/record.rs", "writes the entry inside the change"),
    ("activity/sealing.rs", "writes the chain of every log of before anew, once"),
    ("activity/seals.rs", "derives Queryable"),
    ("auth/active_customers.rs", "where every query of customers begins"),
    ("auth/actor.rs", "the columns of the person who is signed in"),
    ("auth/scope.rs", "hands out the base queries"),
    ("auth/session_store.rs", "sessions"),
    ("auth/throttle.rs", "counts tries to sign in"),
    ("customers/lists.rs", "how long a list is"),
    ("customers/model.rs", "derives Queryable"),
    ("customers/search/changes.rs", "says which part of a list has changed"),
    ("customers/search/rewrite.rs", "writes derived columns of every list anew"),
    ("customers/search/stored.rs", "reads a list into memory"),
    ("error.rs", "takes in the database's errors"),
    ("import/browser/pieces.rs", "keeps the pieces of a file"),
    ("jobs/lease.rs", "takes a job that is due"),
    ("requests/row.rs", "derives Queryable"),
    ("subscriptions/model.rs", "derives Queryable"),
    ("users/respell.rs", "writes the key of every address anew"),
];

/// Files and imports belong to a partner that a download's `Scope` or the operator names: a `PartnerId` will do.
const NAMED_PARTNER: &[&str] = &[
    "activity/names/",
    "activity/proof/",
    "activity/reading/",
    "customers/export/",
    "customers/former/",
    "import/",
    "subscriptions/export/",
];

/// Public functions of a `queries.rs` that are asked before, or without, anybody being signed in.
const UNSCOPED: &[(&str, &str, &str)] = &[
    ("activity/reading/hits/queries.rs", "hits", "the question names the partner"),
    ("activity/reading/queries.rs", "by", "asks no database"),
    ("activity/reading/queries.rs", "ordered", "asks no database"),
    ("auth/oidc/queries.rs", "found", "who signs in?"),
    ("customers/resellers/queries.rs", "within_of", "the operator at the command line names the partner"),
    ("drafts/queries.rs", "forget_old", "the job forgets everybody's old drafts"),
    ("import/browser/queries.rs", "forget_old", "the job forgets everybody's old files"),
    ("import/browser/queries.rs", "take_over", "the job goes on with whoever's import was left"),
    ("invitations/queries.rs", "by_id", "whoever holds the receipt"),
    ("invitations/queries.rs", "find", "whoever holds the link"),
    ("mail/queries.rs", "delivered", "the worker delivers everybody's mail"),
    ("mail/queries.rs", "drop_unsent", "the worker delivers everybody's mail"),
    ("mail/queries.rs", "forget_old", "the job forgets everybody's old letters"),
    ("mail/queries.rs", "refused", "the worker delivers everybody's mail"),
    ("mail/queries.rs", "take_due", "the worker delivers everybody's mail"),
    (
        "organization/queries.rs",
        "business_profile",
        "customers read it with an invitation, and are not signed in",
    ),
    ("partners/queries.rs", "all", "for the operator"),
    ("partners/queries.rs", "any", "is the portal set up?"),
    ("partners/queries.rs", "by_mpn_id", "for the operator"),
    ("partners/queries.rs", "is_mpn_id", "asks no database"),
    ("activity/erase/queries.rs", "names_without_later", "the caller names the partner whose log it is"),
    ("personal_data/queries.rs", "gather", "the operator names the person or customer"),
    ("personal_data/queries.rs", "only_global_admin", "the operator names the person"),
    ("personal_data/queries.rs", "related", "the operator names the customer"),
    ("personal_data/queries.rs", "present_id", "the operator names the customer"),
    ("personal_data/queries.rs", "person", "the operator names the person"),
    ("referrals/expiry/queries.rs", "partners_with_due", "the job lets everybody's referrals expire"),
    ("requests/change/queries.rs", "entry", "asks no database"),
    ("requests/expiry/queries.rs", "partners_with_due", "the job lets everybody's requests expire"),
    ("users/links/queries.rs", "forget_old", "the job forgets everybody's old links"),
    ("users/links/queries.rs", "owner", "whose link is it? They are not signed in"),
    ("users/links/queries.rs", "renew", "the worker delivers everybody's mail"),
    ("retention/queries.rs", "customers", "the job erases everybody's old data"),
    ("retention/queries.rs", "is_due", "the job erases everybody's old data"),
    ("retention/queries.rs", "people", "the job erases everybody's old data"),
    ("retention/queries.rs", "referrals", "the job erases everybody's old data"),
    ("retention/queries.rs", "requests", "the job erases everybody's old data"),
    ("retention/queries.rs", "up_to", "the job names the partner"),
    ("retention/queries.rs", "with_untold", "the job erases everybody's old data"),
    ("subscriptions/changing/queries.rs", "due", "the portal itself asks, on a day that has come"),
    ("users/queries.rs", "by_email", "who signs in?"),
    ("users/queries.rs", "email_key", "asks no database"),
    ("web/kept_forms/queries.rs", "find", "asks for the person who reads, whatever they may"),
    ("web/kept_forms/queries.rs", "forget_old", "the job forgets everybody's old forms"),
    ("web/kept_forms/queries.rs", "keep", "the session of who typed it may have ended"),
    ("web/kept_forms/queries.rs", "owner_of_ended_session", "whose session was it?"),
];

#[test]
fn the_database_is_named_where_queries_live() {
    for (name, text) in sources() {
        let at_home = name.ends_with("queries.rs") || name == "db.rs" || name.starts_with("db/");
        let allowed = MAY_NAME_DIESEL.iter().any(|(file, _)| *file == name);
        let names_it = text.contains("diesel") || text.contains("db::schema");
        assert!(
            at_home || allowed || !names_it,
            "src/{name} names diesel or the schema. Move the query into its feature's queries.rs, as a function \
             that takes a Scope or a Tx, and call that"
        );
        assert!(!allowed || names_it, "src/{name} names diesel no longer: take it off MAY_NAME_DIESEL");
    }
}

#[test]
fn every_public_query_is_asked_for_somebody() {
    let mut unused: BTreeSet<_> =
        UNSCOPED.iter().map(|(file, function, _)| (file.to_string(), function.to_string())).collect();
    for (name, text) in sources().into_iter().filter(|(name, _)| name.ends_with("queries.rs")) {
        for (function, signature) in public_functions(&text) {
            let named = NAMED_PARTNER.iter().any(|folder| name.starts_with(folder));
            let named = named && signature.contains("PartnerId");
            let scoped = named || signature.contains("Scope<") || signature.contains("Tx<");
            let excepted = unused.remove(&(name.clone(), function.clone()));
            assert!(
                scoped != excepted,
                "src/{name}: {function} takes neither a Scope nor a Tx, or is on UNSCOPED although it does. Reading \
                 takes `&Scope<P>` and begins at one of its doors (`scope.customers()`), changing takes `&mut Tx`; \
                 if it must work before anybody is signed in, say so in UNSCOPED"
            );
        }
    }
    assert!(unused.is_empty(), "there is no such query any more; take it off UNSCOPED: {unused:?}");
}

#[test]
fn every_handler_that_is_not_public_takes_a_scope() {
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
    assert!(guarded > 5, "the map of src/routes.rs was not understood");
}

#[test]
fn migrations_come_in_pairs() {
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
        assert!(sqlite.contains(&up.replace("up.sql", "down.sql")), "{up} needs a down.sql beside it");
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
            "src/{name}: markup belongs into a template, where values are escaped"
        );
    }
}

#[test]
fn only_commands_print() {
    for (name, text) in sources() {
        let may = name == "main.rs" || name.starts_with("command/");
        assert!(
            may || !["print!(", "println!(", "dbg!("].iter().any(|print| text.contains(print)),
            "src/{name} prints. Log with `tracing`, or give the value back to src/command/"
        );
    }
}

#[test]
fn kept_copies_are_what_their_readme_says() {
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
