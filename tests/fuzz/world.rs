//! The data for the fuzzer: every type of partner with users in every role, and words in each partner's data that
//! others must not see. The data of a bystander must never change.

use crate::support::TestApp;
use crate::support::cast::{Cast, ROLES};
use diesel::prelude::*;
use partner_portal::app;
use partner_portal::db::schema::{
    api_tokens, auth_throttle, customer_resellers, customers, orders, partners, partnerships, referrals,
    relationship_requests, subscriptions, users,
};
use partner_portal::domain::{Partner, PartnerKind};
use partner_portal::web::timeouts::Timeouts;
use std::net::{SocketAddr, TcpListener};

/// The partners with users that sign in, and the bystander.
pub const PARTNERS: [&str; 4] = ["1000", "2000", "3000", "4000"];
pub const BYSTANDER: &str = "5000";

type Person = (i32, Option<String>, Option<String>, String, String);

pub struct World {
    pub app: TestApp,
    pub cast: Cast,
    pub bystander: Partner,
    pub address: SocketAddr,
    /// Ids of every partner's objects.
    pub ids: Vec<String>,
    people: Vec<Person>,
    number: u128,
    server: actix_web::dev::ServerHandle,
}

/// A word that is in all data that belongs only to this partner.
pub fn canary(mpn_id: &str) -> String {
    format!("ZZCANARY-{mpn_id}")
}

impl World {
    pub fn set(app: TestApp) -> Self {
        let cast = app.cast();
        let bystander = app.partner(BYSTANDER, PartnerKind::IndirectProvider);
        for mpn_id in PARTNERS {
            let partner = by_mpn_id(&cast, mpn_id);
            app.person(partner, &format!("new@{mpn_id}.example"), "global-admin,admin-agent", true);
        }
        let (address, server) = serve(&app);
        let columns =
            (users::id, users::admin_role, users::agent_role, users::password_hash, users::email_key);
        let people = app.portal.db.read_now(|c| Ok(users::table.select(columns).load(c)?)).unwrap();
        let mut world = World { app, cast, bystander, address, ids: Vec::new(), people, number: 100, server };
        world.stock();
        world.stock_bystander();
        world
    }

    /// Adds data for every partner: at the start, and again when much has been removed.
    pub fn stock(&mut self) {
        let (app, cast) = (&self.app, &self.cast);
        let mut ids = Vec::new();
        for partner in [&cast.provider, &cast.reseller, &cast.other_reseller, &cast.direct] {
            for _ in 0..3 {
                self.number += 1;
                let (name, domain) =
                    (canary(&partner.mpn_id), format!("zzcanary-{}-{}.example", partner.mpn_id, self.number));
                let customer =
                    app.customer(partner, self.number, &format!("{name} {}", self.number), &domain);
                ids.push(customer.to_string());
                ids.push(app.subscription(partner, customer, "Plan", None));
                ids.push(order(app, partner, &customer.to_string()));
            }
            let id = uuid::Uuid::new_v4();
            app.referral(
                id,
                (partner, None),
                ("received", &canary(&partner.mpn_id)),
                partner_portal::clock::now(),
            );
            ids.push(id.to_string());
        }
        self.number += 1;
        // Both the provider and its reseller may see these.
        let shared =
            app.customer(&cast.provider, self.number, "Shared", &format!("shared-{}.example", self.number));
        app.customer(&cast.reseller, self.number, "Shared", &format!("shared-{}.example", self.number));
        app.associate(&cast.provider, &cast.reseller, shared);
        ids.push(app.subscription(&cast.provider, shared, "Shared plan", Some(&cast.reseller)));
        let id = uuid::Uuid::new_v4();
        app.referral(
            id,
            (&cast.reseller, Some(&cast.provider)),
            ("received", "Shared lead"),
            partner_portal::clock::now(),
        );
        ids.extend([shared.to_string(), id.to_string()]);
        let again =
            diesel::update(partnerships::table).set(partnerships::ended_at.eq(None::<chrono::NaiveDateTime>));
        app.portal.db.write_now(|c| Ok(again.execute(c)?)).unwrap();
        self.ids.extend(ids);
        // Newest ids are preferred, and the list is bounded.
        let surplus = self.ids.len().saturating_sub(400);
        self.ids.drain(..surplus);
    }

    fn stock_bystander(&mut self) {
        for _ in 0..3 {
            self.number += 1;
            let (name, domain) = (canary(BYSTANDER), format!("zzcanary-{BYSTANDER}-{}.example", self.number));
            let customer = self.app.customer(&self.bystander, self.number, &name, &domain);
            let sold = self.app.subscription(&self.bystander, customer, "Plan", None);
            let made = order(&self.app, &self.bystander, &customer.to_string());
            let lead = uuid::Uuid::new_v4();
            self.app.referral(
                lead,
                (&self.bystander, None),
                ("received", &canary(BYSTANDER)),
                partner_portal::clock::now(),
            );
            self.ids.extend([customer.to_string(), sold, made, lead.to_string()]);
        }
        let own = self.people.iter().filter(|person| person.4.ends_with("@5000.example"));
        self.ids.extend(own.map(|person| person.0.to_string()));
    }

    /// Returns all data of the bystander as text: nothing may have changed it.
    pub fn bystander_data(&self) -> String {
        let id = self.bystander.id.0;
        let read = self.app.portal.db.read_now(|c| {
            let customers: Vec<(String, String, String, i32, Option<chrono::NaiveDateTime>)> =
                customers::table
                    .filter(customers::partner_id.eq(id))
                    .order(customers::microsoft_id)
                    .select((
                        customers::microsoft_id,
                        customers::list_name,
                        customers::domain,
                        customers::version,
                        customers::ended_at,
                    ))
                    .load(c)?;
            let sold: Vec<(String, i32, String, i32)> = subscriptions::table
                .filter(subscriptions::partner_id.eq(id))
                .order(subscriptions::subscription_id)
                .select((
                    subscriptions::subscription_id,
                    subscriptions::quantity,
                    subscriptions::status,
                    subscriptions::version,
                ))
                .load(c)?;
            let staff: Vec<(String, String, bool, i32, i32)> = users::table
                .filter(users::partner_id.eq(id))
                .order(users::id)
                .select((users::email, users::name, users::active, users::version, users::session_epoch))
                .load(c)?;
            let made: Vec<(String, String)> = orders::table
                .filter(orders::partner_id.eq(id))
                .order(orders::id)
                .select((orders::id, orders::status))
                .load(c)?;
            let leads: Vec<(String, String)> = referrals::table
                .filter(referrals::partner_id.eq(id))
                .order(referrals::id)
                .select((referrals::id, referrals::status))
                .load(c)?;
            let counts: (i64, i64, i64) = (
                relationship_requests::table
                    .filter(relationship_requests::partner_id.eq(id))
                    .count()
                    .get_result(c)?,
                customer_resellers::table
                    .filter(customer_resellers::partner_id.eq(id))
                    .count()
                    .get_result(c)?,
                partnerships::table
                    .filter(partnerships::provider_id.eq(id).or(partnerships::reseller_id.eq(id)))
                    .count()
                    .get_result(c)?,
            );
            let log: i64 = partners::table.find(id).select(partners::log_seq).first(c)?;
            Ok(format!("{customers:?}\n{sold:?}\n{staff:?}\n{made:?}\n{leads:?}\n{counts:?}\nlog: {log}"))
        });
        read.unwrap()
    }

    /// Restores an account so that the next sign-in works like the first, without a lockout.
    pub fn restore(&self, email: &str) {
        let (id, admin, agent, password, _) = self.people.iter().find(|person| person.4 == email).unwrap();
        let values = (
            (users::admin_role.eq(admin), users::agent_role.eq(agent), users::password_hash.eq(password)),
            users::must_change_password.eq(email.starts_with("new@")),
            users::active.eq(true),
            users::deactivated_at.eq(None::<chrono::NaiveDateTime>),
            (
                users::totp_secret.eq(None::<String>),
                users::totp_confirmed_at.eq(None::<chrono::NaiveDateTime>),
            ),
        );
        let done = self.app.portal.db.write_now(|c| {
            diesel::delete(auth_throttle::table).execute(c)?;
            Ok(diesel::update(users::table.find(id)).set(values).execute(c)?)
        });
        done.unwrap();
    }

    /// Returns a new API token of this user; the former ones end.
    pub fn token(&self, email: &str) -> String {
        self.restore(email);
        let (id, ..) = self.people.iter().find(|person| person.4 == email).unwrap();
        let former = api_tokens::table.filter(api_tokens::user_id.eq(id));
        self.app.portal.db.write_now(|c| Ok(diesel::delete(former).execute(c)?)).unwrap();
        self.app.program(email).token
    }

    /// Returns the users that can sign in, with the MPN ID of their partner.
    pub fn people() -> Vec<(String, &'static str)> {
        let roles = ROLES.iter().map(|(name, _)| *name).chain(["new"]);
        let roles: Vec<&str> = roles.collect();
        let of = |mpn_id: &'static str| {
            roles.iter().map(move |name| (format!("{name}@{mpn_id}.example"), mpn_id)).collect::<Vec<_>>()
        };
        PARTNERS.into_iter().flat_map(of).collect()
    }

    /// Returns the logs that do not verify, and the total number of entries.
    pub fn broken_logs(&self) -> (Vec<String>, i64) {
        let db = &self.app.portal.db;
        let all: Vec<(i32, String)> =
            db.read_now(|c| Ok(partners::table.select((partners::id, partners::mpn_id)).load(c)?)).unwrap();
        let (mut broken, mut entries) = (Vec::new(), 0);
        for (id, mpn_id) in all {
            let id = partner_portal::domain::PartnerId(id);
            let checked = db
                .read_now(|c| partner_portal::audit::verify::verify(c, self.app.portal.log.chain(), id))
                .unwrap();
            entries += checked.up_to;
            broken.extend(checked.broken.map(|entry| format!("the log of {mpn_id} is broken at {entry}")));
        }
        (broken, entries)
    }

    pub async fn close(self) {
        self.server.stop(false).await;
    }
}

fn by_mpn_id<'a>(cast: &'a Cast, mpn_id: &str) -> &'a Partner {
    let all = [&cast.provider, &cast.reseller, &cast.other_reseller, &cast.direct];
    all.into_iter().find(|partner| partner.mpn_id == mpn_id).unwrap()
}

/// Inserts a declined order request and returns its id.
fn order(app: &TestApp, seller: &Partner, customer: &str) -> String {
    let id = uuid::Uuid::new_v4().to_string();
    let row = (
        orders::id.eq(&id),
        orders::partner_id.eq(seller.id.0),
        orders::microsoft_id.eq(customer),
        orders::status.eq("declined"),
        orders::is_request.eq(true),
        orders::made_by.eq("Somebody"),
        orders::made_at.eq(partner_portal::clock::now()),
    );
    app.portal.db.write_now(|c| Ok(diesel::insert_into(orders::table).values(row).execute(c)?)).unwrap();
    id
}

/// Starts the real server on its own threads.
fn serve(app: &TestApp) -> (SocketAddr, actix_web::dev::ServerHandle) {
    let socket = TcpListener::bind("127.0.0.1:0").unwrap();
    let (address, portal) = (socket.local_addr().unwrap(), app.portal.clone());
    let (send, handle) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        actix_web::rt::System::new().block_on(async move {
            let server = app::serve(portal, socket, Timeouts::default()).unwrap();
            send.send(server.handle()).unwrap();
            server.await.unwrap();
        });
    });
    (address, handle.recv().unwrap())
}
