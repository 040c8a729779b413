ALTER TABLE execution_output DROP COLUMN stored_at;
