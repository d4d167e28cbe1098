// @generated automatically by Diesel CLI.

diesel::table! {
    activity_log (id) {
        id -> Integer,
        partner_id -> Integer,
        seq -> BigInt,
        at -> Timestamp,
        kind -> Text,
        action -> Text,
        resource -> Text,
        microsoft_id -> Nullable<Text>,
        actor_kind -> Text,
        actor_id -> Nullable<Integer>,
        request_id -> Text,
        mac -> Binary,
        customer_name_hash -> Nullable<Binary>,
        actor_name_hash -> Nullable<Binary>,
        details_hash -> Nullable<Binary>,
        address_hash -> Nullable<Binary>,
        old_mac -> Nullable<Binary>,
    }
}

// A view: the log with its values, as people read it.
diesel::table! {
    activity_entries (id) {
        id -> Integer,
        partner_id -> Integer,
        seq -> BigInt,
        at -> Timestamp,
        kind -> Text,
        action -> Text,
        resource -> Text,
        microsoft_id -> Nullable<Text>,
        customer_name -> Nullable<Text>,
        actor_kind -> Text,
        actor_id -> Nullable<Integer>,
        actor_name -> Text,
        details -> Text,
        request_id -> Text,
        address -> Text,
        mac -> Binary,
        old_mac -> Nullable<Binary>,
        customer_name_hash -> Nullable<Binary>,
        customer_name_salt -> Nullable<Binary>,
        actor_name_hash -> Nullable<Binary>,
        actor_name_salt -> Nullable<Binary>,
        details_hash -> Nullable<Binary>,
        details_salt -> Nullable<Binary>,
        address_hash -> Nullable<Binary>,
        address_salt -> Nullable<Binary>,
        values_seq -> Nullable<BigInt>,
    }
}

diesel::table! {
    activity_values (partner_id, seq) {
        partner_id -> Integer,
        seq -> BigInt,
        customer_name -> Nullable<Text>,
        customer_name_salt -> Nullable<Binary>,
        actor_name -> Nullable<Text>,
        actor_name_salt -> Nullable<Binary>,
        details -> Nullable<Text>,
        details_salt -> Nullable<Binary>,
        address -> Nullable<Text>,
        address_salt -> Nullable<Binary>,
    }
}

diesel::table! {
    activity_names (partner_id, seq) {
        partner_id -> Integer,
        seq -> BigInt,
        microsoft_id -> Text,
        name -> Text,
    }
}

diesel::table! {
    auth_throttle (bucket) {
        bucket -> Text,
        fails -> Integer,
        window_start -> Timestamp,
        blocked_until -> Timestamp,
    }
}

diesel::table! {
    customer_resellers (partner_id, reseller_id, microsoft_id) {
        partner_id -> Integer,
        reseller_id -> Integer,
        microsoft_id -> Text,
        reason -> Text,
        ended_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    customer_tags (partner_id, microsoft_id, tag_id) {
        partner_id -> Integer,
        microsoft_id -> Text,
        tag_id -> Integer,
    }
}

diesel::table! {
    customers (partner_id, sort_key, microsoft_id) {
        partner_id -> Integer,
        sort_key -> Binary,
        microsoft_id -> Text,
        list_name -> Text,
        domain -> Text,
        relationship -> Text,
        company_name -> Text,
        delegated_admin -> Bool,
        customer_since -> Timestamp,
        ended_at -> Nullable<Timestamp>,
        imported_name -> Nullable<Text>,
        version -> Integer,
        ended_by -> Nullable<Text>,
        end_reason -> Nullable<Text>,
        origin -> Text,
        id_invented -> Bool,
        country -> Text,
        subscription_count -> Integer,
        licenses -> BigInt,
        has_suspended -> Bool,
        renews_on -> Nullable<Date>,
        ends_on -> Nullable<Date>,
        reseller_ids -> Text,
        tag_ids -> Text,
        other_names -> Nullable<Text>,
        has_former_reseller -> Bool,
    }
}

diesel::table! {
    customer_contacts (id) {
        id -> Integer,
        partner_id -> Integer,
        microsoft_id -> Text,
        name -> Text,
        email -> Text,
        phone -> Text,
        job_title -> Text,
        version -> Integer,
    }
}

diesel::table! {
    notes (id) {
        id -> Integer,
        partner_id -> Integer,
        microsoft_id -> Text,
        body -> Text,
        is_pinned -> Bool,
        created_by -> Nullable<Integer>,
        created_name -> Text,
        created_at -> Timestamp,
        changed_at -> Nullable<Timestamp>,
        version -> Integer,
    }
}

diesel::table! {
    saved_views (id) {
        id -> Integer,
        partner_id -> Integer,
        user_id -> Integer,
        list -> Text,
        name -> Text,
        name_key -> Text,
        parameters -> Text,
        tag_id -> Nullable<Integer>,
        is_shared -> Bool,
        version -> Integer,
    }
}

diesel::table! {
    daily_figures (partner_id, day) {
        partner_id -> Integer,
        day -> Date,
        customers -> BigInt,
        began -> BigInt,
        ended -> BigInt,
        subscriptions -> Nullable<BigInt>,
        licenses -> Nullable<BigInt>,
    }
}

diesel::table! {
    notices (id) {
        id -> Integer,
        partner_id -> Integer,
        at -> Timestamp,
        event -> Text,
        seq -> Nullable<BigInt>,
        actor_id -> Nullable<Integer>,
        user_id -> Nullable<Integer>,
        object -> Nullable<Text>,
        microsoft_id -> Nullable<Text>,
        details -> Text,
    }
}

diesel::table! {
    notice_readers (user_id) {
        user_id -> Integer,
        read_to -> Integer,
        choices -> Text,
        has_letters -> Bool,
        digest -> Text,
        digest_hour -> Integer,
        mailed_to -> Integer,
        mailed_at -> Nullable<Timestamp>,
        letter_id -> Nullable<Text>,
        digested_to -> Integer,
        digest_day -> Nullable<Date>,
        digest_id -> Nullable<Text>,
    }
}

diesel::table! {
    read_notices (user_id, notice_id) {
        user_id -> Integer,
        notice_id -> Integer,
    }
}

diesel::table! {
    notice_days (partner_id) {
        partner_id -> Integer,
        day -> Date,
    }
}

diesel::table! {
    jobs (name) {
        name -> Text,
        due_at -> Timestamp,
        lease -> Nullable<Text>,
        leased_until -> Nullable<Timestamp>,
        attempts -> Integer,
        ended_at -> Nullable<Timestamp>,
        did -> Integer,
        last_error -> Nullable<Text>,
    }
}

diesel::table! {
    list_changes (partner_id, seq, first_key) {
        partner_id -> Integer,
        seq -> BigInt,
        first_key -> Binary,
        last_key -> Binary,
    }
}

diesel::table! {
    partners (id) {
        id -> Integer,
        mpn_id -> Text,
        kind -> Text,
        cloud -> Text,
        name -> Text,
        primary_domain -> Nullable<Text>,
        country -> Text,
        list_seq -> BigInt,
        log_seq -> BigInt,
        log_mac -> Binary,
        created_at -> Timestamp,
        names_erased -> Integer,
        subscriptions_seq -> BigInt,
        time_zone -> Nullable<Text>,
    }
}

diesel::table! {
    partnerships (provider_id, reseller_id) {
        provider_id -> Integer,
        reseller_id -> Integer,
        created_at -> Timestamp,
        ended_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    retention (partner_id, kind) {
        partner_id -> Integer,
        kind -> Text,
        up_to -> BigInt,
        untold -> Text,
    }
}

diesel::table! {
    api_tokens (id) {
        id -> Integer,
        partner_id -> Integer,
        user_id -> Integer,
        user_epoch -> Integer,
        token_hash -> Text,
        beginning -> Text,
        name -> Text,
        access -> Text,
        factor_at_issuer -> Bool,
        signed_in_at_issuer -> Bool,
        created_at -> Timestamp,
        expires_at -> Timestamp,
        last_used_at -> Nullable<Timestamp>,
        readings -> Text,
    }
}

diesel::table! {
    api_applications (id) {
        id -> Integer,
        partner_id -> Integer,
        user_id -> Integer,
        client_id -> Text,
        access -> Text,
        created_at -> Timestamp,
        last_used_at -> Nullable<Timestamp>,
        readings -> Text,
    }
}

diesel::table! {
    api_application_secrets (id) {
        id -> Integer,
        application_id -> Integer,
        secret_hash -> Text,
        beginning -> Text,
        created_at -> Timestamp,
        expires_at -> Timestamp,
    }
}

diesel::table! {
    api_requests (user_id, request_id) {
        user_id -> Integer,
        request_id -> Text,
        body_hash -> Text,
        made_id -> Text,
        at -> Timestamp,
    }
}

diesel::table! {
    carts (id) {
        id -> Text,
        partner_id -> Integer,
        microsoft_id -> Text,
        user_id -> Integer,
        content -> Text,
        created_at -> Timestamp,
        changed_at -> Timestamp,
        expires_at -> Timestamp,
        order_ids -> Text,
    }
}

diesel::table! {
    sessions (token_hash) {
        token_hash -> Text,
        partner_id -> Integer,
        user_id -> Integer,
        user_epoch -> Integer,
        created_at -> Timestamp,
        last_seen_at -> Timestamp,
        expires_at -> Timestamp,
        address -> Text,
        user_agent -> Text,
        factor_pending -> Bool,
        proven_at -> Nullable<Timestamp>,
        factor_at_issuer -> Bool,
        signed_in_at_issuer -> Bool,
    }
}

diesel::table! {
    tags (id) {
        id -> Integer,
        partner_id -> Integer,
        name -> Text,
        name_key -> Text,
        hue -> Text,
        customer_count -> Integer,
    }
}

diesel::table! {
    settings (key) {
        key -> Text,
        value -> Text,
    }
}

diesel::table! {
    subscription_changes (partner_id, seq, first_id) {
        partner_id -> Integer,
        seq -> BigInt,
        first_id -> Text,
        last_id -> Text,
    }
}

diesel::table! {
    subscriptions (partner_id, microsoft_id, subscription_id) {
        partner_id -> Integer,
        microsoft_id -> Text,
        subscription_id -> Text,
        name -> Text,
        quantity -> Integer,
        status -> Text,
        reseller_id -> Nullable<Integer>,
        created_at -> Timestamp,
        version -> Integer,
        nickname -> Nullable<Text>,
        offer_id -> Nullable<Text>,
        parent_id -> Nullable<Text>,
        billing_cycle -> Nullable<Text>,
        auto_renew -> Bool,
        renews_on -> Nullable<Date>,
        cancels_on -> Nullable<Date>,
        suspended_at -> Nullable<Timestamp>,
        suspended_with -> Nullable<Text>,
        deletes_on -> Nullable<Date>,
        support_id -> Nullable<Integer>,
        order_id -> Nullable<Text>,
        renewal_quantity -> Nullable<Integer>,
        renewal_offer_id -> Nullable<Text>,
        renewal_cycle -> Nullable<Text>,
    }
}

diesel::table! {
    users (id) {
        id -> Integer,
        partner_id -> Integer,
        email -> Text,
        email_key -> Text,
        name -> Text,
        admin_role -> Nullable<Text>,
        agent_role -> Nullable<Text>,
        password_hash -> Text,
        must_change_password -> Bool,
        active -> Bool,
        language -> Nullable<Text>,
        session_epoch -> Integer,
        created_at -> Timestamp,
        time_zone -> Nullable<Text>,
        theme -> Nullable<Text>,
        totp_secret -> Nullable<Text>,
        totp_confirmed_at -> Nullable<Timestamp>,
        totp_last_step -> BigInt,
        password_changed_at -> Nullable<Timestamp>,
        last_sign_in_at -> Nullable<Timestamp>,
        version -> Integer,
        deactivated_at -> Nullable<Timestamp>,
        is_operator -> Bool,
        customer_columns -> Nullable<Text>,
        default_views -> Nullable<Text>,
        is_application -> Bool,
    }
}

diesel::table! {
    bill_to (partner_id, microsoft_id) {
        partner_id -> Integer,
        microsoft_id -> Text,
        first_name -> Text,
        last_name -> Text,
        email -> Text,
        phone -> Text,
        country -> Text,
        address_line1 -> Text,
        address_line2 -> Text,
        city -> Text,
        state -> Text,
        postal_code -> Text,
        registration_number -> Text,
    }
}

diesel::table! {
    agreements (partner_id, microsoft_id) {
        partner_id -> Integer,
        microsoft_id -> Text,
        first_name -> Text,
        last_name -> Text,
        email -> Text,
        phone -> Text,
        agreed_on -> Date,
        attested_by -> Text,
        attested_at -> Timestamp,
    }
}

diesel::table! {
    customer_permissions (partner_id, microsoft_id, permission) {
        partner_id -> Integer,
        microsoft_id -> Text,
        permission -> Text,
        granted_by -> Text,
        granted_at -> Timestamp,
    }
}

diesel::table! {
    offers (partner_id, offer_id) {
        partner_id -> Integer,
        offer_id -> Text,
        name -> Text,
        publisher -> Text,
        category -> Text,
        billing_type -> Text,
        billing_cycle -> Text,
        minimum_quantity -> Integer,
        maximum_quantity -> Integer,
        parent_offer_id -> Nullable<Text>,
        cancellable -> Bool,
    }
}

diesel::table! {
    orders (id) {
        id -> Text,
        partner_id -> Integer,
        microsoft_id -> Text,
        reseller_id -> Nullable<Integer>,
        status -> Text,
        is_request -> Bool,
        made_by -> Text,
        made_at -> Timestamp,
        decided_by -> Nullable<Text>,
        decided_at -> Nullable<Timestamp>,
        decline_reason -> Nullable<Text>,
        note -> Nullable<Text>,
        shown_to_seller -> Bool,
        shown_to_reseller -> Bool,
    }
}

diesel::table! {
    order_counts (viewer_id, status) {
        viewer_id -> Integer,
        status -> Text,
        number -> BigInt,
    }
}

diesel::table! {
    order_lines (order_id, line) {
        order_id -> Text,
        line -> Integer,
        offer_id -> Text,
        offer_name -> Text,
        billing_cycle -> Text,
        quantity -> Integer,
        parent_id -> Nullable<Text>,
        subscription_id -> Nullable<Text>,
    }
}

diesel::table! {
    drafts (id) {
        id -> Text,
        partner_id -> Integer,
        user_id -> Integer,
        kind -> Text,
        content -> Text,
        updated_at -> Timestamp,
    }
}

diesel::table! {
    bulk_acts (id) {
        id -> Text,
        partner_id -> Integer,
        user_id -> Integer,
        act -> Text,
        state -> Text,
        content -> Text,
        request_id -> Text,
        address -> Text,
        stop_reason -> Nullable<Text>,
        stopped_by -> Nullable<Integer>,
        customers -> BigInt,
        planned -> BigInt,
        same -> BigInt,
        blocked -> BigInt,
        changed -> BigInt,
        failed -> BigInt,
        undone -> BigInt,
        kept -> BigInt,
        lease -> Nullable<Text>,
        leased_until -> Nullable<Timestamp>,
        attempts -> Integer,
        created_at -> Timestamp,
        started_at -> Nullable<Timestamp>,
        ended_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    bulk_rows (act_id, position) {
        act_id -> Text,
        position -> Integer,
        partner_id -> Integer,
        microsoft_id -> Text,
        item -> Text,
        outcome -> Text,
        reason -> Nullable<Text>,
        details -> Text,
        mark -> Text,
    }
}

diesel::table! {
    imports (id) {
        id -> Text,
        partner_id -> Integer,
        user_id -> Integer,
        state -> Text,
        content -> Text,
        is_kept -> Bool,
        progress -> Text,
        added -> BigInt,
        changed -> BigInt,
        lease -> Nullable<Text>,
        leased_until -> Nullable<Timestamp>,
        attempts -> Integer,
        created_at -> Timestamp,
        updated_at -> Timestamp,
    }
}

diesel::table! {
    import_pieces (import_id, part, seq) {
        import_id -> Text,
        part -> Text,
        seq -> Integer,
        bytes -> Binary,
    }
}

diesel::table! {
    recovery_codes (user_id, code_hash) {
        user_id -> Integer,
        code_hash -> Text,
        used_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    password_tokens (token_hash) {
        token_hash -> Text,
        user_id -> Integer,
        purpose -> Text,
        expires_at -> Timestamp,
        used_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    organizations (partner_id) {
        partner_id -> Integer,
        legal_name -> Text,
        address_line1 -> Text,
        address_line2 -> Text,
        city -> Text,
        state -> Text,
        postal_code -> Text,
        tax_id -> Text,
        contact_name -> Text,
        contact_email -> Text,
        contact_phone -> Text,
        about -> Text,
        industries -> Text,
        languages -> Text,
        web_page -> Text,
        support_email -> Text,
        support_phone -> Text,
        version -> Integer,
        privacy_notice -> Text,
        report_attachments -> Bool,
    }
}

diesel::table! {
    relationship_requests (id) {
        id -> Text,
        partner_id -> Integer,
        provider_id -> Nullable<Integer>,
        kind -> Text,
        language -> Text,
        delegated_admin -> Bool,
        recipient -> Text,
        subject -> Text,
        body -> Text,
        status -> Text,
        link_seq -> Integer,
        valid_until -> Date,
        created_by -> Integer,
        created_name -> Text,
        created_email -> Text,
        created_at -> Timestamp,
        changed_by -> Text,
        changed_at -> Timestamp,
        sent_at -> Nullable<Timestamp>,
        sent_how -> Nullable<Text>,
        opened_at -> Nullable<Timestamp>,
        reminded_at -> Nullable<Timestamp>,
        decided_at -> Nullable<Timestamp>,
        decline_reason -> Nullable<Text>,
        company_name -> Nullable<Text>,
        domain -> Nullable<Text>,
        person_name -> Nullable<Text>,
        email -> Nullable<Text>,
        microsoft_id -> Nullable<Text>,
        again_for -> Nullable<Text>,
        version -> Integer,
    }
}

diesel::table! {
    request_outcomes (request_id, partner_id) {
        request_id -> Text,
        partner_id -> Integer,
        outcome -> Text,
        microsoft_id -> Text,
        id_invented -> Bool,
    }
}

diesel::table! {
    request_links (token_hash) {
        token_hash -> Text,
        request_id -> Text,
        seq -> Integer,
        created_at -> Timestamp,
    }
}

diesel::table! {
    former_microsoft_ids (partner_id, former_id) {
        partner_id -> Integer,
        former_id -> Text,
        microsoft_id -> Text,
        corrected_at -> Timestamp,
    }
}

diesel::table! {
    kept_forms (id) {
        id -> Text,
        partner_id -> Integer,
        user_id -> Integer,
        content -> Text,
        created_at -> Timestamp,
    }
}

diesel::table! {
    outbox (id) {
        id -> Text,
        partner_id -> Integer,
        request_id -> Nullable<Text>,
        link_seq -> Nullable<Integer>,
        recipient -> Text,
        reply_to -> Text,
        language -> Text,
        subject -> Text,
        text -> Text,
        created_at -> Timestamp,
        not_before -> Timestamp,
        attempts -> Integer,
        last_error -> Nullable<Text>,
        sent_at -> Nullable<Timestamp>,
        held -> Bool,
        kind -> Text,
        link -> Text,
        unsubscribe -> Nullable<Text>,
        report_run_id -> Nullable<Integer>,
        attaches -> Bool,
    }
}

diesel::table! {
    referrals (id) {
        id -> Text,
        partner_id -> Integer,
        referrer_id -> Nullable<Integer>,
        status -> Text,
        company_name -> Text,
        first_name -> Text,
        last_name -> Text,
        email -> Text,
        phone -> Text,
        need -> Text,
        note -> Text,
        reason -> Nullable<Text>,
        created_name -> Text,
        created_at -> Timestamp,
        answer_until -> Date,
        answered_by -> Nullable<Text>,
        answered_at -> Nullable<Timestamp>,
        closed_by -> Nullable<Text>,
        closed_at -> Nullable<Timestamp>,
        changed_at -> Timestamp,
    }
}

diesel::table! {
    user_identities (issuer, subject) {
        issuer -> Text,
        subject -> Text,
        user_id -> Integer,
        linked_at -> Timestamp,
    }
}

diesel::table! {
    reports (id) {
        id -> Integer,
        partner_id -> Integer,
        user_id -> Integer,
        list -> Text,
        parameters -> Text,
        tag_id -> Nullable<Integer>,
        name -> Text,
        format -> Text,
        schedule -> Text,
        minute -> Integer,
        only_if_rows -> Bool,
        next_at -> Timestamp,
        last_day -> Text,
        pause_reason -> Nullable<Text>,
        pause_detail -> Nullable<Text>,
        created_at -> Timestamp,
        version -> Integer,
    }
}

diesel::table! {
    report_recipients (report_id, user_id) {
        report_id -> Integer,
        user_id -> Integer,
        partner_id -> Integer,
    }
}

diesel::table! {
    report_runs (id) {
        id -> Integer,
        report_id -> Integer,
        partner_id -> Integer,
        period -> Text,
        is_extra -> Bool,
        state -> Text,
        due_at -> Timestamp,
        finished_at -> Nullable<Timestamp>,
        row_count -> Nullable<BigInt>,
        letters -> Integer,
        file_name -> Nullable<Text>,
        file_size -> Nullable<BigInt>,
        file_until -> Nullable<Timestamp>,
        lease -> Nullable<Text>,
        leased_until -> Nullable<Timestamp>,
        attempts -> Integer,
    }
}

diesel::table! {
    report_pieces (run_id, seq) {
        run_id -> Integer,
        seq -> Integer,
        bytes -> Binary,
    }
}

diesel::table! {
    chat_channels (id) {
        id -> Integer,
        partner_id -> Integer,
        name -> Text,
        service -> Text,
        sealed_url -> Text,
        host -> Text,
        language -> Text,
        events -> Text,
        pause_reason -> Nullable<Text>,
        sent_to -> Integer,
        sent_at -> Nullable<Timestamp>,
        tested_at -> Nullable<Timestamp>,
        failing_since -> Nullable<Timestamp>,
        attempts -> Integer,
        next_at -> Nullable<Timestamp>,
        last_error -> Nullable<Text>,
        lease -> Nullable<Text>,
        leased_until -> Nullable<Timestamp>,
        created_at -> Timestamp,
        version -> Integer,
    }
}

diesel::allow_tables_to_appear_in_same_query!(chat_channels, partners);

diesel::table! {
    webhooks (id) {
        id -> Integer,
        partner_id -> Integer,
        subscriber_id -> Text,
        sealed_url -> Text,
        shown_url -> Text,
        sealed_secret -> Text,
        secret_end -> Text,
        secret_made_at -> Timestamp,
        sealed_former -> Nullable<Text>,
        former_until -> Nullable<Timestamp>,
        events -> Text,
        pause_reason -> Nullable<Text>,
        paused_at -> Nullable<Timestamp>,
        read_to -> BigInt,
        renewals_to -> Date,
        failing_since -> Nullable<Timestamp>,
        attempts -> Integer,
        next_at -> Nullable<Timestamp>,
        lease -> Nullable<Text>,
        leased_until -> Nullable<Timestamp>,
        created_at -> Timestamp,
        version -> Integer,
    }
}

diesel::table! {
    webhook_deliveries (id) {
        id -> Integer,
        webhook_id -> Integer,
        message_id -> Text,
        event -> Text,
        object -> Text,
        microsoft_id -> Nullable<Text>,
        seq -> Nullable<BigInt>,
        happened_at -> Timestamp,
        created_at -> Timestamp,
        state -> Text,
        tries -> Integer,
        failing_since -> Nullable<Timestamp>,
        next_at -> Nullable<Timestamp>,
        tried_at -> Nullable<Timestamp>,
        status -> Nullable<Integer>,
        answer -> Nullable<Text>,
        took_ms -> Nullable<Integer>,
        signature -> Nullable<Text>,
    }
}

diesel::allow_tables_to_appear_in_same_query!(webhook_deliveries, webhooks);

diesel::allow_tables_to_appear_in_same_query!(partners, webhooks);

diesel::table! {
    connections (id) {
        id -> Integer,
        partner_id -> Integer,
        user_id -> Integer,
        name -> Text,
        kind -> Text,
        base_url -> Text,
        sign_in -> Text,
        token_url -> Text,
        client_id -> Text,
        sealed_secret -> Text,
        sealed_token -> Nullable<Text>,
        token_ends_at -> Nullable<Timestamp>,
        token_told_at -> Nullable<Timestamp>,
        schedule -> Text,
        hourly_budget -> Integer,
        budget_from -> Nullable<Timestamp>,
        budget_used -> Integer,
        rules -> Text,
        remote_id -> Nullable<Text>,
        remote_name -> Nullable<Text>,
        confirmed_at -> Nullable<Timestamp>,
        pause_reason -> Nullable<Text>,
        next_run_at -> Nullable<Timestamp>,
        tested_at -> Nullable<Timestamp>,
        fault -> Nullable<Text>,
        created_by -> Integer,
        created_at -> Timestamp,
        version -> Integer,
        writes -> Text,
        log_read_to -> Nullable<BigInt>,
    }
}

diesel::table! {
    connection_runs (id) {
        id -> Integer,
        connection_id -> Integer,
        partner_id -> Integer,
        state -> Text,
        cause -> Text,
        is_dry_run -> Bool,
        content -> Text,
        fault -> Nullable<Text>,
        written -> Text,
        failures -> Integer,
        lease -> Nullable<Text>,
        leased_until -> Nullable<Timestamp>,
        next_at -> Nullable<Timestamp>,
        created_at -> Timestamp,
        ended_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    connection_pieces (run_id, part, seq) {
        run_id -> Integer,
        part -> Text,
        seq -> Integer,
        bytes -> Binary,
    }
}

diesel::table! {
    connection_pages (run_id, token) {
        run_id -> Integer,
        token -> Text,
    }
}

diesel::table! {
    connection_customers (connection_id, microsoft_id) {
        connection_id -> Integer,
        microsoft_id -> Text,
        partner_id -> Integer,
        missing_since -> Nullable<Timestamp>,
    }
}

diesel::allow_tables_to_appear_in_same_query!(
    connection_runs,
    connections,
    connection_pieces,
    connection_pages
);

diesel::table! {
    connection_writes (id) {
        id -> Integer,
        connection_id -> Integer,
        partner_id -> Integer,
        microsoft_id -> Text,
        subscription_id -> Text,
        subject -> Text,
        state -> Text,
        base -> Text,
        theirs -> Nullable<Text>,
        is_confirmed -> Bool,
        tries -> Integer,
        fault -> Nullable<Text>,
        next_at -> Nullable<Timestamp>,
        created_at -> Timestamp,
        tried_at -> Nullable<Timestamp>,
        ended_at -> Nullable<Timestamp>,
    }
}

diesel::allow_tables_to_appear_in_same_query!(connection_customers, connections, customers);

diesel::allow_tables_to_appear_in_same_query!(connections, partners);

diesel::allow_tables_to_appear_in_same_query!(report_pieces, report_recipients, report_runs, reports);

diesel::allow_tables_to_appear_in_same_query!(report_recipients, users);

diesel::allow_tables_to_appear_in_same_query!(partners, reports);

diesel::allow_tables_to_appear_in_same_query!(reports, users);

diesel::allow_tables_to_appear_in_same_query!(import_pieces, imports);

diesel::allow_tables_to_appear_in_same_query!(bulk_acts, bulk_rows);

diesel::allow_tables_to_appear_in_same_query!(
    outbox,
    relationship_requests,
    request_links,
    request_outcomes,
    activity_log,
    activity_entries,
    activity_values,
    activity_names,
    agreements,
    api_application_secrets,
    api_applications,
    api_requests,
    api_tokens,
    auth_throttle,
    bill_to,
    carts,
    customer_contacts,
    customer_permissions,
    customer_resellers,
    customer_tags,
    customers,
    daily_figures,
    drafts,
    former_microsoft_ids,
    list_changes,
    notes,
    notice_days,
    notice_readers,
    notices,
    offers,
    order_lines,
    orders,
    organizations,
    partners,
    partnerships,
    password_tokens,
    read_notices,
    recovery_codes,
    referrals,
    retention,
    sessions,
    settings,
    subscription_changes,
    subscriptions,
    tags,
    user_identities,
    users,
);

diesel::joinable!(users -> partners (partner_id));

diesel::joinable!(api_applications -> users (user_id));

diesel::joinable!(api_application_secrets -> api_applications (application_id));

diesel::joinable!(api_tokens -> users (user_id));

diesel::joinable!(carts -> users (user_id));

diesel::joinable!(sessions -> users (user_id));

diesel::joinable!(password_tokens -> users (user_id));

diesel::joinable!(request_links -> relationship_requests (request_id));

diesel::joinable!(request_outcomes -> relationship_requests (request_id));
