//! The lists that have saved views, and the views with which they open.

use crate::domain::TextEnum;
use crate::domain::ids::SavedViewId;
use crate::domain::text_enum::text_enum;

/// A list whose filter can be saved under a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SavedList {
    /// The customers.
    Customers,
    /// The subscriptions of all customers.
    Subscriptions,
}

text_enum!(SavedList, "list", { Customers = "customers", Subscriptions = "subscriptions" });

/// The views with which the lists of a user open, as `users.default_views` stores them: `customers=12&subscriptions=40`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DefaultViews(Vec<(SavedList, SavedViewId)>);

impl DefaultViews {
    /// Parses the stored text. Ignores lists that this version does not have.
    pub fn parse(text: &str) -> Self {
        let one = |part: &str| {
            let (list, id) = part.split_once('=')?;
            Some((SavedList::from_text(list).ok()?, SavedViewId(id.parse().ok()?)))
        };
        DefaultViews(text.split('&').filter_map(one).collect())
    }

    /// Returns the text to store; `None` if no list has a view of its own.
    pub fn to_text(&self) -> Option<String> {
        let parts: Vec<String> = self.0.iter().map(|(list, id)| format!("{}={id}", list.text())).collect();
        (!parts.is_empty()).then(|| parts.join("&"))
    }

    /// Returns the view with which a list opens.
    pub fn of(&self, list: SavedList) -> Option<SavedViewId> {
        self.0.iter().find(|(one, _)| *one == list).map(|(_, id)| *id)
    }

    /// Returns them with this view for a list, or with none.
    #[must_use]
    pub fn with(mut self, list: SavedList, view: Option<SavedViewId>) -> Self {
        self.0.retain(|(one, _)| *one != list);
        self.0.extend(view.map(|id| (list, id)));
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_list_opens_with_at_most_one_view() {
        let none = DefaultViews::parse("");
        assert_eq!((none.of(SavedList::Customers), none.to_text()), (None, None));
        let views = none
            .with(SavedList::Customers, Some(SavedViewId(7)))
            .with(SavedList::Subscriptions, Some(SavedViewId(9)));
        let views = views.with(SavedList::Customers, Some(SavedViewId(8)));
        let text = views.to_text().unwrap_or_default();
        assert_eq!(text, "subscriptions=9&customers=8");
        assert_eq!(DefaultViews::parse(&text), views);
        assert_eq!(views.with(SavedList::Customers, None).of(SavedList::Customers), None);
        assert_eq!(DefaultViews::parse("orders=3&customers=x&"), DefaultViews::default());
    }
}
