ALTER TABLE organizations DROP COLUMN retention_days, DROP COLUMN output_cap_mib;
REVOKE DELETE ON executions FROM studio_app;
