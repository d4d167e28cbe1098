//! The progress display of the wizard.

use crate::auth::Scope;
use crate::domain::DraftId;
use crate::features::new_customer::model::Step;
use crate::i18n::Texts;
use crate::web::shell::Shell;

/// The steps of the wizard and the current one.
pub struct Steps(pub(super) Vec<StepLine>);

pub(super) struct StepLine {
    pub(super) label: String,
    pub(super) address: Option<String>,
    pub(super) is_current: bool,
}

impl Steps {
    /// Returns the steps for this user; those before `current` are links.
    pub fn new<P>(scope: &Scope<P>, texts: &Texts, current: Step, draft: Option<DraftId>) -> Self {
        let line = |step: Step| StepLine {
            label: step.label(texts),
            address: draft.filter(|_| step < current).map(|id| step.address(id)),
            is_current: step == current,
        };
        Steps(Step::all(scope).into_iter().map(line).collect())
    }

    fn number(&self) -> u64 {
        self.0.iter().position(|step| step.is_current).map_or(1, |at| at as u64 + 1)
    }

    fn label(&self) -> &str {
        self.0.iter().find(|step| step.is_current).map_or("", |step| &step.label)
    }

    /// Returns the title: `Step 2 of 4: Reseller`.
    pub(super) fn title(&self, shell: &Shell) -> String {
        let (number, all) = (shell.locale.number(self.number()), shell.locale.number(self.0.len() as u64));
        shell.texts.new_customer_step(number, all, self.label())
    }
}
