//! Renders every page in every language and checks that it is complete, has the elements that scripts need, and escapes
//! all data.

mod account;

use askama::Template;
use chrono::{NaiveDate, NaiveDateTime};
use partner_portal::config::IssuerSettings;
use partner_portal::domain::PartnerId;
use partner_portal::domain::PartnerKind;
use partner_portal::domain::TextEnum;
use partner_portal::domain::{AdminRole, AgentRole, Role, Roles};
use partner_portal::domain::{BillingCycle, BillingType, Offer, OfferId};
use partner_portal::domain::{Origin, Relationship};
use partner_portal::domain::{SavedViewId, TagId};
use partner_portal::domain::{SubscriptionId, SubscriptionStatus};
use partner_portal::features::customer_list::address::ListAddress;
use partner_portal::features::customer_list::columns::ListColumn;
use partner_portal::features::customer_list::expanded_row::{ExpandedCustomer, QuickLink};
use partner_portal::features::customer_list::page::{
    CustomerList, CustomersPage, MayAdd, frame, page_actions,
};
use partner_portal::features::customer_list::row::{Line, RowTexts};
use partner_portal::features::customers::head::CustomerView;
use partner_portal::features::customers::model::CustomerRow;
use partner_portal::features::customers::model::ResellerChoice;
use partner_portal::features::customers::model::SubscriptionLine;
use partner_portal::features::customers::other_names::OtherNames;
use partner_portal::features::password::page::{PasswordError, PasswordPage, PasswordPageKind};
use partner_portal::features::saved_views::tabs::{ChangedView, ViewNotes, ViewTab, ViewTabs};
use partner_portal::features::sign_in::oidc::failure_page::{Failure, FailurePage};
use partner_portal::features::sign_in::page::{SignInFailure, SignInPage};
use partner_portal::features::subscriptions::forms::DisabledReasons;
use partner_portal::features::subscriptions::lifecycle::operation::Family;
use partner_portal::features::subscriptions::list_page::{ListContent, ListPage};
use partner_portal::features::subscriptions::model::{OfferTerms, RenewalPlan, Subscription};
use partner_portal::features::subscriptions::queries::{OfferFacts, PartnerName};
use partner_portal::features::subscriptions::renewal_form::RenewalOffers;
use partner_portal::features::subscriptions::show_page::{ShowData, ShowPage};
use partner_portal::features::system::keyboard_help::KeysPage;
use partner_portal::features::system::setup::SetupPage;
use partner_portal::features::tags::model::{Tag, TagHue};
use partner_portal::i18n::Locale;
use partner_portal::i18n::labels;
use partner_portal::i18n::labels::list as role_list;
use partner_portal::text::Highlighted;
use partner_portal::web::error_page::{ErrorPage, ErrorPageKind, RoleHolders};
use partner_portal::web::flash::Message;
use partner_portal::web::form_fields::FieldErrors;
use partner_portal::web::list::{ColumnSort, ListFrame};
use partner_portal::web::nav::Entry;
use partner_portal::web::shell::{Person, Shell};
use scraper::{Html, Selector};
use std::collections::HashMap;

const PAYLOAD: &str = "<script>alert(1)</script>\"'&amp;";

fn visitor(locale: Locale) -> Shell {
    let mut shell = Shell::new(locale);
    shell.csrf = "token-of-this-session".into();
    shell
}

fn staff(locale: Locale) -> Shell {
    let mut shell = visitor(locale);
    let roles = Roles { admin: Some(AdminRole::GlobalAdmin), agent: Some(AgentRole::AdminAgent) };
    shell.person = Some(Person {
        name: "김아라".into(),
        roles: labels::role_names(shell.texts, roles),
        partner: "한강 디스트리뷰션".into(),
        kind: PartnerKind::IndirectProvider.label(shell.texts),
        mpn_id: "4820137".into(),
        country: "KR".into(),
    });
    shell.menu =
        vec![Entry { address: "/customers", label: shell.texts.customers(), is_current: true, waiting: 0 }];
    shell.return_to = "/customers?q=%ED%95%9C%EB%B9%9B".into();
    shell
}

fn customers() -> Vec<CustomerRow> {
    let names =
        ["Hanbit Optics Europe GmbH (한빛광학)", "대한빛정공", "한빛유통 台灣分公司", "玉山光電", PAYLOAD];
    let row = |index: usize| CustomerRow {
        microsoft_id: format!("d96e5adf-a2be-4e31-ac8b-{index:012x}").parse().unwrap(),
        list_name: names[index % names.len()].into(),
        domain: format!("customer-{index}.example"),
        relationship: if index == 3 { Relationship::Advisor } else { Relationship::Reseller },
        id_invented: index == 1,
        customer_since: since(),
        country: if index.is_multiple_of(3) { String::new() } else { "KR".into() },
        subscription_count: index as i32,
        licenses: 1_204 * index as i64,
        renews_on: (index > 2).then(|| since().date()),
        ends_on: None,
        reseller_ids: if index == 2 { "1 2".into() } else { String::new() },
        other_names: None,
    };
    (0..50).map(row).collect()
}

fn subscriptions() -> Vec<SubscriptionLine> {
    let names = [
        "Microsoft 365 Business Premium",
        "Microsoft 365 E3",
        "Power BI Pro",
        "Visio Plan 2",
        PAYLOAD,
        "Azure",
    ];
    let states = SubscriptionStatus::ALL;
    let row = |(name, &(status, _)): (&str, &(SubscriptionStatus, &str))| SubscriptionLine {
        subscription_id: SubscriptionId(format!("32833106-536e-45df-80b2-{:012x}", status as u8)),
        name: name.into(),
        quantity: 1204,
        status,
    };
    names.into_iter().zip(states.iter()).map(row).collect()
}

/// The same subscriptions with every optional value; the last is an add-on of the first.
fn whole(rows: &[SubscriptionLine]) -> Vec<Subscription> {
    let day = |days| Some(since().date() + chrono::Days::new(days));
    let one = |(at, row): (usize, &SubscriptionLine)| Subscription {
        seller: PartnerId(1),
        id: row.subscription_id.clone(),
        name: row.name.clone(),
        nickname: (at % 2 == 0).then(|| PAYLOAD.to_owned()),
        quantity: row.quantity,
        status: row.status,
        reseller: (at % 2 == 0).then_some(PartnerId(2)),
        offer_id: None,
        parent: (at == 5).then(|| rows[0].subscription_id.clone()),
        billing_cycle: Some(BillingCycle::Monthly),
        auto_renew: at > 0,
        created_at: since(),
        renews_on: day(9),
        cancels_on: None,
        suspended_at: None,
        suspended_with: None,
        deletes_on: (row.status == SubscriptionStatus::Suspended).then_some(day(90)).flatten(),
        support: None,
        at_renewal: RenewalPlan {
            quantity: (at == 2).then_some(1500),
            offer: (at < 3).then(|| OfferId::parse("E3").unwrap()),
            cycle: (at < 3).then_some(BillingCycle::Annual),
        },
        version: 1,
    };
    rows.iter().enumerate().map(one).collect()
}

fn hostile_offer() -> Offer {
    Offer {
        id: OfferId::parse("E3").unwrap(),
        name: PAYLOAD.to_owned(),
        publisher: PAYLOAD.to_owned(),
        category: PAYLOAD.to_owned(),
        billing_type: BillingType::License,
        billing_cycle: BillingCycle::Annual,
        minimum: 1,
        maximum: 2000,
        parent: None,
        cancellable: true,
    }
}

fn called() -> HashMap<PartnerId, PartnerName> {
    let name = |name: &str, mpn_id: &str| PartnerName { name: name.to_owned(), mpn_id: mpn_id.to_owned() };
    [(PartnerId(1), name("한강 디스트리뷰션", "4820137")), (PartnerId(2), name(PAYLOAD, "5120448"))].into()
}

fn choices(count: usize) -> Vec<ResellerChoice> {
    let names = ["솔빛 클라우드", "玉山資訊", "Isar Systemhaus GmbH"];
    let choice = |index: usize| ResellerChoice {
        id: PartnerId(index as i32),
        mpn_id: (5_120_448 + index).to_string(),
        name: format!("{}{}", names[index % 3], if index < 3 { String::new() } else { format!(" {index}") }),
        is_former: false,
    };
    (0..count).map(choice).collect()
}

fn since() -> NaiveDateTime {
    NaiveDate::from_ymd_opt(2024, 2, 11).unwrap().and_hms_opt(9, 0, 0).unwrap()
}

fn list<'a>(
    shell: &'a Shell,
    rows: &'a [CustomerRow],
    showing: ListAddress,
    frame: &'a ListFrame,
) -> CustomerList<'a> {
    let marks = |text: &'a str| {
        let ranges = text.match_indices("한빛").map(|(start, found)| start..start + found.len()).collect();
        Highlighted { text, ranges }
    };
    let line = |row: &'a CustomerRow| Line {
        resellers: Vec::new(),
        tags: &[],
        row,
        name: marks(&row.list_name),
        domain: Highlighted::plain(&row.domain),
        also: None,
    };
    CustomerList {
        bulk: None,
        columns: &COLUMNS,
        kind: PartnerKind::IndirectProvider,
        today: since().date(),
        waiting: &[],
        shell,
        showing,
        frame,
        rows: rows.iter().map(line).collect(),
        expanded: None,
        no_export: None,
        row_texts: RowTexts::new(shell.texts),
        view_notes: view_notes(),
        is_part: true,
        ended: 3,
    }
}

/// Views with names that would run as a script.
fn view_tabs() -> ViewTabs {
    let view = ViewTab {
        name: PAYLOAD.to_owned(),
        number: Some("1,204".to_owned()),
        address: "/customers?view=7".to_owned(),
        is_current: true,
        is_shared: true,
    };
    let all = ViewTab { name: "All".to_owned(), is_current: false, is_shared: false, ..view.clone() };
    ViewTabs { all, views: vec![view], save: "/views/new?list=customers&filter=q%3Dx".to_owned() }
}

fn view_notes() -> ViewNotes {
    ViewNotes {
        save: "/views/new?list=customers".to_owned(),
        changed: Some(ChangedView {
            id: SavedViewId(7),
            name: PAYLOAD.to_owned(),
            is_shared: true,
            version: 2,
            can_save: true,
            filter: "q=x".to_owned(),
            discard: "/customers?view=7".to_owned(),
        }),
        gone: vec![(PAYLOAD.to_owned(), "/customers?view=7&tag=".to_owned())],
    }
}

/// Every column.
const COLUMNS: [ListColumn; 9] = [
    ListColumn::Domain,
    ListColumn::Relationship,
    ListColumn::Reseller,
    ListColumn::Country,
    ListColumn::Since,
    ListColumn::Subscriptions,
    ListColumn::Licenses,
    ListColumn::Renewal,
    ListColumn::Tags,
];

/// Returns the frame of the list, as a user sees it who may do everything.
fn list_frame(shell: &Shell, showing: &ListAddress, total: u64, bad: Option<&'static str>) -> ListFrame {
    let may_add = MayAdd { one: true, file: true };
    let actions = page_actions(shell.texts, may_add, None);
    ListFrame { actions, ..frame(shell, showing, total, may_add, bad) }
}

fn searched() -> ListAddress {
    let filters = [
        ("reseller", "5120448"),
        ("relationship", "advisor"),
        ("subscriptions", "ending"),
        ("renews", "2026-12-01..2026-12-31"),
        ("country", "KR"),
        ("since", "this-month"),
        ("until", "2026-12-31"),
    ];
    ListAddress {
        q: "한빛".into(),
        filters: filters.map(|(name, value)| (name, value.to_owned())).to_vec(),
        reseller: Some(choices(1).remove(0)),
        ..ListAddress::default()
    }
}

/// Returns the name and HTML of every page and of its important states.
pub fn pages(locale: Locale) -> Vec<(&'static str, String)> {
    let (staff, visitor, rows, sold) = (staff(locale), visitor(locale), customers(), subscriptions());
    let mut pages = Vec::new();
    let (few, many) = (choices(3), choices(31));
    let links = [
        ("Microsoft 365 admin center", "https://admin.example/?t=1&u=2"),
        ("Azure portal", "https://azure.example/"),
    ]
    .map(|(label, url)| QuickLink { label: label.into(), url: url.into() });
    let names = vec!["솔빛 클라우드".to_owned(), "玉山資訊".to_owned()];

    let mut frame = list_frame(&staff, &searched(), 62, None);
    frame.pager.next = Some("/customers?q=x&after=b6".into());
    let mut found = list(&staff, &rows, searched(), &frame);
    let tags = [Tag { id: TagId(1), name: PAYLOAD.to_owned(), hue: TagHue::Rust, customer_count: 3 }];
    found.expanded = Some(ExpandedCustomer {
        row: &rows[2],
        subscriptions: &sold,
        subscription_count: 16,
        resellers: &names,
        delegated_admin: true,
        customer_since: since(),
        origin: Origin::Added,
        other_names: OtherNames { aliases: vec![PAYLOAD.to_owned()], former: vec!["Old name".to_owned()] },
        contacts: &[],
        notes: &[],
        tags: &tags,
        quick_links: &links,
    });
    pages.push(("results", found.render().unwrap()));
    let page = CustomersPage {
        shell: &staff,
        frame: &frame,
        tabs: view_tabs(),
        list: found,
        resellers: Some(&few),
        known_tags: &tags,
        countries: vec![("KR", "Korea"), ("TW", "Taiwan")],
    };
    pages.push(("customers", page.render().unwrap()));

    let everything = ListAddress::default();
    let frame = list_frame(&staff, &everything, 1_204_000, Some("sort"));
    let mut all = list(&staff, &rows[..2], everything.clone(), &frame);
    let texts = staff.texts;
    let roles = role_list(texts, &[Role::GlobalAdmin, Role::SalesAgent]);
    all.no_export = Some(texts.export_needs(roles));
    let page = CustomersPage {
        shell: &staff,
        frame: &frame,
        tabs: view_tabs(),
        list: all,
        resellers: Some(&many),
        known_tags: &[],
        countries: Vec::new(),
    };
    pages.push(("customers-bad", page.render().unwrap()));

    for (name, showing, resellers) in
        [("customers-none", searched(), Some(&few)), ("customers-empty", everything, None)]
    {
        let frame = list_frame(&staff, &showing, 0, None);
        let list = list(&staff, &[], showing, &frame);
        let resellers = resellers.map(Vec::as_slice);
        let page = CustomersPage {
            shell: &staff,
            frame: &frame,
            tabs: view_tabs(),
            list,
            resellers,
            known_tags: &[],
            countries: Vec::new(),
        };
        pages.push((name, page.render().unwrap()));
    }

    let whole = whole(&sold);
    let called = called();
    let today = since().date();
    for (name, subscriptions, status) in [
        ("subscriptions", whole.as_slice(), None),
        ("subscriptions-active", whole.as_slice(), Some(SubscriptionStatus::Active)),
        ("subscriptions-none", &[], None),
    ] {
        let head = account::head(&rows[1], CustomerView::Subscriptions);
        let facts =
            OfferFacts { name: PAYLOAD.to_owned(), billing_cycle: BillingCycle::Annual, cancellable: true };
        let offers = [((PartnerId(1), OfferId::parse("E3").unwrap()), facts)].into();
        let content = ListContent {
            head: &head,
            subscriptions,
            called: &called,
            offers: &offers,
            status,
            sort: ColumnSort::default(),
            page: "",
            bad: None,
            no_order: status.map(|_| PAYLOAD.to_owned()),
            no_export: status.map(|_| PAYLOAD.to_owned()),
            may_import: true,
            today,
        };
        pages.push((name, ListPage::new(&staff, content).render().unwrap()));
    }
    for (name, this) in [
        ("subscription-0", 0),
        ("subscription-1", 1),
        ("subscription-2", 2),
        ("subscription-3", 3),
        ("subscription-4", 4),
    ] {
        let family = Family {
            this: whole[this].clone(),
            parent: whole[this].parent.as_ref().map(|_| whole[0].clone()),
            add_ons: vec![whole[4].clone()],
            offer: Some(OfferTerms { quantity: 1..=300, cancellable: true }),
            offers: vec![hostile_offer()],
        };
        let renewal = RenewalOffers { products: vec![hostile_offer()], has_cycles: true };
        let (customer, called) = (rows[1].clone(), called.clone());
        let shown = ShowData { customer, family, called, is_seller: true, renewal };
        let mut faults = FieldErrors::default();
        for field in ["quantity", "nickname", "support", "cancellation", "confirm", "auto_renew"] {
            faults.add(field, PAYLOAD);
        }
        let mut renewal_faults = FieldErrors::default();
        for field in ["at_renewal", "quantity", "offer", "cycle", "renew"] {
            renewal_faults.add(field, PAYLOAD);
        }
        let faults = if this == 4 { faults } else { FieldErrors::default() };
        let renewal_faults = if this == 3 { renewal_faults } else { FieldErrors::default() };
        let reasons =
            DisabledReasons { change: (this == 4).then(|| PAYLOAD.to_owned()), ..DisabledReasons::default() };
        let page = ShowPage {
            shell: &staff,
            shown: &shown,
            reasons,
            faults: &faults,
            renewal_faults: &renewal_faults,
            typed: None,
            now: partner_portal::i18n::time_zone::LocalTime::new(since(), chrono_tz::Tz::UTC),
        };
        pages.push((name, page.render().unwrap()));
    }
    pages.extend(account::pages(&staff, &rows[1], PAYLOAD));

    let hostile = IssuerSettings { id: "main".into(), name: PAYLOAD.into(), ..IssuerSettings::default() };
    let issuers = [&hostile];
    let door = |failure, next| {
        SignInPage { shell: &visitor, email: PAYLOAD, next, failure, issuers: &issuers, by_mail: true }
            .render()
            .unwrap()
    };
    for (name, failure) in [
        ("issuer-away", Failure::Unreachable),
        ("issuer-refused", Failure::Refused),
        ("issuer-unknown", Failure::Unknown),
    ] {
        let (again, password) = ("/sign-in/oidc/main".to_owned(), "/sign-in?next=%2Fcustomers".to_owned());
        let page = FailurePage { shell: &visitor, name: PAYLOAD, again, password, failure };
        pages.push((name, page.render().unwrap()));
    }
    pages.push(("sign-in", door(None, "/customers?q=1")));
    pages.push(("sign-in-wrong", door(Some(SignInFailure::Wrong), "")));
    pages.push(("sign-in-throttled", door(Some(SignInFailure::Throttled(15)), "")));
    let faults = [PasswordError::TooShort, PasswordError::Differs];
    let password = |faults| {
        let (action, occasion) = ("/profile/password", PasswordPageKind::Temporary);
        PasswordPage { shell: &staff, action, occasion, next: "/", min: 15, faults }.render().unwrap()
    };
    pages.push(("password", password(&[])));
    pages.push(("password-wrong", password(&faults)));

    let holders = [("김아라", "ara@hangang.example"), ("Lukas Brandt", "lukas@hangang.example")];
    let people = holders.map(|(name, email)| (name.to_owned(), email.to_owned())).to_vec();
    let may = [Role::GlobalAdmin, Role::SalesAgent]
        .map(|role| RoleHolders { role: role.label(staff.texts), people: Some(people.clone()) })
        .to_vec();
    let held = Role::HelpdeskAgent.label(staff.texts);
    let faults = [
        ("error-403", ErrorPageKind::Forbidden { held, may: &may }),
        ("error-forged", ErrorPageKind::Forged(None)),
        ("error-forged-kept", ErrorPageKind::Forged(Some("/profile?kept=x".to_owned()))),
        ("error-404", ErrorPageKind::NotFound),
        ("error-422", ErrorPageKind::BadInput(PAYLOAD)),
        ("error-413", ErrorPageKind::TooLarge),
        ("error-429", ErrorPageKind::TooMany(40)),
        ("error-500", ErrorPageKind::Broken),
        ("error-503", ErrorPageKind::Unavailable),
    ];
    for (name, fault) in faults {
        pages.push((name, ErrorPage { shell: &staff, fault, request_id: "0f3c" }.render().unwrap()));
    }
    let mut flashed = self::staff(locale);
    flashed.flash = Some(Message::AppearanceChanged.into());
    pages.push(("keys", KeysPage { shell: &flashed }.render().unwrap()));
    pages.push(("setup", SetupPage { shell: &visitor }.render().unwrap()));
    pages
}

fn page(locale: Locale, name: &str) -> Html {
    let (_, markup) = pages(locale).into_iter().find(|(known, _)| *known == name).unwrap();
    Html::parse_document(&markup)
}

fn select<'a>(page: &'a Html, selector: &str) -> Vec<scraper::ElementRef<'a>> {
    page.select(&Selector::parse(selector).unwrap()).collect()
}

fn text(element: scraper::ElementRef<'_>) -> String {
    element.text().collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn every_page_escapes_data_and_is_in_its_language() {
    for locale in Locale::ALL {
        for (name, markup) in pages(locale) {
            let place = format!("{name} in {}", locale.tag());
            assert!(!markup.contains("<script>alert"), "{place}");
            assert!(
                !markup.contains(" style=") && !markup.contains("<style") && !markup.contains("onclick"),
                "{place}"
            );
            assert!(!markup.contains('\u{2068}') && !markup.contains("{ $"), "{place}");
            let page = Html::parse_document(&markup);
            assert_eq!(select(&page, "title").len(), 1, "{place}");
            if name == "results" {
                continue;
            }
            assert_eq!(select(&page, "html")[0].attr("lang"), Some(locale.html_lang()), "{place}");
            assert_eq!(select(&page, "h1").len(), 1, "{place}");
            for form in select(&page, "form[method=post]") {
                let token = Selector::parse("[name=_csrf][value=token-of-this-session]").unwrap();
                assert_eq!(form.select(&token).count(), 1, "{place}");
            }
            let mut ids: Vec<_> =
                select(&page, "[id]").iter().filter_map(|element| element.attr("id")).collect();
            let count = ids.len();
            ids.sort_unstable();
            ids.dedup();
            assert_eq!(ids.len(), count, "ids must be unique: {place}");
        }
    }
}

#[test]
fn the_list_has_the_elements_that_scripts_need() {
    let page = page(Locale::En, "customers");
    assert_eq!(select(&page, "[data-total]").len(), 1);
    assert_eq!(select(&page, "[data-total='62']").len(), 1);
    assert_eq!(select(&page, "[data-id]").len(), 50);
    assert_eq!(select(&page, "a[rel=next]")[0].attr("href"), Some("/customers?q=x&after=b6"));
    assert_eq!(select(&page, "a[rel=prev]").len(), 0);
    assert_eq!(select(&page, "form[action='/sign-out'][method=post]").len(), 1);
    assert_eq!(text(select(&page, "#found")[0]), "62 customers found");
    let mark = select(&page, "#c2 mark");
    assert_eq!(mark.iter().map(|mark| text(*mark)).collect::<Vec<_>>(), ["한빛"]);
    assert_eq!(text(select(&page, "#c2 .name")[0]), "대한빛정공");
    assert_eq!(select(&page, "tr.detail").len(), 1);
    assert_eq!(select(&page, "tr.open")[0].attr("id"), Some("c3"));
    assert_eq!(select(&page, ".detail a[rel='external noreferrer']").len(), 2);
    let files = select(&page, ".list-head a[download]");
    let files: Vec<_> = files.iter().map(|file| (file.attr("href").unwrap(), text(*file))).collect();
    let filter = "?q=%ED%95%9C%EB%B9%9B&reseller=5120448&relationship=advisor&subscriptions=ending\
                  &renews=2026-12-01..2026-12-31&country=KR&since=this-month&until=2026-12-31";
    assert_eq!(
        files,
        [
            (format!("/customers.xlsx{filter}").as_str(), "Excel workbook (.xlsx)".to_owned()),
            (format!("/customers.csv{filter}").as_str(), "CSV file (.csv)".to_owned()),
        ]
    );
    assert_eq!(text(select(&page, "summary#export")[0]), "Export customers (62)");
    assert_eq!(
        select(&page, "th[aria-sort=ascending] a")[0].attr("href").unwrap().split('&').next_back(),
        Some("sort=-name")
    );
}

#[test]
fn shows_exact_totals_and_invalid_values() {
    let page = page(Locale::En, "customers-bad");
    let found = select(&page, "[data-total='1204000']");
    assert_eq!(text(found[0]), "1,204,000 customers");
    assert_eq!(select(&page, "[data-capped]").len(), 0);
    assert_eq!(select(&page, "[data-error=sort]").len(), 1);
    assert!(text(select(&page, "title")[0]).starts_with("Error: "));
    assert_eq!(select(&page, "datalist option").len(), 31);
    assert_eq!(select(&page, "a[download]").len(), 0);
    assert_eq!(
        text(select(&page, "#export-needs")[0]),
        "You need one of these roles to export: Global admin, Sales agent."
    );
}

#[test]
fn empty_lists_explain_why() {
    let none = page(Locale::Ko, "customers-none");
    assert_eq!(text(select(&none, ".empty h2")[0]), "“한빛” 검색 결과가 없습니다");
    assert_eq!(select(&none, ".empty .button").len(), 2);
    let empty = page(Locale::En, "customers-empty");
    assert_eq!(select(&empty, ".empty[data-total='0']").len(), 1);
    assert_eq!(select(&empty, ".empty .button").len(), 2, "both ways to add customers");
}

#[test]
fn data_is_tagged_with_the_language_of_its_script() {
    let english = page(Locale::En, "customers");
    assert_eq!(select(&english, "#c2 .name")[0].attr("lang"), Some("ko"));
    assert_eq!(select(&english, "#c4 .name")[0].attr("lang"), Some("zh-Hant"));
    let korean = page(Locale::Ko, "customers");
    assert_eq!(select(&korean, "#c2 .name")[0].attr("lang"), None);
    assert_eq!(select(&korean, "#c4 .name")[0].attr("lang"), Some("zh-Hant"));
    assert_eq!(text(select(&korean, "#c4 td:nth-of-type(2)")[0]), "자문 파트너");
}

#[test]
fn fields_reference_their_error_messages() {
    let page = page(Locale::ZhTw, "password-wrong");
    for field in ["password", "repeat"] {
        assert_eq!(select(&page, &format!("[data-error={field}]")).len(), 1);
        assert_eq!(select(&page, &format!("#{field}[aria-invalid=true]")).len(), 1);
        assert_eq!(select(&page, &format!(".error-summary a[href='#{field}']")).len(), 1);
    }
    assert!(text(select(&page, "title")[0]).starts_with("錯誤："));
}
