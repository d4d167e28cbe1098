//! The steps of a task that takes several pages. Every page of it shows them in the same place, with `m::steps` of
//! `templates/macros.html`.

/// The steps of a task.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Steps {
    /// Says which step this is, for screen readers.
    pub label: String,
    /// The steps, in order.
    pub steps: Vec<Step>,
}

/// A step of a task.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// The name of the step.
    pub label: String,
    /// The URL, if the user can go there from the current step.
    pub address: Option<String>,
    /// Whether the step is done, open now, or comes later.
    pub progress: Progress,
}

/// Where a step is, seen from the current one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Progress {
    /// Before the current step.
    Done,
    /// The current step.
    Now,
    /// After the current step.
    Later,
}

impl Step {
    /// Returns the step with this number of a task whose current step has the number `current`.
    pub fn new(label: String, number: usize, current: usize) -> Self {
        let progress = match number.cmp(&current) {
            std::cmp::Ordering::Less => Progress::Done,
            std::cmp::Ordering::Equal => Progress::Now,
            std::cmp::Ordering::Greater => Progress::Later,
        };
        Step { label, address: None, progress }
    }

    /// Adds the URL of the step.
    #[must_use]
    pub fn at(self, address: Option<String>) -> Self {
        Step { address, ..self }
    }

    /// Whether this is the current step.
    pub fn is_current(&self) -> bool {
        self.progress == Progress::Now
    }

    /// Whether the step is done.
    pub fn is_done(&self) -> bool {
        self.progress == Progress::Done
    }
}
