ALTER TABLE executions DROP COLUMN summary;
