//! Types of parcels.

use serde::{Deserialize, Serialize};
use shanying_kernel::Time;
use utoipa::ToSchema;

use crate::codes::codes;

codes! {
    /// Where a parcel is.
    pub enum ShipmentState {
        /// A label is made.
        Created = "created",
        /// The carrier has it.
        PickedUp = "picked_up",
        /// Between stations.
        InTransit = "in_transit",
        /// The courier is on the way.
        OutForDelivery = "out_for_delivery",
        /// Signed for.
        Delivered = "delivered",
        /// Something is wrong: delayed, lost, damaged.
        Exception = "exception",
        /// On its way back.
        Returning = "returning",
        /// Back at the shop.
        Returned = "returned",
        /// At customs.
        Customs = "customs",
        /// The receiver did not take it.
        Refused = "refused",
    }
}

/// What the carrier told of a station.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = ShipmentTrace)]
pub struct Trace {
    /// When.
    pub time: Time,
    /// In the carrier's words.
    pub text: String,
    /// Where; empty if it is not told.
    pub location: String,
    /// What it means.
    pub state: ShipmentState,
}

/// A parcel.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Shipment {
    /// Stable short name, such as `zhongtong`.
    pub carrier_code: String,
    /// As people say.
    pub carrier_name: String,
    /// The carrier's number.
    pub tracking_no: String,
    /// Where it is.
    pub state: ShipmentState,
    /// Stations, the latest first.
    pub traces: Vec<Trace>,
    /// When it should arrive.
    pub eta: Option<Time>,
    /// Who signed; empty before.
    pub signed_by: String,
    /// When it was sent.
    pub shipped_at: Time,
}

/// A parcel to be written.
#[derive(Clone, Debug)]
pub struct NewShipment {
    /// `ord_…`.
    pub order_id: String,
    /// What is written.
    pub shipment: Shipment,
}
