//! `GET /orders`: orders and order requests, newest first.

use crate::db::keyset::Position;
use crate::domain::{OrderStatus, PartnerKind, ReportList, TextEnum};
use crate::features::customers::list_context::ListContext;
use crate::features::orders::filter::Params;
use crate::features::orders::model::Order;
use crate::features::orders::queries::Page;
use crate::table_file::TableFormat;
use crate::urls;
use crate::web::list::{
    BadParameter, EmptyState, ExportMenu, FilterChoice, FilterField, ListCount, ListFilters, ListFrame,
    PageAction, Pager, SortHead, Tab, Tabs, TimeSort,
};
use crate::web::reported_list::canonical_query;
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
    /// The header of the column by which the list is sorted.
    pub made: SortHead,
}

/// Returns the frame of the list.
pub fn frame(shell: &Shell, page: &Page, context: &ListContext<'_, Params>) -> ListFrame {
    let texts = shell.texts;
    let ListContext { params, bad, .. } = context;
    let filters = filters(shell, context);
    let is_filtered = filters.is_used();
    let count = texts.orders_count(page.total.shown);
    let all = || PageAction::new("all", texts.log_clear(), tab_address(params, &params.status));
    let empty = || match (is_filtered, params.status.as_str()) {
        (true, _) => EmptyState::nothing_found(texts.orders_no_match()).with_actions([all()]),
        (false, "") => EmptyState::nothing_yet(texts.orders_none(), texts.orders_none_text()),
        (false, _) => EmptyState::nothing_found(texts.orders_none_found()),
    };
    let export = || {
        let label = texts.export_list(page.total.text(shell.locale));
        let menu = ExportMenu::new(shell, label, page.total.shown, |format| match format {
            TableFormat::Csv => urls::orders_csv().with_parameters(params.pairs()),
            TableFormat::Xlsx => urls::orders_xlsx().with_parameters(params.pairs()),
        });
        let query = canonical_query(params.pairs());
        menu.regularly(shell, ReportList::Orders, &query).unless(context.no_export.clone())
    };
    ListFrame {
        bad: bad.map(|field| BadParameter::of_list(shell, field)),
        tabs: Some(tabs(shell, context)),
        empty: page.rows.is_empty().then(empty),
        pager: Pager::around(&page.rows, page.edges, |name, order| page_address(params, name, order)),
        export: (page.total.shown > 0).then(export),
        filters: Some(filters),
        ..ListFrame::new(texts.orders(), ListCount::new(page.total, [count.s0, count.s1], shell.locale))
    }
}

/// Returns the header of the column with the time of the order.
pub fn made_head(shell: &Shell, params: &Params, sort: TimeSort) -> SortHead {
    sort.head("made", shell.texts.order_made(), |sort| {
        urls::orders().with_parameters(Params { sort: sort.to_owned(), ..params.clone() }.pairs())
    })
}

/// Returns the search and the filters.
fn filters(shell: &Shell, context: &ListContext<'_, Params>) -> ListFilters {
    let (texts, typed) = (shell.texts, context.typed);
    let other = |name, label, value, none: Option<FilterChoice>| {
        let choices = none.into_iter().chain(context.partner_choices(texts));
        FilterField::choice(shell, name, label, value, choices)
    };
    let other = match context.kind {
        PartnerKind::Direct => None,
        PartnerKind::IndirectProvider => {
            let none = FilterChoice::new("none", texts.none());
            Some(other("reseller", texts.reseller(), &typed.reseller, Some(none)))
        }
        PartnerKind::IndirectReseller => {
            Some(other("provider", texts.order_provider(), &typed.provider, None))
        }
    };
    let people = context.people_choices();
    let by = FilterField::choice(shell, "by", texts.order_made_by(), &typed.by, people);
    let here = tab_address(context.params, &context.params.status);
    ListFilters { bad: context.bad, ..ListFilters::new(&urls::orders(), texts.orders_search(), &typed.q) }
        .with(other)
        .with([by])
        .with(FilterField::days(shell, &typed.from, &typed.to))
        .keeping("status", &context.params.status)
        .keeping("sort", &context.params.sort)
        .cleared_by(here)
}

/// Returns the URL of the list with this status and without search and filters.
fn tab_address(params: &Params, status: &str) -> String {
    urls::orders().with_parameters([("status", status), ("sort", &params.sort)])
}

/// Returns the tabs: all orders, and one tab per possible status. Search and filters stay.
fn tabs(shell: &Shell, context: &ListContext<'_, Params>) -> Tabs {
    let address = |status: &str| {
        let params = Params { status: status.to_owned(), ..context.params.clone() };
        urls::orders().with_parameters(params.pairs())
    };
    let current = context.params.status.as_str();
    let all = Tab::new(shell.texts.order_all(), address(""), current.is_empty());
    let has_requests = context.kind != PartnerKind::Direct;
    let states = OrderStatus::ALL.iter().filter(|(status, _)| has_requests || *status == OrderStatus::Placed);
    let tab = |(status, word): &(OrderStatus, &str)| {
        Tab::new(status.label(shell.texts), address(word), current == *word)
    };
    Tabs { label: shell.texts.status(), tabs: [all].into_iter().chain(states.map(tab)).collect() }
}

fn page_address(params: &Params, name: &'static str, order: &Order) -> String {
    let cursor = Position { at: order.made_at, id: order.id.0 }.cursor();
    urls::orders().with_parameters(params.pairs().into_iter().chain([(name, cursor.as_str())]))
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
