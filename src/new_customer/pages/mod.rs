//! The pages on the way to a new customer, and the one at its end. All of them show the way: [`Steps`].

pub mod company;
pub mod done;
pub mod reseller;
pub mod review;
pub mod subscriptions;

use crate::auth::Scope;
use crate::drafts::model::DraftId;
use crate::i18n::Texts;
use crate::new_customer::model::Step;
use crate::web::page::Shell;

/// The way: which steps there are, and which is this one.
pub struct Steps(Vec<StepLine>);

struct StepLine {
    label: String,
    address: Option<String>,
    is_current: bool,
}

impl Steps {
    /// The steps for this person; those before `current` lead back.
    pub fn of<P>(scope: &Scope<P>, texts: &Texts, current: Step, draft: Option<DraftId>) -> Self {
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

    /// `Step 2 of 4: Reseller`.
    fn title(&self, shell: &Shell) -> String {
        let (number, all) = (shell.locale.number(self.number()), shell.locale.number(self.0.len() as u64));
        shell.texts.new_customer_step(number, all, self.label())
    }
}
