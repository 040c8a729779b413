# Calls of MCP tools: arguments, progress, result; and what a result consists of.
mcp-call-as-json = As JSON
mcp-call-entries = { $count ->
    [one] { $count } entry
   *[other] { $count } entries
}
mcp-call-image = Picture from the server ({ $kind })
mcp-call-audio = Sound from the server ({ $kind })
mcp-call-text-empty = An empty text.
mcp-call-unknown = The server sent something of the type “{ $kind }”, which cannot be shown here.
