//! The customer list over HTTP: tenant isolation, search, paging, filters, expanded rows and export.

use crate::on_both_databases;
use crate::support::TestApp;
use crate::support::cast::id;
use partner_portal::domain::Partner;

on_both_databases! {
    shows_only_this_partners_active_customers
    finds_any_part_of_name_and_domain
    pages_forwards_and_backwards
    sorts_by_name_and_domain_both_ways
    filters_by_indirect_reseller
    a_provider_sees_the_resellers_of_each_customer
    expands_a_row
    exports_exactly_what_the_list_shows
    reports_malformed_parameters_and_still_shows_the_list
    answers_garbage_without_failing
    short_links_open_a_customer_by_id_or_domain
    a_reseller_sees_subscriptions_it_is_of_record_for
    finds_names_as_people_type_them
    searches_names_of_any_length
    names_with_many_combining_marks_stay_fast
    former_resellers_stay_in_the_filter
    filters_by_what_a_customer_has
    shows_the_columns_that_a_user_chose
}

async fn shows_only_this_partners_active_customers(app: TestApp) {
    let cast = app.cast();
    app.customer(&cast.provider, 1, "한강무역", "hangang.example");
    app.customer(&cast.direct, 1, "Another name of the same", "secret.example");
    app.customer(&cast.reseller, 2, "Foreign", "foreign.example");
    let gone = app.customer(&cast.provider, 3, "Gone", "gone.example");
    app.end(&cast.provider, gone);
    let browser = app.signed_in("sa@1000.example").await;
    let list = browser.get("/customers").await;
    assert_eq!((list.ids(), list.total().as_str()), (vec![id(1).to_string()], "1"));
    assert!(!list.text().contains("Another name"));
    for query in ["Another", "secret", "Foreign", "Gone", &gone.to_string()] {
        assert_eq!(
            browser.get(&format!("/customers?q={query}")).await.ids(),
            Vec::<String>::new(),
            "{query}"
        );
    }
}

async fn finds_any_part_of_name_and_domain(app: TestApp) {
    let cast = app.cast();
    app.customer(&cast.provider, 1, "주식회사 한빛정밀", "hanbit.co.kr");
    app.customer(&cast.provider, 2, "Söderberg Straße ＡＢＣ", "soder.example");
    app.customer(&cast.provider, 3, "100% _real_ \\ 'quoted'", "percent.example");
    let browser = app.signed_in("sa@1000.example").await;
    let finds = async |query: &str, expected: &[u128]| {
        let reply = browser.get(&format!("/customers?q={}", encoded(query))).await;
        let expected: Vec<String> = expected.iter().map(|number| id(*number).to_string()).collect();
        let mut found = reply.ids();
        found.sort();
        assert_eq!(found, expected, "{query}");
    };
    finds("빛정", &[1]).await;
    finds("한", &[1]).await;
    finds("\u{1112}\u{1161}\u{11ab}", &[1]).await;
    finds("soderberg strasse abc", &[2]).await;
    finds("STRASSE", &[2]).await;
    finds("%", &[3]).await;
    finds("_", &[3]).await;
    finds("\\ '", &[3]).await;
    finds("example", &[2, 3]).await;
    finds("한빛 hanbit", &[1]).await;
    finds("한빛 soder", &[]).await;
    finds(&id(2).to_string().to_uppercase(), &[2]).await;
    finds(" \u{3000} ", &[1, 2, 3]).await;
}

async fn pages_forwards_and_backwards(app: TestApp) {
    let cast = app.cast();
    for number in 1..=120 {
        app.customer(
            &cast.provider,
            number,
            &format!("Company {number:03}"),
            &format!("c{number:03}.example"),
        );
    }
    let browser = app.signed_in("sa@1000.example").await;
    for list in ["/customers", "/customers?sort=-name", "/customers?sort=domain", "/customers?q=company"] {
        let mut pages = vec![browser.get(list).await];
        while let Some(next) = pages.last().unwrap().attributes("[rel=next]", "href").pop() {
            pages.push(browser.get(&next).await);
        }
        let sizes: Vec<usize> = pages.iter().map(|page| page.ids().len()).collect();
        assert_eq!(sizes, [50, 50, 20], "{list}");
        assert!(pages.iter().all(|page| page.total() == "120"));
        let back = pages[2].attributes("[rel=prev]", "href").pop().unwrap();
        assert_eq!(browser.get(&back).await.ids(), pages[1].ids(), "{list}");
        let start = pages[1].attributes("[rel=prev]", "href").pop().unwrap();
        assert_eq!(browser.get(&start).await.ids(), pages[0].ids(), "{list}");
    }
}

async fn sorts_by_name_and_domain_both_ways(app: TestApp) {
    let cast = app.cast();
    for (number, (name, domain)) in
        [("나", "b.example"), ("Ä", "c.example"), ("가", "a.example"), ("玉", "d.example")].iter().enumerate()
    {
        app.customer(&cast.provider, number as u128, name, domain);
    }
    let browser = app.signed_in("sa@1000.example").await;
    let by =
        async |sort: &str| browser.get(&format!("/customers?sort={sort}")).await.all("tbody .name").concat();
    assert_eq!(by("name").await, "Ä가나玉");
    assert_eq!(by("-name").await, "玉나가Ä");
    assert_eq!(by("domain").await, "가나Ä玉");
    assert_eq!(by("-domain").await, "玉Ä나가");
}

async fn filters_by_indirect_reseller(app: TestApp) {
    let cast = app.cast();
    let sold = app.customer(&cast.provider, 1, "Sold", "sold.example");
    let added = app.customer(&cast.provider, 2, "Added", "added.example");
    app.customer(&cast.provider, 3, "Neither", "neither.example");
    app.subscription(&cast.provider, sold, "Plan", Some(&cast.reseller));
    app.associate(&cast.provider, &cast.reseller, added);
    let browser = app.signed_in("sa@1000.example").await;
    let list = browser.get("/customers?reseller=2000").await;
    assert_eq!(list.all("tbody .name"), ["Added", "Sold"]);
    assert_eq!(browser.get("/customers?reseller=2000&q=sol").await.all("tbody .name"), ["Sold"]);
    assert_eq!(browser.get("/customers?reseller=partner%202000").await.ids().len(), 2, "typed by name");
    for nobody in ["3000", "4000", "9999"] {
        let list = browser.get(&format!("/customers?reseller={nobody}")).await;
        assert_eq!((list.status.as_u16(), list.ids().len()), (200, 0), "{nobody}");
    }
    let reseller = app.signed_in("sa@2000.example").await;
    assert_eq!(reseller.get("/customers").await.attributes("#reseller", "name").len(), 0);
}

async fn a_provider_sees_the_resellers_of_each_customer(app: TestApp) {
    let cast = app.cast();
    let [sold, added, none] = [1, 2, 3].map(|number| {
        app.customer(&cast.provider, number, &format!("Customer {number}"), &format!("c{number}.example"))
    });
    app.subscription(&cast.provider, sold, "Of record", Some(&cast.reseller));
    app.subscription(&cast.provider, none, "Direct", None);
    app.associate(&cast.provider, &cast.reseller, added);
    app.customer(&cast.reseller, 2, "Customer 2", "c2.example");
    let list = app.signed_in("sa@1000.example").await.get("/customers").await;
    assert_eq!(list.all("thead th").len(), 4);
    let resellers = |id: &str| list.all(&format!("[data-id='{id}'] [data-label]"));
    let named = [cast.reseller.name.clone()];
    assert_eq!(resellers(&sold.to_string()), named);
    assert_eq!(resellers(&added.to_string()), named);
    assert!(resellers(&none.to_string()).is_empty());
    for other in ["ga@2000.example", "ga@3000.example"] {
        let list = app.signed_in(other).await.get("/customers").await;
        assert!(list.all("thead th").len() <= 3, "{other} has no resellers");
    }
}

async fn expands_a_row(app: TestApp) {
    let cast = app.cast();
    let customer = app.customer(&cast.provider, 1, "한강무역", "hangang.example");
    app.subscription(&cast.provider, customer, "Power BI Pro", Some(&cast.reseller));
    let foreign = app.customer(&cast.direct, 2, "Foreign", "foreign.example");
    let browser = app.signed_in("ha@1000.example").await;
    let open = browser.get(&format!("/customers?expanded={customer}")).await;
    let detail = open.all(".detail").concat();
    assert!(detail.contains("Power BI Pro") && detail.contains(&customer.to_string()), "{detail}");
    assert!(detail.contains("Partner 2000"), "the reseller of record: {detail}");
    let closed = [foreign.to_string(), id(77).to_string()];
    for unknown in closed {
        let list = browser.get(&format!("/customers?expanded={unknown}")).await;
        assert_eq!((list.status.as_u16(), list.all(".detail").len()), (200, 0));
    }
}

async fn exports_exactly_what_the_list_shows(app: TestApp) {
    let cast = app.cast();
    app.customer(&cast.provider, 1, "한강,무역", "hangang.example");
    app.customer(&cast.provider, 2, "=SUM(A1)", "sum.example");
    app.customer(&cast.direct, 3, "ZZCANARY", "foreign.example");
    let browser = app.signed_in("sa@1000.example").await;
    let file = browser.get("/customers.csv?lang=en").await;
    let expected = format!(
        "\u{feff}Microsoft ID,Company name,Primary domain name,Relationship\r\n\
         {},'=SUM(A1),sum.example,Reseller\r\n{},\"한강,무역\",hangang.example,Reseller\r\n",
        id(2),
        id(1)
    );
    assert_eq!(file.text(), expected);
    assert_eq!(file.header("x-total-rows"), "2");
    assert_eq!(file.header("content-type"), "text/csv; charset=utf-8");
    assert!(file.header("content-disposition").starts_with("attachment; filename=\"customers-20"));
    let found = browser.get("/customers.csv?lang=ko&q=%ED%95%9C%EA%B0%95").await;
    assert!(
        found.text().starts_with("\u{feff}Microsoft ID,회사 이름,주 도메인 이름,관계\r\n"),
        "{}",
        found.text()
    );
    assert_eq!(found.header("x-total-rows"), "1");
    assert_eq!(app.signed_in("ba@1000.example").await.get("/customers.csv").await.status.as_u16(), 403);
}

async fn reports_malformed_parameters_and_still_shows_the_list(app: TestApp) {
    let cast = app.cast();
    app.customer(&cast.provider, 1, "Stays", "stays.example");
    let browser = app.signed_in("sa@1000.example").await;
    for (field, value) in [
        ("after", "%%%"),
        ("before", "AAAA"),
        ("sort", "price"),
        ("reseller", "abc%00"),
        ("expanded", "1"),
        ("q", &"x".repeat(10_240)),
    ] {
        let reply = browser.get(&format!("/customers?{field}={}", value.replace("%%%", "%25%25"))).await;
        assert_eq!(reply.status.as_u16(), 422, "{field}");
        assert_eq!(reply.attributes("[data-error]", "data-error"), [field], "{field}");
        assert_eq!(reply.attributes("form.filters", "action"), ["/customers"], "{field} keeps the page");
    }
    assert_eq!(browser.get("/customers.csv?sort=price").await.status.as_u16(), 422);
}

async fn answers_garbage_without_failing(app: TestApp) {
    let cast = app.cast();
    app.customer(&cast.provider, 1, "Stays", "stays.example");
    let browser = app.signed_in("sa@1000.example").await;
    for query in ["%25", "%00", "%F0%9F%98%80", "%E2%80%AE", "'%20OR%201=1--", "%3Cscript%3E", "\\", "%ff%fe"]
    {
        let reply = browser.get(&format!("/customers?q={query}")).await;
        assert!([200, 422].contains(&reply.status.as_u16()), "{query}: {}", reply.status);
        assert_eq!(reply.attributes("main script", "src").len(), 0);
    }
    for path in [
        "/customers/1",
        "/customers/%00/account",
        "/c/%00",
        "/c/%F0%9F%98%80",
        "/nothing",
        "/static/../Cargo.toml",
    ] {
        assert_eq!(browser.get(path).await.status.as_u16(), 404, "{path}");
    }
}

async fn short_links_open_a_customer_by_id_or_domain(app: TestApp) {
    let cast = app.cast();
    let customer = app.customer(&cast.provider, 1, "한강무역", "hangang.example");
    app.customer(&cast.provider, 2, "Longer", "not-hangang.example");
    let browser = app.signed_in("sa@1000.example").await;
    let there = format!("/customers/{customer}/subscriptions");
    for path in [
        format!("/c/{customer}"),
        "/c/hangang.example".to_owned(),
        "/c/HANGANG.example".to_owned(),
        format!("/customers/{customer}"),
    ] {
        let reply = browser.get(&path).await;
        assert_eq!((reply.status.as_u16(), reply.header("location")), (303, there.clone()), "{path}");
    }
    assert_eq!(browser.get("/c/hangang").await.status.as_u16(), 404);
}

async fn a_reseller_sees_subscriptions_it_is_of_record_for(app: TestApp) {
    let cast = app.cast();
    let customer = app.customer(&cast.provider, 1, "한강무역", "hangang.example");
    app.subscription(&cast.provider, customer, "With a reseller", Some(&cast.reseller));
    app.subscription(&cast.provider, customer, "Sold directly", None);
    let path = format!("/customers/{customer}/subscriptions");
    let reseller = app.signed_in("sa@2000.example").await;
    assert_eq!(
        reseller.get(&path).await.status.as_u16(),
        404,
        "not before the reseller has the customer itself"
    );
    app.customer(&cast.reseller, 1, "Our own name for it", "hangang.example");
    let page = reseller.get(&path).await.text();
    assert!(page.contains("With a reseller") && !page.contains("Sold directly"));
    let provider = app.signed_in("sa@1000.example").await.get(&path).await.text();
    assert!(provider.contains("With a reseller") && provider.contains("Sold directly"));
    assert!(!provider.contains("Our own name"));
}

fn encoded(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

/// Names and searches that failed in the past, and similar ones.
async fn finds_names_as_people_type_them(app: TestApp) {
    let cast = app.cast();
    let names = [
        ("Işık Yazılım İstanbul", &["ışık", "IŞIK", "isik", "istanbul"][..]),
        ("Công ty Điện lực Đồng Nai", &["dong nai", "ĐỒNG NAI", "dien luc"]),
        ("O’Brien & Sons", &["o'brien", "obrien", "O`Brien"]),
        ("O'Hara Group", &["o’hara", "ohara"]),
        ("Müller\u{ad}Metall GmbH", &["müllermetall", "mullermetall"]),
        ("Zero\u{200b}Width Labs", &["zerowidth"]),
        ("Jean\u{2011}Luc Co", &["jean-luc", "jean–luc"]),
        ("한강ㆍ상사", &["한강·상사", "한강・상사"]),
        ("臺灣優格食品", &["臺灣優", "台灣優"]),
        ("台灣晶圓設備", &["臺灣晶", "台灣晶"]),
        ("Łódź Ørsted Kraków", &["lodz", "orsted", "krakow"]),
        ("ÆRØ Shipping", &["aero", "ærø"]),
        ("株式会社ﾊﾝｶﾞﾝ", &["ハンガン"]),
        ("Weiß Cœur", &["weiss", "coeur"]),
        ("㈜솔빛전자", &["주식회사 솔빛", "솔빛전자(주)", "㈜ 솔빛", "ㅅㅂ", "ㅅㅂㅈㅈ"]),
        ("서강로지스틱스 유한회사", &["(유)서강", "ㄹㅈㅅㅌㅅ", "ㅅㄱ 유한"]),
    ];
    for (number, (name, _)) in names.iter().enumerate() {
        app.customer(&cast.provider, number as u128 + 1, name, "c.example");
    }
    let browser = app.signed_in("sa@1000.example").await;
    for (number, (name, searches)) in names.iter().enumerate() {
        for search in *searches {
            let found = browser.get(&format!("/customers?q={}", encoded(search))).await;
            assert_eq!(found.ids(), [id(number as u128 + 1).to_string()], "{search} for {name}");
            assert!(!found.all("#results mark").is_empty(), "{search} is highlighted in {name}");
        }
    }
    for all in ["台灣", "臺灣"] {
        assert_eq!(browser.get(&format!("/customers?q={}", encoded(all))).await.total(), "2", "{all}");
    }
    let plain = id(3).to_string();
    for pasted in [
        format!("{{{plain}}}"),
        plain.to_uppercase(),
        format!(" {{{}}}\u{200b}", plain.to_uppercase()),
        plain.replace('-', ""),
    ] {
        let found = browser.get(&format!("/customers?q={}", encoded(&pasted))).await;
        assert_eq!(found.ids(), [plain.as_str()], "{pasted}");
        let log = browser.get(&format!("/activity?q={}", encoded(&pasted))).await;
        assert_eq!(log.status.as_u16(), 200, "{pasted}");
    }
}

async fn searches_names_of_any_length(app: TestApp) {
    let cast = app.cast();
    let words =
        "Công ty Trách nhiệm hữu hạn Một thành viên Đầu tư Thương mại Dịch vụ Xuất nhập khẩu Hoàng Gia Phát";
    let longest: String = (0..512).map(|n| format!("{} ", char::from_u32(0xAC00 + n).unwrap())).collect();
    let apart = "e\u{301}".repeat(1_024);
    let names = [words.to_owned(), longest.trim().to_owned(), "가".repeat(1_024), "é".repeat(1_024)];
    for (number, name) in names.iter().enumerate() {
        app.customer(&cast.provider, number as u128 + 1, name, "c.example");
    }
    let browser = app.signed_in("ga@1000.example").await;
    for (number, name) in names.iter().chain([&apart]).enumerate() {
        let found = browser.get(&format!("/customers?q={}", encoded(name))).await;
        assert_eq!(
            (found.status.as_u16(), found.ids()),
            (200, vec![id(number.min(3) as u128 + 1).to_string()])
        );
        for page in ["/activity", "/customers/removed", "/customers.csv", "/activity.csv"] {
            let reply = browser.get(&format!("{page}?q={}", encoded(name))).await;
            assert_eq!(reply.status.as_u16(), 200, "{page}");
        }
    }
    let long = encoded(&"가".repeat(1_025));
    for page in ["/customers", "/activity", "/customers/removed"] {
        let reply = browser.get(&format!("{page}?q={long}")).await;
        assert_eq!((reply.status.as_u16(), reply.text().contains("1,024")), (422, true), "{page}");
    }
}

/// A7: a page of fifty names with a thousand combining marks each.
async fn names_with_many_combining_marks_stay_fast(app: TestApp) {
    let cast = app.cast();
    for number in 1..=50u128 {
        let mark = ["\u{301}", "\u{3099}", "\u{5B0}", "\u{345}", "\u{1E94}"][number as usize % 5];
        app.customer(&cast.provider, number, &format!("a{} contoso", mark.repeat(1_000)), "c.example");
    }
    let browser = app.signed_in("sa@1000.example").await;
    browser.get("/customers?q=warm").await;
    let began = std::time::Instant::now();
    assert_eq!(browser.get("/customers?q=contoso%20a").await.total(), "50");
    assert!(began.elapsed().as_millis() < 3_000, "{:?} without optimisation", began.elapsed());
}

async fn former_resellers_stay_in_the_filter(app: TestApp) {
    let cast = app.cast();
    let named = app.customer(&cast.provider, 1, "Named", "a.example");
    let sold = app.customer(&cast.provider, 2, "Sold", "b.example");
    app.customer(&cast.provider, 3, "Neither", "c.example");
    app.associate(&cast.provider, &cast.reseller, named);
    app.subscription(&cast.provider, sold, "E3", Some(&cast.reseller));
    let browser = app.signed_in("ga@1000.example").await;
    let options =
        async |page: &str| browser.get(page).await.all("#reseller option:not([value=none], [value=former])");
    assert_eq!(options("/customers").await, ["All indirect resellers", "Partner 2000", "Partner 3000"]);
    let removed = browser
        .submit("/indirect-resellers/2000/removal", "/indirect-resellers/2000/removal", &[("confirm", "yes")])
        .await;
    assert_eq!(removed.status.as_u16(), 303, "{}", removed.text());
    assert_eq!(
        options("/customers").await,
        ["All indirect resellers", "Partner 3000", "Partner 2000 (former)"]
    );
    for typed in ["2000", "partner%202000"] {
        let page = browser.get(&format!("/customers?reseller={typed}")).await;
        assert_eq!(page.ids(), [named.to_string(), sold.to_string()], "{typed}");
        assert!(page.all(".chip").concat().contains("Partner 2000 (former)"), "{typed}");
    }
    let account = browser.get(&format!("/customers/{named}/account")).await;
    assert!(account.text().contains("Partner 2000 (former)"));
    let new = browser.get("/customers/new").await;
    assert!(!new.text().contains("Partner 2000"), "it gets no new subscriptions");
}

async fn filters_by_what_a_customer_has(app: TestApp) {
    let cast = app.cast();
    for number in 1..=4 {
        app.customer(&cast.provider, number, &format!("Company {number}"), &format!("c{number}.example"));
    }
    let sold = app.subscription(&cast.provider, id(1), "Plan", Some(&cast.reseller));
    let ending = app.subscription(&cast.provider, id(2), "Plan", None);
    app.associate(&cast.provider, &cast.other_reseller, id(3));
    alter(&app, &cast.provider, (&sold, 1), ("suspended", 400, false));
    alter(&app, &cast.provider, (&ending, 2), ("active", 20, false));
    let browser = app.signed_in("sa@1000.example").await;
    let finds = async |filter: &str, expected: &[u128]| {
        let address = format!("/customers?{filter}");
        let list = browser.get(&address).await;
        let expected: Vec<String> = expected.iter().map(|number| id(*number).to_string()).collect();
        assert_eq!((list.status.as_u16(), list.ids()), (200, expected.clone()), "{filter}");
        assert_eq!(list.total(), expected.len().to_string(), "{filter}");
        let file = browser.get(&address.replace("/customers", "/customers.csv")).await;
        assert_eq!(file.header("x-total-rows"), expected.len().to_string(), "{filter}");
    };
    finds("subscriptions=any", &[1, 2]).await;
    finds("subscriptions=none", &[3, 4]).await;
    finds("subscriptions=suspended", &[1]).await;
    finds("subscriptions=ending", &[2]).await;
    finds("renews=30", &[2]).await;
    finds("renews=7", &[]).await;
    finds("reseller=none", &[2, 4]).await;
    finds("reseller=2000&subscriptions=any", &[1]).await;
    finds("since=this-year&q=company", &[1, 2, 3, 4]).await;
    finds("until=2001-01-01", &[]).await;
    finds("relationship=advisor", &[]).await;
    finds("country=KR", &[]).await;
    finds("q=00000000-0000", &[1, 2, 3, 4]).await;
    finds("sort=-renewal&subscriptions=any", &[1, 2]).await;
    finds("sort=renewal&subscriptions=any", &[2, 1]).await;
    finds("sort=-licenses&q=company", &[2, 1, 4, 3]).await;
    for (bad, field) in [
        ("subscriptions=some", "subscriptions"),
        ("country=XX", "country"),
        ("renews=soon", "renews"),
        ("since=2026-13-01", "since"),
        ("since=2026-02-01&until=2026-01-01", "until"),
        ("columns=price", "columns"),
        ("relationship=friend", "relationship"),
    ] {
        let list = browser.get(&format!("/customers?{bad}")).await;
        assert_eq!(list.status, 422, "{bad}");
        assert_eq!(list.attributes("[data-error]", "data-error"), [field], "{bad}");
        assert_eq!(list.ids().len(), 4, "{bad} is ignored");
    }
}

/// Changes status, days until the renewal, and automatic renewal of a subscription.
fn alter(
    app: &TestApp,
    seller: &Partner,
    (subscription, customer): (&str, u128),
    (status, days, renews): (&str, i64, bool),
) {
    use diesel::prelude::*;
    use partner_portal::db::schema::subscriptions as s;
    let day = crate::support::cast::today() + chrono::TimeDelta::days(days);
    let values =
        (s::status.eq(status), s::renews_on.eq(day), s::deletes_on.eq(day), s::auto_renew.eq(renews));
    let row = s::table.filter(s::subscription_id.eq(subscription));
    let done = app.portal.db.write_now(|c| {
        diesel::update(row).set(values).execute(c)?;
        partner_portal::search::customers_changed(c, seller.id, &[id(customer)])
    });
    done.unwrap();
}

async fn shows_the_columns_that_a_user_chose(app: TestApp) {
    let cast = app.cast();
    app.customer(&cast.provider, 1, "Company", "c.example");
    app.subscription(&cast.provider, id(1), "Plan", None);
    let browser = app.signed_in("sa@1000.example").await;
    let heads = async |address: &str| browser.get(address).await.all("thead th");
    assert_eq!(
        heads("/customers").await,
        ["Company name", "Primary domain name", "Relationship", "Indirect reseller"]
    );
    assert_eq!(heads("/customers?columns=licenses,domain").await[1..], ["Licenses", "Primary domain name"]);
    let chosen =
        browser.submit("/customers", "/customers/columns", &[("subscriptions", "on"), ("since", "on")]).await;
    assert_eq!((chosen.status.as_u16(), chosen.header("location").as_str()), (303, "/customers"));
    for (next, location) in
        [("/customers?q=c&sort=-name", "/customers?q=c&sort=-name"), ("//evil.example", "/")]
    {
        let fields = [("subscriptions", "on"), ("since", "on"), ("next", next)];
        let chosen = browser.submit("/customers", "/customers/columns", &fields).await;
        assert_eq!(chosen.header("location"), location);
    }
    assert_eq!(heads("/customers").await[1..], ["Subscriptions", "Customer since"]);
    let other = app.signed_in("ga@1000.example").await;
    assert_eq!(other.get("/customers").await.all("thead th").len(), 4, "a setting of one user");
    let direct = app.signed_in("sa@4000.example").await;
    let list = direct.get("/customers?columns=reseller,domain").await;
    assert_eq!(
        list.status, 200,
        "a direct partner has no resellers, so a link with the column shows the others"
    );
}
