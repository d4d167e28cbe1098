//! How the links of a list keep its view: `view=ID`, and only the parameters that differ from the view.

use crate::domain::SavedViewId;
use crate::features::saved_views::parameters::ViewParameters;
use crate::web::parameters::append;

/// The view of a list, for its links.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum KeptView {
    /// No view is open, and the list would open with none.
    #[default]
    NoView,
    /// No view is open, but the list would open with one if its address said nothing.
    All,
    /// This one is open.
    Open(SavedViewId, ViewParameters),
}

impl KeptView {
    /// Returns the value of the parameter `view`, if links have it.
    pub fn value(&self) -> Option<String> {
        match self {
            KeptView::NoView => None,
            KeptView::All => Some("all".to_owned()),
            KeptView::Open(id, _) => Some(id.to_string()),
        }
    }

    /// Returns it for a link that leaves the view.
    #[must_use]
    pub fn left(&self) -> Self {
        if *self == KeptView::NoView { KeptView::NoView } else { KeptView::All }
    }

    /// Returns the parameters of a link to the list in this state, which has all parameters of the list: those that are not
    /// empty; with an open view, those that differ from it.
    pub fn parameters<'v>(&self, state: &[(&'static str, &'v str)]) -> Vec<(&'static str, &'v str)> {
        let differs = |name: &str, value: &str| match self {
            KeptView::Open(_, view) => view.get(name) != value,
            KeptView::NoView | KeptView::All => !value.is_empty(),
        };
        state.iter().copied().filter(|(name, value)| differs(name, value)).collect()
    }

    /// Appends the view and these parameters to an address without a query.
    pub fn append(&self, address: &mut String, parameters: &[(&'static str, &str)]) {
        let view = self.value();
        let view = view.as_deref().map(|value| ("view", value));
        for (name, value) in view.into_iter().chain(self.parameters(parameters)) {
            append(address, name, value);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn link(view: &KeptView, state: &[(&'static str, &str)]) -> String {
        let mut address = "/customers".to_owned();
        view.append(&mut address, state);
        address
    }

    #[test]
    fn links_say_what_differs_from_the_view() {
        let state = [("q", ""), ("tag", "VIP"), ("sort", "domain")];
        assert_eq!(link(&KeptView::NoView, &state), "/customers?tag=VIP&sort=domain");
        assert_eq!(link(&KeptView::All, &[("q", "")]), "/customers?view=all");
        let stored = ViewParameters::new([("q", "a".to_owned()), ("tag", "VIP".to_owned())]);
        let open = KeptView::Open(SavedViewId(5), stored);
        assert_eq!(link(&open, &[("q", "a"), ("tag", "VIP"), ("sort", "")]), "/customers?view=5");
        assert_eq!(link(&open, &state), "/customers?view=5&q=&sort=domain");
        assert_eq!((open.left(), KeptView::NoView.left()), (KeptView::All, KeptView::NoView));
    }
}
