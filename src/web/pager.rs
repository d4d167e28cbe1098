//! The links to the previous and the next page of a list. `templates/pager.html` shows them.

/// The URLs of the pages beside the current one.
#[derive(Debug, Clone, Default)]
pub struct Pager {
    /// The URL of the previous page, if there is one.
    pub previous: Option<String>,
    /// The URL of the next page, if there is one.
    pub next: Option<String>,
    /// The text of the link to the next page, if it is not the usual one.
    pub next_label: Option<String>,
}

impl Pager {
    /// Returns a pager with the usual texts.
    pub fn new(previous: Option<String>, next: Option<String>) -> Self {
        Pager { previous, next, next_label: None }
    }

    /// Whether there is another page.
    pub fn is_needed(&self) -> bool {
        self.previous.is_some() || self.next.is_some()
    }
}
