-- For the dashboard, which is read again whenever an execution changes: what is under way, what ended since a moment, and
-- what ended badly last, each without looking at the rest of the history.
CREATE INDEX executions_active ON executions (organization_id, state) WHERE finished_at IS NULL;
CREATE INDEX executions_finished ON executions (organization_id, finished_at) INCLUDE (state)
    WHERE finished_at IS NOT NULL;
CREATE INDEX executions_failed ON executions (organization_id, finished_at DESC)
    WHERE state IN ('failed', 'timed_out', 'lost');
