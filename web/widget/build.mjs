/** Builds the visitor's scripts and holds them to their budgets, in gzipped bytes. */
import { createHash } from "node:crypto";
import { copyFileSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "vite";

process.chdir(join(dirname(fileURLToPath(import.meta.url)), ".."));
mkdirSync("dist/assets", { recursive: true });
const budgets = { more: 16 * 1024, w: 4 * 1024, panel: 25 * 1024, help: 12 * 1024, chat: 4 * 1024 };

/** The later part lies among the assets under its content's hash, so that it may be cached for good. */
function place(content) {
  for (const old of readdirSync("dist/assets").filter((file) => /^panel-more-.*\.js$/.test(file))) {
    rmSync(join("dist/assets", old));
  }
  const hash = createHash("sha256").update(content).digest("hex").slice(0, 10);
  renameSync("dist/more.js", `dist/assets/panel-more-${hash}.js`);
  process.env.WIDGET_MORE = `/assets/panel-more-${hash}.js`;
}

let over = false;
for (const [name, budget] of Object.entries(budgets)) {
  process.env.WIDGET_ENTRY = name;
  await build({ configFile: "vite.widget.config.ts", logLevel: "warn" });
  const content = readFileSync(`dist/${name}.js`);
  const size = gzipSync(content, { level: 9 }).length;
  if (name === "more") place(content);
  over ||= size > budget;
  const verdict = size > budget ? "OVER" : "ok";
  console.log(`${`${name}.js`.padEnd(9)} ${(size / 1024).toFixed(2).padStart(6)} of ${budget / 1024} KB gzip  ${verdict}`);
}
copyFileSync("widget/chat.html", "dist/chat.html");
if (over) {
  console.error("A visitor script is over its budget.");
  process.exit(1);
}
