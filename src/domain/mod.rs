//! Values as the portal understands them: each is one parsed type, and every way in goes through it. Forms, imports, the
//! command line, a customer's public page and single sign-on differ in what they say about a bad value, not in what one is.
//! Nothing here reads, writes or answers anything.

mod country_code;
mod digits;
mod domain_name;
mod email_address;
mod email_in_text;
mod invisible;
mod microsoft_id;
mod mpn_id;
mod name;
mod phone_number;
mod quantity;

#[cfg(test)]
mod properties;

pub use country_code::{CountryCode, NoCountry};
pub use digits::half_width;
pub use domain_name::{DomainFault, DomainName};
pub use email_address::{EmailAddress, NoEmailAddress};
pub use email_in_text::email_addresses_in;
pub use invisible::{is_blank, is_invisible};
pub use microsoft_id::{MicrosoftId, NoMicrosoftId, typed_uuid};
pub use mpn_id::{MpnId, NoMpnId};
pub use name::{Name, NameFault, full_names};
pub use phone_number::{NoPhoneNumber, PhoneNumber};
pub use quantity::{NoQuantity, Quantity};
