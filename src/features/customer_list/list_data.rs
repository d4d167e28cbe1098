//! Reads what the page of the customer list is rendered from, in one snapshot. [`super::handlers`] renders it.

use crate::auth::Scope;
use crate::auth::scope_memory::Recall;
use crate::db::DbConnection;
use crate::db::former_ids::current;
use crate::domain::{MicrosoftId, RequestStatus, SavedList};
use crate::error::Result;
use crate::features::contacts::model::Contact;
use crate::features::contacts::queries::contacts_of;
use crate::features::customer_list::around::{FilterChoices, ListTotal, OwnColumns, OwnViews, Resellers};
use crate::features::customer_list::columns::{ListColumn, for_kind};
use crate::features::customer_list::filter::PageRequest;
use crate::features::customer_list::queries;
use crate::features::customer_list::queries::Page;
use crate::features::customer_list::row::{Line, Marks, row_match_ranges};
use crate::features::customer_list::saved::count_view;
use crate::features::customer_removal::removed_queries::count_removed;
use crate::features::customers::lookup as one;
use crate::features::customers::lookup::CustomerDetails;
use crate::features::customers::model::CustomerRow;
use crate::features::notes::model::Note;
use crate::features::notes::queries::featured_notes;
use crate::features::relationship_requests::model::RelationshipRequest;
use crate::features::relationship_requests::search::search as search_requests;
use crate::features::saved_views::model::SavedView;
use crate::features::saved_views::tabs::CountedViews;
use crate::features::tags::model::Tag;
use crate::features::tags::queries::{tags_by_customer, tags_of};
use crate::search::CustomerSearch;
use crate::state::AppState;
use std::collections::HashMap;
use std::sync::Arc;

/// Maximum number of subscriptions that an opened row shows.
const MAX_SUBSCRIPTIONS: i64 = 10;

/// What the page is rendered from.
pub struct ListData {
    /// The page of the list.
    pub page: Page,
    /// The opened row and its details.
    pub details: Option<(usize, CustomerDetails)>,
    /// The tags of the opened row.
    pub tags: Vec<Tag>,
    /// Its pinned note and its newest one.
    pub notes: Vec<Note>,
    /// Its contacts that are not for billing.
    pub contacts: Vec<Contact>,
    /// The indirect resellers of an indirect provider.
    pub resellers: Arc<Resellers>,
    /// The columns after the name.
    pub columns: Vec<ListColumn>,
    /// The tags of the rows, if there is a column for them.
    pub row_tags: HashMap<MicrosoftId, Vec<Tag>>,
    /// What the filters suggest, for the whole page.
    pub choices: Arc<FilterChoices>,
    /// The pending relationship requests that the search finds.
    pub waiting: Vec<RelationshipRequest>,
    /// The number of ended relationships that the search finds, if it finds no customer.
    pub ended: u64,
    /// The number of all customers, and the views, for the whole page.
    pub views: (u64, Arc<OwnViews>),
    /// What matches the search in each row.
    pub marks: Vec<Marks>,
}

impl ListData {
    /// Reads a page of the list; `is_whole` also what only the whole page shows.
    ///
    /// # Errors
    /// The database failed.
    pub async fn ask<P: 'static>(
        portal: &AppState,
        scope: &Scope<P>,
        wanted: &PageRequest,
        is_whole: bool,
    ) -> Result<Self> {
        let recall = portal.memory.recall(scope, &portal.db);
        // Then a page is one index seek.
        let is_quick = wanted.is_a_seek()
            && recall.knows_of_partner::<ListTotal>()
            && (!is_whole || recall.knows_of_user::<OwnViews>());
        let (asker, lists, asked) = (scope.clone(), portal.lists.clone(), wanted.clone());
        let read = move |c: &mut DbConnection| Self::read(&asker, &lists, &asked, is_whole, recall, c);
        if is_quick { portal.db.read_one(read).await } else { portal.db.read(read).await }
    }

    fn read<P>(
        scope: &Scope<P>,
        lists: &CustomerSearch,
        wanted: &PageRequest,
        is_whole: bool,
        mut recall: Recall,
        c: &mut DbConnection,
    ) -> Result<Self> {
        let total = |recall: &Recall, c: &mut DbConnection| {
            recall.of_partner(|| lists.search.total(c, scope.partner()).map(ListTotal)).map(|total| total.0)
        };
        let page = queries::page_and_total(scope, lists, wanted, c, |c| {
            recall.check();
            total(&recall, c)
        })?;
        recall.check();
        let expanded = wanted.expanded.map(|id| current(c, scope.partner(), id)).transpose()?;
        let open = expanded.and_then(|id| page.rows.iter().position(|row| row.microsoft_id == id));
        let details = open.map(|at| one::details(scope, page.rows[at].microsoft_id, MAX_SUBSCRIPTIONS, c));
        let words = &wanted.filter.words;
        let waiting = if words.is_empty() {
            Vec::new()
        } else {
            search_requests(scope, words, None, &RequestStatus::WAITING, c)?
        };
        let columns = match &wanted.columns {
            Some(columns) => for_kind(columns.clone(), scope.actor().partner.kind),
            None => recall.of_user(|| queries::own_columns(scope, c).map(OwnColumns))?.0.clone(),
        };
        let opened = open.map(|at| page.rows[at].microsoft_id);
        Ok(ListData {
            waiting,
            tags: opened.map_or(Ok(Vec::new()), |id| tags_of(scope, id, c))?,
            notes: opened.map_or(Ok(Vec::new()), |id| featured_notes(scope, id, c))?,
            contacts: opened.map_or(Ok(Vec::new()), |id| contacts_of(scope, id, c))?,
            details: open.zip(details.transpose()?),
            // Computed here because this usually runs on a blocking thread and the rendering does not.
            marks: row_match_ranges(&page.rows, words),
            resellers: recall.of_partner(|| Resellers::load(scope, c))?,
            row_tags: if columns.contains(&ListColumn::Tags) {
                let ids: Vec<_> = page.rows.iter().map(|row| row.microsoft_id).collect();
                tags_by_customer(scope, &ids, c)?
            } else {
                HashMap::new()
            },
            columns,
            choices: if is_whole {
                recall.of_partner(|| FilterChoices::load(scope, lists, c))?
            } else {
                Arc::default()
            },
            ended: if page.total == 0 && !words.is_empty() { count_removed(scope, words, c)? } else { 0 },
            views: if is_whole {
                let count = |view: &SavedView, c: &mut DbConnection| count_view(scope, lists, view, c);
                let load = || CountedViews::load(scope, SavedList::Customers, c, count).map(OwnViews);
                let views = recall.of_user(load)?;
                (total(&recall, c)?, views)
            } else {
                Default::default()
            },
            page,
        })
    }

    pub(super) fn line<'a>(&'a self, row: &'a CustomerRow, marks: &'a Marks) -> Line<'a> {
        let tags = self.row_tags.get(&row.microsoft_id).map(Vec::as_slice).unwrap_or_default();
        Line::new(row, marks, tags, &self.resellers.0)
    }
}
