DROP TABLE task_versions;
ALTER TABLE tasks DROP COLUMN concurrency_key;
REVOKE SELECT (reason, not_before, start_by, cancel_requested_at) ON executions FROM studio_system;
DROP INDEX executions_ready, executions_due, executions_overdue, executions_key, executions_owner;
CREATE INDEX executions_queue ON executions (priority DESC, queued_at) WHERE state = 'queued';
ALTER TABLE executions
    DROP COLUMN rank, DROP COLUMN not_before, DROP COLUMN start_by, DROP COLUMN concurrency_key, DROP COLUMN task_version,
    DROP COLUMN trigger, DROP COLUMN resolution, DROP COLUMN transitions;
