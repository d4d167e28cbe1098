//! `GET /account-settings/tags?q=&sort=&page=`: the partner's tags, and how many customers each has. They are at most
//! [`super::model::MAX_TAGS`], so they are filtered and sorted in memory.

use crate::auth::Scope;
use crate::auth::scope::ViewCustomers;
use crate::domain::Permission;
use crate::domain::text_enum::text_enum;
use crate::error::Result;
use crate::features::tags::model::Tag;
use crate::features::tags::queries::all_tags;
use crate::i18n::Texts;
use crate::search::CappedCount;
use crate::state::AppState;
use crate::table_file::TableFormat;
use crate::text::terms::MAX_QUERY;
use crate::text::{Highlighted, SearchTerms, match_ranges, terms};
use crate::urls;
use crate::web::export_menu::ExportMenu;
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
    sort: String,
    page: String,
}

/// The columns by which the list can be sorted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Column {
    Name,
    Customers,
}

text_enum!(Column, "column", { Name = "name", Customers = "customers" });

#[derive(Template)]
#[template(path = "tags/index.html")]
struct TagsPage<'a> {
    shell: &'a Shell,
    frame: ListFrame,
    q: &'a str,
    words: SearchTerms,
    sort: ColumnSort<Column>,
    tags: &'a [Tag],
    may_change: bool,
    export: ExportMenu,
}

impl TagsPage<'_> {
    /// Returns the list of the customers with a tag.
    fn customers_with(&self, tag: &Tag) -> String {
        urls::customers().with_parameters([("tag", tag.name.as_str())])
    }

    fn sort_head(&self, column: Column) -> SortHead {
        let texts = self.shell.texts;
        let label = match column {
            Column::Name => texts.tag(),
            Column::Customers => texts.customers(),
        };
        self.sort.head(column, label, |sort| address(self.q, sort, 1))
    }

    fn count(&self, tag: &Tag) -> String {
        self.shell.locale.number(tag.customers())
    }

    fn highlighted<'t>(&self, tag: &'t Tag) -> Highlighted<'t> {
        Highlighted { text: &tag.name, ranges: match_ranges(&tag.name, &self.words) }
    }
}

/// Shows the list.
pub async fn index(
    request: HttpRequest,
    scope: Scope<ViewCustomers>,
    params: Query<Params>,
    portal: Data<AppState>,
) -> Result<HttpResponse> {
    let bad_q = terms::is_too_long(&params.q).then_some("q");
    let q = if bad_q.is_some() { "" } else { params.q.trim() };
    let words = SearchTerms::parse(q);
    let reader = scope.clone();
    let mut tags = portal.db.read(move |c| all_tags(&reader, c)).await?;
    let is_any = !tags.is_empty();
    if !words.is_empty() {
        tags.retain(|tag| words.are_in(&tag.name));
    }
    let asked = ColumnSort::<Column>::parse(&params.sort);
    let bad_sort = asked.is_none().then_some("sort");
    let sort = asked.unwrap_or_default();
    match sort.column {
        // The tags are sorted by name already.
        Column::Name if sort.descending => tags.reverse(),
        Column::Name => {}
        Column::Customers => sort.sort(&mut tags, |tag| Some(tag.customer_count)),
    }
    let (page, bad_page) = NumberedPage::read(&params.page, tags.len());
    let shell = shell(&request, Some(scope.actor()), None)?;
    let texts = shell.texts;
    let needs = scope.reason(Permission::AnnotateCustomers, texts, |roles| texts.tags_may_change(roles));
    let new = PageAction::new("tag", texts.tag_new(), urls::new_tag()).primary().unless(needs);
    let no_export = scope.reason(Permission::ExportCustomers, texts, |roles| texts.export_needs(roles));
    let export = ExportMenu::new(&shell, texts.tags_export(), 0, |format| match format {
        TableFormat::Csv => urls::tags_csv().into(),
        TableFormat::Xlsx => urls::tags_xlsx().into(),
    });
    let frame = frame(&shell, (tags.len(), is_any), bad_q.or(bad_sort).or(bad_page));
    let page = TagsPage {
        frame: ListFrame {
            actions: vec![new],
            pager: page.pager(|page| address(q, &sort.param(), page)),
            ..frame
        },
        q,
        words,
        sort,
        tags: page.rows(&tags),
        may_change: scope.allows(Permission::AnnotateCustomers),
        export: export.unless(no_export),
        shell: &shell,
    };
    response::page_as(page.frame.status(), &page)
}

/// Returns the frame of the list, without actions and pager. `bad` is the first invalid parameter.
fn frame(shell: &Shell, (count, is_any): (usize, bool), bad: Option<&'static str>) -> ListFrame {
    let texts = shell.texts;
    let total = CappedCount::exact(count as u64);
    let all = || PageAction::new("all", texts.tags_show_all(), urls::tags());
    let empty = || match is_any {
        true => EmptyState::nothing_found(texts.tags_none_found()).with_actions([all()]),
        false => EmptyState::nothing_yet(texts.tags_none(), texts.tags_none_text()),
    };
    let text = |field| bad_text(texts, shell, field);
    ListFrame {
        bad: bad.map(|field| BadParameter { field, text: text(field) }),
        empty: (count == 0).then(empty),
        ..ListFrame::new(
            texts.tags(),
            ListCount::sentence(total, texts.tags_count(total.shown, shell.locale.number(total.shown))),
        )
    }
}

fn bad_text(texts: &Texts, shell: &Shell, field: &str) -> String {
    match field {
        "page" => texts.bad_page(),
        "sort" => texts.bad_sort(),
        _ => texts.bad_query(shell.locale.number(MAX_QUERY as u64)),
    }
}

fn address(q: &str, sort: &str, page: usize) -> String {
    let page = if page == 1 { String::new() } else { page.to_string() };
    urls::tags().with_parameters([("q", q), ("sort", sort), ("page", &page)])
}
