DROP TABLE refresh_tokens;
DELETE FROM user_sessions WHERE token_hash IS NULL;
ALTER TABLE user_sessions ALTER COLUMN token_hash SET NOT NULL;
COMMENT ON COLUMN user_sessions.token_hash IS NULL;
COMMENT ON TABLE user_sessions IS 'Global. Browser sessions; the cookie holds the token, only its SHA-256 is here.';
