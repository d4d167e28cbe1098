//! The page of `GET /customers/ID/subscriptions`: a customer's subscriptions, add-ons below their parent.

use crate::domain::{PartnerId, Role, SubscriptionId, SubscriptionStatus, TextEnum};
use crate::features::customers::model::CustomerRow;
use crate::features::subscriptions::model::Subscription;
use crate::features::subscriptions::queries::PartnerName;
use crate::features::subscriptions::renewal::{Renewal, renewal};
use crate::i18n::labels;
use crate::text::sort_key;
use crate::urls;
use crate::web::shell::Shell;
use askama::Template;
use chrono::NaiveDate;
use std::collections::HashMap;

/// The page.
#[derive(Template)]
#[template(path = "subscriptions/list.html")]
pub struct ListPage<'a> {
    /// The page layout: language, texts, menus.
    pub shell: &'a Shell,
    /// The customer.
    pub customer: &'a CustomerRow,
    /// All subscriptions, unsorted.
    pub subscriptions: &'a [Subscription],
    /// The names of the resellers of record.
    pub called: &'a HashMap<PartnerId, PartnerName>,
    /// The status to filter by.
    pub status: Option<SubscriptionStatus>,
    /// Whether the status in the URL does not exist.
    pub bad_status: bool,
    /// The roles that may order a subscription; `None` if the user may.
    pub add_needs: Option<&'a [Role]>,
    /// The roles that may export; `None` if the user may.
    pub export_needs: Option<&'a [Role]>,
    /// Whether the user may import subscriptions.
    pub may_import: bool,
    /// Today, UTC.
    pub today: NaiveDate,
}

/// A row.
struct Line<'a> {
    one: &'a Subscription,
    /// The name of the parent, if it is an add-on.
    parent: Option<&'a str>,
    /// Whether it is shown below its parent.
    is_under: bool,
    renewal: Renewal,
}

/// A filter by status, with the number of subscriptions.
struct Chip {
    label: String,
    address: String,
    is_current: bool,
}

impl ListPage<'_> {
    /// Returns the rows by name, each add-on below its parent.
    fn lines(&self) -> Vec<Line<'_>> {
        let mut shown: Vec<&Subscription> = self
            .subscriptions
            .iter()
            .filter(|one| self.status.is_none_or(|status| one.status == status))
            .collect();
        shown.sort_by_cached_key(|one| (sort_key(&one.name), one.id.clone()));
        let under = |one: &&Subscription, id: &SubscriptionId| one.parent.as_ref() == Some(id);
        let is_parent = |id: &SubscriptionId| shown.iter().any(|one| one.id == *id && one.parent.is_none());
        let is_alone = |one: &Subscription| !one.parent.as_ref().is_some_and(is_parent);
        let top = shown.iter().copied().filter(|one| is_alone(one));
        top.flat_map(|one| {
            let add_ons =
                shown.iter().copied().filter(|add_on| one.parent.is_none() && under(add_on, &one.id));
            std::iter::once(self.line(one, false)).chain(add_ons.map(|add_on| self.line(add_on, true)))
        })
        .collect()
    }

    fn line<'a>(&'a self, one: &'a Subscription, is_under: bool) -> Line<'a> {
        let parent = self.subscriptions.iter().find(|parent| one.parent.as_ref() == Some(&parent.id));
        let renewal = renewal(self.shell.texts, one, self.today);
        Line { one, parent: parent.map(|parent| parent.name.as_str()), is_under, renewal }
    }

    fn chips(&self) -> Vec<Chip> {
        let (texts, locale) = (self.shell.texts, self.shell.locale);
        let here = urls::customer_subscriptions(self.customer.microsoft_id).to_string();
        let all = Chip {
            label: texts.all_states(locale.number(self.count())),
            address: here.clone(),
            is_current: self.status.is_none(),
        };
        let states = SubscriptionStatus::ALL.iter().filter_map(|(status, word)| {
            let count = self.subscriptions.iter().filter(|one| one.status == *status).count() as u64;
            let is_current = self.status == Some(*status);
            (count > 0 || is_current).then(|| Chip {
                label: format!("{} {}", status.label(texts), locale.number(count)),
                address: format!("{here}?status={word}"),
                is_current,
            })
        });
        std::iter::once(all).chain(states).collect()
    }

    fn title(&self) -> String {
        let texts = self.shell.texts;
        let error = if self.bad_status { format!("{} ", texts.error_prefix()) } else { String::new() };
        format!("{error}{} – {}", self.customer.list_name, texts.subscriptions())
    }

    /// Returns the number of subscriptions, ignoring the filter.
    fn count(&self) -> u64 {
        self.subscriptions.len() as u64
    }

    /// Returns the text before the number of rows, the number, and the text after it.
    fn count_parts(&self, lines: &[Line<'_>]) -> [String; 3] {
        let count = self.shell.texts.subscriptions_count(lines.len() as u64);
        [count.s0, self.shell.locale.number(lines.len() as u64), count.s1]
    }

    fn total_quantity(&self, lines: &[Line<'_>]) -> u64 {
        lines.iter().map(|line| u64::from(line.one.quantity.unsigned_abs())).sum()
    }

    /// Returns the total number of licenses, as in [`Self::count_parts`].
    fn licenses(&self, lines: &[Line<'_>]) -> [String; 3] {
        let count = self.shell.texts.licenses_count(self.total_quantity(lines));
        [count.s0, self.shell.locale.number(self.total_quantity(lines)), count.s1]
    }

    fn date(&self, day: &NaiveDate) -> String {
        self.shell.locale.date(*day)
    }

    fn quantity(&self, line: &Line<'_>) -> String {
        self.shell.locale.number(line.one.quantity.unsigned_abs().into())
    }

    fn reseller(&self, line: &Line<'_>) -> Option<&PartnerName> {
        line.one.reseller.and_then(|id| self.called.get(&id))
    }

    fn copy_label(&self, line: &Line<'_>) -> String {
        let label = self.shell.texts.copy_subscription_id();
        [label.s0, line.one.name.clone(), label.s1].concat()
    }

    fn relationship(&self) -> String {
        self.customer.relationship.label(self.shell.texts)
    }

    fn add_reason(&self) -> Option<String> {
        let texts = self.shell.texts;
        self.add_needs.map(|roles| texts.ordering_needs(labels::list(texts, roles)))
    }

    fn export_reason(&self) -> Option<String> {
        let texts = self.shell.texts;
        self.export_needs.map(|roles| texts.export_needs(labels::list(texts, roles)))
    }

    /// Returns when the suspended subscriptions will be deleted, if there are any.
    fn deletion_note(&self, lines: &[Line<'_>]) -> Option<String> {
        let waiting = lines.iter().filter(|line| line.one.status == SubscriptionStatus::Suspended);
        let days: Vec<NaiveDate> = waiting.filter_map(|line| line.one.deletes_on).collect();
        let first = self.shell.locale.date(*days.iter().min()?);
        Some(self.shell.texts.suspended_note(days.len() as u64, first))
    }
}
