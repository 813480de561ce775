//! Who a visitor is: the channel's token, the device's secret, and what the shop vouches for.

use serde::Deserialize;
use shanying_kernel::{Error, Result};
use shanying_people::customers::{
    self, SignIn, SignedIn,
    identity::{self, GivenIdentity},
};
use shanying_web_kit::Tenant;

use crate::channels::{self, ChannelRow};
use crate::conversations::actions;
use crate::conversations::model::Page;

/// Where a frame or request comes from.
#[derive(Clone, Debug)]
pub(crate) struct Caller {
    pub address: String,
    pub origin: Option<String>,
    pub own_origin: String,
}

/// The first frame.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Hello {
    pub channel_token: String,
    #[serde(default)]
    pub visitor_secret: Option<String>,
    #[serde(default)]
    pub identity: Option<GivenIdentity>,
    #[serde(default)]
    pub locale: String,
    #[serde(default)]
    pub page: Option<Page>,
    #[serde(default)]
    pub after: Option<Place>,
}

/// A place in a conversation.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Place {
    pub conversation_id: String,
    pub seq: i64,
}

/// Finds the channel and lets the visitor in.
pub(crate) async fn sign_in(
    tenant: &Tenant,
    caller: &Caller,
    hello: &Hello,
) -> Result<(ChannelRow, SignedIn)> {
    let channel = channel(tenant, caller, &hello.channel_token).await?;
    if hello.visitor_secret.is_none() {
        tenant.limits().visitors.count(&caller.address)?;
    }
    let secret = channel.identity_secret.as_deref();
    let given = hello.identity.as_ref();
    let identity = identity::verify(
        channel.identity_mode,
        secret,
        given,
        tenant.clock().now_ms(),
    )?;
    let sign_in = SignIn {
        channel_id: channel.id.clone(),
        secret: hello.visitor_secret.clone(),
        identity,
        locale: locale(hello).to_owned(),
    };
    let signed_in = tenant
        .db()
        .write(move |tx| {
            Box::pin(async move {
                let signed_in = customers::sign_in(tx, sign_in).await?;
                if let Some(former) = &signed_in.merged_from {
                    actions::merge_customers(tx, former, &signed_in.customer.id).await?;
                }
                Ok(signed_in)
            })
        })
        .await?;
    Ok((channel, signed_in))
}

/// The enabled channel behind `token`, if the caller's page may use it.
pub(crate) async fn channel(tenant: &Tenant, caller: &Caller, token: &str) -> Result<ChannelRow> {
    let mut tx = tenant.db().read().await?;
    let channel = channels::store::by_token(&mut tx, token).await?;
    if !channel.allows(caller.origin.as_deref(), &caller.own_origin) {
        return Err(Error::forbidden(
            "visitor.origin_refused",
            "this page is not in the channel's list of origins",
        ));
    }
    Ok(channel)
}

/// One of the languages that we speak.
pub(crate) fn locale(hello: &Hello) -> &'static str {
    if hello.locale.starts_with("en") {
        "en"
    } else {
        "zh-CN"
    }
}
