//! The stream of server-sent events, and sign-ins from a new device.

use super::{events, insert};
use crate::on_both_databases;
use crate::support::database::sqlite;
use crate::support::{Browser, Reply, TestApp};
use chrono::TimeDelta;
use diesel::prelude::*;
use partner_portal::db::schema::{outbox, sessions};
use partner_portal::domain::NoticeEvent;
use partner_portal::web::timeouts::Timeouts;
use partner_portal::{app, clock};
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::time::Duration;

on_both_databases! {
    who_asks_for_no_stream_gets_the_number_once
    asking_for_the_number_is_no_use_of_the_session
    a_sign_in_from_a_new_device_is_told_to_the_user
}

const EVENTS: &str = "/notifications/events";

async fn who_asks_for_no_stream_gets_the_number_once(app: TestApp) {
    let cast = app.cast();
    insert(&app, &cast.direct, NoticeEvent::SubscriptionEnds, 2);
    let browser = app.signed_in("sa@4000.example").await;
    let reply: Reply = browser.get(EVENTS).await;
    assert_eq!((reply.status.as_u16(), reply.header("content-type")), (200, "text/event-stream".to_owned()));
    let event = "event: unread\ndata: {\"label\":\"Notifications: 2 unread\",\"number\":\"2\"}\n\n";
    assert!(reply.text().ends_with(event), "{}", reply.text());
    assert_eq!(app.browser().get(EVENTS).await.status.as_u16(), 303, "only for users");
}

async fn asking_for_the_number_is_no_use_of_the_session(app: TestApp) {
    app.cast();
    let browser = app.signed_in("sa@4000.example").await;
    let long_ago = clock::now() - TimeDelta::minutes(20);
    let set = diesel::update(sessions::table).set(sessions::last_seen_at.eq(long_ago));
    app.portal.db.write_now(|c| Ok(set.execute(c)?)).unwrap();
    let seen = || {
        let row = sessions::table.select(sessions::last_seen_at);
        app.portal.db.read_now(|c| Ok(row.first::<chrono::NaiveDateTime>(c)?)).unwrap()
    };
    assert_eq!(browser.get(EVENTS).await.status.as_u16(), 200);
    assert_eq!(seen(), long_ago);
    assert_eq!(browser.get("/notifications").await.status.as_u16(), 200);
    assert!(seen() > long_ago, "a page counts");
}

async fn a_sign_in_from_a_new_device_is_told_to_the_user(app: TestApp) {
    app.cast();
    let first = app.signed_in("sa@4000.example").await;
    assert!(events(&first).await.is_empty(), "the first sign-in makes no notice");
    first.submit("/help/keys", "/sign-out", &[]).await;
    assert_eq!(first.sign_in("sa@4000.example", crate::support::cast::PASSWORD).await.status.as_u16(), 303);
    assert!(events(&first).await.is_empty(), "the browser is known");
    let second = app.signed_in("sa@4000.example").await;
    assert_eq!(events(&second).await, ["new-device"]);
    let page = second.get("/notifications").await;
    assert!(page.text().contains("You signed in from a new device") && page.text().contains("127.0.0.1"));
    assert!(events(&app.signed_in("ga@4000.example").await).await.is_empty(), "no one else");
    let letters = outbox::table.count();
    assert_eq!(
        app.portal.db.read_now(|c| Ok(letters.get_result::<i64>(c)?)).unwrap(),
        0,
        "there is no mail server"
    );
}

/// Opens a stream with the cookies of a browser.
fn open(address: SocketAddr, cookies: &str) -> TcpStream {
    let mut stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(15))).unwrap();
    let request = format!(
        "GET {EVENTS} HTTP/1.1\r\nHost: {address}\r\nAccept: text/event-stream\r\nAccept-Encoding: gzip\r\n\
         Cookie: {cookies}\r\n\r\n"
    );
    stream.write_all(request.as_bytes()).unwrap();
    stream
}

/// Reads until the words have come; with empty words, until the server has ended the response.
async fn read_until(mut stream: TcpStream, words: &'static str) -> TcpStream {
    let read = actix_web::web::block(move || {
        let (mut told, mut piece) = (String::new(), [0; 1024]);
        let end = if words.is_empty() { "\r\n0\r\n\r\n" } else { words };
        while !told.contains(end) {
            let count = stream.read(&mut piece).unwrap_or_else(|error| panic!("{error}, after {told}"));
            assert!(count > 0 || words.is_empty(), "the stream ended after {told}");
            if count == 0 {
                break;
            }
            told.push_str(&String::from_utf8_lossy(&piece[..count]));
        }
        stream
    });
    read.await.unwrap()
}

fn cookies(browser: &Browser) -> String {
    let cookies = browser.cookies.borrow();
    cookies.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("; ")
}

#[actix_web::test]
async fn a_stream_says_what_is_new_and_ends_with_the_session_and_with_the_server() {
    let (db, _folder) = sqlite();
    let app = TestApp::over(db).await;
    let cast = app.cast();
    let streams = app.portal.notice_streams.clone();
    actix_web::rt::spawn(streams.clone().watch(app.portal.db.clone()));
    let socket = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = socket.local_addr().unwrap();
    let server = app::serve(app.portal.clone(), socket, Timeouts::default()).unwrap();
    actix_web::rt::spawn(server);
    let browser = app.signed_in("sa@4000.example").await;
    let stream = read_until(open(address, &cookies(&browser)), "\"number\":\"\"").await;
    insert(&app, &cast.provider, NoticeEvent::SubscriptionEnds, 1); // of another partner
    insert(&app, &cast.direct, NoticeEvent::SubscriptionEnds, 1);
    let stream = read_until(stream, "\"number\":\"1\"").await;
    browser.submit("/help/keys", "/sign-out", &[]).await;
    insert(&app, &cast.direct, NoticeEvent::SubscriptionEnds, 1);
    read_until(stream, "").await;
    let other = app.signed_in("aa@4000.example").await;
    let stream = read_until(open(address, &cookies(&other)), "\"number\":\"2\"").await;
    streams.stop();
    read_until(stream, "").await;
}
