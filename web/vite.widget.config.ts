/**
 * Builds one of the visitor's scripts, named by WIDGET_ENTRY, as a single self-contained file.
 * `widget/build.mjs` runs it for each of them; a shop's page loads them by fixed names.
 */
import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

const entries: Record<string, string> = {
  w: "widget/src/loader.ts",
  panel: "widget/src/panel/index.tsx",
  cards: "widget/src/panel/cards/index.tsx",
  tickets: "widget/src/panel/tickets/index.tsx",
  more: "widget/src/panel/more.tsx",
  help: "widget/src/help.tsx",
  chat: "widget/src/chat.ts",
};

/** Modules that the later parts take from the panel instead of carrying them (see `panel/kit.ts`). */
const shared: Record<string, string> = {
  preact: "preact",
  "preact/hooks": "hooks",
};
for (const path of ["blocks.tsx", "format.ts", "messages.ts", "notices.ts", "requests.ts", "panel/icons.tsx", "panel/model.ts", "panel/script.ts"]) {
  const name = path.replace(/^panel\//, "").replace(/\.tsx?$/, "");
  shared[fileURLToPath(new URL(`widget/src/${path}`, import.meta.url))] = name;
}
const pathOf = (id: string) => (id in shared ? id : Object.keys(shared).find((key) => key.replace(/\.tsx?$/, "") === id));

const name = process.env.WIDGET_ENTRY ?? "w";

export default defineConfig({
  publicDir: false,
  define: { MORE_PATH: JSON.stringify(process.env.WIDGET_MORE ?? ""), CARDS_PATH: JSON.stringify(process.env.WIDGET_CARDS ?? ""), TICKETS_PATH: JSON.stringify(process.env.WIDGET_TICKETS ?? "") },
  // `h` is in the bundle anyway; the automatic runtime would add a second element factory.
  oxc: { jsx: { runtime: "classic", pragma: "jsxH", pragmaFrag: "JsxFragment" } },
  plugins: [
    {
      name: "jsx-factory",
      enforce: "pre",
      transform: (code, id) =>
        id.endsWith(".tsx") ? { code: `import { h as jsxH, Fragment as JsxFragment } from "preact";${code}`, map: null } : null,
    },
  ],
  build: {
    outDir: "dist",
    emptyOutDir: false,
    target: "es2022",
    minify: true,
    cssMinify: true,
    lib: { entry: entries[name], formats: ["iife"], name: "_shanying", fileName: () => `${name}.js` },
    rolldownOptions: ["more", "cards", "tickets"].includes(name)
      ? {
          external: (id, importer) => pathOf(resolve(id, importer)) !== undefined,
          output: { globals: (id) => `ShanyingKit.${shared[pathOf(id) ?? id]}` },
        }
      : {},
  },
});

/** The absolute path of a relative import; packages keep their names. */
function resolve(id: string, importer: string | undefined): string {
  if (!id.startsWith(".") || !importer) return id;
  return fileURLToPath(new URL(id, `file://${importer}`));
}
