//! The addresses of the portal, each written once: a function with the ids of its path as arguments. Pages, redirects and
//! mail call these functions, and `routes.rs` compiles only with patterns that are declared here.

use crate::domain::{
    ApiApplicationId, ApiTokenId, BulkActId, CartId, ChatChannelId, ConnectionId, ConnectionRunId,
    ConnectionWriteId, ContactId, DraftId, ImportId, MicrosoftId, MpnId, NoteId, OrderId, ReferralId,
    RelationshipRequestId, ReportId, ReportRunId, SavedViewId, SubscriptionId, TagId, UserId,
    WebhookDeliveryId, WebhookId,
};
use crate::text::percent::percent_encode;
use std::fmt;
use std::ops::Deref;

/// An address of the portal, from its root. `web/middleware/base_path.rs` adds the path of `PORTAL_PUBLIC_URL`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PortalUrl(String);

impl PortalUrl {
    /// Returns the address with a query, which is encoded already.
    pub fn with_query(&self, query: impl fmt::Display) -> String {
        format!("{}?{query}", self.0)
    }

    /// Returns the address with these parameters, without those that are empty.
    pub fn with_parameters<'n, 'v>(
        &self,
        parameters: impl IntoIterator<Item = (&'n str, &'v str)>,
    ) -> String {
        let given: Vec<_> = parameters.into_iter().filter(|(_, value)| !value.is_empty()).collect();
        match serde_urlencoded::to_string(given) {
            Ok(query) if !query.is_empty() => self.with_query(query),
            _ => self.0.clone(),
        }
    }
}

impl fmt::Display for PortalUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Deref for PortalUrl {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl From<PortalUrl> for String {
    fn from(url: PortalUrl) -> String {
        url.0
    }
}

/// A value for the segment of a path that names a `T`: the id itself, or its text.
pub trait Segment<T: ?Sized> {
    /// Returns the segment, percent-encoded.
    fn segment(&self) -> String;
}

impl<T: ?Sized, S: Segment<T> + ?Sized> Segment<T> for &S {
    fn segment(&self) -> String {
        (**self).segment()
    }
}

impl<T: ?Sized> Segment<T> for str {
    fn segment(&self) -> String {
        percent_encode(self).to_string()
    }
}

impl<T: ?Sized> Segment<T> for String {
    fn segment(&self) -> String {
        Segment::<T>::segment(self.as_str())
    }
}

macro_rules! ids {
    ($($id:ident)+) => {
        $(impl Segment<$id> for $id {
            fn segment(&self) -> String {
                Segment::<$id>::segment(self.to_string().as_str())
            }
        })+
    };
}

ids! { BulkActId CartId DraftId ImportId MicrosoftId MpnId OrderId ReferralId RelationshipRequestId SubscriptionId }

macro_rules! row_ids {
    ($($id:ident)+) => {
        $(impl Segment<$id> for $id {
            fn segment(&self) -> String {
                self.0.to_string()
            }
        })+
    };
}

row_ids! { ApiApplicationId ApiTokenId ChatChannelId ConnectionId ConnectionRunId ConnectionWriteId ContactId NoteId ReportId ReportRunId SavedViewId TagId UserId WebhookDeliveryId WebhookId }

macro_rules! urls {
    ($($name:ident($($argument:ident: $id:ident),*) => $pattern:literal;)+) => {
        /// The patterns of all addresses.
        pub const PATTERNS: &[&str] = &[STATIC_FILE, $($pattern),+];

        $(#[doc = concat!("Returns `", $pattern, "`.")]
        pub fn $name($($argument: impl Segment<$id>),*) -> PortalUrl {
            $(let $argument = $argument.segment();)*
            PortalUrl(format!($pattern))
        })+
    };
}

/// The part of an API address that links leave out, because the vendor's clients add it.
pub const API_VERSION: &str = "/v1";

/// Whether programs with an API token use this address, and browsers do not. The case of its fixed segments does not count.
pub fn is_for_programs(path: &str) -> bool {
    let mut segments = path.trim_start_matches('/').split('/');
    let is = |segment: &str, word: &str| segment.eq_ignore_ascii_case(word);
    match segments.next() {
        Some(first) if is(first, "v1") || is(first, "auditactivity") => true,
        Some(first) if is(first, "api") || is(first, "webhooks") => {
            segments.next().is_some_and(|second| is(second, "v1"))
        }
        // Where applications sign in, below a tenant of their choice.
        Some(tenant) if !tenant.is_empty() => match (segments.next(), segments.next()) {
            (Some(second), Some(third)) => {
                is(second, "oauth2") && (is(third, "token") || is(third, "v2.0"))
                    || is(second, "v2.0") && is(third, ".well-known")
            }
            _ => false,
        },
        _ => false,
    }
}

/// The pattern of the embedded files.
const STATIC_FILE: &str = "/static/{file:.*}";

/// Returns the address of an embedded file.
pub fn static_file(name: impl Segment<str>) -> PortalUrl {
    PortalUrl(format!("/static/{}", name.segment()))
}

/// Whether a pattern is declared here. The routes are checked with it when they are compiled.
pub const fn is_declared(pattern: &str) -> bool {
    let mut index = 0;
    while index < PATTERNS.len() {
        if is_equal(PATTERNS[index].as_bytes(), pattern.as_bytes()) {
            return true;
        }
        index += 1;
    }
    false
}

const fn is_equal(one: &[u8], other: &[u8]) -> bool {
    if one.len() != other.len() {
        return false;
    }
    let mut index = 0;
    while index < one.len() {
        if one[index] != other[index] {
            return false;
        }
        index += 1;
    }
    true
}

urls! {
    healthz() => "/healthz";
    readyz() => "/readyz";
    metrics() => "/metrics";
    keyboard_help() => "/help/keys";
    api_reference() => "/api-reference";
    openapi() => "/openapi.json";
    operator() => "/operator";
    operator_mail() => "/operator/mail";
    operator_diagnostics() => "/operator/diagnostics.json";
    language() => "/language";
    appearance() => "/appearance";
    sign_in() => "/sign-in";
    sign_in_oidc(issuer: str) => "/sign-in/oidc/{issuer}";
    sign_in_oidc_callback(issuer: str) => "/sign-in/oidc/{issuer}/callback";
    sign_out() => "/sign-out";
    sign_in_second_factor() => "/sign-in/second-factor";
    sign_in_forgotten() => "/sign-in/forgotten";
    sign_in_password(token: str) => "/sign-in/password/{token}";
    step_up() => "/step-up";
    profile() => "/profile";
    profile_password() => "/profile/password";
    profile_second_factor() => "/profile/second-factor";
    profile_second_factor_removal() => "/profile/second-factor/removal";
    profile_second_factor_recovery_codes() => "/profile/second-factor/recovery-codes";
    profile_sessions() => "/profile/sessions";
    application_token(tenant: str) => "/{tenant}/oauth2/v2.0/token";
    application_token_v1(tenant: str) => "/{tenant}/oauth2/token";
    application_discovery(tenant: str) => "/{tenant}/v2.0/.well-known/openid-configuration";
    profile_tokens() => "/profile/tokens";
    profile_token_end(token: ApiTokenId) => "/profile/tokens/{token}/end";
    profile_notifications() => "/profile/notifications";
    notifications() => "/notifications";
    notifications_read() => "/notifications/read";
    notification_events() => "/notifications/events";
    users() => "/account-settings/users";
    users_csv() => "/account-settings/users.csv";
    users_xlsx() => "/account-settings/users.xlsx";
    new_user() => "/account-settings/users/new";
    user(user: UserId) => "/account-settings/users/{user}";
    user_roles(user: UserId) => "/account-settings/users/{user}/roles";
    user_tokens(user: UserId) => "/account-settings/users/{user}/tokens";
    user_act(user: UserId, act: str) => "/account-settings/users/{user}/{act}";
    organization() => "/account-settings/organization";
    organization_edit() => "/account-settings/organization/edit";
    organization_tax_id() => "/account-settings/organization/tax-id";
    applications() => "/account-settings/applications";
    new_application() => "/account-settings/applications/new";
    application(application: ApiApplicationId) => "/account-settings/applications/{application}";
    application_end(application: ApiApplicationId) => "/account-settings/applications/{application}/end";
    application_secrets(application: ApiApplicationId) => "/account-settings/applications/{application}/secrets";
    connections() => "/account-settings/connections";
    new_connection() => "/account-settings/connections/new";
    connection(connection: ConnectionId) => "/account-settings/connections/{connection}";
    connection_edit(connection: ConnectionId) => "/account-settings/connections/{connection}/edit";
    connection_pause(connection: ConnectionId) => "/account-settings/connections/{connection}/pause";
    connection_removal(connection: ConnectionId) => "/account-settings/connections/{connection}/removal";
    connection_resumption(connection: ConnectionId) => "/account-settings/connections/{connection}/resumption";
    connection_runs(connection: ConnectionId) => "/account-settings/connections/{connection}/runs";
    connection_run(connection: ConnectionId, connection_run: ConnectionRunId) => "/account-settings/connections/{connection}/runs/{connection_run}";
    connection_run_confirmation(connection: ConnectionId, connection_run: ConnectionRunId) => "/account-settings/connections/{connection}/runs/{connection_run}/confirmation";
    connection_run_removal(connection: ConnectionId, connection_run: ConnectionRunId) => "/account-settings/connections/{connection}/runs/{connection_run}/removal";
    connection_writes(connection: ConnectionId) => "/account-settings/connections/{connection}/writes";
    connection_write_removal(connection: ConnectionId, connection_write: ConnectionWriteId) => "/account-settings/connections/{connection}/writes/{connection_write}/removal";
    connection_write_retry(connection: ConnectionId, connection_write: ConnectionWriteId) => "/account-settings/connections/{connection}/writes/{connection_write}/retry";
    connection_test(connection: ConnectionId) => "/account-settings/connections/{connection}/test";
    chat_channels() => "/account-settings/channels";
    new_chat_channel() => "/account-settings/channels/new";
    chat_channel(channel: ChatChannelId) => "/account-settings/channels/{channel}";
    chat_channel_pause(channel: ChatChannelId) => "/account-settings/channels/{channel}/pause";
    chat_channel_removal(channel: ChatChannelId) => "/account-settings/channels/{channel}/removal";
    chat_channel_resumption(channel: ChatChannelId) => "/account-settings/channels/{channel}/resumption";
    chat_channel_test(channel: ChatChannelId) => "/account-settings/channels/{channel}/test";
    webhooks() => "/account-settings/webhooks";
    new_webhook() => "/account-settings/webhooks/new";
    webhook(webhook: WebhookId) => "/account-settings/webhooks/{webhook}";
    webhook_deliveries(webhook: WebhookId) => "/account-settings/webhooks/{webhook}/deliveries";
    webhook_delivery(webhook: WebhookId, delivery: WebhookDeliveryId) => "/account-settings/webhooks/{webhook}/deliveries/{delivery}";
    webhook_delivery_resending(webhook: WebhookId, delivery: WebhookDeliveryId) => "/account-settings/webhooks/{webhook}/deliveries/{delivery}/resending";
    webhook_pause(webhook: WebhookId) => "/account-settings/webhooks/{webhook}/pause";
    webhook_removal(webhook: WebhookId) => "/account-settings/webhooks/{webhook}/removal";
    webhook_resending(webhook: WebhookId) => "/account-settings/webhooks/{webhook}/resending";
    webhook_resumption(webhook: WebhookId) => "/account-settings/webhooks/{webhook}/resumption";
    webhook_secret(webhook: WebhookId) => "/account-settings/webhooks/{webhook}/secret";
    webhook_test(webhook: WebhookId) => "/account-settings/webhooks/{webhook}/test";
    tags() => "/account-settings/tags";
    tags_csv() => "/account-settings/tags.csv";
    tags_xlsx() => "/account-settings/tags.xlsx";
    new_tag() => "/account-settings/tags/new";
    tag(tag: TagId) => "/account-settings/tags/{tag}";
    tag_removal(tag: TagId) => "/account-settings/tags/{tag}/removal";
    start() => "/";
    search() => "/search";
    customers() => "/customers";
    customers_csv() => "/customers.csv";
    customers_xlsx() => "/customers.xlsx";
    bulk_acts() => "/bulk";
    bulk_act_csv(bulk: BulkActId) => "/bulk/{bulk}.csv";
    bulk_act(bulk: BulkActId) => "/bulk/{bulk}";
    customers_columns() => "/customers/columns";
    customers_removed() => "/customers/removed";
    new_customer() => "/customers/new";
    new_customer_company(draft: DraftId) => "/customers/new/{draft}/company";
    new_customer_reseller(draft: DraftId) => "/customers/new/{draft}/reseller";
    new_customer_subscriptions(draft: DraftId) => "/customers/new/{draft}/subscriptions";
    new_customer_review(draft: DraftId) => "/customers/new/{draft}/review";
    new_customer_done(draft: DraftId) => "/customers/new/{draft}/done";
    new_customer_disposal(draft: DraftId) => "/customers/new/{draft}/disposal";
    import_form() => "/customers/import";
    import_progress(draft: ImportId) => "/customers/import/{draft}";
    import_rejects_csv(draft: ImportId) => "/customers/import/{draft}/rejects.csv";
    import_changes_csv(draft: ImportId) => "/customers/import/{draft}/changes.csv";
    import_confirmation(draft: ImportId) => "/customers/import/{draft}/confirmation";
    import_disposal(draft: ImportId) => "/customers/import/{draft}/disposal";
    customer(id: MicrosoftId) => "/customers/{id}";
    customer_account(id: MicrosoftId) => "/customers/{id}/account";
    customer_bill_to(id: MicrosoftId) => "/customers/{id}/bill-to";
    customer_bill_to_undo(id: MicrosoftId) => "/customers/{id}/bill-to/undo";
    customer_permissions(id: MicrosoftId) => "/customers/{id}/permissions";
    customer_microsoft_id(id: MicrosoftId) => "/customers/{id}/microsoft-id";
    customer_reseller(id: MicrosoftId) => "/customers/{id}/reseller";
    customer_tags(id: MicrosoftId) => "/customers/{id}/tags";
    customer_aliases(id: MicrosoftId) => "/customers/{id}/aliases";
    customer_notes(id: MicrosoftId) => "/customers/{id}/notes";
    customer_note(id: MicrosoftId, note: NoteId) => "/customers/{id}/notes/{note}";
    customer_note_pin(id: MicrosoftId, note: NoteId) => "/customers/{id}/notes/{note}/pin";
    customer_note_removal(id: MicrosoftId, note: NoteId) => "/customers/{id}/notes/{note}/removal";
    customer_contacts(id: MicrosoftId) => "/customers/{id}/contact";
    customer_contact(id: MicrosoftId, contact: ContactId) => "/customers/{id}/contact/{contact}";
    customer_contact_removal(id: MicrosoftId, contact: ContactId) => "/customers/{id}/contact/{contact}/removal";
    customer_agreement(id: MicrosoftId) => "/customers/{id}/agreement";
    customer_removal(id: MicrosoftId) => "/customers/{id}/removal";
    jump(text: str) => "/c/{text}";
    activity() => "/activity";
    activity_csv() => "/activity.csv";
    activity_xlsx() => "/activity.xlsx";
    activity_news() => "/activity/news";
    customer_activity(id: MicrosoftId) => "/customers/{id}/activity";
    customer_subscriptions(id: MicrosoftId) => "/customers/{id}/subscriptions";
    customer_subscriptions_csv(id: MicrosoftId) => "/customers/{id}/subscriptions.csv";
    customer_subscriptions_xlsx(id: MicrosoftId) => "/customers/{id}/subscriptions.xlsx";
    customer_subscriptions_suspension(id: MicrosoftId) => "/customers/{id}/subscriptions/suspension";
    subscription(id: MicrosoftId, sid: SubscriptionId) => "/customers/{id}/subscriptions/{sid}";
    subscription_quantity(id: MicrosoftId, sid: SubscriptionId) => "/customers/{id}/subscriptions/{sid}/quantity";
    subscription_nickname(id: MicrosoftId, sid: SubscriptionId) => "/customers/{id}/subscriptions/{sid}/nickname";
    subscription_renewal(id: MicrosoftId, sid: SubscriptionId) => "/customers/{id}/subscriptions/{sid}/renewal";
    subscription_suspension(id: MicrosoftId, sid: SubscriptionId) => "/customers/{id}/subscriptions/{sid}/suspension";
    subscription_reactivation(id: MicrosoftId, sid: SubscriptionId) => "/customers/{id}/subscriptions/{sid}/reactivation";
    subscription_cancellation(id: MicrosoftId, sid: SubscriptionId) => "/customers/{id}/subscriptions/{sid}/cancellation";
    subscription_cancellation_withdrawal(id: MicrosoftId, sid: SubscriptionId) => "/customers/{id}/subscriptions/{sid}/cancellation/withdrawal";
    subscription_at_renewal(id: MicrosoftId, sid: SubscriptionId) => "/customers/{id}/subscriptions/{sid}/at-renewal";
    subscription_at_renewal_withdrawal(id: MicrosoftId, sid: SubscriptionId) => "/customers/{id}/subscriptions/{sid}/at-renewal/withdrawal";
    subscription_support_contact(id: MicrosoftId, sid: SubscriptionId) => "/customers/{id}/subscriptions/{sid}/support-contact";
    new_order(id: MicrosoftId) => "/customers/{id}/orders/new";
    order_review(id: MicrosoftId) => "/customers/{id}/orders/review";
    subscriptions() => "/subscriptions";
    subscriptions_csv() => "/subscriptions.csv";
    subscriptions_xlsx() => "/subscriptions.xlsx";
    reports() => "/reports";
    new_report() => "/reports/new";
    report(report: ReportId) => "/reports/{report}";
    report_pause(report: ReportId) => "/reports/{report}/pause";
    report_removal(report: ReportId) => "/reports/{report}/removal";
    report_resumption(report: ReportId) => "/reports/{report}/resumption";
    report_runs(report: ReportId) => "/reports/{report}/runs";
    report_file(report: ReportId, run: ReportRunId) => "/reports/{report}/runs/{run}/file";
    views() => "/views";
    new_view() => "/views/new";
    view(view: SavedViewId) => "/views/{view}";
    view_default(view: SavedViewId) => "/views/{view}/default";
    view_removal(view: SavedViewId) => "/views/{view}/removal";
    orders() => "/orders";
    orders_csv() => "/orders.csv";
    orders_xlsx() => "/orders.xlsx";
    order(id: OrderId) => "/orders/{id}";
    order_approval(id: OrderId) => "/orders/{id}/approval";
    order_declination(id: OrderId) => "/orders/{id}/declination";
    order_withdrawal(id: OrderId) => "/orders/{id}/withdrawal";
    relationship_requests() => "/relationship-requests";
    relationship_requests_csv() => "/relationship-requests.csv";
    relationship_requests_xlsx() => "/relationship-requests.xlsx";
    new_relationship_request() => "/relationship-requests/new";
    relationship_request(id: RelationshipRequestId) => "/relationship-requests/{id}";
    relationship_request_delivery(id: RelationshipRequestId) => "/relationship-requests/{id}/delivery";
    relationship_request_link(id: RelationshipRequestId) => "/relationship-requests/{id}/link";
    relationship_request_reminder(id: RelationshipRequestId) => "/relationship-requests/{id}/reminder";
    relationship_request_revocation(id: RelationshipRequestId) => "/relationship-requests/{id}/revocation";
    relationship_request_extension(id: RelationshipRequestId) => "/relationship-requests/{id}/extension";
    relationship_request_decision(id: RelationshipRequestId) => "/relationship-requests/{id}/decision";
    relationship_request_retry(id: RelationshipRequestId) => "/relationship-requests/{id}/retry";
    referrals() => "/referrals";
    referrals_csv() => "/referrals.csv";
    referrals_xlsx() => "/referrals.xlsx";
    new_referral() => "/referrals/new";
    referral(id: ReferralId) => "/referrals/{id}";
    referral_acceptance(id: ReferralId) => "/referrals/{id}/acceptance";
    referral_declination(id: ReferralId) => "/referrals/{id}/declination";
    referral_won(id: ReferralId) => "/referrals/{id}/won";
    referral_lost(id: ReferralId) => "/referrals/{id}/lost";
    invitation(token: str) => "/invitations/{token}";
    invitation_acceptance(token: str) => "/invitations/{token}/acceptance";
    invitation_declination(token: str) => "/invitations/{token}/declination";
    answer(receipt: str) => "/answers/{receipt}";
    unsubscribe(token: str) => "/unsubscribe/{token}";
    unsubscribe_withdrawal(token: str) => "/unsubscribe/{token}/withdrawal";
    indirect_resellers() => "/indirect-resellers";
    indirect_resellers_csv() => "/indirect-resellers.csv";
    indirect_resellers_xlsx() => "/indirect-resellers.xlsx";
    new_indirect_reseller() => "/indirect-resellers/new";
    indirect_reseller_removal(mpn_id: MpnId) => "/indirect-resellers/{mpn_id}/removal";
    api_customers() => "/v1/customers";
    api_relationship_requests() => "/v1/customers/relationshiprequests";
    api_customer(id: MicrosoftId) => "/v1/customers/{id}";
    api_company_profile(id: MicrosoftId) => "/v1/customers/{id}/profiles/company";
    api_billing_profile(id: MicrosoftId) => "/v1/customers/{id}/profiles/billing";
    api_customer_relationships(id: MicrosoftId) => "/v1/customers/{id}/relationships";
    api_subscriptions(id: MicrosoftId) => "/v1/customers/{id}/subscriptions";
    api_subscription(id: MicrosoftId, sid: SubscriptionId) => "/v1/customers/{id}/subscriptions/{sid}";
    api_add_ons(id: MicrosoftId, sid: SubscriptionId) => "/v1/customers/{id}/subscriptions/{sid}/addons";
    api_support_contact(id: MicrosoftId, sid: SubscriptionId) => "/v1/customers/{id}/subscriptions/{sid}/supportcontact";
    api_transition_eligibilities(id: MicrosoftId, sid: SubscriptionId) => "/v1/customers/{id}/subscriptions/{sid}/transitioneligibilities";
    api_transitions(id: MicrosoftId, sid: SubscriptionId) => "/v1/customers/{id}/subscriptions/{sid}/transitions";
    api_upgrades(id: MicrosoftId, sid: SubscriptionId) => "/v1/customers/{id}/subscriptions/{sid}/upgrades";
    api_orders(id: MicrosoftId) => "/v1/customers/{id}/orders";
    api_order(id: MicrosoftId, order: OrderId) => "/v1/customers/{id}/orders/{order}";
    api_carts(id: MicrosoftId) => "/v1/customers/{id}/carts";
    api_cart(id: MicrosoftId, cart: CartId) => "/v1/customers/{id}/carts/{cart}";
    api_checkout(id: MicrosoftId, cart: CartId) => "/v1/customers/{id}/carts/{cart}/checkout";
    api_customer_offers(id: MicrosoftId) => "/v1/customers/{id}/offers";
    api_customer_products(id: MicrosoftId) => "/v1/customers/{id}/products";
    api_customer_product(id: MicrosoftId, product: str) => "/v1/customers/{id}/products/{product}";
    api_customer_skus(id: MicrosoftId, product: str) => "/v1/customers/{id}/products/{product}/skus";
    api_customer_sku(id: MicrosoftId, product: str, sku: str) => "/v1/customers/{id}/products/{product}/skus/{sku}";
    api_customer_availabilities(id: MicrosoftId, product: str, sku: str) => "/v1/customers/{id}/products/{product}/skus/{sku}/availabilities";
    api_customer_availability(id: MicrosoftId, product: str, sku: str, availability: str) => "/v1/customers/{id}/products/{product}/skus/{sku}/availabilities/{availability}";
    api_offers() => "/v1/offers";
    api_offer(offer: str) => "/v1/offers/{offer}";
    api_offer_add_ons(offer: str) => "/v1/offers/{offer}/addons";
    api_products() => "/v1/products";
    api_product(product: str) => "/v1/products/{product}";
    api_skus(product: str) => "/v1/products/{product}/skus";
    api_sku(product: str, sku: str) => "/v1/products/{product}/skus/{sku}";
    api_availabilities(product: str, sku: str) => "/v1/products/{product}/skus/{sku}/availabilities";
    api_availability(product: str, sku: str, availability: str) => "/v1/products/{product}/skus/{sku}/availabilities/{availability}";
    api_domain(domain: str) => "/v1/domains/{domain}";
    api_relationships() => "/v1/relationships";
    api_organization_profile() => "/v1/profiles/organization";
    api_mpn_profile() => "/v1/profiles/mpn";
    api_audit_records() => "/v1/auditrecords";
    api_audit_activity() => "/auditactivity/v1/auditrecords";
    api_audit_record(record: str) => "/auditactivity/v1/auditrecords/{record}";
    webhook_registration() => "/webhooks/v1/registration";
    webhook_registration_events() => "/webhooks/v1/registration/events";
    webhook_validation_events() => "/webhooks/v1/registration/validationEvents";
    webhook_validation_event(event: str) => "/webhooks/v1/registration/validationEvents/{event}";
    portal_api_activity() => "/api/v1/activity";
    portal_api_customers() => "/api/v1/customers";
    portal_api_notes(id: MicrosoftId) => "/api/v1/customers/{id}/notes";
    portal_api_note(id: MicrosoftId, note: NoteId) => "/api/v1/customers/{id}/notes/{note}";
    portal_api_customer_tags(id: MicrosoftId) => "/api/v1/customers/{id}/tags";
    portal_api_export_activity() => "/api/v1/exports/activity";
    portal_api_export_customers() => "/api/v1/exports/customers";
    portal_api_export_resellers() => "/api/v1/exports/indirectresellers";
    portal_api_export_orders() => "/api/v1/exports/orders";
    portal_api_export_referrals() => "/api/v1/exports/referrals";
    portal_api_export_requests() => "/api/v1/exports/relationshiprequests";
    portal_api_export_subscriptions() => "/api/v1/exports/subscriptions";
    portal_api_jobs() => "/api/v1/jobs";
    portal_api_job(job: str) => "/api/v1/jobs/{job}";
    portal_api_job_rejects(job: ImportId) => "/api/v1/jobs/{job}/rejects";
    portal_api_job_results(job: BulkActId) => "/api/v1/jobs/{job}/results";
    portal_api_subscriptions() => "/api/v1/subscriptions";
    portal_api_tags() => "/api/v1/tags";
    portal_api_tag(tag: TagId) => "/api/v1/tags/{tag}";
    portal_api_views() => "/api/v1/views";
    indirect_providers() => "/indirect-providers";
    indirect_provider(mpn_id: MpnId) => "/indirect-providers/{mpn_id}";
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn fills_the_segments_of_a_pattern() {
        let customer = MicrosoftId(Uuid::nil());
        let own = "/customers/00000000-0000-0000-0000-000000000000/subscriptions/a%2Fb";
        assert_eq!(*subscription(customer, SubscriptionId("a/b".to_owned())), *own);
        assert_eq!(user(UserId(7)).with_query("a=b"), "/account-settings/users/7?a=b");
        assert_eq!(*static_file("app.0123.css"), *"/static/app.0123.css");
        assert!(is_declared("/customers/{id}") && !is_declared("/customers/{sid}"));
    }
}
