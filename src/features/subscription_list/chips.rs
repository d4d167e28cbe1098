//! The filters of the list that are set, each with the link that removes it.

use crate::domain::DayWindow;
use crate::features::subscription_list::address::ListAddress;
use crate::features::subscription_list::filter::Filter;
use crate::features::subscription_list::queries::Choices;
use crate::web::parameters::PartnerParameter;
use crate::web::shell::Shell;

/// A filter that is set, with the link that removes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FilterChip {
    /// What it filters by.
    pub label: String,
    /// The value.
    pub value: String,
    /// Whether the value is data, which is not translated.
    pub is_data: bool,
    /// The list without the filter.
    pub address: String,
}

/// Returns the filters that are set.
pub fn filter_chips(
    shell: &Shell,
    filter: &Filter,
    choices: &Choices,
    address: &ListAddress,
) -> Vec<FilterChip> {
    let texts = shell.texts;
    let chip = |label: String, value: Option<String>, is_data, name: &str| {
        value.map(|value| FilterChip { label, value, is_data, address: address.without(name) })
    };
    let on = |on| if on { texts.auto_renew_on() } else { texts.auto_renew_off() };
    let q = Some(filter.q.clone()).filter(|_| !filter.words.is_empty());
    let (reseller, is_data) = reseller_chip(shell, filter, choices);
    [
        chip(texts.field_search(), q, true, "q"),
        chip(texts.status(), filter.status.map(|one| one.label(texts)), false, "status"),
        chip(texts.ends_or_renews(), filter.renews.map(|one| day_window_label(shell, one)), false, "renews"),
        chip(texts.reseller(), reseller, is_data, "reseller"),
        chip(texts.product(), filter.offer.clone(), true, "offer"),
        chip(texts.offer_publisher(), filter.publisher.clone(), true, "publisher"),
        chip(texts.offer_billing_cycle(), filter.cycle.map(|one| one.label(texts)), false, "cycle"),
        chip(texts.auto_renew(), filter.auto_renew.map(on), false, "auto_renew"),
        chip(
            texts.at_renewal_head(),
            filter.is_planned.then(|| texts.at_renewal_scheduled()),
            false,
            "at_renewal",
        ),
        chip(texts.next_date(), filter.event.map(|one| one.label(texts)), false, "event"),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// Returns the name of the reseller to filter by, and whether it is data. An unknown MPN ID is shown as it is.
fn reseller_chip(shell: &Shell, filter: &Filter, choices: &Choices) -> (Option<String>, bool) {
    match &filter.reseller {
        None => (None, false),
        Some(PartnerParameter::NoPartner) => (Some(shell.texts.none()), false),
        Some(PartnerParameter::MpnId(mpn_id)) => {
            let known = choices.resellers.iter().flatten().find(|one| one.mpn_id == *mpn_id);
            (Some(known.map_or_else(|| mpn_id.clone(), |one| one.label(shell.texts))), true)
        }
    }
}

/// Returns the words for days between which a date is.
pub fn day_window_label(shell: &Shell, days: DayWindow) -> String {
    let (texts, locale) = (shell.texts, shell.locale);
    match days {
        DayWindow::Next(days) => texts.within_days(days),
        DayWindow::Between(from, to) if from == to => locale.date(from),
        DayWindow::Between(from, to) => texts.number_range(locale.date(from), locale.date(to)),
    }
}
