//! The page of `GET /customers/ID/subscriptions`: a customer's subscriptions, add-ons below their parent.

use crate::domain::text_enum::text_enum;
use crate::domain::{PartnerId, SubscriptionId, SubscriptionStatus, TextEnum};
use crate::features::customers::head::CustomerHead;
use crate::features::customers::model::CustomerRow;
use crate::features::subscriptions::model::Subscription;
use crate::features::subscriptions::planned::{PlannedChange, planned_changes};
use crate::features::subscriptions::queries::{OfferFactsById, PartnerName};
use crate::features::subscriptions::renewal::{Renewal, renewal};
use crate::i18n::Texts;
use crate::search::CappedCount;
use crate::table_file::TableFormat;
use crate::text::sort_key;
use crate::urls;
use crate::web::list::{
    BadParameter, ColumnSort, EmptyState, ExportMenu, ListCount, ListFrame, NumberedPage, PageAction,
    SortHead, Tab, Tabs,
};
use crate::web::shell::Shell;
use askama::Template;
use chrono::NaiveDate;
use std::collections::{HashMap, HashSet};

/// The page.
#[derive(Template)]
#[template(path = "subscriptions/list.html")]
pub struct ListPage<'a> {
    /// The page layout: language, texts, menus.
    pub shell: &'a Shell,
    /// The frame of the list.
    pub frame: ListFrame,
    content: ListContent<'a>,
    head: &'a CustomerHead,
    customer: &'a CustomerRow,
    /// The rows of all pages.
    lines: Vec<Line<'a>>,
    page: NumberedPage,
}

/// The columns by which the list can be sorted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Column {
    /// By name.
    Name,
    /// By quantity.
    Quantity,
    /// By status, in the order of the filters.
    Status,
    /// By the date of renewal, cancellation or deletion.
    NextDate,
}

text_enum!(Column, "column", { Name = "name", Quantity = "quantity", Status = "status", NextDate = "date" });

/// What the page shows.
pub struct ListContent<'a> {
    /// The head of the page, with the customer.
    pub head: &'a CustomerHead,
    /// All subscriptions, unsorted.
    pub subscriptions: &'a [Subscription],
    /// The names of the resellers of record.
    pub called: &'a HashMap<PartnerId, PartnerName>,
    /// The offers of the subscriptions, and those with which they are to renew.
    pub offers: &'a OfferFactsById,
    /// The status to filter by.
    pub status: Option<SubscriptionStatus>,
    /// The order of the rows.
    pub sort: ColumnSort<Column>,
    /// The parameter `page`.
    pub page: &'a str,
    /// The parameter of the URL that is invalid.
    pub bad: Option<&'static str>,
    /// Why the user may not order a subscription; `None` if they may.
    pub no_order: Option<String>,
    /// Why the user may not export; `None` if they may.
    pub no_export: Option<String>,
    /// Whether the user may import subscriptions.
    pub may_import: bool,
    /// Today, UTC.
    pub today: NaiveDate,
}

/// A row.
struct Line<'a> {
    one: &'a Subscription,
    /// The name of the parent, if it is an add-on.
    parent: Option<&'a str>,
    /// Whether it is shown below its parent.
    is_under: bool,
    renewal: Renewal,
}

impl<'a> ListPage<'a> {
    /// Makes the page of a customer's subscriptions.
    pub fn new(shell: &'a Shell, mut content: ListContent<'a>) -> Self {
        let lines = content.lines(shell.texts);
        let (page, bad_page) = NumberedPage::read(content.page, lines.len());
        content.bad = content.bad.or(bad_page);
        let (frame, head) = (content.frame(shell, &lines, page), content.head);
        ListPage { frame, head, customer: &head.customer, shell, lines, page, content }
    }
}

impl<'a> ListContent<'a> {
    /// Returns the rows in their order, each add-on below its parent.
    fn lines(&self, texts: &Texts) -> Vec<Line<'a>> {
        let mut shown: Vec<&'a Subscription> = self
            .subscriptions
            .iter()
            .filter(|one| self.status.is_none_or(|status| one.status == status))
            .collect();
        shown.sort_by_cached_key(|one| (sort_key(&one.name), one.id.clone()));
        match self.sort.column {
            Column::Name => self.sort.sort(&mut shown, |one| Some(sort_key(&one.name))),
            Column::Quantity => self.sort.sort(&mut shown, |one| Some(one.quantity)),
            Column::Status => self.sort.sort(&mut shown, |one| {
                SubscriptionStatus::ALL.iter().position(|(status, _)| *status == one.status)
            }),
            Column::NextDate => self.sort.sort(&mut shown, |one| renewal(texts, one, self.today).day),
        }
        let ids = shown.iter().filter(|one| one.parent.is_none()).map(|one| &one.id);
        let top_ids: HashSet<&SubscriptionId> = ids.collect();
        let mut add_ons: HashMap<&SubscriptionId, Vec<&'a Subscription>> = HashMap::new();
        let mut top = Vec::new();
        for one in shown {
            match one.parent.as_ref().filter(|parent| top_ids.contains(parent)) {
                Some(parent) => add_ons.entry(parent).or_default().push(one),
                None => top.push(one),
            }
        }
        let by_id: HashMap<_, _> = self.subscriptions.iter().map(|one| (&one.id, one)).collect();
        let line = |one: &'a Subscription, is_under| {
            let parent = one.parent.as_ref().and_then(|id| by_id.get(id)).map(|parent| parent.name.as_str());
            Line { one, parent, is_under, renewal: renewal(texts, one, self.today) }
        };
        let with_add_ons = |one: &'a Subscription| {
            let below = add_ons.remove(&one.id).unwrap_or_default();
            std::iter::once(line(one, false))
                .chain(below.into_iter().map(|add_on| line(add_on, true)).collect::<Vec<_>>())
        };
        top.into_iter().flat_map(with_add_ons).collect()
    }

    fn frame(&self, shell: &Shell, lines: &[Line<'_>], page: NumberedPage) -> ListFrame {
        let texts = shell.texts;
        let rows = CappedCount::exact(lines.len() as u64);
        let licenses = CappedCount::exact(total_quantity(lines));
        let (count, sum) = (texts.subscriptions_count(rows.shown), texts.licenses_count(licenses.shown));
        let count = ListCount::new(rows, [count.s0, count.s1], shell.locale);
        let empty = || {
            if !self.subscriptions.is_empty() {
                let all =
                    PageAction::new("all", texts.clear_all(), self.address(None, &self.sort.param(), 1));
                return EmptyState::nothing_found(texts.no_subscriptions_found()).with_actions([all]);
            }
            let nothing = EmptyState::nothing_yet(texts.no_subscriptions(), texts.no_subscriptions_text());
            nothing.with_actions(self.ways_to_add(texts))
        };
        ListFrame {
            title: Some(self.head.customer.list_name.clone() + &texts.dash() + &texts.subscriptions()),
            caption: texts.subscriptions_caption(),
            bad: self.bad.map(|field| BadParameter { field, text: bad_text(texts, field) }),
            empty: lines.is_empty().then(empty),
            pager: page.pager(|page| self.address(self.status, &self.sort.param(), page)),
            ..ListFrame::new(texts.subscriptions(), count.and(licenses, [sum.s0, sum.s1], shell.locale))
        }
    }

    /// Returns the URL of a page of the list with this filter and order.
    fn address(&self, status: Option<SubscriptionStatus>, sort: &str, page: usize) -> String {
        let here = urls::customer_subscriptions(self.head.customer.microsoft_id);
        let page = if page == 1 { String::new() } else { page.to_string() };
        let status = status.map_or("", SubscriptionStatus::as_str);
        here.with_parameters([("status", status), ("sort", sort), ("page", &page)])
    }

    fn ways_to_add(&self, texts: &Texts) -> Vec<PageAction> {
        let id = self.head.customer.microsoft_id;
        let import = urls::import_form().with_query(format_args!("customer={id}"));
        let import = PageAction::new("import", texts.import_subscriptions(), import);
        let add = PageAction::new("add", texts.add_subscription(), urls::new_order(id)).primary();
        let add = add.unless(self.no_order.clone());
        [import].into_iter().filter(|_| self.may_import).chain([add]).collect()
    }
}

fn bad_text(texts: &Texts, field: &str) -> String {
    match field {
        "sort" => texts.bad_sort(),
        "page" => texts.bad_page(),
        _ => texts.bad_status(),
    }
}

fn total_quantity(lines: &[Line<'_>]) -> u64 {
    lines.iter().map(|line| u64::from(line.one.quantity.unsigned_abs())).sum()
}

impl ListPage<'_> {
    /// Returns the filters by status, with the numbers of subscriptions.
    fn chips(&self) -> Tabs {
        let (texts, locale, current) = (self.shell.texts, self.shell.locale, self.content.status);
        let here = self.content.address(None, &self.content.sort.param(), 1);
        let all = Tab::new(texts.all_states(locale.number(self.count())), &here, current.is_none());
        let states = SubscriptionStatus::ALL.iter().filter_map(|(status, _)| {
            let has_status = |one: &&Subscription| one.status == *status;
            let count = self.content.subscriptions.iter().filter(has_status).count() as u64;
            let address = self.content.address(Some(*status), &self.content.sort.param(), 1);
            let tab = Tab::new(status.label(texts), address, current == Some(*status));
            (count > 0 || tab.is_current).then(|| tab.with_number(locale.number(count)))
        });
        Tabs { label: texts.filter_by_status(), tabs: std::iter::once(all).chain(states).collect() }
    }

    /// Returns the button that exports the customer's subscriptions.
    fn export(&self) -> ExportMenu {
        let id = self.customer.microsoft_id;
        let label = self.shell.texts.export_subscriptions(self.shell.locale.number(self.count()));
        let menu = ExportMenu::new(self.shell, label, self.count(), |format| match format {
            TableFormat::Csv => urls::customer_subscriptions_csv(id).into(),
            TableFormat::Xlsx => urls::customer_subscriptions_xlsx(id).into(),
        });
        menu.unless(self.content.no_export.clone())
    }

    /// Returns the rows of this page.
    fn rows(&self) -> &[Line<'_>] {
        self.page.rows(&self.lines)
    }

    /// Returns the header of a sortable column.
    fn sort_head(&self, column: Column) -> SortHead {
        let texts = self.shell.texts;
        let label = match column {
            Column::Name => texts.subscription(),
            Column::Quantity => texts.quantity(),
            Column::Status => texts.status(),
            Column::NextDate => texts.next_date(),
        };
        self.content.sort.head(column, label, |sort| self.content.address(self.content.status, sort, 1))
    }

    fn all_licenses(&self) -> String {
        self.shell.locale.number(total_quantity(&self.lines))
    }

    /// Returns the number of subscriptions, ignoring the filter.
    fn count(&self) -> u64 {
        self.content.subscriptions.len() as u64
    }

    fn date(&self, day: &NaiveDate) -> String {
        self.shell.locale.date(*day)
    }

    fn planned_changes(&self, line: &Line<'_>) -> Vec<PlannedChange> {
        let planned = line.one.at_renewal.offer.clone();
        let offer = planned.and_then(|id| self.content.offers.get(&(line.one.seller, id)));
        planned_changes(line.one, offer.map(|offer| offer.name.as_str()), self.shell.texts, self.shell.locale)
    }

    fn quantity(&self, line: &Line<'_>) -> String {
        self.shell.locale.number(line.one.quantity.unsigned_abs().into())
    }

    /// Whether the note says what the date's label says, which a phone shows beside the date.
    fn repeats_label(&self, line: &Line<'_>) -> bool {
        line.renewal.note == Some(self.shell.texts.deleted_on_this_day())
    }

    fn reseller(&self, line: &Line<'_>) -> Option<&PartnerName> {
        line.one.reseller.and_then(|id| self.content.called.get(&id))
    }

    fn copy_label(&self, line: &Line<'_>) -> String {
        let label = self.shell.texts.copy_subscription_id();
        [label.s0, line.one.name.clone(), label.s1].concat()
    }

    /// Returns when the suspended subscriptions will be deleted, if there are any.
    fn deletion_note(&self) -> Option<String> {
        let waiting = self.lines.iter().filter(|line| line.one.status == SubscriptionStatus::Suspended);
        let days: Vec<NaiveDate> = waiting.filter_map(|line| line.one.deletes_on).collect();
        let first = self.shell.locale.date(*days.iter().min()?);
        Some(self.shell.texts.suspended_note(days.len() as u64, first))
    }
}
