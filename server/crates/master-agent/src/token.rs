//! The master token.

use anyhow::ensure;
use sha2::{Digest, Sha256};

use crate::data_dir::DataDir;

const SHORTEST: usize = 16;

/// The secret that clients must show. Never printed but by `master-agent token`.
#[derive(Clone)]
pub struct Token(String);

impl Token {
    /// The token of the environment (`MASTER_AGENT_TOKEN`), else that of the data folder, made if there is none.
    pub fn load(data: &DataDir) -> anyhow::Result<Self> {
        let token = match std::env::var("MASTER_AGENT_TOKEN") {
            Ok(token) => token,
            Err(_) => data.secret("token", || hex::encode(rand::random::<[u8; 32]>()))?,
        };
        let token = token.trim();
        ensure!(
            token.len() >= SHORTEST && token.bytes().all(|byte| byte.is_ascii_graphic()),
            "the master token must have at least {SHORTEST} characters, printable and without spaces; \
             correct MASTER_AGENT_TOKEN or unset it to have one made"
        );
        Ok(Self(token.into()))
    }

    /// The token itself.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// Whether this is it, in a time that does not depend on how much of it is right.
    pub fn matches(&self, candidate: &str) -> bool {
        let (ours, theirs) = (Sha256::digest(&self.0), Sha256::digest(candidate));
        ours.iter().zip(theirs.iter()).fold(0, |difference, (a, b)| difference | (a ^ b)) == 0
    }
}

impl std::fmt::Debug for Token {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Token")
    }
}
