import { render } from "preact";
import { h } from "preact";
import { describe, expect, it } from "vitest";
import { Blocks, plainText, safeImage, safeLink } from "../src/blocks";
import { identityOf } from "../src/identity";
import { refusal } from "../src/panel/uploads";
import { brand, contrastWithWhite, readable } from "../src/theme";
import type { Block } from "../src/types";

const base = "https://chat.example";

function draw(blocks: Block[]): HTMLElement {
  const mount = document.createElement("div");
  render(h(Blocks, { blocks, base, imageLabel: (name: string) => name, open: () => undefined }), mount);
  return mount;
}

describe("block trees", () => {
  it("never turn text into markup", () => {
    const mount = draw([{ type: "paragraph", spans: [{ text: "<img src=x onerror=alert(1)><script>1</script>" }] }]);
    expect(mount.querySelector("img, script")).toBeNull();
    expect(mount.textContent).toContain("<script>");
  });

  it("follow only addresses that cannot run anything", () => {
    expect(safeLink("javascript:alert(1)", base)).toBeNull();
    expect(safeLink(" JaVaScRiPt:alert(1)", base)).toBeNull();
    expect(safeLink("java\nscript:alert(1)", base)).toBeNull();
    expect(safeLink("data:text/html,x", base)).toBeNull();
    expect(safeLink("vbscript:x", base)).toBeNull();
    expect(safeLink("tel:4001234567", base)).toBe("tel:4001234567");
    expect(safeLink("mailto:a@b.cn", base)).toBe("mailto:a@b.cn");
    expect(safeLink("/files/1", base)).toBe("https://chat.example/files/1");
    expect(safeImage("data:image/svg+xml,x", base)).toBeNull();
    const mount = draw([{ type: "paragraph", spans: [{ text: "坏", href: "javascript:1" }, { text: "好", href: "https://a.cn/" }] }]);
    const links = [...mount.querySelectorAll("a")];
    expect(links.map((link) => link.textContent)).toEqual(["好"]);
    expect(links[0].rel).toContain("noopener");
  });

  it("draw every kind and leave out what is unknown", () => {
    const mount = draw([
      { type: "heading", level: 1, spans: [{ text: "标题" }] },
      { type: "list", ordered: true, items: [[{ type: "paragraph", spans: [{ text: "一", bold: true }] }]] },
      { type: "quote", blocks: [{ type: "code", text: "码" }] },
      { type: "rule" },
      { type: "image", url: "/p.png", alt: "图" },
      { type: "table", head: [[{ text: "列" }]], rows: [[[{ text: "格" }]]] },
      { type: "hologram" } as unknown as Block,
    ]);
    for (const tag of ["ol li strong", "blockquote pre", "hr", "button img", "th", "td"]) {
      expect(mount.querySelector(tag), tag).not.toBeNull();
    }
    expect(mount.querySelector("h1")).toBeNull();
  });

  it("can be read aloud", () => {
    expect(plainText([
      { type: "paragraph", spans: [{ text: "甲" }, { text: "乙", bold: true }] },
      { type: "list", ordered: false, items: [[{ type: "paragraph", spans: [{ text: "丙" }] }]] },
    ])).toBe("甲乙。丙");
  });
});

describe("uploads", () => {
  const limits = { max_upload_mb: 1, upload_types: ["image/*", "application/pdf", "docx"] };
  it("are refused before their bytes travel", () => {
    expect(refusal({ name: "a.png", type: "image/png", size: 10 }, limits)).toBeNull();
    expect(refusal({ name: "a.pdf", type: "application/pdf", size: 10 }, limits)).toBeNull();
    expect(refusal({ name: "A.DOCX", type: "", size: 10 }, limits)).toBeNull();
    expect(refusal({ name: "a.exe", type: "application/x-msdownload", size: 10 }, limits)).toBe("file.type_refused");
    expect(refusal({ name: "a.png", type: "image/png", size: 2 ** 21 }, limits)).toBe("file.too_large");
  });
});

describe("the channel's colour", () => {
  it("is made readable", () => {
    for (const hex of ["#1764d8", "#ffcc00", "#ffffff", "#1a6dff", "nonsense", "#00aa66"]) {
      const shade = readable(hex);
      expect(contrastWithWhite(shade), hex).toBeGreaterThanOrEqual(4.5);
      const parts = [1, 3, 5].map((at) => parseInt(shade.slice(at, at + 2), 16));
      expect(brand(hex), hex).toBe(parts.join(", "));
    }
    expect(brand("#1764d8")).toBe("23, 100, 216");
  });

  it("is measured by WCAG", () => {
    expect(contrastWithWhite("#000000")).toBeCloseTo(21, 5);
    expect(contrastWithWhite("#1764d8")).toBeCloseTo(5.45, 1);
    expect(contrastWithWhite("red")).toBeNull();
  });
});

describe("the identity of the full page", () => {
  it("comes from the fragment", () => {
    expect(identityOf("#user_id=7&hash=ab&name=%E5%B0%8F%E6%98%8E")).toEqual({ user_id: "7", hash: "ab", name: "小明" });
    expect(identityOf("#jwt=a.b.c")).toEqual({ token: "a.b.c" });
    expect(identityOf("#top")).toBeUndefined();
    expect(identityOf("")).toBeUndefined();
  });
});
