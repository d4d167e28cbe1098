//! The URLs of the list with other filters, another order or another page.

use crate::domain::TextEnum;
use crate::features::saved_views::kept_view::KeptView;
use crate::features::subscription_list::filter::{Filter, PLANNED};
use crate::table_file::TableFormat;
use crate::urls;
use crate::urls::PortalUrl;
use crate::web::reported_list::canonical_query;

/// The parameters of a list, as its links have them.
#[derive(Debug, Clone)]
pub struct ListAddress {
    view: KeptView,
    parameters: [(&'static str, String); 11],
}

/// Returns the parameters of a filter, also those that are empty.
pub(super) fn filter_parameters(filter: &Filter) -> [(&'static str, String); 11] {
    let words = |word: Option<&str>| word.unwrap_or_default().to_owned();
    let auto_renew = filter.auto_renew.map(|on| if on { "on" } else { "off" });
    [
        ("q", filter.q.clone()),
        ("status", words(filter.status.map(TextEnum::text))),
        ("offer", words(filter.offer.as_deref())),
        ("publisher", words(filter.publisher.as_deref())),
        ("reseller", words(filter.reseller.as_ref().map(|reseller| reseller.as_str()))),
        ("cycle", words(filter.cycle.map(TextEnum::text))),
        ("renews", filter.renews.map(|dates| dates.to_string()).unwrap_or_default()),
        ("auto_renew", words(auto_renew)),
        ("at_renewal", words(filter.is_planned.then_some(PLANNED))),
        ("event", words(filter.event.map(TextEnum::text))),
        ("sort", filter.sort.param()),
    ]
}

impl ListAddress {
    /// Returns the address of the first page of a list, with the view that is open.
    pub fn new(filter: &Filter, view: KeptView) -> Self {
        ListAddress { view, parameters: filter_parameters(filter) }
    }

    /// Returns the list in this order.
    pub fn sorted(&self, sort: &str) -> String {
        self.with("sort", sort)
    }

    /// Returns the list without a filter.
    pub fn without(&self, name: &str) -> String {
        self.with(name, "")
    }

    /// Returns the list without view, search text and filters, in the same order.
    pub fn whole_list(&self) -> String {
        let sort = self.parameters.iter().filter(|(name, _)| *name == "sort");
        let sort: Vec<_> = sort.map(|(name, value)| (*name, value.as_str())).collect();
        let mut address = urls::subscriptions().to_string();
        self.view.left().append(&mut address, &sort);
        address
    }

    /// Returns the page after (`name` is `after`) or before (`before`) a cursor.
    pub fn page(&self, name: &'static str, cursor: &str) -> String {
        let all = self.parameters.iter().map(|(name, value)| (*name, value.as_str()));
        let mut address = urls::subscriptions().to_string();
        self.view.append(&mut address, &all.chain([(name, cursor)]).collect::<Vec<_>>());
        address
    }

    /// Returns the export of the list, which does not name the view.
    pub fn export(&self, format: TableFormat) -> String {
        let file = match format {
            TableFormat::Csv => urls::subscriptions_csv(),
            TableFormat::Xlsx => urls::subscriptions_xlsx(),
        };
        self.at(&file, &KeptView::NoView, ("", ""))
    }

    /// Returns the query string of the whole list as it is filtered and sorted, for reports.
    pub fn report_query(&self) -> String {
        canonical_query(self.parameters.iter().map(|(name, value)| (*name, value.as_str())))
    }

    /// Returns the value of the parameter `view`, if links have it.
    pub fn view(&self) -> Option<String> {
        self.view.value()
    }

    fn with(&self, changed: &str, value: &str) -> String {
        self.at(&urls::subscriptions(), &self.view, (changed, value))
    }

    fn at(&self, url: &PortalUrl, view: &KeptView, (changed, new): (&str, &str)) -> String {
        let value = |name: &str, value| if name == changed { new } else { value };
        let all = self.parameters.iter().map(|(name, old)| (*name, value(name, old.as_str())));
        let mut address = url.to_string();
        view.append(&mut address, &all.collect::<Vec<_>>());
        address
    }
}
