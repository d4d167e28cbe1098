//! A provider, its database (SQLite; also PostgreSQL when TEST_POSTGRES_URL is set), and helpers to import.

use crate::support::database;
use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use partner_portal::audit::{ActivityLog, Author};
use partner_portal::csv::record::BOM;
use partner_portal::db::Db;
use partner_portal::db::schema::{activity_entries, customers, partners, partnerships, subscriptions};
use partner_portal::domain::{Cloud, Partner, PartnerId, PartnerKind};
use partner_portal::error::Result;
use partner_portal::features::import::engine::options::{Options, Target};
use partner_portal::features::import::engine::report::Report;
use partner_portal::features::import::run;
use partner_portal::secrets::Secrets;

pub struct World {
    pub db: Db,
    pub log: ActivityLog,
    pub provider: Partner,
}

pub fn id(number: u32) -> String {
    format!("00000000-0000-4000-8000-{number:012x}")
}

/// Runs a test on each available database.
pub fn on_each_database(test: impl Fn(&World)) {
    let (db, _folder) = database::sqlite();
    test(&World::over(db));
    if let Some((db, _dropped)) = database::postgres() {
        test(&World::over(db));
    }
}

impl World {
    fn over(db: Db) -> World {
        let log = ActivityLog::new(db.clone(), &Secrets::random().unwrap());
        let provider = partner(&db, "100", PartnerKind::IndirectProvider);
        World { db, log, provider }
    }

    pub fn partner(&self, mpn_id: &str, kind: PartnerKind) -> Partner {
        partner(&self.db, mpn_id, kind)
    }

    pub fn link(&self, reseller: &Partner) {
        use partnerships as p;
        let row = (
            p::provider_id.eq(self.provider.id.0),
            p::reseller_id.eq(reseller.id.0),
            p::created_at.eq(partner_portal::clock::now()),
        );
        self.db.write_now(|c| Ok(diesel::insert_into(p::table).values(row).execute(c)?)).unwrap();
    }

    pub fn customers(&self, file: &str) -> Result<Report> {
        self.import_for(&self.provider, "customers", file.as_bytes(), &Options::default())
    }

    pub fn subscriptions(&self, file: &str) -> Result<Report> {
        self.import_for(&self.provider, "subscriptions", file.as_bytes(), &Options::default())
    }

    pub fn resellers(&self, file: &str) -> Result<Report> {
        self.import_for(&self.provider, "resellers", file.as_bytes(), &Options::default())
    }

    pub fn import_for(
        &self,
        partner: &Partner,
        what: &str,
        file: &[u8],
        options: &Options,
    ) -> Result<Report> {
        let author = Author::operator(partner.id);
        let target = Target { db: &self.db, log: &self.log, partner, author: &author, noted: None };
        let import = match what {
            "customers" => run::import_customers,
            "subscriptions" => run::import_subscriptions,
            "tags" => run::import_tags,
            "aliases" => run::import_aliases,
            "resellers of record" => run::import_resellers_of_record,
            _ => run::import_resellers,
        };
        import(&target, &mut &file[..], options, &mut |_| ())
    }

    /// Name in the list, domain, relationship, company profile's name and imported name, in list order.
    pub fn list(&self) -> Vec<(String, String, String, String, Option<String>)> {
        let rows = customers::table
            .filter(customers::partner_id.eq(self.provider.id.0))
            .order((customers::sort_key, customers::microsoft_id))
            .select((
                customers::list_name,
                customers::domain,
                customers::relationship,
                customers::company_name,
                customers::imported_name,
            ));
        self.db.read_now(|c| Ok(rows.load(c)?)).unwrap()
    }

    pub fn names(&self) -> Vec<String> {
        self.list().into_iter().map(|row| row.0).collect()
    }

    /// Product, quantity, status and the reseller's MPN ID.
    pub fn sold(&self) -> Vec<(String, i32, String, Option<String>)> {
        use subscriptions as s;
        let rows = s::table
            .left_join(partners::table.on(s::reseller_id.eq(partners::id.nullable())))
            .filter(s::partner_id.eq(self.provider.id.0))
            .order(s::subscription_id)
            .select((s::name, s::quantity, s::status, partners::mpn_id.nullable()));
        self.db.read_now(|c| Ok(rows.load(c)?)).unwrap()
    }

    /// Action and details of each entry in a partner's log.
    pub fn entries(&self, partner: &Partner) -> Vec<(String, serde_json::Value)> {
        let rows = activity_entries::table
            .filter(activity_entries::partner_id.eq(partner.id.0))
            .order(activity_entries::seq)
            .select((activity_entries::action, activity_entries::details));
        let rows: Vec<(String, String)> = self.db.read_now(|c| Ok(rows.load(c)?)).unwrap();
        rows.into_iter().map(|(action, details)| (action, serde_json::from_str(&details).unwrap())).collect()
    }

    pub fn run(&self, sql: &str) {
        self.db.write_now(|c| Ok(c.batch_execute(sql)?)).unwrap();
    }
}

fn partner(db: &Db, mpn_id: &str, kind: PartnerKind) -> Partner {
    use partners as p;
    let row = (
        p::mpn_id.eq(mpn_id),
        p::kind.eq(kind.as_str()),
        p::cloud.eq(Cloud::Global.as_str()),
        p::name.eq("Han River"),
        p::country.eq("KR"),
        p::created_at.eq(partner_portal::clock::now()),
    );
    db.write_now(|c| Ok(diesel::insert_into(p::table).values(row).execute(c)?)).unwrap();
    let made = p::table.filter(p::mpn_id.eq(mpn_id)).select(p::id);
    let id = db.read_now(|c| Ok(made.first(c)?)).unwrap();
    let (mpn_id, name, country) = (mpn_id.to_owned(), "Han River".to_owned(), "KR".to_owned());
    Partner { id: PartnerId(id), mpn_id, kind, cloud: Cloud::Global, name, country, time_zone: None }
}

/// A customers file with the English header.
pub fn customers_file(rows: &[&str]) -> String {
    let header = "Microsoft ID,Company name,Primary domain name,Relationship";
    format!("{BOM}{header}\r\n{}\r\n", rows.join("\r\n"))
}

/// A subscriptions file with the English header.
pub fn subscriptions_file(rows: &[&str]) -> String {
    let header = "Microsoft ID,Subscription ID,Subscription,Quantity,Status,Reseller";
    format!("{header}\r\n{}\r\n", rows.join("\r\n"))
}
