ALTER TABLE executions
    ADD COLUMN tool text,
    ADD COLUMN progress jsonb,
    ADD COLUMN result jsonb;
-- Calls of one MCP tool, newest first.
CREATE INDEX executions_tool ON executions (organization_id, server_id, tool, id DESC) WHERE tool IS NOT NULL;
COMMENT ON COLUMN executions.tool IS 'Name of the MCP tool that is called; NULL for other actions.';
COMMENT ON COLUMN executions.progress IS 'How far the call is, as the server said last: current, total, message.';
COMMENT ON COLUMN executions.result IS 'What the call came to, up to 1 MiB; a larger result is in the output alone.';

ALTER TABLE attempts ADD COLUMN sent_at timestamptz;
COMMENT ON COLUMN attempts.sent_at IS 'Since then the server may have heard of the call of an MCP tool; NULL while it surely has not.';
