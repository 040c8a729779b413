# MCP tools of servers: list, search, one with its form and its calls.
mcp-tool-title = MCP tools
