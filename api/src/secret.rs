//! Secrets: drawn at random, shown once, kept only as a hash.

use anyhow::Context;
use aws_lc_rs::rand::{SecureRandom, SystemRandom};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::reference::ALPHABET;

/// How the assistant's credential begins, by which it is told apart from a token.
const CREDENTIAL: &str = "landsafe-assistant.";
/// Bytes drawn for a credential.
const CREDENTIAL_BYTES: usize = 32;
/// Characters of a code for linking an account: 40 bits, for a few minutes and a few tries.
const CODE_LENGTH: usize = 8;

/// SHA-256 in hexadecimal, 64 digits.
pub fn hash(secret: &[u8]) -> String {
    hexadecimal(&Sha256::digest(secret))
}

/// A new credential of the assistant, and its hash.
///
/// * `id` – of its row
///
/// # Errors
///
/// Where the system gives no randomness.
pub fn new_credential(id: Uuid) -> anyhow::Result<(String, String)> {
    let secret = hexadecimal(&drawn::<CREDENTIAL_BYTES>()?);
    let hash = hash(secret.as_bytes());
    Ok((format!("{CREDENTIAL}{}.{secret}", id.simple()), hash))
}

/// The row and the hash that a bearer token names, where it is a credential of the assistant.
pub fn read_credential(token: &str) -> Option<(Uuid, String)> {
    let (id, secret) = token.strip_prefix(CREDENTIAL)?.split_once('.')?;
    Some((id.parse().ok()?, hash(secret.as_bytes())))
}

/// A new code for linking an account, as it is shown: `4F7K-2QXZ`.
///
/// # Errors
///
/// Where the system gives no randomness.
pub fn new_code() -> anyhow::Result<String> {
    let drawn = drawn::<CODE_LENGTH>()?;
    let code: String = drawn
        .iter()
        .map(|byte| char::from(ALPHABET[usize::from(*byte) % ALPHABET.len()]))
        .collect();
    let (first, second) = code.split_at(CODE_LENGTH / 2);
    Ok(format!("{first}-{second}"))
}

/// The hash of a code as it was typed: small letters, spaces and look-alikes are forgiven.
pub fn hash_of_code(typed: &str) -> String {
    let meant: String = typed
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|typed| match typed.to_ascii_uppercase() {
            'O' => '0',
            'I' | 'L' => '1',
            other => other,
        })
        .collect();
    hash(meant.as_bytes())
}

fn drawn<const BYTES: usize>() -> anyhow::Result<[u8; BYTES]> {
    let mut bytes = [0; BYTES];
    SystemRandom::new()
        .fill(&mut bytes)
        .context("no randomness for a secret")?;
    Ok(bytes)
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;

    #[test]
    fn a_credential_is_known_by_its_hash() {
        let id = Uuid::from_u128(7);
        let (credential, hash) = new_credential(id).unwrap();
        assert_eq!(read_credential(&credential), Some((id, hash)));
        assert_eq!(read_credential("eyJhbGciOi.x.y"), None);
        assert_eq!(read_credential("landsafe-assistant.7"), None);
    }

    #[test]
    fn a_code_may_be_typed_in_any_way() {
        let code = new_code().unwrap();
        assert_eq!(code.len(), CODE_LENGTH + 1);
        let typed = format!(" {} ", code.to_lowercase().replace('-', " "));
        assert_eq!(hash_of_code(&typed), hash_of_code(&code));
        assert_eq!(hash_of_code("OIL2"), hash_of_code("0112"));
        assert_ne!(hash_of_code(&new_code().unwrap()), hash_of_code(&code));
    }
}
