//! `GET /account-settings/users?q=&role=&page=`: the users of the partner. A partner has few users, so they are
//! filtered and sorted in memory.

use crate::auth::Scope;
use crate::auth::scope::ViewUsers;
use crate::domain::text_enum::text_enum;
use crate::domain::{Permission, Role};
use crate::error::Result;
use crate::features::users::colleague::Colleague;
use crate::features::users::{abilities, queries};
use crate::i18n::{Texts, labels};
use crate::search::CappedCount;
use crate::state::AppState;
use crate::text::{SearchTerms, sort_key};
use crate::urls;
use crate::web::list::{
    BadParameter, ColumnSort, EmptyState, ListCount, ListFrame, NumberedPage, PageAction, SortHead,
};
use crate::web::request::shell;
use crate::web::response;
use crate::web::shell::Shell;
use actix_web::web::{Data, Query};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use serde::Deserialize;

/// The query parameters.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Params {
    q: String,
    role: String,
    sort: String,
    page: String,
}

/// The columns by which the list can be sorted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Column {
    Name,
    LastSignIn,
}

text_enum!(Column, "column", { Name = "name", LastSignIn = "last-sign-in" });

#[derive(Template)]
#[template(path = "users/index.html")]
struct UsersPage<'a> {
    shell: &'a Shell,
    frame: ListFrame,
    q: &'a str,
    role: Option<Role>,
    sort: ColumnSort<Column>,
    people: &'a [Colleague],
    only_admin: Option<&'a Colleague>,
    partner: &'a str,
}

impl UsersPage<'_> {
    fn role_names(&self, person: &Colleague) -> String {
        labels::role_names(self.shell.texts, person.roles)
    }

    fn last_sign_in(&self, person: &Colleague) -> Option<String> {
        person.last_sign_in_at.map(|at| self.shell.moment(at))
    }

    /// Returns the header of a sortable column.
    fn sort_head(&self, column: Column) -> SortHead {
        let texts = self.shell.texts;
        let label = match column {
            Column::Name => texts.user_name(),
            Column::LastSignIn => texts.user_last_sign_in(),
        };
        self.sort.head(column, label, |sort| address(self.q, self.role, sort, 1))
    }

    fn admin_roles(&self) -> Vec<(String, String)> {
        self.role_explanations(&Role::ALL[..3])
    }

    fn agent_roles(&self) -> Vec<(String, String)> {
        self.role_explanations(&Role::ALL[3..])
    }

    fn role_explanations(&self, roles: &[Role]) -> Vec<(String, String)> {
        let texts = self.shell.texts;
        roles.iter().map(|role| (role.label(texts), abilities::summary(*role, texts))).collect()
    }

    fn is_chosen(&self, role: &Role) -> bool {
        self.role == Some(*role)
    }

    fn is_filtered(&self) -> bool {
        !self.q.is_empty() || self.role.is_some()
    }
}

/// Shows the list.
pub async fn index(
    request: HttpRequest,
    scope: Scope<ViewUsers>,
    params: Query<Params>,
    portal: Data<AppState>,
) -> Result<HttpResponse> {
    let role: Option<Role> = params.role.parse().ok();
    let bad_role = (role.is_none() && !params.role.is_empty()).then_some("role");
    let reader = scope.clone();
    let mut people = portal.db.read(move |c| queries::all(&reader, c)).await?;
    let admins: Vec<_> = people.iter().filter(|person| person.is_acting_global_admin()).cloned().collect();
    let q = params.q.trim();
    let words = SearchTerms::parse(q);
    people.retain(|person| {
        person.matches(&words) && role.is_none_or(|role| person.roles.iter().any(|one| one == role))
    });
    let asked = ColumnSort::<Column>::parse(&params.sort);
    let bad_sort = asked.is_none().then_some("sort");
    let sort = asked.unwrap_or_default();
    people.sort_by_cached_key(|person| (sort_key(&person.name), person.id));
    match sort.column {
        Column::Name => sort.sort(&mut people, |person| Some(sort_key(&person.name))),
        Column::LastSignIn => sort.sort(&mut people, |person| person.last_sign_in_at),
    }
    people.sort_by_key(|person| !person.active);
    let (page, bad_page) = NumberedPage::read(&params.page, people.len());
    let shell = shell(&request, Some(scope.actor()), None)?;
    let texts = shell.texts;
    let needs = scope.reason(Permission::ManageUsers, texts, |roles| texts.users_may_manage(roles));
    let new = PageAction::new("user", texts.add_user(), urls::new_user()).primary().unless(needs);
    let page = UsersPage {
        frame: ListFrame {
            actions: vec![new],
            pager: page.pager(|page| address(q, role, &sort.param(), page)),
            ..frame(texts, people.len(), bad_role.or(bad_sort).or(bad_page))
        },
        q,
        role,
        sort,
        people: page.rows(&people),
        only_admin: admins.first().filter(|_| admins.len() == 1),
        partner: &scope.actor().partner.name,
        shell: &shell,
    };
    response::page_as(page.frame.status(), &page)
}

/// Returns the frame of the list, without actions and pager. `bad` is the first invalid parameter.
fn frame(texts: &Texts, total: usize, bad: Option<&'static str>) -> ListFrame {
    let total = CappedCount::exact(total as u64);
    let all = || PageAction::new("all", texts.users_show_all(), urls::users());
    let empty = || EmptyState::nothing_found(texts.users_none()).with_actions([all()]);
    let text = |field| match field {
        "page" => texts.bad_page(),
        "sort" => texts.bad_sort(),
        _ => texts.order_bad_address(),
    };
    ListFrame {
        bad: bad.map(|field| BadParameter { field, text: text(field) }),
        empty: (total.shown == 0).then(empty),
        ..ListFrame::new(texts.user_management(), ListCount::sentence(total, texts.users_count(total.shown)))
    }
}

fn address(q: &str, role: Option<Role>, sort: &str, page: usize) -> String {
    let role = role.map(Role::as_str).unwrap_or_default();
    let page = if page == 1 { String::new() } else { page.to_string() };
    urls::users().with_parameters([("q", q), ("role", role), ("sort", sort), ("page", &page)])
}
