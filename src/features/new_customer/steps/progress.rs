//! The progress display of the wizard.

use crate::auth::Scope;
use crate::domain::DraftId;
use crate::features::new_customer::model::Step;
use crate::web::shell::Shell;
use crate::web::steps::{Step as ShownStep, Steps};

/// Returns the steps for this user; those before `current` are links once there is a draft. Without a current step, all
/// are done.
pub fn steps<P>(scope: &Scope<P>, shell: &Shell, current: Option<Step>, draft: Option<DraftId>) -> Steps {
    let (all, texts) = (Step::all(scope), shell.texts);
    let at = current.and_then(|current| all.iter().position(|step| *step == current)).unwrap_or(all.len());
    let step = |(number, step): (usize, &Step)| {
        let address = draft.filter(|_| number < at && current.is_some()).map(|id| step.address(id).into());
        ShownStep::new(step.label(texts), number, at).at(address)
    };
    let shown: Vec<ShownStep> = all.iter().enumerate().map(step).collect();
    let label = match current {
        Some(current) => {
            let number = |number: usize| shell.locale.number(number as u64);
            texts.new_customer_step(number(at + 1), number(all.len()), current.label(texts))
        }
        None => texts.order_steps(),
    };
    Steps { label, steps: shown }
}
