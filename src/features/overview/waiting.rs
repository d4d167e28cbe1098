//! What waits for the user, in the order of importance: what loses data, what waits for a decision, what expires.

use crate::features::bulk_acts::model::BulkState;
use crate::features::bulk_acts::queries::FinishedAct;
use crate::features::import::upload::model::{Import, ImportState};
use crate::features::overview::counts::Counted;
use crate::features::overview::queries::{SOON, WaitingData};
use crate::urls;
use crate::web::shell::Shell;

/// Something that waits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WaitingItem {
    /// Its kind, for scripts and tests.
    pub kind: &'static str,
    /// The color of the number.
    pub tone: &'static str,
    /// How many there are; `None` for a single thing that has a page of its own.
    pub number: Option<u64>,
    /// What waits.
    pub title: String,
    /// What else is worth a line.
    pub detail: Option<String>,
    /// What the link says.
    pub act: String,
    /// Where it leads.
    pub address: String,
}

/// Returns what waits; nothing of which there is none.
pub fn waiting_items(shell: &Shell, data: &WaitingData) -> Vec<WaitingItem> {
    let texts = shell.texts;
    let mut items: Vec<WaitingItem> = deletion_item(shell, data).into_iter().collect();
    let mut add = |kind, tone, counted: &Option<Counted>, title: &dyn Fn(u64) -> String, act: String| {
        items.extend(counted.as_ref().filter(|counted| counted.number > 0).map(|counted| WaitingItem {
            kind,
            tone,
            number: Some(counted.number),
            title: title(counted.number),
            detail: None,
            act,
            address: counted.address.clone(),
        }));
    };
    add("orders", "warning", &data.orders, &|n| texts.overview_orders(n), texts.decide());
    add("undecided", "warning", &data.undecided, &|n| texts.overview_undecided(n), texts.decide());
    add(
        "undelivered",
        "warning",
        &data.undelivered,
        &|n| texts.overview_undelivered(n),
        texts.overview_fix(),
    );
    add("referrals", "info", &data.referrals, &|n| texts.overview_referrals(n), texts.overview_answer());
    add("expiring", "info", &data.expiring, &|n| texts.overview_expiring(n, SOON), texts.overview_view());
    items.extend(data.imports.iter().map(|import| import_item(shell, import)));
    items.extend(data.acts.iter().map(|act| act_item(shell, act)));
    // What waits for others comes last.
    if let Some(asked) = data.asked.as_ref().filter(|asked| asked.number > 0) {
        items.push(WaitingItem {
            kind: "asked",
            tone: "info",
            number: Some(asked.number),
            title: texts.overview_asked(asked.number),
            detail: None,
            act: texts.overview_view(),
            address: asked.address.clone(),
        });
    }
    items
}

fn deletion_item(shell: &Shell, data: &WaitingData) -> Option<WaitingItem> {
    let (texts, (sum, first)) = (shell.texts, data.deletions?);
    let licenses = shell.locale.number(sum.licenses);
    Some(WaitingItem {
        kind: "deletions",
        tone: "danger",
        number: Some(sum.rows),
        title: texts.overview_deletions(sum.rows, SOON),
        detail: Some(texts.overview_deletions_detail(
            sum.licenses,
            shell.locale.weekday_date(first),
            licenses,
        )),
        act: texts.overview_review(),
        address: urls::subscriptions()
            .with_parameters([("event", "deletion"), ("renews", SOON.to_string().as_str())]),
    })
}

fn import_item(shell: &Shell, import: &Import) -> WaitingItem {
    let texts = shell.texts;
    let (tone, title) = match import.draft.state {
        ImportState::Checked(_) => ("warning", texts.overview_import_checked()),
        ImportState::Refused(_) | ImportState::Broken => ("danger", texts.overview_import_failed()),
        _ => ("info", texts.overview_import_done()),
    };
    let file = format!("{}{}{}", import.draft.kind.label(texts), texts.colon(), import.draft.file_name);
    WaitingItem {
        kind: "import",
        tone,
        number: None,
        title,
        detail: Some(file),
        act: texts.overview_view(),
        address: urls::import_progress(import.id).to_string(),
    }
}

fn act_item(shell: &Shell, act: &FinishedAct) -> WaitingItem {
    let texts = shell.texts;
    let (tone, title) = match act.state {
        BulkState::Reviewed => ("warning", texts.overview_bulk_reviewed()),
        BulkState::Stopped => ("danger", texts.overview_bulk_stopped()),
        _ => ("info", texts.overview_bulk_ended()),
    };
    WaitingItem {
        kind: "bulk",
        tone,
        number: None,
        title,
        detail: Some(act.act.label(texts)),
        act: texts.overview_view(),
        address: urls::bulk_act(act.id).to_string(),
    }
}
