//! The fields of a form that choose what a program may do: one choice for each area of the API.

use crate::domain::{AccessLevel, ApiAccess, ApiArea, TextEnum};
use crate::i18n::Locale;
use crate::urls::PortalUrl;
use crate::web::form_fields::{FieldErrors, FormReader};
use serde::Deserialize;

/// What is chosen when a form opens.
const USUAL: &str = "customers:read,subscriptions:read";

/// The level of access in each area, as it was submitted; empty if none was chosen. The fields are flattened into a form.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct AreaLevels {
    customers: String,
    subscriptions: String,
    orders: String,
    partnerships: String,
    activity: String,
    webhooks: String,
}

impl AreaLevels {
    /// Returns the fields with this access.
    pub fn new(access: ApiAccess) -> Self {
        let level = |area| access.level(area).as_str().to_owned();
        AreaLevels {
            customers: level(ApiArea::Customers),
            subscriptions: level(ApiArea::Subscriptions),
            orders: level(ApiArea::Orders),
            partnerships: level(ApiArea::Partnerships),
            activity: level(ApiArea::Activity),
            webhooks: level(ApiArea::Webhooks),
        }
    }

    fn level(&self, area: ApiArea) -> &str {
        match area {
            ApiArea::Customers => &self.customers,
            ApiArea::Subscriptions => &self.subscriptions,
            ApiArea::Orders => &self.orders,
            ApiArea::Partnerships => &self.partnerships,
            ApiArea::Activity => &self.activity,
            ApiArea::Webhooks => &self.webhooks,
        }
    }

    /// Parses the areas of a form. At least one must be chosen.
    pub fn read(&self, fields: &mut FormReader) -> ApiAccess {
        let texts = fields.texts();
        let (mut access, mut is_valid) = (ApiAccess::default(), true);
        for (area, name) in ApiArea::ALL {
            let typed = self.level(*area);
            let level = if typed.is_empty() { Ok(AccessLevel::None) } else { AccessLevel::from_text(typed) };
            match level {
                Ok(level) if level <= area.highest() => access = access.with(*area, level),
                _ => {
                    is_valid = false;
                    fields.add_error(name, texts.fault_choice(area.label(texts)));
                }
            }
        }
        if is_valid && access.is_none() {
            fields.add_error(ApiArea::Customers.as_str(), texts.access_missing());
        }
        access
    }

    /// Returns the areas for the page, with what was chosen.
    pub fn choices(&self) -> Vec<AreaChoice> {
        let choice = |(area, _): &(ApiArea, &str)| {
            let chosen = AccessLevel::from_text(self.level(*area)).unwrap_or_default();
            let levels =
                AccessLevel::ALL.iter().map(|(level, _)| *level).filter(|level| *level <= area.highest());
            AreaChoice { area: *area, levels: levels.map(|level| (level, level == chosen)).collect() }
        };
        ApiArea::ALL.iter().map(choice).collect()
    }
}

/// An area with the levels to choose from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AreaChoice {
    /// The area.
    pub area: ApiArea,
    /// The levels that it has, and whether each is chosen.
    pub levels: Vec<(AccessLevel, bool)>,
}

/// The query parameter with which a form opens.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct AccessQuery {
    /// The access that is chosen at first; empty for the usual one.
    access: String,
}

impl AccessQuery {
    /// Returns the access, and an error if the parameter names none.
    pub fn read(&self, locale: Locale) -> (ApiAccess, FieldErrors) {
        let mut faults = FieldErrors::default();
        let text = if self.access.is_empty() { USUAL } else { &self.access };
        let access = text.parse().unwrap_or_else(|_| {
            let texts = locale.texts();
            faults.add(ApiArea::Customers.as_str(), texts.fault_choice(texts.token_scope()));
            ApiAccess::default()
        });
        (access, faults)
    }
}

/// Returns the address of a form in which everything can be read.
pub fn with_all_read(form: &PortalUrl) -> String {
    form.with_parameters([("access", AccessLevel::Read.as_str())])
}
