# Tasks: what should be done.
task-title = Tasks
task-new = New task
task-search = Search by title
task-empty-title = No tasks yet
task-empty-text = A task is a command that runs on one of your servers, as often as you want, with its output kept.
task-empty-search-title = No task matches “{ $q }”
task-empty-search-text = Check the spelling, or look at all tasks.
task-empty-search-all = Show all tasks
task-last-state = Latest run
task-last-run = When
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
task-section-where = Where
task-section-limits = Limits and priority
task-field-title = Title
task-field-title-help = What the task is called in lists.
task-description = Description
task-command = Command
task-command-help = Run by /bin/sh on the server, as the user of its master agent.
task-field-pty = Give it a terminal (PTY)
task-field-pty-help = For programs that behave differently on a terminal: colours, progress bars, full-screen output.
task-pty = Output
task-pty-yes = On a terminal (PTY)
task-pty-no = Through pipes
task-env = Environment
task-server = Server
task-server-help = Enabled servers with a master agent.
task-server-choose = Choose a server
task-cwd = Working directory
task-cwd-help = Left empty, the master agent’s own.
task-cwd-none = The master agent’s own
task-timeout = Longest run (seconds)
task-timeout-help = The command is stopped after this time. Left empty, it may take as long as the installation allows.
task-idle-timeout = Longest silence (seconds)
task-idle-timeout-help = The command is stopped when it writes nothing for this long.
task-limit-none = No limit of its own
task-priority = Priority
task-priority-help = Higher ones leave the queue first.
task-priority-low = Low
task-priority-medium = Medium
task-priority-high = High
task-priority-urgent = Urgent
task-no-servers-title = No server can run a command yet
task-no-servers-text = A task needs an enabled server with a master agent.
task-no-servers-action = Add a server
task-no-servers-list = Show the servers

# Executions of a task
task-executions = Latest executions
task-executions-all = Show all
task-executions-empty-title = Not run yet
task-executions-empty-text = Run the task to see its output here.
