//! Passwords: argon2id (OWASP ASVS 5.0, 11.4.2), hashed off the async threads.

use argon2::password_hash::{PasswordHash, PasswordHasher, PasswordVerifier, SaltString};
use argon2::{Algorithm, Argon2, Params, Version};
use model::{FieldCode, Secret};

use crate::Result;
use crate::clock::Random;
use crate::field::Fields;

/// Shortest password accepted, in characters.
const MIN: u32 = 10;
/// Longest, so that hashing stays cheap, in characters.
const MAX: u32 = 256;
/// The first guesses of anybody who tries, in lower case.
const GUESSES: [&str; 8] = [
    "password12",
    "password123",
    "1234567890",
    "0123456789",
    "qwertyuiop",
    "administrator",
    "letmeinplease",
    "changemeplease",
];

/// Checks a new password against the rules: length and not the first guess.
pub(crate) fn check(fields: &mut Fields, field: &str, password: &Secret, email: &str) {
    let length = u32::try_from(password.expose().chars().count()).unwrap_or(u32::MAX);
    let lower = password.expose().to_lowercase();
    if length == 0 {
        fields.push(field, FieldCode::Required);
    } else if length < MIN {
        fields.push(field, FieldCode::TooShort { min: MIN });
    } else if length > MAX {
        fields.push(field, FieldCode::TooLong { max: MAX });
    } else if GUESSES.contains(&lower.as_str()) || lower == email || all_the_same(&lower) {
        fields.push(field, FieldCode::GuessablePassword);
    }
}

fn all_the_same(text: &str) -> bool {
    let mut chars = text.chars();
    let first = chars.next();
    chars.all(|c| Some(c) == first)
}

/// Hashes a password; takes some 20 ms of a core and 19 MiB.
pub(crate) async fn hash(random: &dyn Random, password: &Secret) -> Result<String> {
    let mut salt = [0_u8; 16];
    random.fill(&mut salt);
    let password = password.clone();
    blocking(move || {
        let salt = SaltString::encode_b64(&salt).map_err(|e| anyhow::anyhow!("salt: {e}"))?;
        let hash = argon2()?.hash_password(password.expose().as_bytes(), &salt);
        Ok(hash.map_err(|e| anyhow::anyhow!("hash: {e}"))?.to_string())
    })
    .await
}

/// Whether the password is the one of this hash. Without a hash it takes as long and says no, so that the time tells
/// nobody whether an account exists.
pub(crate) async fn verify(hash: Option<String>, password: &Secret) -> Result<bool> {
    let password = password.clone();
    blocking(move || {
        let argon2 = argon2()?;
        let Some(hash) = hash else {
            let salt = SaltString::encode_b64(&[0; 16]).map_err(|e| anyhow::anyhow!("salt: {e}"))?;
            let _ = argon2.hash_password(password.expose().as_bytes(), &salt);
            return Ok(false);
        };
        let hash = PasswordHash::new(&hash).map_err(|e| anyhow::anyhow!("stored hash: {e}"))?;
        Ok(argon2.verify_password(password.expose().as_bytes(), &hash).is_ok())
    })
    .await
}

/// OWASP's recommended parameters for argon2id: 19 MiB, two passes, one lane.
fn argon2() -> anyhow::Result<Argon2<'static>> {
    let params = Params::new(19 * 1024, 2, 1, None).map_err(|e| anyhow::anyhow!("argon2 parameters: {e}"))?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

async fn blocking<T: Send + 'static>(work: impl FnOnce() -> anyhow::Result<T> + Send + 'static) -> Result<T> {
    Ok(tokio::task::spawn_blocking(work).await.map_err(anyhow::Error::from)??)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::SystemRandom;

    #[tokio::test]
    async fn verifies_its_own_and_no_other() {
        let hash = hash(&SystemRandom, &Secret::from("correct horse".to_owned())).await.unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
        assert!(verify(Some(hash.clone()), &Secret::from("correct horse".to_owned())).await.unwrap());
        assert!(!verify(Some(hash), &Secret::from("correct horsf".to_owned())).await.unwrap());
        assert!(!verify(None, &Secret::from("correct horse".to_owned())).await.unwrap());
    }
}
