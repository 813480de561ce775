/**
 * Draws the server's safe block tree as elements. Text stays text: no HTML is ever parsed here,
 * and an address becomes a link only with a scheme that cannot run anything.
 */
import type { ComponentChildren } from "preact";
import type { Block, Span } from "./types";

export type ImageOpener = (url: string, alt: string) => void;

/** The address itself when it is safe to follow, else null. Relative ones are the server's. */
export function safeLink(href: string | null | undefined, base: string): string | null {
  if (!href) return null;
  try {
    const url = new URL(href, base);
    return ["http:", "https:", "tel:", "mailto:"].includes(url.protocol) ? url.href : null;
  } catch {
    return null;
  }
}

export function safeImage(href: string, base: string): string | null {
  const url = safeLink(href, base);
  return url?.startsWith("http") ? url : null;
}

function Words({ spans, base }: { spans: Span[]; base: string }) {
  return (
    <>
      {spans.map((span) => {
        let inner: ComponentChildren = span.text;
        if (span.code) inner = <code>{inner}</code>;
        if (span.italic) inner = <em>{inner}</em>;
        if (span.bold) inner = <strong>{inner}</strong>;
        const href = safeLink(span.href, base);
        return href ? (
          <a href={href} target={href.startsWith("http") ? "_blank" : undefined} rel="noopener noreferrer">
            {inner}
          </a>
        ) : (
          inner
        );
      })}
    </>
  );
}

type Props = { blocks: Block[]; base: string; imageLabel: (name: string) => string; open: ImageOpener };

export function Blocks(props: Props) {
  return (
    <>
      {props.blocks.map((block, index) => (
        <One key={index} {...props} block={block} />
      ))}
    </>
  );
}

function One({ block, ...rest }: Props & { block: Block }) {
  const { base } = rest;
  switch (block.type) {
    case "paragraph":
      return <p><Words spans={block.spans} base={base} /></p>;
    case "heading":
      // The level of the source would tear the page's own outline, so all are one small heading.
      return <p class="heading"><strong><Words spans={block.spans} base={base} /></strong></p>;
    case "list": {
      const items = block.items.map((item, index) => <li key={index}><Blocks {...rest} blocks={item} /></li>);
      return block.ordered ? <ol>{items}</ol> : <ul>{items}</ul>;
    }
    case "quote":
      return <blockquote><Blocks {...rest} blocks={block.blocks} /></blockquote>;
    case "code":
      return <pre tabIndex={0}><code>{block.text}</code></pre>;
    case "rule":
      return <hr />;
    case "image": {
      const url = safeImage(block.url, base);
      if (!url) return block.alt ? <p>{block.alt}</p> : null;
      return (
        <button type="button" class="picture" aria-label={rest.imageLabel(block.alt)} onClick={() => rest.open(url, block.alt)}>
          <img src={url} alt="" loading="lazy" />
        </button>
      );
    }
    case "table":
      return (
        <div class="table" tabIndex={0}>
          <table>
            <thead>
              <tr>{block.head.map((cell, i) => <th key={i} scope="col"><Words spans={cell} base={base} /></th>)}</tr>
            </thead>
            <tbody>
              {block.rows.map((row, r) => (
                <tr key={r}>{row.map((cell, i) => <td key={i}><Words spans={cell} base={base} /></td>)}</tr>
              ))}
            </tbody>
          </table>
        </div>
      );
    default:
      return null;
  }
}

/** The same content as plain sentences, for reading aloud. */
export function plainText(blocks: Block[]): string {
  const words = (spans: Span[]) => spans.map((span) => span.text).join("");
  return blocks
    .map((block) => {
      switch (block.type) {
        case "paragraph":
        case "heading":
          return words(block.spans);
        case "list":
          return block.items.map(plainText).join("。");
        case "quote":
          return plainText(block.blocks);
        case "code":
          return block.text;
        case "image":
          return block.alt;
        case "table":
          return [block.head, ...block.rows].map((row) => row.map(words).join(",")).join("。");
        default:
          return "";
      }
    })
    .filter(Boolean)
    .join("。");
}
