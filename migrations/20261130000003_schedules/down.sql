DROP TABLE schedule_fires;
REVOKE SELECT (organization_id, id, paused, due_at) ON tasks FROM studio_system;
DROP POLICY system ON tasks;
ALTER TABLE tasks DROP COLUMN paused, DROP COLUMN next_fire_at, DROP COLUMN due_at;
