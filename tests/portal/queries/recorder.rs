//! Records every query that a connection to a test's own database runs. Other tests run in this process at the same
//! time: connections are distinguished by the URL that they were opened with.

use crate::support::TestApp;
use diesel::connection::{Instrumentation, InstrumentationEvent, set_default_instrumentation};
use partner_portal::db::Db;
use std::collections::HashMap;
use std::sync::Mutex;

/// The queries since the start of a recording, by database URL.
static QUERIES: Mutex<Option<HashMap<String, Vec<String>>>> = Mutex::new(None);

/// Makes all new connections recordable.
pub fn prepare() {
    set_default_instrumentation(|| Some(Box::new(Recorder { address: String::new() }))).unwrap();
}

/// Like `on_both_databases!`, for tests that record.
#[macro_export]
macro_rules! recorded_on_both_databases {
    ($($name:ident)+) => {
        mod sqlite { $(
            #[actix_web::test]
            async fn $name() {
                $crate::queries::recorder::prepare();
                let (db, _folder) = $crate::support::database::sqlite();
                super::$name($crate::support::TestApp::over(db).await).await;
            }
        )+ }
        mod postgres { $(
            #[actix_web::test]
            async fn $name() {
                $crate::queries::recorder::prepare();
                if let Some((db, _dropped)) = $crate::support::database::postgres() {
                    super::$name($crate::support::TestApp::over(db).await).await;
                }
            }
        )+ }
    };
}

/// Starts recording the queries to this portal's database.
pub fn start(app: &TestApp) {
    let mut all = QUERIES.lock().unwrap();
    all.get_or_insert_default().insert(address(&app.portal.db), Vec::new());
}

/// Stops recording; returns the queries with their values, in order.
pub fn stop(app: &TestApp) -> Vec<String> {
    let mut all = QUERIES.lock().unwrap();
    all.get_or_insert_default().remove(&address(&app.portal.db)).unwrap_or_default()
}

/// The URL as Diesel gets it, without parameters: a path for SQLite.
fn address(db: &Db) -> String {
    without_parameters(db.url().trim_start_matches("sqlite://"))
}

fn without_parameters(url: &str) -> String {
    url.split('?').next().unwrap().to_owned()
}

struct Recorder {
    address: String,
}

impl Instrumentation for Recorder {
    fn on_connection_event(&mut self, event: InstrumentationEvent<'_>) {
        match event {
            InstrumentationEvent::StartEstablishConnection { url, .. } => {
                self.address = without_parameters(url);
            }
            InstrumentationEvent::StartQuery { query, .. } => {
                let mut all = QUERIES.lock().unwrap();
                if let Some(queries) = all.as_mut().and_then(|all| all.get_mut(&self.address)) {
                    queries.push(query.to_string());
                }
            }
            _ => (),
        }
    }
}
