//! The details of one entry of each action. The match has no default, so a new action needs an example here.

use partner_portal::audit::Action;
use serde_json::{Value, json};

/// Details that the portal stores for an action, and the values in its sentence that are the same in all languages.
pub fn example(action: Action) -> (Value, &'static [&'static str]) {
    use Action as A;
    let request = json!({ "request": "r", "recipient": "it@hanbit.example" });
    let status =
        |before: &str, after: &str| json!({ "before": { "status": before }, "after": { "status": after } });
    let with = |mut details: Value, more: Value| {
        details.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        details
    };
    let bill_to =
        json!({ "before": { "city": "Busan", "phone": "1" }, "after": { "city": "서울", "phone": "2" } });
    match action {
        A::AddCustomer => (
            json!({ "before": null, "after": { "domain": "hanbit.example", "reseller": "2000" } }),
            &["hanbit.example", "2000"],
        ),
        A::UpdateCustomer => (
            json!({ "before": { "domain": "a.example" }, "after": { "domain": "b.example" } }),
            &["a.example → b.example"],
        ),
        A::CorrectMicrosoftId => (
            json!({ "before": { "microsoft_id": "1-1" }, "after": { "microsoft_id": "2-2" } }),
            &["1-1 → 2-2"],
        ),
        A::SetResellerOfRecord => (
            json!({ "before": { "reseller": "2000" }, "after": { "reseller": "5000" }, "subscriptions": 31, "reason": "region moved" }),
            &["2000 → 5000", "31", "region moved"],
        ),
        A::UpdateBillTo => (bill_to, &["1 → 2"]),
        A::UpdateBillToName => (
            json!({ "before": { "company_name": "온새미" }, "after": { "company_name": "온새미로" } }),
            &["온새미 → 온새미로"],
        ),
        A::CreateCustomerPermission | A::DeleteCustomerPermission => (
            json!({ "before": { "azure_reservations": "off" }, "after": { "azure_reservations": "on" } }),
            &["Azure", " → "],
        ),
        A::CreateAgreement => (
            json!({ "before": null, "after": { "first_name": "하은", "last_name": "정", "agreed_on": "2026-11-05" } }),
            &["정하은", "2026"],
        ),
        A::RemoveCustomerRelationship => (
            json!({ "before": { "relationship": "reseller" }, "after": { "relationship": "none" }, "reason": "moved away 9" }),
            &[" → ", "moved away 9"],
        ),
        A::RestoreCustomerRelationship => (with(request, json!({ "delegated_admin": true })), &[]),
        A::EndDelegatedAdmin => (
            json!({ "before": { "delegated_admin": true }, "after": { "delegated_admin": false } }),
            &[" → "],
        ),
        A::GrantDelegatedAdmin => (with(request, json!({ "delegated_admin": true })), &[]),
        A::UpdateSubscription => (
            json!({ "subscription_id": "s", "name": "Microsoft 365 E3", "before": { "quantity": 45 }, "after": { "quantity": 1050 } }),
            &["Microsoft 365 E3", "45 → 1,050"],
        ),
        A::DeleteSubscription => {
            (with(status("suspended", "deleted"), json!({ "name": "Visio" })), &["Visio"])
        }
        A::SetSupportContact => (
            json!({ "name": "Visio", "before": { "support_contact": "1000" }, "after": { "support_contact": "2000" } }),
            &["Visio", "1000 → 2000"],
        ),
        A::CreateOrder => (
            json!({ "order_id": "o", "lines": [{ "subscription_name": "Teams", "quantity": 7 }, { "subscription_name": "Visio", "quantity": 1 }] }),
            &["Teams ×\u{a0}7", "1"],
        ),
        A::RequestOrder => (
            json!({ "order_id": "o", "lines": [{ "offer_name": "Teams", "quantity": 7 }], "note": "for 3 floors" }),
            &["Teams ×\u{a0}7", "for 3 floors"],
        ),
        A::DeclineOrder => (
            json!({ "order_id": "o", "lines": [{ "offer_name": "Teams", "quantity": 7 }], "reason": "not sold" }),
            &["Teams ×\u{a0}7", "not sold"],
        ),
        A::WithdrawOrder => (
            json!({ "order_id": "o", "lines": [{ "offer_name": "Teams", "quantity": 7 }] }),
            &["Teams ×\u{a0}7"],
        ),
        A::UpdateOffer => (
            json!({ "before": { "offer_id": "E3", "name": "Teams", "maximum_quantity": 5 }, "after": { "offer_id": "E3", "name": "Teams", "maximum_quantity": 9 } }),
            &["Teams", "5 → 9"],
        ),
        A::AddNote => (json!({ "note": "Call 3 times" }), &["Call 3 times"]),
        A::UpdateNote => (
            json!({ "before": { "note": "Call 3 times" }, "after": { "note": "Call 4 times" } }),
            &["Call 3 times → Call 4 times"],
        ),
        A::RemoveNote => (json!({ "note": "Call 3 times", "author": "김아라" }), &["Call 3 times", "김아라"]),
        A::AddContact => {
            (json!({ "before": null, "after": { "name": "오세린", "job_title": "CIO" } }), &["오세린", "CIO"])
        }
        A::UpdateContact => (
            json!({ "before": { "name": "오세린", "phone": "1" }, "after": { "name": "오세린", "phone": "2" } }),
            &["오세린", "1 → 2"],
        ),
        A::RemoveContact => {
            (json!({ "before": { "name": "오세린", "job_title": "CIO" }, "after": null }), &["오세린", "CIO"])
        }
        A::CreateTag => (json!({ "name": "의료", "hue": "teal" }), &["의료"]),
        A::UpdateTag => (
            json!({ "before": { "name": "의료", "hue": "teal" }, "after": { "name": "보건", "hue": "teal" } }),
            &["의료 → 보건"],
        ),
        A::MergeTags => (
            json!({ "before": { "name": "의료" }, "after": { "name": "보건" }, "customers": 1204 }),
            &["의료", "보건", "1,204"],
        ),
        A::BeginBulkAct | A::UndoBulkAct => {
            (json!({ "bulk_act": "tag", "tags": "의료", "rows": 48200 }), &["48,200"])
        }
        A::EndBulkAct => (
            json!({ "bulk_act": "suspend", "changed": 48199, "failed": 1, "unchanged": 0, "stopped": "role", "left": 7 }),
            &["48,199", "1"],
        ),
        A::DeleteTag => (json!({ "name": "의료", "hue": "teal", "customers": 1204 }), &["의료", "1,204"]),
        A::CreateReport => (
            json!({ "name": "Weekly 7", "list": "users", "filter": "", "schedule": "weekly", "time": "08:30", "format": "csv", "only_if_rows": false, "recipients": 3 }),
            &["Weekly 7", "3"],
        ),
        A::UpdateReport => (
            json!({ "before": { "name": "Weekly 7", "time": "08:30" }, "after": { "name": "Weekly 8", "time": "08:30" } }),
            &["Weekly 7 → Weekly 8"],
        ),
        A::PauseReport => (json!({ "name": "Weekly 7", "paused": "role" }), &["Weekly 7"]),
        A::CreateChatChannel => (
            json!({ "name": "Sales", "service": "slack", "host": "hooks.slack.com", "language": "ko", "events": ["referral"] }),
            &["Sales"],
        ),
        A::UpdateChatChannel => (
            json!({ "before": { "name": "Sales", "service": "slack" }, "after": { "name": "Sales 2", "service": "slack" } }),
            &["Sales → Sales 2"],
        ),
        A::PauseChatChannel => (json!({ "name": "Sales", "channel_paused": "failures" }), &["Sales"]),
        A::ResumeChatChannel | A::RemoveChatChannel => {
            (json!({ "name": "Sales", "service": "teams", "host": "x.example" }), &["Sales"])
        }
        A::CreateWebhook => {
            (json!({ "webhook": "erp.example", "webhook_events": ["order-created"] }), &["erp.example"])
        }
        A::UpdateWebhook => (
            json!({
                "before": { "webhook": "erp.example", "webhook_events": ["order-created"] },
                "after": { "webhook": "psa.example", "webhook_events": ["order-created"] },
            }),
            &["erp.example → psa.example"],
        ),
        A::RotateWebhookSecret => {
            (json!({ "webhook": "erp.example", "former_until": "2026-12-01" }), &["erp.example"])
        }
        A::PauseWebhook => {
            (json!({ "webhook": "erp.example", "webhook_paused": "failures" }), &["erp.example"])
        }
        A::ResumeWebhook | A::RemoveWebhook => (json!({ "webhook": "erp.example" }), &["erp.example"]),
        A::CreateConnection => (
            json!({ "name": "Vendor", "address": "https://api.example", "sign_in": "client-credentials", "client_id": "c-1", "schedule": "daily", "requests_an_hour": 6000, "kept_fields": ["rule_name"] }),
            &["Vendor", "https://api.example"],
        ),
        A::UpdateConnection => (
            json!({ "before": { "name": "Vendor", "schedule": "daily" }, "after": { "name": "Vendor 2", "schedule": "daily" } }),
            &["Vendor → Vendor 2"],
        ),
        A::PauseConnection => (json!({ "name": "Vendor", "connection_paused": "sign-in" }), &["Vendor"]),
        A::ResumeConnection | A::RemoveConnection => {
            (json!({ "name": "Vendor", "address": "https://api.example" }), &["Vendor"])
        }
        A::RunConnection => (json!({ "name": "Vendor", "connection_run": "confirmed" }), &["Vendor"]),
        A::FailConnection => {
            (json!({ "name": "Vendor", "fault": "answer", "said": "503 7" }), &["Vendor", "503 7"])
        }
        A::WarnConnection => (json!({ "name": "Vendor", "valid_until": "2027-02-26" }), &["Vendor"]),
        A::WriteToServer => (
            json!({ "connection": "Vendor", "written_value": "quantity", "subscription_id": "s-1", "connection_write": "written" }),
            &["Vendor", "s-1"],
        ),
        A::MarkMissingCustomer => (json!({ "connection": "Vendor", "missing": true }), &["Vendor"]),
        A::ResumeReport => (json!({ "name": "Weekly 7" }), &["Weekly 7"]),
        A::RemoveReport => (json!({ "name": "Weekly 7", "list": "users" }), &["Weekly 7"]),
        A::CreateToken => (
            json!({ "email": "a@b.example", "token": "Billing 7", "token_scope": "write", "valid_until": "2027-02-26" }),
            &["Billing 7", "a@b.example"],
        ),
        A::EndToken => {
            (json!({ "email": "a@b.example", "token": "Billing 7" }), &["Billing 7", "a@b.example"])
        }
        A::RegisterApplication => (
            json!({ "application": "ERP 7", "client_id": "6cbcb3a1-8c6b-4a5e-9f57-4d5a2c1d0a01", "roles": ["sales-agent"], "token_scope": "customers:read,orders:write", "valid_until": "2027-02-26" }),
            &["ERP 7"],
        ),
        A::RotateApplicationSecret => (
            json!({ "application": "ERP 7", "client_id": "6cbcb3a1-8c6b-4a5e-9f57-4d5a2c1d0a01", "valid_until": "2027-02-26", "former_until": "2026-12-07" }),
            &["ERP 7"],
        ),
        A::EndApplication => (
            json!({ "application": "ERP 7", "client_id": "6cbcb3a1-8c6b-4a5e-9f57-4d5a2c1d0a01" }),
            &["ERP 7", "6cbcb3a1"],
        ),
        A::ShareView | A::RemoveView => (
            json!({ "name": "Ending soon", "list": "subscriptions", "filter": "renews=30" }),
            &["Ending soon"],
        ),
        A::UpdateView => (
            json!({ "before": { "name": "Ending" }, "after": { "name": "Ending soon" }, "list": "customers" }),
            &["Ending → Ending soon"],
        ),
        A::Import => (
            json!({ "file": "customers", "sha256": "00", "added": 1200, "changed": 3, "kept_names": 0 }),
            &["1,200", "3"],
        ),
        A::CreateRequest => {
            (with(request, json!({ "valid_until": "2026-12-31" })), &["it@hanbit.example", "2026"])
        }
        A::UpdateRequest => (
            with(request, json!({ "before": { "subject": "Hello" }, "after": { "subject": "안녕" } })),
            &["it@hanbit.example", "Hello → 안녕"],
        ),
        A::SendRequest => {
            (with(request, json!({ "how": "portal", "reminder": true })), &["it@hanbit.example"])
        }
        A::OpenRequest | A::RevokeRequest => (request, &["it@hanbit.example"]),
        A::AcceptRequest => {
            (json!({ "company_name": "한빛", "person": "서지우", "outcome": "added" }), &["한빛", "서지우"])
        }
        A::DeclineRequest => (
            with(request, json!({ "reason": "already 1 partner" })),
            &["it@hanbit.example", "already 1 partner"],
        ),
        A::ExpireRequest => {
            (with(request, json!({ "valid_until": "2026-12-31" })), &["it@hanbit.example", "2026"])
        }
        A::ExtendRequest => (
            with(request, json!({ "before": "2026-11-30", "after": "2027-01-31" })),
            &["2026", "2027", "it@hanbit.example"],
        ),
        A::CreateReferral => (
            json!({ "company_name": "한빛", "need": "100 seats", "reseller": "2000" }),
            &["한빛", "100 seats", "2000"],
        ),
        A::UpdateReferral => (
            with(status("received", "declined"), json!({ "company_name": "한빛", "reason": "too far" })),
            &["한빛", " → ", "too far"],
        ),
        A::CreatePartnerRelationship => (
            json!({ "provider": { "mpn_id": "1000", "name": "한강" }, "reseller": { "mpn_id": "2000", "name": "솔빛" } }),
            &["한강", "솔빛"],
        ),
        A::RemovePartnerRelationship => {
            (json!({ "provider": "1000", "reseller": "2000" }), &["1000", "2000"])
        }
        A::SetUpPartner => {
            (json!({ "mpn_id": "1000", "type": "indirect-provider", "name": "한강" }), &["1000", "한강"])
        }
        A::UpdateOrganization => {
            (json!({ "before": { "tax_id": "1" }, "after": { "tax_id": "2" } }), &["1 → 2"])
        }
        A::CreatePartnerUser => {
            (json!({ "email": "a@b.example", "name": "김아라", "roles": ["global-admin"] }), &["김아라"])
        }
        A::UpdatePartnerUser => (
            json!({ "email": "a@b.example", "before": { "name": "김아라", "roles": ["sales-agent"] }, "after": { "name": "김아라", "roles": ["admin-agent"] } }),
            &["김아라", " → "],
        ),
        A::RemovePartnerUser => {
            (json!({ "email": "a@b.example", "before": { "name": "김아라", "roles": [] } }), &["김아라"])
        }
        A::ChangePassword => (json!({ "email": "a@b.example", "temporary": true }), &["a@b.example"]),
        A::ChangeSecondFactor => (
            json!({ "email": "a@b.example", "before": { "second_factor": "off" }, "after": { "second_factor": "on" } }),
            &["a@b.example", " → "],
        ),
        A::EndSessions => (json!({ "own": true, "ended": 3 }), &["3"]),
        A::SendPasswordLink => (json!({ "email": "a@b.example" }), &["a@b.example"]),
        A::UpdateProfile => (
            json!({ "before": { "name": "김", "language": "en" }, "after": { "name": "김", "language": "ko" } }),
            &["English → 한국어"],
        ),
        A::SignIn => (json!({ "issuer": "login.example", "second_factor": "app" }), &["login.example"]),
        A::RefusedSignIn | A::SlowSignIn => (json!({ "step": "second-factor" }), &[]),
        A::SignOut | A::ReplaceSecret => (json!({}), &[]),
        A::Export => (
            json!({ "file": "customers.csv", "rows": 1204, "search": "한" }),
            &["customers.csv", "1,204", "한"],
        ),
        A::RestoreBackup => (json!({ "backup_of": "2026-11-28T03:30:00Z" }), &["2026"]),
        A::SendQueuedMail => (json!({ "letters": 3 }), &["3"]),
        A::ErasePersonalData => (json!({ "people": 12, "drafts": 34, "letters": 0 }), &["12", "34"]),
    }
}
