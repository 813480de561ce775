/**
 * What every walk stands on: the program, people who visit it in browsers of their own, and the
 * watch over their consoles. A walk fails by itself when a page logs an error, throws, or breaks
 * the content security policy.
 */
import { AxeBuilder } from "@axe-core/playwright";
import { expect, test as base, type BrowserContextOptions, type Page } from "@playwright/test";
import { mkdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { Program, repository } from "./program";

/** On two busy cores and without a vector unit, learning takes a minute. */
const LEARN_MS = 180_000;

/** The headers of the administrator's requests. */
async function administrator(program: Program, password: string): Promise<Record<string, string>> {
  const headers = { "content-type": "application/json", origin: program.url };
  const login = await fetch(`${program.url}/api/v1/auth/login`, {
    method: "POST",
    headers,
    body: JSON.stringify({ username: "shenhe", password }),
  });
  return { ...headers, cookie: login.headers.getSetCookie().map((one) => one.split(";")[0]).join("; ") };
}

/** A working day that never ends, so that the walks hold at any hour. */
async function openAllDay(program: Program, headers: Record<string, string>): Promise<void> {
  const address = `${program.url}/api/v1/settings/service`;
  const now = (await (await fetch(address, { headers })).json()) as object;
  const saved = await fetch(address, {
    method: "PUT",
    headers,
    body: JSON.stringify({ ...now, hours: [], holidays: [] }),
  });
  if (!saved.ok) throw new Error(`service settings: ${saved.status} ${await saved.text()}`);
}

/** Waits until the bot has learnt from the demo's entries: before that it asks where it would answer. */
async function learnt(program: Program, headers: Record<string, string>): Promise<void> {
  const until = Date.now() + LEARN_MS;
  while (Date.now() < until) {
    const models = (await (await fetch(`${program.url}/api/v1/training/models`, { headers })).json()) as { items: { active: boolean }[] };
    if (models.items.some((model) => model.active)) return;
    await new Promise((next) => setTimeout(next, 250));
  }
  throw new Error("the bot did not learn in time");
}

/** The consoles of all pages of a walk. */
class Watch {
  private readonly faults: string[] = [];
  /** `auth/me` tells a page that nobody is signed in; the browser logs every 401 as an error. */
  private tolerated: RegExp[] = [/401 \(Unauthorized\).*\/api\/v1\/auth\/me/];

  follow(page: Page): void {
    page.on("console", (message) => {
      if (message.type() !== "error" && !/Content Security Policy/i.test(message.text())) return;
      this.note(`${message.text()} at ${message.location().url}`);
    });
    page.on("pageerror", (error) => this.note(`${error.message}\n${error.stack ?? ""}`));
  }

  /** For what a walk provokes on purpose, such as a server that is gone for a moment. */
  tolerate(...patterns: RegExp[]): void {
    this.tolerated.push(...patterns);
  }

  private note(fault: string): void {
    this.faults.push(fault);
  }

  get seen(): string[] {
    return this.faults.filter((fault) => !this.tolerated.some((pattern) => pattern.test(fault)));
  }
}

/** People of a walk. */
class People {
  constructor(
    private readonly open: (options?: BrowserContextOptions) => Promise<Page>,
    private readonly password: string,
    private readonly origin: string,
  ) {}

  /** A customer in a browser that has never been here. */
  customer(options?: BrowserContextOptions): Promise<Page> {
    return this.open(options);
  }

  /** A member of the staff, signed in. */
  async staff(username: string, options?: BrowserContextOptions): Promise<Page> {
    const page = await this.open(options);
    const answer = await page.request.post("/api/v1/auth/login", {
      data: { username, password: this.password },
      headers: { origin: this.origin },
    });
    expect(answer.ok(), await answer.text()).toBe(true);
    return page;
  }
}

type PerWalk = { watch: Watch; people: People };
type PerWorker = { program: Program; password: string };

export const test = base.extend<PerWalk, PerWorker>({
  program: [
    async ({}, use) => {
      const program = await Program.start();
      await use(program);
      await program.stop();
    },
    { scope: "worker", timeout: 120_000 },
  ],
  password: [
    async ({ program }, use) => {
      const password = await program.password();
      const headers = await administrator(program, password);
      await openAllDay(program, headers);
      await learnt(program, headers);
      await use(password);
    },
    { scope: "worker", timeout: LEARN_MS + 30_000 },
  ],
  watch: async ({}, use) => {
    const watch = new Watch();
    await use(watch);
    expect(watch.seen, "errors in the consoles").toEqual([]);
  },
  people: async ({ browser, program, password, watch }, use) => {
    const opened: Page[] = [];
    const open = async (options?: BrowserContextOptions) => {
      const context = await browser.newContext({ baseURL: program.url, ...options });
      context.on("page", (page) => watch.follow(page));
      const page = await context.newPage();
      opened.push(page);
      return page;
    };
    await use(new People(open, password, program.url));
    for (const page of opened) await page.context().close();
  },
});

export { expect };
export type { Page };

/** A phone that customers have in their hands. */
export const PHONE: BrowserContextOptions = {
  viewport: { width: 390, height: 844 },
  deviceScaleFactor: 2,
  hasTouch: true,
  isMobile: true,
};

/** axe finds nothing serious or critical on the page, the widget's shadow roots included. */
export async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  const grave = violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, help, nodes }) => `${id}: ${help}\n${nodes.slice(0, 5).map((node) => `  ${node.html.slice(0, 200)} ${node.any[0]?.message ?? ""}`).join("\n")}`);
  expect(grave, `axe on ${page.url()}`).toEqual([]);
}

/** Nothing sticks out to the side, so that a phone does not pan. */
export async function expectNoPanning(page: Page): Promise<void> {
  const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(over).toBeLessThanOrEqual(0);
}

const imagesFolder = join(repository, "docs/images");
const LARGEST_PICTURE = 300 * 1024;

/** A picture for the READMEs; taken only when SCREENSHOTS is set. */
export async function picture(page: Page, name: string): Promise<void> {
  if (!process.env.SCREENSHOTS) return;
  await mkdir(imagesFolder, { recursive: true });
  const path = join(imagesFolder, `${name}.png`);
  await page.screenshot({ path, animations: "disabled" });
  expect((await stat(path)).size, `${name}.png`).toBeLessThan(LARGEST_PICTURE);
}
