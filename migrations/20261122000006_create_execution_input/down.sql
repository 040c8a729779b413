REVOKE DELETE ON execution_output FROM studio_app;
ALTER TABLE attempts
    DROP CONSTRAINT attempts_gap,
    DROP COLUMN gap_from,
    DROP COLUMN gap_to,
    DROP COLUMN input_seq,
    DROP COLUMN pty_cols,
    DROP COLUMN pty_rows;
DROP TABLE execution_input;
