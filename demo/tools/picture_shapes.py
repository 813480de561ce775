"""The vessels, floors and palettes of the shop's product pictures, as SVG text.

A scene is 480×480: a wall, a soft arch, a round podium and one vessel standing
on it at y = 396. "@id" in gradient names is replaced by the caller, so that many
pictures can share one document.
"""

# wall, arch, podium, body light, body shade, cap, ink, accent
PALETTES = {
    "jade": ("#eaf3ea", "#d6e8d8", "#c3dbc7", "#ffffff", "#dcebdf", "#7fae8d", "#3f6b50", "#8fbf9c"),
    "sage": ("#eef2e9", "#dde7d3", "#ccdabf", "#f7faf2", "#d5e2c7", "#8ea67c", "#4f6541", "#a3bd8e"),
    "sky": ("#eaf2f8", "#d5e6f3", "#c2d9eb", "#f8fcff", "#cfe3f2", "#7ba6c8", "#3b6484", "#8fbbdc"),
    "clay": ("#f4efea", "#e8ddd3", "#dacbbd", "#fbf7f2", "#e2d5c8", "#a58b75", "#6d5746", "#c0a48c"),
    "oat": ("#f7f1e6", "#eee2cc", "#e2d2b4", "#fffaf0", "#ecdfc6", "#c2a36f", "#7a6238", "#d4b884"),
    "tea": ("#efece6", "#ddd5c8", "#cabda9", "#6a5747", "#54443a", "#c9a877", "#f6ead6", "#8c7156"),
    "mint": ("#e9f5f1", "#d0eae1", "#bcddd1", "#f6fffb", "#c9e8dc", "#5fa88e", "#2f6f58", "#84c4ac"),
    "cream": ("#f6f3ee", "#eae4da", "#ddd4c6", "#ffffff", "#ece6dc", "#bcae98", "#6b6152", "#d0c3ae"),
    "amber": ("#faf0e2", "#f3dfc0", "#e9cda2", "#e9a95a", "#cf8a3a", "#5d4630", "#fff6e6", "#e3a95c"),
    "duo": ("#eef1f8", "#dde3f2", "#cad3e9", "#f2f5ff", "#bccaf0", "#8b9cd0", "#46548a", "#a8b7e2"),
    "lilac": ("#f3eff8", "#e4dbf0", "#d5c8e6", "#fcf9ff", "#ddd0ec", "#a18cc4", "#5f4b83", "#b9a6d8"),
    "rose": ("#fbeff0", "#f5dcdf", "#ecc8cd", "#fffafa", "#f3d3d8", "#d08e99", "#8d4d59", "#e2a5af"),
    "aqua": ("#e8f4f6", "#cfe8ec", "#b9dbe1", "#f5fdff", "#c2e2e8", "#5ba3b1", "#2c6773", "#84c2cd"),
    "peach": ("#fdf1ea", "#f9dfd0", "#f1ccb7", "#fffaf6", "#f8dac8", "#e0a080", "#92573a", "#efb497"),
    "plum": ("#f3edf2", "#e3d4e0", "#d2bfce", "#7d5473", "#633f5b", "#d9b892", "#fbefe0", "#a57c9a"),
    "coffee": ("#f3eeea", "#e4d8cf", "#d3c2b5", "#fbf6f1", "#dfcdbf", "#7c5b47", "#573d2e", "#a1806a"),
    "sun": ("#fdf6e3", "#faeac0", "#f3dc9f", "#fffdf6", "#fbe9b8", "#eebb4d", "#8a6413", "#f3c964"),
    "sand": ("#f8f3ea", "#efe3cf", "#e3d3b6", "#fffdf8", "#f0e3cb", "#d3ae74", "#7d6033", "#e2c08a"),
    "wheat": ("#f9f2e3", "#f1e0bd", "#e6cf9f", "#fffaf0", "#f0dfb9", "#c89a4a", "#7b5a1e", "#dcb269"),
}


def scene(palette, floor, vessel):
    wall, arch, podium, *_ = PALETTES[palette]
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" width="480" height="480" viewBox="0 0 480 480">'
        f'<rect width="480" height="480" fill="{wall}"/>'
        f'<path d="M76 480V232a164 164 0 0 1 328 0V480Z" fill="{arch}"/>'
        f'<ellipse cx="240" cy="420" rx="176" ry="34" fill="{podium}"/>'
        f'<path d="M64 420v34a176 34 0 0 0 352 0v-34a176 34 0 0 1-352 0Z" fill="{podium}" opacity=".6"/>'
        '<ellipse cx="246" cy="402" rx="112" ry="15" fill="#000" opacity=".1"/>'
        f"{vessel}{floor}</svg>"
    )


def shade(palette, name="b"):
    """A gradient across the body: light, lighter, shaded edge."""
    p = PALETTES[palette]
    return (
        f'<linearGradient id="@id{name}"><stop offset="0" stop-color="{p[4]}"/>'
        f'<stop offset=".28" stop-color="{p[3]}"/><stop offset=".7" stop-color="{p[3]}"/>'
        f'<stop offset="1" stop-color="{p[4]}"/></linearGradient>'
    )


def label(palette, cx, y, first, second, width, ink=None):
    """Brand, a fine line, the big first line and the small second line."""
    ink = ink or PALETTES[palette][6]
    big = min(30, int(width / max(2, _em(first))))
    small = min(16, max(10, int(width / max(4, _em(second)))))
    return (
        f'<g fill="{ink}" text-anchor="middle">'
        f'<text x="{cx}" y="{y}" font-size="12" letter-spacing="4" opacity=".75">清禾</text>'
        f'<rect x="{cx - 14}" y="{y + 9}" width="28" height="1.4" opacity=".5"/>'
        f'<text x="{cx}" y="{y + 20 + big}" font-size="{big}" font-weight="bold">{first}</text>'
        f'<text x="{cx}" y="{y + 30 + big + small}" font-size="{small}">{second}</text></g>'
    )


def _em(text):
    return sum(1 if ord(c) > 255 else 0.58 for c in text)


def sachet(palette, first, second):
    p = PALETTES[palette]
    back = (
        f'<g transform="rotate(9 270 280)"><rect x="176" y="128" width="176" height="256" rx="8" fill="{p[7]}" opacity=".75"/></g>'
    )
    teeth = "".join(f"l8 -7l8 7" for _ in range(11))
    return (
        f"<defs>{shade(palette)}</defs>{back}"
        f'<path d="M150 398V126{teeth}V398Z" fill="url(#@idb)"/>'
        f'<rect x="150" y="140" width="176" height="2" fill="{p[7]}" opacity=".5"/>'
        f'<rect x="150" y="380" width="176" height="2" fill="{p[7]}" opacity=".5"/>'
        f'<path d="M150 398v-70c40 -34 70 10 108 -14c30 -18 50 -12 68 -2v86Z" fill="{p[7]}" opacity=".35"/>'
        f'<circle cx="238" cy="178" r="17" fill="none" stroke="{p[7]}" stroke-width="2"/>'
        f'<path d="M230 182c2-10 9-13 17-13c0 9-6 15-17 13Z" fill="{p[7]}"/>'
        + label(palette, 238, 224, first, second, 150)
    )


def jar(palette, first, second):
    p = PALETTES[palette]
    return (
        f"<defs>{shade(palette)}</defs>"
        f'<rect x="126" y="204" width="228" height="66" rx="14" fill="{p[5]}"/>'
        f'<rect x="140" y="210" width="26" height="54" rx="9" fill="#fff" opacity=".2"/>'
        f'<rect x="126" y="252" width="228" height="18" rx="7" fill="#000" opacity=".07"/>'
        f'<path d="M134 270h212v92a36 36 0 0 1-36 36H170a36 36 0 0 1-36-36Z" fill="url(#@idb)"/>'
        f'<rect x="150" y="284" width="10" height="84" rx="5" fill="#fff" opacity=".55"/>'
        + label(palette, 240, 300, first, second, 168)
    )


def tube(palette, first, second):
    p = PALETTES[palette]
    return (
        f"<defs>{shade(palette)}</defs>"
        f'<path d="M162 92h156l-14 246H176Z" fill="url(#@idb)"/>'
        f'<rect x="160" y="84" width="160" height="18" rx="4" fill="{p[4]}"/>'
        f'<path d="M160 90h160M160 96h160" stroke="{p[7]}" stroke-width="1.5" opacity=".5"/>'
        f'<path d="M178 300c30 14 90 14 124 0l-2 38H180Z" fill="{p[7]}" opacity=".4"/>'
        f'<rect x="176" y="338" width="128" height="60" rx="10" fill="{p[5]}"/>'
        f'<rect x="188" y="344" width="12" height="48" rx="6" fill="#fff" opacity=".25"/>'
        + label(palette, 240, 160, first, second, 112)
    )


def _bottle_body(palette, first, second, x, y, width, radius):
    p = PALETTES[palette]
    return (
        f'<path d="M{x} {398 - radius}V{y + radius}q0-{radius} {radius}-{radius}h{width - 2 * radius}q{radius} 0 {radius} {radius}'
        f'V{398 - radius / 2}q0 {radius / 2}-{radius / 2} {radius / 2}H{x + radius / 2}q-{radius / 2} 0-{radius / 2}-{radius / 2}Z" fill="url(#@idb)"/>'
        f'<rect x="{x + 12}" y="{y + radius}" width="9" height="{320 - y}" rx="4.5" fill="#fff" opacity=".5"/>'
        + label(palette, 240, y + (398 - y) * 0.32, first, second, width - 34)
        + f'<rect x="{x}" y="372" width="{width}" height="3" fill="{p[7]}" opacity=".5"/>'
    )


def pump(palette, first, second):
    p = PALETTES[palette]
    return (
        f"<defs>{shade(palette)}</defs>"
        f'<rect x="234" y="92" width="12" height="40" fill="{p[5]}"/>'
        f'<path d="M186 84h78a10 10 0 0 1 10 10v8h-62q-14 0-14 14v4h-14v-26q0-10 2-10Z" fill="{p[5]}"/>'
        f'<rect x="206" y="122" width="68" height="36" rx="6" fill="{p[5]}"/>'
        f'<rect x="214" y="126" width="8" height="28" rx="4" fill="#fff" opacity=".25"/>'
        + _bottle_body(palette, first, second, 168, 158, 144, 30)
    )


def foam(palette, first, second):
    p = PALETTES[palette]
    return (
        f"<defs>{shade(palette)}</defs>"
        f'<path d="M204 106q0-30 36-30h52q12 0 12 12v8h-22v10Z" fill="{p[5]}"/>'
        f'<rect x="196" y="104" width="88" height="52" rx="10" fill="{p[5]}"/>'
        f'<rect x="196" y="138" width="88" height="18" rx="6" fill="#000" opacity=".07"/>'
        + _bottle_body(palette, first, second, 164, 154, 152, 44)
        + f'<g fill="{p[7]}" opacity=".35"><circle cx="196" cy="346" r="12"/><circle cx="218" cy="358" r="8"/><circle cx="286" cy="350" r="14"/><circle cx="262" cy="362" r="6"/></g>'
    )


def bottle(palette, first, second):
    p = PALETTES[palette]
    tint = f'<path d="M170 300h140v80q0 18-18 18H188q-18 0-18-18Z" fill="{p[7]}" opacity=".3"/>'
    return (
        f"<defs>{shade(palette)}</defs>"
        f'<rect x="200" y="84" width="80" height="62" rx="8" fill="{p[5]}"/>'
        f'<rect x="210" y="90" width="10" height="50" rx="5" fill="#fff" opacity=".25"/>'
        f'<rect x="212" y="146" width="56" height="12" fill="{p[4]}"/>'
        + _bottle_body(palette, first, second, 170, 156, 140, 26) + tint
    )


def dropper(palette, first, second):
    p = PALETTES[palette]
    return (
        f"<defs>{shade(palette)}</defs>"
        f'<path d="M218 78q0-20 22-20t22 20v44h-44Z" fill="{p[7]}"/>'
        f'<rect x="204" y="118" width="72" height="54" rx="7" fill="{p[5]}"/>'
        f'<rect x="213" y="123" width="9" height="44" rx="4.5" fill="#fff" opacity=".25"/>'
        f'<rect x="214" y="172" width="52" height="14" fill="{p[4]}"/>'
        + _bottle_body(palette, first, second, 160, 184, 160, 38)
    )


def slim(palette, first, second):
    p = PALETTES[palette]
    return (
        f"<defs>{shade(palette)}</defs>"
        f'<path d="M196 120h88l-6 196h-76Z" fill="url(#@idb)"/>'
        f'<rect x="194" y="110" width="92" height="16" rx="4" fill="{p[4]}"/>'
        f'<path d="M202 316h76l-16 26h-44Z" fill="{p[4]}"/>'
        f'<rect x="212" y="340" width="56" height="58" rx="9" fill="{p[5]}"/>'
        f'<rect x="221" y="345" width="8" height="48" rx="4" fill="#fff" opacity=".25"/>'
        f'<rect x="304" y="196" width="74" height="202" rx="4" fill="{p[3]}"/>'
        f'<rect x="304" y="196" width="74" height="50" rx="4" fill="{p[7]}" opacity=".5"/>'
        f'<path d="M378 200v194l16-10V212Z" fill="{p[4]}"/>'
        f'<text x="341" y="330" font-size="20" text-anchor="middle" fill="{p[7]}">清禾</text>'
        + label(palette, 240, 170, first, second, 74)
    )


def tub(palette, first, second):
    p = PALETTES[palette]
    return (
        f"<defs>{shade(palette)}</defs>"
        f'<rect x="138" y="172" width="204" height="56" rx="14" fill="{p[5]}"/>'
        f'<rect x="138" y="210" width="204" height="18" rx="7" fill="#000" opacity=".07"/>'
        f'<path d="M146 228h188l-10 140q-2 30-34 30H190q-32 0-34-30Z" fill="url(#@idb)"/>'
        f'<g fill="{p[7]}" opacity=".4"><path d="M180 352q30-24 56 0q-28 14-56 0Z"/><path d="M246 366q30-24 56 0q-28 14-56 0Z"/></g>'
        + label(palette, 240, 262, first, second, 150)
    )


def flat(palette, first, second):
    p = PALETTES[palette]
    return (
        f"<defs>{shade(palette)}</defs>"
        f'<rect x="214" y="92" width="52" height="62" rx="10" fill="{p[5]}"/>'
        f'<path d="M172 398q-12 0-12-16V220q0-66 54-66h52q54 0 54 66v162q0 16-12 16Z" fill="url(#@idb)"/>'
        f'<path d="M160 344q80-40 160 0v38q0 16-12 16H172q-12 0-12-16Z" fill="{p[7]}" opacity=".45"/>'
        f'<circle cx="240" cy="190" r="13" fill="{p[7]}" opacity=".8"/>'
        + label(palette, 240, 232, first, second, 128)
    )


def spray(palette, first, second):
    p = PALETTES[palette]
    mist = "".join(
        f'<circle cx="{x}" cy="{y}" r="{r}"/>' for x, y, r in
        [(170, 104, 4), (150, 92, 5), (152, 116, 5), (128, 84, 6), (126, 106, 5), (128, 128, 6)]
    )
    return (
        f'<defs>{shade(palette)}</defs><g fill="{p[7]}" opacity=".6">{mist}</g>'
        f'<path d="M202 84q0-14 14-14h48q14 0 14 14v44h-76Z" fill="{p[5]}"/>'
        f'<rect x="194" y="98" width="14" height="14" rx="3" fill="{p[6]}" opacity=".6"/>'
        f'<rect x="196" y="126" width="88" height="26" rx="6" fill="{p[5]}" opacity=".75"/>'
        + _bottle_body(palette, first, second, 180, 152, 120, 26)
    )


def stick(palette, first, second):
    p = PALETTES[palette]
    return (
        f"<defs>{shade(palette)}</defs>"
        f'<path d="M216 178v-44q0-22 48-34v78Z" fill="#fbe6c2"/><path d="M216 146q0-24 48-46v12q-40 16-48 34Z" fill="#fff4dd"/>'
        f'<rect x="208" y="176" width="64" height="44" fill="{p[5]}"/>'
        f'<rect x="196" y="218" width="88" height="180" rx="8" fill="url(#@idb)"/>'
        f'<rect x="204" y="226" width="9" height="160" rx="4.5" fill="#fff" opacity=".35"/>'
        f'<rect x="306" y="302" width="64" height="96" rx="10" fill="{p[5]}"/>'
        f'<rect x="314" y="310" width="8" height="80" rx="4" fill="#fff" opacity=".2"/>'
        + label(palette, 240, 262, first, second, 72)
    )


def giftset(palette, first, second):
    p = PALETTES[palette]
    return (
        f"<defs>{shade(palette)}</defs>"
        f'<rect x="204" y="106" width="40" height="40" rx="6" fill="{p[5]}"/><rect x="182" y="144" width="84" height="150" rx="16" fill="url(#@idb)"/>'
        f'<path d="M290 164q0-14 14-14t14 14v26h-28Z" fill="{p[7]}"/><rect x="282" y="188" width="44" height="26" rx="5" fill="{p[5]}"/><rect x="264" y="212" width="82" height="90" rx="18" fill="url(#@idb)"/>'
        f'<rect x="122" y="206" width="76" height="28" rx="8" fill="{p[5]}"/><rect x="126" y="232" width="68" height="70" rx="12" fill="url(#@idb)"/>'
        f'<rect x="104" y="272" width="272" height="126" rx="8" fill="{p[5]}"/>'
        f'<rect x="104" y="272" width="272" height="14" rx="6" fill="#000" opacity=".07"/>'
        f'<path d="M104 326h272" stroke="#fff" stroke-width="2" opacity=".35"/>'
        f'<path d="M240 292q-26-30-40-12t40 12q26-30 40-12t-40 12Z" fill="{p[4]}"/><circle cx="240" cy="291" r="6" fill="#fff"/>'
        + label(palette, 240, 318, first, second, 170, "#fffafa")
    )


def travel(palette, first, second):
    p = PALETTES[palette]
    return (
        f"<defs>{shade(palette)}</defs>"
        f'<rect x="150" y="140" width="34" height="28" rx="5" fill="{p[5]}"/><rect x="138" y="166" width="58" height="120" rx="14" fill="url(#@idb)"/>'
        f'<path d="M206 152h56l-6 120h-44Z" fill="url(#@idb)"/><rect x="204" y="146" width="60" height="10" rx="3" fill="{p[4]}"/>'
        f'<path d="M284 148q0-14 13-14t13 14v22h-26Z" fill="{p[7]}"/><rect x="278" y="168" width="38" height="22" rx="4" fill="{p[5]}"/><rect x="272" y="188" width="50" height="90" rx="14" fill="url(#@idb)"/>'
        f'<path d="M118 260q0-14 14-14h216q14 0 14 14v110q0 28-28 28H146q-28 0-28-28Z" fill="{p[7]}" opacity=".93"/>'
        f'<path d="M118 268h244" stroke="{p[6]}" stroke-width="3" stroke-dasharray="7 5" opacity=".55"/>'
        f'<rect x="330" y="260" width="30" height="14" rx="7" fill="{p[6]}"/>'
        + label(palette, 240, 298, first, second, 170, "#ffffff")
    )


SHAPES = {
    "sachet": sachet, "jar": jar, "tube": tube, "pump": pump, "foam": foam, "bottle": bottle,
    "dropper": dropper, "slim": slim, "tub": tub, "flat": flat, "spray": spray, "stick": stick,
    "giftset": giftset, "travel": travel,
}


def motif(kind, palette):
    """Small things lying on the podium left and right of the vessel."""
    p = PALETTES[palette]
    accent, deep = p[7], p[5]
    leaf = f'<path d="M0 0q6-34 40-40q4 34-40 40Z" fill="{accent}"/><path d="M2-2q14-20 32-34" stroke="#fff" stroke-width="1.6" opacity=".6" fill="none"/>'
    petals = "".join(f'<ellipse cx="0" cy="-13" rx="9" ry="14" fill="{accent}" transform="rotate({a})"/>' for a in range(0, 360, 72))
    parts = {
        "leaf": leaf + f'<g transform="rotate(-62)">{leaf}</g>',
        "round": f'<circle cx="6" cy="-16" r="18" fill="{accent}"/><circle cx="36" cy="-6" r="12" fill="{deep}" opacity=".6"/><path d="M6-16v-16M6-16l12-8M6-16l-12-8" stroke="#fff" stroke-width="1.6" opacity=".7"/>',
        "drop": f'<path d="M8-44q22 28 0 44q-22-16 0-44Z" fill="{accent}"/><path d="M38-26q14 18 0 28q-14-10 0-28Z" fill="{deep}" opacity=".6"/><path d="M4-22q-4 8 0 14" stroke="#fff" stroke-width="2.4" fill="none" opacity=".8"/>',
        "stone": f'<ellipse cx="14" cy="-8" rx="30" ry="13" fill="{deep}" opacity=".55"/><ellipse cx="12" cy="-26" rx="19" ry="9" fill="{accent}"/>',
        "grain": f'<path d="M4 2q6-42 22-74" stroke="{deep}" stroke-width="2.5" fill="none"/>' + "".join(
            f'<ellipse rx="5" ry="11" fill="{accent}" transform="translate({7 + i * 5 + dx} {-24 - i * 14}) rotate({a})"/>'
            for i in range(4) for dx, a in ((-6, -18), (9, 58))) + f'<ellipse cx="28" cy="-82" rx="5" ry="11" fill="{accent}" transform="rotate(20 28 -82)"/>',
        "aloe": f'<path d="M10 2q-26-30-22-58q18 18 22 58ZM12 2q0-40 16-66q8 36-16 66ZM16 2q14-34 40-42q-6 30-40 42Z" fill="{accent}"/>',
        "bubble": f'<g fill="#fff" opacity=".85"><circle cx="2" cy="-14" r="15"/><circle cx="28" cy="-9" r="10"/><circle cx="20" cy="-32" r="8"/></g><g fill="{accent}" opacity=".5"><circle cx="-3" cy="-19" r="4"/><circle cx="25" cy="-12" r="3"/></g>',
        "flower": f'<g transform="translate(14 -20)">{petals}<circle r="7" fill="#fff3d6"/></g>',
        "citrus": f'<circle cx="12" cy="-22" r="26" fill="{accent}"/><circle cx="12" cy="-22" r="21" fill="#fff6e4"/>' + "".join(
            f'<path d="M12-24l-6-15q6-4 12 0Z" fill="{accent}" opacity=".85" transform="rotate({a} 12 -22)"/>' for a in range(0, 360, 60)),
        "moon": f'<path d="M14-50a26 26 0 1 0 20 42a22 22 0 0 1-20-42Z" fill="{accent}"/><circle cx="40" cy="-44" r="3.5" fill="{deep}"/><circle cx="50" cy="-24" r="2.5" fill="{deep}"/>',
        "bean": f'<g fill="{deep}"><ellipse cx="4" cy="-10" rx="18" ry="12" transform="rotate(-20 4 -10)"/><ellipse cx="34" cy="-6" rx="15" ry="10" transform="rotate(24 34 -6)"/></g><path d="M-10-8q14-8 28-4M24-10q10 6 20 6" stroke="#fff" stroke-width="1.6" opacity=".5" fill="none"/>',
        "sun": f'<circle cx="14" cy="-22" r="16" fill="{accent}"/>' + "".join(
            f'<rect x="12.5" y="-50" width="3" height="9" rx="1.5" fill="{accent}" transform="rotate({a} 14 -22)"/>' for a in range(0, 360, 45)),
    }
    one = parts[kind]
    return f'<g transform="translate(88 424)">{one}</g><g transform="translate(382 432) scale(-.72 .72)">{one}</g>'
