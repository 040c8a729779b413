//! Secrets at rest: sealed with an AEAD whose additional data binds them to their place.

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use rand::RngCore as _;

const VERSION: u8 = 1;
const NONCE: usize = 24;

/// Where a secret is stored. One that was moved to another place does not open there.
#[derive(Clone, Copy, Debug)]
pub struct Place<'a> {
    /// Organization.
    pub organization: &'a str,
    /// Table and column.
    pub column: &'a str,
    /// Row.
    pub row: &'a str,
}

impl Place<'_> {
    fn additional_data(&self) -> Vec<u8> {
        // The parts are ids and names of ours, none of which holds a line break.
        [self.organization, self.column, self.row].join("\n").into_bytes()
    }
}

/// A secret could not be opened: another key, another place, or it was altered.
#[derive(Debug, thiserror::Error)]
#[error("a stored secret cannot be opened with this installation's key")]
pub struct OpenError;

/// The 256-bit key of the installation with its id, which is stored beside every sealed secret.
#[derive(Clone)]
pub struct Sealer {
    id: u32,
    cipher: XChaCha20Poly1305,
}

impl Sealer {
    /// A sealer with this key; `id` tells keys apart when they are rotated.
    pub fn new(id: u32, key: &[u8; 32]) -> Self {
        Self { id, cipher: XChaCha20Poly1305::new(key.into()) }
    }

    /// Seals `secret` for its place: version, key id, nonce, ciphertext with tag.
    pub fn seal(&self, place: Place<'_>, secret: &[u8]) -> Result<Vec<u8>, OpenError> {
        let mut nonce = [0_u8; NONCE];
        rand::rng().fill_bytes(&mut nonce);
        let payload = Payload { msg: secret, aad: &place.additional_data() };
        let ciphertext = self.cipher.encrypt(XNonce::from_slice(&nonce), payload).map_err(|_| OpenError)?;
        let mut sealed = Vec::with_capacity(1 + 4 + NONCE + ciphertext.len());
        sealed.push(VERSION);
        sealed.extend_from_slice(&self.id.to_be_bytes());
        sealed.extend_from_slice(&nonce);
        sealed.extend_from_slice(&ciphertext);
        Ok(sealed)
    }

    /// Opens what [`Sealer::seal`] made for the same place.
    pub fn open(&self, place: Place<'_>, sealed: &[u8]) -> Result<Vec<u8>, OpenError> {
        let (version, rest) = sealed.split_first().ok_or(OpenError)?;
        let (id, rest) = rest.split_at_checked(4).ok_or(OpenError)?;
        let (nonce, ciphertext) = rest.split_at_checked(NONCE).ok_or(OpenError)?;
        if *version != VERSION || id != self.id.to_be_bytes() {
            return Err(OpenError);
        }
        let payload = Payload { msg: ciphertext, aad: &place.additional_data() };
        self.cipher.decrypt(XNonce::from_slice(nonce), payload).map_err(|_| OpenError)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLACE: Place<'static> = Place { organization: "a", column: "servers.auth", row: "1" };

    #[test]
    fn opens_in_its_place_only() {
        let sealer = Sealer::new(1, &[7; 32]);
        let sealed = sealer.seal(PLACE, b"s3cret").unwrap();
        assert_eq!(sealer.open(PLACE, &sealed).unwrap(), b"s3cret");
        assert!(!sealed.windows(6).any(|w| w == b"s3cret"));
        for place in [
            Place { organization: "b", ..PLACE },
            Place { column: "server_drafts.auth", ..PLACE },
            Place { row: "2", ..PLACE },
        ] {
            assert!(sealer.open(place, &sealed).is_err());
        }
        assert!(Sealer::new(1, &[8; 32]).open(PLACE, &sealed).is_err());
        assert!(Sealer::new(2, &[7; 32]).open(PLACE, &sealed).is_err());
    }

    #[test]
    fn refuses_what_was_altered_or_cut() {
        let sealer = Sealer::new(1, &[7; 32]);
        let sealed = sealer.seal(PLACE, b"s3cret").unwrap();
        for i in 0..sealed.len() {
            let mut altered = sealed.clone();
            altered[i] ^= 1;
            assert!(sealer.open(PLACE, &altered).is_err(), "byte {i}");
            assert!(sealer.open(PLACE, &sealed[..i]).is_err(), "cut at {i}");
        }
    }
}
