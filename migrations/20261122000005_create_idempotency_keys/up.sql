CREATE TABLE idempotency_keys (
    user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    key text NOT NULL,
    fingerprint bytea NOT NULL,
    status smallint,
    content_type text,
    body bytea,
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    PRIMARY KEY (user_id, key)
);
CREATE INDEX idempotency_keys_expires ON idempotency_keys (expires_at);
COMMENT ON TABLE idempotency_keys IS 'Global. Answers to POSTs with an Idempotency-Key, given again when the same user repeats one.';
COMMENT ON COLUMN idempotency_keys.key IS 'As the client chose it; unique for the user.';
COMMENT ON COLUMN idempotency_keys.fingerprint IS 'SHA-256 of method, path and body.';
COMMENT ON COLUMN idempotency_keys.status IS 'HTTP status of the answer; NULL while the request is still running.';
COMMENT ON COLUMN idempotency_keys.body IS 'The answer; answers that hold credentials are never stored.';

GRANT SELECT, INSERT, UPDATE, DELETE ON idempotency_keys TO studio_system;
