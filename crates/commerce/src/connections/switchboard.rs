//! The shop that everybody asks, whatever stands behind it by now.

use std::sync::Arc;

use parking_lot::RwLock;
use shanying_kernel::{Page, Result};
use shanying_storage::BoxFuture;

use super::model::{Origin, Sealed, ShopKind};
use super::port::{Opened, Workshop};
use crate::connectors::{
    Capabilities, Change, Health, OrderFilter, Outcome, Patience, Preview, Shop, Touched,
    VerifiedCustomer, Write,
};
use crate::coupons::{Coupon, Points};
use crate::orders::Order;
use crate::purchases::{KnownAddress, Purchase, Quote, Spec};
use crate::refunds::Refund;
use crate::shipments::Shipment;

/// What stands behind the switchboard.
#[derive(Clone)]
pub(super) struct Behind {
    pub(super) kind: ShopKind,
    pub(super) origin: Origin,
    pub(super) shop: Arc<dyn Shop>,
    pub(super) fault: Option<String>,
}

struct Inner {
    own: Arc<dyn Shop>,
    workshop: Arc<dyn Workshop>,
    /// The mapping that the configuration names.
    configured: Option<Sealed>,
    behind: RwLock<Behind>,
}

/// A shop that can be exchanged for another. Clones share it.
#[derive(Clone)]
pub struct Switchboard {
    inner: Arc<Inner>,
}

impl Switchboard {
    /// With the shop of the configuration's mapping behind it, or the company's own.
    pub fn new(
        own: Arc<dyn Shop>,
        workshop: Arc<dyn Workshop>,
        mapping: Option<&str>,
    ) -> Result<Self> {
        let configured = mapping
            .map(|text| workshop.seal(text, &Sealed::default()))
            .transpose()?;
        let behind = first(&own, workshop.as_ref(), configured.as_ref())?;
        Ok(Self {
            inner: Arc::new(Inner {
                own,
                workshop,
                configured,
                behind: RwLock::new(behind),
            }),
        })
    }

    pub(super) fn workshop(&self) -> &dyn Workshop {
        self.inner.workshop.as_ref()
    }

    pub(super) fn configured(&self) -> Option<&Sealed> {
        self.inner.configured.as_ref()
    }

    pub(super) fn behind(&self) -> Behind {
        self.inner.behind.read().clone()
    }

    /// From now on this one.
    pub(super) fn take(&self, opened: Opened, patience: &Patience) {
        opened.shop.tune(patience);
        *self.inner.behind.write() = Behind {
            kind: opened.kind,
            origin: Origin::Saved,
            shop: opened.shop,
            fault: None,
        };
    }

    /// The mapping in use cannot be used: nothing is answered.
    pub(super) fn break_off(&self, fault: String) {
        let mut behind = self.inner.behind.write();
        behind.shop = Arc::new(Broken);
        behind.fault = Some(fault);
    }

    /// The mapping that was saved cannot even be read.
    pub(super) fn break_saved(&self, fault: String) {
        self.break_off(fault);
        self.inner.behind.write().origin = Origin::Saved;
    }

    /// Back to what the configuration says.
    pub(super) fn go_back(&self, patience: &Patience) -> Result<()> {
        let inner = &self.inner;
        let behind = first(
            &inner.own,
            inner.workshop.as_ref(),
            inner.configured.as_ref(),
        )?;
        behind.shop.tune(patience);
        *inner.behind.write() = behind;
        Ok(())
    }

    fn shop(&self) -> Arc<dyn Shop> {
        self.inner.behind.read().shop.clone()
    }
}

fn first(
    own: &Arc<dyn Shop>,
    workshop: &dyn Workshop,
    configured: Option<&Sealed>,
) -> Result<Behind> {
    Ok(match configured {
        Some(sealed) => {
            let Opened { kind, shop } = workshop.open(sealed, false)?;
            Behind {
                kind,
                origin: Origin::Config,
                shop,
                fault: None,
            }
        }
        None => Behind {
            kind: ShopKind::Own,
            origin: Origin::Own,
            shop: own.clone(),
            fault: None,
        },
    })
}

impl Shop for Switchboard {
    fn name(&self) -> String {
        self.shop().name()
    }

    fn capabilities(&self) -> Capabilities {
        self.shop().capabilities()
    }

    fn ready(&self) -> BoxFuture<'_, Result<()>> {
        Box::pin(async move { self.shop().ready().await })
    }

    fn orders<'a>(
        &'a self,
        customer: &'a VerifiedCustomer,
        filter: OrderFilter,
    ) -> BoxFuture<'a, Result<Page<Order>>> {
        Box::pin(async move { self.shop().orders(customer, filter).await })
    }

    fn order<'a>(
        &'a self,
        customer: &'a VerifiedCustomer,
        no: &'a str,
    ) -> BoxFuture<'a, Result<Order>> {
        Box::pin(async move { self.shop().order(customer, no).await })
    }

    fn shipments<'a>(
        &'a self,
        customer: &'a VerifiedCustomer,
        order_no: &'a str,
    ) -> BoxFuture<'a, Result<Vec<Shipment>>> {
        Box::pin(async move { self.shop().shipments(customer, order_no).await })
    }

    fn refunds<'a>(&'a self, customer: &'a VerifiedCustomer) -> BoxFuture<'a, Result<Vec<Refund>>> {
        Box::pin(async move { self.shop().refunds(customer).await })
    }

    fn coupons<'a>(&'a self, customer: &'a VerifiedCustomer) -> BoxFuture<'a, Result<Vec<Coupon>>> {
        Box::pin(async move { self.shop().coupons(customer).await })
    }

    fn points<'a>(&'a self, customer: &'a VerifiedCustomer) -> BoxFuture<'a, Result<Points>> {
        Box::pin(async move { self.shop().points(customer).await })
    }

    fn specs<'a>(
        &'a self,
        customer: &'a VerifiedCustomer,
        product_id: &'a str,
    ) -> BoxFuture<'a, Result<Vec<Spec>>> {
        Box::pin(async move { self.shop().specs(customer, product_id).await })
    }

    fn addresses<'a>(
        &'a self,
        customer: &'a VerifiedCustomer,
    ) -> BoxFuture<'a, Result<Vec<KnownAddress>>> {
        Box::pin(async move { self.shop().addresses(customer).await })
    }

    fn quote<'a>(
        &'a self,
        customer: &'a VerifiedCustomer,
        purchase: &'a Purchase,
    ) -> BoxFuture<'a, Result<Quote>> {
        Box::pin(async move { self.shop().quote(customer, purchase).await })
    }

    fn health(&self) -> Option<Health> {
        self.shop().health()
    }

    fn tune(&self, patience: &Patience) {
        self.shop().tune(patience);
    }

    fn forget(&self, touched: &Touched) -> usize {
        self.shop().forget(touched)
    }

    fn preview<'a>(
        &'a self,
        customer: &'a VerifiedCustomer,
        change: &'a Change,
    ) -> BoxFuture<'a, Result<Preview>> {
        Box::pin(async move { self.shop().preview(customer, change).await })
    }

    fn apply<'a>(
        &'a self,
        customer: &'a VerifiedCustomer,
        write: Write<'a>,
    ) -> BoxFuture<'a, Result<Outcome>> {
        Box::pin(async move { self.shop().apply(customer, write).await })
    }
}

/// Stands where a saved mapping cannot be used.
struct Broken;

fn broken() -> shanying_kernel::Error {
    let kind = shanying_kernel::ErrorKind::Unavailable;
    shanying_kernel::Error::new(
        kind,
        "shop.failed",
        "the mapping of the shop cannot be used",
    )
}

impl Shop for Broken {
    fn name(&self) -> String {
        "broken".to_owned()
    }

    fn capabilities(&self) -> Capabilities {
        Capabilities::default()
    }

    fn orders<'a>(
        &'a self,
        _: &'a VerifiedCustomer,
        _: OrderFilter,
    ) -> BoxFuture<'a, Result<Page<Order>>> {
        Box::pin(async { Err(broken()) })
    }

    fn order<'a>(&'a self, _: &'a VerifiedCustomer, _: &'a str) -> BoxFuture<'a, Result<Order>> {
        Box::pin(async { Err(broken()) })
    }
}
