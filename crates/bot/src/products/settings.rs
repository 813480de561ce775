//! The tenant's own words, and which attributes a category has.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use shanying_kernel::{Error, Result};
use shanying_web_kit::Section;

use super::lexicon::Lexicon;

const ATTRIBUTES_MAX: usize = 100;
const TAUGHT_MAX: usize = 2_000;

/// The words of the tenant's trade, and its schemas.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct ProductWords {
    /// Laid over the general words.
    pub lexicon: Lexicon,
    /// By category the attributes that an editor wants, in their order; others are learned.
    pub schemas: BTreeMap<String, Vec<String>>,
}

impl Section for ProductWords {
    const NAME: &'static str = "products";

    fn check(&self) -> Result<()> {
        let lexicon = &self.lexicon;
        if lexicon.attributes.len() > ATTRIBUTES_MAX || lexicon.taught.len() > TAUGHT_MAX {
            return Err(Error::field("lexicon", "too many attributes or phrases"));
        }
        let nameless = lexicon.attributes.iter().any(|attribute| {
            attribute.id.trim().is_empty()
                || attribute
                    .values
                    .iter()
                    .any(|word| word.value.trim().is_empty())
        });
        if nameless {
            return Err(Error::field(
                "lexicon",
                "an attribute or a value has no name",
            ));
        }
        Ok(())
    }
}
