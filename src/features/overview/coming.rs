//! What is coming: the subscriptions that renew, end or are deleted, by day or week.

use crate::domain::{ComingEvent, DayWindow};
use crate::features::overview::filter::{Filter, PERIODS};
use crate::search::subscriptions::{DayTotals, RowTotals, SubscriptionTotals};
use crate::urls;
use crate::web::chart::columns::{Column, ColumnChart};
use crate::web::shell::Shell;
use crate::web::tabs::{Tab, Tabs};
use chrono::{Days, NaiveDate};

/// Maximum number of days in the list below the chart.
const MAX_LISTED: usize = 5;

/// More days than these are shown by week.
const MAX_BY_DAY: u16 = 30;

/// The events and their classes in the chart, the lowest part of a column first.
const EVENTS: [(ComingEvent, &str); 3] =
    [(ComingEvent::Deletion, "gone"), (ComingEvent::End, "ends"), (ComingEvent::Renewal, "quiet")];

/// A number of subscriptions with the list that it counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventCount {
    /// The class of its color.
    pub class: &'static str,
    /// The number of subscriptions.
    pub number: u64,
    /// The number in words.
    pub text: String,
    /// The address of the list.
    pub address: String,
}

/// A day or week on which something happens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ComingDay {
    /// The first day.
    pub day: NaiveDate,
    /// Its name.
    pub name: String,
    /// How far away it is.
    pub distance: String,
    /// Deletions, ends and renewals, in this order, also those of which there is none.
    pub events: Vec<EventCount>,
    /// Subscriptions with a change at renewal.
    pub planned: EventCount,
    /// All of them together.
    pub all: EventCount,
    /// The number of licenses, in words.
    pub licenses: String,
}

/// The block of the page.
#[derive(Debug, Clone)]
pub struct Coming {
    /// The links to other periods.
    pub periods: Tabs,
    /// The whole period.
    pub sum: ComingDay,
    /// The chart; `None` if nothing happens.
    pub chart: Option<ColumnChart>,
    /// The next days on which something ends or is deleted; if there is none, on which something renews.
    pub listed: Vec<ComingDay>,
    /// All days or weeks on which something happens.
    pub table: Vec<ComingDay>,
    /// Whether they are weeks.
    pub is_weekly: bool,
}

impl Coming {
    /// Makes the block from the numbers of the next days.
    pub fn new(shell: &Shell, filter: Filter, totals: &SubscriptionTotals, today: NaiveDate) -> Self {
        let last = today + Days::new(filter.days.into());
        let days: Vec<(NaiveDate, NaiveDate, DayTotals)> = totals
            .days()
            .iter()
            .filter(|(day, _)| *day <= last)
            .map(|(day, sum)| (*day, *day, *sum))
            .collect();
        let is_weekly = filter.days > MAX_BY_DAY;
        let shown = if is_weekly { days.chunks(7).map(merge).collect() } else { days.clone() };
        let named = |(from, to, sum): &(NaiveDate, NaiveDate, DayTotals)| {
            ComingDay::new(shell, DayWindow::Between(*from, *to), (*from, today), sum)
        };
        let table: Vec<ComingDay> = shown.iter().filter(|(.., sum)| sum.all().rows > 0).map(named).collect();
        let ending = |sum: &DayTotals| sum.of(ComingEvent::Deletion).rows + sum.of(ComingEvent::End).rows;
        let has_ends = days.iter().any(|(.., sum)| ending(sum) > 0);
        let listed = days.iter().filter(|(.., sum)| {
            if has_ends { ending(sum) > 0 } else { sum.of(ComingEvent::Renewal).rows > 0 }
        });
        let sum = totals.between(&(today..=last));
        Coming {
            periods: periods(shell, filter),
            chart: chart(shell, filter, &shown),
            listed: listed.take(MAX_LISTED).map(named).collect(),
            sum: ComingDay::new(shell, DayWindow::Next(filter.days), (today, today), &sum),
            table,
            is_weekly,
        }
    }
}

impl ComingDay {
    fn new(shell: &Shell, window: DayWindow, (day, today): (NaiveDate, NaiveDate), sum: &DayTotals) -> Self {
        let (texts, locale) = (shell.texts, shell.locale);
        let address = |name: &str, value: &str| {
            urls::subscriptions().with_parameters([(name, value), ("renews", window.to_string().as_str())])
        };
        let count = |class, of: RowTotals, text: String, address: String| EventCount {
            class,
            number: of.rows,
            text,
            address,
        };
        let events = EVENTS.map(|(event, class)| {
            let (number, of) = (locale.number(sum.of(event).rows), sum.of(event));
            let text = match event {
                ComingEvent::Deletion => texts.overview_deleted(of.rows, number),
                ComingEvent::End => texts.overview_end(of.rows, number),
                ComingEvent::Renewal => texts.overview_renew(of.rows, number),
            };
            count(class, of, text, address("event", event.as_str()))
        });
        let (planned, all) = (sum.planned, sum.all());
        let planned_text = texts.overview_planned(planned.rows, locale.number(planned.rows));
        let all_text = texts.overview_all(all.rows, locale.number(all.rows));
        let distance = (day - today).num_days().unsigned_abs();
        ComingDay {
            day,
            name: locale.weekday_day(day),
            distance: texts.in_days(distance),
            events: events.into(),
            planned: count("", planned, planned_text, address("at_renewal", "scheduled")),
            all: count("", all, all_text, address("event", "")),
            licenses: texts.overview_licenses(all.licenses, locale.number(all.licenses)),
        }
    }

    /// Returns the events of which there is at least one.
    pub fn happening(&self) -> impl Iterator<Item = &EventCount> {
        self.events.iter().filter(|event| event.number > 0)
    }
}

/// Returns the first and the last of consecutive days, and their sum.
fn merge(days: &[(NaiveDate, NaiveDate, DayTotals)]) -> (NaiveDate, NaiveDate, DayTotals) {
    let mut sum = DayTotals::default();
    days.iter().for_each(|(.., one)| sum.add(one));
    let first = days.first().map(|(first, ..)| *first).unwrap_or_default();
    (first, days.last().map_or(first, |(_, last, _)| *last), sum)
}

fn periods(shell: &Shell, filter: Filter) -> Tabs {
    let tab = |days: u16| {
        let address = Filter { days, ..filter }.address();
        Tab::new(shell.texts.overview_days(days), address, days == filter.days)
    };
    Tabs { label: shell.texts.overview_period(), tabs: PERIODS.map(tab).into() }
}

/// Draws a column for each day or week. Only every seventh day has a label.
fn chart(shell: &Shell, filter: Filter, shown: &[(NaiveDate, NaiveDate, DayTotals)]) -> Option<ColumnChart> {
    let (texts, locale) = (shell.texts, shell.locale);
    let (most_on, _, most) = shown.iter().rev().max_by_key(|(.., sum)| sum.all().rows)?;
    let all: u64 = shown.iter().map(|(.., sum)| sum.all().rows).sum();
    if all == 0 {
        return None;
    }
    let columns: Vec<Column> = shown
        .iter()
        .enumerate()
        .map(|(number, (day, _, sum))| Column {
            label: label_step(number, shown.len()).then(|| locale.short_day(*day)),
            above: EVENTS.map(|(event, class)| (class, sum.of(event).rows)).into(),
            below: None,
        })
        .collect();
    let (day, number) = (locale.day_month(*most_on), locale.number(most.all().rows));
    let all = locale.number(all);
    let sentence = if filter.days > MAX_BY_DAY {
        texts.overview_weeks_sentence(filter.days, all, day, number)
    } else {
        texts.overview_days_sentence(filter.days, all, day, number)
    };
    Some(ColumnChart::new(sentence, &columns, locale))
}

/// Whether the column with this number has a label: about five of them have one.
fn label_step(number: usize, columns: usize) -> bool {
    let step = match columns {
        15.. => 7,
        10.. => 4,
        _ => 2,
    };
    number.is_multiple_of(step)
}
