//! Maps ids and enums to columns, so that queries and rows use the types themselves: `.eq(id)`, `status: OrderStatus`.
//! The types of `domain` do not depend on the database, so their mapping is declared here, once for both databases.
//! A type of a higher layer is declared beside its definition with the same macros.

use crate::db::connection::MultiBackend;
use crate::domain::{
    AdminRole, AgentRole, ApiAccess, ApiApplicationId, ApiTokenId, BillingCycle, BillingType, BulkActId,
    BulkActKind, CartId, ChannelPause, ChatChannelId, ChatService, Cloud, ConnectionId, ConnectionKind,
    ConnectionPause, ConnectionRunCause, ConnectionRunId, ConnectionRunState, ConnectionSchedule,
    ConnectionSignIn, ConnectionWriteId, ConnectionWriteState, ContactId, DeliveryState, DraftId, ImportId,
    MicrosoftId, NoteId, NoticeEvent, OfferId, OrderId, OrderStatus, Origin, PartnerId, PartnerKind,
    ReferralId, ReferralStatus, Relationship, RelationshipRequestId, ReportId, ReportList, ReportPause,
    ReportRunId, ReportRunState, ReportSchedule, RequestOutcome, RequestStatus, SavedList, SavedViewId,
    SubscriptionId, SubscriptionStatus, TagId, UserId, WebhookDeliveryId, WebhookEvent, WebhookId,
    WebhookPause, WriteSubject,
};
use crate::i18n::Locale;
use diesel::backend::Backend;
use diesel::deserialize::{self, FromSql};
use diesel::pg::Pg;
use diesel::serialize::{self, IsNull, Output, ToSql};
use diesel::sql_types::{Integer, Text};
use diesel::sqlite::Sqlite;
use std::fmt;
use std::io::Write;
use std::str::FromStr;
use uuid::Uuid;

/// Implements diesel's `AsExpression` and `FromSqlRow` for a type with `ToSql` and `FromSql`.
macro_rules! column_type {
    ($type:ident, $sql_type:ident) => {
        const _: () = {
            #[derive(diesel::expression::AsExpression, diesel::deserialize::FromSqlRow)]
            #[diesel(foreign_derive, sql_type = diesel::sql_types::$sql_type)]
            #[allow(dead_code)] // the derives take the type of its field
            struct Foreign($type);
        };
    };
}

/// Implements `FromSql` by `FromStr`.
macro_rules! read_from_text {
    ($type:ident) => {
        impl<DB> diesel::deserialize::FromSql<diesel::sql_types::Text, DB> for $type
        where
            DB: diesel::backend::Backend,
            String: diesel::deserialize::FromSql<diesel::sql_types::Text, DB>,
        {
            fn from_sql(value: DB::RawValue<'_>) -> diesel::deserialize::Result<Self> {
                let text: String = diesel::deserialize::FromSql::from_sql(value)?;
                Ok($crate::db::stored::parsed(&text)?)
            }
        }
    };
}

/// Maps types with `as_str` and `FromStr`, such as enums, to text.
macro_rules! text_column {
    ($($type:ident),+ $(,)?) => {$(
        $crate::db::column_types::column_type!($type, Text);
        $crate::db::column_types::read_from_text!($type);

        impl<DB> diesel::serialize::ToSql<diesel::sql_types::Text, DB> for $type
        where
            DB: diesel::backend::Backend,
            str: diesel::serialize::ToSql<diesel::sql_types::Text, DB>,
        {
            fn to_sql<'b>(
                &'b self,
                out: &mut diesel::serialize::Output<'b, '_, DB>,
            ) -> diesel::serialize::Result {
                self.as_str().to_sql(out)
            }
        }
    )+};
}

/// Maps types with `Display` and `FromStr`, such as UUIDs, to text. The text is built for each query, and each backend has
/// its own way to take ownership of it.
macro_rules! displayed_column {
    ($($type:ident),+ $(,)?) => {$(
        column_type!($type, Text);
        read_from_text!($type);

        impl ToSql<Text, Sqlite> for $type {
            fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Sqlite>) -> serialize::Result {
                out.set_value(self.to_string());
                Ok(IsNull::No)
            }
        }

        impl ToSql<Text, Pg> for $type {
            fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
                write!(out, "{self}")?;
                Ok(IsNull::No)
            }
        }

        impl ToSql<Text, MultiBackend> for $type {
            fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, MultiBackend>) -> serialize::Result {
                out.set_value((Text, self));
                Ok(IsNull::No)
            }
        }
    )+};
}

/// Maps row ids to integers.
macro_rules! number_column {
    ($($type:ident),+ $(,)?) => {$(
        column_type!($type, Integer);

        impl<DB: Backend> ToSql<Integer, DB> for $type
        where
            i32: ToSql<Integer, DB>,
        {
            fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, DB>) -> serialize::Result {
                self.0.to_sql(out)
            }
        }

        impl<DB: Backend> FromSql<Integer, DB> for $type
        where
            i32: FromSql<Integer, DB>,
        {
            fn from_sql(value: DB::RawValue<'_>) -> deserialize::Result<Self> {
                i32::from_sql(value).map($type)
            }
        }
    )+};
}

pub(crate) use {column_type, read_from_text, text_column};

/// A UUID in a text column, where there is no id type for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct UuidText(pub Uuid);

impl fmt::Display for UuidText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.as_hyphenated().fmt(f)
    }
}

impl FromStr for UuidText {
    type Err = uuid::Error;

    fn from_str(text: &str) -> Result<Self, uuid::Error> {
        Uuid::try_parse(text).map(UuidText)
    }
}

number_column!(
    ApiApplicationId,
    ApiTokenId,
    ChatChannelId,
    ConnectionId,
    ConnectionRunId,
    ConnectionWriteId,
    ContactId,
    NoteId,
    PartnerId,
    ReportId,
    ReportRunId,
    SavedViewId,
    TagId,
    UserId,
    WebhookDeliveryId,
    WebhookId
);
displayed_column!(ApiAccess);
displayed_column!(BulkActId, CartId, DraftId, ImportId, MicrosoftId, OrderId, ReferralId);
displayed_column!(RelationshipRequestId, UuidText);
text_column!(OfferId, SubscriptionId);
text_column!(AdminRole, AgentRole);
text_column!(BillingCycle, BillingType, BulkActKind);
text_column!(Cloud, PartnerKind);
text_column!(NoticeEvent);
text_column!(Origin, Relationship);
text_column!(SavedList);
text_column!(ChannelPause, ChatService);
text_column!(DeliveryState, WebhookEvent, WebhookPause);
text_column!(ConnectionKind, ConnectionPause, ConnectionSchedule, ConnectionSignIn);
text_column!(ConnectionRunCause, ConnectionRunState);
text_column!(ConnectionWriteState, WriteSubject);
text_column!(ReportList, ReportPause, ReportRunState, ReportSchedule);
text_column!(OrderStatus, ReferralStatus, RequestOutcome, RequestStatus, SubscriptionStatus);

column_type!(Locale, Text);

impl<DB: Backend> ToSql<Text, DB> for Locale
where
    str: ToSql<Text, DB>,
{
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, DB>) -> serialize::Result {
        self.tag().to_sql(out)
    }
}

/// An unknown language is read as the default one.
impl<DB: Backend> FromSql<Text, DB> for Locale
where
    String: FromSql<Text, DB>,
{
    fn from_sql(value: DB::RawValue<'_>) -> deserialize::Result<Self> {
        Ok(Locale::from_tag(&String::from_sql(value)?).unwrap_or_default())
    }
}
