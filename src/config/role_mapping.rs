//! Assigns roles by an OpenID Connect claim: the settings map its values to roles. If no value gives a role
//! of some kind (admin or agent), roles of that kind are managed in the portal.

use crate::config::IssuerSettings;
use crate::domain::{AdminRole, AgentRole, Roles};
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// Maps the values of a claim to roles.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoleMapping {
    claim: String,
    gives: BTreeMap<String, Roles>,
}

impl RoleMapping {
    /// Returns the mapping of an issuer, if it has one.
    ///
    /// # Errors
    /// A sentence that names the unknown role.
    pub fn from_issuer(issuer: &IssuerSettings) -> Result<Option<Self>, String> {
        let roles = issuer.roles.iter().map(|(value, role)| Ok((value.clone(), Roles::parse(role)?)));
        let gives = roles.collect::<Result<BTreeMap<_, _>, String>>()?;
        Ok(issuer.roles_claim.clone().map(|claim| RoleMapping { claim, gives }))
    }

    /// Returns the values of the claim. The claim is a name or, if it begins with `/`, a JSON pointer such
    /// as `/realm_access/roles`. `None` if the claim is missing or not text.
    pub fn claimed_roles(&self, claims: &Map<String, Value>) -> Option<Vec<String>> {
        let value = match self.claim.strip_prefix('/') {
            None => claims.get(&self.claim),
            Some(path) => {
                let (first, rest) = path.split_once('/').unwrap_or((path, ""));
                let value = claims.get(first);
                if rest.is_empty() {
                    value
                } else {
                    value.and_then(|value| value.pointer(&format!("/{rest}")))
                }
            }
        };
        match value? {
            Value::String(one) => Some(vec![one.clone()]),
            Value::Array(many) => Some(many.iter().filter_map(Value::as_str).map(str::to_owned).collect()),
            _ => None,
        }
    }

    /// Returns the new roles of a user who has the roles `now`, for these claim values. If several roles of
    /// a kind match, the first one in the order of the enum wins. A kind of role that the mapping never
    /// gives is not changed.
    pub fn roles(&self, said: &[String], now: Roles) -> Roles {
        let given = || said.iter().filter_map(|value| self.gives.get(value));
        let manages = |kind: fn(&Roles) -> bool| self.gives.values().any(kind);
        let admin: Option<AdminRole> = given().filter_map(|roles| roles.admin).min();
        let agent: Option<AgentRole> = given().filter_map(|roles| roles.agent).min();
        Roles {
            admin: if manages(|roles| roles.admin.is_some()) { admin } else { now.admin },
            agent: if manages(|roles| roles.agent.is_some()) { agent } else { now.agent },
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use serde_json::json;

    fn mapping(claim: &str, roles: &[(&str, &str)]) -> RoleMapping {
        let roles = roles.iter().map(|(value, role)| (value.to_string(), role.to_string())).collect();
        let issuer = IssuerSettings { roles_claim: Some(claim.into()), roles, ..IssuerSettings::default() };
        RoleMapping::from_issuer(&issuer).unwrap().unwrap()
    }

    #[test]
    fn grants_the_first_match_and_keeps_roles_of_the_other_kind() {
        let mapping =
            mapping("roles", &[("sell", "sales-agent"), ("all", "admin-agent"), ("help", "helpdesk-agent")]);
        let now = Roles::parse("global-admin,helpdesk-agent").unwrap();
        let after = mapping.roles(&["sell".into(), "all".into(), "unknown".into()], now);
        assert_eq!(after, Roles::parse("global-admin,admin-agent").unwrap());
        assert_eq!(mapping.roles(&[], now), Roles::parse("global-admin").unwrap());
    }

    #[test]
    fn reads_a_string_a_list_and_a_json_pointer() {
        let claims =
            json!({ "one": "a", "many": ["a", 7, "b"], "realm": { "roles": ["c"] }, "odd": { "x": 1 } });
        let said = |claim: &str| mapping(claim, &[]).claimed_roles(claims.as_object().unwrap());
        assert_eq!(said("one"), Some(vec!["a".into()]));
        assert_eq!(said("many"), Some(vec!["a".into(), "b".into()]));
        assert_eq!(said("/realm/roles"), Some(vec!["c".into()]));
        assert_eq!((said("odd"), said("none"), said("/realm/none"), said("/")), (None, None, None, None));
    }
}
