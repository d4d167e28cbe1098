//! Secrets of connections: where they are, that they stay at their server, and that refresh tokens replace each other.

use super::stage::{LIST, Remote, Stage, fault};
use crate::on_both_databases;
use crate::support::TestApp;
use crate::support::api_server::{ApiServer, Asked, answer, ok};
use chrono::{NaiveDateTime, TimeDelta};
use diesel::prelude::*;
use partner_portal::backup::finish::finish_restore;
use partner_portal::clock;
use partner_portal::db::schema::{connection_customers, connections, notices, settings};
use partner_portal::domain::ConnectionId;
use partner_portal::features::connections::credentials;
use partner_portal::outbound::credential;
use partner_portal::secret_rotation;
use serde_json::json;

on_both_databases! {
    secrets_are_in_no_page_log_or_column
    a_secret_does_not_follow_a_changed_address
    a_form_that_is_out_of_date_is_shown_again
    earlier_runs_stay_when_the_address_changes
    refresh_tokens_replace_each_other_and_people_are_told_before_the_end
    a_restore_pauses_connections
    a_new_secret_file_keeps_the_credentials
}

fn stored(app: &TestApp, id: ConnectionId) -> (String, Option<String>, Option<NaiveDateTime>) {
    let columns = (connections::sealed_secret, connections::sealed_token, connections::token_ends_at);
    app.portal.db.read_now(|c| Ok(connections::table.find(id).select(columns).first(c)?)).unwrap()
}

async fn secrets_are_in_no_page_log_or_column(app: TestApp) {
    let (stage, remote) = (Stage::set(app).await, Remote::start().await);
    let connection = stage.connect(&remote, "portal").await;
    stage.act(connection, "test").await;
    let run = stage.run(connection).await;
    let paths = [
        "".to_owned(),
        format!("/{connection}"),
        format!("/{connection}/edit"),
        format!("/{connection}/runs/{}", run.id),
    ];
    for path in paths {
        let page = stage.admin.get(&format!("{LIST}{path}")).await;
        assert_eq!(page.status.as_u16(), 200, "{path}");
        assert!(!page.text().contains(&remote.secret), "{path}");
    }
    assert!(!format!("{:?}", stage.app.log_of(&stage.provider, "connection")).contains(&remote.secret));
    let (sealed, ..) = stored(&stage.app, connection);
    assert!(!sealed.contains(&remote.secret));
    let opened = credential::unseal(&stage.app.portal.secrets, stage.provider.id, &sealed);
    assert_eq!(opened.as_deref(), Some(remote.secret.as_str()));
    remote.stop().await;
}

async fn a_secret_does_not_follow_a_changed_address(app: TestApp) {
    let (stage, remote) = (Stage::set(app).await, Remote::start().await);
    let connection = stage.connect(&remote, "portal").await;
    let (evil, address) = ApiServer::start(|_| answer("200 OK", "{}"));
    let mut fields = Stage::fields(remote.address, &remote.client_id, "", "portal");
    fields.push(("version", "1".to_owned()));
    for changed in ["base_url", "token_url", "client_id"] {
        let mut form = fields.clone();
        let value = if changed == "client_id" { "other".to_owned() } else { format!("http://{address}/x") };
        form.iter_mut().filter(|(name, _)| *name == changed).for_each(|(_, old)| old.clone_from(&value));
        let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let at = format!("{LIST}/{connection}/edit");
        let reply = stage.admin.submit(&at, &at, &form).await;
        assert_eq!(
            (reply.status.as_u16(), reply.attributes("[data-error]", "data-error")),
            (422, vec!["client_secret".to_owned()]),
            "{changed}"
        );
    }
    stage.act(connection, "test").await;
    assert!(evil.asked().is_empty(), "nothing was sent to another server");
    remote.stop().await;
}

async fn a_form_that_is_out_of_date_is_shown_again(app: TestApp) {
    let (stage, remote) = (Stage::set(app).await, Remote::start().await);
    let connection = stage.connect(&remote, "portal").await;
    let at = format!("{LIST}/{connection}/edit");
    let mut fields = Stage::fields(remote.address, &remote.client_id, "", "portal");
    fields
        .iter_mut()
        .filter(|(name, _)| *name == "name")
        .for_each(|(_, value)| *value = "새 이름".to_owned());
    for (version, status) in [("7", 409), ("1", 303)] {
        let mut form: Vec<(&str, &str)> =
            fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        form.push(("version", version));
        let reply = stage.admin.submit(&at, &at, &form).await;
        assert_eq!(reply.status.as_u16(), status, "{:?}", reply.all("[data-error]"));
        if status == 409 {
            assert_eq!(reply.value("input[name=name]"), "새 이름");
        }
    }
    assert!(!stored(&stage.app, connection).0.is_empty(), "the secret stays");
    remote.stop().await;
}

async fn earlier_runs_stay_when_the_address_changes(app: TestApp) {
    let (stage, remote) = (Stage::set(app).await, Remote::start().await);
    let connection = stage.connect(&remote, "portal").await;
    let done = stage.first_run(connection).await;
    assert_eq!(stage.act(connection, "runs").await.status.as_u16(), 303);
    let open = stage.newest(connection);
    assert!(open.id != done.id && !open.state.is_over());

    let mut fields = Stage::fields(remote.address, &remote.client_id, &remote.secret, "portal");
    let other = format!("http://{}/other", remote.address);
    fields.iter_mut().filter(|(name, _)| *name == "base_url").for_each(|(_, value)| value.clone_from(&other));
    let version = stage.admin.get(&format!("{LIST}/{connection}/edit")).await.value("input[name=version]");
    fields.push(("version", version));
    let form: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let at = format!("{LIST}/{connection}/edit");
    let saved = stage.admin.submit(&at, &at, &form).await;
    assert_eq!(saved.status.as_u16(), 303, "{:?}", saved.all("[data-error]"));

    let page = stage.admin.get(&format!("{LIST}/{connection}/runs/{}", done.id)).await;
    assert_eq!(page.status.as_u16(), 200);
    let discarded = stage.newest(connection);
    assert_eq!((discarded.id, discarded.state.as_str()), (open.id, "discarded"));
    let known =
        connection_customers::table.filter(connection_customers::connection_id.eq(connection)).count();
    assert_eq!(stage.app.portal.db.read_now(|c| Ok(known.get_result::<i64>(c)?)).unwrap(), 0);
    remote.stop().await;
}

/// A server whose refresh tokens are `r1`, `r2` …, each of which works once.
fn rotating() -> impl FnMut(&Asked) -> Vec<u8> + Send {
    let mut next = 1;
    move |asked| {
        if asked.is("GET /v1/profiles/mpn") {
            return ok(&json!({ "mpnId": "1000" }));
        }
        if !asked.is("POST /") {
            return answer("200 OK", "");
        }
        if !asked.body.contains(&format!("refresh_token=r{next}"))
            || !asked.body.contains("grant_type=refresh_token")
        {
            return answer("400 Bad", r#"{"error":"invalid_grant","error_description":"used already"}"#);
        }
        next += 1;
        let token = json!({ "access_token": "a", "expires_in": 3599, "refresh_token": format!("r{next}"), "refresh_token_expires_in": "864000" });
        ok(&token)
    }
}

async fn refresh_tokens_replace_each_other_and_people_are_told_before_the_end(app: TestApp) {
    let stage = Stage::set(app).await;
    let (_, address) = ApiServer::start(rotating());
    let mut fields = Stage::fields(address, "client", "", "portal");
    fields.iter_mut().for_each(|(name, value)| match *name {
        "sign_in" => *value = "refresh-token".to_owned(),
        "refresh_token" => *value = "r1".to_owned(),
        _ => {}
    });
    let connection = stage.create(&fields).await;
    for round in 2..5 {
        let run = stage.run(connection).await;
        assert_eq!(run.state.as_str(), "preview", "{:?}", run.fault);
        let (_, sealed, ends) = stored(&stage.app, connection);
        let token = credential::unseal(&stage.app.portal.secrets, stage.provider.id, &sealed.unwrap());
        assert_eq!(token, Some(format!("r{round}")));
        let left = ends.unwrap() - clock::now();
        assert!(left > TimeDelta::days(9) && left <= TimeDelta::days(10), "{left}");
        stage.act(connection, &format!("runs/{}/removal", run.id)).await;
    }
    let warn =
        |days| credentials::warn_of_ends(&stage.app.portal, clock::now() + TimeDelta::days(days)).unwrap();
    assert_eq!((warn(2), warn(4), warn(4)), (0, 1, 0));
    let told = notices::table.filter(notices::event.eq("connection-stopped")).count();
    assert_eq!(stage.app.portal.db.read_now(|c| Ok(told.get_result::<i64>(c)?)).unwrap(), 1);
    // A token that somebody else has used.
    let sealed = credential::seal(&stage.app.portal.secrets, stage.provider.id, "r1").unwrap();
    let old = diesel::update(connections::table).set(connections::sealed_token.eq(Some(sealed)));
    stage.app.portal.db.write_now(|c| Ok(old.execute(c)?)).unwrap();
    assert_eq!(fault(&stage.run(connection).await).words, "used already");
}

async fn a_restore_pauses_connections(app: TestApp) {
    let (stage, remote) = (Stage::set(app).await, Remote::start().await);
    let connection = stage.connect(&remote, "portal").await;
    stage.run(connection).await;
    let restored = (settings::key.eq("restored_from"), settings::value.eq("2026-11-30T00:00:00Z"));
    stage
        .app
        .portal
        .db
        .write_now(|c| Ok(diesel::insert_into(settings::table).values(restored).execute(c)?))
        .unwrap();
    let finished = finish_restore(&stage.app.portal.db).unwrap().unwrap();
    assert!(finished.counts.contains(&("connections paused", 1)), "{finished:?}");
    assert_eq!(stage.newest(connection).state.as_str(), "discarded");
    remote.stop().await;
}

async fn a_new_secret_file_keeps_the_credentials(app: TestApp) {
    let (stage, remote) = (Stage::set(app).await, Remote::start().await);
    let connection = stage.connect(&remote, "portal").await;
    let former = stage.app.portal.secrets.clone();
    let new = former.rotated().unwrap();
    let done = secret_rotation::change_over(&stage.app.portal.log, &former, &new).unwrap();
    assert_eq!(done.connections, 1);
    let (sealed, ..) = stored(&stage.app, connection);
    assert_eq!(
        credential::unseal(&new.settled(), stage.provider.id, &sealed).as_deref(),
        Some(remote.secret.as_str())
    );
    assert_eq!(credential::unseal(&former, stage.provider.id, &sealed), None);
    remote.stop().await;
}
