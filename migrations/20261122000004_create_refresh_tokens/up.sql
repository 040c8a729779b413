-- A program's session has no cookie: it is reached by the id its access tokens carry.
ALTER TABLE user_sessions ALTER COLUMN token_hash DROP NOT NULL;
COMMENT ON TABLE user_sessions IS 'Global. Sessions of browsers and of programs.';
COMMENT ON COLUMN user_sessions.token_hash IS 'SHA-256 of the browser''s cookie token; NULL for a program, which has refresh tokens.';

CREATE TABLE refresh_tokens (
    id uuid PRIMARY KEY,
    session_id uuid NOT NULL REFERENCES user_sessions (id) ON DELETE CASCADE,
    token_hash bytea NOT NULL UNIQUE,
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    used_at timestamptz
);
CREATE INDEX refresh_tokens_session ON refresh_tokens (session_id);
CREATE INDEX refresh_tokens_expires ON refresh_tokens (expires_at);
COMMENT ON TABLE refresh_tokens IS 'Global. Refresh tokens of programs; each is good once, only its SHA-256 is here.';
COMMENT ON COLUMN refresh_tokens.used_at IS 'When it was rotated; coming again after that it revokes its session.';

GRANT SELECT, INSERT, UPDATE, DELETE ON refresh_tokens TO studio_system;
