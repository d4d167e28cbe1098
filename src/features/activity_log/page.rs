//! The activity log page.

use crate::audit::action::Resource;
use crate::audit::entry::Entry;
use crate::audit::seals::Field;
use crate::audit::verify::ChainCheck;
use crate::audit::{Action, ActorKind};
use crate::domain::{ReportList, TextEnum};
use crate::features::activity_log::address::{LogAddress, bad_parameter};
use crate::features::activity_log::days::LogDay;
use crate::features::activity_log::details::Details;
use crate::features::activity_log::export;
use crate::features::activity_log::queries::Page;
use crate::features::activity_log::sentence::model::Part;
use crate::features::activity_log::toolbar::Toolbar;
use crate::features::customers::head::CustomerHead;
use crate::i18n::format::Clock;
use crate::table_file::TableFormat;
use crate::web::list::{EmptyState, ExportMenu, ListCount, ListFrame, PageAction, Pager};
use crate::web::shell::Shell;
use askama::Template;
use chrono::NaiveDateTime;
use std::collections::HashSet;

/// `GET /activity`.
#[derive(Template)]
#[template(path = "activity/index.html")]
pub struct LogPage<'a> {
    /// The page layout: language, texts, menus.
    pub shell: &'a Shell,
    /// The frame of the list.
    pub frame: ListFrame,
    /// The head of the customer whose part of the log this is.
    pub customer: Option<&'a CustomerHead>,
    /// The user's time zone.
    pub clock: Clock,
    /// The line above the list.
    pub toolbar: Toolbar<'a>,
    /// The query parameters, for links.
    pub showing: &'a LogAddress,
    /// The entries of this page, by day.
    pub days: Vec<LogDay<'a>>,
    /// The opened entry and its details, if it is on this page.
    pub expanded: Option<(i64, Details)>,
    /// Cursor of the page with newer entries, if there is one.
    pub newer: Option<i64>,
    /// Cursor of the page with older entries, if there is one.
    pub older: Option<i64>,
    /// How far back the search went, if it stopped at its limit.
    pub stopped: Option<NaiveDateTime>,
    /// The Microsoft IDs of those customers that are currently in the list.
    pub held: &'a HashSet<String>,
    /// The newest Entry ID when the page was rendered.
    pub head: i64,
    /// How far the log's chain was verified, and when.
    pub checked: &'a (ChainCheck, NaiveDateTime),
}

/// Returns the frame of the list. `bad` is the malformed query parameter.
pub fn frame(shell: &Shell, showing: &LogAddress, page: &Page, bad: Option<&'static str>) -> ListFrame {
    let texts = shell.texts;
    let count = texts.entries_count(page.total.shown);
    let all = || PageAction::new("all", texts.log_clear(), showing.without_filters());
    let empty = || EmptyState {
        text: Some(texts.log_empty_text()),
        ..EmptyState::nothing_found(texts.log_empty()).with_actions(showing.is_filtered().then(all))
    };
    let to = |name, entry: Option<i64>| entry.map(|entry| showing.page(name, &entry));
    ListFrame {
        caption: texts.log_caption(),
        bad: bad.map(|field| bad_parameter(field, shell)),
        empty: page.rows.is_empty().then(empty),
        pager: Pager {
            // A search that stopped at its limit continues on the next page.
            next_label: page.stopped.map(|_| texts.log_go_on()),
            ..Pager::new(to("before", page.newer), to("after", page.older))
        },
        ..ListFrame::new(texts.activity_log(), ListCount::new(page.total, [count.s0, count.s1], shell.locale))
    }
}

impl LogPage<'_> {
    /// Returns the button that exports the listed entries: as a list, and with what proves them.
    fn export(&self) -> ExportMenu {
        let (texts, rows) = (self.shell.texts, self.frame.count.total.shown);
        let menu = ExportMenu::new(self.shell, texts.export_log(), rows, |format| {
            self.showing.export(format, false)
        });
        let proof = self.showing.export(TableFormat::Csv, true);
        let menu = menu.and(texts.export_log_proof(), texts.export_log_proof_text(), proof);
        menu.regularly(self.shell, ReportList::Activity, &self.showing.report_query())
    }

    fn time(&self, at: &NaiveDateTime) -> String {
        self.shell.locale.date_time(*at, self.clock)
    }

    fn clock_time(&self, at: &NaiveDateTime) -> String {
        self.clock.time(*at)
    }

    fn machine_time(&self, at: &NaiveDateTime) -> String {
        self.clock.machine(*at)
    }

    fn action(&self, entry: &Entry) -> String {
        let action = Action::from_text(&entry.action);
        action.map_or_else(|_| entry.action.clone(), |action| action.label(self.shell.texts))
    }

    fn resource(&self, entry: &Entry) -> String {
        let resource = Resource::from_text(&entry.resource);
        resource.map_or_else(|_| entry.resource.clone(), |resource| resource.label(self.shell.texts))
    }

    fn actor(&self, entry: &Entry) -> String {
        export::actor(entry, self.shell.texts)
    }

    /// Returns the value of the filter `user` that finds this actor; `None` for a user of whom the log has only the
    /// name.
    fn actor_value(&self, entry: &Entry) -> Option<String> {
        let other = || (entry.actor_kind != ActorKind::User.as_str()).then(|| entry.actor_kind.clone());
        entry.actor_id.map(|id| id.to_string()).or_else(other)
    }

    fn is_person(&self, entry: &Entry) -> bool {
        entry.actor_kind == ActorKind::User.as_str()
    }

    fn is_held(&self, entry: &Entry) -> bool {
        entry.microsoft_id.as_ref().is_some_and(|id| self.held.contains(id))
    }

    fn customer(&self, entry: &Entry) -> Option<(String, String)> {
        let id = entry.microsoft_id.clone()?;
        let name = export::customer(entry, self.shell.texts);
        Some((if name.is_empty() { id.clone() } else { name }, id))
    }

    fn has_no_name(&self, entry: &Entry) -> bool {
        entry.is_erased(Field::CustomerName)
    }

    fn has_no_actor(&self, entry: &Entry) -> bool {
        entry.is_erased(Field::ActorName)
    }

    fn has_no_details(&self, entry: &Entry) -> bool {
        entry.is_erased(Field::Details)
    }

    fn has_no_address(&self, entry: &Entry) -> bool {
        entry.is_erased(Field::Address)
    }

    fn outcome(&self, entry: &Entry) -> String {
        export::outcome(&entry.action, self.shell.texts)
    }

    fn details(&self, entry: &Entry) -> Option<&Details> {
        self.expanded.as_ref().filter(|(open, _)| *open == entry.seq).map(|(_, details)| details)
    }

    fn expander(&self, entry: &Entry, is_open: bool) -> String {
        let (texts, number) = (self.shell.texts, self.number(&entry.seq));
        if is_open { texts.hide_entry(number) } else { texts.show_entry(number) }
    }

    fn number(&self, number: &i64) -> String {
        self.shell.locale.number(number.unsigned_abs())
    }
}
