//! `GET /orders`: orders and order requests, newest first.

use crate::db::keyset::Position;
use crate::domain::{OrderStatus, PartnerKind, TextEnum};
use crate::features::orders::model::Order;
use crate::features::orders::queries::{Filter, Page};
use crate::urls;
use crate::web::list::{BadParameter, EmptyState, ListCount, ListFrame, Pager, Tab, Tabs};
use crate::web::shell::Shell;
use askama::Template;

/// The page.
#[derive(Template)]
#[template(path = "orders/index.html")]
pub struct OrdersPage<'a> {
    /// The page layout: language, texts, menus.
    pub shell: &'a Shell,
    /// The frame of the list.
    pub frame: ListFrame,
    /// The page of orders.
    pub page: &'a Page,
    /// Whether the partner is an indirect reseller, which requests orders from providers.
    pub is_reseller: bool,
    /// Whether the partner is an indirect provider, which receives order requests.
    pub is_provider: bool,
    /// The number of pending requests that the partner has to answer.
    pub waiting: usize,
}

/// Returns the frame of the list. `bad` is the first invalid parameter.
pub fn frame(
    shell: &Shell,
    kind: PartnerKind,
    page: &Page,
    filter: &Filter,
    bad: Option<&'static str>,
) -> ListFrame {
    let texts = shell.texts;
    let count = texts.orders_count(page.total.shown);
    let empty = match filter.status {
        Some(_) => EmptyState::nothing_found(texts.orders_none_found()),
        None => EmptyState::nothing_yet(texts.orders_none(), texts.orders_none_text()),
    };
    ListFrame {
        bad: bad.map(|field| BadParameter { field, text: texts.order_bad_address() }),
        tabs: Some(tabs(shell, kind, filter)),
        empty: page.rows.is_empty().then_some(empty),
        pager: Pager::around(&page.rows, page.edges, |name, order| page_address(filter, name, order)),
        ..ListFrame::new(texts.orders(), ListCount::new(page.total, [count.s0, count.s1], shell.locale))
    }
}

/// Returns the tabs: all orders, and one tab per possible status.
fn tabs(shell: &Shell, kind: PartnerKind, filter: &Filter) -> Tabs {
    let all = Tab::new(shell.texts.order_all(), urls::orders(), filter.status.is_none());
    let has_requests = kind != PartnerKind::Direct;
    let states = OrderStatus::ALL.iter().filter(|(status, _)| has_requests || *status == OrderStatus::Placed);
    let tab = |(status, word): &(OrderStatus, &str)| {
        let address = urls::orders().with_query(format_args!("status={word}"));
        Tab::new(status.label(shell.texts), address, filter.status == Some(*status))
    };
    Tabs { label: shell.texts.status(), tabs: [all].into_iter().chain(states.map(tab)).collect() }
}

fn page_address(filter: &Filter, name: &str, order: &Order) -> String {
    let status = filter.status.map(|status| format!("status={}&", status.as_str())).unwrap_or_default();
    let position = Position { at: order.made_at, id: order.id.0 };
    urls::orders().with_query(format_args!("{status}{name}={}", position.cursor()))
}

impl OrdersPage<'_> {
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
}
