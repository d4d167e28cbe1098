//! Links to the vendor's admin portals, by cloud. Their URLs are in `vendor-portals.toml`.

use crate::domain::Cloud;
use crate::features::customer_list::expanded_row::QuickLink;
use crate::features::customers::model::CustomerRow;
use crate::i18n::Locale;
use crate::text::percent::percent_encode_domain;
use figment::Figment;
use figment::providers::{Format, Toml};
use serde::Deserialize;
use std::collections::HashMap;
use std::sync::LazyLock;

#[derive(Debug, Deserialize)]
struct VendorPortal {
    label: HashMap<String, String>,
    url: String,
}

static PORTALS: LazyLock<HashMap<String, Vec<VendorPortal>>> = LazyLock::new(|| {
    let file = Figment::from(Toml::string(include_str!("../../../vendor-portals.toml")));
    file.extract().inspect_err(|error| tracing::error!(%error, "vendor-portals.toml")).unwrap_or_default()
});

/// Returns the links to the vendor's portals for this customer, in the file's order.
pub fn links(cloud: Cloud, row: &CustomerRow, locale: Locale) -> Vec<QuickLink> {
    let portals = PORTALS.get(cloud.as_str()).map(Vec::as_slice).unwrap_or_default();
    let link = |portal: &VendorPortal| QuickLink {
        label: portal.label.get(locale.tag()).cloned().unwrap_or_default(),
        url: portal
            .url
            .replace("{id}", &row.microsoft_id.to_string())
            .replace("{domain}", &percent_encode_domain(&row.domain).to_string()),
    };
    portals.iter().map(link).collect()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn every_cloud_has_portals_in_every_language() {
        for cloud in [Cloud::Global, Cloud::UsGovernment, Cloud::Germany] {
            let portals = PORTALS.get(cloud.as_str()).unwrap();
            assert!(!portals.is_empty());
            for portal in portals {
                assert!(portal.url.starts_with("https://") && portal.url.contains('{'));
                assert!(Locale::ALL.iter().all(|locale| portal.label.contains_key(locale.tag())));
            }
        }
    }
}
