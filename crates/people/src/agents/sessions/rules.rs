//! Decisions about sessions: which cookie, which origin, how long. Pure.

use axum::http::{HeaderMap, header};
use shanying_kernel::{Error, Result};

use super::SessionSettings;
use super::model::Session;

/// The cookie's name.
const COOKIE: &str = "shanying_session";
/// The time of the last use is kept to so many milliseconds, to spare the writer.
const SEEN_STEP_MS: i64 = 300_000;

/// The token in the session cookie.
pub(super) fn cookie(headers: &HeaderMap) -> Option<&str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|cookies| cookies.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find_map(|(name, token)| (name == COOKIE && !token.is_empty()).then_some(token))
}

/// The header that sets the cookie; without a token it takes the cookie away.
pub(super) fn set_cookie(token: Option<&str>, settings: &SessionSettings, secure: bool) -> String {
    let seconds = token.map_or(0, |_| settings.absolute_ms() / 1000);
    let secure = if secure { "; Secure" } else { "" };
    let token = token.unwrap_or_default();
    format!("{COOKIE}={token}; Path=/; HttpOnly; SameSite=Lax; Max-Age={seconds}{secure}")
}

/// Refuses what does not come from our own pages: the browser says so itself, or names an origin
/// that is the host asked or the public address.
pub(super) fn check_origin(headers: &HeaderMap, public_url: &str) -> Result<()> {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    if text("sec-fetch-site") == Some("same-origin") {
        return Ok(());
    }
    let origin = text("origin").unwrap_or_default();
    let host_of_origin = origin.split_once("://").map(|(_, host)| host);
    let by_host = host_of_origin.is_some() && host_of_origin == text("host");
    let by_address = !origin.is_empty() && origin == origin_of(public_url);
    if by_host || by_address {
        return Ok(());
    }
    Err(Error::forbidden(
        "auth.bad_origin",
        "this request does not come from our own pages",
    ))
}

/// Scheme, host and port of an address.
fn origin_of(url: &str) -> &str {
    let Some((scheme, rest)) = url.split_once("://") else {
        return url;
    };
    let host = rest.split('/').next().unwrap_or_default();
    url.get(..scheme.len() + 3 + host.len()).unwrap_or(url)
}

/// Whether it has been too long since the last use or the first.
pub(super) fn has_ended(session: &Session, settings: &SessionSettings, now: i64) -> bool {
    now - session.seen_at.0 > settings.idle_ms()
        || now - session.created_at.0 > settings.absolute_ms()
}

/// Whether the time of the last use is worth writing anew.
pub(super) fn is_stale(session: &Session, now: i64) -> bool {
    now - session.seen_at.0 > SEEN_STEP_MS
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderMap, HeaderName, HeaderValue};
    use shanying_kernel::Time;

    use super::super::SessionSettings;
    use super::super::model::Session;
    use super::{check_origin, cookie, has_ended, set_cookie};

    type Pairs = &'static [(&'static str, &'static str)];

    fn headers(pairs: Pairs) -> HeaderMap {
        pairs
            .iter()
            .map(|(name, value)| {
                (
                    HeaderName::from_static(name),
                    HeaderValue::from_static(value),
                )
            })
            .collect()
    }

    #[test]
    fn only_our_own_pages_may_use_the_cookie() {
        let table: &[(Pairs, &str, bool)] = &[
            (
                &[("origin", "http://a.cn:80"), ("host", "a.cn:80")],
                "",
                true,
            ),
            (&[("origin", "http://b.cn"), ("host", "a.cn")], "", false),
            (
                &[("origin", "http://b.cn"), ("host", "inner:1")],
                "http://b.cn/kefu",
                true,
            ),
            (
                &[("origin", "http://b.cn.evil"), ("host", "a.cn")],
                "http://b.cn",
                false,
            ),
            (&[("host", "a.cn")], "", false),
            (&[("origin", "null"), ("host", "a.cn")], "", false),
            (&[("origin", ""), ("host", "")], "", false),
            (&[("sec-fetch-site", "same-origin")], "", true),
            (
                &[("sec-fetch-site", "cross-site"), ("host", "a.cn")],
                "",
                false,
            ),
        ];
        for (pairs, public_url, may) in table {
            let pairs: Vec<_> = pairs.to_vec();
            let headers: HeaderMap = pairs
                .iter()
                .map(|(name, value)| {
                    (
                        HeaderName::from_static(name),
                        HeaderValue::from_static(value),
                    )
                })
                .collect();
            assert_eq!(
                check_origin(&headers, public_url).is_ok(),
                *may,
                "{pairs:?}"
            );
        }
    }

    #[test]
    fn cookies_are_found_among_others_and_closed_to_scripts() {
        let found = headers(&[("cookie", "a=1; shanying_session=xyz; b=2")]);
        assert_eq!(cookie(&found), Some("xyz"));
        assert_eq!(cookie(&headers(&[("cookie", "shanying_session=")])), None);
        assert_eq!(cookie(&headers(&[])), None);
        let settings = SessionSettings::default();
        let set = set_cookie(Some("xyz"), &settings, true);
        assert_eq!(
            set,
            "shanying_session=xyz; Path=/; HttpOnly; SameSite=Lax; Max-Age=2592000; Secure"
        );
        assert!(set_cookie(None, &settings, false).ends_with("Max-Age=0"));
    }

    #[test]
    fn sessions_end() {
        let hour = 3_600_000;
        let ended = |created: i64, seen: i64| {
            let session = Session {
                id: String::new(),
                agent_id: String::new(),
                created_at: Time(created * hour),
                seen_at: Time(seen * hour),
            };
            has_ended(&session, &SessionSettings::default(), 1000 * hour)
        };
        assert!(!ended(989, 989) && ended(980, 987));
        assert!(!ended(281, 999) && ended(279, 999));
    }
}
