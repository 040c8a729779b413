//! The installation's key: what seals secrets, signs tokens, and gives the database roles' passwords.

use std::io::Write as _;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;

use anyhow::{Context as _, Result, bail};
use integrations::seal::Sealer;
use rand::RngCore as _;
use sha2::{Digest as _, Sha256};
use studio_core::AccessTokens;
use studio_db::RolePasswords;

use crate::config::Options;

/// 256 bits.
pub(crate) struct Key([u8; 32]);

impl Key {
    /// The key given, else the one in the data folder, which is made when the database is private to that folder.
    pub(crate) fn of(options: &Options) -> Result<Self> {
        if let Some(hex) = &options.data.key {
            return Self::parse(hex).context("STUDIO_KEY must be 64 hexadecimal digits (openssl rand -hex 32)");
        }
        if options.database.database_url.is_some() {
            bail!(
                "DATABASE_URL is set but STUDIO_KEY is not: secrets in a shared database need a key that every replica \
                 has. Set STUDIO_KEY to 64 hexadecimal digits (openssl rand -hex 32) and keep it safe"
            );
        }
        Self::in_folder(&options.data.folder)
    }

    fn in_folder(folder: &Path) -> Result<Self> {
        let path = folder.join("key");
        match std::fs::read_to_string(&path) {
            Ok(hex) => Self::parse(hex.trim()).with_context(|| format!("{} does not hold a key", path.display())),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                let mut key = [0_u8; 32];
                rand::rng().fill_bytes(&mut key);
                std::fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
                let mut options = std::fs::OpenOptions::new();
                let mut file = options
                    .write(true)
                    .create_new(true)
                    .mode(0o600)
                    .open(&path)
                    .with_context(|| format!("cannot make {}", path.display()))?;
                file.write_all(hex::encode(key).as_bytes())
                    .with_context(|| format!("cannot write {}", path.display()))?;
                file.sync_all()?;
                Ok(Self(key))
            }
            Err(error) => Err(error).with_context(|| format!("cannot read {}", path.display())),
        }
    }

    fn parse(text: &str) -> Result<Self> {
        let bytes = hex::decode(text.trim())?;
        Ok(Self(bytes.try_into().map_err(|_| anyhow::anyhow!("32 bytes are needed"))?))
    }

    /// Seals secrets at rest.
    pub(crate) fn sealer(&self) -> Sealer {
        let id = self.derive("key id");
        Sealer::new(u32::from_be_bytes([id[0], id[1], id[2], id[3]]), &self.derive("seal"))
    }

    /// Signs access tokens, the same on every replica.
    pub(crate) fn access_tokens(&self) -> AccessTokens {
        AccessTokens::new(&self.derive("access tokens"))
    }

    /// Passwords of the database roles: the same on every replica.
    pub(crate) fn role_passwords(&self) -> RolePasswords {
        RolePasswords {
            app: hex::encode(self.derive("database role studio_app")),
            system: hex::encode(self.derive("database role studio_system")),
        }
    }

    /// A key for one purpose: SHA-256 of key and purpose; the key has full entropy, so no slow derivation is needed.
    fn derive(&self, purpose: &str) -> [u8; 32] {
        Sha256::new().chain_update(self.0).chain_update(purpose.as_bytes()).finalize().into()
    }
}
