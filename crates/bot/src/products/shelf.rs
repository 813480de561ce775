//! What is sold, in memory.

use std::collections::BTreeMap;
use std::sync::Arc;

use shanying_language::describe::Describer;
use shanying_language::extract::Catalogue;

use super::bearing::{Condition, Granting, Substance, Words};
use super::describing;
use super::lexicon::{Lexicon, Meanings, Sort};
use super::model::{FactValue, Product, attribute};

/// A value with all words that mean it, and those that say that it is absent.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ValueWords {
    /// The one spelling.
    pub value: String,
    /// Words that mean it, itself first.
    pub surfaces: Vec<String>,
    /// Words that say that it is absent.
    pub absent: Vec<String>,
    /// Of people: their health must be asked after.
    pub care: bool,
}

/// An attribute with the values that are known of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Known {
    /// Its id.
    pub id: String,
    /// Its Chinese name.
    pub zh: String,
    /// Its English name.
    pub en: String,
    /// What sort of value it has.
    pub sort: Sort,
    /// The tenant's words and what stands in the facts.
    pub values: Vec<ValueWords>,
}

/// What wishes are read with: attributes, and their values with synonyms.
#[derive(Clone, Debug, Default)]
pub struct Vocabulary {
    /// In the order in which they are shown and asked.
    pub attributes: Vec<Known>,
    catalogue: Arc<Catalogue>,
}

/// Kind of a surface that says that a value is absent: `!ingredient`.
pub(crate) const ABSENT: char = '!';
/// Kind of the products' names in the catalogue.
pub(crate) const PRODUCT: &str = "product";

impl Vocabulary {
    /// An attribute by its id.
    #[must_use]
    pub fn attribute(&self, id: &str) -> Option<&Known> {
        self.attributes.iter().find(|known| known.id == id)
    }

    /// All words as a catalogue for `extract::recognise`: the kind is the attribute's id, with a
    /// `!` before it for words that say that the value is absent; names of products are of the
    /// kind `product` with the product's id as value.
    #[must_use]
    pub fn catalogue(&self) -> &Catalogue {
        &self.catalogue
    }
}

/// The products of a tenant with the words of its trade.
#[derive(Clone, Debug, Default)]
pub struct Shelf {
    lexicon: Lexicon,
    meanings: Arc<Meanings>,
    products: BTreeMap<String, Arc<Product>>,
    vocabulary: Arc<Vocabulary>,
    describer: Arc<Describer>,
    words: Arc<Words>,
}

impl Shelf {
    /// A shelf with these products.
    #[must_use]
    pub fn new(lexicon: Lexicon, products: Vec<Product>) -> Self {
        let mut shelf = Self {
            meanings: Arc::new(Meanings::new(&lexicon)),
            lexicon,
            products: BTreeMap::new(),
            vocabulary: Arc::default(),
            describer: Arc::default(),
            words: Arc::default(),
        };
        for product in products {
            shelf.products.insert(product.id.clone(), Arc::new(product));
        }
        shelf.learn();
        shelf
    }

    /// Puts products in, or takes them out.
    #[must_use]
    pub fn with(&self, changes: Vec<(String, Option<Product>)>) -> Self {
        let mut shelf = self.clone();
        for (id, product) in changes {
            match product {
                Some(product) => shelf.products.insert(id, Arc::new(product)),
                None => shelf.products.remove(&id),
            };
        }
        shelf.learn();
        shelf
    }

    /// The words of the trade.
    #[must_use]
    pub fn lexicon(&self) -> &Lexicon {
        &self.lexicon
    }

    /// What wishes are read with.
    #[must_use]
    pub fn vocabulary(&self) -> &Vocabulary {
        &self.vocabulary
    }

    /// A product.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<&Arc<Product>> {
        self.products.get(id)
    }

    /// A product by the shop's own name for it.
    #[must_use]
    pub fn by_key(&self, key: &str) -> Option<&Arc<Product>> {
        self.products
            .values()
            .find(|product| product.key.as_deref() == Some(key))
    }

    /// All products.
    pub fn products(&self) -> impl Iterator<Item = &Arc<Product>> {
        self.products.values()
    }

    pub(super) fn describer(&self) -> &Describer {
        &self.describer
    }

    pub(crate) fn meanings(&self) -> &Meanings {
        &self.meanings
    }

    /// What bears on people of a condition.
    pub(crate) fn condition(&self, condition: &str) -> Condition<'_> {
        Condition::of(&self.words, &self.meanings, condition)
    }

    /// What bears on a substance.
    pub(crate) fn bearing_on(&self, substance: &str) -> Substance<'_> {
        Substance::of(&self.words, &self.meanings, substance)
    }

    /// What grants a word of an attribute.
    pub(crate) fn granting(&self, id: &str, word: &str) -> Granting<'_> {
        Granting::of(&self.words, &self.meanings, id, word)
    }

    /// Joins the tenant's words with those that stand in the facts.
    fn learn(&mut self) {
        let products = self.products.values().map(AsRef::as_ref);
        self.words = Arc::new(Words::of(products, &self.meanings));
        let mut attributes: Vec<Known> = self
            .lexicon
            .attributes
            .iter()
            .map(|attribute| Known {
                id: attribute.id.clone(),
                zh: attribute.zh.clone(),
                en: attribute.en.clone(),
                sort: attribute.sort,
                values: attribute
                    .values
                    .iter()
                    .map(|word| ValueWords {
                        value: word.value.clone(),
                        surfaces: std::iter::once(word.value.clone())
                            .chain(word.synonyms.iter().cloned())
                            .collect(),
                        absent: word.absent.clone(),
                        care: word.care,
                    })
                    .collect(),
            })
            .collect();
        for product in self.products.values() {
            if let Some(category) = &product.category {
                self.seen(&mut attributes, attribute::CATEGORY, category);
            }
            for fact in &product.facts {
                let id = match fact.attribute.as_str() {
                    // People have one vocabulary, whether it is for them or not.
                    attribute::EXCLUDES => attribute::SUITS,
                    other => other,
                };
                let sort = match &fact.value {
                    FactValue::Word(_) => Sort::Words,
                    FactValue::Money(_) => Sort::Money,
                    FactValue::Number { .. } => Sort::Number,
                };
                if !attributes.iter().any(|known| known.id == id) {
                    attributes.push(Known {
                        id: id.to_owned(),
                        zh: id.to_owned(),
                        en: id.to_owned(),
                        sort,
                        values: Vec::new(),
                    });
                }
                if let Some(word) = fact.value.word() {
                    self.seen(&mut attributes, id, word);
                }
            }
        }
        let catalogue = Arc::new(self.catalogue(&attributes));
        self.describer = Arc::new(describing::describer(
            &self.lexicon,
            Catalogue::clone(&catalogue),
        ));
        self.vocabulary = Arc::new(Vocabulary {
            attributes,
            catalogue,
        });
    }

    fn seen(&self, attributes: &mut [Known], id: &str, word: &str) {
        let value = self.meanings.value(id, word);
        let Some(known) = attributes
            .iter_mut()
            .find(|known| known.id == id && known.sort == Sort::Words)
        else {
            return;
        };
        if !known.values.iter().any(|own| own.value == value) {
            known.values.push(ValueWords {
                surfaces: vec![value.clone()],
                care: self.meanings.is_care(&value),
                value,
                absent: Vec::new(),
            });
        }
    }

    fn catalogue(&self, attributes: &[Known]) -> Catalogue {
        let mut builder = Catalogue::builder();
        for known in attributes.iter().filter(|known| known.sort == Sort::Words) {
            for value in &known.values {
                let surfaces = value.surfaces.iter().map(String::as_str);
                builder.add(&known.id, &value.value, surfaces);
            }
        }
        for known in attributes {
            let kind = format!("{ABSENT}{}", known.id);
            for value in known.values.iter().filter(|value| !value.absent.is_empty()) {
                // The value itself is a surface of the builder's entry; its absence must not be.
                for surface in &value.absent {
                    builder.add(&kind, surface, []);
                }
            }
        }
        for product in self.products.values() {
            builder.add(PRODUCT, &product.id, [product.name.as_str()]);
        }
        builder.build()
    }

    /// The value whose absence a surface says.
    pub(crate) fn absent_value(&self, id: &str, surface: &str) -> Option<&str> {
        let known = self.vocabulary.attribute(id)?;
        let meant = known
            .values
            .iter()
            .find(|value| value.absent.iter().any(|absent| absent == surface))?;
        Some(&meant.value)
    }
}
