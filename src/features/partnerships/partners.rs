//! Adds partners and partnerships.

use crate::audit::{Action, Activity, Tx};
use crate::db::partners::by_mpn_id;
use crate::db::schema::{partners, partnerships};
use crate::domain::{Cloud, CountryCode, MpnId, Name, NameFault, Partner, PartnerKind};
use crate::error::{Error, Result};
use crate::text::visible::visible;
use diesel::prelude::*;
use serde_json::json;

/// A partner to add.
#[derive(Debug, Clone)]
pub struct NewPartner {
    /// The MPN ID: 1 to 10 digits.
    pub mpn_id: String,
    /// The kind of partner: direct, indirect provider or indirect reseller.
    pub kind: PartnerKind,
    /// The cloud.
    pub cloud: Cloud,
    /// The name.
    pub name: String,
    /// The primary domain, if known.
    pub primary_domain: Option<String>,
    /// The country's ISO 3166-1 alpha-2 code.
    pub country: String,
}

impl NewPartner {
    /// Validates and normalizes the fields.
    ///
    /// # Errors
    /// The invalid field, and what would be valid.
    pub fn checked(mut self) -> Result<Self> {
        let Ok(mpn_id) = self.mpn_id.parse::<MpnId>() else {
            return Err(Error::bad_input(
                "mpn-id",
                format!("“{}” is not an MPN ID: 1 to 10 digits", visible(&self.mpn_id)),
            ));
        };
        self.mpn_id = mpn_id.into();
        let Ok(country) = self.country.parse::<CountryCode>() else {
            let said =
                format!("“{}” is not a country: two letters, such as KR, TW or DE", visible(&self.country));
            return Err(Error::bad_input("country", said));
        };
        self.country = country.to_string();
        let name = Name::parse(&self.name, 200).map_err(|fault| {
            let said = match fault {
                NameFault::Invisible => "a partner's name must not have invisible characters",
                _ => "a partner's name has 1 to 200 characters",
            };
            Error::bad_input("name", said)
        })?;
        self.name = name.into();
        Ok(self)
    }
}

/// Adds a partner. The first entry of its new log says so; if the author has a partner, the entry is in that log too.
///
/// # Errors
/// If the MPN ID exists already.
pub fn add(tx: &mut Tx<'_>, new: &NewPartner) -> Result<(Partner, Vec<Activity>)> {
    if by_mpn_id(tx.c, &new.mpn_id)?.is_some() {
        return Err(Error::bad_input(
            "mpn-id",
            format!("a partner with MPN ID {} already exists", new.mpn_id),
        ));
    }
    let values = (
        partners::mpn_id.eq(&new.mpn_id),
        partners::kind.eq(new.kind),
        partners::cloud.eq(new.cloud),
        partners::name.eq(&new.name),
        partners::primary_domain.eq(new.primary_domain.as_deref()),
        partners::country.eq(&new.country),
        partners::log_mac.eq(Vec::<u8>::new()),
        partners::created_at.eq(tx.at),
    );
    diesel::insert_into(partners::table).values(values).execute(tx.c)?;
    let added = by_mpn_id(tx.c, &new.mpn_id)?.ok_or(Error::NotFound)?;
    tx.begin_log(added.id)?;
    let details = json!({ "mpn_id": new.mpn_id, "type": new.kind.as_str(), "cloud": new.cloud.as_str(), "name": new.name });
    let activity = Activity::new(Action::SetUpPartner, "partner", details).also_in_log_of(added.id);
    Ok((added, vec![activity]))
}

/// Creates a partnership between a provider and a reseller, or restores an ended one.
///
/// # Errors
/// If one of them has the wrong kind.
pub fn link(tx: &mut Tx<'_>, provider: &Partner, reseller: &Partner) -> Result<Activity> {
    if provider.kind != PartnerKind::IndirectProvider {
        return Err(Error::bad_input("provider", format!("{} is not an indirect provider", provider.mpn_id)));
    }
    if reseller.kind != PartnerKind::IndirectReseller {
        return Err(Error::bad_input("reseller", format!("{} is not an indirect reseller", reseller.mpn_id)));
    }
    let row = partnerships::table.find((provider.id, reseller.id));
    let again =
        diesel::update(row).set(partnerships::ended_at.eq(None::<chrono::NaiveDateTime>)).execute(tx.c)?;
    if again == 0 {
        let values = (
            partnerships::provider_id.eq(provider.id),
            partnerships::reseller_id.eq(reseller.id),
            partnerships::created_at.eq(tx.at),
        );
        diesel::insert_into(partnerships::table).values(values).execute(tx.c)?;
    }
    let details = json!({ "provider": provider.mpn_id, "reseller": reseller.mpn_id });
    Ok(Activity::new(Action::CreatePartnerRelationship, "partner_relationship", details)
        .also_in_log_of(reseller.id))
}
