//! What a task that sells needs of the products: a port, so that the rules stay pure.

use crate::dialogue::model::Card;

/// What a customer wishes and must avoid, by attribute.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Wishes {
    /// One of the values each.
    pub wants: Vec<(String, Vec<String>)>,
    /// Not wanted.
    pub denied: Vec<(String, String)>,
    /// Allergies and conditions; never relaxed.
    pub avoid: Vec<String>,
    /// From and to, and whether the bounds are not meant sharply.
    pub money: Option<(Option<i64>, Option<i64>, bool)>,
    /// Ids of products that were shown and are not wanted.
    pub passed: Vec<String>,
}

/// What fits.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Choice {
    /// The best, at most as many as were asked for.
    pub cards: Vec<Card>,
    /// How many fit altogether.
    pub total: usize,
    /// Attributes with the share of the candidates that an answer would rule out; `price` and
    /// `avoid` among them.
    pub narrows: Vec<(String, f64)>,
    /// When nothing fits: attributes to give up, and how many that would bring.
    pub relax: Option<(Vec<String>, usize)>,
    /// Left out because it is not known whether they may be used.
    pub unsure: usize,
}

/// The products of a tenant as the rules see them.
pub trait Goods {
    /// The one product that a text names; none when it names several.
    fn named(&self, text: &str) -> Option<Card>;
    /// What fits, the best first.
    fn choose(&self, wishes: &Wishes, most: usize) -> Choice;
    /// The card of a product; none when it is not sold.
    fn card(&self, product_id: &str) -> Option<Card>;
    /// Values of an attribute that candidates have, the most frequent first.
    fn values(&self, wishes: &Wishes, attribute: &str) -> Vec<String>;
}
