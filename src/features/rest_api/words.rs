//! The words of the API as schemas: each type is the name of a schema in `/openapi.json` with the values that a field can have.
//! Fields that are text in Rust name them with `#[schema(value_type = …)]`.

use crate::audit::action::Resource;
use crate::domain::{BillingCycle as Cycle, BillingType as Billing, Relationship, SavedList, TextEnum};
use crate::domain::{OrderStatus as StoredOrderStatus, SubscriptionStatus as StoredStatus};
use crate::features::rest_api::customers::resource::relationship_word;
use crate::features::rest_api::offers::resource::{cycle_word, term, unit};
use crate::features::rest_api::orders::resource::status_word;
use std::borrow::Cow;
use std::collections::BTreeSet;
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{Object, ObjectBuilder, Schema, Type};
use utoipa::{PartialSchema, ToSchema};

macro_rules! words {
    ($($(#[doc = $doc:literal])+ $name:ident => $words:expr;)+) => {
        $($(#[doc = $doc])+
        #[derive(Debug, Clone, Copy)]
        pub enum $name {}

        impl PartialSchema for $name {
            fn schema() -> RefOr<Schema> {
                RefOr::T(Schema::Object(text_with(&[$($doc),+], $words)))
            }
        }

        impl ToSchema for $name {
            fn name() -> Cow<'static, str> {
                Cow::Borrowed(stringify!($name))
            }
        })+
    };
}

words! {
    /// The method of a link.
    Method => ["GET"];
    /// What a partner is to a customer. `none` is the answer to ending the relationship.
    RelationshipToPartner => all(|relationship: Relationship| Some(relationship_word(relationship))).chain(["none"]);
    /// The only relationship that a program can set.
    EndedRelationship => ["none"];
    /// The side that the own partner has in a partnership.
    RelationshipType => ["is_indirect_cloud_solution_provider_of", "is_indirect_reseller_of"];
    /// The state of a partnership.
    RelationshipState => ["active"];
    /// The kind of object that an entry of the activity log concerns.
    ResourceType => all(|resource: Resource| Some(resource.text()));
    /// Whether the action succeeded.
    OperationStatus => ["succeeded", "failed"];
    /// What a job is.
    JobKind => ["bulk", "import"];
    /// The list of a saved view.
    ViewedList => all(|list: SavedList| Some(list.text()));
    /// The color of a tag.
    TagColor => ["teal", "blue", "plum", "rust", "olive", "gray"];
    /// The kind of a product.
    ProductTypeId => ["OnlineServices", "Azure", "Software"];
    /// The state of a cart.
    CartStatus => ["Active", "Ordered"];
    /// How often is billed.
    BillingCycle => all(|cycle: Cycle| Some(cycle_word(cycle)));
    /// What is billed: licenses, or what was used.
    BillingType => all(|billing: Billing| Some(billing.text()));
    /// What a quantity counts.
    UnitType => all(|billing: Billing| Some(unit(billing)));
    /// The length of a term, as an ISO 8601 duration.
    TermDuration => all(term);
    /// The state of an order. `pending` waits for an indirect provider.
    OrderStatus => all(|status: StoredOrderStatus| Some(status_word(status)));
    /// The state of a subscription.
    SubscriptionStatus => all(|status: StoredStatus| Some(status.text()));
    /// What can be done with a subscription.
    SubscriptionAction => ["Edit", "Cancel"];
}

/// Returns the words of all values of an enum.
fn all<T: TextEnum>(word: impl Fn(T) -> Option<&'static str>) -> impl Iterator<Item = &'static str> {
    T::ALL.iter().filter_map(move |(value, _)| word(*value))
}

fn text_with(doc: &[&str], words: impl IntoIterator<Item = &'static str>) -> Object {
    let mut seen = BTreeSet::new();
    let words: Vec<&str> = words.into_iter().filter(|word| seen.insert(*word)).collect();
    let description: Vec<&str> = doc.iter().map(|line| line.trim()).collect();
    ObjectBuilder::new()
        .schema_type(Type::String)
        .description(Some(description.join(" ")))
        .enum_values(Some(words))
        .build()
}
