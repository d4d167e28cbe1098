//! `demo`: a complete sample channel in an embedded database, served on a loopback address.

use crate::commands::context::CommandContext;
use crate::commands::serve;
use crate::config::{MfaRequirement, Settings};
use crate::db::partners;
use crate::demo::channel::{PARTNERS, PEOPLE};
use crate::demo::seed::{PASSWORD, seed};
use crate::error::{Error, Result};
use clap::Args;
use serde_json::{Value, json};
use std::net::{SocketAddr, TcpListener};
use std::path::PathBuf;

/// Serves a complete sample channel.
#[derive(Debug, Args)]
pub struct Demo {
    /// Loopback address and port to listen on
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
    /// Folder of the database. Without it: a temporary folder that is deleted at the end
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// Number of customers of the provider
    #[arg(long, value_name = "N", default_value_t = 2_000)]
    customers: u64,
    /// Print the URL and the accounts as one line of JSON
    #[arg(long)]
    json: bool,
}

impl Demo {
    /// Seeds the database if it is empty, and serves the portal.
    pub fn run(&self) -> Result<()> {
        if !self.listen.ip().is_loopback() {
            let said = format!(
                "the demo has well-known passwords, so it listens on loopback addresses only, not on {}",
                self.listen
            );
            return Err(Error::bad_input("listen", said));
        }
        let temporary = tempfile::tempdir()?;
        let folder = self.data.clone().unwrap_or_else(|| temporary.path().to_owned());
        let socket = serve::listen(self.listen)?;
        let context = CommandContext::with(Settings {
            database_url: format!("sqlite://{}", folder.join("partner-portal.db").display()),
            portal_secret_file: folder.join("secret"),
            portal_listen: socket.local_addr()?,
            portal_require_mfa: MfaRequirement::Off,
            portal_exports_per_hour: 10_000,
            portal_api_requests_per_minute: 100_000,
            ..Settings::default()
        })?;
        if !context.db.read_now(partners::is_set_up)? {
            seed(&context.db, &context.log, &context.secrets, self.customers)?;
        }
        self.greet(&socket)?;
        serve::serve(context, socket)
    }

    fn greet(&self, socket: &TcpListener) -> Result<()> {
        let url = format!("http://{}", socket.local_addr()?);
        if self.json {
            println!("{}", json!({ "url": url, "accounts": accounts() }));
            return Ok(());
        }
        println!("The demo portal is at {url}\n\nSign in with the password {PASSWORD} as");
        for person in PEOPLE {
            let partner = PARTNERS
                .iter()
                .find(|partner| partner.mpn_id == person.mpn_id)
                .map_or("", |found| found.name);
            let roles = if person.roles.is_empty() { "no role" } else { person.roles };
            println!("  {:<32} {roles:<38} {partner}", person.email);
        }
        println!("\nPress Ctrl+C to stop.");
        Ok(())
    }
}

fn accounts() -> Vec<Value> {
    let account = |person: &crate::demo::channel::SamplePerson| {
        let partner = PARTNERS.iter().find(|partner| partner.mpn_id == person.mpn_id)?;
        let roles: Vec<&str> = person.roles.split(',').filter(|role| !role.is_empty()).collect();
        Some(json!({
            "email": person.email, "password": PASSWORD, "roles": roles,
            "partner": partner.name, "type": partner.kind.as_str(), "mpn_id": partner.mpn_id,
        }))
    };
    PEOPLE.iter().filter_map(account).collect()
}
