import { defineComponent, h, type PropType, type VNodeChild } from "vue";
import type { Block, Span } from "../../api/types";

/** Only links that open a page, a mail or a call; anything else stays plain text. */
export function safeHref(href: string | null | undefined): string | null {
  if (!href) return null;
  if (href.startsWith("/") && !href.startsWith("//")) return href;
  return /^(https?:|mailto:|tel:)/i.test(href) ? href : null;
}

function span(part: Span): VNodeChild {
  let node: VNodeChild = part.text;
  if (part.code) node = h("code", node);
  if (part.italic) node = h("em", [node]);
  if (part.bold) node = h("strong", [node]);
  const href = safeHref(part.href);
  return href ? h("a", { href, target: "_blank", rel: "noopener noreferrer nofollow" }, [node]) : node;
}

const spans = (parts: Span[]): VNodeChild[] => parts.map(span);

function block(part: Block): VNodeChild {
  switch (part.type) {
    case "paragraph":
      return h("p", spans(part.spans));
    case "heading":
      return h(`h${Math.min(6, Math.max(3, part.level + 2))}`, spans(part.spans));
    case "list":
      return h(
        part.ordered ? "ol" : "ul",
        part.items.map((item) => h("li", item.map(block))),
      );
    case "quote":
      return h("blockquote", part.blocks.map(block));
    case "code":
      return h("pre", h("code", part.text));
    case "image":
      return h("img", { src: part.url, alt: part.alt, loading: "lazy" });
    case "rule":
      return h("hr");
    case "table":
      return h("div", { class: "blocks-table", tabindex: 0, role: "group" }, [
        h("table", [
          h("thead", h("tr", part.head.map((cell) => h("th", { scope: "col" }, spans(cell))))),
          h("tbody", part.rows.map((row) => h("tr", row.map((cell) => h("td", spans(cell)))))),
        ]),
      ]);
    default:
      return null;
  }
}

/** An answer's blocks as elements, built node by node so that no text is ever read as HTML. */
export default defineComponent({
  name: "BlocksView",
  props: { blocks: { type: Array as PropType<Block[]>, required: true } },
  setup(props) {
    return () => h("div", { class: "blocks" }, props.blocks.map(block));
  },
});
