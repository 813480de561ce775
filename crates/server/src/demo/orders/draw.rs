//! Draws what was bought.

use shanying_bot::products::Row;
use shanying_commerce::catalogue::CatalogueItem;
use shanying_commerce::coupons::{NewCoupon, PointMove};
use shanying_commerce::money::Money;
use shanying_commerce::orders::{Address, Amounts, NewOrder, OrderItem, OrderStatus};
use shanying_commerce::refunds::{
    Refund, RefundItem, RefundKind, RefundReason, RefundState, RefundStep,
};
use shanying_commerce::shipments::Shipment;
use shanying_kernel::{Result, Time};

use super::parcels::{self, Way};
use crate::demo::data::{CustomerFile, Files, SizeFile};
use crate::demo::days::date;

pub(super) const HOUR_MS: i64 = 3_600_000;
pub(super) const DAY_MS: i64 = 24 * HOUR_MS;
const CURRENCY: &str = "CNY";
const SHOP_ORDERS: usize = 1000;
/// How far back the orders go.
const DAYS: u64 = 180;

/// An order as it was.
pub(super) struct Drawn {
    pub(super) order: NewOrder,
    pub(super) shipment: Option<Shipment>,
    pub(super) refund: Option<Refund>,
}

/// What a customer holds.
pub(super) struct Purse {
    pub(super) user_id: String,
    pub(super) coupons: Vec<NewCoupon>,
    pub(super) points: Vec<PointMove>,
}

/// A fixed sequence of numbers (splitmix64).
pub(super) struct Numbers(u64);

impl Numbers {
    pub(super) fn below(&mut self, n: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (z ^ (z >> 31)) % n.max(1)
    }

    pub(super) fn ms(&mut self, from: i64, to: i64) -> i64 {
        let span = u64::try_from(to - from).unwrap_or(0);
        from + i64::try_from(self.below(span + 1)).unwrap_or(0)
    }

    pub(super) fn of<'a, T>(&mut self, list: &'a [T]) -> Option<&'a T> {
        let place = self.below(list.len() as u64);
        list.get(usize::try_from(place).unwrap_or(0))
    }
}

fn money(amount: i64) -> Money {
    Money::new(amount, CURRENCY)
}

fn image(files: &Files, product: &Row) -> String {
    let image = product.image.as_deref().unwrap_or_default();
    format!("/demo/{}/{image}", files.key)
}

/// What is sold, at the price of today. What has none is not bought here, nor is anything at the
/// bank, where people apply.
pub(super) fn goods(files: &Files) -> Vec<CatalogueItem> {
    if files.key == "bank" {
        return Vec::new();
    }
    let item = |product: &Row| {
        Some(CatalogueItem {
            sku_id: format!("{}-1", product.id),
            product_id: product.id.clone(),
            title: product.title.clone(),
            spec: product.spec.clone().unwrap_or_default(),
            image: image(files, product),
            price: money(product.offer_price.or(product.price)?),
            stock: files
                .stock
                .left
                .get(&product.id)
                .copied()
                .or(files.stock.each),
        })
    };
    files.products.iter().filter_map(item).collect()
}

/// Other sizes of the same things; nobody has bought them yet.
pub(super) fn other_sizes(files: &Files) -> Vec<CatalogueItem> {
    let first = goods(files);
    let sizes = files.stock.sizes.iter().zip(2_u32..);
    let item = |(size, number): (&SizeFile, u32)| {
        let same = first.iter().find(|item| item.product_id == size.product)?;
        Some(CatalogueItem {
            sku_id: format!("{}-{number}", size.product),
            spec: size.spec.clone(),
            price: money(size.price),
            ..same.clone()
        })
    };
    sizes.filter_map(item).collect()
}

/// Everything that was bought, the oldest first.
pub(super) fn orders(files: &Files, now: i64) -> Result<Vec<Drawn>> {
    let goods = goods(files);
    if goods.is_empty() {
        return Ok(Vec::new());
    }
    let courses = files.key == "school";
    let count = if courses {
        2 * files.customers.len()
    } else {
        SHOP_ORDERS
    };
    let mut numbers = Numbers(0x5348_414E_5949_4E47);
    let buyers = buyers(files);
    // A third of all lies in the last twelve days, so that every state of an order is there.
    let mut ages: Vec<i64> = (0..count as u64)
        .map(|n| {
            let days = if n % 3 == 0 { 12 } else { DAYS };
            let span = i64::try_from(days).unwrap_or(1) * DAY_MS;
            numbers.ms(3 * 60_000, span)
        })
        .collect();
    ages.iter_mut()
        .take(5)
        .zip(1..)
        .for_each(|(age, n)| *age = n * 60_000);
    ages.sort_unstable_by_key(|age| std::cmp::Reverse(*age));
    let mut drawn = Vec::with_capacity(count);
    for (serial, age) in (1_usize..).zip(ages) {
        let created = now - age;
        let Some(customer) = numbers.of(&buyers) else {
            break;
        };
        let draft = Draft {
            serial,
            created,
            now,
            customer,
            goods: &goods,
        };
        drawn.push(if courses {
            course(&mut numbers, &draft)?
        } else {
            order(&mut numbers, &draft)?
        });
    }
    Ok(drawn)
}

/// Better customers buy more often.
fn buyers(files: &Files) -> Vec<&CustomerFile> {
    let weight = |customer: &CustomerFile| match customer.level.as_deref() {
        Some("黑金") => 9,
        Some("金卡") => 7,
        Some("银卡") => 4,
        _ => 2,
    };
    files
        .customers
        .iter()
        .flat_map(|customer| std::iter::repeat_n(customer, weight(customer)))
        .collect()
}

/// What is known of an order before it is drawn.
struct Draft<'a> {
    serial: usize,
    created: i64,
    now: i64,
    customer: &'a CustomerFile,
    goods: &'a [CatalogueItem],
}

impl Draft<'_> {
    fn number(&self, prefix: &str) -> Result<String> {
        let days = self.created.div_euclid(DAY_MS) - self.now.div_euclid(DAY_MS);
        let day = date(days, self.now)?;
        Ok(format!(
            "{prefix}{}{:05}",
            day.strftime("%Y%m%d"),
            self.serial * 37 % 100_000
        ))
    }

    fn address(&self, numbers: &mut Numbers) -> (Address, Way) {
        let way = parcels::way(self.customer.city.as_deref().unwrap_or("杭州"));
        let address = Address {
            name: self.customer.name.clone(),
            phone: self.customer.phone.clone().unwrap_or_default(),
            province: way.province.to_owned(),
            city: way.city.to_owned(),
            district: way.district.to_owned(),
            street: format!(
                "{}{}号{}幢{}室",
                way.street,
                numbers.ms(1, 380),
                numbers.ms(1, 28),
                numbers.ms(1, 18) * 100 + numbers.ms(1, 4)
            ),
        };
        (address, way)
    }
}

fn line(goods: &CatalogueItem, quantity: i64) -> OrderItem {
    OrderItem {
        sku_id: goods.sku_id.clone(),
        product_id: goods.product_id.clone(),
        title: goods.title.clone(),
        spec: goods.spec.clone(),
        quantity,
        price: goods.price.clone(),
        image: goods.image.clone(),
        refundable: quantity,
    }
}

fn lines(numbers: &mut Numbers, draft: &Draft<'_>) -> Vec<OrderItem> {
    let mut lines: Vec<OrderItem> = Vec::new();
    for _ in 0..=numbers.below(3) {
        let quantity = if numbers.below(5) == 0 { 2 } else { 1 };
        if let Some(goods) = numbers.of(draft.goods)
            && lines.iter().all(|line| line.sku_id != goods.sku_id)
        {
            let mut line = line(goods, quantity);
            // Some things were dearer two weeks ago, so that price protection has work.
            if numbers.below(9) == 0 {
                line.price.amount += 1000;
            }
            lines.push(line);
        }
    }
    lines
}

/// Full 199 takes 20 off, full 399 takes 50; carriage as the shop's own rules say.
fn amounts(numbers: &mut Numbers, items: &[OrderItem], far: bool) -> Amounts {
    let goods: i64 = items
        .iter()
        .map(|item| item.price.amount * item.quantity)
        .sum();
    let with_coupon = numbers.below(10) < 6;
    let discount = match goods {
        39_900.. if with_coupon => 5_000,
        19_900.. if with_coupon => 2_000,
        _ => 0,
    };
    let (free_from, carriage) = if far { (19_900, 2_500) } else { (9_900, 1_000) };
    let shipping = if goods - discount >= free_from {
        0
    } else {
        carriage
    };
    Amounts {
        goods: money(goods),
        shipping: money(shipping),
        discount: money(discount),
        paid: money(goods + shipping - discount),
    }
}

fn order(numbers: &mut Numbers, draft: &Draft<'_>) -> Result<Drawn> {
    let items = lines(numbers, draft);
    let (receiver, way) = draft.address(numbers);
    let amount = amounts(numbers, &items, way.is_far());
    let until = |at: i64| (at <= draft.now).then_some(Time(at));
    let paid = until(draft.created + numbers.ms(20_000, 18 * 60_000));
    let (unpaid, called_off) = (numbers.below(40) == 0, numbers.below(35) == 0);
    let age = draft.now - draft.created;
    let shipped = paid.and_then(|paid| until(paid.0 + numbers.ms(9 * HOUR_MS, 40 * HOUR_MS)));
    let mut order = NewOrder {
        no: draft.number("QH")?,
        user_id: draft.customer.user_id.clone(),
        status: OrderStatus::PendingPayment,
        created_at: Time(draft.created),
        paid_at: paid,
        shipped_at: None,
        delivered_at: None,
        finished_at: None,
        amount,
        receiver,
        items,
        remark: String::new(),
    };
    if numbers.below(12) == 0 {
        order.remark = numbers.of(&REMARKS).copied().unwrap_or_default().to_owned();
    }
    if paid.is_none() || (unpaid && age > HOUR_MS) {
        order.paid_at = None;
        if age > 30 * 60_000 {
            order.status = OrderStatus::Closed;
            order.finished_at = Some(Time(draft.created + 30 * 60_000));
        }
        return Ok(Drawn {
            order,
            shipment: None,
            refund: None,
        });
    }
    order.status = OrderStatus::Paid;
    if called_off && let Some(at) = until(draft.created + 2 * HOUR_MS) {
        order.status = OrderStatus::Cancelled;
        order.finished_at = Some(at);
        let states = [RefundState::Applied, RefundState::Refunded];
        let refund = refund(
            &order,
            RefundKind::RefundOnly,
            RefundReason::NoReason,
            at,
            &states,
        );
        return Ok(Drawn {
            order,
            shipment: None,
            refund: Some(refund),
        });
    }
    let Some(shipped) = shipped else {
        return Ok(Drawn {
            order,
            shipment: None,
            refund: None,
        });
    };
    let better = matches!(draft.customer.level.as_deref(), Some("金卡" | "黑金"));
    let shipment = parcels::parcel(numbers, &way, better, shipped.0, draft.now);
    order.shipped_at = Some(shipped);
    order.status = OrderStatus::Shipped;
    order.delivered_at = parcels::delivered(&shipment);
    let mut back = None;
    if let Some(delivered) = order.delivered_at {
        order.status = OrderStatus::Delivered;
        back = given_back(numbers, &order, delivered.0, draft.now);
        if let Some(ended) = until(delivered.0 + 10 * DAY_MS) {
            order.status = OrderStatus::Completed;
            order.finished_at = Some(ended);
        }
    }
    Ok(Drawn {
        order,
        shipment: Some(shipment),
        refund: back,
    })
}

const REMARKS: [&str; 6] = [
    "请用纸箱包装，谢谢",
    "工作日送到公司前台",
    "请送货上门，不放驿站",
    "多放两片面膜小样",
    "送人的，请不要放价格单",
    "周末在家，请周末送",
];

/// One in twelve is given back.
fn given_back(numbers: &mut Numbers, order: &NewOrder, from: i64, now: i64) -> Option<Refund> {
    if numbers.below(12) != 0 {
        return None;
    }
    let reasons = [
        (RefundReason::NoReason, RefundKind::ReturnRefund),
        (RefundReason::Quality, RefundKind::ReturnRefund),
        (RefundReason::Allergy, RefundKind::ReturnRefund),
        (RefundReason::WrongItem, RefundKind::Exchange),
        (RefundReason::Missing, RefundKind::RefundOnly),
    ];
    let (reason, kind) = *numbers.of(&reasons)?;
    let asked = from + numbers.ms(6 * HOUR_MS, 5 * DAY_MS);
    if asked > now {
        return None;
    }
    let way = [
        RefundState::Applied,
        RefundState::SellerReview,
        RefundState::WaitBuyerReturn,
        RefundState::Returning,
        RefundState::Received,
        RefundState::Refunded,
    ];
    let days = usize::try_from((now - asked) / DAY_MS).unwrap_or(0);
    let known = way.get(..=(days + 1).min(way.len() - 1)).unwrap_or(&way);
    Some(refund(order, kind, reason, Time(asked), known))
}

/// The first line is given back, by the price without its share of the discount.
fn refund(
    order: &NewOrder,
    kind: RefundKind,
    reason: RefundReason,
    at: Time,
    states: &[RefundState],
) -> Refund {
    let whole = kind == RefundKind::RefundOnly && order.shipped_at.is_none();
    let some = if whole { order.items.len() } else { 1 };
    let items: Vec<&OrderItem> = order.items.iter().take(some).collect();
    let price: i64 = items
        .iter()
        .map(|item| item.price.amount * item.quantity)
        .sum();
    let amount = &order.amount;
    let kept = amount.goods.amount - amount.discount.amount;
    let back = match kind {
        RefundKind::Exchange => 0,
        _ if whole => amount.paid.amount,
        _ => price * kept / amount.goods.amount.max(1),
    };
    let steps = states.iter().zip(0_i64..).map(|(state, day)| RefundStep {
        at: Time(at.0 + day * DAY_MS),
        state: *state,
    });
    Refund {
        no: format!("R{}-1", order.no),
        order_no: order.no.clone(),
        kind,
        state: states.last().copied().unwrap_or(RefundState::Applied),
        reason,
        note: String::new(),
        amount: money(back),
        items: items
            .into_iter()
            .map(|item| RefundItem {
                sku_id: item.sku_id.clone(),
                quantity: item.quantity,
            })
            .collect(),
        evidence: Vec::new(),
        timeline: steps.collect(),
        created_at: at,
    }
}

/// A course is booked, paid and, sixteen weeks later, over.
fn course(numbers: &mut Numbers, draft: &Draft<'_>) -> Result<Drawn> {
    let (receiver, _) = draft.address(numbers);
    let items: Vec<OrderItem> = numbers
        .of(draft.goods)
        .map(|goods| line(goods, 1))
        .into_iter()
        .collect();
    let goods: i64 = items.iter().map(|item| item.price.amount).sum();
    let over = draft.now - draft.created > 112 * DAY_MS;
    let end = Time(draft.created + 112 * DAY_MS);
    let order = NewOrder {
        no: draft.number("XH")?,
        user_id: draft.customer.user_id.clone(),
        status: if over {
            OrderStatus::Completed
        } else {
            OrderStatus::Paid
        },
        created_at: Time(draft.created),
        paid_at: Some(Time(draft.created + 60_000)),
        shipped_at: None,
        delivered_at: None,
        finished_at: over.then_some(end),
        amount: Amounts {
            goods: money(goods),
            shipping: money(0),
            discount: money(0),
            paid: money(goods),
        },
        receiver,
        items,
        remark: String::new(),
    };
    Ok(Drawn {
        order,
        shipment: None,
        refund: None,
    })
}

/// Coupons and points of everybody: points for what they received, coupons of the season.
pub(super) fn purses(files: &Files, drawn: &[Drawn], now: i64) -> Vec<Purse> {
    if drawn.is_empty() || files.key != "shop" {
        return Vec::new();
    }
    let mut numbers = Numbers(0x434F_5550_4F4E_5321);
    let purse = |customer: &CustomerFile| {
        let points = drawn
            .iter()
            .map(|one| &one.order)
            .filter(|order| {
                order.user_id == customer.user_id && order.status == OrderStatus::Completed
            })
            .map(|order| PointMove {
                at: order.finished_at.unwrap_or(order.created_at),
                amount: order.amount.paid.amount / 100,
                reason: "order".to_owned(),
                order_no: Some(order.no.clone()),
            })
            .collect();
        let coupons = [
            ("满199减20", 19_900, 2_000),
            ("满399减50", 39_900, 5_000),
            ("会员生日券 满199减50", 19_900, 5_000),
        ]
        .into_iter()
        .filter_map(|(title, threshold, value)| {
            if numbers.below(3) == 0 {
                return None;
            }
            let from = now - numbers.ms(DAY_MS, 40 * DAY_MS);
            Some(NewCoupon {
                user_id: customer.user_id.clone(),
                title: title.to_owned(),
                threshold: money(threshold),
                value: money(value),
                valid_from: Time(from),
                valid_to: Time(from + 45 * DAY_MS),
                used_by: None,
            })
        })
        .collect();
        Purse {
            user_id: customer.user_id.clone(),
            coupons,
            points,
        }
    };
    files.customers.iter().map(purse).collect()
}
