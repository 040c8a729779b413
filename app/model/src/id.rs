//! Typed ids: an organization's id cannot be passed where a task's is meant.

typed_id!(/** An organization, the tenant. */ OrganizationId);
typed_id!(/** A user, who may be a member of several organizations. */ UserId);
typed_id!(/** A browser session of a user. */ SessionId);
typed_id!(/** A registered remote MCP server. */ ServerId);
typed_id!(/** A server that is still being entered in the wizard. */ ServerDraftId);
typed_id!(/** A file of servers that is being imported. */ ServerImportId);
typed_id!(/** A task: the definition of what should be done. */ TaskId);
typed_id!(/** An execution: one piece of work carried out. */ ExecutionId);
typed_id!(/** One try of an execution; the master agent knows it as `run_id`. */ AttemptId);
typed_id!(/** A row of the audit log. */ AuditId);
