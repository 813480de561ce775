//! What happens to customers.

use serde_json::{Value, json};
use shanying_kernel::{Error, Result};
use shanying_storage::Tx;

use super::identity::VerifiedIdentity;
use super::model::{Customer, CustomerPatch, CustomerRow, NewCustomer, SignIn, SignedIn};
use super::store::devices::{self, Device};
use super::{rules, store};
use crate::agents;
use crate::fields;

/// The time of the last contact is kept to the minute.
const SEEN_STEP_MS: i64 = 60_000;
/// What an erased customer is called.
const ERASED_NAME: &str = "已删除的客户";

/// Makes a customer; 409 `customer.user_id_taken`.
pub async fn create(tx: &mut Tx, new: NewCustomer) -> Result<Customer> {
    let mut new = rules::proper(new)?;
    if new.name.is_empty() {
        new.name = stranger();
    }
    let id = store::insert(tx, &new).await?.ok_or_else(|| {
        Error::conflict(
            "customer.user_id_taken",
            "another customer has this user id",
        )
    })?;
    store::load(tx, &id).await
}

fn stranger() -> String {
    format!("访客{}", rand::random_range(1000..=9999))
}

/// Recognises a device, or makes one with its customer; see the room's head. A wrong or expired
/// secret is 401 `visitor.bad_secret`: the device forgets it and comes again without.
pub async fn sign_in(tx: &mut Tx, sign_in: SignIn) -> Result<SignedIn> {
    let known = match &sign_in.secret {
        Some(secret) => Some(devices::find(tx, secret).await?.ok_or_else(|| {
            Error::unauthenticated("visitor.bad_secret", "this device is not known (any more)")
        })?),
        None => None,
    };
    let customer_id = match (&sign_in.identity, &known) {
        (Some(identity), _) => verified(tx, identity, &sign_in.locale).await?,
        (None, Some(device)) => device.customer_id.clone(),
        (None, None) => {
            let new = NewCustomer {
                locale: sign_in.locale.clone(),
                ..NewCustomer::default()
            };
            create(tx, new).await?.id
        }
    };
    let (device, new_secret, merged_from) = match known {
        Some(device) => {
            devices::set_seen(tx, &device.id).await?;
            let merged_from = hand_over(tx, &device, &customer_id).await?;
            (device, None, merged_from)
        }
        None => {
            let (device, secret) = devices::insert(tx, &customer_id, &sign_in.channel_id).await?;
            (device, Some(secret), None)
        }
    };
    touch(tx, &customer_id).await?;
    let locale = fields::optional("locale", &sign_in.locale, 20)?;
    store::set_locale(tx, &customer_id, &locale).await?;
    Ok(SignedIn {
        customer: store::load(tx, &customer_id).await?,
        device_id: device.id,
        new_secret,
        merged_from,
    })
}

/// Finds or makes the customer of a proven identity and takes over what the proof says.
async fn verified(tx: &mut Tx, identity: &VerifiedIdentity, locale: &str) -> Result<String> {
    let new = NewCustomer {
        name: identity
            .name
            .clone()
            .unwrap_or_else(|| identity.user_id.clone()),
        user_id: Some(identity.user_id.clone()),
        locale: locale.to_owned(),
        ..NewCustomer::default()
    };
    store::insert(tx, &rules::proper(new)?).await?;
    let id = store::lock_user(tx, &identity.user_id)
        .await?
        .ok_or_else(|| Error::internal("a customer vanished while it was being made"))?;
    let mut row = store::load_row(tx, &id).await?;
    let before = row.clone();
    // The site's own facts are believed as far as they are proper; a bad phone stops nobody.
    let phone = identity
        .phone
        .as_deref()
        .and_then(|raw| rules::phone(raw).ok().flatten());
    let email = identity
        .email
        .as_deref()
        .and_then(|raw| rules::email(raw).ok().flatten());
    row.customer.name = identity.name.clone().unwrap_or(row.customer.name);
    row.phone = phone.or(row.phone);
    row.email = email.or(row.email);
    row.customer.level = identity.level.clone().or(row.customer.level);
    if row.customer != before.customer || row.phone != before.phone || row.email != before.email {
        store::update(tx, &row).await?;
        changed(tx, &id).await?;
    }
    Ok(id)
}

/// The device becomes the customer's. If its former one was anonymous, all of theirs goes along and
/// their id is told.
async fn hand_over(tx: &mut Tx, device: &Device, customer_id: &str) -> Result<Option<String>> {
    if device.customer_id == customer_id {
        return Ok(None);
    }
    devices::set_customer(tx, &device.id, customer_id).await?;
    let former = store::load_row(tx, &device.customer_id).await?;
    if former.customer.verified {
        // Somebody else signed in on this browser; histories of known people are never mixed.
        return Ok(None);
    }
    let former_id = former.customer.id.clone();
    devices::move_all(tx, &former_id, customer_id).await?;
    let mut row = store::load_row(tx, customer_id).await?;
    inherit(&mut row, &former);
    store::update(tx, &row).await?;
    store::add_conversations(tx, customer_id, former.customer.conversations).await?;
    store::blank(tx, &former_id, &former.customer.name).await?;
    store::set_merged(tx, &former_id, customer_id).await?;
    changed(tx, customer_id).await?;
    Ok(Some(former_id))
}

/// Fills in what the known customer lacks; what is known already wins.
fn inherit(row: &mut CustomerRow, former: &CustomerRow) {
    row.phone = row.phone.take().or_else(|| former.phone.clone());
    row.email = row.email.take().or_else(|| former.email.clone());
    for (name, value) in &former.customer.attributes {
        row.customer
            .attributes
            .entry(name.clone())
            .or_insert_with(|| value.clone());
    }
    for tag in &former.customer.tags {
        if !row.customer.tags.contains(tag) {
            row.customer.tags.push(tag.clone());
        }
    }
    if !former.customer.note.is_empty() {
        let notes = [row.customer.note.as_str(), former.customer.note.as_str()];
        row.customer.note = notes.join("\n").trim().to_owned();
    }
}

/// Changes a customer and gives them as they are then, contact data masked.
pub(super) async fn change(tx: &mut Tx, id: &str, patch: CustomerPatch) -> Result<Customer> {
    let mut row = store::lock(tx, id).await?;
    refuse_erased(&row.customer)?;
    rules::apply(&mut row, patch)?;
    if let Some(agent) = &row.customer.dedicated_agent
        && agents::find(tx, agent).await?.is_none()
    {
        return Err(Error::field("dedicated_agent", "no such agent"));
    }
    store::update(tx, &row).await?;
    changed(tx, id).await?;
    store::load(tx, id).await
}

/// Adds tags that the customer has not.
pub async fn add_tags(tx: &mut Tx, id: &str, tags: &[String]) -> Result<()> {
    let mut all = store::load(tx, id).await?.tags;
    let before = all.len();
    for tag in tags.iter().map(|tag| tag.trim()) {
        if !tag.is_empty() && all.iter().all(|own| own != tag) {
            all.push(tag.to_owned());
        }
    }
    if all.len() > before {
        let patch = CustomerPatch {
            tags: Some(all),
            ..CustomerPatch::default()
        };
        change(tx, id, patch).await?;
    }
    Ok(())
}

fn refuse_erased(customer: &Customer) -> Result<()> {
    if customer.erased {
        return Err(Error::conflict(
            "customer.erased",
            "this customer was erased",
        ));
    }
    Ok(())
}

/// What a customer leaves to be reached by. A name is taken from anonymous customers only; that of
/// a known one comes from the company.
pub async fn set_contact(
    tx: &mut Tx,
    id: &str,
    name: Option<&str>,
    phone: Option<&str>,
    email: Option<&str>,
) -> Result<()> {
    let known = store::load(tx, id).await?.verified;
    let given = |text: Option<&str>| {
        text.map(str::trim)
            .filter(|text| !text.is_empty())
            .map(str::to_owned)
    };
    let patch = CustomerPatch {
        name: given(name).filter(|_| !known),
        phone: given(phone),
        email: given(email),
        ..CustomerPatch::default()
    };
    change(tx, id, patch).await.map(|_| ())
}

/// The customer agreed to a version of the consent text; every consent is kept.
pub async fn record_consent(
    tx: &mut Tx,
    customer_id: &str,
    version: &str,
    address: &str,
) -> Result<()> {
    let version = fields::required("version", version, fields::NAME_MAX)?;
    devices::insert_consent(tx, customer_id, &version, address).await?;
    changed(tx, customer_id).await
}

/// The customer is here now.
pub async fn touch(tx: &mut Tx, id: &str) -> Result<()> {
    let step = tx.now_ms() - SEEN_STEP_MS;
    store::set_seen(tx, id, step).await
}

/// One more conversation.
pub async fn count_conversation(tx: &mut Tx, id: &str) -> Result<()> {
    store::add_conversations(tx, id, 1).await
}

/// All that this room knows of a customer, contact data in full.
pub async fn export(tx: &mut Tx, id: &str) -> Result<Value> {
    let row = store::load_row(tx, id).await?;
    let (devices, consents) = devices::facts(tx, id).await?;
    let mut customer = row.customer;
    customer.phone = row.phone;
    customer.email = row.email;
    let mut facts = serde_json::to_value(customer)?;
    if let Some(facts) = facts.as_object_mut() {
        facts.insert("locale".to_owned(), json!(row.locale));
        facts.insert("devices".to_owned(), Value::Array(devices));
        facts.insert("consents".to_owned(), Value::Array(consents));
    }
    Ok(facts)
}

/// Forgets who a customer was: personal columns are blanked, devices and consents deleted. The row
/// stays with its times and counts. Erasing twice is the same as once.
pub async fn erase(tx: &mut Tx, id: &str) -> Result<()> {
    store::lock(tx, id).await?;
    store::blank(tx, id, ERASED_NAME).await?;
    devices::remove_all(tx, id).await?;
    store::set_erased(tx, id).await?;
    changed(tx, id).await
}

async fn changed(tx: &mut Tx, id: &str) -> Result<()> {
    tx.emit("customer.changed", json!({"customer_id": id}))
        .await
}
