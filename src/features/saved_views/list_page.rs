//! `GET /views`: the views of all lists that the user sees; and the buttons of its rows. A user has few views, so the page
//! shows all of them.

use crate::auth::Scope;
use crate::auth::scope::SaveViews;
use crate::domain::SavedViewId;
use crate::error::Result;
use crate::features::saved_views::changes::{remove_view, set_default};
use crate::features::saved_views::form::DefaultForm;
use crate::features::saved_views::model::SavedView;
use crate::features::saved_views::queries::{all_views, find_view};
use crate::search::CappedCount;
use crate::state::AppState;
use crate::urls;
use crate::web::flash::Message;
use crate::web::list::{EmptyState, ListCount, ListFrame, PageAction};
use crate::web::request::shell;
use crate::web::response;
use crate::web::response::see_other;
use crate::web::shell::Shell;
use actix_web::web::{Data, Form, Path};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

/// `GET /views`.
#[derive(Template)]
#[template(path = "saved_views/index.html")]
struct ViewsPage<'a> {
    shell: &'a Shell,
    frame: ListFrame,
    rows: Vec<Row<'a>>,
}

/// A view, and what the user can do with it.
struct Row<'a> {
    view: &'a SavedView,
    /// The name of its owner; `None` for the user.
    owner: Option<&'a str>,
    is_default: bool,
    can_change: bool,
}

/// Shows the list.
pub async fn index(
    request: HttpRequest,
    scope: Scope<SaveViews>,
    portal: Data<AppState>,
) -> Result<HttpResponse> {
    let reader = scope.clone();
    let views = portal.db.read(move |c| all_views(&reader, c)).await?;
    let shell = shell(&request, Some(scope.actor()), None)?;
    let default = |view: &SavedView| scope.actor().default_views.of(view.list) == Some(view.id);
    let rows = views.iter().map(|(view, owner)| Row {
        view,
        owner: (!view.is_own(&scope)).then_some(owner.as_str()),
        is_default: default(view),
        can_change: view.can_be_changed_by(&scope),
    });
    let page = ViewsPage { frame: frame(&shell, views.len()), rows: rows.collect(), shell: &shell };
    response::page_as(page.frame.status(), &page)
}

fn frame(shell: &Shell, count: usize) -> ListFrame {
    let texts = shell.texts;
    let total = CappedCount::exact(count as u64);
    let empty = || {
        let empty = EmptyState::nothing_yet(texts.views_none(), texts.views_none_text());
        empty.with_actions(PageAction::main_lists(texts))
    };
    ListFrame {
        empty: (count == 0).then(empty),
        ..ListFrame::new(
            texts.saved_views(),
            ListCount::sentence(total, texts.views_count(total.shown, shell.locale.number(total.shown))),
        )
    }
}

/// `POST /views/{view}/default`: lets the list open with the view, or with all rows again.
pub async fn choose_default(
    scope: Scope<SaveViews>,
    portal: Data<AppState>,
    path: Path<SavedViewId>,
    form: Form<DefaultForm>,
) -> Result<HttpResponse> {
    let (id, author, is_on) = (path.into_inner(), scope.clone(), form.on == "yes");
    let change = portal.log.record(scope.author(), move |tx| {
        let view = find_view(&author, id, tx.c)?;
        let is_default = author.actor().default_views.of(view.list) == Some(id);
        if is_on != is_default {
            set_default(tx, &author, view.list, is_on.then_some(id))?;
        }
        Ok(((), Vec::new()))
    });
    change.await?;
    let message = if is_on { Message::ViewOpensFirst } else { Message::ViewOpensNoLonger };
    Ok(see_other(&portal, &urls::views(), Some(message.into())))
}

/// `POST /views/{view}/removal`: removes the view.
pub async fn remove(
    scope: Scope<SaveViews>,
    portal: Data<AppState>,
    path: Path<SavedViewId>,
) -> Result<HttpResponse> {
    let (id, author) = (path.into_inner(), scope.clone());
    portal.log.record(scope.author(), move |tx| remove_view(tx, &author, id)).await?;
    Ok(see_other(&portal, &urls::views(), Some(Message::ViewRemoved.into())))
}
