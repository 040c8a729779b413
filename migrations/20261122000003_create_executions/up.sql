CREATE TABLE tasks (
    organization_id uuid NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
    id uuid NOT NULL,
    title text NOT NULL,
    description text,
    server_id uuid NOT NULL,
    action jsonb NOT NULL,
    priority text NOT NULL,
    schedule jsonb NOT NULL,
    limits jsonb NOT NULL,
    version integer NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    PRIMARY KEY (organization_id, id),
    FOREIGN KEY (organization_id, server_id) REFERENCES servers (organization_id, id) ON DELETE CASCADE
);
CREATE INDEX tasks_server ON tasks (organization_id, server_id);
COMMENT ON TABLE tasks IS 'What should be done: action, place, limits.';
COMMENT ON COLUMN tasks.version IS 'Grows with every change.';

CREATE TABLE executions (
    organization_id uuid NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
    id uuid NOT NULL,
    kind text NOT NULL,
    task_id uuid,
    server_id uuid,
    title text NOT NULL,
    action jsonb NOT NULL,
    limits jsonb NOT NULL,
    priority smallint NOT NULL,
    state text NOT NULL,
    reason text,
    retry_of uuid,
    attempt integer NOT NULL DEFAULT 0,
    max_attempts integer NOT NULL DEFAULT 1,
    fence bigint NOT NULL DEFAULT 0,
    lease_owner uuid,
    lease_until timestamptz,
    cancel_requested_at timestamptz,
    exit_code integer,
    error jsonb,
    output_bytes bigint NOT NULL DEFAULT 0,
    triggered_by uuid,
    queued_at timestamptz NOT NULL,
    started_at timestamptz,
    finished_at timestamptz,
    PRIMARY KEY (organization_id, id),
    FOREIGN KEY (organization_id, task_id) REFERENCES tasks (organization_id, id) ON DELETE SET NULL (task_id),
    FOREIGN KEY (organization_id, server_id) REFERENCES servers (organization_id, id) ON DELETE SET NULL (server_id),
    FOREIGN KEY (organization_id, retry_of) REFERENCES executions (organization_id, id) ON DELETE SET NULL (retry_of)
);
CREATE INDEX executions_newest ON executions (organization_id, id DESC);
CREATE INDEX executions_task ON executions (organization_id, task_id, id DESC);
CREATE INDEX executions_server ON executions (organization_id, server_id);
CREATE INDEX executions_retry ON executions (organization_id, retry_of);
CREATE INDEX executions_queue ON executions (priority DESC, queued_at) WHERE state = 'queued';
CREATE INDEX executions_leases ON executions (lease_until)
    WHERE state IN ('claimed', 'running', 'input_required', 'cancelling');
COMMENT ON TABLE executions IS 'Work carried out, with a snapshot of what ran. State changes go through the transition table of the model crate.';
COMMENT ON COLUMN executions.fence IS 'Grows with every claim; a write that carries an older number is refused.';
COMMENT ON COLUMN executions.lease_until IS 'The owner renews it; past it, any worker may take over.';
COMMENT ON COLUMN executions.output_bytes IS 'Bytes of output of the latest attempt.';

CREATE TABLE attempts (
    organization_id uuid NOT NULL,
    id uuid NOT NULL,
    execution_id uuid NOT NULL,
    number integer NOT NULL,
    state text NOT NULL,
    instance_id text,
    output_end bigint NOT NULL DEFAULT 0,
    exit_code integer,
    error jsonb,
    created_at timestamptz NOT NULL,
    started_at timestamptz,
    finished_at timestamptz,
    PRIMARY KEY (organization_id, id),
    UNIQUE (organization_id, execution_id, number),
    FOREIGN KEY (organization_id, execution_id) REFERENCES executions (organization_id, id) ON DELETE CASCADE
);
COMMENT ON TABLE attempts IS 'One try of an execution; its id is the run_id the master agent knows.';
COMMENT ON COLUMN attempts.instance_id IS 'Master agent that was asked; another one means that the host was rebuilt.';
COMMENT ON COLUMN attempts.output_end IS 'Offset after the last stored byte.';

CREATE TABLE execution_output (
    organization_id uuid NOT NULL,
    attempt_id uuid NOT NULL,
    "offset" bigint NOT NULL,
    bytes bytea NOT NULL,
    PRIMARY KEY (organization_id, attempt_id, "offset"),
    FOREIGN KEY (organization_id, attempt_id) REFERENCES attempts (organization_id, id) ON DELETE CASCADE
);
-- Output is mostly incompressible work for the server at 50 MB/s: store it as it is.
ALTER TABLE execution_output ALTER COLUMN bytes SET STORAGE EXTERNAL;
COMMENT ON TABLE execution_output IS 'Output by byte offset, without gaps or overlaps.';

CREATE TABLE execution_transitions (
    organization_id uuid NOT NULL,
    execution_id uuid NOT NULL,
    seq integer NOT NULL,
    from_state text,
    to_state text NOT NULL,
    at timestamptz NOT NULL,
    issue jsonb,
    PRIMARY KEY (organization_id, execution_id, seq),
    FOREIGN KEY (organization_id, execution_id) REFERENCES executions (organization_id, id) ON DELETE CASCADE
);
COMMENT ON TABLE execution_transitions IS 'History of an execution''s states.';

ALTER TABLE tasks ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON tasks TO studio_app
    USING (organization_id = current_organization()) WITH CHECK (organization_id = current_organization());
ALTER TABLE executions ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON executions TO studio_app
    USING (organization_id = current_organization()) WITH CHECK (organization_id = current_organization());
CREATE POLICY system ON executions TO studio_system USING (true) WITH CHECK (true);
ALTER TABLE attempts ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON attempts TO studio_app
    USING (organization_id = current_organization()) WITH CHECK (organization_id = current_organization());
ALTER TABLE execution_output ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON execution_output TO studio_app
    USING (organization_id = current_organization()) WITH CHECK (organization_id = current_organization());
ALTER TABLE execution_transitions ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON execution_transitions TO studio_app
    USING (organization_id = current_organization()) WITH CHECK (organization_id = current_organization());

GRANT SELECT, INSERT, UPDATE, DELETE ON tasks TO studio_app;
GRANT SELECT, INSERT, UPDATE ON executions, attempts TO studio_app;
GRANT SELECT, INSERT ON execution_output, execution_transitions TO studio_app;
-- Claiming happens before the tenant is known: the queue's columns and nothing more.
GRANT SELECT (organization_id, id, state, priority, queued_at, fence, lease_owner, lease_until) ON executions TO studio_system;
GRANT UPDATE (fence, lease_owner, lease_until) ON executions TO studio_system;
