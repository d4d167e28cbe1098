//! The list of referrals: one tab at a time, the latest change first.

use crate::db::keyset::Position;
use crate::domain::{PartnerKind, ReferralStatus, Role, TextEnum};
use crate::features::referrals::model::Referral;
use crate::features::referrals::queries::{COUNT_CAP, Page};
use crate::urls;
use crate::web::pager::Pager;
use crate::web::shell::Shell;
use askama::Template;
use chrono::NaiveDateTime;

/// `GET /referrals`.
#[derive(Template)]
#[template(path = "referrals/index.html")]
pub struct ReferralsPage<'a> {
    /// The page layout: language, texts, menus.
    pub shell: &'a Shell,
    /// The selected tab.
    pub status: ReferralStatus,
    /// The page of referrals.
    pub page: &'a Page,
    /// The row id of the user's partner.
    pub me: i32,
    /// The kind of the user's partner. Direct partners have no resellers to refer customers to.
    pub kind: PartnerKind,
    /// The roles that may create referrals; `None` if the user may.
    pub needs: Option<&'static [Role]>,
    /// The first invalid parameter; it was ignored.
    pub bad: Option<&'static str>,
}

/// The link to a tab.
struct Tab {
    word: &'static str,
    label: String,
    number: String,
    is_current: bool,
}

impl ReferralsPage<'_> {
    fn title(&self) -> String {
        let texts = self.shell.texts;
        let title = format!("{} – {}", self.status.label(texts), texts.referrals());
        if self.bad.is_some() { format!("{} {title}", texts.error_prefix()) } else { title }
    }

    fn tabs(&self) -> Vec<Tab> {
        let tab = |(status, word): &(ReferralStatus, &'static str)| Tab {
            word,
            label: status.label(self.shell.texts),
            number: self.number(self.count(*status)),
            is_current: *status == self.status,
        };
        ReferralStatus::ALL.iter().map(tab).collect()
    }

    fn count(&self, status: ReferralStatus) -> usize {
        self.page.counts.get(status.as_str()).copied().unwrap_or_default()
    }

    /// Returns the number, or `1,000+` if there are more than are counted.
    fn number(&self, count: usize) -> String {
        let plus = if count > COUNT_CAP { "+" } else { "" };
        format!("{}{plus}", self.shell.locale.number(count.min(COUNT_CAP) as u64))
    }

    fn is_capped(&self) -> bool {
        self.count(self.status) > COUNT_CAP
    }

    fn total(&self) -> usize {
        self.count(self.status).min(COUNT_CAP)
    }

    fn count_words(&self) -> String {
        let count = self.count(self.status);
        self.shell.texts.referrals_count(count as u32, self.number(count))
    }

    fn is_waiting_view(&self) -> bool {
        self.status == ReferralStatus::Received
    }

    fn has_others(&self) -> bool {
        self.kind != PartnerKind::Direct
    }

    /// Returns the other partner's name and its part in the referral; `None` for a lead of the user's own partner.
    fn other_partner(&self, referral: &Referral) -> Option<(&str, String)> {
        let texts = self.shell.texts;
        let name = |id: &i32| self.page.names.get(id).map(String::as_str);
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

    fn pager(&self) -> Pager {
        let (rows, sides) = (&self.page.rows, &self.page.sides);
        Pager::new(
            rows.first().filter(|_| sides.previous).map(|first| self.page("before", first)),
            rows.last().filter(|_| sides.next).map(|last| self.page("after", last)),
        )
    }

    fn page(&self, name: &str, referral: &Referral) -> String {
        let position = Position { at: referral.changed_at, id: referral.id.0 };
        urls::referrals().with_query(format_args!(
            "status={}&{name}={}",
            self.status.as_str(),
            position.cursor()
        ))
    }

    fn needs_text(&self) -> Option<String> {
        let texts = self.shell.texts;
        self.needs.map(|roles| texts.referral_needs(crate::i18n::labels::list(texts, roles)))
    }
}
