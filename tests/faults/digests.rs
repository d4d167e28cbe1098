//! `kill -9` while digests are written: in the end each user has one, whenever the process was killed.

use crate::portal::Portal;
use crate::support::{Random, short_or_long, until};
use chrono::Utc;
use std::time::Duration;

const DIGESTS: &str = "SELECT count(*) AS n FROM outbox WHERE unsubscribe LIKE '%.digest'";

const RECIPIENTS: &str =
    "SELECT count(DISTINCT recipient) AS n FROM outbox WHERE unsubscribe LIKE '%.digest'";

const EMPTY: &str =
    "SELECT count(*) AS n FROM outbox WHERE unsubscribe LIKE '%.digest' AND text NOT LIKE '%550 no%'";

/// The lease of a killed process has expired, and the jobs are due.
const EXPIRE_LEASES: &str = "UPDATE jobs SET leased_until = NULL, due_at = '2026-01-01 00:00:00'";

/// Adds users who are there for long and get their digest at midnight, and something that has happened.
fn add_users(portal: &Portal, count: usize) {
    let now = Utc::now().format("%Y-%m-%d %H:%M:%S");
    let rows: Vec<String> = (0..count)
        .map(|n| {
            format!(
                "((SELECT min(id) FROM partners), 'user{n}@contoso.example', 'user{n}@contoso.example', 'User {n}', \
                 'helpdesk-agent', '', FALSE, TRUE, 0, '2026-01-01 00:00:00', 0, 0, FALSE)"
            )
        })
        .collect();
    let columns = "partner_id, email, email_key, name, agent_role, password_hash, must_change_password, active, \
                   session_epoch, created_at, totp_last_step, version, is_operator";
    portal.execute(&format!("INSERT INTO users ({columns}) VALUES {}", rows.join(", ")));
    portal.execute(
        "INSERT INTO notice_readers (user_id, choices, digest_hour) \
         SELECT id, 'mail-failed=digest', 0 FROM users WHERE name LIKE 'User %'",
    );
    portal.execute(&format!(
        "INSERT INTO notices (partner_id, at, event, details) \
         SELECT min(id), '{now}', 'mail-failed', '{{\"recipient\": \"it@lead.example\", \"words\": \"550 no\"}}' FROM partners"
    ));
}

#[test]
fn each_user_has_one_digest_whenever_the_process_was_killed() {
    for (database, portal) in Portal::on_both() {
        let count = short_or_long(120, 2_000);
        add_users(&portal, count);
        let (mut random, mut kills) = (Random::new(15), 0);
        while portal.number(DIGESTS) < count as i64 && kills < 1_000 {
            let before = portal.number(DIGESTS);
            portal.execute(EXPIRE_LEASES);
            let served = portal.serve();
            let has_begun = until(Duration::from_secs(60), || portal.number(DIGESTS) > before);
            assert!(has_begun, "{database}: {}", served.log());
            std::thread::sleep(random.millis(40));
            served.kill();
            kills += 1;
        }
        portal.execute(EXPIRE_LEASES);
        let served = portal.serve();
        let has_run = "SELECT count(*) AS n FROM jobs WHERE name = 'digests' AND ended_at IS NOT NULL AND due_at > '2026-06-01 00:00:00'";
        assert!(
            until(Duration::from_secs(60), || portal.number(has_run) == 1),
            "{database}: {}",
            served.log()
        );
        served.stop();
        let found = [DIGESTS, RECIPIENTS, EMPTY].map(|sql| portal.number(sql));
        assert_eq!(
            found,
            [count as i64, count as i64, 0],
            "{database}: digests, their users, those without the notice"
        );
        assert!(kills >= 3, "{database}: too few kills to say anything: {kills}");
        println!("{database}: {count} digests over {kills} kills");
    }
}
