//! What a test's own thread writes to the server's log.

use std::cell::RefCell;
use std::sync::Once;

thread_local! {
    /// What this test's thread has written to the server's log.
    static LOG: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
}

/// Keeps the log of every thread from now on: tests run at the same time, so the subscriber is one for all.
pub fn keep_log() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        tracing_subscriber::fmt().with_max_level(tracing::Level::TRACE).with_writer(|| ThreadLog).init()
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
