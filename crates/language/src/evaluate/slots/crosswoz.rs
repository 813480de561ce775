//! The CrossWOZ task (thu-coai, Apache-2.0) as a schema: sights, restaurants, hotels, metro and
//! taxi of Beijing, and its database folder as a catalogue.

use std::collections::BTreeMap;

use crate::extract::{Catalogue, Domain, Schema, SlotSpec, Source, Unit, ValueWords};

/// A database entry: its attributes by name, with one or many values.
pub type Record = BTreeMap<String, Vec<String>>;

const SIGHT: &str = "景点";
const FOOD: &str = "餐馆";
const HOTEL: &str = "酒店";
const METRO: &str = "地铁";
const TAXI: &str = "出租";

fn words(list: &str) -> Vec<String> {
    list.split_whitespace().map(str::to_owned).collect()
}

fn weighted(list: &str) -> Vec<(String, f64)> {
    list.split_whitespace()
        .filter_map(|word| {
            let (word, weight) = word.split_once(':').unwrap_or((word, "1"));
            Some((word.to_owned(), weight.parse().ok()?))
        })
        .collect()
}

fn slot(name: &str, list: &str, source: Source) -> SlotSpec {
    SlotSpec {
        name: name.to_owned(),
        words: words(list),
        source,
    }
}

/// `values` are separated by `|`; words of a value stand behind a colon, separated by spaces.
fn measure(unit: Unit, values: &str) -> Source {
    Source::Measure {
        unit,
        values: values
            .split('|')
            .map(|value| {
                let (value, other) = value.split_once(':').unwrap_or((value, ""));
                ValueWords {
                    value: value.to_owned(),
                    words: words(other),
                }
            })
            .collect(),
    }
}

fn rating() -> SlotSpec {
    slot(
        "评分",
        "评分 评价 打分 得分 分数 口碑 分值 分",
        measure(Unit::Points, "5分:满分 五星|4.5分以上|4分以上"),
    )
}

fn asked(names: &str) -> impl Iterator<Item = SlotSpec> + '_ {
    names.split(';').map(|entry| {
        let (name, list) = entry.split_once(':').unwrap_or((entry, ""));
        slot(name, list, Source::Asked)
    })
}

/// The description of the task. `durations` are the values that the database holds.
pub fn schema(durations: impl IntoIterator<Item = String>) -> Schema {
    let durations = durations
        .into_iter()
        .map(|value| ValueWords {
            value,
            words: Vec::new(),
        })
        .collect();
    Schema {
        domains: vec![
            sight(durations),
            food(),
            hotel(),
            way(
                METRO,
                "地铁:3 地铁站:3",
                "出发地附近地铁站:出发地附近地铁站 起点 上车;目的地附近地铁站:目的地附近地铁站 目的地 终点 下车 下地铁 哪个地铁站 哪站下",
            ),
            way(
                TAXI,
                "出租:3 打车:3 出租车:3 的士:3 叫车:3 叫个车:3 叫辆车:3 车型:2 车牌:2 打个车:3 打的:3",
                "车型:车型;车牌:车牌",
            ),
        ],
        searching: words("找 推荐 介绍 挑 想去 想住 想要 预订 预定 预约 订 安排 选 打听"),
        wishing: words("最好 希望 要有 需要 要求 那种 要是"),
        choosing: words("哪家 哪个 哪些 哪一家 哪间 这些 这几 这两 那些 那个能"),
        over: words("后 之后 以后 结束 完 定好 安排完"),
        pointing: words("这家 该 它 那家 这个 那个 他家 她家 它家 此"),
        nearby: words("周边 附近 周围 旁边 边上 四周 不远处"),
    }
}

fn sight(durations: Vec<ValueWords>) -> Domain {
    let mut slots = vec![
        slot("名称", "", Source::Name),
        rating(),
        slot(
            "门票",
            "门票 票价 门票费 门票价格 票 票钱",
            measure(
                Unit::Money,
                "免费:免费 免门票 不要钱 不收费 免票 不花钱 不要门票 不用门票 没有门票 没门票 不需要门票 不收门票 无需门票 无门票|不免费:不免费 不是免费 收费景点 收费的 无需要免门票 收门票 要门票|20元以下|20-50元|50-100元|100-150元|150-200元|200元以上",
            ),
        ),
        slot(
            "游玩时间",
            "游玩 玩 时长 时间 逛 游览 待",
            Source::Measure {
                unit: Unit::Hours,
                values: durations,
            },
        ),
    ];
    slots.extend(asked("地址:地址 位置;电话:电话"));
    Domain {
        name: SIGHT.to_owned(),
        words: weighted(
            "景点:2 景区:2 景色:1 好玩的:1.5 游玩:1.2 玩:0.8 逛:0.8 游览:1 门票:2 票价:2 旅游:0.8",
        ),
        slots,
    }
}

fn food() -> Domain {
    let mut slots = vec![
        slot("名称", "", Source::Name),
        rating(),
        slot(
            "人均消费",
            "人均消费 人均 消费 均价 价位 价格",
            measure(
                Unit::Money,
                "50元以下|50-100元|100-150元|150-500元|500-1000元|1000元以上",
            ),
        ),
        slot("推荐菜", "推荐菜 菜 特色菜 招牌菜", Source::Listed),
    ];
    slots.extend(asked("地址:地址 位置;电话:电话;营业时间:营业 开门 关门"));
    Domain {
        name: FOOD.to_owned(),
        words: weighted(
            "餐馆:2 餐厅:2 饭店:1.5 饭馆:2 馆子:2 吃饭:1.2 用餐:1.5 就餐:1.5 吃:0.8 人均:2 菜:0.8 美食:1 饭:0.5 小吃:0.6",
        ),
        slots,
    }
}

fn hotel() -> Domain {
    let mut slots = vec![
        slot("名称", "", Source::Name),
        rating(),
        slot(
            "价格",
            "最低价格 价格 价位 房价 价钱 住宿费 住一晚 一晚",
            measure(
                Unit::Money,
                "100元以下|100-200元|200-300元|300-400元|400-500元|500-600元|600-700元|700-800元|800-900元|900-1000元|1000元以上",
            ),
        ),
        slot("酒店类型", "类型", Source::Listed),
        slot(
            "酒店设施",
            "设施 服务 提供",
            Source::Feature {
                yes: "是".to_owned(),
            },
        ),
    ];
    slots.extend(asked("地址:地址 位置;电话:电话"));
    Domain {
        name: HOTEL.to_owned(),
        words: weighted("酒店:2 宾馆:2 旅馆:2 住宿:1.5 住:0.8 入住:1.5 休息:0.5 旅店:2 住处:1.5"),
        slots,
    }
}

fn way(name: &str, list: &str, asks: &str) -> Domain {
    let mut slots = vec![
        slot(
            "出发地",
            "",
            Source::Place {
                before: words("从 由 在 出发地是 起点是 离开"),
                after: words("出发"),
                first: true,
            },
        ),
        slot(
            "目的地",
            "",
            Source::Place {
                before: words("到 去 至 前往 到达 抵达 回 往 目的地是 终点是"),
                after: Vec::new(),
                first: false,
            },
        ),
    ];
    slots.extend(asked(asks));
    Domain {
        name: name.to_owned(),
        words: weighted(list),
        slots,
    }
}

/// Other words for what a hotel has.
const FEATURES: &[(&str, &str)] = &[
    ("中式餐厅", "中餐厅"),
    ("西式餐厅", "西餐厅"),
    ("健身房", "健身"),
    ("24小时热水", "热水 24小时供热水 24小时供应热水 全天热水"),
    ("宽带上网", "宽带 上网"),
    ("早餐服务", "早餐"),
    ("早餐服务免费", "免费早餐 早餐免费 免费的早餐 免费早餐服务"),
    ("洗衣服务", "洗衣"),
    ("接机服务", "接机"),
    ("接站服务", "接站"),
    ("叫醒服务", "叫醒"),
    ("行李寄存", "寄存行李 存行李 寄存"),
    ("国际长途电话", "国际长途"),
    ("免费国内长途电话", "国内长途电话 国内长途"),
    ("免费市内电话", "市内电话"),
    ("接待外宾", "外宾"),
    ("残疾人设施", "残疾人"),
    ("室内游泳池", "游泳池 室内泳池 泳池"),
    ("室外游泳池", "室外泳池"),
    ("收费停车位", "停车位 收费停车 停车场 停车"),
    ("无烟房", "无烟房间 无烟"),
    ("公共区域和部分房间提供wifi", "公共区域和部分房间有wifi"),
    ("公共区域提供wifi", "wifi 公共区域有wifi 无线"),
    ("酒店各处提供wifi", "各处提供wifi 酒店各处有wifi"),
    (
        "所有房间提供wifi",
        "所有房间都提供wifi 所有房间有wifi 所有的房间提供wifi 全部房间提供wifi",
    ),
    ("部分房间提供wifi", "部分房间有wifi"),
    ("看护小孩服务", "看护小孩 看孩子"),
    ("SPA", "水疗"),
    ("棋牌室", "棋牌"),
    ("租车", "租车服务"),
    ("吹风机", "电吹风"),
];

const TYPES: &[(&str, &str)] = &[
    ("经济型", "经济酒店 经济的酒店 经济实惠型"),
    ("舒适型", "舒适酒店 舒适的酒店"),
    ("高档型", "高档酒店 高档的酒店"),
    ("豪华型", "豪华酒店 豪华的酒店"),
];

/// The database folder as a catalogue: names, dishes, hotel types and features.
pub fn catalogue(database: &[Record]) -> Catalogue {
    let mut builder = Catalogue::builder();
    for record in database {
        let Some(domain) = record.get("领域").and_then(|values| values.first()) else {
            continue;
        };
        for (slot, aliases) in [
            ("名称", &[][..]),
            ("推荐菜", &[]),
            ("酒店类型", TYPES),
            ("酒店设施", FEATURES),
        ] {
            if domain == METRO || domain == TAXI {
                continue;
            }
            for value in record.get(slot).into_iter().flatten() {
                let others = aliases
                    .iter()
                    .find(|(known, _)| known == value)
                    .map_or("", |(_, others)| others);
                if !value.trim().is_empty() {
                    builder.add(
                        &format!("{domain}/{slot}"),
                        value,
                        others.split_whitespace(),
                    );
                }
            }
        }
    }
    builder.build()
}

/// The values of one attribute, each once.
pub fn values_of(database: &[Record], slot: &str) -> Vec<String> {
    let mut values: Vec<String> = database
        .iter()
        .filter_map(|record| record.get(slot))
        .flatten()
        .cloned()
        .collect();
    values.sort();
    values.dedup();
    values
}
