//! `GET /account-settings/users.csv` and `.xlsx`: the users that match the list's search and filters. Each export is logged
//! and counts towards the user's hourly limit.

use crate::audit::Activity;
use crate::auth::Scope;
use crate::auth::scope::ViewUsers;
use crate::clock;
use crate::db::DbConnection;
use crate::error::Result;
use crate::features::users::colleague::Colleague;
use crate::features::users::list::{Filter, Params};
use crate::features::users::queries;
use crate::i18n::{Texts, labels};
use crate::state::AppState;
use crate::table_file::{TableFile, TableWriter};
use crate::web::table_export;
use crate::web::table_export::{TableExport, filter_details, list_entry};
use actix_web::web::{Data, Query};
use actix_web::{HttpRequest, HttpResponse};
use serde_json::{Map, Value};
use std::io::Write;

/// Exports the users.
///
/// # Errors
/// A malformed query parameter, or more exports in an hour than the setting allows.
pub async fn download(
    request: HttpRequest,
    scope: Scope<ViewUsers>,
    portal: Data<AppState>,
    params: Query<Params>,
) -> Result<HttpResponse> {
    let (filter, params) = (params.filter()?, params.into_inner());
    let file = table_export::requested_file(&request, &portal, scope.actor(), &params.lang)?;
    let name = format!("users-{}", clock::now().format("%Y-%m-%d"));
    let export = UserExport { scope: scope.clone(), filter, params };
    table_export::send(&request, portal, scope, file, &name, export).await
}

/// The users that match a filter.
pub(super) struct UserExport {
    pub(super) scope: Scope<ViewUsers>,
    pub(super) filter: Filter,
    pub(super) params: Params,
}

impl TableExport for UserExport {
    const NAME: &'static str = "users";

    type Rows = Vec<Colleague>;

    fn select(&self, c: &mut DbConnection) -> Result<(Vec<Colleague>, u64)> {
        let mut people = queries::all(&self.scope, c)?;
        self.filter.apply(&mut people);
        let count = people.len() as u64;
        Ok((people, count))
    }

    fn entry(&self, details: Map<String, Value>) -> Activity {
        list_entry("partner_user", filter_details(details, self.params.pairs()))
    }

    fn write<W: Write + Send>(
        &self,
        _: &mut DbConnection,
        people: Vec<Colleague>,
        file: TableFile,
        out: W,
    ) -> Result<TableWriter<W>> {
        let texts = file.locale.texts();
        let mut table = file.start(&texts.user_management(), &header(texts), out)?;
        for person in people {
            let factor = person.second_factor_since.is_some();
            table.text(&person.name).text(&person.email).word(&labels::role_names(texts, person.roles));
            table.word(&person.state().label(texts)).moment(person.last_sign_in_at);
            table.word(&if factor { texts.factor_on() } else { texts.factor_off() });
            table.moment(Some(person.created_at)).end_row()?;
        }
        Ok(table)
    }
}

fn header(texts: &Texts) -> [String; 7] {
    [
        texts.user_name(),
        texts.address_email(),
        texts.user_roles(),
        texts.user_state(),
        texts.user_last_sign_in(),
        texts.second_factor(),
        texts.user_added(),
    ]
}
