//! The demo shop's own shelf.

use crate::products::{Lexicon, Row, Shelf};

pub(super) fn shelf() -> Shelf {
    let lexicon = Lexicon::parse(include_str!("../../../../../demo/shop/lexicon.json")).unwrap();
    let rows: Vec<Row> =
        serde_json::from_str(include_str!("../../../../../demo/shop/products.json")).unwrap();
    let empty = Shelf::new(lexicon.clone(), Vec::new());
    let products = rows.into_iter().map(|row| empty.product_of(row)).collect();
    Shelf::new(lexicon, products)
}
