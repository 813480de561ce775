#!/usr/bin/env python3
"""Draws the pictures of the demo shop into demo/shop/images/.

Every picture is an SVG composed here, drawn by headless Chromium in a few
contact sheets, cut out and reduced to a small palette with Pillow.

Run from the repository root: python3 demo/tools/pictures.py
Needs Chromium (CHROMIUM names another path), the font fonts-wqy-microhei and
Pillow (pip install pillow).
"""

import os
import subprocess
import tempfile
from pathlib import Path

from PIL import Image

from picture_charts import CHARTS, LOGO
from picture_shapes import SHAPES, motif, scene

OUT = Path(__file__).resolve().parent.parent / "shop" / "images"
SIZE = 480
COLUMNS = 7

# id: shape, palette, first and second line of the label, motif on the floor
PRODUCTS = {
    "p01": ("sachet", "jade", "玉竹", "美白补水面膜", "leaf"),
    "p02": ("sachet", "sage", "积雪草", "舒缓修护面膜", "round"),
    "p03": ("sachet", "sky", "玻尿酸", "补水面膜", "drop"),
    "p04": ("jar", "clay", "白泥", "净透清洁面膜", "stone"),
    "p05": ("jar", "oat", "燕麦", "夜间安睡面膜", "grain"),
    "p06": ("sachet", "tea", "黑茶", "紧致面膜", "leaf"),
    "p07": ("tube", "mint", "芦荟", "清凉凝胶面膜", "aloe"),
    "p08": ("tube", "cream", "氨基酸", "温和洁面乳", "bubble"),
    "p09": ("pump", "mint", "茶树", "控油洁面啫喱", "leaf"),
    "p10": ("foam", "sky", "绵云", "泡沫洁面慕斯", "bubble"),
    "p11": ("pump", "amber", "山茶花", "卸妆油", "flower"),
    "p12": ("bottle", "duo", "温和", "眼唇卸妆液", "drop"),
    "p13": ("jar", "lilac", "净澈", "卸妆膏", "bubble"),
    "p14": ("bottle", "rose", "玫瑰", "保湿水", "flower"),
    "p15": ("bottle", "cream", "神经酰胺", "舒缓精华水", "round"),
    "p16": ("bottle", "aqua", "水杨酸", "清透平衡水", "drop"),
    "p17": ("bottle", "oat", "大米发酵", "焕亮精华水", "grain"),
    "p18": ("dropper", "sky", "玻尿酸", "补水精华", "drop"),
    "p19": ("dropper", "peach", "烟酰胺", "美白焕亮精华", "citrus"),
    "p20": ("dropper", "amber", "VC", "抗氧提亮精华", "citrus"),
    "p21": ("dropper", "plum", "A醇", "晚间紧致精华", "moon"),
    "p22": ("dropper", "sage", "积雪草", "修护精华", "round"),
    "p23": ("dropper", "lilac", "六胜肽", "淡纹精华", "stone"),
    "p24": ("slim", "mint", "茶树", "净痘点涂凝露", "leaf"),
    "p25": ("jar", "cream", "神经酰胺", "屏障修护霜", "round"),
    "p26": ("pump", "aqua", "清爽", "控油乳液", "drop"),
    "p27": ("jar", "wheat", "燕麦", "滋润保湿霜", "grain"),
    "p28": ("jar", "plum", "胜肽", "紧致面霜", "moon"),
    "p29": ("pump", "peach", "烟酰胺", "亮肤乳", "citrus"),
    "p30": ("slim", "coffee", "咖啡因", "醒目眼霜", "bean"),
    "p31": ("slim", "lilac", "胜肽", "淡纹眼霜", "stone"),
    "p32": ("tub", "rose", "山茶花", "眼膜贴", "flower"),
    "p33": ("flat", "sun", "水感防晒乳", "SPF50+ PA++++", "sun"),
    "p34": ("tube", "sand", "物理防晒霜", "SPF40 PA+++", "sun"),
    "p35": ("spray", "aqua", "清凉", "防晒喷雾", "sun"),
    "p36": ("tube", "wheat", "乳木果", "护手霜", "bean"),
    "p37": ("pump", "oat", "燕麦", "舒缓身体乳", "grain"),
    "p38": ("stick", "amber", "蜂蜡", "润唇膏", "flower"),
    "p39": ("giftset", "rose", "补水三件套", "礼盒", "flower"),
    "p40": ("travel", "sage", "修护旅行套装", "敏感肌", "round"),
}


def pictures():
    """Yields (file stem, width, height, svg, colours)."""
    for key, (shape, palette, first, second, floor) in PRODUCTS.items():
        body = SHAPES[shape](palette, first, second)
        yield key, SIZE, SIZE, scene(palette, motif(floor, palette), body), 96
    yield "logo", SIZE, SIZE, LOGO, 64
    for key, (width, height, svg) in CHARTS.items():
        yield key, width, height, svg, 64


def sheet(items, width, height, folder):
    """Draws one contact sheet; returns its path and the position of each picture."""
    cells, places = [], []
    for i, (key, w, h, svg, colours) in enumerate(items):
        x, y = (i % COLUMNS) * width, (i // COLUMNS) * height
        # Gradient ids are made unique: all pictures share one document.
        svg = svg.replace("@id", f"i{i}")
        cells.append(f'<div style="position:absolute;left:{x}px;top:{y}px">{svg}</div>')
        places.append((key, (x, y, x + w, y + h), colours))
    total = (COLUMNS * width, ((len(items) + COLUMNS - 1) // COLUMNS) * height)
    page, shot = folder / "sheet.html", folder / "sheet.png"
    page.write_text(
        '<!doctype html><meta charset="utf-8"><style>*{margin:0}svg{display:block}'
        'text{font-family:"WenQuanYi Micro Hei",sans-serif}</style>' + "".join(cells),
        encoding="utf-8",
    )
    subprocess.run(
        [
            os.environ.get("CHROMIUM", "/usr/bin/chromium"), "--headless", "--no-sandbox",
            "--disable-gpu", "--disable-background-networking", "--no-first-run",
            "--hide-scrollbars", f"--user-data-dir={folder / 'profile'}",
            f"--window-size={total[0]},{total[1]}", f"--screenshot={shot}", page.as_uri(),
        ],
        check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=120,
    )
    return shot, places


def main():
    OUT.mkdir(parents=True, exist_ok=True)
    sizes = {}
    for item in pictures():
        sizes.setdefault((item[1], item[2]), []).append(item)
    total = 0
    for (width, height), items in sizes.items():
        with tempfile.TemporaryDirectory() as name:
            shot, places = sheet(items, width, height, Path(name))
            image = Image.open(shot).convert("RGB")
            for key, box, colours in places:
                small = image.crop(box).quantize(colours, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
                path = OUT / f"{key}.png"
                small.save(path, optimize=True)
                total += path.stat().st_size
                if path.stat().st_size > 25 * 1024:
                    raise SystemExit(f"{path.name} is larger than 25 KB: {path.stat().st_size}")
    print(f"{len(list(OUT.glob('*.png')))} pictures, {total / 1024:.0f} KB")


if __name__ == "__main__":
    main()
