//! What a purchase costs. Pure.

use shanying_kernel::{Error, Result};

use super::model::{KnownAddress, NO_COUPON, Purchase, Quote, QuotedCoupon, Spec};
use crate::catalogue::CatalogueItem;
use crate::coupons::{Coupon, CouponState};
use crate::money::Money;
use crate::orders::rules::masked;
use crate::orders::{Address, Receiver};
use crate::shop::Terms;

/// Letters of the hash that names an address.
const ID_LETTERS: usize = 16;

/// What a customer may choose of a product.
pub(crate) fn spec(item: &CatalogueItem) -> Spec {
    Spec {
        id: item.sku_id.clone(),
        label: item.spec.clone(),
        price: item.price.clone(),
        stock: item.stock,
    }
}

/// The size that is meant: the one that is named, or the only one.
pub(crate) fn meant<'i>(
    items: &'i [CatalogueItem],
    sku_id: Option<&str>,
) -> Result<&'i CatalogueItem> {
    let found = match (sku_id, items) {
        (Some(sku_id), _) => items.iter().find(|item| item.sku_id == sku_id),
        (None, [only]) => Some(only),
        (None, []) => return Err(not_sold()),
        (None, _) => None,
    };
    found.ok_or_else(|| Error::field("sku_id", "which of its sizes"))
}

pub(crate) fn not_sold() -> Error {
    Error::not_found("not_found.product", "the shop does not sell this")
}

/// The price, the coupon, the carriage.
pub(crate) fn quote(
    (item, purchase): (&CatalogueItem, &Purchase),
    receiver: Option<&Address>,
    coupons: &[Coupon],
    terms: &Terms,
) -> Result<Quote> {
    let quantity = purchase.quantity;
    if !(1..=terms.order_max).contains(&quantity) {
        return Err(Error::field(
            "quantity",
            format!("1 to {}", terms.order_max),
        ));
    }
    if let Some(stock) = item.stock.filter(|stock| *stock < quantity) {
        return Err(out_of_stock(stock));
    }
    let money = |amount| Money::new(amount, &item.price.currency);
    let goods = item.price.amount.saturating_mul(quantity);
    let coupon = coupon(coupons, purchase.coupon_id.as_deref(), &money(goods))?;
    let discount = coupon.as_ref().map_or(0, |coupon| coupon.value.amount);
    let far = receiver.is_some_and(|to| {
        terms
            .far_provinces
            .iter()
            .any(|name| to.province.starts_with(name))
    });
    let (free_from, carriage) = if far {
        (terms.far_free_from, terms.far_carriage)
    } else {
        (terms.free_from, terms.carriage)
    };
    let shipping = if goods - discount >= free_from {
        0
    } else {
        carriage
    };
    let total = goods - discount + shipping;
    if purchase.total.is_some_and(|told| told != total) {
        return Err(
            Error::conflict("order.price_changed", "it costs something else by now")
                .with("total", total),
        );
    }
    Ok(Quote {
        title: item.title.clone(),
        spec: spec(item),
        quantity,
        goods: money(goods),
        coupon,
        shipping: money(shipping),
        total: money(total),
        receiver: receiver.map(masked),
    })
}

pub(crate) fn out_of_stock(left: i64) -> Error {
    Error::conflict("order.out_of_stock", "there are not so many left").with("left", left)
}

pub(crate) fn coupon_unusable() -> Error {
    Error::conflict("coupon.not_usable", "this coupon cannot be used here")
}

/// The coupon that was named if it can be used for these goods; the best of all when none was.
fn coupon(coupons: &[Coupon], named: Option<&str>, goods: &Money) -> Result<Option<QuotedCoupon>> {
    let usable = |coupon: &&Coupon| {
        coupon.state == CouponState::Usable
            && coupon.value.currency == goods.currency
            && coupon.threshold.amount <= goods.amount
    };
    let found = match named {
        Some(NO_COUPON) => return Ok(None),
        Some(id) => Some(
            coupons
                .iter()
                .filter(usable)
                .find(|coupon| coupon.id == id)
                .ok_or_else(coupon_unusable)?,
        ),
        // Of equal ones the one that ends first.
        None => coupons
            .iter()
            .filter(usable)
            .min_by_key(|coupon| (-coupon.value.amount, coupon.valid_to, coupon.id.clone())),
    };
    Ok(found.map(|coupon| QuotedCoupon {
        id: coupon.id.clone(),
        title: coupon.title.clone(),
        value: Money::new(coupon.value.amount.min(goods.amount), &goods.currency),
    }))
}

/// An address as the customer may choose it. `hash` is that of the whole address.
pub(crate) fn known_address(hash: &str, address: &Address) -> KnownAddress {
    let receiver = masked(address);
    KnownAddress {
        id: hash.chars().take(ID_LETTERS).collect(),
        label: label(&receiver),
        receiver,
    }
}

/// `林** 199****8631 浙江省杭州市西湖区****`; a city of a province's rank once.
fn label(to: &Receiver) -> String {
    let city = if to.city.trim_end_matches('市') == to.province.trim_end_matches('市') {
        ""
    } else {
        &to.city
    };
    format!(
        "{} {} {}{city}{}{}",
        to.name, to.phone, to.province, to.district, to.street
    )
}

#[cfg(test)]
mod tests {
    use shanying_kernel::Time;

    use super::{Coupon, CouponState, Money, Purchase, Terms, quote};
    use crate::catalogue::CatalogueItem;
    use crate::orders::Address;

    fn yuan(amount: i64) -> Money {
        Money::new(amount * 100, "CNY")
    }

    fn item() -> CatalogueItem {
        CatalogueItem {
            sku_id: "m-1".to_owned(),
            product_id: "m".to_owned(),
            title: "面膜".to_owned(),
            spec: "5片".to_owned(),
            image: String::new(),
            price: yuan(90),
            stock: Some(5),
        }
    }

    fn purchase(quantity: i64, coupon: Option<&str>) -> Purchase {
        Purchase {
            product_id: "m".to_owned(),
            sku_id: None,
            quantity,
            address_id: None,
            receiver: None,
            coupon_id: coupon.map(str::to_owned),
            total: None,
        }
    }

    fn coupon(id: &str, threshold: i64, value: i64, state: CouponState) -> Coupon {
        Coupon {
            id: id.to_owned(),
            title: id.to_owned(),
            threshold: yuan(threshold),
            value: yuan(value),
            valid_from: Time(0),
            valid_to: Time(9),
            state,
        }
    }

    #[test]
    fn the_best_coupon_is_used_and_carriage_follows_from_what_is_left() {
        let coupons = [
            coupon("small", 100, 5, CouponState::Usable),
            coupon("big", 100, 90, CouponState::Usable),
            coupon("over", 0, 99, CouponState::Expired),
            coupon("high", 500, 99, CouponState::Usable),
        ];
        let total = |quantity, named| {
            let asked = purchase(quantity, named);
            quote((&item(), &asked), None, &coupons, &Terms::default())
                .map(|quote| {
                    let coupon = quote.coupon.map(|coupon| coupon.id).unwrap_or_default();
                    (quote.total.amount / 100, coupon)
                })
                .map_err(|error| error.code)
        };
        assert_eq!(total(1, None), Ok((100, String::new())));
        assert_eq!(total(2, None), Ok((100, "big".to_owned())));
        assert_eq!(total(2, Some("small")), Ok((175, "small".to_owned())));
        assert_eq!(total(2, Some("none")), Ok((180, String::new())));
        assert_eq!(total(2, Some("over")), Err("coupon.not_usable"));
        assert_eq!(total(2, Some("high")), Err("coupon.not_usable"));
        assert_eq!(total(6, None), Err("order.out_of_stock"));
        assert_eq!(total(0, None), Err("invalid.field"));
    }

    #[test]
    fn far_provinces_pay_more_and_what_was_told_holds() {
        let far = Address {
            name: "林知夏".to_owned(),
            phone: "13812345678".to_owned(),
            province: "新疆维吾尔自治区".to_owned(),
            city: "乌鲁木齐市".to_owned(),
            district: "天山区".to_owned(),
            street: "解放路 1 号".to_owned(),
        };
        let mut asked = purchase(1, None);
        let terms = Terms::default();
        let told = quote((&item(), &asked), Some(&far), &[], &terms).unwrap();
        assert_eq!(told.shipping, yuan(25));
        assert_eq!(told.receiver.unwrap().name, "林**");
        asked.total = Some(told.total.amount);
        assert!(quote((&item(), &asked), Some(&far), &[], &terms).is_ok());
        let changed = quote((&item(), &asked), None, &[], &terms);
        assert_eq!(changed.unwrap_err().code, "order.price_changed");
    }
}
