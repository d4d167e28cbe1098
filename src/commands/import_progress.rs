//! The progress bar of the command `import`.

use crate::features::import::engine::options::Progress;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io;
use std::io::IsTerminal;

/// The progress bar, shown only on a terminal.
pub struct ProgressOutput(ProgressBar);

impl ProgressOutput {
    /// Starts the bar; `size` is that of the file in bytes, if it is known.
    pub fn new(size: Option<u64>) -> Self {
        let target = if io::stderr().is_terminal() {
            ProgressDrawTarget::stderr()
        } else {
            ProgressDrawTarget::hidden()
        };
        let bar = ProgressBar::with_draw_target(size, target);
        bar.set_style(ProgressStyle::default_bar());
        ProgressOutput(bar)
    }

    /// Shows how far the import is.
    pub fn show(&self, progress: Progress) {
        let (text, done, all) = match progress {
            Progress::Reading { bytes } => ("reading {wide_bar} {bytes}", bytes, None),
            Progress::Writing { done, rows } => {
                ("writing {wide_bar} {pos}/{len} rows, {eta} left", done, Some(rows))
            }
        };
        if let Some(all) = all.filter(|all| self.0.length() != Some(*all)) {
            self.0.reset();
            self.0.set_length(all);
        }
        if let Ok(style) = ProgressStyle::with_template(text) {
            self.0.set_style(style);
        }
        self.0.set_position(done);
    }

    /// Removes the bar.
    pub fn clear(&self) {
        self.0.finish_and_clear();
    }
}
