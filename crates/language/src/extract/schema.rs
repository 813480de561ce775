//! What a task wants to know, as data: domains, their slots, where each slot's values come from
//! and with which words people speak of it. The engine holds no word of any trade; a task brings
//! its own description (a dialogue's form, or the one of an evaluation set).

use super::units::Unit;

/// The description of a task.
#[derive(Debug, Clone, Default, serde::Serialize, serde::Deserialize)]
pub struct Schema {
    pub domains: Vec<Domain>,
    /// Verbs that begin a search: 找, 推荐.
    pub searching: Vec<String>,
    /// Words that wish for a property: 最好, 希望.
    pub wishing: Vec<String>,
    /// Words that choose among several: 哪家, 这些.
    pub choosing: Vec<String>,
    /// Words that say that something is done with: 之后, 结束.
    pub over: Vec<String>,
    /// Words that point at what was named before: 这家, 该, 它.
    pub pointing: Vec<String>,
    /// Words that make what stands before them a mere landmark: 周边, 附近.
    pub nearby: Vec<String>,
}

/// One sort of thing that is talked about.
#[derive(Debug, Clone, Default, serde::Serialize, serde::Deserialize)]
pub struct Domain {
    pub name: String,
    /// Words that name the domain (酒店, 宾馆) and their weight.
    pub words: Vec<(String, f64)>,
    pub slots: Vec<SlotSpec>,
}

/// A thing to know within a domain.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize)]
pub struct SlotSpec {
    pub name: String,
    /// Words that speak of the slot: 评分, 打分.
    pub words: Vec<String>,
    pub source: Source,
}

/// Where values come from.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// The thing itself by its name: catalogue entries of the kind `domain/slot`.
    Name,
    /// An attribute with listed values: catalogue entries of the kind `domain/slot`.
    Listed,
    /// Features that a thing has or lacks: catalogue entries of the kind `domain/slot`, each of
    /// which is a slot of its own (`slot-feature`) with this value.
    Feature { yes: String },
    /// A measure. Of `values` (in their written form) the one with equal bounds is told.
    Measure { unit: Unit, values: Vec<ValueWords> },
    /// One end of a way: any name of the catalogue. `before` and `after` are the words around.
    Place {
        before: Vec<String>,
        after: Vec<String>,
        first: bool,
    },
    /// Only ever asked for.
    Asked,
}

/// A value with other words for it (免费: 不要钱).
#[derive(Debug, Clone, Default, serde::Serialize, serde::Deserialize)]
pub struct ValueWords {
    pub value: String,
    pub words: Vec<String>,
}
