"""Draws the pictures of the two small demo companies (school and bank).

Each picture is a flat SVG of 480 by 480, rendered to PNG by a headless Chromium:

    python3 demo/tools/pictures_small.py            # all pictures
    python3 demo/tools/pictures_small.py bank p03   # one picture
"""

import math
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

DEMO = Path(__file__).resolve().parent.parent
SIDE = 480
LIMIT_BYTES = 20 * 1024
CHROMIUM = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking",
            "--no-first-run", "--hide-scrollbars", "--force-device-scale-factor=1",
            f"--window-size={SIDE},{SIDE}"]


def rect(x, y, w, h, fill, r=0, extra=""):
    return f'<rect x="{x}" y="{y}" width="{w}" height="{h}" rx="{r}" fill="{fill}" {extra}/>'


def disc(x, y, r, fill, extra=""):
    return f'<circle cx="{x}" cy="{y}" r="{r}" fill="{fill}" {extra}/>'


def path(d, fill="none", stroke="none", width=0):
    return (f'<path d="{d}" fill="{fill}" stroke="{stroke}" stroke-width="{width}" '
            'stroke-linecap="round" stroke-linejoin="round"/>')


def turn(angle, *parts, about=(240, 240)):
    return f'<g transform="rotate({angle} {about[0]} {about[1]})">{"".join(parts)}</g>'


def word(x, y, text, size, fill):
    return (f'<text x="{x}" y="{y}" font-size="{size}" fill="{fill}" text-anchor="middle" '
            f'font-family="WenQuanYi Micro Hei">{text}</text>')


def star(x, y, radius, fill):
    points = []
    for step in range(10):
        reach = radius if step % 2 == 0 else radius * 0.45
        angle = math.pi * (step / 5 - 0.5)
        points.append(f"{x + reach * math.cos(angle):.1f},{y + reach * math.sin(angle):.1f}")
    return (f'<polygon points="{" ".join(points)}" fill="{fill}" stroke="{fill}" '
            f'stroke-width="{radius * 0.16:.1f}" stroke-linejoin="round"/>')


def ground(tint, floor):
    return rect(0, 0, SIDE, SIDE, tint) + disc(240, 232, 172, "#ffffff", 'opacity="0.55"') + \
        f'<ellipse cx="240" cy="392" rx="150" ry="16" fill="{floor}"/>'


def gear(x, y, radius, fill, hole):
    teeth = "".join(turn(step * 45, rect(x - radius * 0.18, y - radius * 1.25, radius * 0.36,
                                         radius * 0.5, fill, 6), about=(x, y)) for step in range(8))
    return teeth + disc(x, y, radius, fill) + disc(x, y, radius * 0.4, hole)


def easel():
    return (path("M170 390 L226 120 M310 390 L254 120 M240 130 V390", stroke="#b98a5e", width=14) +
            rect(130, 136, 220, 176, "#fffdf8", 8) + rect(116, 308, 248, 16, "#b98a5e", 6) +
            path("M130 300 L190 216 L236 268 L278 226 L350 300 Z", "#7fb89a") +
            disc(292, 184, 24, "#f2b75c") + rect(130, 292, 220, 20, "#5f9d7f"))


def school_pictures():
    ink, sun, coral, leaf, sky = "#2f3e6b", "#f2b75c", "#e8836b", "#7fb89a", "#6f9fd8"
    return {
        "logo": rect(0, 0, SIDE, SIDE, "#2f4a8f", 96) + star(240, 206, 116, "#ffd27a") +
        path("M96 336 Q170 296 240 344 Q310 296 384 336 V392 Q310 352 240 400 Q170 352 96 392 Z",
             "#ffffff"),
        "p01": ground("#e6effb", "#cddcf2") + rect(120, 128, 190, 62, coral, 14) +
        rect(150, 116, 52, 20, coral, 6) + rect(120, 196, 236, 62, sun, 14) +
        rect(120, 264, 150, 62, leaf, 14) + rect(120, 332, 208, 56, sky, 14) +
        "".join(disc(152, y, 11, "#ffffff") for y in (159, 227, 295, 360)) +
        star(366, 146, 34, sun),
        "p02": ground("#e9f3ec", "#cfe3d5") + rect(96, 130, 288, 200, ink, 18) +
        rect(112, 146, 256, 168, "#f7fafc", 8) + rect(60, 336, 360, 28, "#4b5a87", 12) +
        path("M176 194 L136 230 L176 266 M304 194 L344 230 L304 266", stroke=leaf, width=16) +
        path("M262 182 L218 278", stroke=coral, width=16),
        "p03": ground("#fdeee3", "#f3d9c6") + rect(124, 214, 232, 96, sky, 22) +
        rect(186, 128, 108, 92, ink, 20) + disc(218, 174, 15, "#ffffff") +
        disc(262, 174, 15, "#ffffff") + path("M240 128 V96", stroke=ink, width=10) +
        disc(240, 90, 14, coral) + gear(164, 336, 44, sun, "#fffaf0") +
        gear(316, 336, 44, sun, "#fffaf0") + rect(200, 244, 80, 34, "#ffffff", 10),
        "p04": ground("#e5f4f4", "#c9e4e4") +
        path("M204 112 H276 M216 112 V206 L136 356 Q128 384 156 384 H324 Q352 384 344 356 "
             "L264 206 V112", "#ffffff", ink, 12) +
        path("M178 292 H302 L338 360 Q342 378 324 378 H156 Q138 378 142 360 Z", leaf) +
        disc(214, 330, 14, "#ffffff") + disc(262, 348, 10, "#ffffff") + disc(246, 254, 12, leaf) +
        disc(232, 78, 12, sky) + disc(264, 56, 8, coral),
        "p05": ground("#fdeff0", "#f2d6d8") +
        path("M240 108 C116 108 76 214 96 286 C116 360 196 384 232 364 C262 346 228 312 252 292 "
             "C284 266 388 306 392 220 C394 142 320 108 240 108 Z", "#d9b48a") +
        disc(170, 192, 28, coral) + disc(246, 162, 28, sun) + disc(322, 194, 28, leaf) +
        disc(146, 268, 28, sky) + turn(38, rect(316, 226, 16, 150, ink, 8) +
                                       path("M312 226 H336 L324 176 Z", coral), about=(324, 280)),
        "p06": ground("#eef3e4", "#d9e3c8") + easel(),
        "p07": ground("#f4efe6", "#e3d9c8") + rect(120, 108, 220, 280, "#fffdf8", 10) +
        "".join(rect(148, y, 76, 76, "none", 0, 'stroke="#d8a79a" stroke-width="4"') +
                path(f"M148 {y + 38} H224 M186 {y} V{y + 76}", stroke="#ecd0c8", width=3)
                for y in (134, 220, 306)) + word(186, 196, "星", 62, ink) + word(186, 282, "河", 62, ink) +
        turn(28, rect(300, 130, 30, 190, sky, 6) + path("M300 320 H330 L315 372 Z", sun) +
             path("M309 352 H321 L315 372 Z", ink), about=(315, 240)),
        "p08": ground("#f8edd8", "#ead7b4") + rect(108, 108, 264, 264, "#e3b873", 12) +
        "".join(path(f"M{132 + 54 * i} 132 V348 M132 {132 + 54 * i} H348", stroke="#9c7136", width=4)
                for i in range(5)) + disc(186, 186, 24, ink) + disc(240, 240, 24, "#ffffff") +
        disc(240, 186, 24, ink) + disc(294, 240, 24, "#ffffff") + disc(186, 294, 24, "#ffffff") +
        disc(294, 294, 24, ink),
        "p09": ground("#efeafa", "#dcd3f0") +
        path("M92 252 Q166 214 240 262 Q314 214 388 252 V376 Q314 340 240 386 Q166 340 92 376 Z",
             "#ffffff", ink, 10) + path("M240 262 V384", stroke=ink, width=8) +
        path("M150 92 H320 Q350 92 350 122 V178 Q350 208 320 208 H226 L190 240 V208 H150 "
             "Q120 208 120 178 V122 Q120 92 150 92 Z", coral) +
        "".join(disc(x, 150, 13, "#ffffff") for x in (186, 236, 286)),
        "p10": ground("#e6effb", "#cddcf2") + path("M186 316 V148 L328 116 V284", stroke=ink, width=18) +
        path("M186 190 L328 158", stroke=ink, width=18) + disc(152, 320, 42, ink) +
        disc(294, 288, 42, ink) + star(120, 148, 32, sun) + star(378, 344, 26, coral) +
        star(386, 108, 20, leaf),
    }


def card(main, band, title, extra=""):
    return turn(-10, rect(92, 148, 304, 190, "#00000018", 22), rect(84, 136, 304, 190, main, 22),
                path("M84 262 Q150 226 236 264 T388 244 V304 Q388 326 366 326 H106 Q84 326 84 304 Z",
                     band), rect(112, 184, 52, 40, "#f0cd86", 8),
                path("M112 204 H164 M138 184 V224", stroke="#c79d4d", width=3),
                word(304, 182, title, 26, "#ffffff"), extra)


def house(wall, roof, door):
    return (rect(138, 224, 204, 160, wall, 6) +
            path("M108 236 L240 118 L372 236 Z", roof, roof, 12) + rect(214, 296, 54, 88, door, 6) +
            rect(160, 258, 40, 40, "#cfe3ee", 6) + rect(284, 258, 40, 40, "#cfe3ee", 6))


def bank_pictures():
    deep, river, gold, clay, mist = "#1f4d5c", "#3f8a93", "#d8a94f", "#d9825f", "#cfe3e4"
    return {
        "logo": rect(0, 0, SIDE, SIDE, deep, 96) + path("M104 210 L240 108 L376 210 Z", "#ffffff") +
        "".join(rect(x, 228, 36, 72, "#ffffff", 4) for x in (136, 222, 308)) +
        path("M96 330 Q150 300 204 330 T312 330 T384 322", stroke="#8fd0cf", width=20) +
        path("M96 376 Q150 346 204 376 T312 376 T384 368", stroke=gold, width=20),
        "p01": ground("#e6f1f1", mist) + card(deep, river, "标准"),
        "p02": ground("#e8eef7", "#d0dcec") +
        card("#34558b", "#5d83bd", "双标",
             disc(340, 288, 21, "none", 'stroke="#ffffff" stroke-width="5"') +
             path("M319 288 H361 M340 267 V309", stroke="#ffffff", width=4)),
        "p03": ground("#f7f0df", "#e8dcbf") + card("#b98b35", "#d9b15d", "金卡", star(344, 286, 26, "#fff1c9")),
        "p04": ground("#e9f5ea", "#cfe6d2") + card("#3f8f6b", "#74b98f", "青年") +
        path("M378 126 Q372 84 414 72 Q420 114 378 126 Z M378 126 V160", "#74b98f", "#3f8f6b", 6),
        "p05": ground("#fbeee7", "#efd9cc") + card("#a8584c", "#d08a74", "长者") +
        path("M352 118 C336 92 300 106 316 136 C322 150 340 160 352 170 C364 160 382 150 388 136 "
             "C404 106 368 92 352 118 Z", "#e39b86"),
        "p06": ground("#e6f1f1", mist) +
        path("M96 236 Q96 112 240 104 Q384 112 384 236 Q348 208 312 236 Q276 208 240 236 "
             "Q204 208 168 236 Q132 208 96 236 Z", river) +
        path("M240 92 V352 Q240 384 270 384 Q298 384 298 356", stroke=deep, width=12) +
        disc(150, 330, 44, gold) + word(150, 346, "¥", 48, "#ffffff"),
        "p07": ground("#fbeee3", "#efd8c4") + house("#fff8ee", clay, deep) +
        turn(24, rect(330, 96, 96, 40, gold, 8) + path("M378 136 V158 H346 V176", stroke=deep, width=8) +
             rect(338, 176, 16, 74, deep, 6), about=(378, 170)),
        "p08": ground("#e9f1e6", "#d3e2cd") + rect(112, 216, 256, 168, "#fffaf0", 8) +
        "".join(path(f"M{96 + 48 * i} 140 H{144 + 48 * i} V214 Q{120 + 48 * i} 246 {96 + 48 * i} 214 Z",
                     river if i % 2 == 0 else "#ffffff") for i in range(6)) +
        rect(96, 124, 288, 22, deep, 6) + rect(140, 268, 108, 76, "#cfe3ee", 6) +
        rect(276, 264, 64, 120, clay, 6) + disc(328, 326, 6, "#ffffff"),
    }


def render(svg, target, scratch):
    """Screenshots one SVG; fails when Chromium wrote nothing or the picture is too heavy."""
    page = scratch / "picture.svg"
    page.write_text(f'<svg xmlns="http://www.w3.org/2000/svg" width="{SIDE}" height="{SIDE}" '
                    f'viewBox="0 0 {SIDE} {SIDE}">{svg}</svg>', encoding="utf-8")
    target.parent.mkdir(parents=True, exist_ok=True)
    subprocess.run([shutil.which("chromium") or "/usr/bin/chromium", *CHROMIUM,
                    f"--user-data-dir={scratch / 'profile'}", "--default-background-color=00000000",
                    f"--screenshot={target}", page.as_uri()],
                   check=True, capture_output=True, timeout=60)
    size = target.stat().st_size
    if size > LIMIT_BYTES:
        raise SystemExit(f"{target} has {size} bytes, more than {LIMIT_BYTES}")


def main():
    companies = {"school": school_pictures(), "bank": bank_pictures()}
    wanted = sys.argv[1:]
    with tempfile.TemporaryDirectory() as folder:
        for key, pictures in companies.items():
            for name, svg in pictures.items():
                if wanted and wanted not in ([key], [key, name]):
                    continue
                render(svg, DEMO / key / "images" / f"{name}.png", Path(folder))


if __name__ == "__main__":
    main()
