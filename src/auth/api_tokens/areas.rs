//! Which area of the API a request needs: the table between permissions and areas.

use crate::domain::{AccessLevel, ApiAccess, ApiArea, Permission, TextEnum};

/// What a token must have access to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RequiredArea {
    /// Any token will do: what every program may know of its own partner.
    Any,
    /// Access to this area.
    Only(ApiArea),
    /// Access to every area of the partner's data: what belongs to none of them.
    Every,
    /// No token is enough: people do this, on pages.
    Never,
}

/// What a token lacks for a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AreaRefusal {
    /// Access to this area.
    NoAccess(ApiArea),
    /// The right to change data in this area.
    ReadOnly(ApiArea),
    /// Access to every area.
    NotEverything,
    /// No token can do it.
    PeopleOnly,
}

/// Returns the area of a route: that of the resource that its path names, otherwise that of its permission. Orders are read
/// with the permission for subscriptions, and the list of partnerships needs a permission that depends on the partner.
pub fn required_area(permission: Permission, path: &str) -> RequiredArea {
    let of_resource = path.split('/').find_map(|segment| match segment {
        "carts" | "orders" => Some(ApiArea::Orders),
        "referrals" | "relationshiprequests" | "relationships" => Some(ApiArea::Partnerships),
        _ => None,
    });
    of_resource.map_or_else(|| area_of(permission), RequiredArea::Only)
}

/// Returns why a token with this access may not send a request; `None` if it may. A request that changes something needs
/// write access, whatever its route is.
pub fn refusal(access: ApiAccess, required: RequiredArea, is_change: bool) -> Option<AreaRefusal> {
    match required {
        RequiredArea::Any => None,
        RequiredArea::Never => Some(AreaRefusal::PeopleOnly),
        RequiredArea::Every => {
            let level = if is_change { AccessLevel::Write } else { AccessLevel::Read };
            let has = |(area, _): &(ApiArea, &str)| access.level(*area) >= level.min(area.highest());
            let mut areas = ApiArea::ALL.iter().filter(|(area, _)| *area != ApiArea::Webhooks);
            (!areas.all(has)).then_some(AreaRefusal::NotEverything)
        }
        RequiredArea::Only(area) => match access.level(area) {
            AccessLevel::None => Some(AreaRefusal::NoAccess(area)),
            AccessLevel::Read if is_change => Some(AreaRefusal::ReadOnly(area)),
            AccessLevel::Read | AccessLevel::Write => None,
        },
    }
}

/// The table. A new permission must be added, so that no token gets it by accident.
const fn area_of(permission: Permission) -> RequiredArea {
    use Permission as P;
    match permission {
        P::ViewCustomers
        | P::FilterByReseller
        | P::ExportCustomers
        | P::AddCustomer
        | P::EditBillTo
        | P::AnnotateCustomers
        | P::RemoveNotes
        | P::EditContacts
        | P::CorrectMicrosoftId
        | P::SetResellerOfRecord
        | P::SwitchPermissions
        | P::AttestAgreement
        | P::SaveViews
        | P::ShareViews
        | P::ImportCustomers => RequiredArea::Only(ApiArea::Customers),
        P::ViewSubscriptions
        | P::ExportSubscriptions
        | P::ChangeSubscription
        | P::SuspendSubscription
        | P::CancelSubscription
        | P::SetSupportContact => RequiredArea::Only(ApiArea::Subscriptions),
        P::Order | P::DecideOrders => RequiredArea::Only(ApiArea::Orders),
        P::RequestRelationship
        | P::RequestDelegatedAdmin
        | P::InviteWithProvider
        | P::ManageRequests
        | P::RemoveRelationship
        | P::ViewResellers
        | P::RequestPartnership
        | P::RemovePartnership
        | P::AuthorizeProvider
        | P::ViewProviders
        | P::ViewReferrals
        | P::AnswerReferrals => RequiredArea::Only(ApiArea::Partnerships),
        P::ViewActivity | P::ViewAccessActivity => RequiredArea::Only(ApiArea::Activity),
        P::ManageWebhooks => RequiredArea::Only(ApiArea::Webhooks),
        P::ViewOrganization | P::OwnProfile => RequiredArea::Any,
        P::ViewUsers => RequiredArea::Every,
        P::ManageUsers
        | P::ManageApplications
        | P::EditOrganization
        | P::EditTaxId
        | P::OwnReports
        | P::ManageReports
        | P::ManageChatChannels
        | P::ManageConnections
        | P::OperateServer => RequiredArea::Never,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_resource_of_a_path_decides_before_the_permission() {
        let area = |permission, path| required_area(permission, path);
        let only = RequiredArea::Only;
        use Permission as P;
        assert_eq!(area(P::ViewSubscriptions, "/v1/customers/{id}/orders/{order}"), only(ApiArea::Orders));
        assert_eq!(
            area(P::ViewSubscriptions, "/v1/customers/{id}/subscriptions"),
            only(ApiArea::Subscriptions)
        );
        assert_eq!(area(P::OwnProfile, "/v1/relationships"), only(ApiArea::Partnerships));
        assert_eq!(area(P::ViewOrganization, "/v1/profiles/mpn"), RequiredArea::Any);
        assert_eq!(area(P::ManageUsers, "/v1/users"), RequiredArea::Never);
    }

    #[test]
    fn a_change_needs_write_access_to_its_own_area() {
        let access = ApiAccess::default().with(ApiArea::Orders, AccessLevel::Write);
        let access = access.with(ApiArea::Customers, AccessLevel::Read);
        let ask = |area, is_change| refusal(access, RequiredArea::Only(area), is_change);
        assert_eq!((ask(ApiArea::Orders, true), ask(ApiArea::Customers, false)), (None, None));
        assert_eq!(ask(ApiArea::Customers, true), Some(AreaRefusal::ReadOnly(ApiArea::Customers)));
        assert_eq!(ask(ApiArea::Activity, false), Some(AreaRefusal::NoAccess(ApiArea::Activity)));
        assert_eq!(refusal(access, RequiredArea::Every, false), Some(AreaRefusal::NotEverything));
        let everything = ApiAccess::everywhere(AccessLevel::Read);
        assert_eq!(refusal(everything, RequiredArea::Every, false), None);
        assert_eq!(refusal(everything, RequiredArea::Every, true), Some(AreaRefusal::NotEverything));
        let data = everything.with(ApiArea::Webhooks, AccessLevel::None);
        assert_eq!(refusal(data, RequiredArea::Every, false), None);
        assert_eq!(refusal(access, RequiredArea::Never, false), Some(AreaRefusal::PeopleOnly));
        assert_eq!(refusal(ApiAccess::default(), RequiredArea::Any, true), None);
    }
}
