//! The account page: what the user may change, and which roles may change the rest.

use crate::audit::history::Change;
use crate::domain::{MicrosoftId, Partner, PartnerKind, Permission, Role, Roles};
use crate::features::customer_account::account::Account;
use crate::features::customer_account::subscription_summary::PartnerShare;
use crate::features::customers::model::CustomerRow;
use crate::i18n::countries::country_name;
use crate::i18n::labels;
use crate::web::flash::Message;
use crate::web::shell::Shell;
use askama::Template;

/// `GET /customers/ID/account`.
#[derive(Template)]
#[template(path = "account/show.html")]
pub struct AccountPage<'a> {
    /// The page layout: language, texts, menus.
    pub shell: &'a Shell,
    /// The customer.
    pub id: MicrosoftId,
    /// Its account.
    pub account: &'a Account,
    /// What this user may change.
    pub rights: EditRights,
    /// The rejected change, if there is one: the field and the message.
    pub refusal: Option<(&'static str, String)>,
}

/// What a user may change here, and which roles may, so that the page can name them.
#[derive(Debug, Clone)]
pub struct EditRights {
    kind: PartnerKind,
    bill_to: Right,
    annotation: Right,
    contacts: Right,
    microsoft_id: Right,
    reseller: Right,
    permissions: Right,
    agreement: Right,
    removal: Right,
}

/// The right to one change.
#[derive(Debug, Clone)]
struct Right {
    held: bool,
    exists: bool,
    roles: &'static [Role],
}

impl EditRights {
    /// Returns the rights of a user with these roles at this partner.
    pub fn new(roles: Roles, partner: &Partner) -> Self {
        let right = |permission: Permission| Right {
            held: permission.allows(roles, partner),
            exists: permission.exists_at(partner),
            roles: permission.roles(partner.kind),
        };
        EditRights {
            kind: partner.kind,
            bill_to: right(Permission::EditBillTo),
            contacts: right(Permission::EditContacts),
            annotation: right(Permission::AnnotateCustomers),
            microsoft_id: right(Permission::CorrectMicrosoftId),
            reseller: right(Permission::SetResellerOfRecord),
            permissions: right(Permission::SwitchPermissions),
            agreement: right(Permission::AttestAgreement),
            removal: right(Permission::RemoveRelationship),
        }
    }
}

impl AccountPage<'_> {
    fn customer(&self) -> &CustomerRow {
        &self.account.head.customer
    }

    fn relationship(&self) -> String {
        self.customer().relationship.label(self.shell.texts)
    }

    fn admin_words(&self) -> String {
        let texts = self.shell.texts;
        if self.account.details.delegated_admin {
            texts.delegated_granted()
        } else {
            texts.delegated_not_granted()
        }
    }

    fn origin_words(&self) -> String {
        self.account.details.origin.label(self.shell.texts)
    }

    /// Returns who made the change, and when.
    fn last_change_text(&self, change: &Change) -> String {
        self.shell.texts.account_changed(change.author_text(self.shell.texts), self.shell.moment(change.at))
    }

    fn bill_to_country(&self) -> &str {
        country_name(&self.account.kept.bill_to.country, self.shell.locale)
    }

    /// `MPN ID 5120448 · 5 of 6 subscriptions`
    fn share_text(&self, taking: &PartnerShare) -> String {
        let number = |count: usize| self.shell.locale.number(count as u64);
        self.shell.texts.account_share(
            &taking.mpn_id,
            number(taking.count),
            number(self.account.sold.all.len()),
        )
    }

    /// Returns why the switch is disabled; `None` if it is not.
    fn no_switch(&self) -> Option<String> {
        let texts = self.shell.texts;
        if !self.rights.permissions.held {
            return Some(texts.permissions_needs(labels::list(texts, self.rights.permissions.roles)));
        }
        (!self.account.may_purchase && !self.account.sold.has_azure()).then(|| texts.permissions_no_azure())
    }

    fn needs_text(&self, right: &Right) -> String {
        self.shell.texts.account_needs(labels::list(self.shell.texts, right.roles))
    }

    /// Returns why this partner cannot attest an agreement.
    fn no_agreement(&self) -> String {
        match self.rights.kind {
            PartnerKind::IndirectReseller => self.shell.texts.agreement_by_provider(),
            _ => self.shell.texts.agreement_other_cloud(),
        }
    }

    fn removal_label(&self) -> String {
        crate::i18n::labels::label(self.rights.kind, self.shell.texts)
    }

    /// Returns why the relationship cannot be ended yet; always `None` for an indirect reseller.
    fn blocker_text(&self) -> Option<String> {
        let active = self.account.sold.active() as u64;
        let counts = active > 0 && self.rights.kind != PartnerKind::IndirectReseller;
        counts.then(|| self.shell.texts.account_in_the_way(active, self.shell.locale.number(active)))
    }

    /// Returns the version of the bill-to that was just saved, for the undo button in the message.
    fn can_undo(&self) -> Option<&str> {
        let flash = self.shell.flash.as_ref().filter(|flash| flash.message == Message::BillToSaved);
        flash.map(|flash| flash.about.as_str()).filter(|_| self.rights.bill_to.held)
    }
}
