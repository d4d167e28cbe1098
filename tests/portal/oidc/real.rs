//! Against a real OpenID provider (npm's `oidc-provider`) on loopback. `bin/test` and `bin/setup` install it; without
//! it, or without Node.js, these tests are counted as not run.

use crate::oidc::stage::{SECRET, Stage, There, way_cookie};
use crate::on_both_databases;
use crate::support::skipped::skip;
use crate::support::{Browser, TestApp};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};

on_both_databases! { signs_in_with_a_real_provider }

const CALLBACK: &str = "http://127.0.0.1:8080/sign-in/oidc/main/callback";

/// The provider; stopped when the test ends.
struct Provider {
    process: Child,
    issuer: String,
    /// Standard output, open while the provider runs: it exits when nobody reads its output.
    _said: BufReader<ChildStdout>,
}

impl Provider {
    fn start() -> Option<Self> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/oidc");
        if !folder.join("node_modules/oidc-provider").exists() {
            skip("npm's oidc-provider (bin/test and bin/setup install it)");
            return None;
        }
        let mut command = Command::new("node");
        command.arg(folder.join("provider.mjs")).args([CALLBACK, SECRET]);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let Ok(mut process) = command.spawn() else {
            skip("Node.js");
            return None;
        };
        let mut line = String::new();
        let mut said = BufReader::new(process.stdout.take().unwrap());
        said.read_line(&mut line).unwrap();
        let issuer = serde_json::from_str::<Value>(&line).unwrap()["issuer"].as_str().unwrap().to_owned();
        Some(Provider { process, issuer, _said: said })
    }

    /// Follows redirects at the provider, as a browser does, until one leads to the portal.
    fn pass_through(&self, account: &str, there: &There) -> String {
        let agent = agent();
        let next = format!("{}/next?account={account}", self.issuer);
        agent.get(&next).call().unwrap();
        let (mut url, mut cookies) = (there.url.clone(), BTreeMap::new());
        for _ in 0..9 {
            let jar: Vec<String> = cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
            let answer = agent.get(url.as_str()).header("cookie", jar.join("; ")).call().unwrap();
            for cookie in answer.headers().get_all("set-cookie") {
                let pair = cookie.to_str().unwrap().split(';').next().unwrap();
                let (name, value) = pair.split_once('=').unwrap();
                cookies.insert(name.to_owned(), value.to_owned());
            }
            let location = answer.headers().get("location").expect("a redirect").to_str().unwrap();
            if let Some(path) = location.strip_prefix("http://127.0.0.1:8080") {
                return path.to_owned();
            }
            url = url.join(location).unwrap();
        }
        panic!("the provider leads nowhere");
    }
}

impl Drop for Provider {
    fn drop(&mut self) {
        self.process.kill().ok();
        self.process.wait().ok();
    }
}

/// Returns a client that follows no redirects.
fn agent() -> ureq::Agent {
    let config = ureq::Agent::config_builder().max_redirects(0).max_redirects_will_error(false).proxy(None);
    config.build().new_agent()
}

async fn signs_in_with_a_real_provider(app: TestApp) {
    let Some(provider) = Provider::start() else { return };
    let stage = Stage::new(app.portal.db.clone(), &provider.issuer, |_| ()).await;
    let way = async |browser: &Browser, account: &str| {
        let there = There::by(&browser.get("/sign-in/oidc/main?next=/customers").await);
        provider.pass_through(account, &there)
    };

    let browser = stage.app.browser();
    let back = way(&browser, "ga@1000.example").await;
    let (name, cookie) = way_cookie(&browser);
    let reply = browser.get(&back).await;
    assert_eq!(
        (reply.status.as_u16(), reply.header("location")),
        (303, "/customers".into()),
        "{}",
        reply.text()
    );
    assert_eq!(browser.get("/customers").await.status.as_u16(), 200);
    let entries = stage.log(&stage.cast.provider);
    assert_eq!(entries[0].1["linked"]["subject"], "subject of ga@1000.example");
    assert_eq!(entries[1], ("portal_sign_in".into(), json!({ "issuer": provider.issuer })));

    let thief = stage.app.browser();
    thief.cookies.borrow_mut().insert(name, cookie);
    assert_eq!(thief.get(&back).await.status.as_u16(), 403, "a code works once");
    let back = way(&stage.app.browser(), "ga@1000.example").await;
    assert_eq!(stage.app.browser().get(&back).await.status.as_u16(), 403, "and in its own browser");

    let stranger = stage.app.browser();
    let back = way(&stranger, "nobody@1000.example").await;
    assert_eq!(stranger.get(&back).await.status.as_u16(), 403);
    assert_eq!((stage.identities(), stage.actions(&stage.cast.provider).len()), (1, 2));
}
