//! docs/reference/permissions.md shows the permission matrix that `Scope` uses.

use crate::reference::page::{check, row};
use partner_portal::domain::Permission;
use partner_portal::domain::Role;
use partner_portal::domain::{Cloud, PartnerKind};

const KINDS: [(PartnerKind, &str); 3] = [
    (PartnerKind::Direct, "direct"),
    (PartnerKind::IndirectProvider, "provider"),
    (PartnerKind::IndirectReseller, "reseller"),
];
const CLOUDS: [(Cloud, &str); 3] =
    [(Cloud::Global, "global"), (Cloud::UsGovernment, "US Government"), (Cloud::Germany, "Germany")];

#[test]
fn documentation_of_permissions_is_up_to_date() {
    let mut table = row(["permission", "lets a person", "GA", "BA", "UM", "AA", "SA", "HA", "exists for"]);
    table += "|---|---|---|---|---|---|---|---|---|\n";
    for permission in Permission::EVERY {
        let name = format!("`{permission:?}`");
        let cells = Role::ALL.map(|role| cell(*permission, role));
        let cells = cells.iter().map(String::as_str);
        let place = place(*permission);
        let meaning = permission.meaning().trim();
        table += &row([name.as_str(), meaning].into_iter().chain(cells).chain([place.as_str()]));
    }
    check("docs/reference/permissions.md", &table);
}

/// Returns "yes", "–", or the types of partner at which the role has the permission.
fn cell(permission: Permission, role: Role) -> String {
    let exists: Vec<_> = KINDS.iter().filter(|(kind, _)| permission.kinds().contains(kind)).collect();
    let held: Vec<&str> = exists
        .iter()
        .filter(|(kind, _)| permission.roles(*kind).contains(&role))
        .map(|(_, name)| *name)
        .collect();
    match held.len() {
        0 => "–".to_owned(),
        count if count == exists.len() => "yes".to_owned(),
        _ => format!("{} only", held.join(", ")),
    }
}

/// Returns the partner types and clouds that have the permission, unless all do.
fn place(permission: Permission) -> String {
    let kinds: Vec<&str> =
        KINDS.iter().filter(|(kind, _)| permission.kinds().contains(kind)).map(|(_, name)| *name).collect();
    let clouds: Vec<&str> = CLOUDS
        .iter()
        .filter(|(cloud, _)| permission.clouds().contains(cloud))
        .map(|(_, name)| *name)
        .collect();
    let mut parts = Vec::new();
    if kinds.len() < KINDS.len() {
        parts.push(kinds.join(", "));
    }
    if clouds.len() < CLOUDS.len() {
        parts.push(format!("cloud: {}", clouds.join(", ")));
    }
    parts.join("; ")
}
