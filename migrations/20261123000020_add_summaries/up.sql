ALTER TABLE executions ADD COLUMN summary text;
COMMENT ON COLUMN executions.summary IS 'The first line of what the call of an MCP tool came to, cut: what lists show of a result.';
