ALTER TABLE servers
    DROP COLUMN catalog_synced_at,
    DROP COLUMN catalog_error,
    DROP COLUMN catalog_due_at;
DROP TABLE mcp_tools;
