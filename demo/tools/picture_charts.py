"""The logo and the pictures inside answers, as SVG text (720×400 each)."""

GREEN, DEEP, INK, PALE, LINE = "#6fa583", "#3f6b50", "#33463b", "#f3f8f3", "#d3e4d7"

LOGO = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="480" height="480" viewBox="0 0 480 480">'
    f'<rect width="480" height="480" fill="{DEEP}"/>'
    '<g fill="none" stroke="#dcebdf" stroke-width="14" stroke-linecap="round"><path d="M240 372V196"/></g>'
    '<path d="M240 262c-84 4-116-44-112-104c66 0 112 32 112 104Z" fill="#a9d0b3"/>'
    '<path d="M240 226c0-84 44-124 112-124c4 74-36 124-112 124Z" fill="#e9f4ea"/>'
    '<path d="M240 330c56 2 82-28 80-70c-46 0-80 22-80 70Z" fill="#84b892"/>'
    '<text x="240" y="440" font-size="46" letter-spacing="14" text-anchor="middle" fill="#f3f8f3">清禾</text></svg>'
)


def chart(title, body):
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" width="720" height="400" viewBox="0 0 720 400">'
        f'<rect width="720" height="400" fill="{PALE}"/>'
        f'<text x="36" y="54" font-size="26" font-weight="bold" fill="{DEEP}">{title}</text>'
        f'<text x="684" y="52" font-size="15" text-anchor="end" fill="{GREEN}">清禾美肤</text>'
        f'<rect x="36" y="70" width="648" height="2" fill="{LINE}"/>{body}</svg>'
    )


def skin_types():
    rows = [
        ("干性", "紧、起皮", "保湿霜、安睡面膜"),
        ("油性", "全脸泛油", "控油乳液、白泥面膜"),
        ("混合性", "T区油两颊干", "分区护肤、亮肤乳"),
        ("中性", "都不明显", "补水精华、日常保湿"),
        ("敏感肌", "红、痒、刺痛", "神经酰胺、积雪草"),
    ]
    zones = {
        "干性": '<g stroke="#c79a7c" stroke-width="2.4" stroke-linecap="round"><path d="M-30 6l10 5M-28 16l9 4M22 8l9-5M20 18l10-4"/></g>',
        "油性": '<g fill="#efc75c" opacity=".8"><ellipse cy="-32" rx="26" ry="11"/><ellipse cx="-26" cy="8" rx="12" ry="14"/><ellipse cx="26" cy="8" rx="12" ry="14"/><ellipse cy="44" rx="14" ry="6"/><rect x="-5" y="-20" width="10" height="34" rx="5"/></g>',
        "混合性": '<path d="M-26-36h52v14H7v38h-14v-38h-19Z" fill="#efc75c"/>',
        "中性": "",
        "敏感肌": '<circle cx="-24" cy="10" r="11" fill="#ef9f98"/><circle cx="24" cy="10" r="11" fill="#ef9f98"/>',
    }
    body = ""
    for i, (name, sign, advice) in enumerate(rows):
        x = 100 + i * 130
        body += (
            f'<rect x="{x - 60}" y="92" width="120" height="284" rx="16" fill="#fff"/>'
            f'<g transform="translate({x} 172)"><ellipse rx="44" ry="54" fill="#fbe6d6"/>{zones[name]}'
            '<g stroke="#8a6a55" stroke-width="2.6" fill="none" stroke-linecap="round"><path d="M-22-8q6 6 12 0M10-8q6 6 12 0M-9 28q9 8 18 0"/></g></g>'
            f'<text x="{x}" y="266" font-size="22" font-weight="bold" text-anchor="middle" fill="{DEEP}">{name}</text>'
            f'<text x="{x}" y="296" font-size="16" text-anchor="middle" fill="{INK}">{sign}</text>'
        )
        for j, part in enumerate(advice.split("、")):
            body += f'<text x="{x}" y="{330 + j * 24}" font-size="15" text-anchor="middle" fill="{GREEN}">{part}</text>'
    return chart("洗脸后等 30 分钟，看看是哪一种", body)


def usage_order():
    def row(y, name, colour, steps):
        width = 540 / len(steps)
        out = f'<circle cx="78" cy="{y}" r="34" fill="{colour}"/><text x="78" y="{y + 8}" font-size="22" font-weight="bold" text-anchor="middle" fill="#fff">{name}</text>'
        for i, (step, note) in enumerate(steps):
            x = 136 + i * width
            out += (
                f'<rect x="{x}" y="{y - 44}" width="{width - 16}" height="88" rx="14" fill="#fff"/>'
                f'<text x="{x + (width - 16) / 2}" y="{y - 2}" font-size="20" font-weight="bold" text-anchor="middle" fill="{DEEP}">{step}</text>'
                f'<text x="{x + (width - 16) / 2}" y="{y + 26}" font-size="14" text-anchor="middle" fill="{INK}">{note}</text>'
            )
            if i < len(steps) - 1:
                out += f'<path d="M{x + width - 12} {y - 6}l7 6l-7 6" fill="none" stroke="{colour}" stroke-width="3"/>'
        return out

    body = row(160, "早", "#e0b04c", [("洁面", "干皮清水"), ("水", "轻拍"), ("精华", "2–3 滴"), ("眼霜", "米粒大"), ("乳或霜", "选一样"), ("防晒", "一元硬币")])
    body += row(284, "晚", "#6d7fb3", [("卸妆", "化了妆时"), ("洁面", "1 分钟"), ("水", "轻拍"), ("面膜", "隔两三天"), ("精华", "2–3 滴"), ("眼霜", "轻点"), ("面霜", "锁水")])
    body += f'<text x="360" y="372" font-size="16" text-anchor="middle" fill="{GREEN}">从清到稠，每一层等一两分钟</text>'
    return chart("护肤的先后顺序", body)


def return_steps():
    steps = [("提交申请", "申请售后", "选退货退款"), ("等待审核", "白天 2 小时内", "有结果发通知"), ("寄回商品", "3 天内寄出", "保留快递单号"), ("收到退款", "验货后 48 小时内", "原路退回")]
    icons = [
        '<rect x="-18" y="-24" width="36" height="48" rx="5"/><path d="M-9-10H9M-9 0H9M-9 10H3"/>',
        '<circle r="23"/><path d="M0-13V1l10 7"/>',
        '<path d="M-24-12L0-24L24-12V14L0 26L-24 14ZM-24-12L0 0L24-12M0 0V26"/>',
        '<circle r="23"/><path d="M-9-12L0-1L9-12M0-1V14M-9 1H9M-9 8H9"/>',
    ]
    body = f'<path d="M110 170H610" stroke="{LINE}" stroke-width="4"/>'
    for i, (name, first, second) in enumerate(steps):
        x = 110 + i * 167
        body += (
            f'<circle cx="{x}" cy="170" r="52" fill="#fff" stroke="{LINE}" stroke-width="3"/>'
            f'<g transform="translate({x} 170)" fill="none" stroke="{GREEN}" stroke-width="3.4" stroke-linejoin="round" stroke-linecap="round">{icons[i]}</g>'
            f'<circle cx="{x + 38}" cy="132" r="15" fill="{GREEN}"/><text x="{x + 38}" y="138" font-size="17" text-anchor="middle" fill="#fff">{i + 1}</text>'
            f'<text x="{x}" y="264" font-size="22" font-weight="bold" text-anchor="middle" fill="{DEEP}">{name}</text>'
            f'<text x="{x}" y="296" font-size="16" text-anchor="middle" fill="{INK}">{first}</text>'
            f'<text x="{x}" y="322" font-size="16" text-anchor="middle" fill="{INK}">{second}</text>'
        )
    return chart("退货四步", body)


def batch_code():
    body = (
        '<rect x="70" y="110" width="220" height="240" rx="26" fill="#fff"/><ellipse cx="180" cy="230" rx="82" ry="82" fill="#eaf3ea"/>'
        f'<text x="180" y="222" font-size="24" font-weight="bold" text-anchor="middle" fill="{INK}">QH261015A</text>'
        f'<text x="180" y="252" font-size="16" text-anchor="middle" fill="{INK}">限用 2029/10/14</text>'
        f'<text x="180" y="334" font-size="16" text-anchor="middle" fill="{GREEN}">瓶底</text>'
    )
    parts = [("QH", "清禾", 356), ("26", "年", 446), ("10", "月", 520), ("15", "日", 594), ("A", "生产线", 660)]
    for code, meaning, x in parts:
        wide = 84 if code == "QH" else 62
        wide = 50 if code == "A" else wide
        body += (
            f'<rect x="{x - wide / 2}" y="150" width="{wide}" height="64" rx="12" fill="{GREEN}"/>'
            f'<text x="{x}" y="194" font-size="32" font-weight="bold" text-anchor="middle" fill="#fff">{code}</text>'
            f'<path d="M{x} 220v18" stroke="{GREEN}" stroke-width="2.5"/>'
            f'<text x="{x}" y="264" font-size="18" text-anchor="middle" fill="{INK}">{meaning}</text>'
        )
    body += f'<text x="500" y="326" font-size="18" text-anchor="middle" fill="{DEEP}">2026 年 10 月 15 日，A 线生产</text>'
    return chart("批号怎么看", body)


CHARTS = {
    "skin-types": (720, 400, skin_types()),
    "usage-order": (720, 400, usage_order()),
    "return-steps": (720, 400, return_steps()),
    "batch-code": (720, 400, batch_code()),
}
