//! The settings of the portal, which are validated when they are loaded. Begin with [`Settings`];
//! [`reference`] documents them.

pub mod known_settings;
pub mod logging;
pub mod oidc_issuer;
pub mod outbound_allow;
pub mod public_url;
pub mod reference;
pub mod retention_periods;
pub mod role_mapping;
pub mod setting_source;
pub mod settings;
pub mod sources;
pub mod trusted_proxies;

pub use oidc_issuer::IssuerSettings;
pub use outbound_allow::OutboundAllow;
pub use role_mapping::RoleMapping;
pub use settings::{BackupBeforeMigration, LogFormat, MfaRequirement, Settings};
