//! Twelve months: customers and licenses at their ends, and how many relationships began and ended in each.

use crate::domain::SubscriptionStatus;
use crate::features::overview::daily::model::DailyFigures;
use crate::features::overview::queries::OverviewData;
use crate::web::chart::columns::{Column, ColumnChart};
use crate::web::chart::line::{LineChart, Point};
use crate::web::day_range::month_of;
use crate::web::shell::Shell;
use chrono::{Datelike, Months, NaiveDate};

/// How many months are shown.
const SHOWN: u32 = 12;

/// The figures of a month; `None` is not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Month {
    /// Its first day.
    pub first: NaiveDate,
    /// The customers at its end, or now.
    pub customers: Option<u64>,
    /// The active subscriptions at its end, or now.
    pub subscriptions: Option<u64>,
    /// Their licenses.
    pub licenses: Option<u64>,
    /// The relationships that began in it, also those that have ended since.
    pub began: Option<u64>,
    /// The relationships that ended in it.
    pub ended: Option<u64>,
}

/// A row of the table: the month and its formatted figures.
pub type MonthRow = (String, Vec<String>);

/// A chart with the table of its numbers.
#[derive(Debug, Clone)]
pub struct MonthChart<C> {
    /// The drawing; `None` if nothing is known.
    pub drawing: Option<C>,
    /// The table.
    pub rows: Vec<MonthRow>,
}

/// Returns the last twelve months, the current one at the end.
pub fn months(data: &OverviewData, today: NaiveDate) -> Vec<Month> {
    let this = month_of(today).from.unwrap_or(today);
    (0..SHOWN).rev().map(|back| month(data, this - Months::new(back), back == 0)).collect()
}

fn month(data: &OverviewData, first: NaiveDate, is_current: bool) -> Month {
    let within = |day: &&DailyFigures| (day.day.year(), day.day.month()) == (first.year(), first.month());
    let days: Vec<&DailyFigures> = data.days.iter().filter(within).collect();
    let number = |number: i64| number.unsigned_abs();
    let sum = |of: fn(&DailyFigures) -> i64| {
        (!days.is_empty()).then(|| days.iter().map(|day| number(of(day))).sum::<u64>())
    };
    let (began, ended) = (sum(|day| day.began), sum(|day| day.ended));
    if is_current {
        let active = data.subscriptions.as_ref().map(|all| all.of_status(SubscriptionStatus::Active));
        return Month {
            first,
            customers: Some(data.customers.all),
            subscriptions: active.map(|active| active.rows),
            licenses: active.map(|active| active.licenses),
            began: Some(began.unwrap_or(0) + data.since_days.0),
            ended: Some(ended.unwrap_or(0) + data.since_days.1),
        };
    }
    // Only the last day of a month tells how it ended.
    let last = days.last().filter(|day| Some(day.day) == month_of(first).to);
    Month {
        first,
        customers: last.map(|day| number(day.customers)),
        subscriptions: last.and_then(|day| day.subscriptions).map(number),
        licenses: last.and_then(|day| day.licenses).map(number),
        began,
        ended,
    }
}

/// Draws customers or licenses over time.
pub fn line_of(
    shell: &Shell,
    months: &[Month],
    of: fn(&Month) -> Option<u64>,
    sentence: impl Fn(String, String, String, String) -> String,
) -> MonthChart<LineChart> {
    let locale = shell.locale;
    let points: Vec<Point> = months
        .iter()
        .enumerate()
        .map(|(number, month)| Point { label: label(shell, number, month), value: of(month) })
        .collect();
    let known: Vec<(&Month, u64)> = months.iter().filter_map(|month| Some((month, of(month)?))).collect();
    let drawing = known.first().zip(known.last()).map(|(first, last)| {
        let said = |(month, number): &(&Month, u64)| (locale.number(*number), locale.month_year(month.first));
        let ((from, since), (to, now)) = (said(first), said(last));
        LineChart::new(sentence(from, since, to, now), &points, locale)
    });
    MonthChart { drawing, rows: rows(shell, months, &[of]) }
}

/// Draws how many relationships began and ended in each month.
pub fn began_and_ended(shell: &Shell, months: &[Month]) -> MonthChart<ColumnChart> {
    let (texts, locale) = (shell.texts, shell.locale);
    let columns: Vec<Column> = months
        .iter()
        .enumerate()
        .map(|(number, month)| Column {
            label: label(shell, number, month),
            above: vec![("won", month.began.unwrap_or(0))],
            below: Some(("lost", month.ended.unwrap_or(0))),
        })
        .collect();
    let current = months.last().map(|month| (month.began.unwrap_or(0), month.ended.unwrap_or(0)));
    let (began, ended) = current.unwrap_or_default();
    let most = months.iter().rev().max_by_key(|month| month.began.unwrap_or(0));
    let drawing = most.map(|most| {
        let number = locale.number(most.began.unwrap_or(0));
        let (began, ended) = (locale.number(began), locale.number(ended));
        let sentence = texts.overview_began_sentence(locale.month_year(most.first), number, began, ended);
        ColumnChart::new(sentence, &columns, locale)
    });
    let of: [fn(&Month) -> Option<u64>; 2] = [|month| month.began, |month| month.ended];
    MonthChart { drawing, rows: rows(shell, months, &of) }
}

/// Every third month and the last one have a label.
fn label(shell: &Shell, number: usize, month: &Month) -> Option<String> {
    let is_labelled = number.is_multiple_of(3) || number + 1 == SHOWN as usize;
    is_labelled.then(|| shell.locale.month(month.first))
}

fn rows(shell: &Shell, months: &[Month], of: &[fn(&Month) -> Option<u64>]) -> Vec<MonthRow> {
    let number = |value: Option<u64>| {
        value.map_or_else(|| shell.texts.overview_unknown(), |value| shell.locale.number(value))
    };
    let row = |month: &Month| {
        (shell.locale.month_year(month.first), of.iter().map(|of| number(of(month))).collect())
    };
    months.iter().map(row).collect()
}
