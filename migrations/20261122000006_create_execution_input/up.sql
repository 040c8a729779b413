CREATE TABLE execution_input (
    organization_id uuid NOT NULL,
    attempt_id uuid NOT NULL,
    seq bigint NOT NULL,
    bytes bytea NOT NULL,
    PRIMARY KEY (organization_id, attempt_id, seq),
    FOREIGN KEY (organization_id, attempt_id) REFERENCES attempts (organization_id, id) ON DELETE CASCADE
);
COMMENT ON TABLE execution_input IS 'What was typed and not yet handed to the master agent; deleted as soon as it is, for it may hold passwords.';
COMMENT ON COLUMN execution_input.seq IS 'Number the master agent knows the input by, so that a repeat types nothing twice.';

ALTER TABLE attempts
    ADD COLUMN gap_from bigint,
    ADD COLUMN gap_to bigint,
    ADD COLUMN input_seq bigint NOT NULL DEFAULT 0,
    ADD COLUMN pty_cols smallint,
    ADD COLUMN pty_rows smallint,
    ADD CONSTRAINT attempts_gap CHECK ((gap_from IS NULL) = (gap_to IS NULL) AND gap_from <= gap_to AND gap_to <= output_end);
COMMENT ON COLUMN attempts.gap_from IS 'First byte that is no longer kept: beyond the cap the head and the tail of the output stay.';
COMMENT ON COLUMN attempts.gap_to IS 'First byte that is kept again.';
COMMENT ON COLUMN attempts.input_seq IS 'Number of the newest input.';
COMMENT ON COLUMN attempts.pty_cols IS 'Columns of its terminal, as last asked for.';
COMMENT ON COLUMN attempts.pty_rows IS 'Rows of its terminal, as last asked for.';

ALTER TABLE execution_input ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON execution_input TO studio_app
    USING (organization_id = current_organization()) WITH CHECK (organization_id = current_organization());

GRANT SELECT, INSERT, DELETE ON execution_input TO studio_app;
GRANT DELETE ON execution_output TO studio_app;
