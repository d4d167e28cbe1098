//! The filters of the list that are set, each with the link that removes it.

use crate::domain::DayWindow;
use crate::features::subscription_list::address::ListAddress;
use crate::features::subscription_list::filter::Filter;
use crate::features::subscription_list::queries::Choices;
use crate::i18n::Locale;
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

/// A filter in words; without a value it is not set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FilterLabel {
    /// The parameter.
    pub name: &'static str,
    /// What it filters by.
    pub label: String,
    /// The value.
    pub value: Option<String>,
    /// Whether the value is data, which is not translated.
    pub is_data: bool,
}

/// Returns the filters that are set.
pub fn filter_chips(
    shell: &Shell,
    filter: &Filter,
    choices: &Choices,
    address: &ListAddress,
) -> Vec<FilterChip> {
    let (reseller, is_data) = reseller_chip(shell, filter, choices);
    let labels = filter_labels(shell.locale, filter, reseller);
    let chip = |one: FilterLabel| {
        let FilterLabel { name, label, value, is_data: is_given } = one;
        let is_data = is_given && (name != "reseller" || is_data);
        value.map(|value| FilterChip { label, value, is_data, address: address.without(name) })
    };
    labels.into_iter().filter_map(chip).collect()
}

/// Returns all filters in words. `reseller` is the name of the reseller to filter by.
pub fn filter_labels(locale: Locale, filter: &Filter, reseller: Option<String>) -> [FilterLabel; 10] {
    let texts = locale.texts();
    let label =
        |label: String, value: Option<String>, is_data, name| FilterLabel { name, label, value, is_data };
    let on = |on| if on { texts.auto_renew_on() } else { texts.auto_renew_off() };
    let q = Some(filter.q.clone()).filter(|_| !filter.words.is_empty());
    [
        label(texts.field_search(), q, true, "q"),
        label(texts.status(), filter.status.map(|one| one.label(texts)), false, "status"),
        label(
            texts.ends_or_renews(),
            filter.renews.map(|one| day_window_label(locale, one)),
            false,
            "renews",
        ),
        label(texts.reseller(), reseller, true, "reseller"),
        label(texts.product(), filter.offer.clone(), true, "offer"),
        label(texts.offer_publisher(), filter.publisher.clone(), true, "publisher"),
        label(texts.offer_billing_cycle(), filter.cycle.map(|one| one.label(texts)), false, "cycle"),
        label(texts.auto_renew(), filter.auto_renew.map(on), false, "auto_renew"),
        label(
            texts.at_renewal_head(),
            filter.is_planned.then(|| texts.at_renewal_scheduled()),
            false,
            "at_renewal",
        ),
        label(texts.next_date(), filter.event.map(|one| one.label(texts)), false, "event"),
    ]
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
pub fn day_window_label(locale: Locale, days: DayWindow) -> String {
    let texts = locale.texts();
    match days {
        DayWindow::Next(days) => texts.within_days(days),
        DayWindow::Between(from, to) if from == to => locale.date(from),
        DayWindow::Between(from, to) => texts.number_range(locale.date(from), locale.date(to)),
    }
}
