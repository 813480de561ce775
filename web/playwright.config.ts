/**
 * The browser walks on the real program. Each worker starts its own `shanying demo` (see
 * `e2e/support/program.ts`); there is one worker, because the walks share queue and agents.
 *
 * SHANYING_BIN        the program; default ../target/debug/shanying
 * SHANYING_CHROMIUM   the browser; default /usr/bin/chromium
 * SCREENSHOTS=1       also writes the pictures of the READMEs to docs/images
 */
import { defineConfig } from "@playwright/test";

export default defineConfig({
  testDir: "e2e",
  workers: 1,
  retries: 0,
  forbidOnly: Boolean(process.env.CI),
  // Walks tell whether it works, not how fast: a busy machine takes three times as long.
  timeout: 240_000,
  globalTimeout: 45 * 60_000,
  expect: { timeout: 20_000 },
  reporter: [["list"]],
  use: {
    browserName: "chromium",
    viewport: { width: 1440, height: 900 },
    locale: "zh-CN",
    timezoneId: "Asia/Shanghai",
    contextOptions: { reducedMotion: "reduce" },
    screenshot: "only-on-failure",
    trace: "retain-on-failure",
    actionTimeout: 20_000,
    launchOptions: {
      executablePath: process.env.SHANYING_CHROMIUM ?? "/usr/bin/chromium",
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    },
  },
});
