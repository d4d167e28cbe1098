//! The test of a connection: signs in, and asks the server as whom it answers.

use crate::audit::{Activity, Tx};
use crate::auth::Scope;
use crate::auth::scope::ManageConnections;
use crate::db::schema::connections;
use crate::domain::{ConnectionFault, ConnectionId};
use crate::error::{Error, Result};
use crate::features::connections::fault::RunFault;
use crate::features::connections::model::Connection;
use crate::features::connections::server::access::{Server, Stop};
use crate::features::connections::server::answers::ServerPartner;
use crate::features::connections::work::ask_partner;
use crate::state::AppState;
use diesel::prelude::*;

/// Signs in. Blocking.
///
/// # Errors
/// The portal failed. What the server does is no error.
pub fn sign_in(
    portal: &AppState,
    connection: &Connection,
) -> Result<std::result::Result<ServerPartner, RunFault>> {
    match ask_partner(&mut Server::new(portal, connection.clone())) {
        Ok(partner) => {
            let known = connection.remote_id.as_ref();
            if known.is_some_and(|known| *known != partner.mpn_id) {
                let words = partner.partner_name.as_ref().unwrap_or(&partner.mpn_id);
                return Ok(Err(RunFault::new(ConnectionFault::Partner, "/v1/profiles/mpn", words)));
            }
            Ok(Ok(partner))
        }
        Err(Stop::Fail(fault) | Stop::Wait(_, fault)) => Ok(Err(fault)),
        Err(Stop::Error(error)) => Err(error),
    }
}

/// Stores the result of a test.
pub fn store(
    tx: &mut Tx<'_>,
    scope: &Scope<ManageConnections>,
    id: ConnectionId,
    tried: &std::result::Result<ServerPartner, RunFault>,
) -> Result<((), Vec<Activity>)> {
    let own = connections::table.find(id).filter(connections::partner_id.eq(scope.partner()));
    match tried {
        Ok(partner) => {
            let values = (
                connections::fault.eq(None::<String>),
                connections::remote_id.eq(Some(&partner.mpn_id)),
                connections::remote_name.eq(partner.partner_name.as_deref()),
            );
            diesel::update(own).set(values).execute(tx.c)?;
        }
        Err(fault) => {
            let json = serde_json::to_string(fault).map_err(Error::internal)?;
            diesel::update(own).set(connections::fault.eq(Some(json))).execute(tx.c)?;
        }
    }
    Ok(((), Vec::new()))
}
