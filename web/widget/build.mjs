/** Builds the visitor's scripts and holds them to their budgets, in gzipped bytes. */
import { copyFileSync, mkdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "vite";

const web = join(dirname(fileURLToPath(import.meta.url)), "..");
const budgets = { w: 4096, panel: 25 * 1024, help: 16 * 1024, chat: 26 * 1024 };

process.chdir(web);
mkdirSync("dist", { recursive: true });
let over = false;
for (const [name, budget] of Object.entries(budgets)) {
  process.env.WIDGET_ENTRY = name;
  await build({ configFile: "vite.widget.config.ts", logLevel: "warn" });
  const size = gzipSync(readFileSync(`dist/${name}.js`), { level: 9 }).length;
  const verdict = size > budget ? "OVER" : "ok";
  over ||= size > budget;
  console.log(`${`${name}.js`.padEnd(9)} ${(size / 1024).toFixed(2).padStart(6)} of ${budget / 1024} KB gzip  ${verdict}`);
}
copyFileSync("widget/chat.html", "dist/chat.html");
if (over) {
  console.error("A visitor script is over its budget.");
  process.exit(1);
}
