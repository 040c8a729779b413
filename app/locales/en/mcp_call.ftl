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

# What it is called with
mcp-call-no-arguments = Without arguments.

# How far it is, and what it came to
mcp-call-result = Result
mcp-call-again = Edit and call again
mcp-call-progress = Progress
mcp-call-progress-of = { $current } of { $total }
mcp-call-progress-so-far = { $current } so far
mcp-call-begins = The call has not reached the server yet.
mcp-call-runs = The server works on it. Its result appears here.
mcp-call-cancelling = The server is being told that nobody waits for the result any more.
mcp-call-cancelled = Cancelled. The server was told; whether the MCP tool had already done its work is not known.
mcp-call-result-none = The MCP tool returned nothing.
mcp-call-result-large = The result is too large to be shown here. All of it stands in the output of the execution.
