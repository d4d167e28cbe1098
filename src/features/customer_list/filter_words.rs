//! The active filters of the customer list in words, for the links that remove them.

use crate::domain::{DayWindow, Relationship, TextEnum, parse_day};
use crate::features::customer_list::filter::SubscriptionFilter;
use crate::features::customer_list::page::CustomerList;
use crate::i18n::countries::country_name;
use crate::i18n::{Locale, Texts};

impl CustomerList<'_> {
    /// Returns the active filters besides search and reseller: the parameter, the label and the value in words.
    pub(super) fn chips(&self) -> Vec<(&'static str, String, String)> {
        let one = |(name, value): &(&'static str, String)| {
            let words = filter_words(name, value, self.shell.locale)?;
            Some((*name, words.0, words.1))
        };
        self.showing.filters.iter().filter_map(one).collect()
    }
}

/// Returns the label and the value of a filter in words; `None` for one that has no words of its own.
pub(super) fn filter_words(name: &str, value: &str, locale: Locale) -> Option<(String, String)> {
    let texts = locale.texts();
    let day = |text: &str| parse_day(text).map_or_else(|_| text.to_owned(), |day| locale.date(day));
    Some(match name {
        "reseller" if value == "none" => (texts.field_reseller(), texts.reseller_none()),
        "reseller" if value == "former" => (texts.field_reseller(), texts.reseller_former()),
        "tag" => (texts.tags(), value.to_owned()),
        "relationship" => (texts.relationship(), Relationship::from_text(value).ok()?.label(texts)),
        "country" => (texts.address_country(), country_name(value, locale).to_owned()),
        "subscriptions" => (texts.subscriptions(), subscription_words(value, texts)?),
        "renews" => (
            texts.next_renewal(),
            match value.parse().ok()? {
                DayWindow::Next(days) => texts.within_days(days),
                DayWindow::Between(first, last) => texts.number_range(locale.date(first), locale.date(last)),
            },
        ),
        "since" => (
            texts.customer_since(),
            match value {
                "this-month" => texts.this_month(),
                "this-year" => texts.this_year(),
                value => day(value),
            },
        ),
        "until" => (texts.customer_until(), day(value)),
        _ => return None,
    })
}

/// Returns the words for a filter by subscriptions.
pub(super) fn subscription_words(value: &str, texts: &Texts) -> Option<String> {
    Some(match SubscriptionFilter::from_text(value).ok()? {
        SubscriptionFilter::Any => texts.subscriptions_any(),
        SubscriptionFilter::NoSubscription => texts.subscriptions_none(),
        SubscriptionFilter::Suspended => texts.status_suspended(),
        SubscriptionFilter::Ending => texts.subscriptions_ending(),
    })
}
