//! Which column of a table holds which field.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use shanying_kernel::{Error, Result};
use shanying_language::normalise::key;

/// A field of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Field {
    Key,
    Question,
    Similar,
    Answer,
    Category,
    Audience,
    Importance,
    Handling,
    AgentNote,
    ValidFrom,
    ValidTo,
}

/// Heading by field; none when the table has no such column.
pub(super) type Mapping = BTreeMap<Field, Option<String>>;

/// Each field with the heading of our own export first, then headings that people write.
pub(super) const FIELDS: &[(Field, &[&str])] = &[
    (Field::Key, &["编号", "key", "外部编号", "知识编号", "id"]),
    (
        Field::Question,
        &[
            "标准问",
            "question",
            "标准问题",
            "问题",
            "知识标题",
            "标题",
            "title",
            "q",
            "standard question",
        ],
    ),
    (
        Field::Similar,
        &[
            "相似问",
            "similar",
            "相似问题",
            "相似问法",
            "扩展问",
            "其他问法",
            "similar questions",
            "variants",
        ],
    ),
    (
        Field::Answer,
        &[
            "答案",
            "answer",
            "回答",
            "标准答案",
            "回复",
            "内容",
            "content",
            "answers",
            "a",
        ],
    ),
    (
        Field::Category,
        &[
            "分类",
            "category",
            "类目",
            "知识分类",
            "目录",
            "所属分类",
            "class",
        ],
    ),
    (
        Field::Audience,
        &["可见范围", "audience", "可见对象", "受众", "visibility"],
    ),
    (
        Field::Importance,
        &[
            "重要程度",
            "importance",
            "重要性",
            "等级",
            "优先级",
            "priority",
        ],
    ),
    (Field::Handling, &["处理方式", "handling", "应答方式"]),
    (
        Field::AgentNote,
        &[
            "客服备注",
            "agent_note",
            "坐席备注",
            "内部备注",
            "备注",
            "agent note",
            "note",
        ],
    ),
    (
        Field::ValidFrom,
        &[
            "生效时间",
            "valid_from",
            "生效日期",
            "开始时间",
            "开始日期",
            "valid from",
            "start",
        ],
    ),
    (
        Field::ValidTo,
        &[
            "失效时间",
            "valid_to",
            "失效日期",
            "过期时间",
            "截止时间",
            "有效期至",
            "结束日期",
            "valid to",
            "expires",
            "end",
        ],
    ),
];

/// The column that each field is likely in; no column is used twice.
pub(super) fn guess(columns: &[String]) -> Mapping {
    let mut free: Vec<&String> = columns.iter().filter(|column| !column.is_empty()).collect();
    FIELDS
        .iter()
        .map(|(field, names)| {
            let place = names
                .iter()
                .find_map(|name| free.iter().position(|column| key(column) == key(name)));
            (*field, place.map(|place| free.remove(place).clone()))
        })
        .collect()
}

/// Places of the columns by field.
pub(super) fn places(mapping: &Mapping, columns: &[String]) -> Result<BTreeMap<Field, usize>> {
    let mut places = BTreeMap::new();
    for (field, heading) in mapping {
        let Some(heading) = heading else { continue };
        let place = columns
            .iter()
            .position(|column| column == heading)
            .ok_or_else(|| Error::field("mapping", format!("the table has no column {heading}")))?;
        if places.values().any(|used| *used == place) {
            return Err(Error::field("mapping", format!("{heading} is used twice")));
        }
        places.insert(*field, place);
    }
    if !places.contains_key(&Field::Question) {
        return Err(Error::field(
            "mapping",
            "the standard question needs a column",
        ));
    }
    Ok(places)
}

#[cfg(test)]
mod tests {
    use super::{Field, guess, places};

    #[test]
    fn headings_are_recognised_and_used_once() {
        let columns = ["标准 问题", "Answer", "相似问法", "无关", "标题"].map(str::to_owned);
        let mapping = guess(&columns);
        assert_eq!(mapping[&Field::Question].as_deref(), Some("标准 问题"));
        assert_eq!(mapping[&Field::Answer].as_deref(), Some("Answer"));
        assert_eq!(mapping[&Field::Category], None);
        let found = places(&mapping, &columns).unwrap();
        assert_eq!(found[&Field::Similar], 2);
        let mut twice = mapping.clone();
        twice.insert(Field::Category, Some("Answer".to_owned()));
        assert!(places(&twice, &columns).is_err());
        twice.insert(Field::Category, Some("缺".to_owned()));
        assert!(places(&twice, &columns).is_err());
    }
}
