//! The whole map of addresses: one line a route, each with who may come in.
//! Every route asks for a `Scope` in its handler's signature, except those marked `PUBLIC`; the test
//! `access_matrix` walks this very table for every kind of person and every kind of id.

use crate::account::handlers as account;
use crate::agreements::handlers as agreements;
use crate::auth::handlers as door;
use crate::auth::oidc::handlers as oidc;
use crate::auth::permissions::Permission::{self, *};
use crate::bill_to::{handlers as bill_to, undo};
use crate::customer_permissions::handlers as permissions;
use crate::customers::{customer_handlers as customer, download, handlers as list};
use crate::orders::{handlers as orders, review_handlers as checkout, shop_handlers as shop};
use crate::removal::{end as removal, removed::page as removed};
use crate::subscriptions::{
    change_handlers as subscription, download as subscription_file, handlers as subscriptions, suspension,
};
use crate::web::{assets, health, keys_page, preferences};
use actix_web::http::Method;
use actix_web::web::{ServiceConfig, get, post};
use actix_web::{Resource, Route};

/// One line of the map, as tests read it.
#[derive(Debug, Clone)]
pub struct Line {
    /// GET or POST.
    pub method: Method,
    /// The pattern of the address.
    pub path: &'static str,
    /// What it takes; nothing for a public address.
    pub permission: Option<Permission>,
}

const PUBLIC: Option<Permission> = None;

macro_rules! map {
    ($($method:ident $path:literal $permission:expr => $handler:path;)+) => {
        /// The map as data.
        pub fn lines() -> Vec<Line> {
            vec![$(Line { method: map!(@method $method), path: $path, permission: $permission }),+]
        }
        /// Puts every line into the application; another method on a known address is 405.
        pub fn map(app: &mut ServiceConfig) {
            let mut resources: Vec<(&str, Resource)> = Vec::new();
            $(add(&mut resources, $path, $method().to($handler));)+
            resources.into_iter().for_each(|(_, resource)| { app.service(resource); });
        }
    };
    (@method get) => { Method::GET };
    (@method post) => { Method::POST };
}

fn add(resources: &mut Vec<(&'static str, Resource)>, path: &'static str, route: Route) {
    let known = resources.iter().position(|(known, _)| *known == path);
    let resource = known.map_or_else(|| Resource::new(path), |at| resources.remove(at).1);
    resources.push((path, resource.route(route)));
}

map! {
    get  "/healthz"                               PUBLIC                  => health::healthz;
    get  "/readyz"                                PUBLIC                  => health::readyz;
    get  "/static/{file:.*}"                      PUBLIC                  => assets::serve;
    get  "/help/keys"                             PUBLIC                  => keys_page::show;
    post "/language"                              PUBLIC                  => preferences::language;
    post "/appearance"                            PUBLIC                  => preferences::appearance;

    get  "/sign-in"                               PUBLIC                  => door::show_sign_in;
    post "/sign-in"                               PUBLIC                  => door::sign_in;
    get  "/sign-in/oidc/{issuer}"                 PUBLIC                  => oidc::start;
    get  "/sign-in/oidc/{issuer}/callback"        PUBLIC                  => oidc::callback;
    post "/sign-out"                              PUBLIC                  => door::sign_out;
    get  "/profile/password"                      Some(OwnProfile)        => door::show_password;
    post "/profile/password"                      Some(OwnProfile)        => door::change_password;

    get  "/"                                      Some(ViewCustomers)     => list::start;
    get  "/customers"                             Some(ViewCustomers)     => list::index;
    get  "/customers.csv"                         Some(ExportCustomers)   => download::download;
    get  "/customers/removed"                     Some(ViewCustomers)     => removed::show;
    get  "/customers/{id}"                        Some(ViewCustomers)     => customer::customer;
    get  "/customers/{id}/account"                Some(ViewCustomers)     => account::show;
    get  "/customers/{id}/bill-to"                Some(EditBillTo)        => bill_to::show;
    post "/customers/{id}/bill-to"                Some(EditBillTo)        => bill_to::submit;
    post "/customers/{id}/bill-to/undo"           Some(EditBillTo)        => undo::submit;
    post "/customers/{id}/permissions"            Some(SwitchPermissions) => permissions::submit;
    get  "/customers/{id}/agreement"              Some(AttestAgreement)   => agreements::show;
    post "/customers/{id}/agreement"              Some(AttestAgreement)   => agreements::submit;
    get  "/customers/{id}/removal"                Some(RemoveRelationship) => removal::show;
    post "/customers/{id}/removal"                Some(RemoveRelationship) => removal::submit;
    get  "/customers/{id}/orders/new"             Some(Order)             => shop::show;
    post "/customers/{id}/orders/new"             Some(Order)             => shop::change;
    get  "/customers/{id}/orders/review"          Some(Order)             => checkout::review;
    get  "/orders"                                Some(ViewSubscriptions) => orders::index;
    post "/orders"                                Some(Order)             => checkout::submit;
    get  "/orders/{id}"                           Some(ViewSubscriptions) => orders::show;
    post "/orders/{id}/approval"                  Some(DecideOrders)      => orders::approve;
    post "/orders/{id}/declination"               Some(DecideOrders)      => orders::decline;
    post "/orders/{id}/withdrawal"                Some(Order)             => orders::withdraw;
    get  "/c/{text}"                              Some(ViewCustomers)     => customer::jump;

    get  "/customers/{id}/subscriptions"                               Some(ViewSubscriptions)   => subscriptions::list;
    get  "/customers/{id}/subscriptions.csv"                           Some(ExportSubscriptions) => subscription_file::download;
    post "/customers/{id}/subscriptions/suspension"                    Some(SuspendSubscription) => suspension::suspend_all;
    get  "/customers/{id}/subscriptions/{sid}"                         Some(ViewSubscriptions)   => subscriptions::show;
    post "/customers/{id}/subscriptions/{sid}/quantity"                Some(ChangeSubscription)  => subscription::quantity;
    post "/customers/{id}/subscriptions/{sid}/nickname"                Some(ChangeSubscription)  => subscription::nickname;
    post "/customers/{id}/subscriptions/{sid}/renewal"                 Some(ChangeSubscription)  => subscription::renewal;
    post "/customers/{id}/subscriptions/{sid}/suspension"              Some(SuspendSubscription) => subscription::suspension;
    post "/customers/{id}/subscriptions/{sid}/reactivation"            Some(SuspendSubscription) => subscription::reactivation;
    post "/customers/{id}/subscriptions/{sid}/cancellation"            Some(CancelSubscription)  => subscription::cancellation;
    post "/customers/{id}/subscriptions/{sid}/cancellation/withdrawal" Some(CancelSubscription)  => subscription::withdrawal;
    post "/customers/{id}/subscriptions/{sid}/support-contact"         Some(SetSupportContact)   => subscription::support_contact;
}
