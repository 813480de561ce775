//! Statements on `shipments`.

use std::collections::HashMap;

use shanying_kernel::{Result, new_id};
use shanying_storage::{Row, Tx, sql};

use super::model::{NewShipment, Shipment, ShipmentState};

/// Writes a parcel.
pub async fn insert(tx: &mut Tx, new: &NewShipment) -> Result<()> {
    let shipment = &new.shipment;
    sql(
        "INSERT INTO shipments (id, order_id, carrier_code, carrier_name, tracking_no, state, \
           traces, eta, signed_by, shipped_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
    )
    .bind(new_id("shp"))
    .bind(&new.order_id)
    .bind(&shipment.carrier_code)
    .bind(&shipment.carrier_name)
    .bind(&shipment.tracking_no)
    .bind(shipment.state.code())
    .bind_json(&shipment.traces)
    .bind(shipment.eta)
    .bind(&shipment.signed_by)
    .bind(shipment.shipped_at)
    .run(tx)
    .await?;
    Ok(())
}

/// The parcels of orders, by the id of the order.
pub(crate) async fn of_orders(
    tx: &mut Tx,
    order_ids: &[String],
) -> Result<HashMap<String, Vec<Shipment>>> {
    let mut found: HashMap<String, Vec<Shipment>> = HashMap::new();
    for ids in order_ids.chunks(200) {
        let places: Vec<String> = (1..=ids.len()).map(|n| format!("${n}")).collect();
        let mut query = sql(format!(
            "SELECT * FROM shipments WHERE order_id IN ({}) ORDER BY shipped_at DESC, id",
            places.join(", ")
        ));
        for id in ids {
            query = query.bind(id);
        }
        for row in query.all(tx).await? {
            let shipment = from_row(&row)?;
            found
                .entry(row.text("order_id")?)
                .or_default()
                .push(shipment);
        }
    }
    Ok(found)
}

fn from_row(row: &Row) -> Result<Shipment> {
    let mut shipment = Shipment {
        carrier_code: row.text("carrier_code")?,
        carrier_name: row.text("carrier_name")?,
        tracking_no: row.text("tracking_no")?,
        state: ShipmentState::parse(&row.text("state")?)?,
        traces: row.json("traces")?,
        eta: row.time_or_null("eta")?,
        signed_by: row.text("signed_by")?,
        shipped_at: row.time("shipped_at")?,
    };
    shipment
        .traces
        .sort_by_key(|trace| std::cmp::Reverse(trace.time));
    Ok(shipment)
}

/// Takes out of a customer's parcels where they went and who signed for them.
pub(crate) async fn forget(tx: &mut Tx, user_id: &str) -> Result<()> {
    sql(
        "UPDATE shipments SET signed_by = '', tracking_no = '', traces = '[]' \
         WHERE order_id IN (SELECT id FROM orders WHERE user_id = $1)",
    )
    .bind(user_id)
    .run(tx)
    .await?;
    Ok(())
}
