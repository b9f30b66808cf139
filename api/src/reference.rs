//! References: the short names by which people write and say things, such as `C-4F7K2`.

use rand::random_range;
use sea_orm::DbErr;

use crate::error::ApiError;

/// Digits and capitals without I, L, O and U, which are misread or misheard (Crockford's base 32).
pub(crate) const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const LENGTH: usize = 5;
/// So many references taken in a row are no accident.
const TRIES: usize = 20;

/// A new reference: the prefix, a hyphen and five characters drawn at random. It says nothing about anyone.
pub fn new(prefix: char) -> String {
    let drawn = (0..LENGTH).map(|_| char::from(ALPHABET[random_range(0..ALPHABET.len())]));
    [prefix, '-'].into_iter().chain(drawn).collect()
}

/// A reference as it is kept, from one as it was typed; none where it cannot be one.
pub fn read(typed: &str) -> Option<String> {
    let typed = typed.trim();
    let is_one = typed
        .chars()
        .all(|character| character.is_ascii_alphanumeric() || character == '-');
    is_one.then(|| typed.to_ascii_uppercase())
}

/// A new reference that nothing bears yet.
///
/// * `is_taken` – asks in the transaction that will write it
///
/// # Errors
///
/// Whatever the database says; [`ApiError::Broken`] where none is left.
pub async fn unused(
    prefix: char,
    is_taken: impl AsyncFn(&str) -> Result<bool, DbErr>,
) -> Result<String, ApiError> {
    for _ in 0..TRIES {
        let reference = new(prefix);
        if !is_taken(&reference).await? {
            return Ok(reference);
        }
    }
    Err(ApiError::Broken(format!("no reference {prefix}- is left")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reference_is_easily_read_out() {
        let reference = new('C');
        let (prefix, rest) = reference.split_at(2);
        assert_eq!((prefix, rest.len()), ("C-", LENGTH));
        assert!(
            rest.bytes().all(|byte| ALPHABET.contains(&byte)),
            "{reference}"
        );
    }

    #[test]
    fn a_reference_may_be_typed_in_small_letters() {
        assert_eq!(read(" c-4f7k2 ").as_deref(), Some("C-4F7K2"));
        assert_eq!(read("C-4F7\u{0}2"), None);
    }

    #[tokio::test]
    async fn a_reference_that_is_taken_is_not_given_again() {
        let asked = std::cell::Cell::new(0);
        let given = unused('C', async |_: &str| {
            asked.set(asked.get() + 1);
            Ok(asked.get() < 3)
        });
        assert!(given.await.is_ok());
        assert_eq!(asked.get(), 3);
        assert!(unused('C', async |_: &str| Ok(true)).await.is_err());
    }
}
