/** Builds the visitor's scripts and holds them to their budgets, in gzipped bytes. */
import { createHash } from "node:crypto";
import { copyFileSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "vite";

process.chdir(join(dirname(fileURLToPath(import.meta.url)), ".."));
mkdirSync("dist/assets", { recursive: true });
/** In this order: what names another by its hash comes after it. */
const budgets = { cards: 10 * 1024, tickets: 6 * 1024, more: 16 * 1024, w: 4 * 1024, panel: 25 * 1024, help: 12 * 1024, chat: 4 * 1024 };

/** The later parts lie among the assets under their content's hash, so that they may be cached for good. */
function place(name, content) {
  for (const old of readdirSync("dist/assets").filter((file) => file.startsWith(`panel-${name}-`))) {
    rmSync(join("dist/assets", old));
  }
  const hash = createHash("sha256").update(content).digest("hex").slice(0, 10);
  renameSync(`dist/${name}.js`, `dist/assets/panel-${name}-${hash}.js`);
  process.env[`WIDGET_${name.toUpperCase()}`] = `/assets/panel-${name}-${hash}.js`;
}

let over = false;
for (const [name, budget] of Object.entries(budgets)) {
  process.env.WIDGET_ENTRY = name;
  await build({ configFile: "vite.widget.config.ts", logLevel: "warn" });
  const content = readFileSync(`dist/${name}.js`);
  const size = gzipSync(content, { level: 9 }).length;
  if (["cards", "tickets", "more"].includes(name)) place(name, content);
  over ||= size > budget;
  const verdict = size > budget ? "OVER" : "ok";
  console.log(`${`${name}.js`.padEnd(9)} ${(size / 1024).toFixed(2).padStart(6)} of ${budget / 1024} KB gzip  ${verdict}`);
}
copyFileSync("widget/chat.html", "dist/chat.html");
if (over) {
  console.error("A visitor script is over its budget.");
  process.exit(1);
}
