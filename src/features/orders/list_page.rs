//! `GET /orders`: orders and order requests, newest first.

use crate::db::keyset::Position;
use crate::domain::{OrderStatus, TextEnum};
use crate::features::orders::model::Order;
use crate::features::orders::queries::{COUNT_CAP, Filter, Page};
use crate::urls;
use crate::web::pager::Pager;
use crate::web::shell::Shell;
use askama::Template;

/// The page.
#[derive(Template)]
#[template(path = "orders/index.html")]
pub struct OrdersPage<'a> {
    /// The page layout: language, texts, menus.
    pub shell: &'a Shell,
    /// The page of orders.
    pub page: &'a Page,
    /// The filter.
    pub filter: &'a Filter,
    /// The first invalid parameter; it was ignored.
    pub bad: Option<&'static str>,
    /// Whether the partner is an indirect reseller, which requests orders from providers.
    pub is_reseller: bool,
    /// Whether the partner is an indirect provider, which receives order requests.
    pub is_provider: bool,
    /// The number of pending requests that the partner has to answer.
    pub waiting: usize,
}

impl OrdersPage<'_> {
    /// Returns label, URL and selection of the tabs: all orders, and one tab per possible status.
    fn tabs(&self) -> Vec<(String, String, bool)> {
        let all = (self.shell.texts.order_all(), urls::orders().to_string(), self.filter.status.is_none());
        let has_requests = self.is_reseller || self.is_provider;
        let states =
            OrderStatus::ALL.iter().filter(|(status, _)| has_requests || *status == OrderStatus::Placed);
        let tab = |(status, word): &(OrderStatus, &str)| {
            let label = status.label(self.shell.texts);
            (
                label,
                urls::orders().with_query(format_args!("status={word}")),
                self.filter.status == Some(*status),
            )
        };
        [all].into_iter().chain(states.map(tab)).collect()
    }

    fn shown(&self) -> u64 {
        self.page.total.min(COUNT_CAP) as u64
    }

    fn is_capped(&self) -> bool {
        self.page.total > COUNT_CAP
    }

    /// Returns the text before the number of orders, the number, and the text after it.
    fn count_parts(&self) -> [String; 3] {
        let count = self.shell.texts.orders_count(self.shown());
        let plus = if self.is_capped() { "+" } else { "" };
        [count.s0, format!("{}{plus}", self.shell.locale.number(self.shown())), count.s1]
    }

    fn waiting_text(&self) -> String {
        self.shell.texts.order_waiting(self.waiting as u64)
    }

    fn status(&self, order: &Order) -> String {
        order.status.label(self.shell.texts)
    }

    /// Returns the offer's name of the first line.
    fn first_line<'o>(&self, order: &'o Order) -> &'o str {
        order.lines.first().map_or("", |line| &line.offer_name)
    }

    fn more_lines(&self, order: &Order) -> Option<String> {
        let more = order.lines.len().saturating_sub(1) as u64;
        (more > 0).then(|| self.shell.texts.order_more_lines(more))
    }

    /// Returns the other party: the provider for a reseller, the reseller of record for all others.
    fn other_party<'o>(&self, order: &'o Order) -> Option<&'o str> {
        if self.is_reseller { Some(&order.seller_name) } else { order.reseller_name.as_deref() }
    }

    fn pager(&self) -> Pager {
        let to =
            |name, position: &Option<Position>| position.as_ref().map(|position| self.page(name, position));
        Pager::new(to("before", &self.page.previous), to("after", &self.page.next))
    }

    fn page(&self, name: &str, position: &Position) -> String {
        let status = self.filter.status.map(|status| format!("status={}&", status.as_str()));
        urls::orders().with_query(format_args!("{}{name}={}", status.unwrap_or_default(), position.cursor()))
    }
}
