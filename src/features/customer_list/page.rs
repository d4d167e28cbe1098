//! The customer list: what `GET /customers` shows, and the part of it that live search swaps.
//! One expanded row is drawn by [`super::expanded_row`].

use crate::domain::{Relationship, Role};
use crate::features::customer_list::address::{ListAddress, Pager, format_total, head};
use crate::features::customer_list::expanded_row::ExpandedCustomer;
use crate::features::customer_list::filter::BadValue;
use crate::features::customers::model::{CustomerRow, ResellerChoice};
use crate::features::relationship_requests::model::RelationshipRequest;
use crate::i18n::{Texts, labels};
use crate::search::{CappedCount, Sort};
use crate::text::Highlighted;
use crate::web::shell::Shell;
use askama::Template;

/// The whole page.
#[derive(Template)]
#[template(path = "customers/index.html")]
pub struct CustomersPage<'a> {
    /// The frame.
    pub shell: &'a Shell,
    /// The list.
    pub list: CustomerList<'a>,
    /// How to filter by indirect reseller; `None` unless the partner is an indirect provider.
    pub resellers: Option<&'a [ResellerChoice]>,
    /// Why this person may not request a relationship, if so.
    pub request_reason: Option<String>,
}

/// The part of the page that changes with every search: answer with it alone when htmx asks (`HX-Request`), and
/// begin the answer with the page's title.
#[derive(Template)]
#[template(path = "customers/results.html")]
pub struct CustomerList<'a> {
    /// The frame, for language and texts.
    pub shell: &'a Shell,
    /// What was asked for, and the addresses that lead on from it.
    pub showing: ListAddress,
    /// How many there are.
    pub total: CappedCount,
    /// One page of rows.
    pub rows: Vec<Line<'a>>,
    /// The row that stands open, if it is on this page.
    pub expanded: Option<ExpandedCustomer<'a>>,
    /// Where the other pages are.
    pub pager: Pager,
    /// The roles that may export, when this person's may not.
    pub export_needs: Option<&'a [Role]>,
    /// Whether this person may add customers, one by one and from a file.
    pub may_add: MayAdd,
    /// A value of the address that is wrong.
    pub bad: Option<BadValue>,
    /// Waiting requests that the search finds; they are not counted, and not exported.
    pub waiting: &'a [RelationshipRequest],
    /// Per-page words, looked up once and not per row.
    pub row_texts: RowTexts,
}

/// How this person may add customers.
#[derive(Debug, Clone, Copy)]
pub struct MayAdd {
    /// One by one.
    pub one: bool,
    /// From a file.
    pub file: bool,
}

/// What every row repeats, looked up once a page.
pub struct RowTexts {
    domain: String,
    relationship: String,
    reseller: String,
    show: [String; 2],
    hide: [String; 2],
}

impl RowTexts {
    /// Looks them up.
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

/// The head of a column that sorts.
struct Head {
    label: String,
    id: &'static str,
    /// `aria-sort`, on the column in force.
    state: Option<&'static str>,
    /// Where pressing it leads.
    address: String,
}

/// One row and where it matches.
pub struct Line<'a> {
    /// The customer.
    pub row: &'a CustomerRow,
    /// Its name with its matches.
    pub name: Highlighted<'a>,
    /// Its domain with its matches.
    pub domain: Highlighted<'a>,
}

impl CustomersPage<'_> {
    /// More choices than a select can hold well.
    fn many_resellers(&self) -> bool {
        self.resellers.is_some_and(|choices| choices.len() > 30)
    }
}

impl CustomerList<'_> {
    /// The title of the window, without the portal's name.
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

    /// What is wrong with the address.
    fn bad_value_text(&self, bad: &BadValue) -> String {
        bad.text(self.shell.locale, self.shell.texts)
    }

    /// The heads of the columns that sort.
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

    /// The count as text before and after its number.
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

    /// The details to draw below this row.
    fn detail_of(&self, line: &Line<'_>) -> Option<&ExpandedCustomer<'_>> {
        self.expanded.as_ref().filter(|detail| detail.row.microsoft_id == line.row.microsoft_id)
    }

    fn has_no_customers(&self) -> bool {
        self.rows.is_empty() && self.showing.is_all()
    }
}
