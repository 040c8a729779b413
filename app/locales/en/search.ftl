# Searching an organization.
search-title = Search
search-label = Name, title, address or execution id
search-all = Show all with these words
search-start-title = What are you looking for?
search-empty-title = Nothing matches “{ $q }”
search-empty-text = Servers are found by name and address, MCP tools by name and title, tasks and recent executions by title, any execution by the beginning of its id.
