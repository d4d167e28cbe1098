//! The labels of actions, actors and resources in the user's language.

use crate::audit::action::Resource;
use crate::audit::{Action, ActorKind};
use crate::i18n::Texts;

macro_rules! labels {
    ($type:ident, $what:literal, { $($name:ident $text:ident;)+ }) => {
        impl $type {
            #[doc = $what]
            pub fn label(self, texts: &Texts) -> String {
                match self { $($type::$name => texts.$text(),)+ }
            }
        }
    };
}

labels!(Action, "What was done, as the vendor's own log says it.", {
    AddCustomer                 done_add_customer;
    UpdateCustomer              done_update_customer;
    CorrectMicrosoftId          done_correct_microsoft_id;
    SetResellerOfRecord         done_set_reseller_of_record;
    UpdateBillTo                done_update_bill_to;
    UpdateBillToName            done_update_bill_to_name;
    CreateCustomerPermission    done_create_customer_permission;
    DeleteCustomerPermission    done_delete_customer_permission;
    CreateAgreement             done_create_agreement;
    RemoveCustomerRelationship  done_remove_customer_relationship;
    RestoreCustomerRelationship done_restore_customer_relationship;
    EndDelegatedAdmin           done_end_delegated_admin;
    GrantDelegatedAdmin         done_grant_delegated_admin;
    UpdateSubscription          done_update_subscription;
    DeleteSubscription          done_delete_subscription;
    SetSupportContact           done_set_support_contact;
    CreateOrder                 done_create_order;
    RequestOrder                done_request_order;
    DeclineOrder                done_decline_order;
    WithdrawOrder               done_withdraw_order;
    UpdateOffer               done_update_offer;
    AddNote                     done_add_note;
    UpdateNote                  done_update_note;
    RemoveNote                  done_remove_note;
    AddContact                  done_add_contact;
    UpdateContact               done_update_contact;
    RemoveContact               done_remove_contact;
    CreateTag                   done_create_tag;
    UpdateTag                   done_update_tag;
    MergeTags                   done_merge_tags;
    DeleteTag                   done_delete_tag;
    ShareView                   done_share_view;
    UpdateView                  done_update_view;
    RemoveView                  done_remove_view;
    Import                      done_import;
    CreateRequest               done_create_request;
    UpdateRequest               done_update_request;
    SendRequest                 done_send_request;
    OpenRequest                 done_open_request;
    AcceptRequest               done_accept_request;
    DeclineRequest              done_decline_request;
    ExpireRequest               done_expire_request;
    RevokeRequest               done_revoke_request;
    ExtendRequest               done_extend_request;
    CreateReferral              done_create_referral;
    UpdateReferral              done_update_referral;
    CreatePartnerRelationship   done_create_partner_relationship;
    RemovePartnerRelationship   done_remove_partner_relationship;
    SetUpPartner                done_set_up_partner;
    UpdateOrganization          done_update_organization;
    CreatePartnerUser           done_create_partner_user;
    UpdatePartnerUser           done_update_partner_user;
    RemovePartnerUser           done_remove_partner_user;
    ChangePassword              done_change_password;
    ChangeSecondFactor          done_change_second_factor;
    EndSessions                 done_end_sessions;
    SendPasswordLink            done_send_password_link;
    UpdateProfile               done_update_profile;
    SignIn                      done_sign_in;
    RefusedSignIn               done_refused_sign_in;
    SlowSignIn                  done_slow_sign_in;
    SignOut                     done_sign_out;
    Export                      done_export;
    SendQueuedMail              done_send_queued_mail;
    RestoreBackup               done_restore_backup;
    ReplaceSecret               done_replace_secret;
    ErasePersonalData           done_erase_personal_data;
    BeginBulkAct                done_begin_bulk_act;
    EndBulkAct                  done_end_bulk_act;
    UndoBulkAct                 done_undo_bulk_act;
    CreateReport                done_create_report;
    UpdateReport                done_update_report;
    PauseReport                 done_pause_report;
    ResumeReport                done_resume_report;
    RemoveReport                done_remove_report;
    CreateChatChannel           done_create_chat_channel;
    UpdateChatChannel           done_update_chat_channel;
    PauseChatChannel            done_pause_chat_channel;
    ResumeChatChannel           done_resume_chat_channel;
    RemoveChatChannel           done_remove_chat_channel;
    CreateWebhook               done_create_webhook;
    UpdateWebhook               done_update_webhook;
    RotateWebhookSecret         done_rotate_webhook_secret;
    PauseWebhook                done_pause_webhook;
    ResumeWebhook               done_resume_webhook;
    RemoveWebhook               done_remove_webhook;
    CreateConnection            done_create_connection;
    UpdateConnection            done_update_connection;
    PauseConnection             done_pause_connection;
    ResumeConnection            done_resume_connection;
    RemoveConnection            done_remove_connection;
    RunConnection               done_run_connection;
    FailConnection              done_fail_connection;
    WarnConnection              done_warn_connection;
    MarkMissingCustomer         done_mark_missing_customer;
    WriteToServer               done_write_to_server;
    CreateToken                 done_create_token;
    EndToken                    done_end_token;
    RegisterApplication         done_register_application;
    RotateApplicationSecret     done_rotate_application_secret;
    EndApplication              done_end_application;
});

labels!(ActorKind, "An actor who is no person of a partner's; a person has a name instead.", {
    User     partner_user;
    Operator actor_operator;
    System   actor_system;
    Customer actor_customer;
});

labels!(Resource, "Its name.", {
    Customer            resource_customer;
    Subscription        resource_subscription;
    Order               resource_order;
    Request             resource_request;
    Agreement           resource_agreement;
    Referral            resource_referral;
    Partnership         resource_partnership;
    PartnerRelationship resource_partner_relationship;
    Partner             resource_partner;
    PartnerUser         resource_partner_user;
    Offer               resource_offer;
    Tag                 resource_tag;
    View                resource_view;
    Activity            resource_activity;
    Person              resource_person;
    BulkAct             resource_bulk_act;
    Report              resource_report;
    ChatChannel         resource_chat_channel;
    Webhook             webhook;
    Application         application;
    Connection          resource_connection;
});
