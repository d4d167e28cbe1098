//! `GET /account-settings/users` and its files: the users of the partner. A partner has few users, so they are filtered and
//! sorted in memory.

use crate::auth::Scope;
use crate::auth::scope::ViewUsers;
use crate::domain::text_enum::text_enum;
use crate::domain::{Permission, ReportList, Role, TextEnum};
use crate::error::Result;
use crate::features::users::colleague::{Colleague, State};
use crate::features::users::{abilities, queries};
use crate::i18n::labels;
use crate::search::CappedCount;
use crate::state::AppState;
use crate::table_file::TableFormat;
use crate::text::{SearchTerms, sort_key};
use crate::urls;
use crate::web::list::{
    BadParameter, ColumnSort, EmptyState, ExportMenu, FilterChoice, FilterField, ListCount, ListFilters,
    ListFrame, NumberedPage, PageAction, SortHead, parse_valid,
};
use crate::web::parameters;
use crate::web::parameters::{check_search_text, optional};
use crate::web::reported_list::canonical_query;
use crate::web::request::shell;
use crate::web::response;
use crate::web::shell::Shell;
use actix_web::web::{Data, Query};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use serde::Deserialize;

/// The query parameters, see docs/reference/addresses.md.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Params {
    /// Name or email address.
    pub q: String,
    /// Role.
    pub role: String,
    /// State of the account.
    pub state: String,
    /// `name` (default), `last-sign-in` or `added`, each also with `-`.
    pub sort: String,
    /// Number of the page.
    pub page: String,
    /// Language of the export.
    pub lang: String,
}

/// The columns by which the list can be sorted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Column {
    Name,
    LastSignIn,
    Added,
}

text_enum!(Column, "column", { Name = "name", LastSignIn = "last-sign-in", Added = "added" });

/// Which users are listed, and in which order.
#[derive(Debug, Clone)]
pub struct Filter {
    words: SearchTerms,
    role: Option<Role>,
    state: Option<State>,
    sort: ColumnSort<Column>,
}

impl Params {
    /// Parses the parameters except the page.
    ///
    /// # Errors
    /// [`BadInput`](crate::error::Error::BadInput) with the name of the malformed parameter.
    pub fn filter(&self) -> Result<Filter> {
        check_search_text(&self.q)?;
        Ok(Filter {
            words: SearchTerms::parse(&self.q),
            role: optional("role", &self.role)?,
            state: optional("state", &self.state)?,
            sort: parameters::sort(&self.sort)?,
        })
    }

    fn remove(&mut self, field: &str) {
        match field {
            "q" => self.q.clear(),
            "role" => self.role.clear(),
            "state" => self.state.clear(),
            _ => self.sort.clear(),
        }
    }

    /// Returns the parameters that say which users are listed, without page and language.
    pub fn pairs(&self) -> [(&'static str, &str); 4] {
        [("q", &self.q), ("role", &self.role), ("state", &self.state), ("sort", &self.sort)]
    }

    fn address(&self, page: usize) -> String {
        let page = if page == 1 { String::new() } else { page.to_string() };
        urls::users().with_parameters(self.pairs().into_iter().chain([("page", page.as_str())]))
    }
}

impl Filter {
    /// Removes the users that do not match, and sorts the others; inactive ones come last.
    pub fn apply(&self, people: &mut Vec<Colleague>) {
        people.retain(|person| {
            person.matches(&self.words)
                && self.role.is_none_or(|role| person.roles.iter().any(|one| one == role))
                && self.state.is_none_or(|state| person.state() == state)
        });
        people.sort_by_cached_key(|person| (sort_key(&person.name), person.id));
        match self.sort.column {
            Column::Name => self.sort.sort(people, |person| Some(sort_key(&person.name))),
            Column::LastSignIn => self.sort.sort(people, |person| person.last_sign_in_at),
            Column::Added => self.sort.sort(people, |person| Some(person.created_at)),
        }
        people.sort_by_key(|person| !person.active);
    }
}

#[derive(Template)]
#[template(path = "users/index.html")]
struct UsersPage<'a> {
    shell: &'a Shell,
    frame: ListFrame,
    params: &'a Params,
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
            Column::Added => texts.user_added(),
        };
        self.sort
            .head(column, label, |sort| Params { sort: sort.to_owned(), ..self.params.clone() }.address(1))
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

    fn is_filtered(&self) -> bool {
        self.frame.filters.as_ref().is_some_and(ListFilters::is_used)
    }
}

/// Shows the list.
pub async fn index(
    request: HttpRequest,
    scope: Scope<ViewUsers>,
    params: Query<Params>,
    portal: Data<AppState>,
) -> Result<HttpResponse> {
    let typed = params.into_inner();
    let mut params = typed.clone();
    let (filter, bad) = parse_valid(&mut params, Params::filter, Params::remove)?;
    let reader = scope.clone();
    let mut people = portal.db.read(move |c| queries::all(&reader, c)).await?;
    let admins: Vec<_> = people.iter().filter(|person| person.is_acting_global_admin()).cloned().collect();
    filter.apply(&mut people);
    let (page, bad_page) = NumberedPage::read(&params.page, people.len());
    let shell = shell(&request, Some(scope.actor()), None)?;
    let texts = shell.texts;
    let needs = scope.reason(Permission::ManageUsers, texts, |roles| texts.users_may_manage(roles));
    let new = PageAction::new("user", texts.add_user(), urls::new_user()).primary().unless(needs);
    let page = UsersPage {
        frame: ListFrame {
            actions: vec![new],
            pager: page.pager(|page| params.address(page)),
            ..frame(&shell, people.len(), (&typed, &params), bad.or(bad_page))
        },
        params: &params,
        sort: filter.sort,
        people: page.rows(&people),
        only_admin: admins.first().filter(|_| admins.len() == 1),
        partner: &scope.actor().partner.name,
        shell: &shell,
    };
    response::page_as(page.frame.status(), &page)
}

/// Returns the frame of the list, without actions and pager. `bad` is the first invalid parameter.
fn frame(
    shell: &Shell,
    total: usize,
    (typed, params): (&Params, &Params),
    bad: Option<&'static str>,
) -> ListFrame {
    let (texts, total) = (shell.texts, CappedCount::exact(total as u64));
    let all = || PageAction::new("all", texts.users_show_all(), urls::users());
    let empty = || EmptyState::nothing_found(texts.users_none()).with_actions([all()]);
    let export = || {
        let label = texts.export_list(total.text(shell.locale));
        ExportMenu::new(shell, label, total.shown, |format| match format {
            TableFormat::Csv => urls::users_csv().with_parameters(params.pairs()),
            TableFormat::Xlsx => urls::users_xlsx().with_parameters(params.pairs()),
        })
        .regularly(shell, ReportList::Users, &canonical_query(params.pairs()))
    };
    let roles = Role::ALL.iter().map(|role| FilterChoice::new(role.as_str(), role.label(texts)));
    let states = State::ALL.iter().map(|(state, word)| FilterChoice::new(*word, state.label(texts)));
    let filters = ListFilters { bad, ..ListFilters::new(&urls::users(), texts.users_search(), &typed.q) }
        .with([
            FilterField::choice(shell, "role", texts.user_role(), &typed.role, roles),
            FilterField::choice(shell, "state", texts.user_state(), &typed.state, states),
        ])
        .keeping("sort", &params.sort)
        .cleared_by(Params { sort: params.sort.clone(), ..Params::default() }.address(1));
    ListFrame {
        bad: bad.map(|field| BadParameter::of_list(shell, field)),
        empty: (total.shown == 0).then(empty),
        filters: Some(filters),
        export: (total.shown > 0).then(export),
        ..ListFrame::new(texts.user_management(), ListCount::sentence(total, texts.users_count(total.shown)))
    }
}
