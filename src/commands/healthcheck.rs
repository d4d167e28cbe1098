//! `healthcheck`: asks the running portal of the same settings whether it can serve, for containers.

use crate::config::Settings;
use crate::error::{Error, Result};
use crate::urls;
use clap::Args;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::time::Duration;
use ureq::Agent;

/// A portal that takes longer cannot serve people either.
const TIMEOUT: Duration = Duration::from_secs(5);

/// Asks the running portal.
#[derive(Debug, Args)]
pub struct Healthcheck {
    /// Address and port of the portal, instead of PORTAL_LISTEN
    #[arg(long, value_name = "ADDR")]
    listen: Option<SocketAddr>,
}

impl Healthcheck {
    /// Runs the command.
    ///
    /// # Errors
    /// One line for the operator: nothing answers at the address, or the portal cannot reach its database.
    pub fn run(&self, settings: &Settings) -> Result<()> {
        let address = reachable(self.listen.unwrap_or(settings.portal_listen));
        let url = format!("http://{address}{}", urls::readyz());
        let agent: Agent = Agent::config_builder().timeout_global(Some(TIMEOUT)).proxy(None).build().into();
        agent.get(&url).call().map_err(|error| Error::operator(format!("{url}: {error}")))?;
        println!("The portal at {address} can serve");
        Ok(())
    }
}

/// Whether a portal serves at this address.
pub fn answers(listen: SocketAddr) -> bool {
    let url = format!("http://{}{}", reachable(listen), urls::healthz());
    let agent: Agent = Agent::config_builder().timeout_global(Some(TIMEOUT)).proxy(None).build().into();
    agent.get(&url).call().is_ok()
}

/// Returns an address to which one can connect: a portal that listens on all addresses also answers on loopback.
fn reachable(listen: SocketAddr) -> SocketAddr {
    let ip = match listen.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
        IpAddr::V6(ip) if ip.is_unspecified() => Ipv6Addr::LOCALHOST.into(),
        ip => ip,
    };
    SocketAddr::new(ip, listen.port())
}
