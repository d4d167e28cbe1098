//! What a bulk act needs besides its rows: which tags, on or off, which support contact.

use crate::auth::Scope;
use crate::db::DbConnection;
use crate::domain::{BulkActKind, TagId};
use crate::error::Result;
use crate::features::customers::model::ResellerChoice;
use crate::features::customers::resellers::resellers;
use crate::features::reseller_of_record::changes::WantedReseller;
use crate::features::reseller_of_record::page::{MAX_REASON, NO_RESELLER};
use crate::features::subscriptions::lifecycle::operation::{Operation, Supporter};
use crate::features::tags::changes::TagSelection;
use crate::features::tags::form::name_fault;
use crate::features::tags::model::Tag;
use crate::features::tags::names::{join_names, parse_names};
use crate::features::tags::queries::all_tags;
use crate::i18n::Locale;
use crate::web::form_fields::FormReader;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

/// The parameters of a bulk act.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum BulkParameters {
    /// The reseller of record to set.
    Reseller {
        /// Its MPN ID; `None` for no reseller.
        mpn_id: Option<String>,
        /// Its name when the act was chosen; empty for no reseller.
        name: String,
        /// The reason for the log; may be empty.
        reason: String,
    },
    /// The names of the tags to add.
    AddTags(Vec<String>),
    /// The tag to remove, and its name when the act was chosen.
    RemoveTag(TagId, String),
    /// Suspends; needs nothing.
    Suspend,
    /// Reactivates; needs nothing.
    Reactivate,
    /// Whether subscriptions will renew by themselves.
    AutoRenew(bool),
    /// Whether the support contact will be the reseller of record instead of the seller.
    SupportContact {
        /// `true` for the reseller of record.
        is_reseller: bool,
    },
    /// Reminds recipients; needs nothing.
    Remind,
}

/// What was typed on the page that asks for the parameters.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TypedParameters {
    /// The names of the tags to add.
    pub names: String,
    /// The id of the tag to remove.
    pub tag: String,
    /// `on` or `off`.
    pub auto_renew: String,
    /// `seller` or `reseller`.
    pub support: String,
    /// The MPN ID of the reseller to set, or `none`.
    pub reseller: String,
    /// The reason for the log.
    pub reason: String,
}

impl TypedParameters {
    /// Returns the typed parameters of a form.
    pub fn from_fields(fields: &[(String, String)]) -> Self {
        let value = |name: &str| {
            fields.iter().find(|(field, _)| field == name).map(|(_, value)| value.clone()).unwrap_or_default()
        };
        TypedParameters {
            names: value("names"),
            tag: value("tag"),
            auto_renew: value("auto_renew"),
            support: value("support"),
            reseller: value("reseller"),
            reason: value("reason"),
        }
    }

    /// Parses the parameters of an act; invalid ones add an error to `fields`.
    pub fn parse(
        &self,
        act: BulkActKind,
        choices: &Choices,
        locale: Locale,
        fields: &mut FormReader,
    ) -> Option<BulkParameters> {
        let texts = locale.texts();
        match act {
            BulkActKind::Reseller => self.parse_reseller(choices, fields),
            BulkActKind::AddTags => match parse_names(&self.names) {
                Ok(names) if names.is_empty() => {
                    fields.add_error("names", texts.fault_empty(texts.tags()));
                    None
                }
                Ok(names) => Some(BulkParameters::AddTags(names)),
                Err((piece, fault)) => {
                    fields.add_error("names", texts.tag_fault_in_list(piece, name_fault(locale, fault)));
                    None
                }
            },
            BulkActKind::RemoveTag => {
                let tag = choices.tags.iter().find(|tag| tag.id.to_string() == self.tag);
                if tag.is_none() {
                    fields.add_error("tag", texts.fault_choice(texts.tag()));
                }
                tag.map(|tag| BulkParameters::RemoveTag(tag.id, tag.name.clone()))
            }
            BulkActKind::Suspend => Some(BulkParameters::Suspend),
            BulkActKind::Reactivate => Some(BulkParameters::Reactivate),
            BulkActKind::Remind => Some(BulkParameters::Remind),
            BulkActKind::AutoRenew => {
                let on: Option<bool> = match self.auto_renew.as_str() {
                    "on" => Some(true),
                    "off" => Some(false),
                    _ => None,
                };
                if on.is_none() {
                    fields.add_error("auto_renew", texts.fault_choice(texts.auto_renew()));
                }
                on.map(BulkParameters::AutoRenew)
            }
            BulkActKind::SupportContact => {
                let supporter: Option<Supporter> = self.support.parse().ok();
                if supporter.is_none() {
                    fields.add_error("support", texts.fault_choice(texts.support_contact()));
                }
                supporter.map(|supporter| BulkParameters::SupportContact {
                    is_reseller: supporter == Supporter::Reseller,
                })
            }
        }
    }
}

impl TypedParameters {
    fn parse_reseller(&self, choices: &Choices, fields: &mut FormReader) -> Option<BulkParameters> {
        let texts = fields.texts();
        let reason = fields.text("reason", &texts.reason(), &self.reason, 0..=MAX_REASON);
        if self.reseller == NO_RESELLER {
            return Some(BulkParameters::Reseller { mpn_id: None, name: String::new(), reason });
        }
        let chosen = choices.resellers.iter().find(|one| one.mpn_id == self.reseller);
        if chosen.is_none() {
            fields.add_error("reseller", texts.set_reseller_missing());
        }
        chosen.map(|one| BulkParameters::Reseller {
            mpn_id: Some(one.mpn_id.clone()),
            name: one.name.clone(),
            reason,
        })
    }
}

/// What a user can choose from.
#[derive(Debug, Clone, Default)]
pub struct Choices {
    /// The tags of the partner.
    pub tags: Vec<Tag>,
    /// The indirect resellers of a provider.
    pub resellers: Vec<ResellerChoice>,
}

impl Choices {
    /// Reads what an act needs.
    ///
    /// # Errors
    /// The database failed.
    pub fn read<P>(scope: &Scope<P>, act: BulkActKind, c: &mut DbConnection) -> Result<Self> {
        Ok(match act {
            BulkActKind::AddTags | BulkActKind::RemoveTag => {
                Choices { tags: all_tags(scope, c)?, ..Choices::default() }
            }
            BulkActKind::Reseller => Choices { resellers: resellers(scope, c)?, ..Choices::default() },
            _ => Choices::default(),
        })
    }
}

impl BulkParameters {
    /// Returns the reseller of record to set; `None` for other acts.
    pub fn reseller(&self) -> Option<WantedReseller> {
        match self {
            BulkParameters::Reseller { mpn_id, reason, .. } => {
                Some(WantedReseller { mpn_id: mpn_id.clone(), reason: reason.clone(), seen: None })
            }
            _ => None,
        }
    }

    /// Returns the change of a customer's tags; `None` for acts on subscriptions.
    pub fn tags(&self) -> Option<TagSelection> {
        match self {
            BulkParameters::AddTags(names) => {
                Some(TagSelection { names: names.clone(), ..TagSelection::default() })
            }
            BulkParameters::RemoveTag(tag, _) => {
                Some(TagSelection { remove: vec![*tag], ..TagSelection::default() })
            }
            _ => None,
        }
    }

    /// Returns the operation on a subscription, and the one that undoes it; `None` for acts on customers.
    pub fn operation(&self) -> Option<(Operation, Operation)> {
        let support = |is_reseller| {
            Operation::Support(if is_reseller { Supporter::Reseller } else { Supporter::Seller })
        };
        match self {
            BulkParameters::Suspend => Some((Operation::Suspend, Operation::Reactivate)),
            BulkParameters::Reactivate => Some((Operation::Reactivate, Operation::Suspend)),
            BulkParameters::AutoRenew(on) => Some((Operation::AutoRenew(*on), Operation::AutoRenew(!on))),
            BulkParameters::SupportContact { is_reseller } => {
                Some((support(*is_reseller), support(!is_reseller)))
            }
            BulkParameters::Reseller { .. }
            | BulkParameters::AddTags(_)
            | BulkParameters::RemoveTag(..)
            | BulkParameters::Remind => None,
        }
    }

    /// Returns the details of log entries that say what was done.
    pub fn log_details(&self, act: BulkActKind) -> Map<String, Value> {
        let mut details = Map::new();
        details.insert("bulk_act".to_owned(), json!(act.as_str()));
        let value = match self {
            BulkParameters::Reseller { mpn_id, .. } => Some(("reseller", json!(mpn_id))),
            BulkParameters::AddTags(names) => {
                Some(("tags", json!(join_names(names.iter().map(String::as_str)))))
            }
            BulkParameters::RemoveTag(_, name) => Some(("tags", json!(name))),
            BulkParameters::AutoRenew(on) => Some(("auto_renew", json!(on))),
            BulkParameters::SupportContact { is_reseller } => {
                Some(("support", json!(if *is_reseller { "reseller" } else { "seller" })))
            }
            BulkParameters::Suspend | BulkParameters::Reactivate | BulkParameters::Remind => None,
        };
        details.extend(value.map(|(name, value)| (name.to_owned(), value)));
        details
    }
}
