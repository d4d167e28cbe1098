//! The second factor: signing in, setup, new recovery codes, removal.

use super::{NO_LOGS, Outcome, PROVIDERS};
use crate::one_entry::stage::Stage;
use crate::support::cast::PASSWORD;
use crate::support::{Browser, Reply};
use partner_portal::auth::second_factor::totp::Seed;
use partner_portal::clock;

const PAGE: &str = "/profile/second-factor";

pub async fn right(path: &str, stage: &Stage) -> Outcome {
    Some(match path {
        "/sign-in/second-factor" => (signed_in(stage).await, PROVIDERS),
        PAGE => {
            let browser = stage.signed_in(&stage.somebody()).await;
            (set_up(&browser, true).await.0, PROVIDERS)
        }
        "/profile/second-factor/removal" | "/profile/second-factor/recovery-codes" => {
            let browser = stage.signed_in(&stage.somebody()).await;
            set_up(&browser, true).await;
            stage.restart_count();
            (browser.submit(PAGE, path, &[]).await, PROVIDERS)
        }
        _ => return None,
    })
}

pub async fn wrong(path: &str, stage: &Stage) -> Outcome {
    Some(match path {
        // No sign-in is pending. For a pending one, the failure would be logged: `refusals.rs`.
        "/sign-in/second-factor" => {
            (stage.app.browser().submit("/sign-in", path, &[("code", "123456")]).await, NO_LOGS)
        }
        PAGE => {
            let browser = stage.signed_in(&stage.somebody()).await;
            (set_up(&browser, false).await.0, NO_LOGS)
        }
        // There is none.
        "/profile/second-factor/removal" | "/profile/second-factor/recovery-codes" => {
            let browser = stage.signed_in(&stage.somebody()).await;
            (browser.submit("/help/keys", path, &[]).await, NO_LOGS)
        }
        _ => return None,
    })
}

/// Password and code are two steps and one entry.
async fn signed_in(stage: &Stage) -> Reply {
    let email = stage.somebody();
    let (_, seed) = set_up(&stage.signed_in(&email).await, true).await;
    stage.restart_count();
    let browser = stage.app.browser();
    browser.sign_in(&email, PASSWORD).await;
    browser.submit("/sign-in/second-factor", "/sign-in/second-factor", &[("code", &code(&seed, 0))]).await
}

/// Sets it up with the code of the previous time step, so that the current one is still valid; or with no code.
pub async fn set_up(browser: &Browser, rightly: bool) -> (Reply, Seed) {
    let shown = browser.get(PAGE).await;
    let seed = seed_of(&shown);
    let typed = if rightly { code(&seed, -1) } else { "김치".to_owned() };
    let fields = [
        ("sealed", shown.value("input[name=sealed]")),
        ("code", typed),
        ("_csrf", shown.value("input[name=_csrf]")),
    ];
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    (browser.post(PAGE, &fields).await, seed)
}

fn code(seed: &Seed, steps: i64) -> String {
    seed.code_at((clock::now().and_utc().timestamp() + 30 * steps) as u64).unwrap()
}

fn seed_of(shown: &Reply) -> Seed {
    let key = shown.all(".id code").concat().replace(' ', "");
    let value = |letter| b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".iter().position(|one| *one == letter).unwrap();
    let bits: String = key.bytes().map(|letter| format!("{:05b}", value(letter))).collect();
    let bytes = (0..bits.len() / 8).map(|at| u8::from_str_radix(&bits[at * 8..at * 8 + 8], 2).unwrap());
    Seed::from_bytes(&bytes.collect::<Vec<u8>>()).unwrap()
}
