//! How each route is done rightly, and wrongly. A recipe answers what came back and the MPN IDs of the partners whose
//! logs must have grown by one entry each. A new route needs one line in `right` and one in `wrong`.

use diesel::prelude::*;
use partner_portal::db::schema::partners;
use std::cell::RefCell;
use std::collections::BTreeMap;

use crate::support::cast::{Cast, PASSWORD};
use crate::support::{Browser, Reply, TestApp};

/// The cast, and somebody who may do nearly everything.
pub struct Stage {
    pub app: TestApp,
    #[allow(dead_code)] // for the recipes of the pages to come
    pub cast: Cast,
    pub admin: Browser,
    before: RefCell<BTreeMap<String, i64>>,
}

impl Stage {
    pub async fn set(app: TestApp) -> Self {
        let cast = app.cast();
        app.person(&cast.provider, "new@1000.example", "sales-agent", true);
        let admin = app.signed_in("ga@1000.example").await;
        Stage { app, cast, admin, before: RefCell::default() }
    }

    /// A recipe that had to prepare something calls this before it does what is counted.
    pub fn count_from_here(&self) {
        *self.before.borrow_mut() = self.lengths();
    }

    /// By how many entries each log has grown since, by MPN ID.
    pub fn grown(&self) -> BTreeMap<String, i64> {
        let before = self.before.borrow();
        let grown = |(mpn_id, length): (String, i64)| {
            let grown = length - before.get(&mpn_id).copied().unwrap_or(0);
            (mpn_id, grown)
        };
        self.lengths().into_iter().map(grown).filter(|(_, grown)| *grown != 0).collect()
    }

    fn lengths(&self) -> BTreeMap<String, i64> {
        let rows = partners::table.select((partners::mpn_id, partners::log_seq));
        self.app.portal.db.read_now(|c| Ok(rows.load::<(String, i64)>(c)?)).unwrap().into_iter().collect()
    }

    /// Signs somebody in, and counts what comes after that.
    async fn signed_in(&self, email: &str) -> Browser {
        let browser = self.app.signed_in(email).await;
        self.count_from_here();
        browser
    }
}

type Outcome = Option<(Reply, &'static [&'static str])>;

const NOBODYS: &[&str] = &[];
const PROVIDERS: &[&str] = &["1000"];

/// Does it as it should be done.
pub async fn right(path: &str, stage: &Stage) -> Outcome {
    let form = async |page, fields: &[(&str, &str)]| stage.admin.submit(page, path, fields).await;
    Some(match path {
        "/language" => (form("/help/keys", &[("lang", "en")]).await, NOBODYS), // a cookie only
        "/appearance" => (form("/help/keys", &[("theme", "dark")]).await, NOBODYS), // a cookie only
        "/sign-in" => (stage.app.browser().sign_in("sa@1000.example", PASSWORD).await, PROVIDERS),
        "/sign-out" => {
            (stage.signed_in("sa@1000.example").await.submit("/help/keys", path, &[]).await, PROVIDERS)
        }
        "/profile/password" => (new_password(stage, "another long pass phrase").await, PROVIDERS),
        _ => return None,
    })
}

/// Does it as it should not be done.
pub async fn wrong(path: &str, stage: &Stage) -> Outcome {
    let form = async |page, fields: &[(&str, &str)]| stage.admin.submit(page, path, fields).await;
    Some(match path {
        "/language" => (form("/help/keys", &[("lang", "tlh")]).await, NOBODYS),
        "/appearance" => (form("/help/keys", &[("theme", "loud")]).await, NOBODYS),
        // Of somebody who is known the refusal would be noted.
        "/sign-in" => (stage.app.browser().sign_in("nobody@1000.example", "wrong").await, NOBODYS),
        "/sign-out" => (stage.admin.post(path, &[("_csrf", "forged")]).await, NOBODYS),
        "/profile/password" => (new_password(stage, "short").await, NOBODYS),
        _ => return None,
    })
}

async fn new_password(stage: &Stage, password: &str) -> Reply {
    let newcomer = stage.signed_in("new@1000.example").await;
    newcomer
        .submit("/profile/password", "/profile/password", &[("password", password), ("repeat", password)])
        .await
}
