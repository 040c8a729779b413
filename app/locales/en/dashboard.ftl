# An organization's first page.
dashboard-title = Dashboard
dashboard-steps-title = First steps
dashboard-steps-intro = Three steps from an empty organization to work that is done.
dashboard-step-done = Done
dashboard-step-next = Next
dashboard-step-later = Later
dashboard-step-unavailable = Not in this version
dashboard-step-server = Add a server
dashboard-step-server-text = A remote MCP server. With a master agent on it, the Studio can run commands there.
dashboard-step-server-action = Add a server
dashboard-step-task = Run a task
dashboard-step-task-text = Write down a command once, run it whenever you like and watch its output live.
dashboard-step-task-action = Create a task
dashboard-step-task-run-action = Go to your tasks
dashboard-step-agent = Create an agent
dashboard-step-agent-text = A named worker on a server. This version does not have agents yet.
dashboard-servers = Servers
dashboard-servers-note = { $healthy } of { $count } healthy
dashboard-servers-none = None yet
dashboard-active = Active executions
dashboard-active-note = { $running } running, { $waiting } waiting, { $cancelling } being cancelled
dashboard-today = Ended today
dashboard-today-note = { $succeeded } succeeded, { $failed } did not
dashboard-today-none = None so far
dashboard-rate = Success rate today
dashboard-rate-week = { $percent } in the seven days before
dashboard-rate-week-none = No runs in the seven days before
dashboard-waiting = What waits for somebody
dashboard-waiting-none = Nothing waits for you.
dashboard-waiting-input = { $count ->
    [one] One execution waits for input
   *[other] { $count } executions wait for input
}
dashboard-waiting-lost = { $count ->
    [one] One execution was lost in the last seven days: check what became of it
   *[other] { $count } executions were lost in the last seven days: check what became of them
}
dashboard-waiting-more = { $count ->
    [one] One more server cannot be used
   *[other] { $count } more servers cannot be used
}
dashboard-now = Right now
dashboard-now-executions = Executions
dashboard-now-none = None is under way
dashboard-outcomes = How did executions end in the last 24 hours?
dashboard-outcomes-quarter = Quarter of an hour from
dashboard-outcome-succeeded = Succeeded
dashboard-outcome-failed = Failed or timed out
dashboard-outcome-lost = Lost
dashboard-outcome-stopped = Cancelled, rejected or skipped
dashboard-failures = Last failures
dashboard-failures-reason = Reason
dashboard-failures-ended = Ended
dashboard-latest = Latest executions
dashboard-latest-all = All executions
