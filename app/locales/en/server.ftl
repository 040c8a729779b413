# Servers and the wizard that registers them.
server-title = Servers
server-add = Add server
server-add-local = Add this machine
server-add-local-text = The machine that runs this Studio has a master agent. It can be your first server.
server-search = Search by name
server-filter-status-all = All statuses
server-column-name = Name
server-column-status = Status
server-column-latency = Latency
server-column-master-agent = Master agent
server-column-checked = Checked
server-empty-title = No servers yet
server-empty-text = Register a remote MCP server. With a master agent on it, the Studio can run commands there.
server-empty-search-title = No server matches “{ $q }”
server-empty-search-text = Check the spelling, or look at all servers.
server-empty-search-all = Show all servers
server-empty-filter-title = No server matches
server-empty-filter-text = Choose another status or other words, or look at all servers.

# Status and facts
server-status-disabled = Disabled
server-status-unknown = Not checked yet
server-status-healthy = Healthy
server-status-unreachable = Unreachable
server-status-unauthorized = Not authenticated
server-fact-enabled = Enabled
server-fact-reachable = Reachable
server-fact-authenticated = Authenticated
server-yes = Yes
server-no = No
server-unknown = Not known
server-fact-enabled-yes = Checked in the background and used by tasks.
server-fact-enabled-no = Switched off by a member. Not checked, not used by tasks.
server-fact-reachable-yes = It answered at the last check.
server-fact-reachable-no = It did not answer at the last check.
server-fact-reachable-unknown = Not checked yet.
server-fact-authenticated-yes = It accepted the credentials.
server-fact-authenticated-no = It did not accept the credentials.
server-fact-authenticated-unknown = Known once it answers.
server-attempt = Failed checks in a row: { $attempt }. Next check:
server-remedy = What to do

# Detail
server-connection = Connection
server-latency = Latency

server-none = –
server-url = Address
server-description = Description
server-auth = Authentication
server-auth-none = None
server-auth-bearer = Token
server-auth-headers = Own headers
server-auth-basic = User name and password
server-protocol = Protocol
server-implementation = Implementation
server-last-check = Last check
server-next-check = Next check
server-created = Registered
server-master-agent = Master agent
server-master-agent-none = No master agent found. Its own MCP tools can be used; commands need a master agent on the host.
server-master-agent-version = Version
server-master-agent-host = Host
server-master-agent-system = System
server-master-agent-instance = Installation
server-capabilities = Capabilities
server-not-checked = Not known before the first check that passes.
server-work = Work on this server
server-see-executions = Executions on this server
server-create-task = Create a task
server-check = Check now
server-edit = Edit
server-enable = Enable
server-disable = Disable
server-more = More actions
server-delete-title = Delete { $name }?
server-delete-text = The server and its tasks are deleted; their executions stay in the list. This cannot be undone. The host itself is not touched.
server-delete-submit = Delete server
server-delete-active = Something is running on this server. Wait until it has ended or cancel it, then delete the server.
server-cancel = Cancel

# Health over time
server-health = Health
server-health-range = Time range
server-health-range-24h = 24 hours
server-health-range-7d = 7 days
server-health-range-30d = 30 days
server-health-uptime = Uptime, { $range }
server-health-uptime-help = Share of health checks that passed while the server was enabled.
server-health-summary = Health, { $range }: { $passed } of { $checks } checks passed.
server-health-now = now
server-health-cell = { $start }: { $passed } of { $checks } checks passed
server-health-cell-round-trip = { $start }: { $passed } of { $checks } checks passed, round trip { $mean } on average, { $slowest } at most
server-health-cell-empty = { $start }: not checked
server-health-legend-up = All checks passed
server-health-legend-mixed = Some checks failed
server-health-legend-down = All checks failed
server-health-legend-empty = Not checked
server-health-round-trip = Round trip of a check: { $mean } on average, { $slowest } at most
server-health-table = Figures as a table
server-health-column-start = From
server-health-column-passed = Checks passed
server-health-column-mean = Mean round trip
server-health-column-slowest = Slowest
server-health-passed = { $passed } of { $checks }
server-health-none = No check was made in this time.
server-health-changes = What changed
server-health-lasted = for { $duration }

# Checks one by one
server-steps = Check step by step
server-steps-text = Shows which step works and which does not, with its time and what to do. Nothing is saved.
server-steps-passed = All checks passed.
server-steps-failed = Not all checks passed. Mend what is described, then run them again.

# Form
server-name = Name
server-name-help = Short and unique in this organization, such as “build-01”.
server-description-help = What it is for, who looks after it.
server-url-help = Where its MCP endpoint listens, such as https://build-01.example.com/mcp.
server-token = Token
server-token-help = For a master agent, the master token: run “master-agent token” on the host to print it.
server-token-kept = A token is stored. Leave empty to keep it. If the address leads to another host, enter its token.
server-username = User name
server-password = Password
server-password-help = Sent with every request (HTTP Basic).
server-password-kept = User name and password are stored. Leave both empty to keep them. If the address leads to another host, enter its own.
server-headers = Headers
server-headers-help = One a line, such as “X-Api-Key: abc123”. Sent with every request; kept encrypted.
server-headers-kept = Headers are stored. Leave empty to keep them; what you enter replaces them all. If the address leads to another host, enter its own. One a line, such as “X-Api-Key: abc123”.
server-auth-again = Stored credentials are not sent to another host or port. Enter the credentials for the new address, or set authentication to “None”.
server-headers-line = Line { $line } is no header. Write it as “Name: value”; the name consists of letters, digits, hyphens, dots and underscores.
server-headers-reserved = “{ $name }” is set by MCP or by the connection itself. Take it out.
server-headers-twice = “{ $name }” stands there twice. Keep one of them.
server-headers-many = At most { $max } headers can be sent.
server-tabs = Parts of { $name }
server-tab-overview = Overview
server-settings-look-only = Your role may not change this server. Ask an owner, admin or manager.
server-use = Use
server-delete-tasks = Tasks, deleted with it
server-delete-mcp-tools = MCP tools, deleted with it
server-delete-executions = Executions, which stay
server-save = Save

# Wizard
server-wizard-title = Add a server
server-wizard-step-basics = Basics
server-wizard-step-validation = Validation
server-wizard-basics-question = Which server?
server-wizard-next = Next
server-wizard-validation-question = Does it work?
server-wizard-checks = Checks of { $name }
server-wizard-run = Run the checks
server-wizard-run-again = Run again
server-wizard-running = The checks are running.
server-wizard-passed = All checks passed. “{ $name }” will be added, checked in the background and ready for tasks.
server-wizard-failed = Not all checks passed. Mend what is described, then run them again. You can also add “{ $name }” anyway: it is checked in the background and used as soon as it works.
server-wizard-not-run = The checks have not run yet.
server-wizard-submit = Add server
server-wizard-submit-anyway = Add anyway
server-wizard-wait-running = Wait until the checks have ended.
server-wizard-wait-not-run = Run the checks first.
server-wizard-interrupted = The checks were interrupted.
server-check-pending = Waiting
server-check-running = Running
server-check-passed = Passed
server-check-failed = Failed
server-check-skipped = Skipped

# Import and export
server-import = Import mcp.json
server-import-title = Import servers
server-import-intro = Take over the servers of Claude, Cursor, VS Code, Windsurf, Cline or Zed. You see first what would become of each; nothing is added yet.
server-import-file = File
server-import-file-problem = This file cannot be read. Choose a text file of at most { $max } kB.
server-import-text = Content of mcp.json
server-import-text-help = The whole file, with or without comments. It is kept encrypted for a day, so that you can finish the import.
server-import-preview = Show what is in it
server-import-preview-title = Servers in the file
server-import-summary = { $possible } of { $count } can be imported. The chosen ones are added together, or none if one of them fails.
server-import-column-choose = Import
server-import-column-verdict = Result
server-import-choose = Import { $name }
server-import-ready = Ready
server-import-needs = { $count ->
    [one] Needs a value
   *[other] Needs { $count } values
}
server-import-refused = Cannot be imported
server-import-disabled = Its client has switched it off.
server-import-headers-left-out = Left out, because MCP sets it itself: { $headers }
server-import-need-header = Goes into a header that { $servers } receives, in the place of { $name }. Kept encrypted.
server-import-need-url = Becomes part of the address of { $servers }, in the place of { $name }. Members see it.
server-import-submit = Import the chosen servers
server-import-again = Paste something else
server-import-none-possible = No server of this file can be imported.
server-import-nothing = Choose at least one server.
server-imported = { $count ->
    [one] One server was imported. It is being checked.
   *[other] { $count } servers were imported. They are being checked.
}
server-import-too-long = The text is longer than { $max } kB. Paste only the part with the servers.
server-import-not-json = This is not JSON: look at line { $line }, column { $column }.
server-import-shape = The servers must stand in an object, each under its name: “mcpServers” holds names, and each name holds a “url”.
server-import-none = No servers are in this text. They stand under “mcpServers” (Claude, Cursor), “servers” (VS Code) or “context_servers” (Zed).
server-import-too-many = { $count } servers are in this text; at most { $max } can be imported at once. Split it.
server-import-refusal-stdio = It is started as a program on its user’s machine ({ $detail }). Put a proxy such as supergateway in front of it, which makes it reachable over HTTP, and register that address.
server-import-refusal-sse = It uses the old HTTP+SSE transport. Use its newer address, often ending in /mcp, or put a proxy in front that speaks streamable HTTP.
server-import-refusal-transport = The transport “{ $detail }” is unknown. Use “http”.
server-import-refusal-duplicate = Another server of the file has the same name. Rename one of them.
server-import-refusal-taken = A server of this name is registered already. Rename one of them.
server-import-refusal-name = Its name must have 1 to 80 characters on one line.
server-import-refusal-no-address = It has neither an address nor a command. Give it a “url”.
server-import-refusal-url = “{ $detail }” is not a full address that begins with http:// or https://.
server-import-refusal-url-credentials = Its address carries a user name or password. Put them into an “Authorization” header.
server-import-refusal-shape = “{ $detail }” is of the wrong type.
server-import-refusal-sign-in = It signs in by “{ $detail }”, which cannot be taken over. Add the server with a token instead.
server-import-refusal-variable = Nobody can be asked for { $detail }. Put its value in its place.
server-import-refusal-header = The header “{ $detail }” cannot be sent. Names consist of letters, digits, hyphens, dots and underscores; at most 32 headers.
server-export = Export without secrets
server-export-claude = For Claude Code
server-export-cursor = For Cursor
server-export-vscode = For VS Code
server-labels = Labels
server-labels-help = Words for what it is or has, with commas between them, such as gpu, zone=eu. Tasks can run on any server with the labels they ask for.
