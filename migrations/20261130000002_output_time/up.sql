-- Without a rewrite: the table is the largest there is, and replicas of the release before still insert rows without it.
ALTER TABLE execution_output ADD COLUMN stored_at timestamptz;
COMMENT ON COLUMN execution_output.stored_at IS 'When it was stored; rows from before this column count as stored when their attempt began.';
