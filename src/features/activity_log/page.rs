//! The activity log page.

use crate::audit::action::Resource;
use crate::audit::entry::Entry;
use crate::audit::seals::Field;
use crate::audit::verify::ChainCheck;
use crate::audit::{Action, ActorKind};
use crate::domain::TextEnum;
use crate::features::activity_log::address::{BadValue, LogAddress};
use crate::features::activity_log::details::Details;
use crate::features::activity_log::export;
use crate::features::activity_log::filter::{Filter, Kind, Params};
use crate::features::activity_log::period::Period;
use crate::i18n::format::Clock;
use crate::search::CappedCount;
use crate::web::pager::Pager;
use crate::web::shell::Shell;
use askama::Template;
use chrono::{NaiveDate, NaiveDateTime};
use std::collections::HashSet;

/// `GET /activity`.
#[derive(Template)]
#[template(path = "activity/index.html")]
pub struct LogPage<'a> {
    /// The page layout: language, texts, menus.
    pub shell: &'a Shell,
    /// The user's time zone.
    pub clock: Clock,
    /// The current time, UTC.
    pub now: NaiveDateTime,
    /// The current date in the user's time zone.
    pub today: NaiveDate,
    /// The filters.
    pub filter: &'a Filter,
    /// The query parameters, for links.
    pub showing: LogAddress,
    /// The original parameters if one is malformed, so that the form keeps the user's input.
    pub typed: Option<&'a Params>,
    /// The malformed query parameter, if there is one.
    pub bad: Option<BadValue>,
    /// How many entries match.
    pub total: CappedCount,
    /// The entries of this page.
    pub entries: Vec<&'a Entry>,
    /// The opened entry and its details, if it is on this page.
    pub expanded: Option<(i64, Details)>,
    /// Cursor of the page with newer entries, if there is one.
    pub newer: Option<i64>,
    /// Cursor of the page with older entries, if there is one.
    pub older: Option<i64>,
    /// How far back the search went, if it stopped at its limit.
    pub stopped: Option<NaiveDateTime>,
    /// The Microsoft IDs of those customers that are currently in the list.
    pub held: &'a HashSet<String>,
    /// The newest Entry ID when the page was rendered.
    pub head: i64,
    /// The actors to filter by: value and name.
    pub people: Vec<(String, String)>,
    /// Whether this user may see sign-ins and exports.
    pub may_see_access: bool,
    /// How far the log's chain was verified, and when.
    pub checked: &'a (ChainCheck, NaiveDateTime),
}

/// A predefined period.
struct Preset {
    label: String,
    address: String,
    is_current: bool,
}

impl LogPage<'_> {
    fn title(&self) -> String {
        let texts = self.shell.texts;
        let title = texts.activity_log();
        if self.bad.is_some() { format!("{} {title}", texts.error_prefix()) } else { title }
    }

    fn bad_value_text(&self, bad: &BadValue) -> String {
        bad.text(self.shell.locale, self.shell.texts)
    }

    /// Returns the value of the field "from": the user's input, else the first day of the period.
    fn from(&self) -> String {
        let typed = self.typed.map(|typed| typed.from.clone()).filter(|day| !day.is_empty());
        typed.unwrap_or_else(|| self.filter.period.from.to_string())
    }

    fn to(&self) -> String {
        let typed = self.typed.map(|typed| typed.to.clone()).filter(|day| !day.is_empty());
        typed.unwrap_or_else(|| self.filter.period.to.to_string())
    }

    /// Returns the input type of a date field. A `date` field cannot show an invalid date, so that needs `text`.
    fn input_type(&self, day: &str) -> &'static str {
        if day.parse::<NaiveDate>().is_ok() { "date" } else { "text" }
    }

    /// Returns the pager. A search that stopped at its limit continues on the next page.
    fn pager(&self) -> Pager {
        let to = |name, entry: &Option<i64>| entry.as_ref().map(|entry| self.showing.page(name, entry));
        Pager {
            next_label: self.stopped.map(|_| self.shell.texts.log_go_on()),
            ..Pager::new(to("before", &self.newer), to("after", &self.older))
        }
    }

    fn q(&self) -> &str {
        &self.typed.unwrap_or(&self.showing.0).q
    }

    fn presets(&self) -> Vec<Preset> {
        let texts = self.shell.texts;
        let preset = |label: String, period: Period, address: Option<String>| Preset {
            label,
            address: address.unwrap_or_else(|| self.showing.with_period(period)),
            is_current: self.filter.period == period,
        };
        let ever = Period { from: NaiveDate::from_ymd_opt(1970, 1, 1).unwrap_or(self.today), to: self.today };
        vec![
            preset(texts.log_today(), Period::last_days(self.today, 0), None),
            preset(texts.log_week(), Period::last_days(self.today, 7), None),
            preset(
                texts.log_month(),
                Period::last_days(self.today, 30),
                Some(self.showing.with_default_period()),
            ),
            preset(texts.log_quarter(), Period::last_quarter(self.today), None),
            preset(texts.log_ever(), ever, None),
        ]
    }

    /// Returns the actions of this kind of entries: value and label.
    fn actions(&self) -> Vec<(&'static str, String)> {
        let of_this_half =
            Action::ALL.iter().filter(|(action, _)| action.kind() == self.filter.kind.as_str());
        of_this_half.map(|(action, word)| (*word, action.label(self.shell.texts))).collect()
    }

    fn resources(&self) -> Vec<(&'static str, String)> {
        Resource::ALL.iter().map(|(resource, word)| (*word, resource.label(self.shell.texts))).collect()
    }

    fn is_action(&self, word: &str) -> bool {
        self.filter.action.is_some_and(|action| action.as_str() == word)
    }

    fn is_resource(&self, word: &str) -> bool {
        self.filter.resource.is_some_and(|resource| resource.as_str() == word)
    }

    fn shows_changes(&self) -> bool {
        self.filter.kind == Kind::Change
    }

    fn total_text(&self) -> String {
        let number = self.shell.locale.number(self.total.shown);
        if self.total.capped { number + "+" } else { number }
    }

    /// Returns the text before and after the number of entries.
    fn count(&self) -> [String; 2] {
        let count = self.shell.texts.entries_count(self.total.shown);
        [count.s0, count.s1]
    }

    fn zone(&self) -> String {
        self.clock.name(self.now)
    }

    fn time(&self, at: &NaiveDateTime) -> String {
        self.shell.locale.date_time(*at, self.clock)
    }

    fn machine_time(&self, at: &NaiveDateTime) -> String {
        self.clock.machine(*at)
    }

    fn action(&self, entry: &Entry) -> String {
        let action = Action::from_text(&entry.action);
        action.map_or_else(|_| entry.action.clone(), |action| action.label(self.shell.texts))
    }

    fn resource(&self, entry: &Entry) -> String {
        let resource = Resource::from_text(&entry.resource);
        resource.map_or_else(|_| entry.resource.clone(), |resource| resource.label(self.shell.texts))
    }

    fn actor(&self, entry: &Entry) -> String {
        export::actor(entry, self.shell.texts)
    }

    /// Returns the value of the filter `user` that finds this actor; `None` for a user of whom the log has only the
    /// name.
    fn actor_value(&self, entry: &Entry) -> Option<String> {
        let other = || (entry.actor_kind != ActorKind::User.as_str()).then(|| entry.actor_kind.clone());
        entry.actor_id.map(|id| id.to_string()).or_else(other)
    }

    fn is_person(&self, entry: &Entry) -> bool {
        entry.actor_kind == ActorKind::User.as_str()
    }

    fn is_held(&self, entry: &Entry) -> bool {
        entry.microsoft_id.as_ref().is_some_and(|id| self.held.contains(id))
    }

    fn customer(&self, entry: &Entry) -> Option<(String, String)> {
        let id = entry.microsoft_id.clone()?;
        let name = export::customer(entry, self.shell.texts);
        Some((if name.is_empty() { id.clone() } else { name }, id))
    }

    fn has_no_name(&self, entry: &Entry) -> bool {
        entry.is_erased(Field::CustomerName)
    }

    fn has_no_actor(&self, entry: &Entry) -> bool {
        entry.is_erased(Field::ActorName)
    }

    fn has_no_details(&self, entry: &Entry) -> bool {
        entry.is_erased(Field::Details)
    }

    fn has_no_address(&self, entry: &Entry) -> bool {
        entry.is_erased(Field::Address)
    }

    fn outcome(&self, entry: &Entry) -> String {
        export::outcome(&entry.action, self.shell.texts)
    }

    fn details(&self, entry: &Entry) -> Option<&Details> {
        self.expanded.as_ref().filter(|(open, _)| *open == entry.seq).map(|(_, details)| details)
    }

    fn expander(&self, entry: &Entry, is_open: bool) -> String {
        let (texts, number) = (self.shell.texts, self.number(&entry.seq));
        if is_open { texts.hide_entry(number) } else { texts.show_entry(number) }
    }

    fn number(&self, number: &i64) -> String {
        self.shell.locale.number(number.unsigned_abs())
    }
}
