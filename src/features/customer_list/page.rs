//! The page of the customer list, and the part of it that live search replaces.
//! The details of an opened row are in [`super::expanded_row`].

use crate::domain::Relationship;
use crate::features::customer_list::address::{ListAddress, head};
use crate::features::customer_list::expanded_row::ExpandedCustomer;
use crate::features::customer_list::filter::bad_parameter;
use crate::features::customers::model::{CustomerRow, ResellerChoice};
use crate::features::relationship_requests::model::RelationshipRequest;
use crate::i18n::Texts;
use crate::search::{CappedCount, Sort};
use crate::text::Highlighted;
use crate::urls;
use crate::web::list::{EmptyState, ExportMenu, ListCount, ListFrame, PageAction, SortHead};
use crate::web::shell::Shell;
use askama::Template;

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
    /// The indirect resellers to filter by; `None` if this user may not filter by them.
    pub resellers: Option<&'a [ResellerChoice]>,
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
    /// Whether the rows show the indirect resellers of their customers.
    pub shows_resellers: bool,
    /// The opened row, if it is on this page.
    pub expanded: Option<ExpandedCustomer<'a>>,
    /// Why this user may not export; `None` if they may.
    pub no_export: Option<String>,
    /// Pending relationship requests that match the search; neither counted nor exported.
    pub waiting: &'a [RelationshipRequest],
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
    total: CappedCount,
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
        empty: (total.shown == 0 && showing.is_all()).then(empty),
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

fn count(shell: &Shell, showing: &ListAddress, total: CappedCount) -> ListCount {
    let texts = shell.texts;
    let around = if showing.is_all() {
        let count = texts.customers_count(total.shown);
        [count.s0, count.s1]
    } else {
        let count = texts.customers_found(total.shown);
        [count.s0, count.s1]
    };
    ListCount { query: Some(showing.q.clone()), ..ListCount::new(total, around, shell.locale) }
}

fn caption(texts: &Texts, sort: Sort) -> String {
    match sort {
        Sort::Name => texts.sorted_name(),
        Sort::NameDescending => texts.sorted_name_down(),
        Sort::Domain => texts.sorted_domain(),
        Sort::DomainDescending => texts.sorted_domain_down(),
    }
}

/// Texts that each row repeats, looked up once per page.
pub struct RowTexts {
    reseller: String,
    indirect_reseller: String,
    show: [String; 2],
    hide: [String; 2],
}

impl RowTexts {
    /// Looks up the texts.
    pub fn new(texts: &Texts) -> Self {
        let (show, hide) = (texts.show_details(), texts.hide_details());
        RowTexts {
            reseller: texts.relationship_reseller(),
            indirect_reseller: texts.field_reseller(),
            show: [show.s0, show.s1],
            hide: [hide.s0, hide.s1],
        }
    }
}

/// A row of the list with its highlighted matches.
pub struct Line<'a> {
    /// The customer.
    pub row: &'a CustomerRow,
    /// Its name with highlighted matches.
    pub name: Highlighted<'a>,
    /// Its domain with highlighted matches.
    pub domain: Highlighted<'a>,
    /// Its indirect resellers, former ones last.
    pub resellers: &'a [ResellerChoice],
}

impl Line<'_> {
    /// How many indirect resellers the row does not name.
    fn more_resellers(&self) -> u64 {
        self.resellers.len().saturating_sub(1) as u64
    }
}

impl CustomersPage<'_> {
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
        menu.unless(self.no_export.clone())
    }

    /// Returns the headers of the sortable columns.
    fn heads(&self) -> [SortHead; 2] {
        let texts = self.shell.texts;
        [(texts.company_name(), Sort::Name), (texts.primary_domain_name(), Sort::Domain)].map(
            |(label, by)| {
                let (state, next) = head(self.showing.sort, by);
                SortHead { label, column: by.as_str(), state, address: self.showing.sorted_by(next) }
            },
        )
    }

    fn is_default_order(&self) -> bool {
        self.showing.sort == Sort::default()
    }

    /// Returns the details to show below this row, if it is open.
    fn detail_of(&self, line: &Line<'_>) -> Option<&ExpandedCustomer<'_>> {
        self.expanded.as_ref().filter(|detail| detail.row.microsoft_id == line.row.microsoft_id)
    }
}
