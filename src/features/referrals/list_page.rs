//! The list of referrals: one tab at a time, the latest change first.

use crate::db::keyset::Position;
use crate::domain::{PartnerId, PartnerKind, ReferralStatus, TextEnum};
use crate::features::referrals::model::Referral;
use crate::features::referrals::queries::Page;
use crate::urls;
use crate::web::list::{BadParameter, EmptyState, ListCount, ListFrame, Pager, Tab, Tabs};
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
}

/// Returns the frame of the list, without its actions. `bad` is the first invalid parameter.
pub fn frame(shell: &Shell, status: ReferralStatus, page: &Page, bad: Option<&'static str>) -> ListFrame {
    let texts = shell.texts;
    let total = page.count(status);
    let sentence = texts.referrals_count(total.shown, total.text(shell.locale));
    let empty = || EmptyState::nothing_yet(texts.referrals_none(), texts.referrals_none_text());
    ListFrame {
        title: Some(status.label(texts) + &texts.dash() + &texts.referrals()),
        caption: texts.referrals_caption(),
        bad: bad.map(|field| BadParameter { field, text: texts.bad_page() }),
        tabs: Some(tabs(shell, status, page)),
        empty: page.rows.is_empty().then(empty),
        pager: Pager::around(&page.rows, page.edges, |name, referral| page_address(status, name, referral)),
        ..ListFrame::new(texts.referrals(), ListCount::in_tab(total, sentence))
    }
}

fn tabs(shell: &Shell, current: ReferralStatus, page: &Page) -> Tabs {
    let tab = |(status, word): &(ReferralStatus, &str)| {
        let address = urls::referrals().with_query(format_args!("status={word}"));
        let number = page.count(*status).text(shell.locale);
        Tab::new(status.label(shell.texts), address, *status == current).with_number(number)
    };
    Tabs { label: shell.texts.status(), tabs: ReferralStatus::ALL.iter().map(tab).collect() }
}

fn page_address(status: ReferralStatus, name: &str, referral: &Referral) -> String {
    let position = Position { at: referral.changed_at, id: referral.id.0 };
    let query = format_args!("status={}&{name}={}", status.as_str(), position.cursor());
    urls::referrals().with_query(query)
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
