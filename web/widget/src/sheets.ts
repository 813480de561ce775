/**
 * Puts a style sheet into a shadow root without a style tag, which a strict content policy
 * forbids. Browsers without constructable sheets (before 2023) get the tag after all.
 */
export function adopt(root: ShadowRoot, css: string): void {
  try {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
  } catch {
    const tag = document.createElement("style");
    tag.textContent = css;
    root.append(tag);
  }
}
