CREATE TABLE server_checks (
    organization_id uuid NOT NULL,
    server_id uuid NOT NULL,
    checked_at timestamptz NOT NULL,
    reachable boolean NOT NULL,
    authenticated boolean,
    latency_ms integer,
    issue text,
    PRIMARY KEY (organization_id, server_id, checked_at),
    FOREIGN KEY (organization_id, server_id) REFERENCES servers (organization_id, id) ON DELETE CASCADE
);
COMMENT ON TABLE server_checks IS 'Health checks of enabled servers, one by one; older than 24 hours they are dropped with the first check of each hour.';
COMMENT ON COLUMN server_checks.authenticated IS 'It accepted the credentials; NULL when that could not be seen.';
COMMENT ON COLUMN server_checks.latency_ms IS 'Round trip in milliseconds; NULL when the check did not pass.';
COMMENT ON COLUMN server_checks.issue IS 'Why the check did not pass (a word of model::IssueCode); NULL when it did.';

CREATE TABLE server_health_hours (
    organization_id uuid NOT NULL,
    server_id uuid NOT NULL,
    hour timestamptz NOT NULL,
    checks integer NOT NULL,
    passed integer NOT NULL,
    latency_sum_ms bigint NOT NULL,
    latency_max_ms integer,
    PRIMARY KEY (organization_id, server_id, hour),
    FOREIGN KEY (organization_id, server_id) REFERENCES servers (organization_id, id) ON DELETE CASCADE
);
COMMENT ON TABLE server_health_hours IS 'Health checks summed up by the hour (UTC), counted with each check; dropped after 90 days as server_checks are.';
COMMENT ON COLUMN server_health_hours.latency_sum_ms IS 'Of the checks that passed.';
COMMENT ON COLUMN server_health_hours.latency_max_ms IS 'Of the checks that passed; NULL when none did.';

CREATE TABLE server_transitions (
    organization_id uuid NOT NULL,
    server_id uuid NOT NULL,
    at timestamptz NOT NULL,
    status text NOT NULL,
    issue jsonb,
    PRIMARY KEY (organization_id, server_id, at),
    FOREIGN KEY (organization_id, server_id) REFERENCES servers (organization_id, id) ON DELETE CASCADE
);
COMMENT ON TABLE server_transitions IS 'When a server became healthy, unreachable, unauthorized or disabled; the latest 500 are kept.';
COMMENT ON COLUMN server_transitions.issue IS 'Why it is not healthy (model::Issue).';

ALTER TABLE server_checks ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON server_checks TO studio_app
    USING (organization_id = current_organization()) WITH CHECK (organization_id = current_organization());
ALTER TABLE server_health_hours ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON server_health_hours TO studio_app
    USING (organization_id = current_organization()) WITH CHECK (organization_id = current_organization());
ALTER TABLE server_transitions ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON server_transitions TO studio_app
    USING (organization_id = current_organization()) WITH CHECK (organization_id = current_organization());

GRANT SELECT, INSERT, DELETE ON server_checks, server_transitions TO studio_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON server_health_hours TO studio_app;

-- Claiming due checks happens before the tenant is known: one column is written, and nothing more.
CREATE POLICY system_claim ON servers FOR UPDATE TO studio_system USING (true) WITH CHECK (true);
GRANT SELECT (attempt), UPDATE (next_check_at) ON servers TO studio_system;
