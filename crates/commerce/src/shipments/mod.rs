//! Parcels on their way: carrier, number, and what the carrier told of each station.

mod model;
pub(crate) mod store;

pub use model::{NewShipment, Shipment, ShipmentState, Trace};
pub use store::insert;
