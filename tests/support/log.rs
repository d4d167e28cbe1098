//! Captures what a test's own thread writes to the server log.

use std::cell::{Cell, RefCell};
use std::sync::Once;
use tracing_subscriber::filter::dynamic_filter_fn;
use tracing_subscriber::prelude::*;

thread_local! {
    /// Whether this test captures the log: other tests run at the same time and do not need the cost.
    static KEEPS: Cell<bool> = const { Cell::new(false) };
    /// The captured log of this thread.
    static LOG: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
}

/// Starts capturing the log of this thread.
pub fn keep_log() {
    static ONCE: Once = Once::new();
    KEEPS.set(true);
    ONCE.call_once(|| {
        let layer = tracing_subscriber::fmt::layer().with_writer(|| ThreadLog);
        tracing_subscriber::registry().with(layer.with_filter(dynamic_filter_fn(|_, _| KEEPS.get()))).init();
    });
}

/// Returns what was written since the last call.
pub fn take_log() -> String {
    LOG.with(|log| String::from_utf8(log.take()).unwrap())
}

struct ThreadLog;

impl std::io::Write for ThreadLog {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        LOG.with(|log| log.borrow_mut().extend_from_slice(bytes));
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}
