//! The page of the customer list, and the part of it that live search replaces.
//! The details of an opened row are in [`super::expanded_row`].

use crate::domain::{PartnerKind, Relationship, ReportList, TextEnum, parse_day};
use crate::features::customer_list::address::{ListAddress, head};
use crate::features::customer_list::columns::ListColumn;
use crate::features::customer_list::expanded_row::ExpandedCustomer;
use crate::features::customer_list::filter::{SubscriptionFilter, bad_parameter};
use crate::features::customer_list::filter_words::subscription_words;
use crate::features::customer_list::row::{Line, RowTexts};
use crate::features::customers::model::ResellerChoice;
use crate::features::relationship_requests::model::RelationshipRequest;
use crate::features::saved_views::tabs::{ViewNotes, ViewTabs};
use crate::features::tags::model::Tag;
use crate::i18n::Texts;
use crate::i18n::countries::country_name;
use crate::search::{CappedCount, Sort};
use crate::urls;
use crate::web::bulk_bar::BulkBar;
use crate::web::list::{EmptyState, ExportMenu, ListCount, ListFrame, PageAction, SortHead};
use crate::web::shell::Shell;
use askama::Template;
use chrono::NaiveDate;

/// `GET /customers`.
#[derive(Template)]
#[template(path = "customers/index.html")]
pub struct CustomersPage<'a> {
    /// The page layout: language, texts, menus.
    pub shell: &'a Shell,
    /// The frame of the list.
    pub frame: &'a ListFrame,
    /// The list.
    pub list: CustomerList<'a>,
    /// The saved views.
    pub tabs: ViewTabs,
    /// The indirect resellers to filter by; `None` if this user may not filter by them.
    pub resellers: Option<&'a [ResellerChoice]>,
    /// The tags that the filter suggests.
    pub known_tags: &'a [Tag],
    /// The codes and names of the countries to filter by.
    pub countries: Vec<(&'static str, &'static str)>,
}

/// The part of the page that changes with each search. The response to htmx (`HX-Request`) is this part alone, and
/// begins with the page's title.
#[derive(Template)]
#[template(path = "customers/results.html")]
pub struct CustomerList<'a> {
    /// The page layout, for language and texts.
    pub shell: &'a Shell,
    /// The search, filter, sort order and page shown, and the links to others.
    pub showing: ListAddress,
    /// The frame of the list.
    pub frame: &'a ListFrame,
    /// The rows of this page.
    pub rows: Vec<Line<'a>>,
    /// The columns after the name, in order.
    pub columns: &'a [ListColumn],
    /// The type of the partner, which decides which columns there are.
    pub kind: PartnerKind,
    /// The current day of the partner.
    pub today: NaiveDate,
    /// The opened row, if it is on this page.
    pub expanded: Option<ExpandedCustomer<'a>>,
    /// Why this user may not export; `None` if they may.
    pub no_export: Option<String>,
    /// Pending relationship requests that match the search; neither counted nor exported.
    pub waiting: &'a [RelationshipRequest],
    /// What there is to say about the open view.
    pub view_notes: ViewNotes,
    /// Whether the response is this part alone.
    pub is_part: bool,
    /// The number of ended relationships that the search finds, if it finds no customer.
    pub ended: u64,
    /// What the user may do with selected rows; `None` if nothing.
    pub bulk: Option<BulkBar>,
    /// Texts that each row repeats.
    pub row_texts: RowTexts,
}

/// How this user may add customers.
#[derive(Debug, Clone, Copy)]
pub struct MayAdd {
    /// One by one.
    pub one: bool,
    /// By importing a file.
    pub file: bool,
}

/// Returns the frame of the list, without what only the whole page shows. `bad` is the malformed query parameter.
pub fn frame(
    shell: &Shell,
    showing: &ListAddress,
    total: u64,
    may_add: MayAdd,
    bad: Option<&'static str>,
) -> ListFrame {
    let texts = shell.texts;
    let title = (!showing.q.is_empty()).then(|| texts.customers_search_title(&showing.q));
    let empty = || EmptyState {
        icon: "people",
        ..EmptyState::nothing_yet(texts.empty_title(), texts.empty_text())
            .with_actions(ways_to_add(texts, may_add))
    };
    ListFrame {
        title,
        caption: caption(texts, showing.sort),
        bad: bad.map(|field| bad_parameter(field, shell)),
        empty: (total == 0 && showing.is_all()).then(empty),
        ..ListFrame::new(texts.customers(), count(shell, showing, total))
    }
}

/// Returns the links above the list.
pub fn page_actions(texts: &Texts, may_add: MayAdd, request_needs: Option<String>) -> Vec<PageAction> {
    let request = PageAction::new("request", texts.request_relationship(), urls::new_relationship_request());
    let mut actions = ways_to_add(texts, may_add);
    // The page's main action comes last.
    actions.reverse();
    let actions = actions.into_iter().map(|add| if add.id == "add" { add.primary() } else { add });
    [request.unless(request_needs)].into_iter().chain(actions).collect()
}

/// Returns the links to the ways of adding customers that this user may use.
fn ways_to_add(texts: &Texts, may_add: MayAdd) -> Vec<PageAction> {
    let one = || PageAction::new("add", texts.new_customer_add(), urls::new_customer());
    let file = || PageAction::new("import", texts.import_title(), urls::import_form());
    [may_add.one.then(one), may_add.file.then(file)].into_iter().flatten().collect()
}

fn count(shell: &Shell, showing: &ListAddress, total: u64) -> ListCount {
    let texts = shell.texts;
    let around = if showing.is_all() {
        let count = texts.customers_count(total);
        [count.s0, count.s1]
    } else {
        let count = texts.customers_found(total);
        [count.s0, count.s1]
    };
    ListCount {
        query: Some(showing.q.clone()),
        ..ListCount::new(CappedCount::exact(total), around, shell.locale)
    }
}

fn caption(texts: &Texts, sort: Sort) -> String {
    match sort {
        Sort::Name => texts.sorted_name(),
        Sort::NameDescending => texts.sorted_name_down(),
        Sort::Domain => texts.sorted_domain(),
        Sort::DomainDescending => texts.sorted_domain_down(),
        other => {
            let is_sorted = |column: &&ListColumn| column.sort() == Some(other.ascending());
            let column = <ListColumn as TextEnum>::ALL.iter().map(|(column, _)| column).find(is_sorted);
            let column = column.map_or_else(String::new, |column| column.label(texts));
            if other.is_descending() { texts.sorted_by_down(column) } else { texts.sorted_by(column) }
        }
    }
}

impl CustomersPage<'_> {
    /// Returns the kinds of relationship to filter by.
    fn relationships(&self) -> Vec<(&'static str, String)> {
        let texts = self.shell.texts;
        Relationship::ALL.iter().map(|(value, text)| (*text, value.label(texts))).collect()
    }

    /// Returns the filters by subscriptions.
    fn subscriptions(&self) -> Vec<(&'static str, String)> {
        let texts = self.shell.texts;
        let one =
            |(_, text): &(SubscriptionFilter, &'static str)| Some((*text, subscription_words(text, texts)?));
        SubscriptionFilter::ALL.iter().filter_map(one).collect()
    }

    /// Returns the filters by the next renewal; a range between two days is one of them while it is selected.
    fn renewals(&self) -> Vec<(String, String)> {
        let days = |days: u16| (days.to_string(), self.shell.texts.within_days(days));
        let selected = self.list.chips().into_iter().find(|(name, ..)| *name == "renews");
        let other = selected.map(|(_, _, words)| (self.list.showing.value("renews").to_owned(), words));
        let mut choices = [7, 30, 90].map(days).to_vec();
        choices.extend(other.filter(|(value, _)| choices.iter().all(|(known, _)| known != value)));
        choices
    }

    /// Returns the links that list the customers since the beginning of a period.
    fn periods(&self) -> [(&'static str, String); 2] {
        [("this-month", self.shell.texts.this_month()), ("this-year", self.shell.texts.this_year())]
    }

    /// The number of active filters that are behind the button.
    fn refined(&self) -> usize {
        self.list.showing.filters.iter().filter(|(name, _)| *name != "reseller").count()
    }

    /// Returns the day that the field of a filter contains; empty for words such as `this-month`.
    fn day_value(&self, name: &str) -> &str {
        Some(self.list.showing.value(name)).filter(|value| parse_day(value).is_ok()).unwrap_or_default()
    }

    /// Whether the first day is that of a period, such as `this-month`, which a field for a day cannot contain.
    fn is_period(&self) -> bool {
        !self.list.showing.value("since").is_empty() && self.day_value("since").is_empty()
    }

    /// Whether there are too many choices for a `<select>`.
    fn many_resellers(&self) -> bool {
        self.resellers.is_some_and(|choices| choices.len() > 30)
    }
}

impl CustomerList<'_> {
    fn relationship(&self, relationship: &Relationship) -> std::borrow::Cow<'_, str> {
        match relationship {
            Relationship::Reseller => self.row_texts.reseller.as_str().into(),
            other => other.label(self.shell.texts).into(),
        }
    }

    /// Returns the button that exports the list as it is shown.
    fn export(&self) -> ExportMenu {
        let (shell, total) = (self.shell, self.frame.count.total);
        let label = shell.texts.export_customers(total.text(shell.locale));
        let menu = ExportMenu::new(shell, label, total.shown, |format| self.showing.export(format));
        menu.regularly(shell, ReportList::Customers, &self.showing.report_query())
            .unless(self.no_export.clone())
    }

    /// Returns the header of the name.
    fn name_head(&self) -> SortHead {
        self.head(self.shell.texts.company_name(), Sort::Name)
    }

    /// Returns the header of another column, if the list can be sorted by it.
    fn column_head(&self, column: &ListColumn) -> Option<SortHead> {
        column.sort().map(|sort| self.head(column.label(self.shell.texts), sort))
    }

    fn head(&self, label: String, by: Sort) -> SortHead {
        let (state, next) = head(self.showing.sort, by);
        SortHead { label, column: by.as_str(), state, address: self.showing.sorted_by(next) }
    }

    /// Returns the columns of the partner, the chosen ones first, and whether each is chosen.
    fn column_choices(&self) -> Vec<(ListColumn, bool)> {
        let others = ListColumn::all(self.kind).filter(|column| !self.columns.contains(column));
        self.columns
            .iter()
            .map(|column| (*column, true))
            .chain(others.map(|column| (column, false)))
            .collect()
    }

    fn country<'c>(&self, code: &'c str) -> &'c str {
        country_name(code, self.shell.locale)
    }

    fn number(&self, number: i64) -> String {
        self.shell.locale.number(number.unsigned_abs())
    }

    /// Whether the column with this name has numbers.
    fn is_number(&self, column: &str) -> bool {
        ListColumn::from_text(column).is_ok_and(ListColumn::is_number)
    }

    /// Returns the link to the ended relationships that the search finds, and its text.
    fn ended_link(&self) -> Option<(String, String)> {
        let address = urls::customers_removed().with_parameters([("q", self.showing.q.as_str())]);
        let text = || self.shell.texts.search_ended(self.ended, self.shell.locale.number(self.ended));
        (self.ended > 0).then(|| (address, text()))
    }

    /// Whether the reseller is the only filter.
    fn is_only_reseller(&self) -> bool {
        self.showing.reseller.is_some() && self.showing.filters.len() == 1
    }

    /// Whether a day is within the next 30 days.
    fn is_soon(&self, day: &NaiveDate) -> bool {
        (0..=30).contains(&(*day - self.today).num_days())
    }

    /// Returns the number of columns of the table.
    fn column_count(&self) -> usize {
        self.columns.len() + 2 + usize::from(self.bulk.is_some())
    }

    fn is_default_order(&self) -> bool {
        self.showing.sort == Sort::default()
    }

    /// Returns the details to show below this row, if it is open.
    fn detail_of(&self, line: &Line<'_>) -> Option<&ExpandedCustomer<'_>> {
        self.expanded.as_ref().filter(|detail| detail.row.microsoft_id == line.row.microsoft_id)
    }
}
