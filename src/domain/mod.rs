//! Value types of the portal: each kind of value has one type with one parser. Forms, imports, the command
//! line, the customers' public pages and single sign-on all use it; only their error messages differ.
//! Nothing in this module does I/O.

pub mod api_access;
pub mod bulk_act;
pub mod chat;
pub mod connection;
pub mod country_code;
pub mod customer;
pub mod day_window;
pub mod digits;
pub mod domain_name;
pub mod email_address;
pub mod email_in_text;
pub mod id_prefix;
pub mod ids;
pub mod invisible;
pub mod microsoft_id;
pub mod mpn_id;
pub mod name;
pub mod next_date;
pub mod notice;
pub mod offer;
pub mod partner;
pub mod permission;
pub mod phone_number;
pub mod postal_address;
#[cfg(test)]
mod properties;
pub mod quantity;
pub mod report;
pub mod role;
pub mod saved_list;
pub mod status;
pub mod text_enum;
pub mod webhook;

pub use api_access::{AccessLevel, ApiAccess, ApiArea, UnknownAccess};
pub use bulk_act::{BulkActKind, BulkList, BulkSubject};
pub use chat::{ChannelPause, ChatService};
pub use connection::{
    ConnectionFault, ConnectionKind, ConnectionPause, ConnectionRunCause, ConnectionRunState,
    ConnectionSchedule, ConnectionSignIn, ConnectionWriteState, WritePolicy, WriteSubject,
};
pub use country_code::{CountryCode, NoCountry};
pub use customer::{Origin, Relationship};
pub use day_window::{DayWindow, NoDayWindow, parse_day};
pub use digits::half_width;
pub use domain_name::{DomainFault, DomainName};
pub use email_address::{EmailAddress, NoEmailAddress};
pub use email_in_text::email_addresses_in;
pub use id_prefix::IdPrefix;
pub use ids::{
    ApiApplicationId, ApiTokenId, BulkActId, CartId, ChatChannelId, ConnectionId, ConnectionRunId,
    ConnectionWriteId, ContactId, DraftId, ImportId, NoteId, OfferId, OrderId, PartnerId, ReferralId,
    RelationshipRequestId, ReportId, ReportRunId, SavedViewId, SubscriptionId, TagId, UserId,
    WebhookDeliveryId, WebhookId,
};
pub use invisible::{is_blank, is_invisible};
pub use microsoft_id::{MicrosoftId, NoMicrosoftId, parse_uuid};
pub use mpn_id::{MpnId, NoMpnId};
pub use name::{Name, NameFault, full_names};
pub use next_date::{ComingEvent, NextEvent, SubscriptionDates};
pub use notice::{NoticeChoices, NoticeEvent, NoticeGroup, NoticeLevel};
pub use offer::{BillingCycle, BillingType, Offer};
pub use partner::{Cloud, Partner, PartnerKind, is_mpn_id};
pub use permission::{Absence, Permission};
pub use phone_number::{NoPhoneNumber, PhoneNumber};
pub use postal_address::{AddressOrder, PostalAddress};
pub use quantity::{NoQuantity, Quantity};
pub use report::{ReportList, ReportPause, ReportRunState, ReportSchedule};
pub use role::{AdminRole, AgentRole, Role, Roles};
pub use saved_list::{DefaultViews, SavedList};
pub use status::{OrderStatus, ReferralStatus, RequestOutcome, RequestStatus, SubscriptionStatus};
pub use text_enum::{TextEnum, UnknownText};
pub use webhook::{DeliveryState, WebhookEvent, WebhookPause};
