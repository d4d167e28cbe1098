//! Finding, adding and linking partners. People name them by MPN ID.

use super::model::{Cloud, Partner, PartnerId, PartnerKind};
use crate::activity::{Action, Activity, Tx};
use crate::db::DbConnection;
use crate::db::columns::columns;
use crate::db::schema::{partners, partnerships};
use crate::db::stored::stored;
use crate::domain::{CountryCode, MpnId, Name, NameFault};
use crate::error::{Error, Result};
use crate::text::visible::visible;
use diesel::prelude::*;
use serde_json::json;

type PartnerTuple = (i32, String, String, String, String, String);

columns! {
    COLUMNS = (partners::id, partners::mpn_id, partners::kind, partners::cloud, partners::name, partners::country)
}

fn partner(row: PartnerTuple) -> Result<Partner> {
    let (id, mpn_id, kind, cloud, name, country) = row;
    let (kind, cloud) = (stored(&kind, "partners.kind", id)?, stored(&cloud, "partners.cloud", id)?);
    Ok(Partner { id: PartnerId(id), mpn_id, kind, cloud, name, country })
}

/// What a new partner is told about itself.
#[derive(Debug, Clone)]
pub struct NewPartner {
    /// The vendor's number: digits.
    pub mpn_id: String,
    /// Its place in the channel.
    pub kind: PartnerKind,
    /// Its cloud.
    pub cloud: Cloud,
    /// Its name.
    pub name: String,
    /// Its domain, when known.
    pub primary_domain: Option<String>,
    /// ISO 3166 country, two capital letters.
    pub country: String,
}

impl NewPartner {
    /// Checks what a person typed.
    ///
    /// # Errors
    /// The field that is wrong, and what would be right.
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
                NameFault::Invisible => "a partner's name has no letters that cannot be seen",
                _ => "a partner's name has 1 to 200 characters",
            };
            Error::bad_input("name", said)
        })?;
        self.name = name.into();
        Ok(self)
    }
}

/// Whether this is an MPN ID as tables keep it: 1 to 10 digits.
pub fn is_mpn_id(text: &str) -> bool {
    text.parse::<MpnId>().is_ok_and(|id| id.as_str() == text)
}

/// The partner of this MPN ID.
pub fn by_mpn_id(c: &mut DbConnection, mpn_id: &str) -> Result<Option<Partner>> {
    let row = partners::table.filter(partners::mpn_id.eq(mpn_id)).select(COLUMNS).first(c).optional()?;
    row.map(partner).transpose()
}

/// Every partner, by name; for the operator.
pub fn all(c: &mut DbConnection) -> Result<Vec<Partner>> {
    let rows: Vec<PartnerTuple> =
        partners::table.order((partners::name, partners::id)).select(COLUMNS).load(c)?;
    rows.into_iter().map(partner).collect()
}

/// Whether anybody has set the portal up.
pub fn any(c: &mut DbConnection) -> Result<bool> {
    Ok(partners::table.select(partners::id).first::<i32>(c).optional()?.is_some())
}

/// Adds a partner; its own log begins with that, and the author's, if they have one, says so too.
///
/// # Errors
/// The MPN ID is taken.
pub fn add(tx: &mut Tx<'_>, new: &NewPartner) -> Result<(Partner, Vec<Activity>)> {
    if by_mpn_id(tx.c, &new.mpn_id)?.is_some() {
        return Err(Error::bad_input(
            "mpn-id",
            format!("there is a partner with MPN ID {} already", new.mpn_id),
        ));
    }
    let values = (
        partners::mpn_id.eq(&new.mpn_id),
        partners::kind.eq(new.kind.word()),
        partners::cloud.eq(new.cloud.word()),
        partners::name.eq(&new.name),
        partners::primary_domain.eq(new.primary_domain.as_deref()),
        partners::country.eq(&new.country),
        partners::log_mac.eq(Vec::<u8>::new()),
        partners::created_at.eq(tx.at),
    );
    diesel::insert_into(partners::table).values(values).execute(tx.c)?;
    let added = by_mpn_id(tx.c, &new.mpn_id)?.ok_or(Error::NotFound)?;
    tx.begin_log(added.id)?;
    let details =
        json!({ "mpn_id": new.mpn_id, "type": new.kind.word(), "cloud": new.cloud.word(), "name": new.name });
    let activity = Activity::of(Action::SetUpPartner, "partner", details).also_of(added.id);
    Ok((added, vec![activity]))
}

/// Makes an indirect reseller the partner of a provider, or again.
///
/// # Errors
/// The kinds do not fit.
pub fn link(tx: &mut Tx<'_>, provider: &Partner, reseller: &Partner) -> Result<Activity> {
    if provider.kind != PartnerKind::IndirectProvider {
        return Err(Error::bad_input("provider", format!("{} is not an indirect provider", provider.mpn_id)));
    }
    if reseller.kind != PartnerKind::IndirectReseller {
        return Err(Error::bad_input("reseller", format!("{} is not an indirect reseller", reseller.mpn_id)));
    }
    let row = partnerships::table.find((provider.id.0, reseller.id.0));
    let again =
        diesel::update(row).set(partnerships::ended_at.eq(None::<chrono::NaiveDateTime>)).execute(tx.c)?;
    if again == 0 {
        let values = (
            partnerships::provider_id.eq(provider.id.0),
            partnerships::reseller_id.eq(reseller.id.0),
            partnerships::created_at.eq(tx.at),
        );
        diesel::insert_into(partnerships::table).values(values).execute(tx.c)?;
    }
    let details = json!({ "provider": provider.mpn_id, "reseller": reseller.mpn_id });
    Ok(Activity::of(Action::CreatePartnerRelationship, "partner_relationship", details).also_of(reseller.id))
}
