//! The view that the address of a list opens. A list calls [`OpenedView::load`] before it parses its parameters, because
//! those of the view are among them.

use crate::auth::Scope;
use crate::db::DbConnection;
use crate::domain::{SavedList, SavedViewId};
use crate::error::{Error, Result};
use crate::features::saved_views::kept_view::KeptView;
use crate::features::saved_views::model::{GoneCondition, SavedView};
use crate::features::saved_views::parameters::ViewParameters;
use crate::features::saved_views::queries::{find_view, gone_conditions};

/// The open view of a list.
#[derive(Debug, Clone)]
pub struct OpenedView {
    /// The list.
    pub list: SavedList,
    /// The open view.
    pub view: Option<SavedView>,
    /// Its conditions on what there is no longer.
    pub gone: Vec<GoneCondition>,
    /// The parameter `view`, if it is malformed.
    pub bad: Option<&'static str>,
    /// Whether the list would open with a view if its address said nothing.
    has_default: bool,
    /// The parameters of the address.
    address: Vec<(String, String)>,
}

/// What an address says about the view.
enum Wanted {
    NoView,
    View(SavedViewId),
    Default(SavedViewId),
}

impl OpenedView {
    /// Reads the view that this query string names: `view` is an id, or `all` for none. Without any parameter, it is the
    /// user's default, if there still is one.
    ///
    /// # Errors
    /// [`Error::NotFound`] if the user does not see a view of this list with the id.
    pub fn load<P>(scope: &Scope<P>, list: SavedList, query: &str, c: &mut DbConnection) -> Result<Self> {
        let (opened, wanted) = Self::parse(scope, list, query);
        let view = match wanted {
            Wanted::NoView => None,
            Wanted::View(id) => Some(find_view(scope, id, c)?),
            Wanted::Default(id) => match find_view(scope, id, c) {
                Err(Error::NotFound) => None,
                found => Some(found?),
            },
        };
        if view.as_ref().is_some_and(|view| view.list != list) {
            return Err(Error::NotFound);
        }
        let gone =
            view.as_ref().map_or(Ok(Vec::new()), |view| gone_conditions(scope, &view.parameters, c))?;
        Ok(OpenedView { view, gone, ..opened })
    }

    /// Does the same without the database, if the list opens without a view.
    pub fn without_view<P>(scope: &Scope<P>, list: SavedList, query: &str) -> Option<Self> {
        let (opened, wanted) = Self::parse(scope, list, query);
        matches!(wanted, Wanted::NoView).then_some(opened)
    }

    fn parse<P>(scope: &Scope<P>, list: SavedList, query: &str) -> (Self, Wanted) {
        let address: Vec<(String, String)> = serde_urlencoded::from_str(query).unwrap_or_default();
        let default = scope.actor().default_views.of(list);
        let mut bad = None;
        let named = address.iter().find(|(name, _)| name == "view").map(|(_, value)| value.as_str());
        let wanted = match (named, default) {
            (None, Some(default)) if address.is_empty() => Wanted::Default(default),
            (None | Some("" | "all"), _) => Wanted::NoView,
            (Some(id), _) => match id.parse() {
                Ok(id) => Wanted::View(SavedViewId(id)),
                Err(_) => {
                    bad = Some("view");
                    Wanted::NoView
                }
            },
        };
        let gone = Vec::new();
        (OpenedView { list, gone, view: None, bad, has_default: default.is_some(), address }, wanted)
    }

    /// Does the same for a file of the list: without any parameter, the file has the whole list. A malformed `view` is an
    /// error.
    ///
    /// # Errors
    /// [`Error::NotFound`] as above; [`Error::BadInput`] for a malformed `view`.
    pub fn load_named<P>(
        scope: &Scope<P>,
        list: SavedList,
        query: &str,
        c: &mut DbConnection,
    ) -> Result<Self> {
        // The empty parameter says that there is something.
        let query = if query.is_empty() { "view=" } else { query };
        let opened = Self::load(scope, list, query, c)?;
        match opened.bad {
            Some(field) => Err(Error::bad_input(field, query)),
            None => Ok(opened),
        }
    }

    /// Returns the query string of what the list shows; `None` if it is that of the address.
    pub fn query(&self) -> Option<String> {
        self.view.as_ref().map(|view| view.parameters.query_with(&self.address))
    }

    /// Returns the view for the links of the list.
    pub fn kept(&self) -> KeptView {
        match &self.view {
            Some(view) => KeptView::Open(view.id, view.parameters.clone()),
            None if self.has_default => KeptView::All,
            None => KeptView::NoView,
        }
    }

    /// Returns the view if the list shows something else than it.
    pub fn changed(&self, shown: &ViewParameters) -> Option<&SavedView> {
        self.view.as_ref().filter(|view| view.parameters != *shown)
    }

    /// Returns the conditions on what there is no longer, of those that the list shows.
    pub fn gone_in<'a>(&'a self, shown: &'a ViewParameters) -> impl Iterator<Item = &'a GoneCondition> {
        self.gone.iter().filter(|gone| shown.get(gone.parameter()) == gone.value())
    }
}
