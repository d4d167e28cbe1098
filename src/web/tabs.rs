//! Links between the views of one page, such as the states of a list. `templates/macros.html` shows them as tabs
//! (`m::tabs`) or, beside other filters, as chips (`m::chips`).

/// The views of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tabs {
    /// What the views differ in, for screen readers.
    pub label: String,
    /// The views, in the order of display.
    pub tabs: Vec<Tab>,
}

/// The link to one view.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tab {
    /// The name of the view.
    pub label: String,
    /// How many rows the view has, if the link says so.
    pub number: Option<String>,
    /// The URL of the view.
    pub address: String,
    /// Whether the view is open.
    pub is_current: bool,
}

impl Tab {
    /// Returns a link without a number.
    pub fn new(label: String, address: impl std::fmt::Display, is_current: bool) -> Self {
        Tab { label, number: None, address: address.to_string(), is_current }
    }

    /// Adds the number of rows.
    #[must_use]
    pub fn with_number(self, number: String) -> Self {
        Tab { number: Some(number), ..self }
    }
}
