//! Ended relationships of sample partners, with customers that are in no other list.

use crate::audit::{ActorKind, Author};
use crate::clock;
use crate::demo::agenda::Agenda;
use crate::demo::channel::{DIRECT_PARTNER, PEOPLE, PROVIDER};
use crate::demo::names::company::company;
use crate::domain::{Origin, Partner, Relationship};
use crate::features::customer_removal::model::{Confirmation, EndedRelationship, Terms};
use crate::features::customers::membership;
use crate::features::customers::membership::{EndRelationship, NewCustomer};
use crate::i18n::Locale;
use chrono::TimeDelta;
use std::collections::HashMap;

/// The partner, the reason, and the language in which the confirmation was shown.
const ENDED: &[(&str, &str, Locale)] = &[
    (PROVIDER, "계약 만료", Locale::Ko),
    (PROVIDER, "Moved to another reseller", Locale::En),
    (PROVIDER, "公司合併", Locale::ZhTw),
    (PROVIDER, "", Locale::Ko),
    (PROVIDER, "요금 미납으로 해지", Locale::Ko),
    ("5120448", "고객 요청", Locale::Ko),
    ("5120448", "", Locale::Ko),
    ("5120512", "合約到期", Locale::ZhTw),
    (DIRECT_PARTNER, "Insolvent", Locale::En),
];

/// Adds these customers and ends their relationships. Each is one transaction with one log entry.
pub fn add_removals(agenda: &mut Agenda<'_>, partners: &HashMap<&str, Partner>, customers: u64) {
    let beyond_every_list = 2 * customers + 100;
    for ((mpn_id, reason, locale), index) in ENDED.iter().zip(beyond_every_list..) {
        let (company, partner) = (company(index), &partners[mpn_id]);
        let by = PEOPLE.iter().find(|person| person.mpn_id == *mpn_id).map_or("", |person| person.name);
        let ends_delegated_admin = Terms::for_kind(partner.kind).ends_delegated_admin;
        let new = NewCustomer {
            id: company.microsoft_id,
            name: company.name.clone(),
            domain: company.domain,
            delegated_admin: true,
            origin: Origin::Added,
            id_invented: false,
        };
        let ended = EndedRelationship {
            relationship: Relationship::Reseller,
            delegated_admin: true,
            stays_delegated: !ends_delegated_admin,
            may_purchase: false,
        };
        let confirmation = locale.texts().removal_confirm();
        let said = Confirmation { reason: (*reason).to_owned(), confirmation, language: locale.tag() };
        let author = Author { kind: ActorKind::User, name: by.to_owned(), ..Author::operator(partner.id) };
        let at = clock::now() - TimeDelta::hours(29 + 157 * (index - beyond_every_list) as i64);
        let partner = partner.id;
        agenda.add(at, author, move |tx| {
            membership::add(tx, partner, &new)?;
            let end = EndRelationship { by, reason, ends_delegated_admin };
            membership::end_relationship(tx, partner, new.id, &end)?;
            Ok(vec![ended.activity(new.id, &new.name, &said)])
        });
    }
}
