/**
 * Builds one of the visitor's scripts, named by WIDGET_ENTRY, as a single self-contained file.
 * `widget/build.mjs` runs it for each of them; a shop's page loads them by fixed names.
 */
import { defineConfig } from "vite";

const entries: Record<string, string> = {
  w: "widget/src/loader.ts",
  panel: "widget/src/panel/index.tsx",
  help: "widget/src/help.tsx",
  chat: "widget/src/chat.ts",
};
const name = process.env.WIDGET_ENTRY ?? "w";

export default defineConfig({
  publicDir: false,
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  build: {
    outDir: "dist",
    emptyOutDir: false,
    target: "es2020",
    minify: true,
    cssMinify: true,
    lib: { entry: entries[name], formats: ["iife"], name: "_shanying", fileName: () => `${name}.js` },
  },
});
