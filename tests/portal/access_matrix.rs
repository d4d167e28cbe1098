//! Requests every route with every role and every kind of id, on both databases, and stores the status codes as one
//! snapshot. A new route, or a role that can reach more than before, shows in review.

use crate::on_both_databases;
use crate::support::cast::ROLES;
use crate::support::forms::in_30_days;
use crate::support::{Browser, TestApp};
use actix_web::http::Method;
use diesel::prelude::*;
use partner_portal::audit::{Author, Tx};
use partner_portal::auth::accounts::by_email;
use partner_portal::auth::password_link;
use partner_portal::auth::password_link::{LinkPurpose, store};
use partner_portal::db::schema::{
    chat_channels, connection_runs, connection_writes, connections, customer_contacts as contacts, customers,
    notes, orders, report_runs, reports, saved_views, tags, webhook_deliveries as deliveries, webhooks,
};
use partner_portal::domain::MicrosoftId;
use partner_portal::domain::Roles;
use partner_portal::domain::{AccessLevel, ApiAccess};
use partner_portal::domain::{Partner, PartnerKind, Permission, UserId};
use partner_portal::routes;
use std::collections::BTreeMap;
use std::fmt::Write;

on_both_databases! { routes_answer_each_role_and_id_as_recorded public_pages_answer_each_visitor_as_recorded handlers_enforce_the_permissions_of_the_route_table }

/// Reads the route table, so that no route can be left out.
async fn routes_answer_each_role_and_id_as_recorded(app: TestApp) {
    let cast = app.cast();
    let own = app.customer(&cast.provider, 1, "Own", "own.example");
    let sold = app.subscription(&cast.provider, own, "Plan", Some(&cast.reseller));
    let linked = app.customer(&cast.reseller, 2, "ZZCANARY linked", "linked.example");
    let foreign = app.customer(&cast.direct, 3, "ZZCANARY foreign", "foreign.example");
    let removed = app.customer(&cast.provider, 4, "ZZGONE removed", "removed.example");
    let orders = [
        order(&app, &cast.provider, own),
        order(&app, &cast.direct, foreign),
        order(&app, &cast.direct, foreign),
        order(&app, &cast.provider, removed),
        crate::support::cast::id(98).to_string(),
    ];
    let referrals = [
        referral(&app, &cast.provider, None),
        referral(&app, &cast.reseller, None),
        referral(&app, &cast.direct, None),
        referral(&app, &cast.reseller, Some(&cast.provider)),
        crate::support::cast::id(98).to_string(),
    ];
    let annotations = [
        annotate(&app, &cast.provider, own),
        annotate(&app, &cast.reseller, linked),
        annotate(&app, &cast.direct, foreign),
        annotate(&app, &cast.provider, removed),
        [1_000_000; 3],
    ];
    // A Global admin's, one of another user, a foreign one.
    let reports = [
        report(&app, &cast.provider, "ga"),
        report(&app, &cast.provider, "aa"),
        report(&app, &cast.direct, "ga"),
        report(&app, &cast.reseller, "ga"),
        [1_000_000; 2],
    ];
    let channels = [
        channel(&app, &cast.provider),
        channel(&app, &cast.reseller),
        channel(&app, &cast.direct),
        channel(&app, &cast.provider),
        1_000_000,
    ];
    let hooks = [&cast.provider, &cast.reseller, &cast.direct, &cast.provider]
        .map(|partner| webhook(&app, partner))
        .into_iter()
        .chain([[1_000_000; 2]])
        .collect::<Vec<_>>();
    let connections = [
        connection(&app, &cast.provider),
        connection(&app, &cast.reseller),
        connection(&app, &cast.direct),
        connection(&app, &cast.provider),
        [1_000_000; 3],
    ];
    let applications = [&cast.provider, &cast.reseller, &cast.direct, &cast.provider]
        .map(|partner| application(&app, partner))
        .into_iter()
        .chain([1_000_000]);
    let applications: Vec<i32> = applications.collect();
    // The partner's own shared one, a private one of another user, a foreign one.
    let views = [
        view(&app, &cast.provider, "aa", true),
        view(&app, &cast.provider, "aa", false),
        view(&app, &cast.direct, "aa", true),
        view(&app, &cast.reseller, "aa", false),
        1_000_000,
    ];
    app.end(&cast.provider, removed);
    let ids = [
        ("own", own),
        ("linked", linked),
        ("foreign", foreign),
        ("removed", removed),
        ("random", crate::support::cast::id(99)),
    ];

    let mut table = String::new();
    let (mut people, users) = (people(&app).await, users(&app));
    for line in routes::page_lines() {
        let by_customer = line.path.contains('{')
            && !["{token}", "{receipt}", "{mpn_id}", "{issuer}"]
                .iter()
                .any(|place| line.path.contains(place));
        let kinds = if by_customer { 5 } else { 1 };
        let objects = ids
            .iter()
            .zip(&orders)
            .zip(&referrals)
            .zip(&annotations)
            .zip(&views)
            .zip(&reports)
            .zip(&channels)
            .zip(&hooks)
            .zip(&applications)
            .zip(&connections);
        for (
            (
                (
                    (
                        ((((((kind, id), order), referral), [tag, note, contact]), view), [report, run]),
                        channel,
                    ),
                    hook,
                ),
                application,
            ),
            [connection, connection_run, connection_write],
        ) in objects.take(kinds)
        {
            let path = line.path.replace("/orders/{id}", &format!("/orders/{order}"));
            let path = path.replace("/referrals/{id}", &format!("/referrals/{referral}"));
            let path = path.replace("{id}", &id.to_string()).replace("{text}", &id.to_string());
            let path = path.replace("{file:.*}", "none.css").replace("{sid}", &sold);
            let path = path
                .replace("{draft}", &id.to_string())
                .replace("{bulk}", &id.to_string())
                .replace("{token}", "no-such-link")
                .replace("{mpn_id}", "4000")
                .replace("{issuer}", "none")
                .replace("{receipt}", "x");
            let path = path.replace("{user}", &users[kind].to_string()).replace("{act}", "deactivation");
            let path = path.replace("{tag}", &tag.to_string()).replace("{note}", &note.to_string());
            let path = path.replace("{contact}", &contact.to_string()).replace("{view}", &view.to_string());
            let path = path.replace("{report}", &report.to_string()).replace("{run}", &run.to_string());
            let path = path.replace("{channel}", &channel.to_string());
            let path =
                path.replace("{webhook}", &hook[0].to_string()).replace("{delivery}", &hook[1].to_string());
            let path = path.replace("{connection}", &connection.to_string());
            let path = path.replace("{connection_run}", &connection_run.to_string());
            let path = path.replace("{connection_write}", &connection_write.to_string());
            let path = path.replace("{application}", &application.to_string());
            let what = match kinds {
                1 => format!("{} {}", line.method, line.path),
                _ => format!("{} {} ({kind})", line.method, line.path),
            };
            let answers = answers(&people, &line.method, &path).await;
            writeln!(table, "{what:<56} {answers}").unwrap();
            if line.method == Method::POST && ends_sessions(&path) && answers.contains(" 303") {
                people = self::people(&app).await;
            }
        }
    }
    insta::assert_snapshot!("access_matrix", table);
}

/// Whether a form at this path may have ended the sessions.
fn ends_sessions(path: &str) -> bool {
    ["/sign-", "/step-up", "/profile", "/account-settings"].iter().any(|start| path.starts_with(start))
}

/// A user for each kind of id: of the provider, of its reseller, of an unrelated partner, and two ids that no user has.
fn users(app: &TestApp) -> BTreeMap<&'static str, UserId> {
    let id = |email: &str| app.portal.db.read_now(|c| by_email(c, email)).unwrap().unwrap().user;
    BTreeMap::from([
        ("own", id("ga@1000.example")),
        ("linked", id("ga@2000.example")),
        ("foreign", id("ga@4000.example")),
        ("removed", UserId(1_000_001)),
        ("random", UserId(1_000_000)),
    ])
}

/// A signed-in user of each role at the provider.
async fn people(app: &TestApp) -> Vec<(&'static str, Browser)> {
    let mut people = vec![("anon", app.browser())];
    for (name, _) in ROLES {
        people.push((name, app.signed_in(&format!("{name}@1000.example")).await));
    }
    people
}

/// Inserts a declined order request and returns its id.
fn order(app: &TestApp, seller: &Partner, customer: MicrosoftId) -> String {
    let id = uuid::Uuid::new_v4().to_string();
    let row = (
        orders::id.eq(&id),
        orders::partner_id.eq(seller.id.0),
        orders::microsoft_id.eq(customer.to_string()),
        orders::status.eq("declined"),
        orders::is_request.eq(true),
        orders::made_by.eq("Somebody"),
        orders::made_at.eq(partner_portal::clock::now()),
    );
    app.portal.db.write_now(|c| Ok(diesel::insert_into(orders::table).values(row).execute(c)?)).unwrap();
    id
}

/// Inserts an expired referral of this partner, or the fourth one, which the provider referred to its reseller. Returns
/// its id.
fn referral(app: &TestApp, partner: &Partner, referrer: Option<&Partner>) -> String {
    let is_foreign = referrer.is_none() && partner.mpn_id != "1000";
    let (id, company) = (uuid::Uuid::new_v4(), if is_foreign { "ZZCANARY" } else { "Lead" });
    app.referral(id, (partner, referrer), ("expired", company), partner_portal::clock::now());
    id.to_string()
}

/// Inserts a tag, a note and a contact of a customer, and returns their ids.
fn annotate(app: &TestApp, partner: &Partner, customer: MicrosoftId) -> [i32; 3] {
    let (partner, customer) = (partner.id.0, customer.to_string());
    let tag = (
        (tags::partner_id.eq(partner), tags::name.eq("ZZ tag"), tags::name_key.eq("zz tag")),
        tags::hue.eq("teal"),
        tags::customer_count.eq(0),
    );
    let (of, named) = (
        (notes::partner_id.eq(partner), notes::microsoft_id.eq(&customer), notes::body.eq("ZZ note")),
        (notes::created_name.eq("Somebody"), notes::created_at.eq(partner_portal::clock::now())),
    );
    let contact = (
        (contacts::partner_id.eq(partner), contacts::microsoft_id.eq(&customer), contacts::name.eq("ZZ")),
        (contacts::email.eq("zz@x.example"), contacts::phone.eq(""), contacts::job_title.eq("")),
    );
    let made = app.portal.db.write_now(|c| {
        // The second tag of a partner has the name of the first.
        let known: Option<i32> =
            tags::table.filter(tags::partner_id.eq(partner)).select(tags::id).first(c).optional()?;
        if known.is_none() {
            diesel::insert_into(tags::table).values(tag).execute(c)?;
        }
        diesel::insert_into(notes::table).values((of, named)).execute(c)?;
        diesel::insert_into(contacts::table).values(contact).execute(c)?;
        Ok([
            tags::table.filter(tags::partner_id.eq(partner)).select(tags::id).first(c)?,
            notes::table.filter(notes::microsoft_id.eq(&customer)).select(notes::id).first(c)?,
            contacts::table.filter(contacts::microsoft_id.eq(&customer)).select(contacts::id).first(c)?,
        ])
    });
    made.unwrap()
}

/// Inserts a view of a partner's user with this role, and returns its id.
fn view(app: &TestApp, partner: &Partner, role: &str, is_shared: bool) -> i32 {
    let email = format!("{role}@{}.example", partner.mpn_id);
    let user = app.portal.db.read_now(|c| by_email(c, &email)).unwrap().unwrap().user;
    let name = format!("ZZ view {is_shared}");
    let row = (
        (saved_views::partner_id.eq(partner.id), saved_views::user_id.eq(user)),
        (saved_views::list.eq("customers"), saved_views::parameters.eq("{}")),
        (saved_views::name.eq(&name), saved_views::name_key.eq(&name), saved_views::is_shared.eq(is_shared)),
    );
    let newest = saved_views::table.select(diesel::dsl::max(saved_views::id));
    let made = app.portal.db.write_now(|c| {
        diesel::insert_into(saved_views::table).values(row).execute(c)?;
        Ok(newest.first::<Option<i32>>(c)?)
    });
    made.unwrap().unwrap()
}

/// Inserts a report of a partner's user with this role, and a run of it; returns their ids.
fn report(app: &TestApp, partner: &Partner, role: &str) -> [i32; 2] {
    let user = app.user(&format!("{role}@{}.example", partner.mpn_id));
    let name = if partner.mpn_id == "1000" { "ZZ report" } else { "ZZCANARY report" };
    let now = partner_portal::clock::now();
    let report = (
        (reports::partner_id.eq(partner.id.0), reports::user_id.eq(user), reports::list.eq("customers")),
        (reports::parameters.eq("{}"), reports::name.eq(name), reports::format.eq("csv")),
        (reports::schedule.eq("weekly"), reports::minute.eq(480), reports::last_day.eq("2026-11-23")),
        (reports::next_at.eq(now + chrono::TimeDelta::days(9)), reports::created_at.eq(now)),
    );
    let newest = reports::table.select(diesel::dsl::max(reports::id));
    let newest_run = report_runs::table.select(diesel::dsl::max(report_runs::id));
    let made = app.portal.db.write_now(|c| {
        diesel::insert_into(reports::table).values(report).execute(c)?;
        let id: i32 = newest.first::<Option<i32>>(c)?.unwrap();
        let run = (
            (report_runs::report_id.eq(id), report_runs::partner_id.eq(partner.id.0)),
            (report_runs::period.eq("2026-11-23"), report_runs::state.eq("done")),
            (report_runs::due_at.eq(now), report_runs::finished_at.eq(Some(now))),
        );
        diesel::insert_into(report_runs::table).values(run).execute(c)?;
        Ok([id, newest_run.first::<Option<i32>>(c)?.unwrap()])
    });
    made.unwrap()
}

/// Registers an application of a partner and returns its id.
fn application(app: &TestApp, partner: &Partner) -> i32 {
    app.application(partner, "sales-agent", ApiAccess::everywhere(AccessLevel::Read)).id.0
}

/// Inserts a connection of a partner, whose secret cannot be read, and a run that waits for a person; returns their ids.
fn connection(app: &TestApp, partner: &Partner) -> [i32; 3] {
    let now = partner_portal::clock::now();
    let user = app.user(&format!("ga@{}.example", partner.mpn_id));
    let account = app.application(partner, "sales-agent", ApiAccess::everywhere(AccessLevel::Read)).id.0;
    let name = if partner.mpn_id == "1000" { format!("ZZ {account}") } else { format!("ZZCANARY {account}") };
    let account = {
        use partner_portal::db::schema::api_applications;
        let row = api_applications::table.find(account).select(api_applications::user_id);
        app.portal.db.read_now(|c| Ok(row.first::<i32>(c)?)).unwrap()
    };
    let row = (
        (
            connections::partner_id.eq(partner.id.0),
            connections::user_id.eq(account),
            connections::name.eq(&name),
        ),
        (connections::kind.eq("portal"), connections::base_url.eq("https://portal.invalid")),
        (
            connections::sign_in.eq("client-credentials"),
            connections::token_url.eq("https://portal.invalid/token"),
        ),
        (
            connections::client_id.eq("client"),
            connections::sealed_secret.eq("x"),
            connections::schedule.eq("asked"),
        ),
        (
            connections::hourly_budget.eq(1000),
            connections::rules.eq(r#"{"ours":[],"replace_edited_names":false}"#),
        ),
        (connections::created_by.eq(user), connections::created_at.eq(now)),
    );
    let made = app.portal.db.write_now(|c| {
        diesel::insert_into(connections::table).values(row).execute(c)?;
        let newest = connections::table.select(diesel::dsl::max(connections::id));
        let id = newest.first::<Option<i32>>(c)?.unwrap();
        let run = (
            (connection_runs::connection_id.eq(id), connection_runs::partner_id.eq(partner.id.0)),
            (connection_runs::state.eq("preview"), connection_runs::cause.eq("person")),
            (connection_runs::is_dry_run.eq(false), connection_runs::content.eq("{}")),
            connection_runs::created_at.eq(now),
        );
        diesel::insert_into(connection_runs::table).values(run).execute(c)?;
        let newest = connection_runs::table.select(diesel::dsl::max(connection_runs::id));
        let run = newest.first::<Option<i32>>(c)?.unwrap();
        let own = customers::table.filter(customers::partner_id.eq(partner.id.0));
        let customer: String = own.select(customers::microsoft_id).first(c)?;
        let write = (
            (connection_writes::connection_id.eq(id), connection_writes::partner_id.eq(partner.id.0)),
            (connection_writes::microsoft_id.eq(customer), connection_writes::subject.eq("bill-to")),
            (connection_writes::state.eq("refused"), connection_writes::base.eq("{}")),
            (connection_writes::is_confirmed.eq(false), connection_writes::created_at.eq(now)),
        );
        diesel::insert_into(connection_writes::table).values(write).execute(c)?;
        let newest = connection_writes::table.select(diesel::dsl::max(connection_writes::id));
        Ok([id, run, newest.first::<Option<i32>>(c)?.unwrap()])
    });
    made.unwrap()
}

/// Inserts a chat channel of a partner, whose address cannot be read; returns its id.
fn channel(app: &TestApp, partner: &Partner) -> i32 {
    let name = if partner.mpn_id == "1000" { "ZZ channel" } else { "ZZCANARY channel" };
    let row = (
        (chat_channels::partner_id.eq(partner.id.0), chat_channels::name.eq(name)),
        (chat_channels::service.eq("slack"), chat_channels::sealed_url.eq("x")),
        (chat_channels::host.eq("chat.invalid"), chat_channels::language.eq("en")),
        (chat_channels::events.eq("referral"), chat_channels::sent_to.eq(0)),
        chat_channels::created_at.eq(partner_portal::clock::now()),
    );
    let newest = chat_channels::table.select(diesel::dsl::max(chat_channels::id));
    let made = app.portal.db.write_now(|c| {
        diesel::insert_into(chat_channels::table).values(row).execute(c)?;
        Ok(newest.first::<Option<i32>>(c)?)
    });
    made.unwrap().unwrap()
}

/// Returns the status codes for an anonymous visitor and for each role, in columns.
async fn answers(people: &[(&str, Browser)], method: &Method, path: &str) -> String {
    let mut columns = Vec::new();
    for (name, browser) in people {
        columns.push(format!("{name} {}", answer(browser, method, path).await));
    }
    columns.join("  ")
}

async fn answer(browser: &Browser, method: &Method, path: &str) -> u16 {
    let reply = if method == Method::POST {
        browser.submit("/help/keys", path, &[]).await
    } else {
        browser.get(path).await
    };
    assert!(!reply.text().contains("ZZCANARY"), "{path} shows data of another partner");
    let lists_removed = path == "/customers/removed";
    assert!(lists_removed || !reply.text().contains("ZZGONE"), "{path} shows a customer that was removed");
    reply.status.as_u16()
}

/// Requests each public page behind a valid secret as a visitor and as users of every role at four partners: the one
/// that sent the link, one linked to it, an indirect reseller that is not linked, and a direct partner. The forms are
/// sent with fields that are always rejected, so that the secret stays valid.
async fn public_pages_answer_each_visitor_as_recorded(app: TestApp) {
    let cast = app.cast();
    app.partner("5000", PartnerKind::IndirectReseller);
    app.person(&cast.provider, "temporary@1000.example", "admin-agent", true);
    let asks = app.signed_in("ga@1000.example").await;
    let customer = asked(&asks, "/relationship-requests", "it@customer.example").await;
    let partnership = asked(&asks, "/indirect-resellers", "ga@5000.example").await;
    let answered = asked(&asks, "/relationship-requests", "it@answered.example").await;
    let receipt = app.browser().submit(&answered, &format!("{answered}/declination"), &[]).await;
    let password = password_link(&app, "none@2000.example");

    let too_long = "x".repeat(501);
    let unconfirmed: &[(&str, &str)] = &[];
    let refused: &[(&str, &str)] = &[("reason", &too_long)];
    let mut table = String::new();
    for (who, people) in visitors(&app).await {
        for (secret, link) in
            [("customer", &customer), ("partnership", &partnership), ("answered", &answered)]
        {
            let mut line = |what: &str, answers: String| {
                writeln!(table, "{:<56} {answers}", format!("{what} ({secret}, {who})")).unwrap();
            };
            line("GET /invitations/{token}", seen(&people, link, None).await);
            for (act, fields) in [("acceptance", unconfirmed), ("declination", refused)] {
                let path = format!("{link}/{act}");
                line(
                    &format!("POST /invitations/{{token}}/{act}"),
                    seen(&people, &path, Some((link, fields))).await,
                );
            }
        }
        for (what, path) in [
            ("GET /answers/{receipt}", &receipt.header("location")),
            ("GET /sign-in/password/{token}", &password),
        ] {
            writeln!(table, "{:<56} {}", format!("{what} ({who})"), seen(&people, path, None).await).unwrap();
        }
        let answers = seen(&people, &password, Some((&password, unconfirmed))).await;
        writeln!(table, "{:<56} {answers}", format!("POST /sign-in/password/{{token}} ({who})")).unwrap();
    }
    insta::assert_snapshot!("public_pages", table);
}

/// An anonymous visitor, users of every role at each of four partners, and one with a temporary password.
async fn visitors(app: &TestApp) -> Vec<(String, Vec<(&'static str, Browser)>)> {
    let newcomer = app.signed_in("temporary@1000.example").await;
    let mut visitors = vec![
        ("anybody".to_owned(), vec![("anon", app.browser())]),
        ("asks".to_owned(), vec![("temporary password", newcomer)]),
    ];
    for (mpn_id, who) in [("1000", "asks"), ("2000", "linked"), ("5000", "unlinked"), ("4000", "direct")] {
        let mut people = Vec::new();
        for (name, _) in ROLES {
            people.push((name, app.signed_in(&format!("{name}@{mpn_id}.example")).await));
        }
        visitors.push((who.to_owned(), people));
    }
    visitors
}

/// Sends a request of this kind and returns the path of its link.
async fn asked(browser: &Browser, kind: &str, recipient: &str) -> String {
    let until = in_30_days();
    let fields = [("language", "en"), ("recipient", recipient), ("valid_until", until.as_str())];
    let reply = browser.submit(&format!("{kind}/new"), kind, &fields).await;
    let page = browser.get(&reply.header("location")).await;
    let link = page.attributes("textarea[name=body]", "data-link").concat();
    link[link.find("/invitations/").unwrap()..].to_owned()
}

fn password_link(app: &TestApp, email: &str) -> String {
    let user = app.portal.db.read_now(|c| by_email(c, email)).unwrap().unwrap().user;
    let (token, hash) = password_link::generate().unwrap();
    let kept = |tx: &mut Tx<'_>| store(tx, user, &hash, LinkPurpose::Reset).map(|()| ((), Vec::new()));
    app.portal.log.record_now(&Author::operator(None), kept).unwrap();
    password_link::path(&token)
}

/// Returns the status codes for each person: of `GET`, or of a form with these fields from this page.
async fn seen(people: &[(&str, Browser)], path: &str, form: Option<(&str, &[(&str, &str)])>) -> String {
    let mut columns = Vec::new();
    for (name, browser) in people {
        let reply = match form {
            Some((page, fields)) => browser.submit(page, path, fields).await,
            None => browser.get(path).await,
        };
        columns.push(format!("{name} {}", reply.status.as_u16()));
    }
    columns.join("  ")
}

/// The permission column of the route table is what handlers enforce, for pages and for forms. The forms name objects
/// that do not exist or lack fields: the permission must be checked before anything is looked up.
async fn handlers_enforce_the_permissions_of_the_route_table(app: TestApp) {
    let cast = app.cast();
    let own: MicrosoftId = app.customer(&cast.provider, 1, "Own", "own.example");
    let sold = app.subscription(&cast.provider, own, "Plan", None);
    let (visitor, mut people) = (app.browser(), people(&app).await);
    for line in routes::page_lines() {
        let Some(permission) = line.permission else { continue };
        let path = line.path.replace("{id}", &own.to_string()).replace("{text}", &own.to_string());
        let path = path.replace("{sid}", &sold).replace("{mpn_id}", "4000").replace("{act}", "deactivation");
        let path = path.replace("{user}", &users(&app)["own"].to_string());
        let path = path.replace("{tag}", "9").replace("{note}", "9").replace("{contact}", "9");
        assert_eq!(answer(&visitor, &line.method, &path).await, 303, "{path} does not require signing in");
        for ((name, browser), (_, roles)) in people.iter().skip(1).zip(ROLES) {
            let may = permission.allows(Roles::parse(roles).unwrap(), &cast.provider);
            // Others do not learn whether there is an operator.
            let refusal = if permission == Permission::OperateServer { 404 } else { 403 };
            let refused = answer(browser, &line.method, &path).await == refusal;
            assert_eq!(may, !refused, "{name} at {} {path}", line.method);
        }
        if line.method == Method::POST && ends_sessions(&path) {
            people = self::people(&app).await;
        }
    }
}

/// Inserts a webhook of a partner, whose address cannot be read, and a delivery; returns their ids.
fn webhook(app: &TestApp, partner: &Partner) -> [i32; 2] {
    let name = if partner.mpn_id == "1000" { "https://zz.invalid/" } else { "https://ZZCANARY.invalid/" };
    let now = partner_portal::clock::now();
    let row = (
        (webhooks::partner_id.eq(partner.id.0), webhooks::subscriber_id.eq(uuid::Uuid::new_v4().to_string())),
        (webhooks::sealed_url.eq("x"), webhooks::shown_url.eq(name), webhooks::sealed_secret.eq("x")),
        (webhooks::secret_end.eq("abc"), webhooks::secret_made_at.eq(now), webhooks::created_at.eq(now)),
        (webhooks::events.eq("order-created"), webhooks::read_to.eq(0), webhooks::renewals_to.eq(now.date())),
    );
    let newest = webhooks::table.select(diesel::dsl::max(webhooks::id));
    let newest_delivery = deliveries::table.select(diesel::dsl::max(deliveries::id));
    let made = app.portal.db.write_now(|c| {
        diesel::insert_into(webhooks::table).values(row).execute(c)?;
        let id = newest.first::<Option<i32>>(c)?.unwrap();
        let delivery = (
            (deliveries::webhook_id.eq(id), deliveries::message_id.eq(uuid::Uuid::new_v4().to_string())),
            (deliveries::event.eq("order-created"), deliveries::object.eq("/orders/ZZ")),
            (deliveries::happened_at.eq(now), deliveries::created_at.eq(now)),
            deliveries::state.eq("undelivered"),
        );
        diesel::insert_into(deliveries::table).values(delivery).execute(c)?;
        Ok([id, newest_delivery.first::<Option<i32>>(c)?.unwrap()])
    });
    made.unwrap()
}
