// Generated from the migrated database by tests/schema.rs; do not edit.

diesel::table! {
    attempts (organization_id, id) {
        organization_id -> Uuid,
        id -> Uuid,
        execution_id -> Uuid,
        number -> Integer,
        state -> Text,
        instance_id -> Nullable<Text>,
        output_end -> BigInt,
        exit_code -> Nullable<Integer>,
        error -> Nullable<Jsonb>,
        created_at -> Timestamptz,
        started_at -> Nullable<Timestamptz>,
        finished_at -> Nullable<Timestamptz>,
        gap_from -> Nullable<BigInt>,
        gap_to -> Nullable<BigInt>,
        input_seq -> BigInt,
        pty_cols -> Nullable<SmallInt>,
        pty_rows -> Nullable<SmallInt>,
        sent_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    audit_log (organization_id, id) {
        organization_id -> Uuid,
        id -> Uuid,
        at -> Timestamptz,
        actor_kind -> Text,
        actor_id -> Nullable<Uuid>,
        action -> Text,
        resource_kind -> Text,
        resource_id -> Nullable<Uuid>,
        before -> Nullable<Jsonb>,
        after -> Nullable<Jsonb>,
        request_id -> Text,
    }
}

diesel::table! {
    execution_input (organization_id, attempt_id, seq) {
        organization_id -> Uuid,
        attempt_id -> Uuid,
        seq -> BigInt,
        bytes -> Binary,
    }
}

diesel::table! {
    execution_output (organization_id, attempt_id, offset) {
        organization_id -> Uuid,
        attempt_id -> Uuid,
        offset -> BigInt,
        bytes -> Binary,
        stored_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    execution_transitions (organization_id, execution_id, seq) {
        organization_id -> Uuid,
        execution_id -> Uuid,
        seq -> Integer,
        from_state -> Nullable<Text>,
        to_state -> Text,
        at -> Timestamptz,
        issue -> Nullable<Jsonb>,
    }
}

diesel::table! {
    executions (organization_id, id) {
        organization_id -> Uuid,
        id -> Uuid,
        kind -> Text,
        task_id -> Nullable<Uuid>,
        server_id -> Nullable<Uuid>,
        title -> Text,
        action -> Jsonb,
        limits -> Jsonb,
        priority -> SmallInt,
        state -> Text,
        reason -> Nullable<Text>,
        retry_of -> Nullable<Uuid>,
        attempt -> Integer,
        max_attempts -> Integer,
        fence -> BigInt,
        lease_owner -> Nullable<Uuid>,
        lease_until -> Nullable<Timestamptz>,
        cancel_requested_at -> Nullable<Timestamptz>,
        exit_code -> Nullable<Integer>,
        error -> Nullable<Jsonb>,
        output_bytes -> BigInt,
        triggered_by -> Nullable<Uuid>,
        queued_at -> Timestamptz,
        started_at -> Nullable<Timestamptz>,
        finished_at -> Nullable<Timestamptz>,
        tool -> Nullable<Text>,
        progress -> Nullable<Jsonb>,
        result -> Nullable<Jsonb>,
        summary -> Nullable<Text>,
        rank -> Timestamptz,
        not_before -> Nullable<Timestamptz>,
        start_by -> Nullable<Timestamptz>,
        concurrency_key -> Nullable<Text>,
        task_version -> Nullable<Integer>,
        trigger -> Text,
        resolution -> Nullable<Jsonb>,
        transitions -> Integer,
        labels -> Nullable<Array<Text>>,
        placed_for -> Nullable<Integer>,
        placed -> Nullable<Jsonb>,
    }
}

diesel::table! {
    idempotency_keys (user_id, key) {
        user_id -> Uuid,
        key -> Text,
        fingerprint -> Binary,
        status -> Nullable<SmallInt>,
        content_type -> Nullable<Text>,
        body -> Nullable<Binary>,
        created_at -> Timestamptz,
        expires_at -> Timestamptz,
    }
}

diesel::table! {
    installation_links (id) {
        id -> Uuid,
        token_hash -> Binary,
        created_at -> Timestamptz,
        expires_at -> Timestamptz,
        used_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    mcp_tools (organization_id, server_id, name) {
        organization_id -> Uuid,
        server_id -> Uuid,
        name -> Text,
        title -> Nullable<Text>,
        description -> Nullable<Text>,
        input_schema -> Jsonb,
        output_schema -> Nullable<Jsonb>,
        annotations -> Nullable<Jsonb>,
        icons -> Jsonb,
        definition_hash -> Binary,
        first_seen_at -> Timestamptz,
        changed_at -> Timestamptz,
        gone_at -> Nullable<Timestamptz>,
        search -> Text,
    }
}

diesel::table! {
    memberships (organization_id, user_id) {
        organization_id -> Uuid,
        user_id -> Uuid,
        role -> Text,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    organizations (id) {
        id -> Uuid,
        slug -> Text,
        name -> Text,
        policy_version -> Integer,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
        retention_days -> Integer,
        output_cap_mib -> Integer,
    }
}

diesel::table! {
    rate_limits (key) {
        key -> Text,
        window_start -> Timestamptz,
        hits -> Integer,
    }
}

diesel::table! {
    refresh_tokens (id) {
        id -> Uuid,
        session_id -> Uuid,
        token_hash -> Binary,
        created_at -> Timestamptz,
        expires_at -> Timestamptz,
        used_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    schedule_fires (organization_id, task_id, fire_time) {
        organization_id -> Uuid,
        task_id -> Uuid,
        fire_time -> Timestamptz,
        outcome -> Text,
        execution_id -> Nullable<Uuid>,
        at -> Timestamptz,
    }
}

diesel::table! {
    server_checks (organization_id, server_id, checked_at) {
        organization_id -> Uuid,
        server_id -> Uuid,
        checked_at -> Timestamptz,
        reachable -> Bool,
        authenticated -> Nullable<Bool>,
        latency_ms -> Nullable<Integer>,
        issue -> Nullable<Text>,
    }
}

diesel::table! {
    server_drafts (organization_id, id) {
        organization_id -> Uuid,
        id -> Uuid,
        created_by -> Uuid,
        name -> Text,
        description -> Nullable<Text>,
        url -> Text,
        auth_kind -> Text,
        auth_sealed -> Nullable<Binary>,
        validation -> Nullable<Jsonb>,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
    }
}

diesel::table! {
    server_health_hours (organization_id, server_id, hour) {
        organization_id -> Uuid,
        server_id -> Uuid,
        hour -> Timestamptz,
        checks -> Integer,
        passed -> Integer,
        latency_sum_ms -> BigInt,
        latency_max_ms -> Nullable<Integer>,
    }
}

diesel::table! {
    server_imports (organization_id, id) {
        organization_id -> Uuid,
        id -> Uuid,
        created_by -> Uuid,
        text_sealed -> Binary,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    server_transitions (organization_id, server_id, at) {
        organization_id -> Uuid,
        server_id -> Uuid,
        at -> Timestamptz,
        status -> Text,
        issue -> Nullable<Jsonb>,
    }
}

diesel::table! {
    servers (organization_id, id) {
        organization_id -> Uuid,
        id -> Uuid,
        name -> Text,
        description -> Nullable<Text>,
        url -> Text,
        auth_kind -> Text,
        auth_sealed -> Nullable<Binary>,
        revision -> BigInt,
        enabled -> Bool,
        reachable -> Nullable<Bool>,
        authenticated -> Nullable<Bool>,
        latency_ms -> Nullable<Integer>,
        last_checked_at -> Nullable<Timestamptz>,
        next_check_at -> Nullable<Timestamptz>,
        attempt -> Integer,
        last_error -> Nullable<Jsonb>,
        protocol_version -> Nullable<Text>,
        server_info -> Nullable<Jsonb>,
        capabilities -> Nullable<Jsonb>,
        master_agent -> Nullable<Jsonb>,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
        catalog_synced_at -> Nullable<Timestamptz>,
        catalog_error -> Nullable<Jsonb>,
        catalog_due_at -> Nullable<Timestamptz>,
        labels -> Array<Text>,
    }
}

diesel::table! {
    task_versions (organization_id, task_id, version) {
        organization_id -> Uuid,
        task_id -> Uuid,
        version -> Integer,
        task -> Jsonb,
        changed_by -> Nullable<Uuid>,
        changed_at -> Timestamptz,
    }
}

diesel::table! {
    tasks (organization_id, id) {
        organization_id -> Uuid,
        id -> Uuid,
        title -> Text,
        description -> Nullable<Text>,
        server_id -> Nullable<Uuid>,
        action -> Jsonb,
        priority -> Text,
        schedule -> Jsonb,
        limits -> Jsonb,
        version -> Integer,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
        concurrency_key -> Nullable<Text>,
        paused -> Bool,
        next_fire_at -> Nullable<Timestamptz>,
        due_at -> Nullable<Timestamptz>,
        labels -> Array<Text>,
    }
}

diesel::table! {
    user_sessions (id) {
        id -> Uuid,
        user_id -> Uuid,
        token_hash -> Nullable<Binary>,
        user_agent -> Nullable<Text>,
        created_at -> Timestamptz,
        last_seen_at -> Timestamptz,
        expires_at -> Timestamptz,
        revoked_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    users (id) {
        id -> Uuid,
        email -> Text,
        name -> Text,
        password_hash -> Text,
        lang -> Nullable<Text>,
        theme -> Text,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
    }
}

diesel::allow_tables_to_appear_in_same_query!(attempts, audit_log, execution_input, execution_output, execution_transitions, executions, idempotency_keys, installation_links, mcp_tools, memberships, organizations, rate_limits, refresh_tokens, schedule_fires, server_checks, server_drafts, server_health_hours, server_imports, server_transitions, servers, task_versions, tasks, user_sessions, users);
