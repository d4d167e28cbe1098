//! What a token may do is chosen by area: each route belongs to one, and changes need write access to it.

use crate::on_both_databases;
use crate::support::cast::id;
use crate::support::{TestApp, request};
use actix_web::http::Method;
use actix_web::test::TestRequest;
use partner_portal::domain::{AccessLevel, ApiAccess, ApiArea, TextEnum};
use partner_portal::routes;
use partner_portal::urls;
use serde_json::json;
use std::fmt::Write;

on_both_databases! {
    each_area_opens_its_routes_as_recorded
    a_refusal_names_the_area_in_the_language_of_the_program
    the_form_offers_areas_and_the_list_shows_them
}

/// A Global admin may do everything, so what is refused here is refused because of the area.
async fn each_area_opens_its_routes_as_recorded(app: TestApp) {
    let cast = app.cast();
    let own = app.customer(&cast.provider, 1, "Own", "own.example");
    let plan = app.subscription(&cast.provider, own, "Plan", None);
    let mut programs =
        vec![("nothing".to_owned(), app.program_with("ga@1000.example", ApiAccess::default()))];
    for (area, name) in ApiArea::ALL {
        for level in [AccessLevel::Read, AccessLevel::Write] {
            let access = ApiAccess::default().with(*area, level);
            let program = app.program_with("ga@1000.example", access);
            programs.push((format!("{}-{}", &name[..2], &level.as_str()[..1]), program));
        }
    }
    let mut table = String::new();
    let lines = routes::lines().into_iter().filter(|line| urls::is_for_programs(line.path));
    for line in lines.filter(|line| line.permission.is_some()) {
        let none = id(98).to_string();
        let path = line.path.replace("{id}", &own.to_string()).replace("{sid}", &plan);
        let path = path.replace("{record}", &format!("{none}_1")).replace(['{', '}'], "");
        write!(table, "{:<60}", format!("{} {}", line.method, line.path)).unwrap();
        for (name, program) in &programs {
            let reply = match line.method {
                Method::GET => program.get(&path).await,
                ref method => program.with_body(method.clone(), &path, &json!({ "status": "none" })).await,
            };
            if reply.status != 403 {
                write!(table, " {name}").unwrap();
            }
        }
        table.push('\n');
    }
    insta::assert_snapshot!("api_area_matrix", table);
}

async fn a_refusal_names_the_area_in_the_language_of_the_program(app: TestApp) {
    app.cast();
    let access: ApiAccess = "customers:read".parse().unwrap();
    let program = app.program_with("ga@1000.example", access);
    let get = TestRequest::get().uri("/v1/auditrecords").insert_header(("X-Locale", "ko-KR"));
    let refused = program.send(get).await;
    assert_eq!(refused.fault(), (403, "2032".to_owned()));
    assert!(refused.text().contains("활동 로그"), "{}", refused.text());
    let head = request(&Method::HEAD, "/v1/auditrecords");
    assert_eq!(program.send(head).await.status, 403, "HEAD is no way around");
    let odd = TestRequest::get().uri("/V1/AuditRecords/");
    assert_eq!(program.send(odd).await.status, 403, "nor is another spelling");
    assert_eq!(program.get("/v1/customers").await.status, 200);
}

async fn the_form_offers_areas_and_the_list_shows_them(app: TestApp) {
    app.cast();
    let (browser, page) = (app.signed_in("sa@1000.example").await, "/profile/tokens");
    let form = browser.get("/profile/tokens?access=read").await;
    for (area, name) in ApiArea::ALL {
        let levels = form.attributes(&format!("input[name={name}]"), "value");
        assert_eq!(levels.len(), if *area == ApiArea::Activity { 2 } else { 3 }, "{name}");
        assert_eq!(form.value(&format!("input[name={name}][checked]")), "read");
    }
    let wrong = browser.get("/profile/tokens?access=everything").await;
    assert_eq!((wrong.status.as_u16(), wrong.all("p[data-error]").len()), (422, 1));
    let fields = [
        ("name", "PSA"),
        ("customers", "read"),
        ("subscriptions", "write"),
        ("orders", "none"),
        ("days", "30"),
    ];
    assert_eq!(browser.submit(page, page, &fields).await.status, 200);
    let list = browser.get(page).await;
    assert!(list.text().contains("Read: Customers · Read and change: Subscriptions"), "{}", list.text());
}
