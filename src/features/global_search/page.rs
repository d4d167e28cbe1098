//! The page of `GET /search`.

use crate::features::customers::model::CustomerRow;
use crate::features::customers::other_names::{MatchedName, OtherNameKind, matched_name};
use crate::features::global_search::queries::{MAX_RESULTS, Results};
use crate::features::orders::model::Order;
use crate::features::relationship_requests::labels as request_labels;
use crate::features::relationship_requests::model::RelationshipRequest;
use crate::i18n::labels;
use crate::text::{Highlighted, SearchTerms, match_ranges};
use crate::urls;
use crate::web::shell::Shell;
use askama::Template;

/// The page.
#[derive(Template)]
#[template(path = "search/index.html")]
pub struct SearchResultsPage<'a> {
    shell: &'a Shell,
    q: &'a str,
    words: SearchTerms,
    /// `None` before the first search.
    results: Option<&'a Results>,
    /// Whether the input is longer than a search can be.
    is_too_long: bool,
}

impl<'a> SearchResultsPage<'a> {
    /// Creates the page.
    pub fn new(shell: &'a Shell, q: &'a str, results: Option<&'a Results>, is_too_long: bool) -> Self {
        SearchResultsPage { shell, q, words: SearchTerms::parse(q), results, is_too_long }
    }

    fn title(&self) -> String {
        let texts = self.shell.texts;
        let title = if self.q.is_empty() { texts.search() } else { texts.search_title(self.q) };
        labels::page_title(texts, title, self.is_too_long)
    }

    fn highlighted<'t>(&self, text: &'t str) -> Highlighted<'t> {
        Highlighted { text, ranges: match_ranges(text, &self.words) }
    }

    /// Returns the alias or former name that matched, with its label, if neither name nor domain have all words.
    fn matched_name(&self, customer: &CustomerRow) -> Option<(String, MatchedName)> {
        let found = matched_name(customer, &self.words)?;
        let texts = self.shell.texts;
        let label = match found.kind {
            OtherNameKind::Alias => texts.alias(),
            OtherNameKind::Former => texts.former_name(),
        };
        Some((label + &texts.colon(), found))
    }

    /// Returns the label of the link to all matching customers, if there are more than shown.
    fn all_customers(&self, results: &Results) -> Option<String> {
        let total = results.customer_count;
        let number = self.shell.locale.number(total);
        (total > MAX_RESULTS as u64).then(|| self.shell.texts.search_all_customers(total, number))
    }

    fn customer_list(&self) -> String {
        urls::customers().with_query(self.query())
    }

    fn removed_customers(&self) -> String {
        urls::customers_removed().with_query(self.query())
    }

    fn query(&self) -> String {
        serde_urlencoded::to_string([("q", self.q)]).unwrap_or_default()
    }

    fn is_empty(&self, results: &Results) -> bool {
        results.customers.is_empty()
            && results.requests.is_empty()
            && results.orders.is_empty()
            && results.subscriptions.is_empty()
            && results.users.is_empty()
    }

    /// Whether the user may see customers, and so the list of ended relationships.
    fn may_see_customers(&self) -> bool {
        self.shell.menu.iter().any(|entry| *entry.address == *urls::customers())
    }

    fn request_state(&self, request: &RelationshipRequest) -> (&'static str, String) {
        request_labels::state(request, self.shell.texts)
    }

    /// Returns the offer of the first line, and how many lines follow.
    fn order_lines<'o>(&self, order: &'o Order) -> (&'o str, Option<String>) {
        let more = order.lines.len().saturating_sub(1) as u64;
        let first = order.lines.first().map_or("", |line| line.offer_name.as_str());
        (first, (more > 0).then(|| self.shell.texts.order_more_lines(more)))
    }

    fn licenses(&self, quantity: &i32) -> String {
        let count = quantity.unsigned_abs();
        self.shell.texts.license_count(count, self.shell.locale.number(count.into()))
    }

    fn role_names(&self, person: &crate::features::users::colleague::Colleague) -> String {
        labels::role_names(self.shell.texts, person.roles)
    }
}
