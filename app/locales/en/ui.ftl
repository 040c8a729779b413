# The design system and the frame.
ui-app-name = MCP Agent Studio
ui-app-description = Run MCP servers, their agents and their tools from one place: register a server, run a task on it, watch its real output live.
ui-back = Back
ui-breadcrumb = Where you are
ui-cancel = Cancel
ui-chart-failed = The chart cannot be shown. Its numbers are in the table below.
ui-chart-left-out = Rows with nothing in them are left out.
ui-chart-loading = The chart is being drawn. Its numbers are in the table below.
ui-chart-none = There is nothing in this time.
ui-chart-table = The numbers as a table
ui-close = Close
ui-collapse = Collapse the navigation
ui-confirm-name = Type “{ $name }” to confirm
ui-copied = Copied
ui-copy = Copy
ui-dismiss = Dismiss
ui-filter-apply = Apply
ui-first-page = First page
ui-form-invalid = { $count ->
    [one] One field needs your attention.
   *[other] { $count } fields need your attention.
}
ui-language = Language
ui-live = live
ui-live-connecting = connecting
ui-live-lost = The connection is interrupted. The page is brought up to date less often.
ui-live-reconnecting = reconnecting in { $seconds } s
ui-loading = Loading
ui-modules = Modules
ui-modules-open = Open the navigation
ui-news = News
ui-next-page = Next page
ui-no-organization = No organization
ui-optional = optional
ui-organization = Organization
ui-organizations = Your organizations
ui-pages = Pages of the list
ui-page-loading = Loading
ui-retry = Try again
ui-stale = Below is what was known last.
ui-search = Search
ui-select-found = { $count } of { $all }
ui-show-secret = Show what is entered
ui-sign-out = Sign out
ui-skip = Skip to the content
ui-step-done = done
ui-step-failed = needs attention
ui-theme = Theme
ui-theme-dark = Dark
ui-theme-light = Light
ui-theme-system = As the system
ui-time-days-ago = { $count ->
    [one] yesterday
   *[other] { $count } days ago
}
ui-time-hours-ago = { $count ->
    [one] 1 hour ago
   *[other] { $count } hours ago
}
ui-time-in-days = { $count ->
    [one] tomorrow
   *[other] in { $count } days
}
ui-time-in-hours = { $count ->
    [one] in 1 hour
   *[other] in { $count } hours
}
ui-time-in-minutes = { $count ->
    [one] in 1 minute
   *[other] in { $count } minutes
}
ui-time-in-seconds = { $count ->
    [one] in 1 second
   *[other] in { $count } seconds
}
ui-time-minutes-ago = { $count ->
    [one] 1 minute ago
   *[other] { $count } minutes ago
}
ui-time-now = just now
ui-time-seconds-ago = { $count ->
    [one] 1 second ago
   *[other] { $count } seconds ago
}
ui-module-dashboard = Dashboard
ui-module-executions = Executions
ui-module-mcp-tools = MCP tools
ui-module-servers = Servers
ui-module-settings = Settings
ui-module-tasks = Tasks
ui-user-menu = Account
ui-user-settings = Your settings
ui-role-admin = Admin
ui-role-manager = Manager
ui-role-operator = Operator
ui-role-owner = Owner
ui-role-viewer = Viewer
