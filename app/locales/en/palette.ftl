# The command palette.
palette-open = Search
palette-title = Command palette
palette-label = Go anywhere, run anything
palette-list = What you can choose
palette-recent = Recently used
palette-pages = Pages
palette-actions = Actions
palette-run = Run: { $name }
palette-check = Check: { $name }
palette-cancel = Cancel: { $name }
palette-organization = Switch to { $name }
palette-theme = Theme: { $name }
palette-language = Language: { $name }
palette-settings = Settings: { $name }
palette-count = { $count ->
    [one] 1 choice
   *[other] { $count } choices
}
