//! Buying: what it costs now, and the order that follows from it.

use shanying_kernel::{Error, Result, Time};
use shanying_storage::Tx;
use shanying_web_kit::settings;
use shanying_web_kit::signing::{random_token, token_hash};

use super::super::model::Terms;
use crate::catalogue::{self, CatalogueItem};
use crate::connectors::{Authority, ChangeKind, Fact, Outcome, Preview, VerifiedCustomer};
use crate::coupons;
use crate::money::Money;
use crate::orders::{self, Address, Amounts, NewOrder, OrderItem, OrderStatus, StoredOrder};
use crate::payments::{self, NewPayment};
use crate::purchases::rules::{coupon_unusable, known_address, meant, not_sold, out_of_stock};
use crate::purchases::{KnownAddress, Purchase, Quote, Spec, rules};

const MINUTE_MS: i64 = 60_000;
/// Orders whose addresses are offered, and how many of these.
const ADDRESSES: (usize, usize) = (50, 5);
/// How often another number is tried.
const NUMBERS: usize = 20;

/// The sizes of a product.
pub(crate) async fn specs(tx: &mut Tx, product_id: &str) -> Result<Vec<Spec>> {
    let items = catalogue::store::of_product(tx, product_id).await?;
    if items.is_empty() {
        return Err(not_sold());
    }
    Ok(items.iter().map(rules::spec).collect())
}

/// Addresses that the customer used before.
pub(crate) async fn addresses(
    tx: &mut Tx,
    customer: &VerifiedCustomer,
) -> Result<Vec<KnownAddress>> {
    let known = orders::store::addresses(tx, &customer.user_id, ADDRESSES).await?;
    known
        .iter()
        .map(|address| Ok(known_address(&hash(address)?, address)))
        .collect()
}

fn hash(address: &Address) -> Result<String> {
    Ok(token_hash(&serde_json::to_string(address)?))
}

/// What a purchase costs now.
pub(crate) async fn quote(
    tx: &mut Tx,
    customer: &VerifiedCustomer,
    purchase: &Purchase,
) -> Result<Quote> {
    Ok(price(tx, customer, purchase).await?.quote)
}

/// A purchase with all that the order needs.
struct Priced {
    quote: Quote,
    item: CatalogueItem,
    receiver: Option<Address>,
    terms: Terms,
}

async fn price(tx: &mut Tx, customer: &VerifiedCustomer, purchase: &Purchase) -> Result<Priced> {
    let terms = settings::load::<Terms>(tx).await?;
    let items = catalogue::store::of_product(tx, &purchase.product_id).await?;
    let item = meant(&items, purchase.sku_id.as_deref())?;
    let receiver = receiver(tx, customer, purchase).await?;
    let held = coupons::store::of_customer(tx, &customer.user_id).await?;
    let quote = rules::quote((item, purchase), receiver.as_ref(), &held, &terms)?;
    Ok(Priced {
        quote,
        item: item.clone(),
        receiver,
        terms,
    })
}

async fn receiver(
    tx: &mut Tx,
    customer: &VerifiedCustomer,
    purchase: &Purchase,
) -> Result<Option<Address>> {
    let Some(id) = &purchase.address_id else {
        let told = purchase.receiver.as_ref();
        return told.map(orders::rules::proper_address).transpose();
    };
    for address in orders::store::addresses(tx, &customer.user_id, ADDRESSES).await? {
        if known_address(&hash(&address)?, &address).id == *id {
            return Ok(Some(address));
        }
    }
    Err(Error::field("address_id", "no such address"))
}

/// What would be ordered, and for how much.
pub(super) async fn preview(
    tx: &mut Tx,
    customer: &VerifiedCustomer,
    purchase: &Purchase,
) -> Result<Preview> {
    let quote = price(tx, customer, purchase).await?.quote;
    let Some(to) = &quote.receiver else {
        return Err(nowhere());
    };
    let mut facts = vec![
        Fact::new("order.line")
            .with("title", quote.title.clone())
            .with("spec", quote.spec.label.clone())
            .with("quantity", quote.quantity)
            .with("price", quote.spec.price.amount),
        Fact::new("order.goes_to")
            .with("name", to.name.clone())
            .with("phone", to.phone.clone())
            .with("province", to.province.clone())
            .with("city", to.city.clone())
            .with("district", to.district.clone()),
    ];
    if let Some(coupon) = &quote.coupon {
        let fact = Fact::new("order.coupon")
            .with("title", coupon.title.clone())
            .with("value", coupon.value.amount);
        facts.push(fact);
    }
    facts.push(Fact::new("order.carriage").with("amount", quote.shipping.amount));
    Ok(Preview {
        kind: ChangeKind::CreateOrder,
        order_no: None,
        authority: Authority::Alone,
        amount: Some(quote.total),
        facts,
    })
}

fn nowhere() -> Error {
    Error::field("receiver", "where it shall go")
}

/// Orders: stock and coupon are taken, and the payment is waited for.
pub(super) async fn order(
    tx: &mut Tx,
    customer: &VerifiedCustomer,
    purchase: &Purchase,
) -> Result<Outcome> {
    let priced = price(tx, customer, purchase).await?;
    let Some(receiver) = priced.receiver else {
        return Err(nowhere());
    };
    let (quote, item) = (&priced.quote, &priced.item);
    let no = number(tx).await?;
    if !catalogue::store::take(tx, &item.sku_id, quote.quantity).await? {
        return Err(out_of_stock(item.stock.unwrap_or(0)));
    }
    if let Some(coupon) = &quote.coupon
        && !coupons::store::take(tx, &coupon.id, &no).await?
    {
        return Err(coupon_unusable());
    }
    let now = Time(tx.now_ms());
    let free = quote.total.amount == 0;
    let discount = quote
        .coupon
        .as_ref()
        .map_or(0, |coupon| coupon.value.amount);
    let new = NewOrder {
        no: no.clone(),
        user_id: customer.user_id.clone(),
        status: if free {
            OrderStatus::Paid
        } else {
            OrderStatus::PendingPayment
        },
        created_at: now,
        paid_at: free.then_some(now),
        shipped_at: None,
        delivered_at: None,
        finished_at: None,
        amount: Amounts {
            goods: quote.goods.clone(),
            shipping: quote.shipping.clone(),
            discount: Money::new(discount, &quote.total.currency),
            paid: quote.total.clone(),
        },
        receiver,
        items: vec![OrderItem {
            sku_id: item.sku_id.clone(),
            product_id: item.product_id.clone(),
            title: item.title.clone(),
            spec: item.spec.clone(),
            quantity: quote.quantity,
            price: item.price.clone(),
            image: item.image.clone(),
            refundable: quote.quantity,
        }],
        remark: String::new(),
    };
    let order_id = orders::insert(tx, &new).await?;
    let facts = if free {
        Vec::new()
    } else {
        vec![wait_for_payment(tx, customer, &order_id, &priced.terms).await?]
    };
    Ok(Outcome {
        kind: ChangeKind::CreateOrder,
        order_no: Some(no.clone()),
        number: Some(no),
        amount: Some(priced.quote.total),
        facts,
    })
}

/// Where it is paid, and until when.
async fn wait_for_payment(
    tx: &mut Tx,
    customer: &VerifiedCustomer,
    order_id: &str,
    terms: &Terms,
) -> Result<Fact> {
    if terms.payment_page.is_empty() {
        return Ok(Fact::new("order.paid_elsewhere"));
    }
    let token = random_token();
    let new = NewPayment {
        token: &token,
        order_id,
        customer_id: &customer.customer_id,
        expires_at: Time(tx.now_ms() + terms.payment_minutes * MINUTE_MS),
    };
    payments::insert(tx, &new).await?;
    let page = terms.payment_page.replace("{token}", &token);
    Ok(Fact::new("order.pay_at")
        .with("url", page)
        .with("minutes", terms.payment_minutes))
}

/// A number that no order has: the moment, and a few digits by chance.
async fn number(tx: &mut Tx) -> Result<String> {
    for _ in 0..NUMBERS {
        let chance: String = random_token()
            .bytes()
            .map(|byte| char::from(b'0' + byte % 10))
            .take(5)
            .collect();
        let no = format!("{}{chance}", tx.now_ms() / 1000);
        if !orders::store::has_number(tx, &no).await? {
            return Ok(no);
        }
    }
    Err(Error::internal("no number is free"))
}

/// What was ordered and not paid can be had again, and so can its coupon. A paid order keeps its
/// coupon used; its goods go back all the same, since nothing was sent.
pub(crate) async fn give_back(tx: &mut Tx, stored: &StoredOrder) -> Result<()> {
    for item in &stored.order.items {
        catalogue::store::take(tx, &item.sku_id, -item.quantity).await?;
    }
    if stored.order.status == OrderStatus::PendingPayment {
        coupons::store::give_back(tx, &stored.order.no).await?;
    }
    payments::close_of_order(tx, &stored.id).await
}
