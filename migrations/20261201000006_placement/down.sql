DELETE FROM tasks WHERE server_id IS NULL;
DROP INDEX executions_placeless;
ALTER TABLE executions DROP COLUMN labels, DROP COLUMN placed_for, DROP COLUMN placed;
ALTER TABLE tasks DROP COLUMN labels, ALTER COLUMN server_id SET NOT NULL;
ALTER TABLE servers DROP COLUMN labels;
