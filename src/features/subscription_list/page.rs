//! The page of the list.

use crate::domain::{
    BillingCycle, ComingEvent, DayWindow, PartnerKind, ReportList, SubscriptionStatus, TextEnum,
};
use crate::features::saved_views::tabs::{ViewNotes, ViewTabs};
use crate::features::subscription_list::address::ListAddress;
use crate::features::subscription_list::chips::{FilterChip, day_window_label, filter_chips};
use crate::features::subscription_list::cursor::write_cursor;
use crate::features::subscription_list::filter::{Filter, Params, WITHIN, bad_parameter};
use crate::features::subscription_list::queries::{Choices, ListedSubscription, Page};
use crate::features::subscription_list::row::NextDate;
use crate::features::subscriptions::commitment::Commitment;
use crate::features::subscriptions::lifecycle::calendar::refunded_until;
use crate::features::subscriptions::planned::{PlannedChange, planned_changes};
use crate::features::subscriptions::queries::PartnerName;
use crate::i18n::time_zone::LocalTime;
use crate::search::CappedCount;
use crate::search::subscriptions::Column;
use crate::urls;
use crate::web::bulk_bar::BulkBar;
use crate::web::export_menu::ExportMenu;
use crate::web::list::{EmptyState, ListCount, ListFrame, PageAction, Pager, SortHead};
use crate::web::shell::Shell;
use askama::Template;
use chrono::NaiveDate;

/// Maximum number of products and resellers that a `<select>` offers; more are suggestions for a field.
const MAX_OPTIONS: usize = 30;

/// Maximum number of suggestions.
const MAX_SUGGESTIONS: usize = 500;

/// `GET /subscriptions`.
#[derive(Template)]
#[template(path = "subscriptions/all.html")]
pub struct SubscriptionsPage<'a> {
    /// The page layout: language, texts, menus.
    pub shell: &'a Shell,
    /// The frame of the list.
    pub frame: ListFrame,
    content: ListContent<'a>,
    address: ListAddress,
    /// What the user may do with selected rows; `None` if nothing.
    bulk: Option<BulkBar>,
}

/// What the page shows.
pub struct ListContent<'a> {
    /// The saved views.
    pub tabs: ViewTabs,
    /// What there is to say about the open view.
    pub view_notes: ViewNotes,
    /// The rows of this page, and the totals.
    pub page: &'a Page,
    /// The values to choose from.
    pub choices: &'a Choices,
    /// The search, the filters and the order.
    pub filter: &'a Filter,
    /// The parameters as they came, so that the form keeps what was typed.
    pub typed: &'a Params,
    /// The malformed parameter.
    pub bad: Option<&'static str>,
    /// The type of the partner, which decides whose name the last column has.
    pub kind: PartnerKind,
    /// Why the user may not export; `None` if they may.
    pub no_export: Option<String>,
    /// Now, UTC.
    pub now: LocalTime,
    /// The current day of the partner.
    pub today: NaiveDate,
}

impl<'a> SubscriptionsPage<'a> {
    /// Makes the page.
    pub fn new(
        shell: &'a Shell,
        content: ListContent<'a>,
        address: ListAddress,
        bulk: Option<BulkBar>,
    ) -> Self {
        SubscriptionsPage { frame: frame(shell, &content, &address), shell, content, address, bulk }
    }
}

fn frame(shell: &Shell, content: &ListContent<'_>, address: &ListAddress) -> ListFrame {
    let (texts, page) = (shell.texts, content.page);
    let (rows, licenses) = (CappedCount::exact(page.total), CappedCount::exact(page.seats));
    let (count, sum) = (texts.subscriptions_count(rows.shown), texts.licenses_count(licenses.shown));
    let count = ListCount::new(rows, [count.s0, count.s1], shell.locale);
    let empty = || {
        if content.filter.is_all() {
            let nothing =
                EmptyState::nothing_yet(texts.no_subscriptions(), texts.all_subscriptions_empty_text());
            return nothing.with_actions([PageAction::new(
                "customers",
                texts.customers(),
                urls::customers(),
            )]);
        }
        let all = PageAction::new("all", texts.clear_all(), address.whole_list());
        EmptyState::nothing_found(texts.all_subscriptions_none_found()).with_actions([all])
    };
    let to = |name, position: &Option<_>| {
        position.as_ref().map(|position| address.page(name, &write_cursor(position, content.filter.sort)))
    };
    let q = &content.filter.q;
    let title = texts.subscriptions();
    ListFrame {
        title: (!q.is_empty()).then(|| q.clone() + &texts.dash() + &title),
        caption: caption(shell, content.filter),
        bad: content.bad.map(|field| bad_parameter(field, shell)),
        empty: page.rows.is_empty().then(empty),
        pager: Pager::new(to("before", &page.previous), to("after", &page.next)),
        ..ListFrame::new(title, count.and(licenses, [sum.s0, sum.s1], shell.locale))
    }
}

fn caption(shell: &Shell, filter: &Filter) -> String {
    let (texts, column) = (shell.texts, column_label(shell, filter.sort.column));
    if filter.sort.descending {
        texts.all_subscriptions_sorted_down(column)
    } else {
        texts.all_subscriptions_sorted(column)
    }
}

fn column_label(shell: &Shell, column: Column) -> String {
    let texts = shell.texts;
    match column {
        Column::NextDate => texts.next_date(),
        Column::Customer => texts.field_customer(),
        Column::Product => texts.subscription(),
        Column::Quantity => texts.quantity(),
        Column::Status => texts.status(),
    }
}

impl SubscriptionsPage<'_> {
    fn rows(&self) -> &[ListedSubscription] {
        &self.content.page.rows
    }

    /// Returns the value that selects a row.
    fn bulk_id(&self, row: &ListedSubscription) -> String {
        format!("{}/{}", row.customer, row.one.id)
    }

    fn bulk_label(&self, row: &ListedSubscription) -> String {
        let label = self.shell.texts.bulk_select_row();
        format!("{}{} · {}{}", label.s0, row.one.name, row.customer_name, label.s1)
    }

    fn next_date(&self, row: &ListedSubscription) -> Option<NextDate> {
        NextDate::new(&row.one, self.content.today, self.shell.texts, self.shell.locale)
    }

    fn quantity(&self, row: &ListedSubscription) -> String {
        self.shell.locale.number(row.one.quantity.unsigned_abs().into())
    }

    fn commitment(&self, row: &ListedSubscription) -> Commitment {
        let id = row.one.offer_id.clone();
        let offer = id.and_then(|id| self.content.page.offers.get(&(row.one.seller, id)));
        let cycle = row.one.billing_cycle.or(offer.map(|offer| offer.billing_cycle));
        let refunds = offer.is_some_and(|offer| offer.cancellable);
        let refunded_until = refunded_until(cycle, row.one.created_at).filter(|_| refunds);
        Commitment::new(&row.one, refunded_until, self.content.now, self.shell)
    }

    fn planned_changes(&self, row: &ListedSubscription) -> Vec<PlannedChange> {
        let id = row.one.at_renewal.offer.clone();
        let offer = id.and_then(|id| self.content.page.offers.get(&(row.one.seller, id)));
        let name = offer.map(|offer| offer.name.as_str());
        planned_changes(&row.one, name, self.shell.texts, self.shell.locale)
    }

    /// Returns the header of the last column: the other party of the sale. A direct partner has none.
    fn party_label(&self) -> Option<String> {
        match self.content.kind {
            PartnerKind::Direct => None,
            PartnerKind::IndirectProvider => Some(self.shell.texts.reseller()),
            PartnerKind::IndirectReseller => Some(self.shell.texts.seller()),
        }
    }

    /// Returns the reseller of record for a provider, and the seller for a reseller.
    fn party(&self, row: &ListedSubscription) -> Option<&PartnerName> {
        let id = match self.content.kind {
            PartnerKind::IndirectReseller => Some(row.one.seller),
            _ => row.one.reseller,
        };
        id.and_then(|id| self.content.page.partners.get(&id))
    }

    /// Returns the header of a sortable column.
    fn sort_head(&self, column: Column) -> SortHead {
        let label = column_label(self.shell, column);
        self.content.filter.sort.head(column, label, |sort| self.address.sorted(sort))
    }

    fn export(&self) -> ExportMenu {
        let (shell, total) = (self.shell, self.content.page.total);
        let label = shell.texts.export_subscriptions(shell.locale.number(total));
        let menu = ExportMenu::new(shell, label, total, |format| self.address.export(format));
        let query = self.address.report_query();
        menu.regularly(shell, ReportList::Subscriptions, &query).unless(self.content.no_export.clone())
    }

    /// Returns the value of the parameter `sort`, which the form keeps.
    fn sort(&self) -> String {
        self.content.filter.sort.param()
    }

    fn statuses(&self) -> Vec<(&'static str, String)> {
        SubscriptionStatus::ALL.iter().map(|(one, word)| (*word, one.label(self.shell.texts))).collect()
    }

    fn cycles(&self) -> Vec<(&'static str, String)> {
        BillingCycle::ALL.iter().map(|(one, word)| (*word, one.label(self.shell.texts))).collect()
    }

    /// Returns the choices of the filter by next date; a range of days is one of them while it is set.
    fn next_dates(&self) -> Vec<(String, String)> {
        let within = WITHIN.map(DayWindow::Next);
        let range = self.content.filter.renews.filter(|dates| !within.contains(dates));
        let all = within.into_iter().chain(range);
        all.map(|dates| (dates.to_string(), day_window_label(self.shell.locale, dates))).collect()
    }

    /// Whether this is the selected range or number of days.
    fn is_next_dates(&self, value: &str) -> bool {
        self.content.filter.renews.is_some_and(|dates| dates.to_string() == value)
    }

    /// Returns a date that was typed, if it was not accepted.
    fn typed_day<'t>(&self, day: &'t str) -> &'t str {
        if self.content.bad == Some("renews") { day } else { "" }
    }

    /// Returns the input type of a date field. A `date` field cannot show an invalid date, so that needs `text`.
    fn input_type(&self, day: &str) -> &'static str {
        if day.is_empty() || day.parse::<NaiveDate>().is_ok() { "date" } else { "text" }
    }

    fn has_many_products(&self) -> bool {
        self.content.choices.products.len() > MAX_OPTIONS
    }

    /// Returns the choices of the filter by product. A name or Offer ID from the address is one of them.
    fn offered_products(&self) -> Vec<&str> {
        let known = self.content.choices.products.iter().map(String::as_str);
        let wanted = self.content.filter.offer.as_deref();
        let other = wanted.filter(|wanted| known.clone().all(|name| name != *wanted));
        known.chain(other).collect()
    }

    fn suggested_products(&self) -> &[String] {
        let products = &self.content.choices.products;
        &products[..products.len().min(MAX_SUGGESTIONS)]
    }

    /// Returns the number of filters among the fields that are folded.
    fn more_filters(&self) -> usize {
        let filter = self.content.filter;
        [
            filter.offer.is_some(),
            filter.publisher.is_some(),
            filter.cycle.is_some(),
            filter.auto_renew.is_some(),
            filter.is_planned,
            filter.event.is_some(),
        ]
        .into_iter()
        .filter(|is_set| *is_set)
        .count()
    }

    fn events(&self) -> impl Iterator<Item = (&'static str, String)> {
        ComingEvent::ALL.iter().map(|(event, word)| (*word, event.label(self.shell.texts)))
    }

    fn shows_more_filters(&self) -> bool {
        self.more_filters() > 0
            || matches!(
                self.content.bad,
                Some("renews" | "offer" | "publisher" | "cycle" | "at_renewal" | "event")
            )
    }

    /// Returns the filters that are set.
    fn chips(&self) -> Vec<FilterChip> {
        filter_chips(self.shell, self.content.filter, self.content.choices, &self.address)
    }
}
