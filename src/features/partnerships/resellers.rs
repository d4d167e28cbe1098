//! Handlers and pages of a provider's indirect resellers: the list, and the end of a partnership.

use crate::auth::Scope;
use crate::auth::scope::{RemovePartnership, ViewResellers};
use crate::domain::{Permission, ReportList};
use crate::error::Result;
use crate::features::partnerships::queries;
use crate::features::partnerships::queries::PartnershipRow;
use crate::features::partnerships::reseller_filter::{Params, PartnershipStatus, ResellerColumn};
use crate::i18n::countries::country_name;
use crate::i18n::time_zone::partner_zone;
use crate::search::CappedCount;
use crate::state::AppState;
use crate::table_file::TableFormat;
use crate::urls;
use crate::web::flash::{Flash, Message};
use crate::web::list::{
    BadParameter, ColumnSort, EmptyState, ExportMenu, FilterChoice, FilterField, ListCount, ListFilters,
    ListFrame, PageAction, SortHead, parse_valid,
};
use crate::web::nav::Nav;
use crate::web::reported_list::canonical_query;
use crate::web::request::shell;
use crate::web::response;
use crate::web::response::see_other;
use crate::web::shell::Shell;
use actix_web::web::{Data, Path, Query};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use std::collections::BTreeSet;

/// `GET /indirect-resellers`.
pub async fn index(
    request: HttpRequest,
    scope: Scope<ViewResellers>,
    portal: Data<AppState>,
    params: Query<Params>,
) -> Result<HttpResponse> {
    let shell = shell(&request, Some(scope.actor()), Some(Nav::Resellers))?;
    let typed = params.into_inner();
    let mut params = typed.clone();
    let (filter, bad) = parse_valid(&mut params, Params::filter, Params::remove)?;
    let asker = scope.clone();
    let mut resellers = portal.db.read(move |c| queries::resellers(&asker, c)).await?;
    let filters = filters(&shell, &resellers, (&typed, &params), bad);
    filter.apply(&mut resellers, partner_zone(&scope.actor().partner));
    let texts = shell.texts;
    let needs = scope.reason(Permission::RequestPartnership, texts, |roles| texts.partnership_needs(roles));
    let new = PageAction::new("partnership", texts.request_partnership(), urls::new_indirect_reseller());
    let total = CappedCount::exact(resellers.len() as u64);
    let all = || PageAction::new("all", texts.log_clear(), urls::indirect_resellers());
    let empty = || match filters.is_used() {
        true => EmptyState::nothing_found(texts.resellers_no_match()).with_actions([all()]),
        false => EmptyState::nothing_yet(texts.no_resellers(), texts.no_resellers_text()),
    };
    let export = || {
        let label = texts.export_list(total.text(shell.locale));
        ExportMenu::new(&shell, label, total.shown, |format| match format {
            TableFormat::Csv => urls::indirect_resellers_csv().with_parameters(params.pairs()),
            TableFormat::Xlsx => urls::indirect_resellers_xlsx().with_parameters(params.pairs()),
        })
        .regularly(&shell, ReportList::Resellers, &canonical_query(params.pairs()))
    };
    let page = ResellersPage {
        frame: ListFrame {
            caption: texts.resellers_caption(),
            actions: vec![new.primary().unless(needs)],
            bad: bad.map(|field| BadParameter::of_list(&shell, field)),
            empty: resellers.is_empty().then(empty),
            export: (total.shown > 0).then(export),
            filters: Some(filters.clone()),
            ..ListFrame::new(
                texts.indirect_resellers(),
                ListCount::sentence(total, texts.resellers_count(total.shown)),
            )
        },
        heads: heads(&shell, &params, filter.sort),
        shell: &shell,
        resellers: &resellers,
        may_add: scope.allows(Permission::AddCustomer),
        may_remove: scope.allows(Permission::RemovePartnership),
    };
    response::page_as(page.frame.status(), &page)
}

/// Returns the search and the filters. `typed` has the parameters as typed, `params` the valid ones.
fn filters(
    shell: &Shell,
    resellers: &[PartnershipRow],
    (typed, params): (&Params, &Params),
    bad: Option<&'static str>,
) -> ListFilters {
    let texts = shell.texts;
    let states = [
        FilterChoice::new(PartnershipStatus::Active.as_str(), texts.partnership_active()),
        FilterChoice::new(PartnershipStatus::Former.as_str(), texts.partnership_former()),
    ];
    let countries: BTreeSet<&str> = resellers.iter().map(|one| one.country.as_str()).collect();
    let countries = countries
        .into_iter()
        .map(|code| FilterChoice::new(code, country_name(code, shell.locale).to_owned()));
    let form = ListFilters::new(&urls::indirect_resellers(), texts.resellers_search(), &typed.q);
    ListFilters { bad, ..form }
        .with([
            FilterField::choice(shell, "status", texts.status(), &typed.status, states),
            FilterField::choice(shell, "country", texts.country(), &typed.country, countries),
        ])
        .with(FilterField::days(shell, &typed.from, &typed.to))
        .keeping("sort", &params.sort)
        .cleared_by(Params { sort: params.sort.clone(), ..Params::default() }.address())
}

/// Returns the headers of the sortable columns: name, customers, beginning.
fn heads(shell: &Shell, params: &Params, sort: ColumnSort<ResellerColumn>) -> [SortHead; 3] {
    let texts = shell.texts;
    [
        (ResellerColumn::Name, texts.company_name()),
        (ResellerColumn::Customers, texts.customers()),
        (ResellerColumn::Since, texts.partnership_since()),
    ]
    .map(|(column, label)| {
        sort.head(column, label, |sort| Params { sort: sort.to_owned(), ..params.clone() }.address())
    })
}

/// `GET /indirect-resellers/{mpn_id}/removal`.
pub async fn ask_removal(
    request: HttpRequest,
    scope: Scope<RemovePartnership>,
    portal: Data<AppState>,
    path: Path<String>,
) -> Result<HttpResponse> {
    let shell = shell(&request, Some(scope.actor()), Some(Nav::Resellers))?;
    let asker = scope.clone();
    let reseller = portal.db.read(move |c| queries::reseller(&asker, &path, c)).await?;
    response::page(&RemovalPage { shell: &shell, reseller: &reseller })
}

/// `POST /indirect-resellers/{mpn_id}/removal`.
pub async fn remove(
    scope: Scope<RemovePartnership>,
    portal: Data<AppState>,
    path: Path<String>,
) -> Result<HttpResponse> {
    let (partner, mpn_id) = (scope.partner(), scope.actor().partner.mpn_id.clone());
    let ended = portal.log.record(scope.author(), move |tx| {
        Ok(((), vec![queries::end_partnership(tx, (partner, &mpn_id), &path)?]))
    });
    ended.await?;
    Ok(see_other(&portal, &urls::indirect_resellers(), Flash::from(Message::PartnershipRemoved)))
}

/// `GET /indirect-resellers`.
#[derive(Template)]
#[template(path = "partnerships/resellers.html")]
pub struct ResellersPage<'a> {
    /// The page layout: language, texts, menus.
    pub shell: &'a Shell,
    /// The frame of the list.
    pub frame: ListFrame,
    /// The headers of the sortable columns: name, customers, beginning.
    pub heads: [SortHead; 3],
    /// The resellers, former ones last.
    pub resellers: &'a [PartnershipRow],
    /// Whether the user may add customers.
    pub may_add: bool,
    /// Whether the user may end partnerships.
    pub may_remove: bool,
}

impl ResellersPage<'_> {
    fn number(&self, number: &u64) -> String {
        self.shell.locale.number(*number)
    }

    fn day(&self, at: &chrono::NaiveDateTime) -> String {
        self.shell.day(*at)
    }
}

/// `GET /indirect-resellers/{mpn_id}/removal`.
#[derive(Template)]
#[template(path = "partnerships/removal.html")]
pub struct RemovalPage<'a> {
    /// The page layout: language, texts, menus.
    pub shell: &'a Shell,
    /// The reseller.
    pub reseller: &'a PartnershipRow,
}
