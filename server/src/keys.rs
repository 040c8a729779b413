//! The installation's key: what seals secrets, signs tokens, and gives the database roles' passwords.

use std::io::Write as _;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;

use anyhow::{Context as _, Result, bail};
use integrations::seal::Sealer;
use rand::RngCore as _;
use ring::hkdf::{HKDF_SHA256, Salt};
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

    /// A key for one purpose: HKDF-SHA256 (RFC 5869). The key has full entropy, so it needs neither salt nor a slow
    /// derivation.
    #[allow(clippy::expect_used)] // only lengths beyond 255 blocks are refused
    fn derive(&self, purpose: &str) -> [u8; 32] {
        let mut derived = [0_u8; 32];
        let extracted = Salt::new(HKDF_SHA256, &[]).extract(&self.0);
        let filled = extracted.expand(&[purpose.as_bytes()], HKDF_SHA256).and_then(|okm| okm.fill(&mut derived));
        filled.expect("32 bytes are one block");
        derived
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is sealed today must open tomorrow. Computed outside with HMAC-SHA256, by the steps of RFC 5869.
    #[test]
    fn derived_keys_stay_as_they_are() {
        let key = Key(std::array::from_fn(|i| i as u8));
        for (purpose, derived) in [
            ("seal", "1f28daac514d841274e4541f0ac720aedc1a1801279e144ba82e6ad8c1c9592d"),
            ("access tokens", "fd739afd4d00e411e29c90478545cb5e61f7aa8bdaf0d2ebe04cc2659dfa8c2f"),
        ] {
            assert_eq!(hex::encode(key.derive(purpose)), derived, "{purpose}");
        }
    }
}
