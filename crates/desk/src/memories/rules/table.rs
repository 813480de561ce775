//! Sentences and what they tell; half of them tell nothing.

use shanying_bot::products::{Lexicon, Shelf};

use super::super::model::{MemoryKind, Said};
use super::{contradicts, read, written};

fn told(text: &str) -> Vec<String> {
    let shelf = Shelf::new(Lexicon::general(), Vec::new());
    let found = read(text, shelf.vocabulary().catalogue());
    let short = |said: Said| {
        let whose = if said.whose.is_empty() {
            String::new()
        } else {
            format!("{}: ", said.whose)
        };
        format!("{} {whose}{}", said.kind.code(), said.value)
    };
    found.into_iter().map(short).collect()
}

#[test]
fn what_customers_say_of_themselves_is_read() {
    let table = [
        ("我是干皮", "trait 干性"),
        ("我是干皮，能用吗？", "trait 干性"),
        ("我是干皮能用吗", "trait 干性"),
        ("我现在是混油皮", "trait 混合性"),
        ("我皮肤比较干", "trait 干性"),
        ("我皮肤敏感，想买个面霜", "trait 敏感肌"),
        ("我容易过敏", "trait 敏感肌"),
        ("我不是油皮", "trait 不是油性"),
        ("我怀孕了，这款能用吗", "trait 孕妇"),
        ("我是零基础，想报个班", "trait 初学者"),
        ("我是大学生有什么优惠吗", "trait 学生"),
        ("我妈是油皮", "trait 妈妈: 油性"),
        ("我对花生过敏", "allergy 对花生过敏"),
        ("我對花生過敏！", "allergy 对花生过敏"),
        (
            "我对花生和海鲜过敏",
            "allergy 对花生过敏|allergy 对海鲜过敏",
        ),
        ("我对酒精过敏，有不含酒精的吗？", "allergy 对酒精过敏"),
        ("我对花生过敏能吃吗", "allergy 对花生过敏"),
        ("我酒精过敏", "allergy 对酒精过敏"),
        ("海鲜过敏", "allergy 对海鲜过敏"),
        ("我乳糖不耐受", "allergy 乳糖不耐受"),
        ("我儿子吃芒果会过敏", "allergy 儿子: 对芒果过敏"),
        ("医生说我对青霉素过敏", "allergy 对青霉素过敏"),
        ("我对花生不过敏", "allergy 对花生不过敏"),
        ("I'm allergic to nuts.", "allergy allergic to nuts"),
        (
            "my son is allergic to eggs and milk",
            "allergy 儿子: allergic to eggs|allergy 儿子: allergic to milk",
        ),
        ("我家有两只猫", "household 有两只猫"),
        ("家里没养宠物", "household 没有宠物"),
        ("I have two cats", "household has two cats"),
        ("我女儿3岁，适合什么课", "household 女儿: 3岁"),
        (
            "想给3岁的儿子报名，我家还有个宝宝",
            "household 儿子: 3岁|household 有个宝宝",
        ),
        ("我穿L码", "size L码"),
        ("我平时穿37码的鞋", "size 37码"),
        (
            "我身高165体重55公斤穿什么码",
            "size 身高165|size 体重55公斤",
        ),
        ("我老公穿XL", "size 老公: XL码"),
        ("我裤子穿M码", "size 裤子M码"),
        ("我一直用兰蔻", "uses 兰蔻"),
        ("我用的是苹果手机", "uses 苹果手机"),
        ("我每天喝两杯咖啡", "uses 喝两杯咖啡"),
        ("上次买的漏水了", "trouble 上次买的漏水了"),
        ("上次买的面霜漏了怎么办", "trouble 上次买的面霜漏了"),
        (
            "你们上次发的杯子碎了，帮我处理下",
            "trouble 上次发的杯子碎了",
        ),
        ("不喜欢太甜的", "preference 不喜欢太甜的"),
        ("我妈不吃辣", "preference 妈妈: 不吃辣"),
        ("我只喝无糖的", "preference 只喝无糖的"),
        ("我比较喜欢玫瑰味", "preference 喜欢玫瑰味"),
        (
            "I don't like sweet things",
            "preference don't like sweet things",
        ),
        ("别给我打电话", "preference 不要打电话"),
        ("请不要再给我发短信了", "preference 不要发短信"),
        ("以后可以给我打电话", "preference 可以打电话"),
        ("please don't call me", "preference 不要打电话"),
    ];
    let wrong: Vec<String> = table
        .into_iter()
        .filter(|(text, expected)| told(text).join("|") != *expected)
        .map(|(text, _)| format!("{text} → {}", told(text).join("|")))
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn what_asks_guesses_or_speaks_of_others_is_not() {
    let table = [
        "干皮能用吗",
        "这款适合干皮吗",
        "我是干皮吗？",
        "我是不是敏感肌",
        "我可能是油皮",
        "不知道我是什么皮肤",
        "如果我是干皮，用哪款好",
        "要是我对花生过敏怎么办",
        "我以前是油皮",
        "我想买干皮用的面霜",
        "我是想问一下发货时间",
        "我是昨天下的单",
        "我朋友是油皮",
        "她对花生过敏",
        "你们说我是油皮",
        "适合敏感肌的有哪些",
        "对花生过敏的人能吃吗",
        "会不会过敏",
        "用了会过敏吗",
        "怕过敏",
        "过敏了怎么办",
        "我不过敏",
        "我没有过敏",
        "有抗过敏的药吗",
        "我对什么都不过敏",
        "我对你们的服务不满意",
        "am I allergic to this?",
        "is it safe for people allergic to nuts",
        "if I am allergic to nuts, what then",
        "你家有猫吗",
        "有猫能用吗",
        "我朋友家有狗",
        "我想养只猫",
        "我有个问题",
        "我有两个订单",
        "3岁能用吗",
        "适合3岁的孩子吗",
        "有L码吗",
        "我要L码的",
        "我穿L码合适吗？",
        "帮我换成M码",
        "身高多少穿这个",
        "一直用什么好",
        "我一直用不了优惠券",
        "平时用着怎么样",
        "我用一下这个券",
        "上次买的没坏",
        "上次买的什么时候到",
        "会漏水吗",
        "会不会上次买的坏了",
        "不喜欢可以退吗",
        "不喜欢就退货",
        "喜欢的话我就买",
        "我很喜欢",
        "我喜欢这款",
        "你喜欢什么",
        "我不喜欢你们的服务",
        "I like it",
        "I would like a refund",
        "为什么不给我打电话",
        "别给他打电话",
        "可以打电话吗",
        "我的电话是13812345678",
        "我住北京市朝阳区建国路88号",
        "我一直用13812345678",
        "我叫王小明",
        "你好",
        "什么时候发货",
        "谢谢",
        "转人工",
    ];
    let wrong: Vec<String> = table
        .into_iter()
        .filter(|text| !told(text).is_empty())
        .map(|text| format!("{text} → {}", told(text).join("|")))
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn quotes_mask_what_identifies_a_person() {
    let shelf = Shelf::new(Lexicon::general(), Vec::new());
    let text = "我对花生过敏，电话13812345678。明天发货吗";
    let found = read(text, shelf.vocabulary().catalogue());
    assert_eq!(found.len(), 1);
    let quote = &found[0].quote;
    assert!(quote.starts_with("我对花生过敏，电话138"), "{quote}");
    assert!(
        !quote.contains("13812345678") && !quote.contains("发货"),
        "{quote}"
    );
}

#[test]
fn of_what_contradicts_the_later_holds() {
    let shelf = Shelf::new(Lexicon::general(), Vec::new());
    let one = |text: &str| read(text, shelf.vocabulary().catalogue()).remove(0);
    let table = [
        ("我是干皮", "我是油皮", true),
        ("我是干皮", "我不是干皮", true),
        ("我是干皮", "我不是油皮", false),
        ("我是干皮", "我是敏感肌", false),
        ("我是干皮", "我妈是油皮", false),
        ("不喜欢太甜的", "我喜欢甜的", true),
        ("不喜欢太甜的", "不喜欢辣的", false),
        ("我穿L码", "我穿M码", true),
        ("我穿L码", "我脚是42码", false),
        ("我穿L码", "我裤子穿M码", false),
        ("我家有两只猫", "我家有三只猫", true),
        ("我家有两只猫", "我家没有猫", true),
        ("我家有两只猫", "我家有一只狗", false),
        ("我对花生过敏", "我对花生不过敏", true),
        ("我对花生过敏", "我对海鲜过敏", false),
        ("别给我打电话", "以后可以给我打电话", true),
        ("我一直用兰蔻", "我一直用欧莱雅", false),
    ];
    for (earlier, later, expected) in table {
        let (earlier, later) = (one(earlier), one(later));
        assert_eq!(
            contradicts(&later, &earlier),
            expected,
            "{earlier:?} {later:?}"
        );
        assert_eq!(contradicts(&earlier, &later), expected);
    }
}

#[test]
fn what_the_staff_writes_is_the_same_fact() {
    let shelf = Shelf::new(Lexicon::general(), Vec::new());
    let read = |text: &str| read(text, shelf.vocabulary().catalogue()).remove(0);
    let same = [
        (MemoryKind::Allergy, "花生", "我对花生过敏"),
        (MemoryKind::Allergy, "对花生过敏", "我对花生过敏"),
        (MemoryKind::Trait, "干皮", "我是干皮"),
    ];
    for (kind, value, text) in same {
        let written = written(kind, "", value).unwrap();
        assert_eq!(written.identity(), read(text).identity(), "{value}");
    }
    for value in ["", "13812345678", "北京市朝阳区建国路88号"] {
        assert!(written(MemoryKind::Uses, "", value).is_err(), "{value}");
    }
    assert!(written(MemoryKind::Allergy, "", "花生和海鲜").is_err());
}
