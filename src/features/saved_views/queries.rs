//! Reads views. [`super::changes`] writes them.

use crate::auth::Scope;
use crate::db::DbConnection;
use crate::db::connection::MultiBackend;
use crate::db::schema::{partners, partnerships, saved_views, tags, users};
use crate::domain::{SavedList, SavedViewId, TagId, UserId, is_mpn_id};
use crate::error::{Error, Result};
use crate::features::saved_views::model::{GoneCondition, SavedView};
use crate::features::saved_views::parameters::ViewParameters;
use crate::text::{fold, sort_key};
use chrono::NaiveDateTime;
use diesel::prelude::*;
use std::collections::HashMap;

/// A view as stored.
#[derive(Queryable, Selectable)]
#[diesel(table_name = saved_views, check_for_backend(MultiBackend))]
struct Stored {
    id: SavedViewId,
    user_id: UserId,
    list: SavedList,
    name: String,
    parameters: String,
    tag_id: Option<TagId>,
    is_shared: bool,
    version: i32,
}

impl Stored {
    fn into_view(self) -> Result<SavedView> {
        Ok(SavedView {
            id: self.id,
            owner: self.user_id,
            list: self.list,
            name: self.name,
            parameters: ViewParameters::from_json(&self.parameters)?,
            tag: self.tag_id,
            is_shared: self.is_shared,
            version: self.version,
        })
    }
}

/// Returns the views of a list that the user sees: the user's private ones, then the shared ones, each by name.
pub fn visible_views<P>(scope: &Scope<P>, list: SavedList, c: &mut DbConnection) -> Result<Vec<SavedView>> {
    let of_list = saved_views::list.eq(list);
    // Two index seeks; with OR, SQLite would read all views of the partner.
    let own = saved_views::table
        .filter(saved_views::user_id.eq(scope.actor().user).and(of_list))
        .filter(saved_views::is_shared.eq(false));
    let shared = saved_views::table.filter(shared_by(scope).and(of_list));
    let mut rows: Vec<Stored> = own.select(Stored::as_select()).load(c)?;
    rows.extend(shared.select(Stored::as_select()).load::<Stored>(c)?);
    let mut views = rows.into_iter().map(Stored::into_view).collect::<Result<Vec<_>>>()?;
    views.sort_by_cached_key(|view| (view.is_shared, sort_key(&view.name), view.id));
    follow_tags(scope, &mut views, c)?;
    Ok(views)
}

/// Returns the views of all lists that the user sees, by list and name, with the names of their owners.
pub fn all_views<P>(scope: &Scope<P>, c: &mut DbConnection) -> Result<Vec<(SavedView, String)>> {
    let own = saved_views::table
        .filter(saved_views::user_id.eq(scope.actor().user))
        .filter(saved_views::is_shared.eq(false));
    let shared = saved_views::table.filter(shared_by(scope));
    let mut rows: Vec<Stored> = own.select(Stored::as_select()).load(c)?;
    rows.extend(shared.select(Stored::as_select()).load::<Stored>(c)?);
    let owners: Vec<UserId> = rows.iter().map(|row| row.user_id).collect();
    let names: HashMap<UserId, String> = users::table
        .filter(users::partner_id.eq(scope.partner()).and(users::id.eq_any(owners)))
        .select((users::id, users::name))
        .load(c)?
        .into_iter()
        .collect();
    let named = |row: Stored| {
        let owner = names.get(&row.user_id).cloned().unwrap_or_default();
        Ok((row.into_view()?, owner))
    };
    let mut views = rows.into_iter().map(named).collect::<Result<Vec<_>>>()?;
    views.sort_by_cached_key(|(view, _)| (view.list as u8, sort_key(&view.name), view.id));
    Ok(views)
}

/// Returns a view that the user sees.
///
/// # Errors
/// [`Error::NotFound`] if there is none with this id: also if it is another partner's, or another user's and not shared.
pub fn find_view<P>(scope: &Scope<P>, id: SavedViewId, c: &mut DbConnection) -> Result<SavedView> {
    let row = saved_views::table.find(id).filter(saved_views::partner_id.eq(scope.partner()));
    let stored: Option<Stored> = row.select(Stored::as_select()).first(c).optional()?;
    let view = stored.ok_or(Error::NotFound)?.into_view()?;
    if !view.is_shared && !view.is_own(scope) {
        return Err(Error::NotFound);
    }
    let mut views = vec![view];
    follow_tags(scope, &mut views, c)?;
    views.pop().ok_or(Error::NotFound)
}

/// Returns the conditions of a list's parameters on tags and resellers that there are no longer.
pub fn gone_conditions<P>(
    scope: &Scope<P>,
    parameters: &ViewParameters,
    c: &mut DbConnection,
) -> Result<Vec<GoneCondition>> {
    let mut gone = Vec::new();
    let tag = parameters.get("tag");
    if !tag.is_empty() && tag_with_name(scope, tag, c)?.is_none() {
        gone.push(GoneCondition::Tag(tag.to_owned()));
    }
    let mpn_id = parameters.get("reseller");
    if is_mpn_id(mpn_id) {
        let known = partners::table
            .inner_join(partnerships::table.on(partnerships::reseller_id.eq(partners::id)))
            .filter(partnerships::provider_id.eq(scope.partner()).and(partners::mpn_id.eq(mpn_id)))
            .select((partners::name, partnerships::ended_at));
        let known: Option<(String, Option<NaiveDateTime>)> = known.first(c).optional()?;
        match known {
            None => gone.push(GoneCondition::Reseller(mpn_id.to_owned())),
            Some((name, Some(_))) => gone.push(GoneCondition::FormerReseller(mpn_id.to_owned(), name)),
            Some((_, None)) => {}
        }
    }
    Ok(gone)
}

/// Returns the partner's tag with this name.
pub fn tag_with_name<P>(scope: &Scope<P>, name: &str, c: &mut DbConnection) -> Result<Option<TagId>> {
    let own = tags::table.filter(tags::partner_id.eq(scope.partner()).and(tags::name_key.eq(fold(name))));
    Ok(own.select(tags::id).first(c).optional()?)
}

/// Returns how many views the user has.
pub fn count_own<P>(scope: &Scope<P>, c: &mut DbConnection) -> Result<usize> {
    let own = saved_views::table.filter(saved_views::user_id.eq(scope.actor().user));
    let count: i64 = own.count().get_result(c)?;
    Ok(usize::try_from(count).unwrap_or(usize::MAX))
}

/// Returns how many views the partner's users share.
pub fn count_shared<P>(scope: &Scope<P>, c: &mut DbConnection) -> Result<usize> {
    let count: i64 = saved_views::table.filter(shared_by(scope)).count().get_result(c)?;
    Ok(usize::try_from(count).unwrap_or(usize::MAX))
}

type SharedBy = diesel::dsl::And<
    diesel::dsl::Eq<saved_views::partner_id, crate::domain::PartnerId>,
    diesel::dsl::Eq<saved_views::is_shared, bool>,
>;

fn shared_by<P>(scope: &Scope<P>) -> SharedBy {
    saved_views::partner_id.eq(scope.partner()).and(saved_views::is_shared.eq(true))
}

/// Gives the conditions on tags the present names of the tags, which may have been renamed.
fn follow_tags<P>(scope: &Scope<P>, views: &mut [SavedView], c: &mut DbConnection) -> Result<()> {
    let ids: Vec<TagId> = views.iter().filter_map(|view| view.tag).collect();
    if ids.is_empty() {
        return Ok(());
    }
    let known = tags::table.filter(tags::partner_id.eq(scope.partner()).and(tags::id.eq_any(ids)));
    let names: HashMap<TagId, String> = known.select((tags::id, tags::name)).load(c)?.into_iter().collect();
    for view in views {
        if let Some(name) = view.tag.and_then(|tag| names.get(&tag)) {
            view.parameters.replace("tag", name);
        }
    }
    Ok(())
}
