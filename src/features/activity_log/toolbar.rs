//! The line above the log: period, customer, more filters, and the export. `templates/activity/toolbar.html` shows it.

use crate::audit::Action;
use crate::audit::action::Resource;
use crate::domain::TextEnum;
use crate::features::activity_log::address::LogAddress;
use crate::features::activity_log::filter::{Filter, Params};
use crate::features::activity_log::known_customers::PickedCustomer;
use crate::features::activity_log::period::Period;
use crate::web::list::{Tab, Tabs};
use crate::web::shell::Shell;
use chrono::NaiveDate;

/// The filters of the page, and how their controls show them.
pub struct Toolbar<'a> {
    /// The language and texts.
    pub shell: &'a Shell,
    /// The filters.
    pub filter: &'a Filter,
    /// The query parameters, for links.
    pub showing: &'a LogAddress,
    /// The original parameters if one is malformed, so that the form keeps the user's input.
    pub typed: Option<&'a Params>,
    /// The malformed parameter.
    pub bad: Option<&'static str>,
    /// The current date in the user's time zone.
    pub today: NaiveDate,
    /// The customer that the search picks by its Microsoft ID.
    pub picked: Option<&'a PickedCustomer>,
    /// The actors to filter by: value and name.
    pub people: Vec<(String, String)>,
    /// Whether this user may see sign-ins and exports.
    pub may_see_access: bool,
}

/// A filter that is set, with the link that removes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FilterChip {
    /// The name of the filter.
    pub label: String,
    /// Its value.
    pub value: String,
    /// Whether the value is data, which is not translated.
    pub is_data: bool,
    /// The URL without it.
    pub address: String,
}

impl Toolbar<'_> {
    /// Returns the value of the field "from": the user's input, else the first day of the period.
    pub fn from(&self) -> String {
        let typed = self.typed.map(|typed| typed.from.clone()).filter(|day| !day.is_empty());
        typed.unwrap_or_else(|| self.filter.period.from.to_string())
    }

    /// Returns the value of the field "to".
    pub fn to(&self) -> String {
        let typed = self.typed.map(|typed| typed.to.clone()).filter(|day| !day.is_empty());
        typed.unwrap_or_else(|| self.filter.period.to.to_string())
    }

    /// Returns the input type of a date field. A `date` field cannot show an invalid date, so that needs `text`.
    pub fn input_type(&self, day: &str) -> &'static str {
        if day.parse::<NaiveDate>().is_ok() { "date" } else { "text" }
    }

    /// Returns the value of the search field.
    pub fn q(&self) -> &str {
        &self.typed.unwrap_or(&self.showing.params).q
    }

    /// Whether a day is malformed, so that the sheet with its field is open.
    pub fn has_bad_day(&self) -> bool {
        matches!(self.bad, Some("from" | "to" | "period"))
    }

    /// Whether this date field has the error; an invalid period belongs to both.
    pub fn is_bad(&self, field: &str) -> bool {
        self.bad.is_some_and(|bad| bad == field || (bad == "period" && self.has_bad_day()))
    }

    /// Returns the name of the period: that of the preset, else its days.
    pub fn period(&self) -> String {
        let presets = self.presets().tabs.into_iter();
        let preset = presets.filter(|preset| preset.is_current).map(|preset| preset.label).next();
        let (locale, Period { from, to }) = (self.shell.locale, self.filter.period);
        preset.unwrap_or_else(|| match from == to {
            true => locale.date(from),
            false => self.shell.texts.number_range(locale.date(from), locale.date(to)),
        })
    }

    /// Returns the predefined periods.
    pub fn presets(&self) -> Tabs {
        let texts = self.shell.texts;
        let preset = |label: String, period: Period, address: Option<String>| {
            let address = address.unwrap_or_else(|| self.showing.with_period(period));
            Tab::new(label, address, self.filter.period == period)
        };
        let ever = Period { from: NaiveDate::from_ymd_opt(1970, 1, 1).unwrap_or(self.today), to: self.today };
        let tabs = vec![
            preset(texts.log_today(), Period::last_days(self.today, 0), None),
            preset(texts.log_week(), Period::last_days(self.today, 7), None),
            preset(
                texts.log_month(),
                Period::last_days(self.today, 30),
                Some(self.showing.with_default_period()),
            ),
            preset(texts.log_quarter(), Period::last_quarter(self.today), None),
            preset(texts.log_ever(), ever, None),
        ];
        Tabs { label: texts.log_period(), tabs }
    }

    /// Returns the two kinds of entries.
    pub fn kinds(&self) -> Tabs {
        let texts = self.shell.texts;
        let shows_changes = self.shows_changes();
        let changes = Tab::new(texts.log_changes(), self.showing.kind(""), shows_changes);
        let accesses = Tab::new(texts.log_accesses(), self.showing.kind("access"), !shows_changes);
        Tabs { label: texts.log_kind(), tabs: vec![changes, accesses] }
    }

    /// Whether these are changes, not sign-ins and exports.
    pub fn shows_changes(&self) -> bool {
        self.filter.kind.is_change()
    }

    /// Returns how many of the less common filters are set.
    pub fn more_filters(&self) -> usize {
        let Params { action, user, resource, .. } = &self.showing.params;
        let set = [action, user, resource].iter().filter(|value| !value.is_empty()).count();
        set + usize::from(self.showing.customer.is_some() && !self.shows_changes())
    }

    /// Whether the less common filters are open.
    pub fn shows_more_filters(&self) -> bool {
        self.more_filters() > 0 || matches!(self.bad, Some("action" | "user" | "resource" | "kind"))
    }

    /// Returns the actions of this kind of entries: value and label.
    pub fn actions(&self) -> Vec<(&'static str, String)> {
        let of_this_half =
            Action::ALL.iter().filter(|(action, _)| action.kind() == self.filter.kind.as_str());
        of_this_half.map(|(action, word)| (*word, action.label(self.shell.texts))).collect()
    }

    /// Returns the types of resources: value and label.
    pub fn resources(&self) -> Vec<(&'static str, String)> {
        Resource::ALL.iter().map(|(resource, word)| (*word, resource.label(self.shell.texts))).collect()
    }

    /// Whether this action is filtered by.
    pub fn is_action(&self, word: &str) -> bool {
        self.filter.action.is_some_and(|action| action.as_str() == word)
    }

    /// Whether this type of resource is filtered by.
    pub fn is_resource(&self, word: &str) -> bool {
        self.filter.resource.is_some_and(|resource| resource.as_str() == word)
    }

    /// Returns the filters that are set, except the customer that the search picks.
    pub fn chips(&self) -> Vec<FilterChip> {
        let texts = self.shell.texts;
        let searched = Some(self.filter.q.as_str());
        let searched =
            searched.filter(|q| !q.is_empty() && self.picked.is_none() && self.showing.customer.is_none());
        let chip = |filter, label, value, is_data| {
            Some(FilterChip { label, value, is_data, address: self.showing.with(filter, "") })
        };
        let person = self.people.iter().find(|(value, _)| *value == self.showing.params.user);
        let person = person.map(|(_, name)| self.shell.person_name(name));
        [
            searched.and_then(|q| chip("q", texts.affected_customer(), q.to_owned(), true)),
            self.filter.action.and_then(|one| chip("action", texts.action_column(), one.label(texts), false)),
            person.and_then(|name| chip("user", texts.partner_user(), name, self.filter.is_by_user())),
            self.filter
                .resource
                .and_then(|one| chip("resource", texts.resource_label(), one.label(texts), false)),
        ]
        .into_iter()
        .flatten()
        .collect()
    }
}
