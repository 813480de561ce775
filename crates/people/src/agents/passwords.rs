//! Passwords: argon2id, off the threads that serve.

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use shanying_kernel::{Error, Result};

use super::rules;

/// A proper hash of nobody's password with the same cost as a real one, so that an unknown username
/// takes as long to refuse as a wrong password.
const NOBODY: &str = "$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5bm9ib2R5bm9ib2R5$\
                      rPcbBYvz5iyU3Ek5hRkMQq1bkhMyJgkWnV3tTwY0bD8";

/// The argon2id hash (PHC text) of a password of 10 characters or more. Call it before the
/// transaction: it takes some 30 ms of a core.
pub async fn hash_password(password: &str) -> Result<String> {
    rules::check_password(password)?;
    let password = password.to_owned();
    off_thread(move || {
        Argon2::default()
            .hash_password(password.as_bytes())
            .map(|hash| hash.to_string())
            .map_err(|error| Error::internal(format!("a password cannot be hashed: {error}")))
    })
    .await?
}

/// Whether `password` is the one behind `hash`; without a hash it is not, in the same time.
pub(super) async fn is_right(password: &str, hash: Option<String>) -> Result<bool> {
    let password = password.to_owned();
    off_thread(move || {
        let known = hash.is_some();
        let hash = hash.unwrap_or_else(|| NOBODY.to_owned());
        let parsed = PasswordHash::new(&hash)
            .map_err(|error| Error::internal(format!("a stored hash is malformed: {error}")))?;
        let right = Argon2::default()
            .verify_password(password.as_bytes(), &parsed)
            .is_ok();
        Ok(right && known)
    })
    .await?
}

async fn off_thread<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T> {
    tokio::task::spawn_blocking(work)
        .await
        .map_err(|error| Error::internal("hashing broke off").because(error))
}

#[cfg(test)]
mod tests {
    use super::{hash_password, is_right};

    #[tokio::test]
    async fn passwords_are_recognised_and_nobody_is_not() {
        let hash = hash_password("correct horse").await.unwrap();
        assert!(hash.starts_with("$argon2id$"));
        assert!(is_right("correct horse", Some(hash.clone())).await.unwrap());
        assert!(!is_right("wrong horse!", Some(hash)).await.unwrap());
        assert!(!is_right("correct horse", None).await.unwrap());
        assert!(hash_password("short").await.is_err());
    }
}
