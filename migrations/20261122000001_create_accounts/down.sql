DROP TABLE audit_log, memberships, organizations, installation_links, rate_limits, user_sessions, users CASCADE;
DROP FUNCTION current_organization();
