//! Proofs of who a customer is, given by the company's own site: `hash`, the hex HMAC-SHA-256 of
//! the user id under the channel's secret, or `token`, a JWT signed by HS256 with it.
//!
//! A hash proves the user id alone: name and contact beside it are the visitor's own word, and the
//! level is believed only from a token.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use shanying_kernel::{Error, Result, unhex};
use shanying_web_kit::signing::verify_hmac;
use utoipa::ToSchema;

use crate::fields::{self, NAME_MAX};

/// Longest user id.
const USER_ID_MAX: usize = 128;
/// A token expires within a quarter of an hour …
const TOKEN_LIFE_SECONDS: f64 = 900.0;
/// … by a clock that may be a minute ahead of ours.
const SKEW_SECONDS: f64 = 60.0;

/// What a channel does with proofs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum IdentityMode {
    /// Everybody is anonymous.
    #[default]
    Off,
    /// Whoever brings a proof is known; a bad one is refused.
    WhenGiven,
    /// Nobody comes in without.
    Required,
}

/// What the company's site says of its visitor.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct GivenIdentity {
    /// The company's own number; may be empty beside a token.
    pub user_id: String,
    /// Proof of the number.
    pub hash: Option<String>,
    /// Name.
    pub name: Option<String>,
    /// Telephone.
    pub phone: Option<String>,
    /// E-mail.
    pub email: Option<String>,
    /// Grade; believed only from a token.
    pub level: Option<String>,
    /// A JWT instead of the hash.
    pub token: Option<String>,
}

/// Who somebody is proven to be; empty texts are none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct VerifiedIdentity {
    /// The company's own number.
    pub user_id: String,
    /// Name.
    pub name: Option<String>,
    /// Telephone.
    pub phone: Option<String>,
    /// E-mail.
    pub email: Option<String>,
    /// Grade.
    pub level: Option<String>,
}

#[derive(Deserialize)]
struct Header {
    alg: String,
}

#[derive(Deserialize)]
struct Claims {
    sub: String,
    exp: f64,
    name: Option<String>,
    phone: Option<String>,
    email: Option<String>,
    level: Option<String>,
}

/// Who is proven by `given` under the channel's secret; None means anonymous. 401
/// `visitor.bad_identity`, or `visitor.identity_required` when nothing was given and it must be.
pub fn verify(
    mode: IdentityMode,
    channel_secret: Option<&str>,
    given: Option<&GivenIdentity>,
    now_ms: i64,
) -> Result<Option<VerifiedIdentity>> {
    let given = match (mode, given) {
        (IdentityMode::Off, _) | (IdentityMode::WhenGiven, None) => return Ok(None),
        (IdentityMode::Required, None) => {
            return Err(Error::unauthenticated(
                "visitor.identity_required",
                "this channel is for customers who are signed in",
            ));
        }
        (_, Some(given)) => given,
    };
    let secret = channel_secret
        .filter(|secret| !secret.is_empty())
        .ok_or_else(|| bad("the channel has no identity secret"))?;
    let identity = match (&given.token, &given.hash) {
        (Some(token), _) => by_token(secret, token, &given.user_id, now_ms)?,
        (None, Some(hash)) => by_hash(secret, hash, given)?,
        (None, None) => return Err(bad("the identity has neither hash nor token")),
    };
    proper(identity).map(Some)
}

fn bad(why: &'static str) -> Error {
    Error::unauthenticated("visitor.bad_identity", why)
}

fn by_hash(secret: &str, hash: &str, given: &GivenIdentity) -> Result<VerifiedIdentity> {
    let signature = unhex(hash).ok_or_else(|| bad("the hash is not hex"))?;
    if !verify_hmac(secret.as_bytes(), given.user_id.as_bytes(), &signature) {
        return Err(bad("the hash is not of this user id"));
    }
    Ok(VerifiedIdentity {
        user_id: given.user_id.clone(),
        name: given.name.clone(),
        phone: given.phone.clone(),
        email: given.email.clone(),
        level: None,
    })
}

fn by_token(secret: &str, token: &str, user_id: &str, now_ms: i64) -> Result<VerifiedIdentity> {
    let parts: Vec<&str> = token.split('.').collect();
    let [header, payload, signature] = parts.as_slice() else {
        return Err(bad("the token is no JWT"));
    };
    let signature = URL_SAFE_NO_PAD
        .decode(signature)
        .map_err(|_| bad("the token's signature is malformed"))?;
    // The algorithm is ours to choose: a token that names another is refused, "none" above all.
    if part::<Header>(header)?.alg != "HS256" {
        return Err(bad("the token must be signed by HS256"));
    }
    let signed = format!("{header}.{payload}");
    if !verify_hmac(secret.as_bytes(), signed.as_bytes(), &signature) {
        return Err(bad("the token's signature is wrong"));
    }
    let claims = part::<Claims>(payload)?;
    let left = claims.exp - to_seconds(now_ms);
    if !(left > 0.0 && left <= TOKEN_LIFE_SECONDS + SKEW_SECONDS) {
        return Err(bad("the token has expired or lives too long"));
    }
    if !user_id.is_empty() && user_id != claims.sub {
        return Err(bad("the token is of another user"));
    }
    Ok(VerifiedIdentity {
        user_id: claims.sub,
        name: claims.name,
        phone: claims.phone,
        email: claims.email,
        level: claims.level,
    })
}

#[expect(
    clippy::cast_precision_loss,
    reason = "milliseconds of this millennium fit exactly"
)]
fn to_seconds(ms: i64) -> f64 {
    ms as f64 / 1000.0
}

fn part<T: DeserializeOwned>(text: &str) -> Result<T> {
    let malformed = || bad("the token is malformed");
    let bytes = URL_SAFE_NO_PAD.decode(text).map_err(|_| malformed())?;
    serde_json::from_slice(&bytes).map_err(|_| malformed())
}

fn proper(identity: VerifiedIdentity) -> Result<VerifiedIdentity> {
    let text = |field: &str, value: Option<String>| {
        let value = fields::optional(field, value.as_deref().unwrap_or(""), NAME_MAX)?;
        Ok::<_, Error>((!value.is_empty()).then_some(value))
    };
    Ok(VerifiedIdentity {
        user_id: fields::required("user_id", &identity.user_id, USER_ID_MAX)?,
        name: text("name", identity.name)?,
        phone: text("phone", identity.phone)?,
        email: text("email", identity.email)?,
        level: text("level", identity.level)?,
    })
}

#[cfg(test)]
mod tests {
    use base64::Engine as _;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;
    use serde_json::{Value, json};
    use shanying_kernel::hex;
    use shanying_web_kit::signing::hmac_sha256;

    use super::{GivenIdentity, IdentityMode, verify};

    const NOW: i64 = 1_795_140_000_000;
    const SECRET: &str = "channel secret";

    fn by_hash(user_id: &str, hash: Option<&str>) -> GivenIdentity {
        GivenIdentity {
            user_id: user_id.to_owned(),
            hash: hash.map(str::to_owned),
            name: Some("王敏".to_owned()),
            level: Some("黑金".to_owned()),
            ..GivenIdentity::default()
        }
    }

    fn token(header: &Value, claims: &Value, secret: &str) -> GivenIdentity {
        let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
        let signed = format!("{}.{}", part(header), part(claims));
        let signature =
            URL_SAFE_NO_PAD.encode(hmac_sha256(secret.as_bytes(), signed.as_bytes()).unwrap());
        GivenIdentity {
            token: Some(format!("{signed}.{signature}")),
            ..GivenIdentity::default()
        }
    }

    fn code(given: &GivenIdentity) -> String {
        match verify(IdentityMode::WhenGiven, Some(SECRET), Some(given), NOW) {
            Ok(Some(identity)) => identity.user_id,
            Ok(None) => "nobody".to_owned(),
            Err(error) => error.code.to_owned(),
        }
    }

    #[test]
    fn a_hash_proves_the_user_id_and_nothing_else() {
        let hash = hex(&hmac_sha256(SECRET.as_bytes(), b"u1").unwrap());
        let identity = verify(
            IdentityMode::Required,
            Some(SECRET),
            Some(&by_hash("u1", Some(&hash))),
            NOW,
        )
        .unwrap()
        .unwrap();
        assert_eq!(identity.user_id, "u1");
        assert_eq!(identity.name.as_deref(), Some("王敏"));
        assert_eq!(identity.level, None);
        assert_eq!(code(&by_hash("u1", Some(&hash.to_uppercase()))), "u1");
        for given in [
            by_hash("u2", Some(&hash)),
            by_hash("u1", Some("zz")),
            by_hash("u1", Some("abc")),
            by_hash("u1", Some("")),
            by_hash("u1", None),
        ] {
            assert_eq!(code(&given), "visitor.bad_identity", "{given:?}");
        }
    }

    #[test]
    fn modes_decide_what_is_asked() {
        let hash = hex(&hmac_sha256(SECRET.as_bytes(), b"u1").unwrap());
        let good = by_hash("u1", Some(&hash));
        let ask = |mode, secret, given| verify(mode, secret, given, NOW).map_err(|e| e.code);
        assert_eq!(ask(IdentityMode::Off, Some(SECRET), Some(&good)), Ok(None));
        assert_eq!(ask(IdentityMode::WhenGiven, Some(SECRET), None), Ok(None));
        assert_eq!(
            ask(IdentityMode::Required, Some(SECRET), None),
            Err("visitor.identity_required")
        );
        assert_eq!(
            ask(IdentityMode::WhenGiven, None, Some(&good)),
            Err("visitor.bad_identity")
        );
    }

    #[test]
    fn tokens_are_checked_whole() {
        let hs256 = json!({"alg": "HS256", "typ": "JWT"});
        let soon = NOW / 1000 + 600;
        let good = json!({"sub": "u1", "name": "王敏", "exp": soon, "level": "金卡"});
        assert_eq!(code(&token(&hs256, &good, SECRET)), "u1");
        let other = GivenIdentity {
            user_id: "u2".to_owned(),
            ..token(&hs256, &good, SECRET)
        };
        let malformed = |text: &str| GivenIdentity {
            token: Some(text.to_owned()),
            ..GivenIdentity::default()
        };
        for given in [
            token(&hs256, &good, "another secret"),
            token(&json!({"alg": "none"}), &good, SECRET),
            token(&json!({"alg": "HS512"}), &good, SECRET),
            token(&hs256, &json!({"sub": "u1", "exp": NOW / 1000}), SECRET),
            token(
                &hs256,
                &json!({"sub": "u1", "exp": NOW / 1000 + 3600}),
                SECRET,
            ),
            token(&hs256, &json!({"sub": "u1"}), SECRET),
            token(&hs256, &json!({"exp": soon}), SECRET),
            other,
            malformed("a.b"),
            malformed("a.b.c"),
            malformed(""),
        ] {
            assert_eq!(code(&given), "visitor.bad_identity", "{given:?}");
        }
    }
}
