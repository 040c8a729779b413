# Tasks: what should be done.
task-arguments = Arguments
task-title = Tasks
task-new = New task
task-search = Search by title
task-empty-title = No tasks yet
task-empty-text = A task is a command or the call of an MCP tool on one of your servers, as often as you want, with its output kept.
task-empty-search-title = No task matches “{ $q }”
task-empty-search-text = Check the spelling, or look at all tasks.
task-empty-search-all = Show all tasks
task-last-state = Latest run
task-last-run = When
task-ran-last = Last run
task-never-run = Never run

# Actions
task-run = Run
task-edit = Edit
task-edit-title = Edit { $title }
task-more = More actions
task-delete = Delete
task-delete-title = Delete “{ $title }”?
task-delete-text = The task is gone for good. Its executions and their output stay.
task-delete-submit = Delete task
task-create = Create
task-create-and-run = Create and run
task-save = Save
task-cancel = Cancel

# Form
task-section-what = What
task-section-limits = Limits and priority
task-field-title = Title
task-field-title-help = What the task is called in lists.
task-description = Description
task-kind = What it does
task-kind-command = Run a command
task-kind-command-help = On the host of a server with a master agent.
task-kind-call = Call an MCP tool
task-kind-call-help = On any server, with arguments that you give it.
task-tool = MCP tool
task-tool-help = Its name, as the server offers it. The list shows those of the chosen server.
task-tool-unlisted = The MCP tools of this server cannot be listed: { $why }
task-command = Command
task-command-help = Run by /bin/sh on the server, as the user of its master agent.
task-field-pty = Give it a terminal (PTY)
task-field-pty-help = For programs that behave differently on a terminal: colours, progress bars, full-screen output.
task-pty = Output
task-pty-yes = On a terminal (PTY)
task-pty-no = Through pipes
task-env = Environment
task-env-help = One variable a line, NAME=value. A value with line breaks stands in double quotes, with \n for each of them.
task-env-line = Line { $line } is no variable. Write it as NAME=value, without spaces in the name; a value in double quotes is read as a JSON string.
task-env-twice = “{ $name }” stands there twice. Keep one of them.
task-server = Server
task-server-help = Enabled servers. Commands need one with a master agent; MCP tools can be called on every one.
task-server-calls-only = { $name } (MCP tools only)
task-server-choose = Choose a server
task-server-filter = Filter servers by name
task-cwd = Working directory
task-cwd-help = Left empty, the master agent’s own.
task-cwd-none = The master agent’s own
task-timeout = Longest run (seconds)
task-timeout-help = The run is stopped after this time. Left empty, it may take as long as the installation allows.
task-idle-timeout = Longest silence (seconds)
task-idle-timeout-help = The run is stopped when nothing is heard of it for this long: no output, no progress.
task-limit-none = No limit of its own
task-priority = Priority
task-priority-help = Higher ones leave the queue first.
task-priority-low = Low
task-priority-medium = Medium
task-priority-high = High
task-priority-urgent = Urgent
task-no-servers-title = No server to run on yet
task-no-servers-text = A task needs an enabled server.
task-no-servers-action = Add a server
task-no-servers-list = Show the servers

# Executions of a task
task-executions = Latest executions
task-executions-all = Show all
task-executions-empty-title = Not run yet
task-executions-empty-text = Run the task to see its output here.

# Limits, retries, versions
task-queue-timeout = Longest wait for the start (seconds)
task-queue-timeout-help = What has not started by then ends as timed out. Left empty, it waits as long as it takes.
task-timeout-fact = Longest run
task-idle-timeout-fact = Longest silence
task-queue-timeout-fact = Longest wait for the start
task-concurrency-key = Concurrency key
task-concurrency-key-help = Of all runs with the same key, one is under way at a time; the others wait for it.
task-section-retries = Retries
task-max-attempts = Most attempts
task-max-attempts-help = Left empty, a run is tried once.
task-retry-delay = Pause before the second attempt (seconds)
task-retry-delay-help = It doubles with each further attempt, up to an hour, and varies by a fifth. Left empty, 10 seconds.
task-retry-exit-codes = Exit codes that are tried again
task-retry-exit-codes-help = Numbers with commas between them. Left empty, all but 0.
task-retry-on = Also tried again
task-retry-transport = The server could not be reached
task-retry-timeout = A time limit ran out
task-retry-tool-error = The MCP tool said that it failed
task-retries-none = None
task-retries-some = Up to { $most } attempts, the second after { $delay }
task-versions = Versions
task-version = Version
task-version-by = Written by
task-version-at = When
task-version-what = What it says
task-server-any = Any server that fits
task-server-any-with = Any server with { $labels }
task-labels = Labels
task-labels-help = Words with commas between them. Each run goes to the least busy healthy server that has them all. Servers get labels in their settings.
task-labels-with-server = Labels choose among servers, and one is chosen already. Leave one of the two out.
label-wrong = “{ $label }” cannot be a label. Use up to 40 letters a to z, digits and . _ / - = between them.
label-too-many = These are too many labels. Keep { $max } of them.
