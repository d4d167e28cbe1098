//! The views as tabs over a list, what the list says about the open one, and the texts of both.
//! `templates/saved_views/parts.html` shows them.

use crate::auth::Scope;
use crate::db::DbConnection;
use crate::domain::{SavedList, SavedViewId, TextEnum};
use crate::error::Result;
use crate::features::saved_views::kept_view::KeptView;
use crate::features::saved_views::model::{GoneCondition, SavedView, list_url};
use crate::features::saved_views::opened::OpenedView;
use crate::features::saved_views::parameters::ViewParameters;
use crate::features::saved_views::queries::visible_views;
use crate::urls;
use crate::web::shell::Shell;

/// The number of views of a list whose rows are counted: so many counts stay within the time of a page, even if the list
/// has changed since they were last counted. Further tabs have no number.
pub const MAX_COUNTED: usize = 6;

/// The views of a list that a user sees.
#[derive(Debug, Clone, Default)]
pub struct CountedViews {
    /// The views.
    pub views: Vec<SavedView>,
    /// How many rows each of the first ones finds; `None` if that cannot be counted.
    pub counts: Vec<Option<u64>>,
}

impl CountedViews {
    /// Reads the views of a list. `count` counts the rows of one.
    ///
    /// # Errors
    /// Those of `count` and of the database.
    pub fn load<P>(
        scope: &Scope<P>,
        list: SavedList,
        c: &mut DbConnection,
        mut count: impl FnMut(&SavedView, &mut DbConnection) -> Result<Option<u64>>,
    ) -> Result<Self> {
        let views = visible_views(scope, list, c)?;
        let counts = views.iter().take(MAX_COUNTED).map(|view| count(view, c)).collect::<Result<_>>()?;
        Ok(CountedViews { views, counts })
    }
}

/// The tabs.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ViewTabs {
    /// The link to the whole list.
    pub all: ViewTab,
    /// The links to the views.
    pub views: Vec<ViewTab>,
    /// The address that saves what the list shows.
    pub save: String,
}

/// The link to a view.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ViewTab {
    /// The name of the view.
    pub name: String,
    /// How many rows it has, if they were counted.
    pub number: Option<String>,
    /// The URL.
    pub address: String,
    /// Whether it is open.
    pub is_current: bool,
    /// Whether other users see it too.
    pub is_shared: bool,
}

impl ViewTabs {
    /// Returns the tabs of a list. `all` is the number of its rows.
    pub fn new(
        shell: &Shell,
        opened: &OpenedView,
        all: u64,
        views: &CountedViews,
        shown: &ViewParameters,
    ) -> Self {
        let whole = match opened.kept().left() {
            KeptView::NoView => list_url(opened.list).to_string(),
            _ => list_url(opened.list).with_query("view=all"),
        };
        let number = |count: u64| shell.locale.number(count);
        let open = opened.view.as_ref().map(|view| view.id);
        let one = |(view, count): (&SavedView, Option<u64>)| ViewTab {
            name: view.name.clone(),
            number: count.map(number),
            address: view.address(),
            is_current: open == Some(view.id),
            is_shared: view.is_shared,
        };
        let counts = views.counts.iter().copied().chain(std::iter::repeat(None));
        ViewTabs {
            all: ViewTab {
                name: shell.texts.views_all(),
                number: Some(number(all)),
                address: whole,
                is_current: open.is_none(),
                is_shared: false,
            },
            views: views.views.iter().zip(counts).map(one).collect(),
            save: save_address(opened.list, shown),
        }
    }
}

/// Returns the address of the form that saves what a list shows.
fn save_address(list: SavedList, shown: &ViewParameters) -> String {
    urls::new_view().with_parameters([("list", list.text()), ("filter", &shown.query())])
}

/// What a list says about its open view.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ViewNotes {
    /// The address that saves what the list shows as a new view.
    pub save: String,
    /// What the user can do with a view that the list has left.
    pub changed: Option<ChangedView>,
    /// The conditions on what there is no longer, in words, with the link that leaves each out.
    pub gone: Vec<(String, String)>,
}

/// A view of which the list shows something else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangedView {
    /// The view.
    pub id: SavedViewId,
    /// Its name.
    pub name: String,
    /// Whether it is shared.
    pub is_shared: bool,
    /// Its version.
    pub version: i32,
    /// Whether the user may change it.
    pub can_save: bool,
    /// The query string of what the list shows.
    pub filter: String,
    /// The address of the view as it is stored.
    pub discard: String,
}

impl ViewNotes {
    /// Returns what to say. `shown` has the parameters of the list as it is shown, and `saved` those that a view would store,
    /// with the columns; `without` returns the list without a parameter.
    pub fn new<P>(
        shell: &Shell,
        scope: &Scope<P>,
        opened: &OpenedView,
        [shown, saved]: [&ViewParameters; 2],
        without: impl Fn(&str) -> String,
    ) -> Self {
        let changed = opened.changed(shown).map(|view| ChangedView {
            id: view.id,
            name: view.name.clone(),
            is_shared: view.is_shared,
            version: view.version,
            can_save: view.can_be_changed_by(scope),
            filter: saved.query(),
            discard: view.address(),
        });
        let gone = opened.gone_in(shown).map(|gone| (gone_sentence(shell, gone), without(gone.parameter())));
        ViewNotes { save: save_address(opened.list, saved), changed, gone: gone.collect() }
    }
}

fn gone_sentence(shell: &Shell, gone: &GoneCondition) -> String {
    match gone {
        GoneCondition::Tag(name) => shell.texts.view_tag_gone(name),
        GoneCondition::Reseller(mpn_id) => shell.texts.view_reseller_gone(mpn_id),
        GoneCondition::FormerReseller(_, name) => shell.texts.view_reseller_former(name),
    }
}
