//! The bar with which selected rows of a list are changed together. Its form has the ids of the rows, or the query of the list
//! for all of them; `features/bulk_acts` answers it.

use crate::auth::Scope;
use crate::domain::{BulkActKind, BulkList, Permission, TextEnum};
use crate::i18n::{Locale, Texts};
use crate::table_file::TableFormat;
use std::borrow::Cow;

/// Number of acts that have a button of their own; the others are in a menu.
const BUTTONS: usize = 3;

/// How the value of a button begins that exports the selected rows; the format follows.
pub const EXPORT: &str = "export-";

/// The bar of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BulkBar {
    /// The name of the list.
    pub list: &'static str,
    /// The query of the list's address, which selects all rows.
    pub filter: String,
    /// The formatted number of all rows.
    pub total: String,
    acts: Vec<(Cow<'static, str>, String)>,
}

impl BulkBar {
    /// Returns the bar with the acts that the user may do; `None` if there are none.
    pub fn new<P>(
        scope: &Scope<P>,
        list: BulkList,
        filter: String,
        total: u64,
        (texts, locale): (&Texts, Locale),
    ) -> Option<Self> {
        let kind = scope.actor().partner.kind;
        let offered = |act: BulkActKind| act.is_offered(list, kind) && scope.allows(act.permission());
        let mut acts: Vec<(Cow<'static, str>, String)> = <BulkActKind as TextEnum>::ALL
            .iter()
            .filter(|(act, _)| offered(*act))
            .map(|(act, word)| (Cow::Borrowed(*word), act.label(texts)))
            .collect();
        let permission = match list {
            BulkList::Customers => Some(Permission::ExportCustomers),
            BulkList::Subscriptions => Some(Permission::ExportSubscriptions),
            BulkList::Requests => None,
        };
        if permission.is_some_and(|permission| scope.allows(permission)) {
            let file = |format: TableFormat| Cow::Owned(format!("{EXPORT}{}", format.as_str()));
            acts.push((file(TableFormat::Xlsx), texts.bulk_export_xlsx()));
            acts.push((file(TableFormat::Csv), texts.bulk_export_csv()));
        }
        let bar = BulkBar { list: list.as_str(), filter, total: locale.number(total), acts };
        (!bar.acts.is_empty()).then_some(bar)
    }

    /// Returns the acts with a button: value and label.
    pub fn buttons(&self) -> &[(Cow<'static, str>, String)] {
        &self.acts[..self.acts.len().min(BUTTONS)]
    }

    /// Returns the acts of the menu.
    pub fn menu(&self) -> &[(Cow<'static, str>, String)] {
        self.acts.get(BUTTONS..).unwrap_or_default()
    }
}
