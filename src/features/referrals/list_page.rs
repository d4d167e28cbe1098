//! The list of referrals: one tab at a time, the latest change first.

use crate::db::keyset::Position;
use crate::domain::{PartnerId, PartnerKind, ReferralStatus, ReportList, TextEnum};
use crate::features::customers::list_context::ListContext;
use crate::features::referrals::filter::Params;
use crate::features::referrals::model::Referral;
use crate::features::referrals::queries::Page;
use crate::table_file::TableFormat;
use crate::urls;
use crate::web::list::{
    BadParameter, EmptyState, ExportMenu, FilterChoice, FilterField, ListCount, ListFilters, ListFrame,
    PageAction, Pager, SortHead, Tab, Tabs, TimeSort,
};
use crate::web::reported_list::canonical_query;
use crate::web::shell::Shell;
use askama::Template;
use chrono::NaiveDateTime;

/// `GET /referrals`.
#[derive(Template)]
#[template(path = "referrals/index.html")]
pub struct ReferralsPage<'a> {
    /// The page layout: language, texts, menus.
    pub shell: &'a Shell,
    /// The frame of the list.
    pub frame: ListFrame,
    /// The selected tab.
    pub status: ReferralStatus,
    /// The page of referrals.
    pub page: &'a Page,
    /// The row id of the user's partner.
    pub me: PartnerId,
    /// The kind of the user's partner. Direct partners have no resellers to refer customers to.
    pub kind: PartnerKind,
    /// The header of the column by which the list is sorted.
    pub changed: SortHead,
}

/// Returns the frame of the list, without its actions.
pub fn frame(
    shell: &Shell,
    status: ReferralStatus,
    page: &Page,
    context: &ListContext<'_, Params>,
) -> ListFrame {
    let texts = shell.texts;
    let ListContext { params, bad, .. } = context;
    let total = page.count(status);
    let sentence = texts.referrals_count(total.shown, total.text(shell.locale));
    let filters = filters(shell, context);
    let is_filtered = filters.is_used();
    let all = || PageAction::new("all", texts.log_clear(), unfiltered(params));
    let empty = || match is_filtered {
        true => EmptyState::nothing_found(texts.referrals_no_match()).with_actions([all()]),
        false => EmptyState::nothing_yet(texts.referrals_none(), texts.referrals_none_text()),
    };
    let export = || {
        let label = texts.export_list(total.text(shell.locale));
        let menu = ExportMenu::new(shell, label, total.shown, |format| match format {
            TableFormat::Csv => urls::referrals_csv().with_parameters(params.pairs()),
            TableFormat::Xlsx => urls::referrals_xlsx().with_parameters(params.pairs()),
        });
        let query = canonical_query(params.pairs());
        menu.regularly(shell, ReportList::Referrals, &query).unless(context.no_export.clone())
    };
    ListFrame {
        title: Some(status.label(texts) + &texts.dash() + &texts.referrals()),
        caption: texts.referrals_caption(),
        bad: bad.map(|field| BadParameter::of_list(shell, field)),
        tabs: Some(tabs(shell, status, page, params)),
        filters: Some(filters),
        empty: page.rows.is_empty().then(empty),
        pager: Pager::around(&page.rows, page.edges, |name, referral| page_address(params, name, referral)),
        export: (total.shown > 0).then(export),
        ..ListFrame::new(texts.referrals(), ListCount::in_tab(total, sentence))
    }
}

/// Returns the search and the filters.
fn filters(shell: &Shell, context: &ListContext<'_, Params>) -> ListFilters {
    let (texts, typed, params) = (shell.texts, context.typed, context.params);
    let partner = || {
        let own = FilterChoice::new("none", texts.referral_own());
        let choices = [own].into_iter().chain(context.partner_choices(texts));
        FilterField::choice(shell, "partner", texts.referral_partner(), &typed.partner, choices)
    };
    let people = context.people_choices();
    let by = FilterField::choice(shell, "by", texts.referral_created_by(), &typed.by, people);
    let form = ListFilters::new(&urls::referrals(), texts.referrals_search(), &typed.q);
    ListFilters { bad: context.bad, ..form }
        .with((context.kind != PartnerKind::Direct).then(partner))
        .with([by])
        .with(FilterField::days(shell, &typed.from, &typed.to))
        .keeping("status", &params.status)
        .keeping("sort", &params.sort)
        .cleared_by(unfiltered(params))
}

/// Returns the URL of the tab without search and filters.
fn unfiltered(params: &Params) -> String {
    urls::referrals().with_parameters([("status", &*params.status), ("sort", &*params.sort)])
}

/// Returns the tabs with their numbers. Search and filters stay.
fn tabs(shell: &Shell, current: ReferralStatus, page: &Page, params: &Params) -> Tabs {
    let tab = |(status, word): &(ReferralStatus, &str)| {
        let params = Params { status: (*word).to_owned(), ..params.clone() };
        let address = urls::referrals().with_parameters(params.pairs());
        let number = page.count(*status).text(shell.locale);
        Tab::new(status.label(shell.texts), address, *status == current).with_number(number)
    };
    Tabs { label: shell.texts.status(), tabs: ReferralStatus::ALL.iter().map(tab).collect() }
}

fn page_address(params: &Params, name: &'static str, referral: &Referral) -> String {
    let cursor = Position { at: referral.changed_at, id: referral.id.0 }.cursor();
    urls::referrals().with_parameters(params.pairs().into_iter().chain([(name, cursor.as_str())]))
}

/// Returns the header of the column with the time of the last change.
pub fn changed_head(shell: &Shell, params: &Params, sort: TimeSort) -> SortHead {
    sort.head("changed", shell.texts.last_change(), |sort| {
        urls::referrals().with_parameters(Params { sort: sort.to_owned(), ..params.clone() }.pairs())
    })
}

impl ReferralsPage<'_> {
    fn is_waiting_view(&self) -> bool {
        self.status == ReferralStatus::Received
    }

    fn has_others(&self) -> bool {
        self.kind != PartnerKind::Direct
    }

    /// Returns the other partner's name and its part in the referral; `None` for a lead of the user's own partner.
    fn other_partner(&self, referral: &Referral) -> Option<(&str, String)> {
        let texts = self.shell.texts;
        let name = |id: &PartnerId| self.page.names.get(id).map(String::as_str);
        match referral.referrer {
            Some(referrer) if referrer != self.me => Some((name(&referrer)?, texts.referral_by())),
            Some(_) => Some((name(&referral.partner)?, texts.referral_to())),
            None => None,
        }
    }

    fn contact(&self, referral: &Referral) -> String {
        referral.lead.contact_name()
    }

    /// Returns the first line of the customer's need.
    fn need<'r>(&self, referral: &'r Referral) -> &'r str {
        referral.lead.need.lines().next().unwrap_or_default()
    }

    fn day(&self, at: &NaiveDateTime) -> String {
        self.shell.day(*at)
    }

    fn last_day(&self, referral: &Referral) -> String {
        self.shell.locale.date(referral.answer_until)
    }

    /// Returns who made the last change.
    fn changed_by<'r>(&self, referral: &'r Referral) -> Option<&'r str> {
        let made = (self.status == ReferralStatus::Received).then_some(referral.created_name.as_str());
        referral.closed_by.as_deref().or(referral.answered_by.as_deref()).or(made)
    }
}
