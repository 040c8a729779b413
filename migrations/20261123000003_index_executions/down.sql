DROP INDEX executions_active, executions_finished, executions_failed;
