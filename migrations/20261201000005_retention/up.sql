-- How much an organization keeps of its executions, and for how long.
ALTER TABLE organizations
    ADD COLUMN retention_days integer NOT NULL DEFAULT 0 CHECK (retention_days BETWEEN 0 AND 3650),
    ADD COLUMN output_cap_mib integer NOT NULL DEFAULT 128 CHECK (output_cap_mib BETWEEN 8 AND 4096);
COMMENT ON COLUMN organizations.retention_days IS 'So long after their end executions are deleted; 0: never.';
COMMENT ON COLUMN organizations.output_cap_mib IS 'Of the output of an attempt so many MiB are kept, three quarters of them from the beginning.';
GRANT DELETE ON executions TO studio_app;
