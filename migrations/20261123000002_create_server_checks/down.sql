REVOKE SELECT (attempt), UPDATE (next_check_at) ON servers FROM studio_system;
DROP POLICY system_claim ON servers;
DROP TABLE server_transitions, server_health_hours, server_checks;
