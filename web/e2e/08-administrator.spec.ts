/** The administrator: signs in by hand, opens every page, and lets a new agent in. */
import { expect, expectAccessible, picture, test, type Page } from "./support/walk";

async function signIn(page: Page, username: string, password: string): Promise<void> {
  await page.goto("/");
  await page.getByLabel("用户名").fill(username);
  await page.getByLabel("密码", { exact: true }).fill(password);
  await page.getByRole("button", { name: "登录", exact: true }).click();
  await expect(page.getByTestId("profile-menu")).toBeVisible();
}

const SETTINGS = ["agents", "groups", "replies", "channels", "bot", "hours", "rating", "company", "privacy", "keys"];

/** Waits until the page has what it shows. */
async function settled(page: Page): Promise<void> {
  await expect(page.locator("h1").first()).toBeVisible();
  await expect(page.locator(".el-skeleton, .el-loading-mask")).toHaveCount(0);
}

test("every page opens, without an error and open to everybody", async ({ people, password, watch }) => {
  // Some twenty pages, each looked through by axe.
  test.slow();
  const page = await people.customer();
  await page.goto("/");
  await expect(page.getByTestId("login-form")).toBeVisible();
  // The demo's accounts, one click away.
  await page.getByTestId("demo-moyan").click();
  await expect(page.getByLabel("用户名")).toHaveValue("moyan");
  await expect(page.getByLabel("密码", { exact: true })).toHaveValue(password);
  await expectAccessible(page);
  // A wrong password is told in words.
  watch.tolerate(/401 \(Unauthorized\).*\/auth\/login/);
  await page.getByLabel("用户名").fill("shenhe");
  await page.getByLabel("密码", { exact: true }).fill("not the password");
  await page.getByRole("button", { name: "登录", exact: true }).click();
  await expect(page.getByRole("alert")).toHaveText("用户名或密码不对。");
  await signIn(page, "shenhe", password);

  for (const path of ["/desk", "/overview", "/knowledge", "/improve", "/customers", "/audit"]) {
    await page.goto(path);
    await settled(page);
    await expectAccessible(page);
  }
  for (const section of SETTINGS) {
    await page.goto(`/settings/${section}`);
    await settled(page);
    await expectAccessible(page);
  }
  await page.goto("/settings/channels");
  await page.locator("main a[href^='/settings/channels/']").first().click();
  await settled(page);
  await expect(page.getByTestId("qr-code")).toBeVisible();
  await expectAccessible(page);
  await page.goto("/customers");
  await page.locator("main a[href^='/customers/']").first().click();
  await settled(page);
  await expectAccessible(page);
  await page.goto("/overview");
  await settled(page);
  await picture(page, "overview");
  await page.goto("/nowhere");
  await expect(page.getByText("这个页面不存在")).toBeVisible();
});

test("a new agent comes in by a one-time link", async ({ people, password, watch }) => {
  const admin = await people.customer();
  await signIn(admin, "shenhe", password);
  await admin.goto("/settings/agents");
  await admin.getByTestId("agent-new").click();
  await admin.getByTestId("agent-name").fill("秦可可");
  await admin.getByTestId("agent-username").fill("qinkeke");
  await expectAccessible(admin);
  await admin.getByTestId("agent-save").click();
  const link = (await admin.getByTestId("secret-text").innerText()).trim();
  await expectAccessible(admin);
  expect(link).toMatch(/\/setup#/);

  const page = await people.customer();
  await page.goto(link);
  await expect(page.getByTestId("setup-form")).toBeVisible();
  await expectAccessible(page);
  await page.getByLabel("新密码").fill("lotus-pond-42-moon");
  await page.getByLabel("再输入一次").fill("lotus-pond-42-moon");
  await page.getByRole("button", { name: "设置并登录" }).click();
  await expect(page.getByTestId("state-switch")).toBeVisible();
  await expect(page.getByTestId("nav-audit")).toHaveCount(0);

  // The link works once.
  watch.tolerate(/\/auth\/setup/);
  const other = await people.customer();
  await other.goto(link);
  await expect(other.getByRole("alert")).toBeVisible();
});
