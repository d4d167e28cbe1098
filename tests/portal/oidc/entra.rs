//! Claims of Microsoft Entra ID, and settings that are rejected.

use crate::oidc::stage::issuer_settings;
use partner_portal::auth::oidc::claims::ClaimedIdentity;
use partner_portal::auth::oidc::protocol::TokenClaims;
use partner_portal::config::IssuerSettings;
use partner_portal::config::oidc_issuer::checked;
use serde_json::{Value, json};
use std::os::unix::fs::PermissionsExt;

const TENANT: &str = "11111111-2222-3333-4444-555555555555";

fn entra(change: impl FnOnce(&mut IssuerSettings)) -> IssuerSettings {
    let mut issuer = issuer_settings("main", &format!("https://login.microsoftonline.com/{TENANT}/v2.0"));
    change(&mut issuer);
    issuer
}

fn told(issuer: &IssuerSettings, over: Value) -> Result<ClaimedIdentity, String> {
    let mut claims = json!({
        "iss": issuer.issuer, "aud": "portal", "sub": "AAAA", "iat": 1, "exp": 2, "tid": TENANT, "oid": "9",
        "ver": "2.0", "name": "Kim", "preferred_username": "kim@contoso.example",
    });
    for (name, value) in over.as_object().unwrap() {
        claims[name] = value.clone();
    }
    ClaimedIdentity::from_claims(issuer, &serde_json::from_value::<TokenClaims>(claims).unwrap())
}

#[test]
fn reads_the_claims_of_entra_id() {
    let (strict, trusting) = (entra(|_| ()), entra(|issuer| issuer.emails_are_verified = true));
    let address = |issuer: &IssuerSettings, over: Value| {
        let told = told(issuer, over).unwrap();
        (told.email, told.email_is_verified)
    };
    let kim = || Some("kim@contoso.example".to_owned());
    assert_eq!(address(&strict, json!({})), (None, false), "a user name is not a verified address");
    assert_eq!(address(&trusting, json!({})), (kim(), true), "unless the settings trust it");
    assert_eq!(address(&strict, json!({ "email": "kim@contoso.example" })), (kim(), false));
    for owner in [json!(true), json!(1), json!("1")] {
        assert_eq!(
            address(&strict, json!({ "email": "kim@contoso.example", "xms_edov": owner })),
            (kim(), true)
        );
    }
    for owner in [json!(false), json!(0), json!("0"), json!(null)] {
        assert_eq!(
            address(&strict, json!({ "email": "kim@contoso.example", "xms_edov": owner })),
            (kim(), false)
        );
    }
    assert_eq!(
        address(&trusting, json!({ "email": "kim@contoso.example", "email_verified": false })),
        (kim(), false)
    );
}

#[test]
fn rejects_another_tenant() {
    for tenant in [json!("99999999-2222-3333-4444-555555555555"), json!(null), json!("")] {
        assert!(told(&entra(|_| ()), json!({ "tid": tenant })).is_err(), "{tenant}");
    }
}

#[test]
fn recognizes_a_second_factor_in_the_claims() {
    let shown = |over: Value| told(&entra(|_| ()), over).unwrap().second_factor;
    assert!(shown(json!({ "amr": ["pwd", "mfa"] })));
    assert!(shown(json!({ "acr": "https://refeds.org/profile/mfa" })));
    for over in [
        json!({}),
        json!({ "amr": ["pwd"] }),
        json!({ "amr": [] }),
        json!({ "acr": "1" }),
        json!({ "acr": "mfa" }),
    ] {
        assert!(!shown(over.clone()), "{over}");
    }
}

#[test]
fn names_the_invalid_setting() {
    let refused = |issuer: IssuerSettings, said: &str| {
        let error = checked(vec![issuer]).unwrap_err().to_string();
        assert!(error.contains(said) && !error.contains('\n'), "{error}");
    };
    assert_eq!(
        checked(vec![entra(|issuer| issuer.name.clear())]).unwrap()[0].name,
        "login.microsoftonline.com"
    );
    refused(
        entra(|issuer| issuer.issuer = "https://login.microsoftonline.com/common/v2.0".into()),
        "every tenant",
    );
    refused(entra(|issuer| issuer.issuer = "http://id.example".into()), "https://");
    refused(entra(|issuer| issuer.issuer = "https://id.example/?a=b".into()), "without ?");
    refused(entra(|issuer| issuer.client_id.clear()), "client id");
    refused(entra(|issuer| issuer.id = "A/../b".into()), "a–z");
    refused(entra(|issuer| issuer.client_secret_file = Some("/no/such/file".into())), "/no/such/file");
    refused(entra(|issuer| issuer.roles_claim = Some("roles".into())), "set together");
    let roles = |role: &str| {
        entra(|issuer| {
            issuer.roles_claim = Some("roles".into());
            issuer.roles = [("x".to_owned(), role.to_owned())].into();
        })
    };
    refused(roles("emperor"), "emperor");
    assert!(checked(vec![roles("global-admin,sales-agent")]).is_ok());
    let twice = checked(vec![entra(|_| ()), entra(|issuer| issuer.id = "other".into())]).unwrap_err();
    assert!(twice.to_string().contains("twice"));
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), "secret").unwrap();
    std::fs::set_permissions(file.path(), std::fs::Permissions::from_mode(0o644)).unwrap();
    refused(entra(|issuer| issuer.client_secret_file = Some(file.path().to_owned())), "chmod 600");
}
