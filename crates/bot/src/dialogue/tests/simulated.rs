//! Simulated customers on the demo companies' tasks.

use super::{BANK, Book, SCHOOL, SHOP, now, stand};
use crate::dialogue::simulation::{Scripts, simulate};
use crate::products::Shelf;

#[test]
fn simulated_customers_reach_their_ends() {
    let shelf = stand::shelf();
    for (name, tasks, scripts, shelf) in [
        (
            "shop",
            SHOP,
            include_str!("../../../../../demo/shop/simulation.json"),
            shelf,
        ),
        (
            "school",
            SCHOOL,
            include_str!("../../../../../demo/school/simulation.json"),
            Shelf::default(),
        ),
        (
            "bank",
            BANK,
            include_str!("../../../../../demo/bank/simulation.json"),
            Shelf::default(),
        ),
    ] {
        let book = Book::new(serde_json::from_str(tasks).unwrap(), None, &shelf);
        let scripts: Scripts = serde_json::from_str(scripts).unwrap();
        let report = simulate(&book, &shelf, &scripts, (300, 7, now()));
        println!("{name}: {}", serde_json::to_string_pretty(&report).unwrap());
        assert!(report.success >= 0.98, "{name}");
        assert!(report.questions_over_minimum <= 0.2, "{name}");
        assert_eq!(report.re_asked, 0, "{name}");
        assert!(report.wrong_overwrites <= 0.005, "{name}");
        assert!(report.resumed >= 0.99, "{name}");
        assert_eq!(report.dead_ends, 0, "{name}");
    }
}
