#!/usr/bin/env python3
"""Writes demo/shop/customers.json: 200 invented customers of the demo shop.

Run from the repository root: python3 demo/tools/customers.py
The seed is fixed, so the file is the same every time. Names are put together
from common characters, phones use the fictional range 199-0000-xxxx, and mail
addresses use example.com: nobody real can be met here.
"""

import json
import random
from pathlib import Path

OUT = Path(__file__).resolve().parent.parent / "shop" / "customers.json"
SEED = 20261121
COUNT = 200

SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文"
GIVEN_FIRST = "雨思梦晓佳欣雅静若诗书语安清婉可以子明俊浩宇嘉佩丽秀春秋映念知心慧美玉如亦一乐小芷采怡"
GIVEN_SECOND = "涵琪彤妍婷雯怡萱颖洁敏蓉菲琳瑶岚宁然轩辰杰凡阳远航铭磊斌平华芳兰梅英霞玲珍云月禾桐溪薇晴棠"

# Weights follow a usual shop: many ordinary customers, few at the top.
LEVELS = [("普通", 52), ("银卡", 28), ("金卡", 15), ("黑金", 5)]
SKINS = [("干性", 27), ("油性", 23), ("混合性", 28), ("中性", 8), ("敏感肌", 14)]
CITIES = [
    "上海", "杭州", "北京", "广州", "深圳", "成都", "南京", "武汉", "西安", "重庆",
    "苏州", "长沙", "郑州", "青岛", "厦门", "宁波", "合肥", "济南", "沈阳", "大连",
    "昆明", "福州", "南昌", "贵阳", "太原", "哈尔滨", "兰州", "南宁", "无锡", "佛山",
    "乌鲁木齐", "拉萨", "呼和浩特", "绍兴", "嘉兴", "温州", "洛阳", "襄阳", "绵阳", "泉州",
]
TAGS = ["高复购", "送礼", "爱用积分", "价格敏感", "孕期", "酒精过敏", "曾过敏", "待回访"]
NOTES = [
    "喜欢在备注里指定小样，尽量满足。",
    "收货地址是公司前台，周末请勿派送。",
    "要求送货上门，家里有老人。",
    "上次面霜泵头有问题，已补发，下次发货前检查一遍。",
    "回复喜欢简短，直接给结论。",
    "常给妈妈买，注意推荐滋润的款。",
    "对香味敏感，只推荐无香的。",
    "开票抬头是公司，记得提醒填税号。",
    "夜班护士，习惯晚上十点后留言。",
    "做过过敏登记，推荐前先核对成分。",
]

# The first eight are written by hand: the demo pages and past talks lean on them.
FIRST = [
    ("林知夏", "金卡", ["老客", "高复购"], "上海", "混合性", "两年老客，常买玻尿酸精华和护手霜。", 760),
    ("陈思远", "普通", ["油皮"], "成都", "油性", None, 96),
    ("王秀兰", "银卡", ["老客", "干皮", "送礼"], "杭州", "干性", "阿姨打字慢，请耐心等；喜欢一步一步讲。", 540),
    ("赵以宁", "黑金", ["老客", "敏感肌", "曾过敏"], "北京", "敏感肌", "去年换季过敏退过一次，推荐前先核对成分。", 1180),
    ("苏小满", "普通", ["新客", "孕期"], "苏州", "干性", "怀孕五个月，只推荐孕期可用的款。", 20),
    ("顾清和", "金卡", ["老客", "酒精过敏"], "南京", "混合性", "酒精过敏，不要推荐玉竹面膜和水感防晒。", 420),
    ("马雨桐", "银卡", ["老客", "价格敏感"], "西安", "油性", None, 310),
    ("何俊杰", "普通", ["企业客户", "送礼"], "深圳", "油性", "公司行政，年底采购员工福利。", 33),
]


def weighted(rng, table):
    return rng.choices([v for v, _ in table], [w for _, w in table])[0]


def tags_for(rng, skin, level, seen):
    tags = ["新客" if seen < 30 else "老客"]
    if skin in ("油性", "干性"):
        tags.append(skin[0] + "皮")
    if skin == "敏感肌":
        tags.append("敏感肌")
    if level in ("金卡", "黑金") and rng.random() < 0.6:
        tags.append("高复购")
    if rng.random() < 0.35:
        tag = rng.choice(TAGS)
        if tag not in tags:
            tags.append(tag)
    return tags


def customers():
    rng = random.Random(SEED)
    phones = rng.sample(range(10000), COUNT)
    names = [row[0] for row in FIRST]
    while len(names) < COUNT:
        name = rng.choice(SURNAMES) + rng.choice(GIVEN_FIRST)
        if rng.random() < 0.82:
            name += rng.choice(GIVEN_SECOND)
        if name not in names and name[1:2] != name[2:3]:
            names.append(name)
    for i, name in enumerate(names):
        row = {"user_id": f"u{10001 + i}", "name": name, "phone": f"1990000{phones[i]:04d}"}
        if rng.random() < 0.4:
            row["email"] = f"u{10001 + i}@example.com"
        if i < len(FIRST):
            _, level, tags, city, skin, note, seen = FIRST[i]
        else:
            level, skin, city = weighted(rng, LEVELS), weighted(rng, SKINS), rng.choice(CITIES)
            # A raised level takes a year's purchases, so such customers are never brand new;
            # only the last 50 ids may be newer than the past talks of two weeks.
            low = {"普通": 1 if i >= 150 else 15, "银卡": 60, "金卡": 150, "黑金": 360}[level]
            seen = min(1200, low + int(rng.expovariate(1 / 220)))
            tags = tags_for(rng, skin, level, seen)
            note = rng.choice(NOTES) if rng.random() < 0.15 else None
        row.update(level=level, tags=tags, city=city, skin=skin)
        if note:
            row["note"] = note
        row["first_seen_days_ago"] = seen
        yield row


if __name__ == "__main__":
    OUT.write_text(json.dumps(list(customers()), ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
