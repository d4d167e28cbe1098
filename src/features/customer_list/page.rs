//! The page of the customer list, and the part of it that live search replaces.
//! The details of an opened row are in [`super::expanded_row`].

use crate::domain::{Relationship, Role};
use crate::features::customer_list::address::{ListAddress, format_total, head};
use crate::features::customer_list::expanded_row::ExpandedCustomer;
use crate::features::customer_list::filter::BadValue;
use crate::features::customers::model::{CustomerRow, ResellerChoice};
use crate::features::relationship_requests::model::RelationshipRequest;
use crate::i18n::{Texts, labels};
use crate::search::{CappedCount, Sort};
use crate::text::Highlighted;
use crate::web::pager::Pager;
use crate::web::shell::Shell;
use askama::Template;

/// `GET /customers`.
#[derive(Template)]
#[template(path = "customers/index.html")]
pub struct CustomersPage<'a> {
    /// The page layout: language, texts, menus.
    pub shell: &'a Shell,
    /// The list.
    pub list: CustomerList<'a>,
    /// The indirect resellers to filter by; `None` if this user may not filter by them.
    pub resellers: Option<&'a [ResellerChoice]>,
    /// Why this user may not request a relationship; `None` if they may.
    pub request_reason: Option<String>,
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
    /// How many customers match.
    pub total: CappedCount,
    /// The rows of this page.
    pub rows: Vec<Line<'a>>,
    /// The opened row, if it is on this page.
    pub expanded: Option<ExpandedCustomer<'a>>,
    /// Links to the previous and next page.
    pub pager: Pager,
    /// The roles that may export; `None` if this user may.
    pub export_needs: Option<&'a [Role]>,
    /// How this user may add customers.
    pub may_add: MayAdd,
    /// The malformed query parameter, if there is one.
    pub bad: Option<BadValue>,
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

/// Texts that each row repeats, looked up once per page.
pub struct RowTexts {
    domain: String,
    relationship: String,
    reseller: String,
    show: [String; 2],
    hide: [String; 2],
}

impl RowTexts {
    /// Looks up the texts.
    pub fn new(texts: &Texts) -> Self {
        let (show, hide) = (texts.show_details(), texts.hide_details());
        RowTexts {
            domain: texts.primary_domain_name(),
            relationship: texts.relationship(),
            reseller: texts.relationship_reseller(),
            show: [show.s0, show.s1],
            hide: [hide.s0, hide.s1],
        }
    }
}

/// The header of a sortable column.
struct Head {
    label: String,
    id: &'static str,
    /// The value of `aria-sort`; only the sorted column has one.
    state: Option<&'static str>,
    /// The URL that a click on it opens.
    address: String,
}

/// A row of the list with its highlighted matches.
pub struct Line<'a> {
    /// The customer.
    pub row: &'a CustomerRow,
    /// Its name with highlighted matches.
    pub name: Highlighted<'a>,
    /// Its domain with highlighted matches.
    pub domain: Highlighted<'a>,
}

impl CustomersPage<'_> {
    /// Whether there are too many choices for a `<select>`.
    fn many_resellers(&self) -> bool {
        self.resellers.is_some_and(|choices| choices.len() > 30)
    }
}

impl CustomerList<'_> {
    /// Returns the page title without the portal's name.
    pub fn title(&self) -> String {
        let texts = self.shell.texts;
        let title = match self.showing.q.as_str() {
            "" => texts.customers(),
            query => texts.customers_search_title(query),
        };
        if self.bad.is_some() { format!("{} {title}", texts.error_prefix()) } else { title }
    }

    fn caption(&self) -> String {
        let texts = self.shell.texts;
        match self.showing.sort {
            Sort::Name => texts.sorted_name(),
            Sort::NameDescending => texts.sorted_name_down(),
            Sort::Domain => texts.sorted_domain(),
            Sort::DomainDescending => texts.sorted_domain_down(),
        }
    }

    fn relationship(&self, relationship: &Relationship) -> std::borrow::Cow<'_, str> {
        match relationship {
            Relationship::Reseller => self.row_texts.reseller.as_str().into(),
            other => other.label(self.shell.texts).into(),
        }
    }

    /// Returns the message for a malformed query parameter.
    fn bad_value_text(&self, bad: &BadValue) -> String {
        bad.text(self.shell.locale, self.shell.texts)
    }

    /// Returns the headers of the sortable columns.
    fn heads(&self) -> [Head; 2] {
        let texts = self.shell.texts;
        [(texts.company_name(), Sort::Name), (texts.primary_domain_name(), Sort::Domain)].map(
            |(label, by)| {
                let (state, next) = head(self.showing.sort, by);
                Head { label, id: by.as_str(), state, address: self.showing.sorted_by(next) }
            },
        )
    }

    fn is_default_order(&self) -> bool {
        self.showing.sort == Sort::default()
    }

    fn total_text(&self) -> String {
        format_total(self.total, self.shell.locale)
    }

    /// Returns the text before and after the number of customers.
    fn count(&self) -> [String; 2] {
        let (texts, shown) = (self.shell.texts, self.total.shown);
        if self.showing.is_all() {
            let count = texts.customers_count(shown);
            [count.s0, count.s1]
        } else {
            let count = texts.customers_found(shown);
            [count.s0, count.s1]
        }
    }

    fn export_reason(&self) -> Option<String> {
        let texts = self.shell.texts;
        self.export_needs.map(|roles| texts.export_needs(labels::list(texts, roles)))
    }

    /// Returns the details to show below this row, if it is open.
    fn detail_of(&self, line: &Line<'_>) -> Option<&ExpandedCustomer<'_>> {
        self.expanded.as_ref().filter(|detail| detail.row.microsoft_id == line.row.microsoft_id)
    }

    fn pager(&self) -> &Pager {
        &self.pager
    }

    fn has_no_customers(&self) -> bool {
        self.rows.is_empty() && self.showing.is_all()
    }
}
