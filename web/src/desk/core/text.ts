import { safeHref } from "../../app/ui/BlocksView";
import type { Block, Span } from "../../api/types";

export interface TextPart {
  text: string;
  href: string | null;
}

const address = /https?:\/\/[^\s<>"'，。；！？、（）【】]+/gi;

/** Splits a message into plain parts and links. */
export function linkParts(text: string): TextPart[] {
  const parts: TextPart[] = [];
  let at = 0;
  for (const hit of text.matchAll(address)) {
    const url = hit[0].replace(/[.,;:!?)\]]+$/, "");
    if (hit.index > at) parts.push({ text: text.slice(at, hit.index), href: null });
    parts.push({ text: url, href: safeHref(url) });
    at = hit.index + url.length;
  }
  if (at < text.length) parts.push({ text: text.slice(at), href: null });
  return parts;
}

const spans = (parts: Span[]): string =>
  parts.map((part) => (part.href && part.href !== part.text ? `${part.text}（${part.href}）` : part.text)).join("");

function line(block: Block, indent = ""): string {
  switch (block.type) {
    case "paragraph":
    case "heading":
      return indent + spans(block.spans);
    case "list":
      return block.items
        .map((item, index) => `${indent}${block.ordered ? `${index + 1}.` : "·"} ${item.map((part) => line(part)).join("\n")}`)
        .join("\n");
    case "quote":
      return block.blocks.map((part) => line(part, indent)).join("\n");
    case "code":
      return block.text;
    case "image":
      return block.alt ? `[${block.alt}]` : "";
    case "rule":
      return "";
    case "table":
      return [block.head, ...block.rows].map((row) => row.map(spans).join("  ")).join("\n");
  }
}

/** An answer as plain text, to be edited before sending. */
export function plainText(blocks: Block[]): string {
  return blocks
    .map((block) => line(block))
    .filter(Boolean)
    .join("\n");
}
