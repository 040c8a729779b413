-- The queue of each organization is claimed by itself, server by server, so that nobody's backlog is in another's way.
ALTER TABLE executions
    ADD COLUMN rank timestamptz NOT NULL DEFAULT now(),
    ADD COLUMN not_before timestamptz,
    ADD COLUMN start_by timestamptz,
    ADD COLUMN concurrency_key text,
    ADD COLUMN task_version integer,
    ADD COLUMN trigger text NOT NULL DEFAULT 'person',
    ADD COLUMN resolution jsonb,
    ADD COLUMN transitions integer NOT NULL DEFAULT 0;
UPDATE executions e SET
    rank = queued_at - make_interval(mins => CASE priority WHEN 0 THEN 0 WHEN 1 THEN 10 WHEN 2 THEN 30 ELSE 120 END),
    trigger = CASE WHEN retry_of IS NULL THEN 'person' ELSE 'retry' END,
    transitions = (SELECT count(*) FROM execution_transitions t
        WHERE t.organization_id = e.organization_id AND t.execution_id = e.id);
COMMENT ON COLUMN executions.rank IS 'Its place in the queue: when it was queued, less the head start of its priority. The earliest is next, so that what is of low priority is overtaken for two hours at most.';
COMMENT ON COLUMN executions.not_before IS 'When the next attempt is due; only while it waits for that.';
COMMENT ON COLUMN executions.start_by IS 'Not started by then, it ends as timed out.';
COMMENT ON COLUMN executions.concurrency_key IS 'Of those with the same key one is under way at a time.';
COMMENT ON COLUMN executions.task_version IS 'Version of the task that ran.';
COMMENT ON COLUMN executions.trigger IS 'What queued it: a person, a schedule, a dependency, a retry by hand.';
COMMENT ON COLUMN executions.resolution IS 'What a person found out about a lost one: verdict, who, when, note.';
COMMENT ON COLUMN executions.transitions IS 'Lines of its history, which number them.';

DROP INDEX executions_queue;
CREATE INDEX executions_ready ON executions (organization_id, server_id, rank) WHERE state = 'queued';
CREATE INDEX executions_due ON executions (not_before) WHERE state = 'waiting' AND not_before IS NOT NULL;
CREATE INDEX executions_overdue ON executions (start_by) WHERE state IN ('waiting', 'queued') AND start_by IS NOT NULL;
CREATE INDEX executions_key ON executions (organization_id, concurrency_key, rank)
    WHERE finished_at IS NULL AND concurrency_key IS NOT NULL;
CREATE INDEX executions_owner ON executions (lease_owner)
    WHERE state IN ('claimed', 'running', 'input_required', 'cancelling');

GRANT SELECT (reason, not_before, start_by, cancel_requested_at) ON executions TO studio_system;

ALTER TABLE tasks ADD COLUMN concurrency_key text;
COMMENT ON COLUMN tasks.concurrency_key IS 'Of the runs with the same key one is under way at a time.';

CREATE TABLE task_versions (
    organization_id uuid NOT NULL,
    task_id uuid NOT NULL,
    version integer NOT NULL,
    task jsonb NOT NULL,
    changed_by uuid,
    changed_at timestamptz NOT NULL,
    PRIMARY KEY (organization_id, task_id, version),
    FOREIGN KEY (organization_id, task_id) REFERENCES tasks (organization_id, id) ON DELETE CASCADE
);
COMMENT ON TABLE task_versions IS 'What a task said in each of its versions.';
COMMENT ON COLUMN task_versions.task IS 'The task as members saw it.';
ALTER TABLE task_versions ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON task_versions TO studio_app
    USING (organization_id = current_organization()) WITH CHECK (organization_id = current_organization());
GRANT SELECT, INSERT ON task_versions TO studio_app;
