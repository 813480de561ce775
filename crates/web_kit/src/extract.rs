//! Extractors that answer bad input with the house's codes.

use std::convert::Infallible;
use std::net::{IpAddr, SocketAddr};

use axum::Json;
use axum::extract::rejection::JsonRejection;
use axum::extract::{ConnectInfo, FromRequest, FromRequestParts, Path, Query, Request};
use axum::http::request::Parts;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use shanying_kernel::Error;

use crate::error::ApiError;
use crate::tenant::Tenant;

/// A JSON body of type `T`.
#[derive(Debug)]
pub struct JsonBody<T>(pub T);

impl<T: DeserializeOwned> FromRequest<Tenant> for JsonBody<T> {
    type Rejection = ApiError;

    async fn from_request(request: Request, tenant: &Tenant) -> Result<Self, ApiError> {
        match Json::<T>::from_request(request, tenant).await {
            Ok(Json(body)) => Ok(Self(body)),
            Err(rejection) => Err(ApiError(json_error(&rejection))),
        }
    }
}

fn json_error(rejection: &JsonRejection) -> Error {
    match rejection {
        JsonRejection::BytesRejection(_) => Error::invalid(
            "invalid.too_large",
            "the body is larger than the server accepts",
        ),
        other => Error::invalid("invalid.json", other.body_text()),
    }
}

/// Path parameters of type `T`.
#[derive(Debug)]
pub struct PathOf<T>(pub T);

impl<T: DeserializeOwned + Send> FromRequestParts<Tenant> for PathOf<T> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, tenant: &Tenant) -> Result<Self, ApiError> {
        match Path::<T>::from_request_parts(parts, tenant).await {
            Ok(Path(value)) => Ok(Self(value)),
            Err(rejection) => Err(Error::invalid("invalid.path", rejection.body_text()).into()),
        }
    }
}

/// Query parameters of type `T`.
#[derive(Debug)]
pub struct QueryOf<T>(pub T);

impl<T: DeserializeOwned> FromRequestParts<Tenant> for QueryOf<T> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, tenant: &Tenant) -> Result<Self, ApiError> {
        match Query::<T>::from_request_parts(parts, tenant).await {
            Ok(Query(value)) => Ok(Self(value)),
            Err(rejection) => Err(Error::invalid("invalid.query", rejection.body_text()).into()),
        }
    }
}

/// How many rows a page has: 1 to 200, 50 unless told.
#[derive(Clone, Copy, Debug, Deserialize, utoipa::ToSchema)]
#[serde(from = "i64")]
pub struct Limit(usize);

impl From<i64> for Limit {
    fn from(value: i64) -> Self {
        Self(usize::try_from(value.clamp(1, 200)).unwrap_or(50))
    }
}

impl Default for Limit {
    fn default() -> Self {
        Self(50)
    }
}

impl Limit {
    /// The number.
    #[must_use]
    pub fn get(self) -> usize {
        self.0
    }
}

/// The address that a request came from: the peer's, or the one that a trusted proxy names.
#[derive(Clone, Debug)]
pub struct ClientAddress(pub String);

impl FromRequestParts<Tenant> for ClientAddress {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, tenant: &Tenant) -> Result<Self, Infallible> {
        let peer = parts
            .extensions
            .get::<ConnectInfo<SocketAddr>>()
            .map(|info| info.0.ip());
        let trusted = peer.is_none_or(|ip| tenant.web().trusted_proxies.contains(&ip));
        let forwarded = parts
            .headers
            .get("x-forwarded-for")
            .and_then(|value| value.to_str().ok())
            .and_then(|list| list.rsplit(',').next())
            .and_then(|ip| ip.trim().parse::<IpAddr>().ok())
            .filter(|_| trusted);
        let address = forwarded
            .or(peer)
            .map_or_else(|| "local".to_owned(), |ip| ip.to_string());
        Ok(Self(address))
    }
}
