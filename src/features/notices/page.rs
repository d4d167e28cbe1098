//! `GET /notifications` as a page: the notices by day, with their acts.

use crate::domain::{NoticeGroup, PartnerKind, TextEnum};
use crate::features::activity_log::days::day_heading;
use crate::features::activity_log::sentence::model::Part;
use crate::features::activity_log::wording::ReaderFormat;
use crate::features::notices::filter::Filter;
use crate::features::notices::model::Notice;
use crate::features::notices::queries::NoticePage;
use crate::features::notices::wording::{NoticeText, link_label, look, notice_text, object_address};
use crate::urls;
use crate::web::list::{BadParameter, EmptyState, ListCount, ListFrame, PageAction, Pager, Tab, Tabs};
use crate::web::shell::Shell;
use askama::Template;
use chrono::NaiveDate;

/// `GET /notifications`.
#[derive(Template)]
#[template(path = "notices/index.html")]
pub struct InboxPage<'a> {
    shell: &'a Shell,
    /// The frame of the list.
    pub frame: ListFrame,
    groups: Tabs,
    days: Vec<Day<'a>>,
    /// What `mark all as read` refers to; `None` if nothing is unread.
    newest: Option<i32>,
    reading: ReaderFormat,
}

/// The notices of one day.
struct Day<'a> {
    day: NaiveDate,
    heading: String,
    lines: Vec<Line<'a>>,
}

/// A notice as the page shows it.
struct Line<'a> {
    notice: &'a Notice,
    text: NoticeText,
    icon: &'static str,
    tone: &'static str,
    /// Address and label of the object.
    link: Option<(String, String)>,
}

impl<'a> InboxPage<'a> {
    /// Returns the page. `bad` is the name of an invalid parameter.
    pub fn new(
        shell: &'a Shell,
        (filter, bad): (&Filter, Option<&'static str>),
        found: &'a NoticePage,
        reading: ReaderFormat,
        (today, kind): (NaiveDate, PartnerKind),
    ) -> Self {
        let mut days: Vec<Day<'a>> = Vec::new();
        for notice in &found.rows {
            let day = reading.clock.day(notice.row.at);
            let line = line(notice, reading, kind);
            match days.last_mut().filter(|last| last.day == day) {
                Some(last) => last.lines.push(line),
                None => days.push(Day { day, heading: day_heading(day, reading, today), lines: vec![line] }),
            }
        }
        InboxPage {
            frame: frame(shell, filter, found, bad),
            groups: groups(shell, filter),
            newest: (found.counts[1].shown > 0).then_some(found.newest),
            shell,
            days,
            reading,
        }
    }

    fn time(&self, line: &Line<'_>) -> String {
        self.reading.clock.time(line.notice.row.at)
    }

    fn heading_id(&self, day: &Day<'_>) -> String {
        format!("d{}", day.day)
    }
}

fn line(notice: &Notice, reading: ReaderFormat, kind: PartnerKind) -> Line<'_> {
    let event = notice.row.event;
    let (icon, tone) = look(event);
    let link = object_address(&notice.row, kind).map(|address| (address, link_label(event, reading.texts())));
    Line { notice, text: notice_text(notice, reading), icon, tone, link }
}

fn frame(shell: &Shell, filter: &Filter, found: &NoticePage, bad: Option<&'static str>) -> ListFrame {
    let texts = shell.texts;
    let [all, unread] = found.counts;
    let total = if filter.only_unread { unread } else { all };
    let number = total.text(shell.locale);
    let tab = |only_unread, label, number: String| {
        let address = Filter { only_unread, ..*filter }.first_page();
        Tab::new(label, address, filter.only_unread == only_unread).with_number(number)
    };
    let tabs = vec![
        tab(false, texts.notices_all(), all.text(shell.locale)),
        tab(true, texts.notices_unread(), unread.text(shell.locale)),
    ];
    let empty = || match (filter.only_unread, filter.group) {
        (true, _) => EmptyState::nothing_yet(texts.notices_all_read(), texts.notices_all_read_text()),
        (false, None) => EmptyState::nothing_yet(texts.notices_none(), texts.notices_none_text()),
        (false, Some(_)) => EmptyState::nothing_found(texts.notices_none_of_group())
            .with_actions([PageAction::new("all", texts.log_clear(), urls::notifications())]),
    };
    ListFrame {
        actions: vec![
            PageAction::new("settings", texts.notification_settings(), urls::profile_notifications()).quiet(),
        ],
        bad: bad.map(|field| BadParameter::of_list(shell, field)),
        tabs: Some(Tabs { label: texts.notices_which(), tabs }),
        empty: found.rows.is_empty().then(empty),
        pager: Pager::around(&found.rows, found.edges, |name, notice| {
            filter.address((name, &notice.row.id.to_string()))
        }),
        ..ListFrame::new(
            texts.notifications(),
            ListCount::in_tab(total, texts.notices_count(total.shown, number)),
        )
    }
}

fn groups(shell: &Shell, filter: &Filter) -> Tabs {
    let tab = |group: Option<NoticeGroup>, label| {
        Tab::new(label, Filter { group, ..*filter }.first_page(), filter.group == group)
    };
    let all = tab(None, shell.texts.event_group_all());
    let groups = NoticeGroup::ALL.iter().map(|(group, _)| tab(Some(*group), group.label(shell.texts)));
    Tabs { label: shell.texts.event_groups(), tabs: [all].into_iter().chain(groups).collect() }
}
