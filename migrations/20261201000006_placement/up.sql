-- Tasks that run on any server that fits: healthy, with the wanted labels, able to do it; the least busy one first.
ALTER TABLE servers ADD COLUMN labels text[] NOT NULL DEFAULT '{}';
COMMENT ON COLUMN servers.labels IS 'Words for what it is or has, by which tasks choose it.';

ALTER TABLE tasks
    ALTER COLUMN server_id DROP NOT NULL,
    ADD COLUMN labels text[] NOT NULL DEFAULT '{}';
COMMENT ON COLUMN tasks.server_id IS 'Where it runs; none for any server that has the labels.';
COMMENT ON COLUMN tasks.labels IS 'What a server must have to be chosen, where none is named.';

ALTER TABLE executions
    ADD COLUMN labels text[],
    ADD COLUMN placed_for integer,
    ADD COLUMN placed jsonb;
COMMENT ON COLUMN executions.labels IS 'What a server must have to be chosen; none where the server is given.';
COMMENT ON COLUMN executions.placed_for IS 'The attempt for which the server was chosen.';
COMMENT ON COLUMN executions.placed IS 'Why it was chosen (a message).';
CREATE INDEX executions_placeless ON executions (organization_id, rank) WHERE state = 'queued' AND labels IS NOT NULL;
