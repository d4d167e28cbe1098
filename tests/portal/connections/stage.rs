//! A portal with a connection to another one, which listens on a port of this machine.

use crate::support::database::sqlite;
use crate::support::{Browser, Reply, TestApp};
use diesel::prelude::*;
use partner_portal::app;
use partner_portal::clock;
use partner_portal::config::{MfaRequirement, OutboundAllow, Settings};
use partner_portal::db::pause;
use partner_portal::db::schema::{bill_to, connection_runs, connections, customers, subscriptions};
use partner_portal::domain::{AccessLevel, ApiAccess, ConnectionId, ConnectionRunId, MicrosoftId, Partner};
use partner_portal::features::connections::fault::RunFault;
use partner_portal::features::connections::runs::model::{ConnectionRun, RunContent};
use partner_portal::features::connections::work;
use partner_portal::web::timeouts::Timeouts;
use serde_json::Value;
use std::net::{SocketAddr, TcpListener};

pub const LIST: &str = "/account-settings/connections";
pub const NEW: &str = "/account-settings/connections/new";

/// Another portal with its own database.
pub struct Remote {
    pub app: TestApp,
    pub provider: Partner,
    pub address: SocketAddr,
    pub client_id: String,
    pub secret: String,
    server: actix_web::dev::ServerHandle,
    _folder: tempfile::TempDir,
}

impl Remote {
    pub async fn start() -> Self {
        Self::start_with(AccessLevel::Read).await
    }

    /// Starts one that lets the connection write.
    pub async fn writable() -> Self {
        Self::start_with(AccessLevel::Write).await
    }

    async fn start_with(access: AccessLevel) -> Self {
        let (db, folder) = sqlite();
        let settings = Settings {
            portal_require_mfa: MfaRequirement::Off,
            portal_exports_per_hour: 10_000,
            portal_api_requests_per_minute: 100_000,
            ..Settings::default()
        };
        let app = TestApp::with(db, settings).await;
        let provider = app.cast().provider;
        let socket = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = socket.local_addr().unwrap();
        let server = app::serve(app.portal.clone(), socket, Timeouts::default()).unwrap();
        let handle = server.handle();
        actix_web::rt::spawn(server);
        let made = app.application(&provider, "admin-agent", ApiAccess::everywhere(access));
        let (client_id, secret) = (made.client_id, made.secret);
        Remote { app, provider, address, client_id, secret, server: handle, _folder: folder }
    }

    /// Adds customers from this number on, with bill-tos and subscriptions.
    pub fn fill(&self, numbers: std::ops::Range<u128>) {
        for number in numbers {
            let name = match number % 3 {
                0 => format!("한강무역 {number}"),
                1 => format!("\"Contoso\", {number} =1+1"),
                _ => format!("臺北貿易 {number}"),
            };
            let customer = self.app.customer(&self.provider, number, &name, &format!("c{number}.example"));
            if number % 2 == 0 {
                add_bill_to(&self.app, &self.provider, customer, &format!("Seoul {number}"));
            }
            for _ in 0..number % 3 {
                self.app.subscription(&self.provider, customer, &format!("Suite {number}"), None);
            }
        }
    }

    pub async fn stop(self) {
        self.server.stop(false).await;
    }
}

/// Stores a bill-to of a customer.
pub fn add_bill_to(app: &TestApp, partner: &Partner, customer: MicrosoftId, city: &str) {
    let row = (
        (bill_to::partner_id.eq(partner.id), bill_to::microsoft_id.eq(customer)),
        (bill_to::first_name.eq("Min"), bill_to::last_name.eq("Kim"), bill_to::email.eq("min@c.example")),
        (
            bill_to::phone.eq("0212345678"),
            bill_to::country.eq("KR"),
            bill_to::address_line1.eq("1 Sejong-daero"),
        ),
        (bill_to::address_line2.eq(""), bill_to::city.eq(city), bill_to::state.eq("")),
        (bill_to::postal_code.eq("04524"), bill_to::registration_number.eq("")),
    );
    let own = customers::table
        .filter(customers::partner_id.eq(partner.id).and(customers::microsoft_id.eq(customer)));
    let stored = app.portal.db.write_now(|c| {
        diesel::delete(bill_to::table.find((partner.id, customer))).execute(c)?;
        diesel::insert_into(bill_to::table).values(row).execute(c)?;
        Ok(diesel::update(own).set(customers::country.eq("KR")).execute(c)?)
    });
    stored.unwrap();
}

/// The portal that connects, with its Global admin. Its jobs are paused, so that runs advance only when a test says so.
pub struct Stage {
    pub app: TestApp,
    pub admin: Browser,
    pub provider: Partner,
}

impl Stage {
    pub async fn set(app: TestApp) -> Self {
        let provider = app.cast().provider;
        let settings = Settings {
            portal_require_mfa: MfaRequirement::Off,
            outbound_allow: OutboundAllow::parse("127.0.0.1").unwrap(),
            ..Settings::default()
        };
        let app = TestApp::with(app.portal.db.clone(), settings).await;
        app.portal.db.write_now(|c| pause::pause(c, clock::now())).unwrap();
        let admin = app.signed_in("ga@1000.example").await;
        Stage { app, admin, provider }
    }

    /// The fields of a form for the portal at this address.
    pub fn fields(
        address: SocketAddr,
        client_id: &str,
        secret: &str,
        kind: &str,
    ) -> Vec<(&'static str, String)> {
        let theirs = [
            "rule_domain",
            "rule_relationship",
            "rule_bill_to",
            "rule_product",
            "rule_quantity",
            "rule_status",
            "rule_reseller",
            "rule_renewal",
        ];
        let one = [
            ("name", "다른 포털".to_owned()),
            ("kind", kind.to_owned()),
            ("base_url", format!("http://{address}")),
            ("sign_in", "client-credentials".to_owned()),
            ("token_url", format!("http://{address}/portal/oauth2/v2.0/token")),
            ("client_id", client_id.to_owned()),
            ("client_secret", secret.to_owned()),
            ("refresh_token", String::new()),
            ("schedule", "daily".to_owned()),
            ("hourly_budget", "100000".to_owned()),
            ("rule_name", "edited".to_owned()),
        ];
        let never = ["write_bill_to", "write_quantity", "write_status", "write_renewal"];
        let rules = theirs.map(|rule| (rule, "theirs".to_owned()));
        one.into_iter().chain(rules).chain(never.map(|value| (value, "never".to_owned()))).collect()
    }

    /// Submits the form of a new connection, and returns its id.
    pub async fn create(&self, fields: &[(&'static str, String)]) -> ConnectionId {
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let reply = self.admin.submit(NEW, NEW, &fields).await;
        assert_eq!(reply.status.as_u16(), 303, "{:?} {}", reply.all("[data-error]"), reply.text());
        let newest = connections::table.select(diesel::dsl::max(connections::id));
        self.app.portal.db.read_now(|c| Ok(newest.first::<Option<ConnectionId>>(c)?)).unwrap().unwrap()
    }

    pub async fn connect(&self, remote: &Remote, kind: &str) -> ConnectionId {
        self.create(&Self::fields(remote.address, &remote.client_id, &remote.secret, kind)).await
    }

    pub async fn act(&self, id: ConnectionId, act: &str) -> Reply {
        self.admin.submit(LIST, &format!("{LIST}/{id}/{act}"), &[]).await
    }

    /// Starts a run as a person and works on it; returns it as it then is.
    pub async fn run(&self, id: ConnectionId) -> ConnectionRun {
        let started = self.act(id, "runs").await;
        assert_eq!(started.status.as_u16(), 303, "{}", started.text());
        self.work().await;
        self.newest(id)
    }

    /// Confirms a run and works on it; returns it as it then is.
    pub async fn confirm(&self, id: ConnectionId, run: ConnectionRunId) -> ConnectionRun {
        let confirmed = self.act(id, &format!("runs/{run}/confirmation")).await;
        assert_eq!(confirmed.status.as_u16(), 303, "{}", confirmed.text());
        self.work().await;
        self.newest(id)
    }

    /// Works on everything that waits.
    pub async fn work(&self) -> usize {
        let portal = self.app.portal.state.clone();
        actix_web::web::block(move || work::run_waiting(&portal, clock::now())).await.unwrap().unwrap()
    }

    /// The newest run of a connection.
    pub fn newest(&self, id: ConnectionId) -> ConnectionRun {
        let newest = connection_runs::table
            .filter(connection_runs::connection_id.eq(id))
            .order(connection_runs::id.desc())
            .select(ConnectionRun::as_select());
        self.app.portal.db.read_now(|c| Ok(newest.first(c)?)).unwrap()
    }

    /// Runs a connection for the first time, looks at nothing, and writes.
    pub async fn first_run(&self, id: ConnectionId) -> ConnectionRun {
        let run = self.run(id).await;
        assert_eq!(run.state.as_str(), "preview", "{:?}", run.fault);
        let run = self.confirm(id, run.id).await;
        assert_eq!(run.state.as_str(), "done", "{:?}", run.fault);
        run
    }
}

pub fn content(run: &ConnectionRun) -> RunContent {
    run.content().unwrap()
}

pub fn fault(run: &ConnectionRun) -> RunFault {
    run.last_fault().unwrap().unwrap()
}

/// What a portal exports of its provider: customers with their bill-tos as JSON, without versions, and subscriptions as CSV.
pub async fn exports(app: &TestApp) -> (Vec<Value>, Vec<String>) {
    let program = app.program("ga@1000.example");
    let lines = program.get("/api/v1/exports/customers?format=ndjson").await;
    assert_eq!(lines.status.as_u16(), 200, "{}", lines.text());
    let mut all: Vec<Value> = lines.text().lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    for one in &mut all {
        one["billingProfile"]["attributes"].as_object_mut().unwrap().remove("etag");
    }
    all.sort_by_key(|one| one["id"].to_string());
    let csv = app.signed_in("ga@1000.example").await.get("/subscriptions.csv?lang=en").await;
    assert_eq!(csv.status.as_u16(), 200);
    let mut rows: Vec<String> = csv.text().lines().map(str::to_owned).collect();
    rows.sort();
    (all, rows)
}

/// The number of customers and subscriptions of all partners.
pub fn counts(app: &TestApp) -> (i64, i64) {
    let count = |c: &mut partner_portal::db::DbConnection| {
        Ok((customers::table.count().get_result(c)?, subscriptions::table.count().get_result(c)?))
    };
    app.portal.db.read_now(count).unwrap()
}
