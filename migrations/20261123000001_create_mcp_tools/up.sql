CREATE TABLE mcp_tools (
    organization_id uuid NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
    server_id uuid NOT NULL,
    name text NOT NULL,
    title text,
    description text,
    input_schema jsonb NOT NULL,
    output_schema jsonb,
    annotations jsonb,
    icons jsonb NOT NULL,
    definition_hash bytea NOT NULL,
    first_seen_at timestamptz NOT NULL,
    changed_at timestamptz NOT NULL,
    gone_at timestamptz,
    -- LIKE looks through one organization's rows: neither LIKE nor full-text search is leakproof, so that row-level security
    -- would keep an index of theirs from being used.
    search text NOT NULL
        GENERATED ALWAYS AS (lower(name || ' ' || coalesce(title, '') || ' ' || coalesce(description, ''))) STORED,
    PRIMARY KEY (organization_id, server_id, name),
    FOREIGN KEY (organization_id, server_id) REFERENCES servers (organization_id, id) ON DELETE CASCADE
);
CREATE INDEX mcp_tools_name ON mcp_tools (organization_id, name, server_id) WHERE gone_at IS NULL;
COMMENT ON TABLE mcp_tools IS 'MCP tools that servers offer or once offered, as last seen.';
COMMENT ON COLUMN mcp_tools.annotations IS 'What the server claims about its behaviour: hints, not facts.';
COMMENT ON COLUMN mcp_tools.icons IS 'List of pictures: https addresses and embedded images.';
COMMENT ON COLUMN mcp_tools.definition_hash IS 'SHA-256 of the whole definition; another one means that it changed.';
COMMENT ON COLUMN mcp_tools.changed_at IS 'When the definition changed last, or the tool came back.';
COMMENT ON COLUMN mcp_tools.gone_at IS 'When the server stopped offering it; NULL while it does.';
COMMENT ON COLUMN mcp_tools.search IS 'What words are looked for in, in lower case.';

ALTER TABLE servers
    ADD COLUMN catalog_synced_at timestamptz,
    ADD COLUMN catalog_error jsonb,
    ADD COLUMN catalog_due_at timestamptz;
COMMENT ON COLUMN servers.catalog_synced_at IS 'When its MCP tools were fetched last; NULL while they are not known for this revision.';
COMMENT ON COLUMN servers.catalog_error IS 'Why its MCP tools could not be fetched the last time.';
COMMENT ON COLUMN servers.catalog_due_at IS 'The first check that passes after this fetches its MCP tools; NULL for the next one.';

ALTER TABLE mcp_tools ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON mcp_tools TO studio_app
    USING (organization_id = current_organization()) WITH CHECK (organization_id = current_organization());

GRANT SELECT, INSERT, UPDATE ON mcp_tools TO studio_app;
