//! The page with the newest bulk acts of the partner.

use crate::features::bulk_acts::queries::NamedAct;
use crate::search::CappedCount;
use crate::urls;
use crate::web::list::{EmptyState, ListCount, ListFrame, PageAction};
use crate::web::shell::Shell;
use askama::Template;

/// `GET /bulk`.
#[derive(Template)]
#[template(path = "bulk/index.html")]
pub struct BulkActsPage<'a> {
    /// The page layout: language, texts, menus.
    pub shell: &'a Shell,
    /// The frame of the list.
    pub frame: ListFrame,
    acts: &'a [NamedAct],
}

impl<'a> BulkActsPage<'a> {
    /// Makes the page.
    pub fn new(shell: &'a Shell, acts: &'a [NamedAct]) -> Self {
        let (texts, number) = (shell.texts, acts.len() as u64);
        let count = texts.bulk_acts_count(number);
        let count = ListCount::new(CappedCount::exact(number), [count.s0, count.s1], shell.locale);
        let customers = PageAction::new("customers", texts.customers(), urls::customers());
        let empty = EmptyState::nothing_yet(texts.bulk_acts_none(), texts.bulk_acts_none_text());
        let empty = acts.is_empty().then(|| empty.with_actions([customers]));
        BulkActsPage { shell, frame: ListFrame { empty, ..ListFrame::new(texts.bulk_acts(), count) }, acts }
    }

    fn label(&self, act: &NamedAct) -> String {
        act.row.act.label(self.shell.texts)
    }

    fn status(&self, act: &NamedAct) -> String {
        act.row.state.label(self.shell.texts)
    }

    fn rows(&self, act: &NamedAct) -> String {
        let counts = &act.row.counts;
        let all = counts.planned + counts.done();
        self.shell.locale.number(all.unsigned_abs())
    }

    fn changed(&self, act: &NamedAct) -> String {
        self.shell.locale.number(act.row.counts.changed.unsigned_abs())
    }
}
