-- The roles studio_app and studio_system exist already: the migrator makes them first, because their passwords come
-- from the installation's key. Neither owns anything, neither is a superuser, neither bypasses row-level security.

CREATE FUNCTION current_organization() RETURNS uuid
LANGUAGE sql STABLE PARALLEL SAFE
AS $$ SELECT nullif(current_setting('studio.organization_id', true), '')::uuid $$;
COMMENT ON FUNCTION current_organization() IS 'The tenant of this transaction; NULL when none was set, so that no row matches.';

CREATE TABLE users (
    id uuid PRIMARY KEY,
    email text NOT NULL UNIQUE CHECK (email = lower(email)),
    name text NOT NULL,
    password_hash text NOT NULL,
    lang text,
    theme text NOT NULL DEFAULT 'system',
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL
);
COMMENT ON TABLE users IS 'Global. People; members of any number of organizations.';
COMMENT ON COLUMN users.email IS 'Lower case, unique.';
COMMENT ON COLUMN users.password_hash IS 'argon2id in PHC string format.';
COMMENT ON COLUMN users.lang IS 'Language chosen; NULL follows the browser.';

CREATE TABLE user_sessions (
    id uuid PRIMARY KEY,
    user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    token_hash bytea NOT NULL UNIQUE,
    user_agent text,
    created_at timestamptz NOT NULL,
    last_seen_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    revoked_at timestamptz
);
CREATE INDEX user_sessions_user ON user_sessions (user_id);
COMMENT ON TABLE user_sessions IS 'Global. Browser sessions; the cookie holds the token, only its SHA-256 is here.';

CREATE TABLE rate_limits (
    key text PRIMARY KEY,
    window_start timestamptz NOT NULL,
    hits integer NOT NULL
);
COMMENT ON TABLE rate_limits IS 'Global. Hits per key and window; keys name what is limited and for whom, hashed where personal.';

CREATE TABLE installation_links (
    id uuid PRIMARY KEY,
    token_hash bytea NOT NULL UNIQUE,
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    used_at timestamptz
);
COMMENT ON TABLE installation_links IS 'Global. Single-use first-run links; consumed by the POST that makes the first account.';

CREATE TABLE organizations (
    id uuid PRIMARY KEY,
    slug text NOT NULL UNIQUE CHECK (slug ~ '^[a-z0-9](-?[a-z0-9])*$'),
    name text NOT NULL,
    policy_version integer NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL
);
COMMENT ON TABLE organizations IS 'Tenants. Its own id is what organization_id is elsewhere.';
COMMENT ON COLUMN organizations.slug IS 'The organization''s word in URLs.';
COMMENT ON COLUMN organizations.policy_version IS 'Grows with every change of roles or rules; caches of decisions compare it.';

CREATE TABLE memberships (
    organization_id uuid NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
    user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    role text NOT NULL,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (organization_id, user_id)
);
CREATE INDEX memberships_user ON memberships (user_id);
COMMENT ON TABLE memberships IS 'Who is in which organization, as what.';

CREATE TABLE audit_log (
    organization_id uuid NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
    id uuid NOT NULL,
    at timestamptz NOT NULL,
    actor_kind text NOT NULL,
    actor_id uuid,
    action text NOT NULL,
    resource_kind text NOT NULL,
    resource_id uuid,
    before jsonb,
    after jsonb,
    request_id text NOT NULL,
    PRIMARY KEY (organization_id, id)
);
COMMENT ON TABLE audit_log IS 'Who changed what; written in the transaction of the change, never updated.';
COMMENT ON COLUMN audit_log.before IS 'The thing before, without secrets; NULL for a creation.';
COMMENT ON COLUMN audit_log.after IS 'The thing after, without secrets; NULL for a deletion.';

-- Row-level security: the app role sees the rows of the transaction's tenant and nothing else.
ALTER TABLE organizations ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON organizations TO studio_app
    USING (id = current_organization()) WITH CHECK (id = current_organization());
CREATE POLICY system ON organizations TO studio_system USING (true) WITH CHECK (true);

ALTER TABLE memberships ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON memberships TO studio_app
    USING (organization_id = current_organization()) WITH CHECK (organization_id = current_organization());
CREATE POLICY system ON memberships TO studio_system USING (true) WITH CHECK (true);

ALTER TABLE audit_log ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON audit_log TO studio_app
    USING (organization_id = current_organization()) WITH CHECK (organization_id = current_organization());
CREATE POLICY system ON audit_log FOR INSERT TO studio_system WITH CHECK (true);

-- A member sees the names of the people in the same organization, never a password hash.
ALTER TABLE users ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON users FOR SELECT TO studio_app USING (EXISTS (
    SELECT 1 FROM memberships m WHERE m.user_id = users.id AND m.organization_id = current_organization()));
CREATE POLICY system ON users TO studio_system USING (true) WITH CHECK (true);

GRANT USAGE ON SCHEMA public TO studio_app, studio_system;
GRANT SELECT (id, name, email) ON users TO studio_app;
GRANT SELECT, UPDATE ON organizations TO studio_app;
GRANT SELECT ON memberships TO studio_app;
GRANT SELECT, INSERT ON audit_log TO studio_app;
GRANT SELECT, INSERT, UPDATE ON users, user_sessions, organizations, memberships, installation_links TO studio_system;
GRANT SELECT, INSERT, UPDATE, DELETE ON rate_limits TO studio_system;
GRANT INSERT ON audit_log TO studio_system;
