#!/usr/bin/env python3
"""make.py OUT [TEXTS] — writes a tree of 12,768 leaves, a skewed history and transcripts for
`shanying eval filing`: OUT/labels.jsonl, history.jsonl, dev.jsonl and test.jsonl.

The tree is a department store's: 304 kinds of goods, below each 30 matters that all share and 12 of its
family. The history is put together by chance: a leaf (few have most of the texts), one of 16 sentences
that somebody wrote for its matter, a name of the goods, greetings, details. The transcripts were written
one by one by other writers, who saw the leaf's path alone: neither the engine, nor the sentences of the
history, nor each other's. Every second one is for choosing thresholds, the others test. Of a transcript
the customer's messages are taken, as a ticket has them.
"""
import json
import random
import re
import sys
from pathlib import Path

HERE = Path(__file__).parent
OPENINGS = ["你好", "在吗", "您好", "有人吗", "hi", "亲", "请问一下", "客服在不在", "", "", "", ""]
NAMING = ["我前几天买的{P}", "买了个{P}", "就是那个{P}", "我在你们这买的{P}", "{P}的事", "问下{P}", "我订的{P}", "关于{P}", "上个月在你家拍的{P}"]
ENDINGS = ["麻烦快点", "谢谢", "能不能给个说法", "行", "我等你回复", "订单号{N}", "尽快处理", "", "", "", ""]


def table(name):
    return [line.split("\t") for line in (HERE / name).read_text("utf-8").splitlines()]


def rows(name):
    return [json.loads(line) for line in (HERE / name).read_text("utf-8").splitlines()]


def weighed_leaves(chance):
    """Every leaf as (family, goods, stage, matter), with how often it comes."""
    families = {family: goods.split() for family, goods in table("tree.tsv")}
    matters = {family: table("common.tsv") for family in families}
    for family, stage, matter in table("special.tsv"):
        matters[family] = [*matters[family], [stage, matter]]
    for family in matters:
        matters[family] = chance.sample(matters[family], len(matters[family]))
    goods = [(family, one) for family, all_goods in families.items() for one in all_goods]
    chance.shuffle(goods)
    leaves, weights = [], []
    for place, (family, one) in enumerate(goods):
        for rank, (stage, matter) in enumerate(matters[family]):
            leaves.append((family, one, stage, matter))
            weights.append((place + 3) ** -0.7 * (rank + 2) ** -0.7 * chance.uniform(0.3, 1.7))
    return leaves, weights


def told(chance, leaf, phrases, names):
    """What a customer tells, or an agent notes, about a leaf."""
    said = phrases[f"{leaf[2]}/{leaf[3]}"]
    goods = chance.choice(names[leaf[1]])
    if chance.random() < 0.2:
        return chance.choice(said["note"]).replace("{P}", goods)
    lines = [chance.choice(OPENINGS)]
    sentence = chance.choice(said["say"])
    if "{P}" not in sentence and chance.random() < 0.93:
        naming = chance.choice(NAMING)
        if chance.random() < 0.5:
            sentence = f"{naming}，{sentence}"
        else:
            lines.append(naming)
    lines.append(sentence)
    if chance.random() < 0.7:
        lines.append(chance.choice(said["more"]))
    lines.append(chance.choice(ENDINGS).replace("{N}", str(chance.randint(10**9, 10**10))))
    return "\n".join(line for line in lines if line).replace("{P}", goods)


def write(path, items):
    path.write_text("".join(json.dumps(item, ensure_ascii=False) + "\n" for item in items), "utf-8")


def main():
    out, texts = Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 30_000
    out.mkdir(parents=True, exist_ok=True)
    chance = random.Random(20261122)
    leaves, weights = weighed_leaves(chance)
    phrases = {row["matter"]: row for row in rows("phrases.jsonl")}
    names = {goods: [goods, *re.split("[,，、]", other)] for goods, other in table("products.tsv")}
    write(out / "labels.jsonl", ({"id": "/".join(leaf), "text": " ".join(leaf), "path": leaf} for leaf in leaves))
    drawn = chance.choices(leaves, weights, k=texts)
    write(out / "history.jsonl", ({"text": told(chance, leaf, phrases, names), "labels": ["/".join(leaf)]} for leaf in drawn))
    transcripts = []
    for row in rows("transcripts.jsonl"):
        lines = [turn["text"] for turn in row["turns"] if turn["who"] == "customer"]
        transcripts.append({"text": "\n".join(lines), "labels": [row["path"]]})
    write(out / "dev.jsonl", transcripts[0::2])
    write(out / "test.jsonl", transcripts[1::2])
    print(f"{len(leaves)} leaves, {texts} texts, {len(transcripts)} transcripts in {out}")


if __name__ == "__main__":
    main()
