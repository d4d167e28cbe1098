//! Writes down every query that a connection of this process runs. Tests of this file run one after the other: a
//! connection is not asked whose it is.

use diesel::connection::{Instrumentation, InstrumentationEvent, set_default_instrumentation};
use std::sync::Mutex;

static QUERIES: Mutex<Option<Vec<String>>> = Mutex::new(None);
static TURN: tokio::sync::Mutex<()> = tokio::sync::Mutex::const_new(());

/// Takes the turn; connections that are opened from now on can be recorded.
pub async fn turn() -> tokio::sync::MutexGuard<'static, ()> {
    let turn = TURN.lock().await;
    set_default_instrumentation(|| Some(Box::new(Recorder))).unwrap();
    turn
}

/// Like `on_both_databases!`, for tests that record.
#[macro_export]
macro_rules! recorded_on_both_databases {
    ($($name:ident)+) => {
        mod sqlite { $(
            #[actix_web::test]
            async fn $name() {
                let _turn = $crate::recorder::turn().await;
                let (db, _folder) = $crate::support::database::sqlite();
                super::$name($crate::support::TestApp::over(db).await).await;
            }
        )+ }
        mod postgres { $(
            #[actix_web::test]
            async fn $name() {
                let _turn = $crate::recorder::turn().await;
                if let Some(db) = $crate::support::database::postgres() {
                    super::$name($crate::support::TestApp::over(db).await).await;
                }
            }
        )+ }
    };
}

/// Begins to record.
pub fn start() {
    *QUERIES.lock().unwrap() = Some(Vec::new());
}

/// Ends it; the queries with their values, in order.
pub fn stop() -> Vec<String> {
    QUERIES.lock().unwrap().take().unwrap_or_default()
}

struct Recorder;

impl Instrumentation for Recorder {
    fn on_connection_event(&mut self, event: InstrumentationEvent<'_>) {
        if let InstrumentationEvent::StartQuery { query, .. } = event
            && let Some(queries) = QUERIES.lock().unwrap().as_mut()
        {
            queries.push(query.to_string());
        }
    }
}
