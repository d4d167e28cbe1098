//! How the partner is doing: the numbers of now, how they moved this month, and where they came from.

use crate::domain::SubscriptionStatus;
use crate::domain::TextEnum;
use crate::features::overview::counts::Counted;
use crate::features::overview::months::Month;
use crate::features::overview::queries::{CustomerFigures, RequestFigures};
use crate::search::subscriptions::SubscriptionTotals;
use crate::urls;
use crate::web::chart::bars::{bar_parts, bar_width};
use crate::web::chart::line::sparkline;
use crate::web::shell::Shell;

/// Number of products in the list of the largest ones.
const MAX_PRODUCTS: usize = 5;

/// A number, how it moved, and the list that it counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figure {
    /// What it counts.
    pub label: String,
    /// The number.
    pub counted: Counted,
    /// Whether the list shows it as the sum of licenses.
    pub is_licenses: bool,
    /// How it moved since the end of the last month.
    pub movement: Option<Movement>,
    /// The number of the last month, in words.
    pub before: Option<(String, Counted)>,
    /// Its line over the last months.
    pub line: Vec<String>,
}

/// How a number moved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Movement {
    /// The class: `up`, `down`, or empty.
    pub class: &'static str,
    /// The movement in words.
    pub text: String,
}

/// A part of all, with a bar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Share {
    /// What it is.
    pub label: String,
    /// Whether the label is data.
    pub is_data: bool,
    /// The class of its color.
    pub class: &'static str,
    /// The number.
    pub counted: Counted,
    /// The number in words.
    pub text: String,
    /// Where its bar begins, and how wide it is.
    pub bar: (String, String),
}

/// Returns the figures of customers and subscriptions. `months` are the last ones, with the current one at the end.
pub fn figures(
    shell: &Shell,
    customers: &CustomerFigures,
    subscriptions: Option<&SubscriptionTotals>,
    months: &[Month],
) -> Vec<Figure> {
    let texts = shell.texts;
    let figure = |label: String, counted: Counted, of: fn(&Month) -> Option<u64>| Figure {
        label,
        movement: movement(shell, counted.number, months, of),
        counted,
        is_licenses: false,
        before: None,
        line: sparkline(&months.iter().map(of).collect::<Vec<_>>()),
    };
    let all = Counted { number: customers.all, address: urls::customers().to_string() };
    let mut figures = vec![figure(texts.customers(), all, |month| month.customers)];
    if let Some(totals) = subscriptions {
        let active = totals.of_status(SubscriptionStatus::Active);
        let counted = |number| Counted { number, address: with_status(SubscriptionStatus::Active) };
        figures.push(figure(texts.overview_active(), counted(active.rows), |month| month.subscriptions));
        let licenses =
            figure(texts.overview_active_licenses(), counted(active.licenses), |month| month.licenses);
        figures.push(Figure { is_licenses: true, ..licenses });
    }
    let months_of = |label, now: &Counted, before: &Counted, of| Figure {
        movement: None,
        before: Some((texts.overview_before(shell.locale.number(before.number)), before.clone())),
        ..figure(label, now.clone(), of)
    };
    let (new, ended) = (&customers.new, &customers.ended);
    figures.push(months_of(texts.overview_new(), new, &customers.new_before, |month| month.began));
    figures.push(months_of(texts.overview_ended(), ended, &customers.ended_before, |month| month.ended));
    figures
}

fn movement(shell: &Shell, now: u64, months: &[Month], of: fn(&Month) -> Option<u64>) -> Option<Movement> {
    let before = months.iter().rev().nth(1).and_then(of)?;
    let number = shell.locale.number(now.abs_diff(before));
    let texts = shell.texts;
    Some(match now.cmp(&before) {
        std::cmp::Ordering::Greater => Movement { class: "up", text: texts.overview_more(number) },
        std::cmp::Ordering::Less => Movement { class: "down", text: texts.overview_less(number) },
        std::cmp::Ordering::Equal => Movement { class: "", text: texts.overview_same() },
    })
}

/// Returns how many of the requests that were sent this month were opened and accepted.
pub fn funnel(shell: &Shell, requests: &RequestFigures) -> Vec<Share> {
    let (texts, sent) = (shell.texts, requests.sent.number);
    let step = |label: String, counted: &Counted| {
        let number = shell.locale.number(counted.number);
        let text = match (counted.number * 100).checked_div(sent) {
            Some(percent) if counted.address != requests.sent.address => {
                texts.overview_number_percent(number, shell.locale.number(percent))
            }
            _ => number,
        };
        let bar = ("0".to_owned(), bar_width(counted.number, sent));
        Share { label, is_data: false, class: "", counted: counted.clone(), text, bar }
    };
    vec![
        step(texts.request_sent(), &requests.sent),
        step(texts.request_opened(), &requests.opened),
        step(texts.request_accepted(), &requests.accepted),
    ]
}

/// Returns the number of subscriptions with each status, without those that nothing has.
pub fn statuses(shell: &Shell, totals: &SubscriptionTotals) -> Vec<Share> {
    let known: Vec<(SubscriptionStatus, u64)> = SubscriptionStatus::ALL
        .iter()
        .map(|(status, _)| (*status, totals.of_status(*status).rows))
        .filter(|(_, rows)| *rows > 0)
        .collect();
    let numbers: Vec<u64> = known.iter().map(|(_, rows)| *rows).collect();
    let share = |((status, number), bar): ((SubscriptionStatus, u64), (String, String))| Share {
        label: status.label(shell.texts),
        is_data: false,
        class: class_of(status),
        counted: Counted { number, address: with_status(status) },
        text: shell.locale.number(number),
        bar,
    };
    known.into_iter().zip(bar_parts(&numbers)).map(share).collect()
}

/// Returns the products with the most active licenses. Their numbers are sums of licenses.
pub fn products(shell: &Shell, totals: &SubscriptionTotals) -> Vec<Share> {
    let most = totals.products.first().map_or(0, |(_, one)| one.licenses);
    let active = SubscriptionStatus::Active.as_str();
    let share = |(name, one): &(String, crate::search::subscriptions::RowTotals)| Share {
        label: name.clone(),
        is_data: true,
        class: "",
        counted: Counted {
            number: one.licenses,
            address: urls::subscriptions().with_parameters([("status", active), ("offer", name.as_str())]),
        },
        text: shell.locale.number(one.licenses),
        bar: ("0".to_owned(), bar_width(one.licenses, most)),
    };
    totals.products.iter().take(MAX_PRODUCTS).map(share).collect()
}

fn with_status(status: SubscriptionStatus) -> String {
    urls::subscriptions().with_parameters([("status", status.as_str())])
}

fn class_of(status: SubscriptionStatus) -> &'static str {
    match status {
        SubscriptionStatus::Active => "won",
        SubscriptionStatus::Pending => "begun",
        SubscriptionStatus::Suspended => "ends",
        SubscriptionStatus::Deleted | SubscriptionStatus::Expired | SubscriptionStatus::Disabled => "quiet",
    }
}
