//! The route table: one line per route, with the required permission. Every handler takes a `Scope`, except
//! those marked `PUBLIC`. The test `access_matrix` checks each route of this table with every kind of user
//! and every kind of id.

use crate::domain::Permission;
use crate::domain::Permission::*;
use crate::features::activity_log::{download as activity_file, handlers as activity, news as activity_news};
use crate::features::agreements::handlers as agreements;
use crate::features::aliases::handlers as aliases;
use crate::features::api_applications::{
    application_page as application, discovery as application_discovery, list_page as applications,
    register as new_application, token_endpoint as application_tokens,
};
use crate::features::api_reference::handlers as api_reference;
use crate::features::api_tokens::{handlers as tokens, of_user as user_tokens};
use crate::features::bill_to::handlers as bill_to;
use crate::features::bulk_acts::{download as bulk_file, handlers as bulk, step_handlers as bulk_steps};
use crate::features::chat_channels::{
    actions as chat_channel_acts, edit as chat_channel, list_page as chat_channels,
};
use crate::features::connections::pages::{
    actions as connection_acts, edit as connection, list_page as connections,
    run_actions as connection_run_acts, run_page as connection_run, runs_page as connection_runs,
    write_actions as connection_write_acts, writes_page as connection_writes,
};
use crate::features::contacts::handlers as contacts;
use crate::features::customer_account::handlers as account;
use crate::features::customer_list::{
    choose_columns as columns, download, handlers as list, jump as customer,
};
use crate::features::customer_removal::{handlers as removal, removed_list as removed};
use crate::features::global_search::handlers as global_search;
use crate::features::id_correction::handlers as id_correction;
use crate::features::import::upload::handlers as import_page;
use crate::features::invitations::handlers as invitation;
use crate::features::new_customer::steps::{
    common, company as new_company, done as new_customer, reseller as new_reseller, review as new_review,
    subscriptions as new_subscriptions,
};
use crate::features::notes::{edit as note, list as notes};
use crate::features::notices::{
    handlers as notices, settings_handlers as notice_settings, stream_handlers as notice_events,
    unsubscribe_handlers as unsubscribe,
};
use crate::features::operator::handlers as operator;
use crate::features::orders::cart::{handlers as shop, review_handlers as checkout};
use crate::features::orders::{download as order_file, handlers as orders};
use crate::features::organization::{edit as organization_edit, show as organization, tax_id};
use crate::features::overview::handlers as overview;
use crate::features::partnerships::{providers, reseller_download as reseller_file, resellers};
use crate::features::password::{by_link as link, change as password, forgotten};
use crate::features::portal_api::activity::handlers as own_activity;
use crate::features::portal_api::customers::handlers as own_customers;
use crate::features::portal_api::exports::{
    activity as activity_stream, customers as customer_stream, orders as order_stream,
    referrals as referral_stream, requests as request_stream, resellers as reseller_stream,
    subscriptions as subscription_stream,
};
use crate::features::portal_api::jobs::handlers as own_jobs;
use crate::features::portal_api::notes::handlers as own_notes;
use crate::features::portal_api::subscriptions::handlers as own_subscriptions;
use crate::features::portal_api::tags::{customer_handlers as own_customer_tags, handlers as own_tags};
use crate::features::portal_api::views::handlers as own_views;
use crate::features::profile::{
    edit as profile, preferences, recovery_codes, remove_second_factor, sessions as own_sessions,
    set_up_second_factor as own_factor,
};
use crate::features::referrals::{
    answer_handlers as referral_answer, download as referral_file, handlers as referrals,
};
use crate::features::relationship_requests::{
    delivery_handlers, download as request_file, list as requests, manage_handlers as manage, new_handlers,
    new_partnership, show as draft,
};
use crate::features::reports::{
    actions as report_acts, download as report_file, edit as report, list_page as reports, new_report,
};
use crate::features::reseller_of_record::handlers as reseller;
use crate::features::rest_api::audit::handlers as api_audit;
use crate::features::rest_api::carts::{checkout as api_checkout, handlers as api_carts};
use crate::features::rest_api::customers::{
    billing as api_billing, handlers as api_customers, removal as api_removal,
};
use crate::features::rest_api::domains as api_domains;
use crate::features::rest_api::offers::handlers as api_offers;
use crate::features::rest_api::orders::{handlers as api_orders, new_order as api_new_order};
use crate::features::rest_api::products::{handlers as api_products, of_customer as api_products_for};
use crate::features::rest_api::profiles as api_profiles;
use crate::features::rest_api::relationships as api_relationships;
use crate::features::rest_api::subscriptions::{
    change as api_subscription_change, handlers as api_subscriptions, support_contact as api_support,
    transitions as api_transitions,
};
use crate::features::saved_views::{edit as view, list_page as views, new_view};
use crate::features::sign_in::oidc::handlers as oidc;
use crate::features::sign_in::{handlers as sign_in, second_factor as factor, step_up};
use crate::features::subscription_list::{download as subscription_list_file, handlers as subscription_list};
use crate::features::subscriptions::change::{handlers as subscription, suspend_all};
use crate::features::subscriptions::{download as subscription_file, handlers as subscriptions};
use crate::features::system::{health, keyboard_help, metrics};
use crate::features::tags::{
    customer_handlers as customer_tags, download as tags_csv, edit as tag, list as tags,
};
use crate::features::users::{
    actions as user_acts, download as user_file, edit_roles as user_roles, list as users, new as new_user,
    show as user,
};
use crate::features::webhooks::registration::{
    handlers as webhook_registration, validation as webhook_validation,
};
use crate::features::webhooks::{
    actions as webhook_acts, deliveries_page as webhook_deliveries, delivery_page as webhook_delivery,
    edit as webhook, list_page as webhooks, secret_handlers as webhook_secret,
};
use crate::urls;
use crate::web::assets;
use crate::web::middleware::methods;
use crate::web::route_table::{RouteLine, RouteTable};
use actix_web::http::Method;
use actix_web::web::{ServiceConfig, delete, patch, post, put, route};
use actix_web::{Resource, Route, Scope};

const PUBLIC: Option<Permission> = None;

/// Returns the route table, for code that looks up routes.
pub fn table() -> RouteTable {
    RouteTable::new(lines())
}

/// Returns the routes that browsers use, without those for programs.
pub fn page_lines() -> Vec<RouteLine> {
    lines().into_iter().filter(|line| !urls::is_for_programs(line.path)).collect()
}

macro_rules! map {
    ($($method:ident $path:literal $permission:expr => $handler:path;)+) => {
        $(const _: () = assert!(urls::is_declared($path), "src/urls.rs does not declare the address of a route");)+

        /// Returns the routes as data.
        pub fn lines() -> Vec<RouteLine> {
            vec![$(RouteLine { method: map!(@method $method), path: $path, permission: $permission }),+]
        }
        /// Adds the routes to the application. [`methods::known_methods`] rejects other methods.
        pub fn map(app: &mut ServiceConfig) {
            let mut resources: Vec<(&str, Vec<Route>)> = Vec::new();
            $(add(&mut resources, $path, $method().to($handler));)+
            mount(app, resources);
        }
    };
    (@method get) => { Method::GET };
    (@method post) => { Method::POST };
    (@method put) => { Method::PUT };
    (@method patch) => { Method::PATCH };
    (@method delete) => { Method::DELETE };
}

fn get() -> Route {
    route().guard(methods::is_get_or_head())
}

fn add(resources: &mut Vec<(&'static str, Vec<Route>)>, path: &'static str, route: Route) {
    match resources.iter_mut().find(|(known, _)| *known == path) {
        Some((_, routes)) => routes.push(route),
        None => resources.push((path, vec![route])),
    }
}

/// The router tries one pattern after the other. Those with the same first segment are a scope, so that it tries them only for
/// paths with this segment.
fn mount(app: &mut ServiceConfig, resources: Vec<(&'static str, Vec<Route>)>) {
    let mut scopes: Vec<(&str, Scope)> = Vec::new();
    for (path, routes) in resources {
        let resource = |path| routes.into_iter().fold(Resource::new(path), Resource::route);
        let split = path.get(1..).and_then(|rest| rest.find('/')).map_or(path.len(), |at| at + 1);
        match path.split_at(split) {
            (first, _) if first == "/" || first.starts_with("/{") => {
                app.service(resource(path));
            }
            (first, rest) => match scopes.iter_mut().find(|(known, _)| *known == first) {
                Some((_, scope)) => {
                    *scope = std::mem::replace(scope, Scope::new(first)).service(resource(rest))
                }
                None => scopes.push((first, Scope::new(first).service(resource(rest)))),
            },
        }
    }
    scopes.into_iter().for_each(|(_, scope)| {
        app.service(scope);
    });
}

map! {
    get  "/healthz"                                                    PUBLIC                    => health::healthz;
    get  "/readyz"                                                     PUBLIC                    => health::readyz;
    get  "/metrics"                                                    PUBLIC                    => metrics::show;
    get  "/static/{file:.*}"                                           PUBLIC                    => assets::serve;
    get  "/help/keys"                                                  PUBLIC                    => keyboard_help::show;
    get  "/api-reference"                                              PUBLIC                    => api_reference::show;
    get  "/openapi.json"                                               PUBLIC                    => api_reference::openapi;
    post "/language"                                                   PUBLIC                    => preferences::language;
    post "/appearance"                                                 PUBLIC                    => preferences::appearance;

    get  "/sign-in"                                                    PUBLIC                    => sign_in::show_sign_in;
    post "/sign-in"                                                    PUBLIC                    => sign_in::sign_in;
    get  "/sign-in/oidc/{issuer}"                                      PUBLIC                    => oidc::start;
    get  "/sign-in/oidc/{issuer}/callback"                             PUBLIC                    => oidc::callback;
    post "/sign-out"                                                   PUBLIC                    => sign_in::sign_out;
    get  "/sign-in/second-factor"                                      PUBLIC                    => factor::show;
    post "/sign-in/second-factor"                                      PUBLIC                    => factor::check;
    get  "/sign-in/forgotten"                                          PUBLIC                    => forgotten::show;
    post "/sign-in/forgotten"                                          PUBLIC                    => forgotten::send;
    get  "/sign-in/password/{token}"                                   PUBLIC                    => link::show;
    post "/sign-in/password/{token}"                                   PUBLIC                    => link::set;
    get  "/step-up"                                                    Some(OwnProfile)          => step_up::show;
    post "/step-up"                                                    Some(OwnProfile)          => step_up::check;

    get  "/profile"                                                    Some(OwnProfile)          => profile::show;
    post "/profile"                                                    Some(OwnProfile)          => profile::save;
    get  "/profile/password"                                           Some(OwnProfile)          => password::show;
    post "/profile/password"                                           Some(OwnProfile)          => password::change;
    get  "/profile/second-factor"                                      Some(OwnProfile)          => own_factor::show;
    post "/profile/second-factor"                                      Some(OwnProfile)          => own_factor::confirm;
    get  "/profile/second-factor/removal"                              Some(OwnProfile)          => remove_second_factor::show_confirm;
    post "/profile/second-factor/removal"                              Some(OwnProfile)          => remove_second_factor::remove;
    get  "/profile/second-factor/recovery-codes"                       Some(OwnProfile)          => recovery_codes::show_confirm;
    post "/profile/second-factor/recovery-codes"                       Some(OwnProfile)          => recovery_codes::renew;
    get  "/profile/sessions"                                           Some(OwnProfile)          => own_sessions::index;
    post "/profile/sessions"                                           Some(OwnProfile)          => own_sessions::end;
    get  "/profile/tokens"                                             Some(OwnProfile)          => tokens::index;
    post "/profile/tokens"                                             Some(OwnProfile)          => tokens::make;
    post "/profile/tokens/{token}/end"                                 Some(OwnProfile)          => tokens::end;
    get  "/profile/notifications"                                      Some(OwnProfile)          => notice_settings::show;
    post "/profile/notifications"                                      Some(OwnProfile)          => notice_settings::save;
    get  "/notifications"                                              Some(OwnProfile)          => notices::index;
    get  "/notifications/events"                                       Some(OwnProfile)          => notice_events::events;
    post "/notifications/read"                                         Some(OwnProfile)          => notices::read;

    get  "/account-settings/users"                                     Some(ViewUsers)           => users::index;
    get  "/account-settings/users.csv"                                 Some(ViewUsers)           => user_file::download;
    get  "/account-settings/users.xlsx"                                Some(ViewUsers)           => user_file::download;
    get  "/account-settings/users/new"                                 Some(ManageUsers)         => new_user::show;
    post "/account-settings/users/new"                                 Some(ManageUsers)         => new_user::create;
    get  "/account-settings/users/{user}"                              Some(ViewUsers)           => user::show;
    get  "/account-settings/users/{user}/roles"                        Some(ManageUsers)         => user_roles::show;
    post "/account-settings/users/{user}/roles"                        Some(ManageUsers)         => user_roles::change;
    get  "/account-settings/users/{user}/tokens"                       Some(ManageUsers)         => user_tokens::show;
    post "/account-settings/users/{user}/tokens"                       Some(ManageUsers)         => user_tokens::end;
    get  "/account-settings/users/{user}/{act}"                        Some(ManageUsers)         => user_acts::show_confirm;
    post "/account-settings/users/{user}/{act}"                        Some(ManageUsers)         => user_acts::perform;
    get  "/account-settings/organization"                              Some(ViewOrganization)    => organization::show;
    get  "/account-settings/organization/edit"                         Some(EditOrganization)    => organization_edit::show;
    post "/account-settings/organization/edit"                         Some(EditOrganization)    => organization_edit::save;
    get  "/account-settings/organization/tax-id"                       Some(EditTaxId)           => tax_id::show;
    post "/account-settings/organization/tax-id"                       Some(EditTaxId)           => tax_id::save;

    get  "/account-settings/applications"                              Some(ManageApplications)  => applications::index;
    get  "/account-settings/applications/new"                          Some(ManageApplications)  => new_application::show;
    post "/account-settings/applications/new"                          Some(ManageApplications)  => new_application::create;
    get  "/account-settings/applications/{application}"                Some(ManageApplications)  => application::show;
    post "/account-settings/applications/{application}/end"            Some(ManageApplications)  => application::end;
    post "/account-settings/applications/{application}/secrets"        Some(ManageApplications)  => application::rotate_secret;
    get  "/account-settings/connections"                               Some(ManageConnections)   => connections::index;
    get  "/account-settings/connections/new"                           Some(ManageConnections)   => connection::show_new;
    post "/account-settings/connections/new"                           Some(ManageConnections)   => connection::create;
    get  "/account-settings/connections/{connection}"                  Some(ManageConnections)   => connection_runs::index;
    get  "/account-settings/connections/{connection}/edit"             Some(ManageConnections)   => connection::show;
    post "/account-settings/connections/{connection}/edit"             Some(ManageConnections)   => connection::save;
    post "/account-settings/connections/{connection}/pause"            Some(ManageConnections)   => connection_acts::pause;
    post "/account-settings/connections/{connection}/removal"          Some(ManageConnections)   => connection_acts::remove;
    post "/account-settings/connections/{connection}/resumption"       Some(ManageConnections)   => connection_acts::resume;
    post "/account-settings/connections/{connection}/runs"             Some(ManageConnections)   => connection_run_acts::start;
    get  "/account-settings/connections/{connection}/runs/{connection_run}" Some(ManageConnections) => connection_run::show;
    post "/account-settings/connections/{connection}/runs/{connection_run}/confirmation" Some(ManageConnections) => connection_run_acts::confirm;
    post "/account-settings/connections/{connection}/runs/{connection_run}/removal" Some(ManageConnections) => connection_run_acts::discard;
    post "/account-settings/connections/{connection}/test"             Some(ManageConnections)   => connection_acts::test;
    get  "/account-settings/connections/{connection}/writes"           Some(ManageConnections)   => connection_writes::index;
    post "/account-settings/connections/{connection}/writes/{connection_write}/removal" Some(ManageConnections) => connection_write_acts::give_up;
    post "/account-settings/connections/{connection}/writes/{connection_write}/retry" Some(ManageConnections) => connection_write_acts::retry;
    get  "/account-settings/channels"                                  Some(ManageChatChannels)  => chat_channels::index;
    get  "/account-settings/channels/new"                              Some(ManageChatChannels)  => chat_channel::show_new;
    post "/account-settings/channels/new"                              Some(ManageChatChannels)  => chat_channel::create;
    get  "/account-settings/channels/{channel}"                        Some(ManageChatChannels)  => chat_channel::show;
    post "/account-settings/channels/{channel}"                        Some(ManageChatChannels)  => chat_channel::save;
    post "/account-settings/channels/{channel}/pause"                  Some(ManageChatChannels)  => chat_channel_acts::pause;
    post "/account-settings/channels/{channel}/removal"                Some(ManageChatChannels)  => chat_channel_acts::remove;
    post "/account-settings/channels/{channel}/resumption"             Some(ManageChatChannels)  => chat_channel_acts::resume;
    post "/account-settings/channels/{channel}/test"                   Some(ManageChatChannels)  => chat_channel_acts::test;
    get  "/account-settings/webhooks"                                   Some(ManageWebhooks)      => webhooks::index;
    get  "/account-settings/webhooks/new"                               Some(ManageWebhooks)      => webhook::show_new;
    post "/account-settings/webhooks/new"                               Some(ManageWebhooks)      => webhook::create;
    get  "/account-settings/webhooks/{webhook}"                         Some(ManageWebhooks)      => webhook::show;
    post "/account-settings/webhooks/{webhook}"                         Some(ManageWebhooks)      => webhook::save;
    get  "/account-settings/webhooks/{webhook}/deliveries"              Some(ManageWebhooks)      => webhook_deliveries::index;
    get  "/account-settings/webhooks/{webhook}/deliveries/{delivery}"   Some(ManageWebhooks)      => webhook_delivery::show;
    post "/account-settings/webhooks/{webhook}/deliveries/{delivery}/resending" Some(ManageWebhooks)      => webhook_acts::resend;
    post "/account-settings/webhooks/{webhook}/pause"                   Some(ManageWebhooks)      => webhook_acts::pause;
    post "/account-settings/webhooks/{webhook}/removal"                 Some(ManageWebhooks)      => webhook_acts::remove;
    post "/account-settings/webhooks/{webhook}/resending"               Some(ManageWebhooks)      => webhook_acts::resend_all;
    post "/account-settings/webhooks/{webhook}/resumption"              Some(ManageWebhooks)      => webhook_acts::resume;
    post "/account-settings/webhooks/{webhook}/secret"                  Some(ManageWebhooks)      => webhook_secret::rotate;
    post "/account-settings/webhooks/{webhook}/test"                    Some(ManageWebhooks)      => webhook_acts::test;

    get  "/account-settings/tags"                                      Some(ViewCustomers)       => tags::index;
    get  "/account-settings/tags.csv"                                  Some(ExportCustomers)     => tags_csv::download;
    get  "/account-settings/tags.xlsx"                                 Some(ExportCustomers)     => tags_csv::download;
    get  "/account-settings/tags/new"                                  Some(AnnotateCustomers)   => tag::show_new;
    post "/account-settings/tags/new"                                  Some(AnnotateCustomers)   => tag::create;
    get  "/account-settings/tags/{tag}"                                Some(AnnotateCustomers)   => tag::show;
    post "/account-settings/tags/{tag}"                                Some(AnnotateCustomers)   => tag::save;
    post "/account-settings/tags/{tag}/removal"                        Some(AnnotateCustomers)   => tag::remove;

    get  "/operator"                                                   Some(OperateServer)       => operator::show;
    post "/operator/mail"                                              Some(OperateServer)       => operator::send_mail;
    get  "/operator/diagnostics.json"                                  Some(OperateServer)       => operator::diagnostics;

    get  "/"                                                           Some(OwnProfile)          => overview::show;
    get  "/search"                                                     Some(OwnProfile)          => global_search::show;
    get  "/bulk"                                                       Some(ViewCustomers)       => bulk::index;
    post "/bulk"                                                       Some(ViewCustomers)       => bulk::choose;
    get  "/bulk/{bulk}.csv"                                            Some(ExportCustomers)     => bulk_file::download;
    get  "/bulk/{bulk}"                                                Some(ViewCustomers)       => bulk_steps::show;
    post "/bulk/{bulk}"                                                Some(ViewCustomers)       => bulk_steps::take;
    get  "/customers"                                                  Some(ViewCustomers)       => list::index;
    get  "/customers.csv"                                              Some(ExportCustomers)     => download::download;
    get  "/customers.xlsx"                                             Some(ExportCustomers)     => download::download;
    post "/customers/columns"                                          Some(ViewCustomers)       => columns::choose_columns;
    get  "/customers/removed"                                          Some(ViewCustomers)       => removed::show;
    get  "/customers/new"                                              Some(AddCustomer)         => new_company::show_new;
    post "/customers/new"                                              Some(AddCustomer)         => new_company::begin;
    get  "/customers/new/{draft}/company"                              Some(AddCustomer)         => new_company::show;
    post "/customers/new/{draft}/company"                              Some(AddCustomer)         => new_company::send;
    get  "/customers/new/{draft}/reseller"                             Some(AddCustomer)         => new_reseller::show;
    post "/customers/new/{draft}/reseller"                             Some(AddCustomer)         => new_reseller::send;
    get  "/customers/new/{draft}/subscriptions"                        Some(AddCustomer)         => new_subscriptions::show;
    post "/customers/new/{draft}/subscriptions"                        Some(AddCustomer)         => new_subscriptions::send;
    get  "/customers/new/{draft}/review"                               Some(AddCustomer)         => new_review::show;
    post "/customers/new/{draft}/review"                               Some(AddCustomer)         => new_review::send;
    get  "/customers/new/{draft}/done"                                 Some(AddCustomer)         => new_customer::done;
    post "/customers/new/{draft}/disposal"                             Some(AddCustomer)         => common::discard;
    get  "/customers/import"                                           Some(ImportCustomers)     => import_page::show_form;
    post "/customers/import"                                           Some(ImportCustomers)     => import_page::upload;
    get  "/customers/import/{draft}"                                   Some(ImportCustomers)     => import_page::show;
    get  "/customers/import/{draft}/rejects.csv"                       Some(ImportCustomers)     => import_page::rejects;
    get  "/customers/import/{draft}/changes.csv"                       Some(ImportCustomers)     => import_page::changes;
    post "/customers/import/{draft}/confirmation"                      Some(ImportCustomers)     => import_page::confirm;
    post "/customers/import/{draft}/disposal"                          Some(ImportCustomers)     => import_page::discard;
    get  "/customers/{id}"                                             Some(ViewCustomers)       => customer::customer;
    get  "/customers/{id}/account"                                     Some(ViewCustomers)       => account::show;
    get  "/customers/{id}/bill-to"                                     Some(EditBillTo)          => bill_to::show;
    post "/customers/{id}/bill-to"                                     Some(EditBillTo)          => bill_to::submit;
    post "/customers/{id}/bill-to/undo"                                Some(EditBillTo)          => account::undo_bill_to;
    post "/customers/{id}/permissions"                                 Some(SwitchPermissions)   => account::switch_permission;
    get  "/customers/{id}/microsoft-id"                                Some(CorrectMicrosoftId)  => id_correction::show;
    post "/customers/{id}/microsoft-id"                                Some(CorrectMicrosoftId)  => id_correction::submit;
    get  "/customers/{id}/reseller"                                    Some(SetResellerOfRecord) => reseller::show;
    post "/customers/{id}/reseller"                                    Some(SetResellerOfRecord) => reseller::submit;
    get  "/customers/{id}/agreement"                                   Some(AttestAgreement)     => agreements::show;
    post "/customers/{id}/agreement"                                   Some(AttestAgreement)     => agreements::submit;
    get  "/customers/{id}/tags"                                        Some(AnnotateCustomers)   => customer_tags::show;
    post "/customers/{id}/tags"                                        Some(AnnotateCustomers)   => customer_tags::submit;
    get  "/customers/{id}/aliases"                                     Some(AnnotateCustomers)   => aliases::show;
    post "/customers/{id}/aliases"                                     Some(AnnotateCustomers)   => aliases::submit;
    get  "/customers/{id}/notes"                                       Some(ViewCustomers)       => notes::index;
    post "/customers/{id}/notes"                                       Some(AnnotateCustomers)   => notes::add;
    get  "/customers/{id}/notes/{note}"                                Some(AnnotateCustomers)   => note::show;
    post "/customers/{id}/notes/{note}"                                Some(AnnotateCustomers)   => note::save;
    post "/customers/{id}/notes/{note}/pin"                            Some(AnnotateCustomers)   => notes::pin;
    post "/customers/{id}/notes/{note}/removal"                        Some(AnnotateCustomers)   => notes::remove;
    get  "/customers/{id}/contact"                                     Some(EditContacts)        => contacts::index;
    post "/customers/{id}/contact"                                     Some(EditContacts)        => contacts::add;
    get  "/customers/{id}/contact/{contact}"                           Some(EditContacts)        => contacts::show;
    post "/customers/{id}/contact/{contact}"                           Some(EditContacts)        => contacts::save;
    post "/customers/{id}/contact/{contact}/removal"                   Some(EditContacts)        => contacts::remove;
    get  "/customers/{id}/removal"                                     Some(RemoveRelationship)  => removal::show;
    post "/customers/{id}/removal"                                     Some(RemoveRelationship)  => removal::submit;
    get  "/c/{text}"                                                   Some(ViewCustomers)       => customer::jump;

    get  "/activity"                                                   Some(ViewActivity)        => activity::index;
    get  "/activity.csv"                                               Some(ViewActivity)        => activity_file::download;
    get  "/activity.xlsx"                                              Some(ViewActivity)        => activity_file::download;
    get  "/activity/news"                                              Some(ViewActivity)        => activity_news::news;
    get  "/customers/{id}/activity"                                    Some(ViewActivity)        => activity::of_customer;
    get  "/customers/{id}/subscriptions"                               Some(ViewSubscriptions)   => subscriptions::list;
    get  "/customers/{id}/subscriptions.csv"                           Some(ExportSubscriptions) => subscription_file::download;
    get  "/customers/{id}/subscriptions.xlsx"                          Some(ExportSubscriptions) => subscription_file::download;
    post "/customers/{id}/subscriptions/suspension"                    Some(SuspendSubscription) => suspend_all::suspend_all;
    get  "/customers/{id}/subscriptions/{sid}"                         Some(ViewSubscriptions)   => subscriptions::show;
    post "/customers/{id}/subscriptions/{sid}/quantity"                Some(ChangeSubscription)  => subscription::quantity;
    post "/customers/{id}/subscriptions/{sid}/nickname"                Some(ChangeSubscription)  => subscription::nickname;
    post "/customers/{id}/subscriptions/{sid}/renewal"                 Some(ChangeSubscription)  => subscription::renewal;
    post "/customers/{id}/subscriptions/{sid}/suspension"              Some(SuspendSubscription) => subscription::suspension;
    post "/customers/{id}/subscriptions/{sid}/reactivation"            Some(SuspendSubscription) => subscription::reactivation;
    post "/customers/{id}/subscriptions/{sid}/cancellation"            Some(CancelSubscription)  => subscription::cancellation;
    post "/customers/{id}/subscriptions/{sid}/cancellation/withdrawal" Some(CancelSubscription)  => subscription::withdrawal;
    post "/customers/{id}/subscriptions/{sid}/at-renewal"              Some(ChangeSubscription)  => subscription::at_renewal;
    post "/customers/{id}/subscriptions/{sid}/at-renewal/withdrawal"   Some(ChangeSubscription)  => subscription::at_renewal_withdrawal;
    post "/customers/{id}/subscriptions/{sid}/support-contact"         Some(SetSupportContact)   => subscription::support_contact;

    get  "/customers/{id}/orders/new"                                  Some(Order)               => shop::show;
    post "/customers/{id}/orders/new"                                  Some(Order)               => shop::change;
    get  "/customers/{id}/orders/review"                               Some(Order)               => checkout::review;
    get  "/subscriptions"                                              Some(ViewSubscriptions)   => subscription_list::index;
    get  "/subscriptions.csv"                                          Some(ExportSubscriptions) => subscription_list_file::download;
    get  "/subscriptions.xlsx"                                         Some(ExportSubscriptions) => subscription_list_file::download;
    get  "/reports"                                                           Some(OwnReports)          => reports::index;
    post "/reports"                                                           Some(OwnReports)          => new_report::create;
    get  "/reports/new"                                                       Some(OwnReports)          => new_report::show;
    get  "/reports/{report}"                                                  Some(OwnReports)          => report::show;
    post "/reports/{report}"                                                  Some(OwnReports)          => report::save;
    post "/reports/{report}/pause"                                            Some(OwnReports)          => report_acts::pause;
    post "/reports/{report}/removal"                                          Some(OwnReports)          => report_acts::remove;
    post "/reports/{report}/resumption"                                       Some(OwnReports)          => report_acts::resume;
    post "/reports/{report}/runs"                                             Some(OwnReports)          => report_acts::run;
    get  "/reports/{report}/runs/{run}/file"                                  Some(OwnReports)          => report_file::file;
    get  "/views"                                                      Some(SaveViews)           => views::index;
    post "/views"                                                      Some(SaveViews)           => new_view::create;
    get  "/views/new"                                                  Some(SaveViews)           => new_view::show;
    get  "/views/{view}"                                               Some(SaveViews)           => view::show;
    post "/views/{view}"                                               Some(SaveViews)           => view::save;
    post "/views/{view}/default"                                       Some(SaveViews)           => views::choose_default;
    post "/views/{view}/removal"                                       Some(SaveViews)           => views::remove;
    get  "/orders"                                                     Some(ViewSubscriptions)   => orders::index;
    get  "/orders.csv"                                                 Some(ExportSubscriptions) => order_file::download;
    get  "/orders.xlsx"                                                Some(ExportSubscriptions) => order_file::download;
    post "/orders"                                                     Some(Order)               => checkout::submit;
    get  "/orders/{id}"                                                Some(ViewSubscriptions)   => orders::show;
    post "/orders/{id}/approval"                                       Some(DecideOrders)        => orders::approve;
    post "/orders/{id}/declination"                                    Some(DecideOrders)        => orders::decline;
    post "/orders/{id}/withdrawal"                                     Some(Order)               => orders::withdraw;

    get  "/relationship-requests"                                      Some(ViewCustomers)       => requests::index;
    get  "/relationship-requests.csv"                                  Some(ExportCustomers)     => request_file::download;
    get  "/relationship-requests.xlsx"                                 Some(ExportCustomers)     => request_file::download;
    post "/relationship-requests"                                      Some(RequestRelationship) => new_handlers::create;
    get  "/relationship-requests/new"                                  Some(RequestRelationship) => new_handlers::new;
    get  "/relationship-requests/{id}"                                 Some(ViewCustomers)       => draft::show;
    post "/relationship-requests/{id}"                                 Some(ManageRequests)      => delivery_handlers::edit;
    post "/relationship-requests/{id}/delivery"                        Some(ManageRequests)      => delivery_handlers::deliver;
    post "/relationship-requests/{id}/link"                            Some(ManageRequests)      => manage::renew;
    post "/relationship-requests/{id}/reminder"                        Some(ManageRequests)      => manage::remind;
    post "/relationship-requests/{id}/revocation"                      Some(ManageRequests)      => manage::revoke;
    post "/relationship-requests/{id}/extension"                       Some(ManageRequests)      => manage::extend;
    post "/relationship-requests/{id}/decision"                        Some(ManageRequests)      => manage::decide;
    post "/relationship-requests/{id}/retry"                           Some(ManageRequests)      => manage::retry;
    get  "/referrals"                                                  Some(ViewReferrals)       => referrals::index;
    get  "/referrals.csv"                                              Some(ExportCustomers)     => referral_file::download;
    get  "/referrals.xlsx"                                             Some(ExportCustomers)     => referral_file::download;
    post "/referrals"                                                  Some(AnswerReferrals)     => referrals::create;
    get  "/referrals/new"                                              Some(AnswerReferrals)     => referrals::new;
    get  "/referrals/{id}"                                             Some(ViewReferrals)       => referrals::show;
    post "/referrals/{id}/acceptance"                                  Some(AnswerReferrals)     => referral_answer::accept;
    post "/referrals/{id}/declination"                                 Some(AnswerReferrals)     => referral_answer::decline;
    post "/referrals/{id}/won"                                         Some(AnswerReferrals)     => referral_answer::win;
    post "/referrals/{id}/lost"                                        Some(AnswerReferrals)     => referral_answer::lose;
    get  "/invitations/{token}"                                        PUBLIC                    => invitation::show;
    post "/invitations/{token}/acceptance"                             PUBLIC                    => invitation::accept;
    post "/invitations/{token}/declination"                            PUBLIC                    => invitation::decline;
    get  "/answers/{receipt}"                                          PUBLIC                    => invitation::show_thanks;
    get  "/unsubscribe/{token}"                                        PUBLIC                    => unsubscribe::show;
    post "/unsubscribe/{token}"                                        PUBLIC                    => unsubscribe::stop;
    post "/unsubscribe/{token}/withdrawal"                             PUBLIC                    => unsubscribe::withdraw;
    get  "/indirect-resellers"                                         Some(ViewResellers)       => resellers::index;
    get  "/indirect-resellers.csv"                                     Some(ViewResellers)       => reseller_file::download;
    get  "/indirect-resellers.xlsx"                                    Some(ViewResellers)       => reseller_file::download;
    post "/indirect-resellers"                                         Some(RequestPartnership)  => new_partnership::create;
    get  "/indirect-resellers/new"                                     Some(RequestPartnership)  => new_partnership::new;
    get  "/indirect-resellers/{mpn_id}/removal"                        Some(RemovePartnership)   => resellers::ask_removal;
    post "/indirect-resellers/{mpn_id}/removal"                        Some(RemovePartnership)   => resellers::remove;
    get  "/indirect-providers"                                         Some(ViewProviders)       => providers::index;
    get  "/indirect-providers/{mpn_id}"                                Some(ViewProviders)       => providers::show;

    post "/{tenant}/oauth2/v2.0/token"                                 PUBLIC                    => application_tokens::version_2;
    post "/{tenant}/oauth2/token"                                      PUBLIC                    => application_tokens::version_1;
    get  "/{tenant}/v2.0/.well-known/openid-configuration"             PUBLIC                    => application_discovery::show;
    get  "/v1/customers"                                               Some(ViewCustomers)       => api_customers::index;
    get  "/v1/customers/relationshiprequests"                          Some(RequestRelationship) => api_customers::relationship_request;
    get  "/v1/customers/{id}"                                          Some(ViewCustomers)       => api_customers::show;
    patch "/v1/customers/{id}"                                         Some(RemoveRelationship)  => api_removal::end;
    get  "/v1/customers/{id}/profiles/company"                         Some(ViewCustomers)       => api_customers::company_profile;
    get  "/v1/customers/{id}/profiles/billing"                         Some(ViewCustomers)       => api_customers::billing_profile;
    put  "/v1/customers/{id}/profiles/billing"                         Some(EditBillTo)          => api_billing::save;
    get  "/v1/customers/{id}/relationships"                            Some(ViewCustomers)       => api_customers::relationships;
    get  "/v1/customers/{id}/subscriptions"                            Some(ViewSubscriptions)   => api_subscriptions::index;
    get  "/v1/customers/{id}/subscriptions/{sid}"                      Some(ViewSubscriptions)   => api_subscriptions::show;
    patch "/v1/customers/{id}/subscriptions/{sid}"                     Some(ViewSubscriptions)   => api_subscription_change::change;
    get  "/v1/customers/{id}/subscriptions/{sid}/addons"               Some(ViewSubscriptions)   => api_subscriptions::add_ons;
    get  "/v1/customers/{id}/subscriptions/{sid}/supportcontact"       Some(ViewSubscriptions)   => api_support::show;
    put  "/v1/customers/{id}/subscriptions/{sid}/supportcontact"       Some(SetSupportContact)   => api_support::save;
    get  "/v1/customers/{id}/subscriptions/{sid}/transitioneligibilities" Some(ViewSubscriptions)   => api_transitions::eligibilities;
    get  "/v1/customers/{id}/subscriptions/{sid}/transitions"          Some(ViewSubscriptions)   => api_transitions::none;
    post "/v1/customers/{id}/subscriptions/{sid}/transitions"          Some(ChangeSubscription)  => api_transitions::refuse;
    get  "/v1/customers/{id}/subscriptions/{sid}/upgrades"             Some(ViewSubscriptions)   => api_transitions::none;
    post "/v1/customers/{id}/subscriptions/{sid}/upgrades"             Some(ChangeSubscription)  => api_transitions::refuse;
    get  "/v1/customers/{id}/orders"                                   Some(ViewSubscriptions)   => api_orders::index;
    post "/v1/customers/{id}/orders"                                   Some(Order)               => api_new_order::create;
    get  "/v1/customers/{id}/orders/{order}"                           Some(ViewSubscriptions)   => api_orders::show;
    post "/v1/customers/{id}/carts"                                    Some(Order)               => api_carts::create;
    get  "/v1/customers/{id}/carts/{cart}"                             Some(Order)               => api_carts::show;
    put  "/v1/customers/{id}/carts/{cart}"                             Some(Order)               => api_carts::replace;
    post "/v1/customers/{id}/carts/{cart}/checkout"                    Some(Order)               => api_checkout::create;
    get  "/v1/customers/{id}/offers"                                   Some(ViewSubscriptions)   => api_offers::of_customer;
    get  "/v1/customers/{id}/products"                                 Some(ViewSubscriptions)   => api_products_for::index;
    get  "/v1/customers/{id}/products/{product}"                       Some(ViewSubscriptions)   => api_products_for::show;
    get  "/v1/customers/{id}/products/{product}/skus"                  Some(ViewSubscriptions)   => api_products_for::skus;
    get  "/v1/customers/{id}/products/{product}/skus/{sku}"            Some(ViewSubscriptions)   => api_products_for::sku;
    get  "/v1/customers/{id}/products/{product}/skus/{sku}/availabilities" Some(ViewSubscriptions)   => api_products_for::availabilities;
    get  "/v1/customers/{id}/products/{product}/skus/{sku}/availabilities/{availability}" Some(ViewSubscriptions)   => api_products_for::availability;
    get  "/v1/offers"                                                  Some(ViewSubscriptions)   => api_offers::index;
    get  "/v1/offers/{offer}"                                          Some(ViewSubscriptions)   => api_offers::show;
    get  "/v1/offers/{offer}/addons"                                   Some(ViewSubscriptions)   => api_offers::add_ons;
    get  "/v1/products"                                                Some(ViewSubscriptions)   => api_products::index;
    get  "/v1/products/{product}"                                      Some(ViewSubscriptions)   => api_products::show;
    get  "/v1/products/{product}/skus"                                 Some(ViewSubscriptions)   => api_products::skus;
    get  "/v1/products/{product}/skus/{sku}"                           Some(ViewSubscriptions)   => api_products::sku;
    get  "/v1/products/{product}/skus/{sku}/availabilities"            Some(ViewSubscriptions)   => api_products::availabilities;
    get  "/v1/products/{product}/skus/{sku}/availabilities/{availability}" Some(ViewSubscriptions)   => api_products::availability;
    get  "/v1/domains/{domain}"                                        Some(ViewCustomers)       => api_domains::availability;
    get  "/v1/relationships"                                           Some(OwnProfile)          => api_relationships::index;
    get  "/v1/profiles/organization"                                   Some(ViewOrganization)    => api_profiles::organization;
    get  "/v1/profiles/mpn"                                            Some(ViewOrganization)    => api_profiles::mpn;
    get  "/v1/auditrecords"                                            Some(ViewActivity)        => api_audit::index;
    get  "/auditactivity/v1/auditrecords"                              Some(ViewActivity)        => api_audit::index;
    get  "/auditactivity/v1/auditrecords/{record}"                     Some(ViewActivity)        => api_audit::show;

    get  "/webhooks/v1/registration"                                    Some(ManageWebhooks)      => webhook_registration::show;
    post "/webhooks/v1/registration"                                    Some(ManageWebhooks)      => webhook_registration::create;
    put  "/webhooks/v1/registration"                                    Some(ManageWebhooks)      => webhook_registration::replace;
    get  "/webhooks/v1/registration/events"                             Some(ManageWebhooks)      => webhook_registration::events;
    post "/webhooks/v1/registration/validationEvents"                   Some(ManageWebhooks)      => webhook_validation::create;
    get  "/webhooks/v1/registration/validationEvents/{event}"           Some(ManageWebhooks)      => webhook_validation::show;

    get  "/api/v1/activity"                                            Some(ViewActivity)        => own_activity::index;
    get  "/api/v1/customers"                                           Some(ViewCustomers)       => own_customers::index;
    get  "/api/v1/customers/{id}/notes"                                Some(ViewCustomers)       => own_notes::index;
    post "/api/v1/customers/{id}/notes"                                Some(AnnotateCustomers)   => own_notes::add;
    get  "/api/v1/customers/{id}/notes/{note}"                         Some(ViewCustomers)       => own_notes::show;
    patch "/api/v1/customers/{id}/notes/{note}"                        Some(AnnotateCustomers)   => own_notes::change;
    delete "/api/v1/customers/{id}/notes/{note}"                       Some(AnnotateCustomers)   => own_notes::remove;
    get  "/api/v1/customers/{id}/tags"                                 Some(ViewCustomers)       => own_customer_tags::index;
    put  "/api/v1/customers/{id}/tags"                                 Some(AnnotateCustomers)   => own_customer_tags::replace;
    get  "/api/v1/exports/activity"                                    Some(ViewActivity)        => activity_stream::stream;
    get  "/api/v1/exports/customers"                                   Some(ExportCustomers)     => customer_stream::stream;
    get  "/api/v1/exports/indirectresellers"                           Some(ViewResellers)       => reseller_stream::stream;
    get  "/api/v1/exports/orders"                                      Some(ExportSubscriptions) => order_stream::stream;
    get  "/api/v1/exports/referrals"                                   Some(ExportCustomers)     => referral_stream::stream;
    get  "/api/v1/exports/relationshiprequests"                        Some(ExportCustomers)     => request_stream::stream;
    get  "/api/v1/exports/subscriptions"                               Some(ExportSubscriptions) => subscription_stream::stream;
    get  "/api/v1/jobs"                                                Some(ViewCustomers)       => own_jobs::index;
    get  "/api/v1/jobs/{job}"                                          Some(ViewCustomers)       => own_jobs::show;
    get  "/api/v1/jobs/{job}/rejects"                                  Some(ImportCustomers)     => own_jobs::rejects;
    get  "/api/v1/jobs/{job}/results"                                  Some(ExportCustomers)     => own_jobs::results;
    get  "/api/v1/subscriptions"                                       Some(ViewSubscriptions)   => own_subscriptions::index;
    get  "/api/v1/tags"                                                Some(ViewCustomers)       => own_tags::index;
    post "/api/v1/tags"                                                Some(AnnotateCustomers)   => own_tags::create;
    get  "/api/v1/tags/{tag}"                                          Some(ViewCustomers)       => own_tags::show;
    patch "/api/v1/tags/{tag}"                                         Some(AnnotateCustomers)   => own_tags::update;
    delete "/api/v1/tags/{tag}"                                        Some(AnnotateCustomers)   => own_tags::delete;
    get  "/api/v1/views"                                               Some(SaveViews)           => own_views::index;
}
