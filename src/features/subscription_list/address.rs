//! The URLs of the list with other filters, another order or another page.

use crate::domain::TextEnum;
use crate::features::subscription_list::filter::Filter;
use crate::table_file::TableFormat;
use crate::urls;
use crate::urls::PortalUrl;

/// The parameters of a list, as its links have them.
#[derive(Debug, Clone)]
pub struct ListAddress {
    parameters: [(&'static str, String); 9],
}

impl ListAddress {
    /// Returns the address of the first page of a list.
    pub fn new(filter: &Filter) -> Self {
        let words = |word: Option<&str>| word.unwrap_or_default().to_owned();
        let auto_renew = filter.auto_renew.map(|on| if on { "on" } else { "off" });
        let parameters = [
            ("q", filter.q.clone()),
            ("status", words(filter.status.map(TextEnum::text))),
            ("offer", words(filter.offer.as_deref())),
            ("publisher", words(filter.publisher.as_deref())),
            ("reseller", words(filter.reseller.as_ref().map(|reseller| reseller.as_str()))),
            ("cycle", words(filter.cycle.map(TextEnum::text))),
            ("renews", filter.renews.map(|dates| dates.to_string()).unwrap_or_default()),
            ("auto_renew", words(auto_renew)),
            ("sort", filter.sort.param()),
        ];
        ListAddress { parameters }
    }

    /// Returns the list in this order.
    pub fn sorted(&self, sort: &str) -> String {
        self.with("sort", sort)
    }

    /// Returns the list without a filter.
    pub fn without(&self, name: &str) -> String {
        self.with(name, "")
    }

    /// Returns the list without search text and filters, in the same order.
    pub fn whole_list(&self) -> String {
        let sort = self.parameters.iter().filter(|(name, _)| *name == "sort");
        urls::subscriptions().with_parameters(sort.map(|(name, value)| (*name, value.as_str())))
    }

    /// Returns the page after (`name` is `after`) or before (`before`) a cursor.
    pub fn page(&self, name: &'static str, cursor: &str) -> String {
        let all = self.parameters.iter().map(|(name, value)| (*name, value.as_str()));
        urls::subscriptions().with_parameters(all.chain([(name, cursor)]))
    }

    /// Returns the query that selects all rows of the list.
    pub fn filter_query(&self) -> String {
        let set = self.parameters.iter().filter(|(_, value)| !value.is_empty());
        serde_urlencoded::to_string(set.collect::<Vec<_>>()).unwrap_or_default()
    }

    /// Returns the export of the list.
    pub fn export(&self, format: TableFormat) -> String {
        let file = match format {
            TableFormat::Csv => urls::subscriptions_csv(),
            TableFormat::Xlsx => urls::subscriptions_xlsx(),
        };
        self.at(&file, "", "")
    }

    fn with(&self, changed: &str, value: &str) -> String {
        self.at(&urls::subscriptions(), changed, value)
    }

    fn at(&self, url: &PortalUrl, changed: &str, new: &str) -> String {
        let all = self.parameters.iter();
        url.with_parameters(
            all.map(|(name, value)| (*name, if *name == changed { new } else { value.as_str() })),
        )
    }
}
