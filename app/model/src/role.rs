//! Who may do what: the words of it. The rules are in `server/crates/core/policy/`.

word_enum!(
    /// The built-in roles of a member.
    Role {
        /** Everything, billing and deletion included. */ Owner = "owner",
        /** Everything but what only an owner may. */ Admin = "admin",
        /** Servers, agents, tools and tasks. */ Manager = "manager",
        /** Runs and writes tasks. */ Operator = "operator",
        /** Looks. */ Viewer = "viewer",
    }
);

word_enum!(
    /// What can be done in an organization, as `noun:verb`. Policy lines name these words.
    Action {
        /** See the organization and its dashboard. */ OrganizationRead = "organization:read",
        /** Change the organization. */ OrganizationUpdate = "organization:update",
        /** List and see servers. */ ServerRead = "server:read",
        /** Register a server, validate one. */ ServerCreate = "server:create",
        /** Change a server, enable or disable it. */ ServerUpdate = "server:update",
        /** Delete a server. */ ServerDelete = "server:delete",
        /** Check a server now. */ ServerCheck = "server:check",
        /** Search and see MCP tools; list resources and prompts. */ McpToolRead = "mcp_tool:read",
        /** Call an MCP tool, read a resource, preview a prompt. */ McpToolCall = "mcp_tool:call",
        /** List and see tasks. */ TaskRead = "task:read",
        /** Write a task. */ TaskCreate = "task:create",
        /** Change a task. */ TaskUpdate = "task:update",
        /** Delete a task. */ TaskDelete = "task:delete",
        /** Run a task. */ TaskRun = "task:run",
        /** List and see executions and their output. */ ExecutionRead = "execution:read",
        /** Cancel an execution. */ ExecutionCancel = "execution:cancel",
        /** Retry an execution. */ ExecutionRetry = "execution:retry",
        /** Type into a running execution. */ ExecutionInput = "execution:input",
        /** Record a verdict on a lost execution. */ ExecutionResolve = "execution:resolve",
        /** Read the audit log. */ AuditRead = "audit:read",
    }
);
