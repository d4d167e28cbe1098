//! The account page of a customer and its forms, as test data for pages.rs.

use askama::Template;
use chrono::{NaiveDate, NaiveDateTime};
use partner_portal::audit::history::Change;
use partner_portal::db::keyset::PageEdges;
use partner_portal::domain::Origin;
use partner_portal::domain::{AdminRole, AgentRole, Roles};
use partner_portal::domain::{Cloud, Partner, PartnerId, PartnerKind};
use partner_portal::domain::{ContactId, TagId};
use partner_portal::domain::{SubscriptionId, SubscriptionStatus};
use partner_portal::features::agreements::page::{AgreementForm, AgreementPage};
use partner_portal::features::agreements::queries::Agreement;
use partner_portal::features::bill_to::address::bill_to::BillTo;
use partner_portal::features::bill_to::address::form::{AddressFields, AddressForm};
use partner_portal::features::bill_to::page::{Conflict, EditPage};
use partner_portal::features::bill_to::queries::StoredBillTo;
use partner_portal::features::contacts::model::{Contact, ContactDetails};
use partner_portal::features::customer_account::account::Account;
use partner_portal::features::customer_account::page::{AccountPage, EditRights};
use partner_portal::features::customer_account::subscription_summary::{
    PartnerShare, SubscriptionSummary, SummaryLine,
};
use partner_portal::features::customer_removal::model::{BlockingSubscription, RemovedCustomer};
use partner_portal::features::customer_removal::page::{RemovalForm, RemovalPage};
use partner_portal::features::customer_removal::removed_list::{Params, RemovedPage, frame};
use partner_portal::features::customer_removal::removed_queries::Page;
use partner_portal::features::customers::head::{CustomerHead, CustomerView};
use partner_portal::features::customers::lookup::CustomerDetails;
use partner_portal::features::customers::model::CustomerRow;
use partner_portal::features::customers::other_names::OtherNames;
use partner_portal::features::tags::model::{Tag, TagHue};
use partner_portal::web::shell::Shell;

fn moment() -> NaiveDateTime {
    NaiveDate::from_ymd_opt(2026, 11, 20).unwrap().and_hms_opt(14, 3, 0).unwrap()
}

fn bill_to(evil: &str) -> BillTo {
    BillTo {
        company_name: evil.into(),
        first_name: evil.into(),
        last_name: "오".into(),
        email: evil.into(),
        phone: evil.into(),
        country: "US".into(),
        address_line1: evil.into(),
        address_line2: evil.into(),
        city: evil.into(),
        state: evil.into(),
        postal_code: evil.into(),
        registration_number: evil.into(),
    }
}

/// The head of a customer's page.
pub fn head(customer: &CustomerRow, view: CustomerView) -> CustomerHead {
    CustomerHead { customer: customer.clone(), country: "KR".into(), subscriptions: 1, notes: 2, view }
}

fn account(customer: &CustomerRow, evil: &str) -> Account {
    let change = Change { by: evil.into(), at: moment(), details: serde_json::Value::Null };
    let holding = SummaryLine {
        name: "Power BI Pro".into(),
        category: String::new(),
        status: SubscriptionStatus::Active,
        seller: PartnerId(1),
        reseller: Some(PartnerId(2)),
        support: None,
    };
    Account {
        head: head(customer, CustomerView::Account),
        details: CustomerDetails {
            delegated_admin: true,
            origin: Origin::OtherPortal,
            customer_since: moment(),
            company_name: evil.into(),
            subscriptions: Vec::new(),
            subscription_count: 1,
            resellers: Vec::new(),
        },
        kept: StoredBillTo { bill_to: bill_to(evil), version: 3 },
        missing_at: vec![(evil.into(), moment())],
        bill_to_change: Some(change.clone()),
        agreement: Some(Agreement {
            first_name: evil.into(),
            last_name: evil.into(),
            email: evil.into(),
            phone: evil.into(),
            agreed_on: moment().date(),
            attested_by: evil.into(),
            attested_at: moment(),
        }),
        contacts: vec![Contact {
            id: ContactId(1),
            details: ContactDetails {
                name: evil.into(),
                email: evil.into(),
                phone: evil.into(),
                job_title: evil.into(),
            },
            version: 1,
        }],
        other_names: OtherNames { aliases: vec![evil.into()], former: vec![evil.into()] },
        tags: vec![Tag { id: TagId(1), name: evil.into(), hue: TagHue::Plum, customer_count: 1 }],
        may_purchase: false,
        permission_change: Some(change),
        sold: SubscriptionSummary {
            all: vec![holding],
            partners: vec![PartnerShare { name: evil.into(), mpn_id: "5120448".into(), count: 1 }],
            support: vec![evil.into()],
        },
    }
}

/// Returns the name and HTML of every page.
pub fn pages(shell: &Shell, customer: &CustomerRow, evil: &str) -> Vec<(&'static str, String)> {
    let id = customer.microsoft_id;
    let partner = |kind| Partner {
        id: PartnerId(1),
        mpn_id: "4820137".into(),
        kind,
        cloud: Cloud::Global,
        name: "한강 디스트리뷰션".into(),
        country: "KR".into(),
        time_zone: None,
    };
    let admin = Roles { admin: Some(AdminRole::GlobalAdmin), agent: None };
    let helpdesk = Roles { admin: None, agent: Some(AgentRole::HelpdeskAgent) };
    let account = account(customer, evil);
    let shown = |roles, kind, refusal| {
        let rights = EditRights::new(roles, &partner(kind));
        AccountPage { shell, id, account: &account, rights, refusal }.render().unwrap()
    };
    let form = AddressForm::from(bill_to(evil));
    let address = AddressFields::new(&form, shell.locale);
    let faults = BillTo::parse(&form, shell.locale).unwrap_err();
    let change = account.bill_to_change.clone();
    let edit =
        |conflict| EditPage { shell, id, list_name: evil, version: 3, address, faults: &faults, conflict };
    let agreement = AgreementForm { first_name: evil.into(), next: evil.into(), ..AgreementForm::default() };
    let wrong = agreement.parse(shell.locale, partner_portal::clock::now().date()).unwrap_err();
    let attest = AgreementPage { shell, id, list_name: evil, form: &agreement, faults: &wrong, next: evil };
    let in_the_way = [BlockingSubscription {
        id: SubscriptionId("32833106-536e-45df-80b2-000000000001".into()),
        name: evil.into(),
        quantity: 1_204,
        status: SubscriptionStatus::Active,
        parent: None,
    }];
    let removal = RemovalForm { reason: evil.into(), company_name: evil.into(), confirm: String::new() };
    let wrong = removal.parse("Other", shell.locale).unwrap_err();
    let ending = |kind, in_the_way| {
        let (form, faults) = (&removal, &wrong);
        let page = RemovalPage { shell, customer, kind, delegated_admin: true, in_the_way, form, faults };
        page.render().unwrap()
    };
    let removed = RemovedCustomer {
        id,
        name: evil.into(),
        domain: evil.into(),
        at: moment(),
        by: evil.into(),
        reason: evil.into(),
        delegated_admin: true,
    };
    let page = Page { rows: vec![removed], total: 3, edges: PageEdges { previous: true, next: true } };
    let typed = Params { q: evil.to_owned(), from: evil.to_owned(), ..Params::default() };
    let frame = frame(shell, &typed, &page, Some("after"));
    let list = RemovedPage { shell, frame, typed: &typed, page: &page, no_request: None };
    vec![
        ("account", shown(admin, PartnerKind::IndirectProvider, None)),
        ("account-read", shown(helpdesk, PartnerKind::IndirectReseller, Some(("purchase", evil.to_owned())))),
        ("bill-to", edit(None).render().unwrap()),
        (
            "bill-to-conflict",
            edit(Some(Conflict::between(BillTo::default(), &form, change, shell))).render().unwrap(),
        ),
        ("agreement", attest.render().unwrap()),
        ("removal", ending(PartnerKind::Direct, &in_the_way)),
        ("removal-reseller", ending(PartnerKind::IndirectReseller, &[])),
        ("removed", list.render().unwrap()),
    ]
}
