-- Tasks run by themselves. A time is acted upon once: the first replica to write it down wins.
ALTER TABLE tasks
    ADD COLUMN paused boolean NOT NULL DEFAULT false,
    ADD COLUMN next_fire_at timestamptz,
    ADD COLUMN due_at timestamptz;
COMMENT ON COLUMN tasks.paused IS 'It does not run by itself until it is resumed.';
COMMENT ON COLUMN tasks.next_fire_at IS 'When it runs by itself next; none when its schedule has no more times.';
COMMENT ON COLUMN tasks.due_at IS 'The same with its jitter: from then on it is queued.';
CREATE INDEX tasks_due ON tasks (due_at) WHERE due_at IS NOT NULL AND NOT paused;

CREATE POLICY system ON tasks FOR SELECT TO studio_system USING (true);
GRANT SELECT (organization_id, id, paused, due_at) ON tasks TO studio_system;

CREATE TABLE schedule_fires (
    organization_id uuid NOT NULL,
    task_id uuid NOT NULL,
    fire_time timestamptz NOT NULL,
    outcome text NOT NULL CHECK (outcome IN ('queued', 'skipped', 'missed')),
    execution_id uuid,
    at timestamptz NOT NULL,
    PRIMARY KEY (organization_id, task_id, fire_time),
    FOREIGN KEY (organization_id, task_id) REFERENCES tasks (organization_id, id) ON DELETE CASCADE,
    FOREIGN KEY (organization_id, execution_id) REFERENCES executions (organization_id, id)
        ON DELETE SET NULL (execution_id)
);
COMMENT ON TABLE schedule_fires IS 'The times at which tasks were to run by themselves, and what became of each.';
ALTER TABLE schedule_fires ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON schedule_fires TO studio_app
    USING (organization_id = current_organization()) WITH CHECK (organization_id = current_organization());
GRANT SELECT, INSERT, UPDATE, DELETE ON schedule_fires TO studio_app;
