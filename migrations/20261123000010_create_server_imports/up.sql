CREATE TABLE server_imports (
    organization_id uuid NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
    id uuid NOT NULL,
    created_by uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    text_sealed bytea NOT NULL,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (organization_id, id)
);
CREATE INDEX server_imports_created_by ON server_imports (organization_id, created_by);
COMMENT ON TABLE server_imports IS 'Files of servers between their preview and their import; one a user, gone when it is imported.';
COMMENT ON COLUMN server_imports.text_sealed IS 'The file, sealed with an AEAD bound to organization, table and row: it can hold secrets.';

ALTER TABLE server_imports ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON server_imports TO studio_app
    USING (organization_id = current_organization()) WITH CHECK (organization_id = current_organization());

GRANT SELECT, INSERT, DELETE ON server_imports TO studio_app;
