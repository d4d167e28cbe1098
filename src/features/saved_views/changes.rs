//! Saves, changes and removes views. Each locks the partner first, so that the limits hold. The log has only what concerns
//! others: shared views. A private view is a setting of its owner, as the columns of a list are.

use crate::audit::{Action, Activity, Tx};
use crate::auth::Scope;
use crate::db::portable::lock_partner;
use crate::db::schema::{saved_views, users};
use crate::domain::{DefaultViews, Permission, SavedList, SavedViewId, TextEnum};
use crate::error::{Error, Result};
use crate::features::saved_views::model::{MAX_OF_USER, MAX_SHARED, SavedView};
use crate::features::saved_views::parameters::ViewParameters;
use crate::features::saved_views::queries::{count_own, count_shared, find_view, tag_with_name};
use crate::text::fold;
use diesel::prelude::*;
use serde_json::{Value, json};

/// A view to save, or what a view becomes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ViewContent {
    /// The name.
    pub name: String,
    /// What the list shows; `None` leaves it as it is.
    pub parameters: Option<ViewParameters>,
    /// Whether all users of the partner see it.
    pub is_shared: bool,
}

/// Why a view cannot be saved. Nothing was changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ViewRefusal {
    /// The owner has another view of the list with this name.
    Exists,
    /// The user has [`MAX_OF_USER`] already.
    TooManyOfUser,
    /// The partner's users share [`MAX_SHARED`] already.
    TooManyShared,
}

/// Saves a view of the user. With `is_default`, the list opens with it.
///
/// # Errors
/// [`Error::Forbidden`] if it is shared and the user may not share views.
pub fn create_view<P>(
    tx: &mut Tx<'_>,
    scope: &Scope<P>,
    list: SavedList,
    new: &ViewContent,
    is_default: bool,
) -> Result<(std::result::Result<SavedViewId, ViewRefusal>, Vec<Activity>)> {
    lock_partner(tx.c, scope.partner())?;
    if new.is_shared && !scope.allows(Permission::ShareViews) {
        return Err(Error::Forbidden(Permission::ShareViews));
    }
    if find_named(tx, scope, list, &new.name)?.is_some() {
        return Ok((Err(ViewRefusal::Exists), Vec::new()));
    }
    if count_own(scope, tx.c)? >= MAX_OF_USER {
        return Ok((Err(ViewRefusal::TooManyOfUser), Vec::new()));
    }
    if new.is_shared && count_shared(scope, tx.c)? >= MAX_SHARED {
        return Ok((Err(ViewRefusal::TooManyShared), Vec::new()));
    }
    let parameters = new.parameters.clone().unwrap_or_default();
    let row = (
        saved_views::partner_id.eq(scope.partner()),
        saved_views::user_id.eq(scope.actor().user),
        saved_views::list.eq(list),
        saved_views::name.eq(&new.name),
        saved_views::name_key.eq(fold(&new.name)),
        saved_views::parameters.eq(parameters.to_json()),
        saved_views::tag_id.eq(tag_with_name(scope, parameters.get("tag"), tx.c)?),
        saved_views::is_shared.eq(new.is_shared),
    );
    diesel::insert_into(saved_views::table).values(row).execute(tx.c)?;
    let id = find_named(tx, scope, list, &new.name)?.ok_or(Error::NotFound)?;
    if is_default {
        set_default(tx, scope, list, Some(id))?;
    }
    let details = json!({ "name": new.name, "list": list.text(), "filter": parameters.query() });
    let activities = new.is_shared.then(|| Activity::new(Action::ShareView, "saved_view", details));
    Ok((Ok(id), activities.into_iter().collect()))
}

/// Changes a view. Returns whether anything changed.
///
/// # Errors
/// [`Error::NotFound`] if the user does not see it; [`Error::Forbidden`] if the user may not change it, or not share it;
/// [`Error::Stale`] if it changed after `version`.
pub fn update_view<P>(
    tx: &mut Tx<'_>,
    scope: &Scope<P>,
    id: SavedViewId,
    version: i32,
    new: &ViewContent,
) -> Result<(std::result::Result<bool, ViewRefusal>, Vec<Activity>)> {
    lock_partner(tx.c, scope.partner())?;
    let before = find_changeable(tx, scope, id)?;
    let parameters = new.parameters.as_ref().unwrap_or(&before.parameters);
    if before.name == new.name && before.parameters == *parameters && before.is_shared == new.is_shared {
        return Ok((Ok(false), Vec::new()));
    }
    if before.version != version {
        return Err(Error::Stale);
    }
    let is_newly_shared = new.is_shared && !before.is_shared;
    if is_newly_shared && !scope.allows(Permission::ShareViews) {
        return Err(Error::Forbidden(Permission::ShareViews));
    }
    let same = saved_views::table
        .filter(saved_views::user_id.eq(before.owner).and(saved_views::list.eq(before.list)))
        .filter(saved_views::name_key.eq(fold(&new.name)).and(saved_views::id.ne(id)));
    if same.select(saved_views::id).first::<SavedViewId>(tx.c).optional()?.is_some() {
        return Ok((Err(ViewRefusal::Exists), Vec::new()));
    }
    if is_newly_shared && count_shared(scope, tx.c)? >= MAX_SHARED {
        return Ok((Err(ViewRefusal::TooManyShared), Vec::new()));
    }
    let tag = match &new.parameters {
        Some(parameters) => tag_with_name(scope, parameters.get("tag"), tx.c)?,
        None => before.tag,
    };
    let values = (
        saved_views::name.eq(&new.name),
        saved_views::name_key.eq(fold(&new.name)),
        saved_views::parameters.eq(parameters.to_json()),
        saved_views::tag_id.eq(tag),
        saved_views::is_shared.eq(new.is_shared),
        saved_views::version.eq(version + 1),
    );
    diesel::update(saved_views::table.find(id)).set(values).execute(tx.c)?;
    let state = |name: &str, parameters: &ViewParameters, is_shared: bool| json!({ "name": name, "filter": parameters.query(), "shared": is_shared });
    let activity = match (before.is_shared, new.is_shared) {
        (false, false) => None,
        (false, true) => {
            let details =
                json!({ "name": new.name, "list": before.list.text(), "filter": parameters.query() });
            Some(Activity::new(Action::ShareView, "saved_view", details))
        }
        (true, _) => {
            let details = json!({
                "before": state(&before.name, &before.parameters, before.is_shared),
                "after": state(&new.name, parameters, new.is_shared),
                "list": before.list.text(),
            });
            Some(Activity::new(Action::UpdateView, "saved_view", details))
        }
    };
    Ok((Ok(true), activity.into_iter().collect()))
}

/// Removes a view. Lists that opened with it open with all rows from then on.
///
/// # Errors
/// [`Error::NotFound`] if the user does not see it; [`Error::Forbidden`] if the user may not remove it.
pub fn remove_view<P>(
    tx: &mut Tx<'_>,
    scope: &Scope<P>,
    id: SavedViewId,
) -> Result<(SavedView, Vec<Activity>)> {
    lock_partner(tx.c, scope.partner())?;
    let view = find_changeable(tx, scope, id)?;
    diesel::delete(saved_views::table.find(id)).execute(tx.c)?;
    let details: Value =
        json!({ "name": view.name, "list": view.list.text(), "filter": view.parameters.query() });
    let activity = view.is_shared.then(|| Activity::new(Action::RemoveView, "saved_view", details));
    Ok((view, activity.into_iter().collect()))
}

/// Sets the view with which a list opens for the user, or none.
pub fn set_default<P>(
    tx: &mut Tx<'_>,
    scope: &Scope<P>,
    list: SavedList,
    view: Option<SavedViewId>,
) -> Result<()> {
    let user = users::table.find(scope.actor().user);
    let stored: Option<String> = user.select(users::default_views).first(tx.c)?;
    let changed = DefaultViews::parse(stored.as_deref().unwrap_or_default()).with(list, view);
    diesel::update(user).set(users::default_views.eq(changed.to_text())).execute(tx.c)?;
    Ok(())
}

/// Returns the user's view of a list with this name, in any spelling that folds to the same.
fn find_named<P>(
    tx: &mut Tx<'_>,
    scope: &Scope<P>,
    list: SavedList,
    name: &str,
) -> Result<Option<SavedViewId>> {
    let own = saved_views::table
        .filter(saved_views::user_id.eq(scope.actor().user).and(saved_views::list.eq(list)))
        .filter(saved_views::name_key.eq(fold(name)));
    Ok(own.select(saved_views::id).first(tx.c).optional()?)
}

fn find_changeable<P>(tx: &mut Tx<'_>, scope: &Scope<P>, id: SavedViewId) -> Result<SavedView> {
    let view = find_view(scope, id, tx.c)?;
    if view.can_be_changed_by(scope) { Ok(view) } else { Err(Error::Forbidden(Permission::ShareViews)) }
}
