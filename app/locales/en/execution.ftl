# Executions and their terminal.
execution-title = Executions
execution-search = Search by task title
execution-filter-state = State
execution-filter-state-all = All states
execution-filter-task-clear = Show all tasks
execution-filter-server-clear = Show all servers
execution-empty-title = No executions yet
execution-empty-text = Each run of a task appears here with its output and its result.
execution-empty-action = Choose a task
execution-empty-filter-title = No execution matches
execution-empty-filter-text = Choose another state or other words, or look at all executions.
execution-empty-filter-all = Show all executions

# States
execution-state-waiting = Waiting
execution-state-queued = Queued
execution-state-claimed = Starting
execution-state-running = Running
execution-state-input-required = Waits for input
execution-state-cancelling = Cancelling
execution-state-succeeded = Succeeded
execution-state-failed = Failed
execution-state-timed-out = Timed out
execution-state-cancelled = Cancelled
execution-state-rejected = Rejected
execution-state-skipped = Skipped
execution-state-lost = Lost
execution-wait-dependency = Waits for another task
execution-wait-approval = Waits for approval
execution-wait-retry = Waits for the next attempt
execution-wait-concurrency = Waits for a free place
execution-wait-paused = Paused

# Columns and facts
execution-column-task = Task
execution-column-state = State
execution-column-server = Server
execution-column-duration = Duration
execution-column-by = Run by
execution-column-queued = Queued
execution-exit-code = Exit code
execution-exit-code-is = Exit code { $code }
execution-retry-of = Repeats
execution-retry-of-link = an earlier execution
execution-attempts = Attempts
execution-attempt-number = Attempt
execution-output-size = Output
execution-cause = Cause
execution-timeline = History
execution-action = What ran

# Actions
execution-cancel = Cancel
execution-cancel-over = The execution is over.
execution-cancel-final = The execution is over ({ $state }). There is nothing left to cancel.
execution-input-over = The command has ended and reads nothing more. What was typed was not sent.
execution-input-full = The command has not read what was typed before. Wait until it reads, or cancel it.
execution-input-no-terminal = This command runs without a terminal, so it reads no input. Give its task a terminal (PTY) and run it again.
execution-input-not-yet = The command has not started yet. Type again once it runs.
execution-cancel-asked = Cancel was asked for. The remote side has not confirmed it yet.
execution-retry = Run again
execution-retry-not-over = The execution is not over yet.
execution-retry-active = The execution is not over yet. Cancel it or wait for its end, then run it again.
execution-retry-no-server = The server of this execution was deleted. Write the task for another server and run that.

# Terminal
execution-terminal-label = Terminal: { $title }
execution-terminal-label-typing = Terminal: { $title }. Keys go to the command; Ctrl, Shift and X leave the terminal.
execution-terminal-typing = The command reads what you type in the terminal. Ctrl + Shift + X leaves it.
execution-terminal-download = Download the output
execution-terminal-following = Following
execution-terminal-jump = Jump to the end
execution-terminal-smaller = Smaller text
execution-terminal-larger = Larger text
execution-terminal-full-screen = Full screen
execution-terminal-find = Find in the output
execution-terminal-find-none = Not found
execution-terminal-gap = { $size } of output not kept
execution-terminal-late = The first { $size } of the output are not shown.
execution-terminal-from-start = Show from the start
execution-terminal-dropped = The terminal keeps the last { $lines } lines. Earlier ones are in the download.
execution-terminal-failed = The terminal could not be loaded. Load the page again, or download the output.
execution-terminal-excerpt = Showing the output around the line, from { $from } to { $to }.
execution-terminal-wrap = Wrap long lines
execution-terminal-first-error = First error
execution-terminal-first-error-is = First error: { $line }
execution-terminal-first-error-none = No line reports an error.
execution-download = Download
execution-download-raw = As it is, with colours (.log)
execution-download-text = Plain text, without colours (.txt)
execution-download-asciicast = Recording, asciicast v2 (.cast)
execution-connection-connecting = connecting
execution-connection-live = live
execution-connection-ended = complete
execution-connection-reconnecting = reconnecting in { $seconds } s

# Why there is nothing to see
execution-nothing-waiting = Not started yet.
execution-nothing-wait-dependency = Another task has to finish first.
execution-nothing-wait-approval = Somebody has to approve it before it runs.
execution-nothing-wait-retry = The last attempt failed. The next one starts after a pause.
execution-nothing-wait-concurrency = Too much of this runs at the moment. It starts when a place is free.
execution-nothing-wait-paused = Its task is paused.
execution-nothing-queued = In the queue. It starts as soon as a worker is free.
execution-nothing-claimed = Being handed to { $server }.
execution-nothing-running = The command runs on { $server } and has written nothing yet.
execution-nothing-input-required = The command waits for input and has written nothing yet.
execution-nothing-cancelling = Cancel was asked for. { $server } has not confirmed it yet.
execution-nothing-succeeded = The command ended and wrote nothing.
execution-nothing-failed = The command failed with exit code { $code } and wrote nothing.
execution-nothing-timed-out = The time limit ran out before the command wrote anything.
execution-nothing-cancelled = Cancelled before anything was written.
execution-nothing-rejected = Somebody refused the approval. The command never ran.
execution-nothing-skipped = Skipped. The command never ran.
execution-nothing-lost = What became of the command cannot be known. Check on { $server } before you run it again.

# Why it waits, what became of it
execution-trigger = Started by
execution-trigger-person = A person
execution-trigger-schedule = The schedule
execution-trigger-dependency = Another task
execution-trigger-retry = Run again
execution-task-version = Version
execution-attempt-output = Download the output of attempt { $number }
execution-waiting-retry = The last attempt failed. Attempt { $attempt } of { $most } starts
execution-waiting-concurrency = Another run with the key “{ $key }” is under way. This one starts when that has ended.
execution-waiting-dependency = Another task has to finish first.
execution-waiting-approval = Somebody has to approve it before it runs.
execution-waiting-paused = Its task is paused.
execution-queued-server = { $server } works on { $most } runs already, as many as one server gets at a time. This one starts when one of them ends.
execution-queued-organization = { $most } runs of this organization are under way, as many as there may be at a time. This one starts when one of them ends.
execution-queued-ahead = { $ahead ->
    [0] It is next. It starts as soon as a worker is free.
    [one] One run is ahead of it in the queue of this server.
   *[other] { $ahead } runs are ahead of it in the queue of this server.
}
execution-resolve-title = What became of it?
execution-resolve-text = The Studio lost sight of this execution and cannot find out by itself. Look on the server, then record it here, for those who come after you. The execution stays lost.
execution-resolve-verdict = What you found
execution-resolve-note = Note
execution-resolve-submit = Record
execution-resolve-not-lost = Only what is lost can be resolved: this execution’s end is known.
execution-resolve-twice = Somebody has recorded already what became of it. Load the page again to see what.
execution-verdict-done = It was done
execution-verdict-done-help = What it should do was done. Nothing runs again.
execution-verdict-not-done = It was not done
execution-verdict-not-done-help = Nothing was done, and nothing runs again.
execution-verdict-retry = Run it again
execution-verdict-retry-help = The same work is queued at once, as a new execution.
execution-resolved-by = Recorded by { $name }
execution-resolved-again = The execution that does it again
execution-placed = { $fit ->
    [one] The only server that fitted; it had { $busy } to do.
   *[other] The least busy of { $fit } servers that fitted; it had { $busy } to do.
}
execution-place = Why there
execution-queued-no-server = No healthy server that can do it has room. As soon as one has, it starts there.
execution-queued-no-server-with = No healthy server with the labels { $labels } that can do it has room. As soon as one has, it starts there.
