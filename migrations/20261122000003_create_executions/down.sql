DROP TABLE execution_transitions, execution_output, attempts, executions, tasks;
