# Organizations: a further one, and the settings of one.
organization-new = New organization
organization-new-intro = A place of its own for servers and tasks, with members of its own. You will be its owner.
organization-new-submit = Create organization
organization-new-back = Back to the start page
organization-name = Name
organization-name-help = The name of your company or team, as its members will see it.
organization-slug = Address
organization-slug-help = The word in URLs and in the API. It stays when the name changes, so that links keep working.
organization-since = Created
organization-too-many = You own { $max } organizations, the most that one person can own. Use one of them, or ask somebody else to create this one and to invite you.
organization-retention = Keep executions (days)
organization-retention-help = So long after their end, executions and their output are deleted for good. 0: never.
organization-output-cap = Keep of each output (MiB)
organization-output-cap-help = Of what one attempt writes, three quarters of this from the beginning and the rest from the end; the page tells what is missing between. 8 to 4,096.
