//! The port on the company's own tables.

use shanying_kernel::{Cursor, Page, Result};
use shanying_storage::{BoxFuture, Db};

use super::actions;
use crate::connectors::{
    Capabilities, Change, ChangeKind, OrderFilter, Outcome, Preview, ReadKind, Shop,
    VerifiedCustomer, Write,
};
use crate::coupons::{self, Coupon, Points};
use crate::orders::store::Listing;
use crate::orders::{self, Order};
use crate::purchases::{KnownAddress, Purchase, Quote, Spec};
use crate::refunds::{self, Refund};

/// The company's own shop.
#[derive(Clone)]
pub struct OwnShop {
    db: Db,
}

impl OwnShop {
    /// The shop in this database.
    #[must_use]
    pub fn new(db: &Db) -> Self {
        Self { db: db.clone() }
    }
}

impl Shop for OwnShop {
    fn name(&self) -> String {
        "own".to_owned()
    }

    fn capabilities(&self) -> Capabilities {
        Capabilities {
            reads: vec![
                ReadKind::Orders,
                ReadKind::Shipments,
                ReadKind::Refunds,
                ReadKind::Coupons,
                ReadKind::Points,
                ReadKind::Purchases,
            ],
            changes: vec![
                ChangeKind::ChangeAddress,
                ChangeKind::CancelOrder,
                ChangeKind::RequestRefund,
                ChangeKind::UrgeShipment,
                ChangeKind::RequestInvoice,
                ChangeKind::ProtectPrice,
                ChangeKind::Compensate,
                ChangeKind::CreateOrder,
            ],
        }
    }

    fn orders<'a>(
        &'a self,
        customer: &'a VerifiedCustomer,
        filter: OrderFilter,
    ) -> BoxFuture<'a, Result<Page<Order>>> {
        Box::pin(async move {
            let mut tx = self.db.read().await?;
            let listing = Listing {
                user_id: &customer.user_id,
                status: filter.status,
                cursor: filter.cursor.as_deref().and_then(Cursor::parse),
                limit: filter.limit,
            };
            let page = orders::store::list(&mut tx, listing).await?;
            let items = actions::whole(&mut tx, page.items).await?;
            Ok(Page {
                items: items.into_iter().map(|stored| stored.order).collect(),
                next: page.next,
            })
        })
    }

    fn order<'a>(
        &'a self,
        customer: &'a VerifiedCustomer,
        no: &'a str,
    ) -> BoxFuture<'a, Result<Order>> {
        Box::pin(async move {
            let mut tx = self.db.read().await?;
            let stored = orders::store::load(&mut tx, &customer.user_id, no).await?;
            Ok(actions::whole_one(&mut tx, stored).await?.order)
        })
    }

    fn refunds<'a>(&'a self, customer: &'a VerifiedCustomer) -> BoxFuture<'a, Result<Vec<Refund>>> {
        Box::pin(async move {
            let mut tx = self.db.read().await?;
            refunds::store::of_customer(&mut tx, &customer.user_id, 50).await
        })
    }

    fn coupons<'a>(&'a self, customer: &'a VerifiedCustomer) -> BoxFuture<'a, Result<Vec<Coupon>>> {
        Box::pin(async move {
            let mut tx = self.db.read().await?;
            coupons::store::of_customer(&mut tx, &customer.user_id).await
        })
    }

    fn points<'a>(&'a self, customer: &'a VerifiedCustomer) -> BoxFuture<'a, Result<Points>> {
        Box::pin(async move {
            let mut tx = self.db.read().await?;
            coupons::store::points(&mut tx, &customer.user_id).await
        })
    }

    fn specs<'a>(
        &'a self,
        _: &'a VerifiedCustomer,
        product_id: &'a str,
    ) -> BoxFuture<'a, Result<Vec<Spec>>> {
        Box::pin(async move {
            let mut tx = self.db.read().await?;
            actions::specs(&mut tx, product_id).await
        })
    }

    fn addresses<'a>(
        &'a self,
        customer: &'a VerifiedCustomer,
    ) -> BoxFuture<'a, Result<Vec<KnownAddress>>> {
        Box::pin(async move {
            let mut tx = self.db.read().await?;
            actions::addresses(&mut tx, customer).await
        })
    }

    fn quote<'a>(
        &'a self,
        customer: &'a VerifiedCustomer,
        purchase: &'a Purchase,
    ) -> BoxFuture<'a, Result<Quote>> {
        Box::pin(async move {
            let mut tx = self.db.read().await?;
            actions::quote(&mut tx, customer, purchase).await
        })
    }

    fn preview<'a>(
        &'a self,
        customer: &'a VerifiedCustomer,
        change: &'a Change,
    ) -> BoxFuture<'a, Result<Preview>> {
        Box::pin(async move {
            let mut tx = self.db.read().await?;
            actions::preview(&mut tx, customer, change).await
        })
    }

    fn apply<'a>(
        &'a self,
        customer: &'a VerifiedCustomer,
        write: Write<'a>,
    ) -> BoxFuture<'a, Result<Outcome>> {
        let (customer, key) = (customer.clone(), write.key.to_owned());
        let (change, approved) = (write.change.clone(), write.approved);
        Box::pin(async move {
            self.db
                .write(move |tx| {
                    Box::pin(async move {
                        let write = Write {
                            key: &key,
                            change: &change,
                            approved,
                        };
                        actions::apply(tx, &customer, write).await
                    })
                })
                .await
        })
    }
}
