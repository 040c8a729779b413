CREATE TABLE servers (
    organization_id uuid NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
    id uuid NOT NULL,
    name text NOT NULL,
    description text,
    url text NOT NULL,
    auth_kind text NOT NULL,
    auth_sealed bytea,
    revision bigint NOT NULL DEFAULT 1,
    enabled boolean NOT NULL DEFAULT true,
    reachable boolean,
    authenticated boolean,
    latency_ms integer,
    last_checked_at timestamptz,
    next_check_at timestamptz,
    attempt integer NOT NULL DEFAULT 0,
    last_error jsonb,
    protocol_version text,
    server_info jsonb,
    capabilities jsonb,
    master_agent jsonb,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    PRIMARY KEY (organization_id, id)
);
CREATE UNIQUE INDEX servers_name ON servers (organization_id, lower(name));
CREATE INDEX servers_due ON servers (next_check_at) WHERE enabled;
COMMENT ON TABLE servers IS 'Registered remote MCP servers.';
COMMENT ON COLUMN servers.auth_sealed IS 'Credentials, sealed with an AEAD bound to organization, table and row; NULL for none.';
COMMENT ON COLUMN servers.revision IS 'Grows when address or credentials change; pooled connections belong to one revision.';
COMMENT ON COLUMN servers.reachable IS 'It answered at the last check; NULL before the first.';
COMMENT ON COLUMN servers.authenticated IS 'It accepted the credentials at the last check; NULL when not known.';
COMMENT ON COLUMN servers.attempt IS 'Failed checks in a row.';

CREATE TABLE server_drafts (
    organization_id uuid NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
    id uuid NOT NULL,
    created_by uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    name text NOT NULL,
    description text,
    url text NOT NULL,
    auth_kind text NOT NULL,
    auth_sealed bytea,
    validation jsonb,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    PRIMARY KEY (organization_id, id)
);
COMMENT ON TABLE server_drafts IS 'What was entered in the server wizard so far; gone when the server is registered.';
COMMENT ON COLUMN server_drafts.validation IS 'The last validation of exactly these values.';

ALTER TABLE servers ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON servers TO studio_app
    USING (organization_id = current_organization()) WITH CHECK (organization_id = current_organization());
CREATE POLICY system ON servers FOR SELECT TO studio_system USING (true);

ALTER TABLE server_drafts ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON server_drafts TO studio_app
    USING (organization_id = current_organization()) WITH CHECK (organization_id = current_organization());

GRANT SELECT, INSERT, UPDATE, DELETE ON servers, server_drafts TO studio_app;
GRANT SELECT (organization_id, id, enabled, next_check_at) ON servers TO studio_system;
