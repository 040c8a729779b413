ALTER TABLE attempts DROP COLUMN sent_at;
DROP INDEX executions_tool;
ALTER TABLE executions
    DROP COLUMN result,
    DROP COLUMN progress,
    DROP COLUMN tool;
