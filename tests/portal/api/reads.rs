//! What programs read: customers, subscriptions, orders, offers, partners and the audit trail.

use crate::on_both_databases;
use crate::subscriptions::fixtures;
use crate::support::TestApp;
use crate::support::api::Program;
use crate::support::cast::{Cast, id};
use actix_web::test::TestRequest;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use diesel::prelude::*;
use partner_portal::db::schema::{activity_entries, api_tokens};
use serde_json::Value;

on_both_databases! {
    lists_customers_and_follows_the_links
    filters_customers_by_the_beginning_of_name_and_domain
    filters_customers_by_reseller
    continuation_tokens_work_only_for_their_list
    rejects_invalid_parameters_with_the_name_of_the_field
    no_parameter_can_break_a_query
    going_on_needs_the_export_permission_and_is_logged_once
    shows_a_customer_with_its_profiles
    lists_subscriptions_with_their_offers
    shows_relationships_offers_and_profiles
    shows_the_activity_log_as_audit_records
}

fn encoded(filter: &str) -> String {
    serde_urlencoded::to_string([("filter", filter)]).unwrap()
}

fn names(page: &Value) -> Vec<String> {
    let items = page["items"].as_array().unwrap();
    assert_eq!(page["totalCount"], items.len());
    items.iter().map(|one| one["companyProfile"]["companyName"].as_str().unwrap().to_owned()).collect()
}

/// Follows a link as the vendor's clients do: `/v1`, its address, its headers.
async fn follow(program: &Program, link: &Value) -> Value {
    let mut request = TestRequest::get().uri(&format!("/v1{}", link["uri"].as_str().unwrap()));
    for header in link["headers"].as_array().unwrap() {
        let (name, value) = (header["key"].as_str().unwrap(), header["value"].as_str().unwrap());
        request = request.insert_header((name, value));
    }
    let reply = program.send(request).await;
    assert_eq!(reply.status, 200, "{}", reply.text());
    reply.json()
}

fn channel(app: &TestApp) -> Cast {
    let cast = app.cast();
    for (number, name) in
        ["Able", "Baker", "Contoso", "Contoso Korea", "Delta", "My Contoso", "삼성"].iter().enumerate()
    {
        let number = number as u128 + 1;
        app.customer(&cast.provider, number, name, &format!("c{number}.onmicrosoft.com"));
    }
    cast
}

async fn lists_customers_and_follows_the_links(app: TestApp) {
    channel(&app);
    let program = app.program("aa@1000.example");
    let all = names(&program.get("/v1/customers").await.json());
    assert_eq!(all, ["Able", "Baker", "Contoso", "Contoso Korea", "Delta", "My Contoso", "삼성"]);
    let first = program.get("/v1/customers?size=3").await.json();
    assert_eq!(names(&first), all[..3]);
    assert_eq!(first["attributes"]["objectType"], "Collection");
    assert!(first["links"]["previous"].is_null());
    let next = &first["links"]["next"];
    assert_eq!(
        (&next["method"], &next["uri"]),
        (&"GET".into(), &"/customers?size=3&seekOperation=Next".into())
    );
    assert_eq!(first["continuationToken"], next["headers"][0]["value"]);
    let second = follow(&program, next).await;
    assert_eq!(names(&second), all[3..6]);
    let last = follow(&program, &second["links"]["next"]).await;
    assert_eq!(names(&last), all[6..]);
    assert!(last["links"]["next"].is_null() && last["continuationToken"].is_null());
    let back = follow(&program, &last["links"]["previous"]).await;
    assert_eq!(names(&back), all[3..6]);
    for size in ["0", "500", "100000"] {
        assert_eq!(names(&program.get(&format!("/v1/customers?size={size}")).await.json()).len(), 7);
    }
}

async fn filters_customers_by_the_beginning_of_name_and_domain(app: TestApp) {
    channel(&app);
    let program = app.program("aa@1000.example");
    let find = async |filter: &str| {
        names(&program.get(&format!("/v1/customers?{}&size=50", encoded(filter))).await.json())
    };
    let starts = r#"{"Field": "CompanyName", "Value": "cont", "Operator": "starts_with"}"#;
    assert_eq!(find(starts).await, ["Contoso", "Contoso Korea"]);
    let anywhere = r#"{"field":"companyName","value":"CONTOSO","operator":"substring"}"#;
    assert_eq!(find(anywhere).await, ["Contoso", "Contoso Korea", "My Contoso"]);
    assert_eq!(find(r#"{"Field":"CompanyName","Value":"삼","Operator":"StartsWith"}"#).await, ["삼성"]);
    assert_eq!(find(r#"{"Field":"Domain","Value":"C2.","Operator":"starts_with"}"#).await, ["Baker"]);
    assert!(find(r#"{"Field":"CompanyName","Value":"zz","Operator":"starts_with"}"#).await.is_empty());
    let inside = r#"{"Field":"CompanyName","Value":"korea","Operator":"starts_with"}"#;
    assert!(find(inside).await.is_empty(), "a word inside is not the beginning");
    // Digits are a name, not the beginning of a Microsoft ID.
    assert!(find(r#"{"Field":"CompanyName","Value":"0000","Operator":"starts_with"}"#).await.is_empty());
    // The token has the filter: .NET sends neither filter nor size with it.
    let page = program.get(&format!("/v1/customers?{}&size=1", encoded(starts))).await.json();
    assert_eq!(names(&page), ["Contoso"]);
    assert_eq!(names(&follow(&program, &page["links"]["next"]).await), ["Contoso Korea"]);
}

async fn filters_customers_by_reseller(app: TestApp) {
    let cast = channel(&app);
    app.subscription(&cast.provider, id(5), "Plan", Some(&cast.reseller));
    let program = app.program("aa@1000.example");
    let all =
        program.get("/v1/relationships?relationship_type=IsIndirectCloudSolutionProviderOf").await.json();
    let reseller = all["items"].as_array().unwrap().iter().find(|one| one["mpnId"] == "2000").unwrap();
    for value in ["2000", reseller["id"].as_str().unwrap()] {
        let filter = format!(r#"{{"Field":"IndirectReseller","Value":"{value}","Operator":"starts_with"}}"#);
        let found = program.get(&format!("/v1/customers?{}", encoded(&filter))).await.json();
        assert_eq!(names(&found), ["Delta"], "{value}");
    }
    let of_reseller = app.program("aa@2000.example");
    let filter = encoded(r#"{"Field":"IndirectReseller","Value":"2000","Operator":"starts_with"}"#);
    assert_eq!(of_reseller.get(&format!("/v1/customers?{filter}")).await.fault().0, 501);
}

async fn continuation_tokens_work_only_for_their_list(app: TestApp) {
    let cast = channel(&app);
    app.customer(&cast.direct, 1, "Foreign", "foreign.example");
    let (own, other) = (app.program("aa@1000.example"), app.program("aa@4000.example"));
    let token =
        own.get("/v1/customers?size=2").await.json()["continuationToken"].as_str().unwrap().to_owned();
    let ask = async |program: &Program, path: &str, token: &str| {
        let request = TestRequest::get().uri(path).insert_header(("MS-ContinuationToken", token));
        program.send(request).await
    };
    assert_eq!(ask(&own, "/v1/customers?seekOperation=Next", &token).await.status, 200);
    assert_eq!(ask(&own, "/v1/customers", &token).await.status, 200);
    let starts = encoded(r#"{"Field":"CompanyName","Value":"a","Operator":"starts_with"}"#);
    for (program, path, token) in [
        (&other, "/v1/customers", token.as_str()),
        (&own, "/v1/auditrecords", &token),
        (&own, "/v1/customers?seekOperation=Previous", &token),
        (&own, "/v1/customers?seekOperation=Last", &token),
        (&own, &format!("/v1/customers?{starts}"), &token),
        (&own, "/v1/customers", &token[1..]),
        (&own, "/v1/customers", &format!("{}AAAA", &token[..token.len() - 4])),
        (&own, "/v1/customers", "AQAAAA=="),
        (&own, "/v1/customers", ""),
    ] {
        assert_eq!(ask(program, path, token).await.fault(), (400, "800002".to_owned()), "{path} {token}");
    }
    assert_eq!(own.get("/v1/customers?seekOperation=Next").await.fault().0, 400);
}

async fn rejects_invalid_parameters_with_the_name_of_the_field(app: TestApp) {
    channel(&app);
    let program = app.program("aa@1000.example");
    for (query, field) in [
        ("size=-1".to_owned(), "size"),
        ("size=many".to_owned(), "size"),
        ("filter=x".to_owned(), "filter"),
        (encoded("{\"Field\":\"Name\",\"Value\":\"a\"}"), "filter"),
        (encoded("{\"Field\":\"CompanyName\",\"Value\":7}"), "filter"),
        (encoded("{\"Field\":\"CompanyName\",\"Field\":\"Domain\"}"), "filter"),
        (encoded(&format!("{{\"Field\":\"CompanyName\",\"Value\":\"{}\"}}", "x".repeat(9_000))), "filter"),
        (encoded(&"[".repeat(5_000)), "filter"),
        ("seekOperation=First".to_owned(), "seekOperation"),
    ] {
        let reply = program.get(&format!("/v1/customers?{query}")).await;
        assert_eq!(reply.fault(), (400, "800002".to_owned()), "{field}");
        assert_eq!(reply.json()["data"][0]["field"], field);
    }
    for query in ["startDate=x", "endDate=31/12/2026", "startDate=2026-12-02&endDate=2026-12-01"] {
        assert_eq!(program.get(&format!("/v1/auditrecords?{query}")).await.fault().0, 400, "{query}");
    }
    assert_eq!(program.get("/v1/relationships").await.fault().0, 400);
}

async fn going_on_needs_the_export_permission_and_is_logged_once(app: TestApp) {
    channel(&app);
    let exports = || {
        let rows = activity_entries::table.filter(activity_entries::action.eq("portal_export"));
        let rows = rows.select(activity_entries::details);
        app.portal.db.read_now(|c| Ok(rows.load::<String>(c)?)).unwrap()
    };
    let billing = app.program("ba@1000.example");
    let page = billing.get("/v1/customers?size=2").await.json();
    let next = page["links"]["next"]["headers"][0]["value"].as_str().unwrap();
    let request = TestRequest::get().uri("/v1/customers").insert_header(("MS-ContinuationToken", next));
    assert_eq!(billing.send(request).await.fault(), (403, "2032".to_owned()));
    assert!(exports().is_empty());
    let agent = app.program("aa@1000.example");
    let mut page = agent.get("/v1/customers?size=2").await.json();
    assert!(exports().is_empty(), "the first page alone is no export");
    while !page["links"]["next"].is_null() {
        page = follow(&agent, &page["links"]["next"]).await;
    }
    let found = exports();
    assert!(found.len() == 1 && found[0].contains("customers.json"), "{found:?}");
    // The next day is another one.
    let yesterday =
        diesel::update(api_tokens::table).set(api_tokens::readings.eq("customers.json 2020-01-01"));
    app.portal.db.write_now(|c| Ok(yesterday.execute(c)?)).unwrap();
    let first = agent.get("/v1/customers?size=2").await.json();
    follow(&agent, &first["links"]["next"]).await;
    assert_eq!(exports().len(), 2);
}

async fn shows_a_customer_with_its_profiles(app: TestApp) {
    let cast = channel(&app);
    app.subscription(&cast.provider, id(3), "Plan", Some(&cast.reseller));
    let program = app.program("ha@1000.example");
    let at = format!("/v1/customers/{}", id(3));
    let customer = program.get(&at).await.json();
    assert_eq!(customer["id"], id(3).to_string());
    assert_eq!(customer["companyProfile"]["domain"], "c3.onmicrosoft.com");
    assert_eq!(customer["relationshipToPartner"], "reseller");
    assert_eq!(
        (&customer["allowDelegatedAccess"], &customer["associatedPartnerId"]),
        (&true.into(), &"2000".into())
    );
    assert_eq!(customer["links"]["self"]["uri"], format!("/customers/{}", id(3)));
    let etag = customer["billingProfile"]["attributes"]["etag"].as_str().unwrap();
    let content: Value = serde_json::from_slice(&STANDARD.decode(etag).unwrap()).unwrap();
    assert_eq!(content, serde_json::json!({ "id": id(3).to_string(), "version": 1 }));
    let billing = program.get(&format!("{at}/profiles/billing")).await.json();
    assert_eq!(billing, customer["billingProfile"]);
    let company = program.get(&format!("{at}/profiles/company")).await.json();
    assert_eq!(company["attributes"]["objectType"], "CustomerCompanyProfile");
    let resellers = program.get(&format!("{at}/relationships")).await.json();
    assert_eq!(resellers["items"][0]["mpnId"], "2000");
    let upper = program.get(&format!("/v1/customers/{}", id(3).to_string().to_uppercase())).await;
    assert_eq!(upper.status, 200);
}

async fn lists_subscriptions_with_their_offers(app: TestApp) {
    let cast = channel(&app);
    let plan = app.subscription(&cast.provider, id(3), "Suite E3", Some(&cast.reseller));
    fixtures::offer(&app, &cast.provider, &plan, 1..=300, true, "annual");
    fixtures::set(&app, &plan, "renews_on", &fixtures::day(20));
    app.subscription(&cast.provider, id(3), "Azure plan", None);
    let program = app.program("ha@1000.example");
    let at = format!("/v1/customers/{}/subscriptions", id(3));
    let all = program.get(&at).await.json();
    assert_eq!(all["totalCount"], 2);
    assert_eq!(all["items"][0]["offerName"], "Azure plan", "by name");
    let suite = program.get(&format!("{at}/{plan}")).await.json();
    assert_eq!(suite, all["items"][1]);
    for (key, value) in [
        ("offerName", "Suite E3"),
        ("friendlyName", "Suite E3"),
        ("status", "active"),
        ("billingCycle", "annual"),
        ("termDuration", "P1Y"),
        ("unitType", "Licenses"),
        ("partnerId", "2000"),
        ("publisherName", "Publisher"),
    ] {
        assert_eq!(suite[key], value, "{key}");
    }
    assert_eq!(suite["actions"], serde_json::json!(["Edit", "Cancel"]));
    assert!(suite["commitmentEndDate"].as_str().unwrap().ends_with("T00:00:00.000Z"));
    let of_reseller = program.get(&format!("{at}?mpn_id=2000")).await.json();
    assert_eq!(of_reseller["totalCount"], 1);
    assert_eq!(program.get(&format!("{at}/{plan}/addons")).await.json()["totalCount"], 0);
    for unknown in [id(98).to_string(), "x".to_owned()] {
        assert_eq!(program.get(&format!("{at}/{unknown}")).await.fault(), (404, "20003".to_owned()));
        assert_eq!(program.get(&format!("{at}/{unknown}/addons")).await.fault(), (404, "20003".to_owned()));
        let order = format!("/v1/customers/{}/orders/{unknown}", id(3));
        assert_eq!(program.get(&order).await.fault(), (404, "20000".to_owned()));
    }
}

async fn shows_relationships_offers_and_profiles(app: TestApp) {
    let cast = channel(&app);
    fixtures::catalog_offer(&app, &cast.provider, ("E3", "Suite E3", "annual"), 1..=100);
    fixtures::catalog_offer(&app, &cast.provider, ("E5", "Suite E5", "one-time"), 1..=100);
    let (program, reseller) = (app.program("aa@1000.example"), app.program("aa@2000.example"));
    let offers = program.get("/v1/offers?country=KR").await.json();
    assert_eq!((&offers["totalCount"], &offers["items"][0]["id"]), (&2.into(), &"E3".into()));
    let one = program.get("/v1/offers/E5?country=KR").await.json();
    assert_eq!(one["supportedBillingCycles"], serde_json::json!(["one_time"]));
    assert_eq!(one["links"]["self"]["uri"], "/offers/E5?country=KR");
    assert_eq!(program.get("/v1/offers/E5/addons?country=KR").await.json()["totalCount"], 0);
    let page = program.get("/v1/offers?country=KR&size=1").await.json();
    assert_eq!(follow(&program, &page["links"]["next"]).await["items"][0]["id"], "E5");
    assert_eq!(program.get("/v1/offers/e9").await.fault(), (404, "1000".to_owned()));
    assert_eq!(program.get(&format!("/v1/customers/{}/offers", id(3))).await.json()["totalCount"], 2);
    assert_eq!(
        reseller.get("/v1/offers").await.fault().0,
        404,
        "it has no catalog, which is not an empty one"
    );

    let providers = reseller.get("/v1/relationships?relationship_type=is_indirect_reseller_of").await.json();
    assert_eq!((&providers["totalCount"], &providers["items"][0]["mpnId"]), (&1.into(), &"1000".into()));
    let wrong = reseller.get("/v1/relationships?relationship_type=IsIndirectCloudSolutionProviderOf").await;
    assert_eq!(wrong.fault().0, 403);
    let organization = program.get("/v1/profiles/organization").await.json();
    assert_eq!(
        (&organization["companyName"], &organization["culture"]),
        (&"Partner 1000".into(), &"ko-KR".into())
    );
    assert_eq!(program.get("/v1/profiles/mpn").await.json()["mpnId"], "1000");
    assert_eq!(program.get("/v1/profiles/mpn?mpnId=1000").await.json()["mpnId"], "1000");
    assert_eq!(program.get("/v1/profiles/mpn?mpnId=2000").await.fault(), (404, "1000".to_owned()));
    let request =
        program.get("/v1/customers/relationshiprequests?dualRoleIndirectRelationship=false").await.json();
    assert!(request["url"].as_str().unwrap().ends_with("/relationship-requests/new"));
}

async fn shows_the_activity_log_as_audit_records(app: TestApp) {
    let cast = channel(&app);
    let browser = app.signed_in("sa@1000.example").await;
    for number in 1..=4 {
        let page = format!("/customers/{}/tags", id(number));
        browser.submit(&page, &format!("/customers/{}/notes", id(number)), &[("body", "Note")]).await;
    }
    let program = app.program("ha@1000.example");
    let page = program.get("/v1/auditrecords?startDate=2020-01-01&size=2").await.json();
    assert_eq!(page["totalCount"], 2);
    let record = &page["items"][0];
    let next = follow(&program, &page["links"]["next"]).await;
    assert_ne!(next["items"][0]["id"], record["id"]);
    let back = follow(&program, &next["links"]["previous"]).await;
    assert_eq!(back["items"], page["items"]);
    let filter = encoded(r#"{"Field":"CustomerId","Value":"ID","Operator":"equals"}"#.replace("ID", &id(2).to_string()).as_str());
    let of_customer = program.get(&format!("/v1/auditrecords?{filter}")).await.json();
    assert_eq!(of_customer["totalCount"], 1);
    let note = &of_customer["items"][0];
    assert_eq!(
        (&note["operationType"], &note["userPrincipalName"]),
        (&"portal_add_note".into(), &"sa@1000.example".into())
    );
    assert_eq!((&note["customerName"], &note["operationStatus"]), (&"Baker".into(), &"succeeded".into()));
    let one = format!("/auditactivity/v1/auditrecords/{}", note["id"].as_str().unwrap());
    assert_eq!(program.get(&one).await.json(), *note);
    assert_eq!(app.program("ha@4000.example").get(&one).await.fault().0, 404, "of another partner");
    let all =
        program.get("/auditactivity/v1/auditrecords?startDate=01%2F01%2F2020+00%3A00%3A00").await.json();
    let words: Vec<&str> =
        all["items"].as_array().unwrap().iter().map(|one| one["operationType"].as_str().unwrap()).collect();
    assert!(!words.contains(&"portal_sign_in") && !words.contains(&"portal_export"), "{words:?}");
    let log = app.log_of(&cast.provider, "activity");
    assert_eq!(log.len(), 1, "one entry a day, not one for each page");
}

async fn no_parameter_can_break_a_query(app: TestApp) {
    let cast = app.cast();
    let customer = app.customer(&cast.provider, 1, "Hanbit", "hanbit.example");
    let program = app.program("ga@1000.example");
    let nul = "a%00b";
    let filter =
        |field: &str| format!("filter=%7B%22Field%22%3A%22{field}%22%2C%22Value%22%3A%22a%5Cu0000b%22%7D");
    for (path, parameters) in [
        ("/v1/customers", vec![filter("CompanyName"), filter("Domain"), filter("IndirectReseller")]),
        (
            &format!("/v1/customers/{customer}/subscriptions"),
            vec![format!("order_id={nul}"), format!("mpn_id={nul}")],
        ),
        ("/v1/offers", vec![format!("country={nul}"), format!("country=KR&offer_category_id={nul}")]),
        (&format!("/v1/offers/{nul}"), vec!["country=KR".to_owned()]),
        ("/v1/relationships", vec![format!("relationship_type={nul}"), filter("Name")]),
        ("/v1/auditrecords", vec![filter("CompanyName"), filter("CustomerId"), filter("ResourceType")]),
        ("/v1/profiles/mpn", vec![format!("mpnId={nul}")]),
        (&format!("/auditactivity/v1/auditrecords/{nul}"), vec![String::new()]),
    ] {
        for parameters in parameters {
            let reply = program.get(&format!("{path}?{parameters}")).await;
            assert!(reply.status.as_u16() < 500, "{path}?{parameters}: {} {}", reply.status, reply.text());
            reply.json();
        }
    }
}
