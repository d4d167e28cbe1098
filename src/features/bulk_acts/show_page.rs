//! The page of a bulk act: three numbers, what happens, and the rows, those that need attention first. The template shows what
//! belongs to the state: review, progress or result.

use crate::domain::{BulkActId, BulkActKind, BulkSubject};
use crate::features::bulk_acts::choose_page::{list_link, steps};
use crate::features::bulk_acts::model::{BulkContent, BulkState, RowCounts, StopReason, UNDO_PERIOD};
use crate::features::bulk_acts::queries::{NamedAct, ShownRow};
use crate::features::bulk_acts::row_texts::value_label;
use crate::features::bulk_acts::selection::SelectedRows;
use crate::web::shell::Shell;
use crate::web::steps::Steps;
use askama::Template;
use chrono::NaiveDateTime;

/// Maximum number of rows in each table; the file has all.
pub const MAX_ROWS: i64 = 100;

/// `GET /bulk/{bulk}`.
#[derive(Template)]
#[template(path = "bulk/show.html")]
pub struct BulkActPage<'a> {
    /// The page layout: language, texts, menus.
    pub shell: &'a Shell,
    /// The act.
    pub id: BulkActId,
    /// The act with the names of the people involved.
    pub act: &'a NamedAct,
    /// What it was asked to do.
    pub content: &'a BulkContent,
    /// The first rows that need attention.
    pub exceptions: &'a [ShownRow],
    /// The first other rows that changed or will change.
    pub others: &'a [ShownRow],
    /// Why this user may not take steps; `None` if they may.
    pub needs: Option<String>,
    /// The current time, UTC.
    pub now: NaiveDateTime,
    /// Whether an operator has paused background work.
    pub is_paused: bool,
    /// Whether the act was not in the state that the submitted step needs.
    pub is_too_late: bool,
}

/// One of the numbers at the top: its tone, the number, what it counts, and a remark.
pub struct Verdict {
    tone: &'static str,
    number: i64,
    label: String,
    hint: String,
}

impl BulkActPage<'_> {
    fn counts(&self) -> &RowCounts {
        &self.act.row.counts
    }

    fn is(&self, state: &str) -> bool {
        self.act.row.state.as_str() == state
    }

    fn is_at_work(&self) -> bool {
        self.act.row.state.is_at_work()
    }

    fn title(&self) -> String {
        let texts = self.shell.texts;
        self.act.row.state.title(texts, &self.act.row.act.label(texts))
    }

    fn steps(&self) -> Steps {
        let current = match self.act.row.state {
            BulkState::Preparing | BulkState::Reviewed => 1,
            _ => 2,
        };
        steps(self.shell, current)
    }

    /// Returns address and name of the list in which the rows were selected.
    fn list(&self) -> (String, String) {
        let selection = &self.content.selection;
        let query = match &selection.rows {
            SelectedRows::Filter(query) => Some(query.as_str()),
            SelectedRows::Ids(_) => None,
        };
        list_link(self.shell, selection.list().unwrap_or(crate::domain::BulkList::Customers), query)
    }

    fn is_of_subscriptions(&self) -> bool {
        self.act.row.act.subject() == BulkSubject::Subscriptions
    }

    fn is_of_requests(&self) -> bool {
        self.act.row.act.subject() == BulkSubject::Requests
    }

    /// Returns the label of what names a row.
    fn name_label(&self) -> String {
        let texts = self.shell.texts;
        if self.is_of_requests() { texts.request_to() } else { texts.company_name() }
    }

    fn number(&self, number: &i64) -> String {
        self.shell.locale.number(number.unsigned_abs())
    }

    fn verdicts(&self) -> Vec<Verdict> {
        let (texts, counts) = (self.shell.texts, self.counts());
        let one = |tone, number, label, hint: String| Verdict { tone, number, label, hint };
        let none = String::new;
        match self.act.row.state {
            BulkState::Preparing | BulkState::Reviewed => {
                let planned = counts.planned.unsigned_abs();
                let (label, hint) = if self.is_of_subscriptions() {
                    let customers = self.act.row.customers.unsigned_abs();
                    let of = texts.bulk_of_customers(customers, self.shell.locale.number(customers));
                    (texts.bulk_will_change_subscriptions(planned), of)
                } else if self.is_of_requests() {
                    (texts.bulk_will_remind(planned), none())
                } else {
                    (texts.bulk_will_change_customers(planned), none())
                };
                vec![
                    one("success", counts.planned, label, hint),
                    one("warning", counts.blocked, texts.bulk_cannot(), texts.bulk_cannot_hint()),
                    one("", counts.same, texts.bulk_same(), texts.bulk_same_hint()),
                ]
            }
            BulkState::Undoing | BulkState::Undone => vec![
                one("success", counts.undone, texts.bulk_undone(), none()),
                one("danger", counts.kept, texts.bulk_not_undone(), none()),
                one("", counts.changed, texts.bulk_not_done(), none()),
            ],
            _ => vec![
                one("success", counts.changed, texts.bulk_changed(), none()),
                one("danger", counts.failed, texts.bulk_failed(), none()),
                if counts.planned > 0 {
                    one("warning", counts.planned, texts.bulk_not_done(), none())
                } else {
                    let out = counts.same + counts.blocked;
                    one("", out, texts.bulk_left_out(), none())
                },
            ],
        }
    }

    fn fact(&self) -> Option<(String, String, bool)> {
        self.content.parameters.fact(self.shell.texts)
    }

    /// Returns what happens, in sentences with their icons.
    fn consequences(&self) -> Vec<(&'static str, String)> {
        let texts = self.shell.texts;
        let hours = self.shell.locale.number(UNDO_PERIOD.num_hours().unsigned_abs());
        let undo = if self.act.row.act.can_be_undone() {
            texts.bulk_happens_undo(hours)
        } else {
            texts.bulk_happens_for_good()
        };
        vec![
            ("check", self.content.parameters.consequence(texts)),
            ("info", texts.bulk_happens_checked()),
            ("person", texts.bulk_happens_logged()),
            ("clock", undo),
        ]
    }

    /// Returns the label of the button that starts the act.
    fn confirm_label(&self) -> String {
        let (texts, planned) = (self.shell.texts, self.counts().planned.unsigned_abs());
        let number = self.shell.locale.number(planned);
        match self.act.row.act {
            BulkActKind::Suspend => texts.bulk_confirm_suspend(planned, number),
            BulkActKind::Remind => texts.bulk_confirm_remind(planned, number),
            _ if self.is_of_subscriptions() => texts.bulk_confirm_subscriptions(planned, number),
            _ => texts.bulk_confirm_customers(planned, number),
        }
    }

    fn is_dangerous(&self) -> bool {
        self.act.row.act == BulkActKind::Suspend
    }

    fn continue_label(&self) -> String {
        let left = self.counts().planned.unsigned_abs();
        self.shell.texts.bulk_continue(left, self.shell.locale.number(left))
    }

    fn undo_label(&self) -> String {
        let changed = self.counts().changed.unsigned_abs();
        self.shell.texts.bulk_undo(changed, self.shell.locale.number(changed))
    }

    fn undo_until(&self) -> Option<NaiveDateTime> {
        self.act.row.undo_until(self.now)
    }

    /// Returns the number of rows that are done in the current work, and of all.
    fn progress(&self) -> (i64, i64) {
        let counts = self.counts();
        match self.act.row.state {
            BulkState::Undoing => {
                let done = counts.undone + counts.kept;
                (done, done + counts.changed)
            }
            _ => {
                let done = counts.done();
                (done, done + counts.planned)
            }
        }
    }

    fn progress_text(&self) -> String {
        let counts = self.counts();
        let texts = self.shell.texts;
        if self.act.row.state == BulkState::Preparing {
            let checked = counts.planned + counts.same + counts.blocked;
            return texts.bulk_progress_checked(self.number(&checked));
        }
        let (done, all) = self.progress();
        texts.bulk_progress(self.number(&done), self.number(&all))
    }

    /// Returns what the result says in one sentence, and its tone.
    fn result(&self) -> Option<(&'static str, String)> {
        let (texts, counts) = (self.shell.texts, self.counts());
        let (done, all) = self.progress();
        Some(match self.act.row.state {
            BulkState::Ended => {
                let tone = if counts.failed > 0 { "warning" } else { "success" };
                (tone, texts.bulk_done_note(self.number(&counts.changed), self.number(&all)))
            }
            BulkState::Undone => {
                let tone = if counts.kept > 0 { "warning" } else { "success" };
                let all = counts.undone + counts.kept;
                (tone, texts.bulk_undone_note(self.number(&counts.undone), self.number(&all)))
            }
            BulkState::Stopped => {
                ("warning", texts.bulk_stopped_after(self.number(&done), self.number(&all)))
            }
            _ => return None,
        })
    }

    /// Returns why it was stopped.
    fn stop_text(&self) -> Option<String> {
        let texts = self.shell.texts;
        self.act.row.stop_reason.filter(|_| self.is("stopped")).map(|reason| match reason {
            StopReason::Person => {
                let name = self.act.stopped_by.as_deref().unwrap_or_default();
                texts.bulk_stopped_by_person(self.shell.person_name(name))
            }
            StopReason::Role => texts.bulk_stopped_by_role(),
            StopReason::Restore => texts.bulk_stopped_by_restore(),
            StopReason::Failure => texts.bulk_stopped_by_failure(),
        })
    }

    fn began(&self) -> String {
        let (texts, name) = (self.shell.texts, self.shell.person_name(&self.act.person));
        match self.act.row.started_at {
            Some(at) => texts.bulk_started_by(name, self.shell.moment(at)),
            None => texts.bulk_prepared_by(name, self.shell.moment(self.act.row.created_at)),
        }
    }

    fn value_label(&self) -> String {
        value_label(self.act.row.act, self.shell.texts)
    }

    fn reason(&self, row: &ShownRow) -> String {
        row.reason.as_ref().map(|reason| reason.text(self.shell.locale)).unwrap_or_default()
    }

    /// Returns the number of rows of a table that are not on the page.
    fn hidden(&self, shown: &[ShownRow], all: i64) -> Option<String> {
        let more = all - shown.len() as i64;
        (more > 0).then(|| self.shell.texts.bulk_hidden(self.number(&more)))
    }

    fn hidden_exceptions(&self) -> Option<String> {
        let counts = self.counts();
        self.hidden(self.exceptions, counts.failed + counts.kept + counts.blocked)
    }

    fn hidden_others(&self) -> Option<String> {
        let counts = self.counts();
        self.hidden(self.others, counts.changed + counts.undone + counts.planned)
    }
}
