/** An administrator looks at the shop's connection, tries tools, writes a mapping, and makes a webhook. */
import { createHmac } from "node:crypto";
import { expect, expectAccessible, expectNoPanning, type Page, test } from "./support/walk";

const shot = async (page: Page, name: string): Promise<void> => {
  if (process.env.PICTURES) await page.screenshot({ path: `${process.env.PICTURES}/${name}.png`, fullPage: true });
};

async function pick(page: Page, name: string): Promise<void> {
  const field = page.getByTestId("pick-customer").last().locator("input");
  await field.click();
  await field.fill(name);
  await page.getByRole("option", { name }).first().click();
}

test("tools are listed and tried as a customer, personal data masked", async ({ people }) => {
  const boss = await people.staff("shenhe");
  await boss.goto("/settings/connections");
  await expect(boss.getByTestId("connection-state")).toContainText("自带店铺");
  await expectAccessible(boss);
  await shot(boss, "connections-state");

  await boss.getByTestId("connections-tools").click();
  await expect(boss.getByTestId("tools")).toContainText("查物流");
  await expectAccessible(boss);
  await shot(boss, "connections-tools");
  await boss.getByTestId("tool-try-list_orders").click();
  await pick(boss, "何俊杰");
  await boss.getByTestId("trial-run").click();
  const answer = boss.getByTestId("trial-answer");
  await expect(answer).toContainText("毫秒");
  await expect(answer).toContainText("****");
  const told = await answer.innerText();
  // The customer's own; couriers put theirs into the words of a station.
  expect(told).toMatch(/"phone": "\d{3}\*{4}\d{4}"/);
  expect(told).not.toMatch(/"phone": "\d{11}"/);
  const order = /"no": "([^"]+)"/.exec(told)?.[1] ?? "";
  expect(order).not.toBe("");
  await expectAccessible(boss);
  await shot(boss, "connections-trial");
  await boss.keyboard.press("Escape");
});

test("a mapping is checked before it is used, and taken back", async ({ people, watch }) => {
  watch.tolerate(/400 \(Bad Request\).*connection\/check/, /503 .*connection/);
  const boss = await people.staff("shenhe");
  await boss.goto("/settings/connections/mapping");
  await boss.getByTestId("mapping-text").fill('name = "x"\nbase_url = ');
  await boss.getByTestId("mapping-check").click();
  await expect(boss.getByTestId("mapping-fault")).toContainText("cannot be read");
  await expectAccessible(boss);
  await boss.getByTestId("mapping-text").fill("");
  await boss.getByTestId("mapping-example").click();
  await expect(boss.getByTestId("mapping-text")).toHaveValue(/woocommerce/);
  // The example's shop is nobody's: what fails is told step by step, and nothing is in use yet.
  await boss.getByTestId("mapping-text").fill((await boss.getByTestId("mapping-text").inputValue()).replace("http://shop.example.com", "http://127.0.0.1:9"));
  await pick(boss, "何俊杰");
  await boss.getByTestId("mapping-check").click();
  const report = boss.getByTestId("mapping-report");
  await expect(report).toContainText("查订单列表");
  await expect(report).not.toContainText("成功");
  await expectAccessible(boss);
  await shot(boss, "connections-mapping");
  await boss.getByTestId("mapping-save").click();
  await boss.getByRole("button", { name: "保存并启用" }).last().click();
  await expect(boss.getByTestId("mapping-text")).toHaveValue(/authorization = "\*\*\*"/);
  await boss.getByTestId("connections-state").click();
  await expect(boss.getByTestId("connection-state")).toContainText("REST");
  await shot(boss, "connections-rest");
  await boss.getByTestId("connections-mapping").click();
  await boss.getByTestId("mapping-remove").click();
  await boss.getByRole("button", { name: "停用并恢复" }).last().click();
  await boss.getByTestId("connections-state").click();
  await expect(boss.getByTestId("connection-state")).toContainText("自带店铺");
});

test("the shop tells what changed, signed, and strangers are refused", async ({ people, watch }) => {
  watch.tolerate(/401 \(Unauthorized\).*hooks\/shop/);
  const boss = await people.staff("shenhe");
  await boss.goto("/settings/connections/hooks");
  await expect(boss.getByText("还没有推送地址")).toBeVisible();
  await boss.getByTestId("hook-new").click();
  await boss.getByTestId("hook-name").fill("商城订单");
  await expectAccessible(boss);
  await boss.getByTestId("hook-make").click();
  const secret = await boss.getByTestId("secret-text").innerText();
  await boss.getByRole("button", { name: "我已保存好，关闭" }).click();
  const hook = boss.getByTestId("hook-商城订单");
  const url = (await hook.locator("code").first().innerText()).trim();
  const tell = (key: string, id: string) => {
    const data = JSON.stringify({ event: "order.shipped", order_no: "SY1", status: "shipped" });
    const stamp = String(Math.floor(Date.now() / 1000));
    const signature = createHmac("sha256", key).update(`${stamp}.${id}.${data}`).digest("hex");
    return boss.request.post(url, {
      data,
      headers: { "content-type": "application/json", "x-shanying-timestamp": stamp, "x-shanying-delivery": id, "x-shanying-signature": `sha256=${signature}` },
    });
  };
  expect(await (await tell(secret, "d1")).json()).toEqual({ status: "taken" });
  expect(await (await tell(secret, "d1")).json()).toEqual({ status: "repeated" });
  expect((await tell("guess", "d2")).status()).toBe(401);
  await boss.reload();
  await expect(hook).toContainText("最近拒绝了 1 次");
  await hook.getByTestId("hook-deliveries").click();
  await expect(hook.getByTestId("deliveries")).toContainText("SY1");
  await expect(hook.getByTestId("deliveries")).toContainText("重复 1 次");
  await expectAccessible(boss);
  await shot(boss, "connections-hooks");
  await boss.setViewportSize({ width: 390, height: 844 });
  for (const tab of ["hooks", "tools", "mapping", "patience", "state"]) {
    await boss.goto(`/settings/connections${tab === "state" ? "" : `/${tab}`}`);
    await expect(boss.getByTestId(`connections-${tab}`)).toBeVisible();
    await boss.waitForLoadState("networkidle");
    await expectNoPanning(boss);
    await shot(boss, `connections-phone-${tab}`);
  }
  await boss.setViewportSize({ width: 1440, height: 900 });
  await boss.goto("/settings/connections/patience");
  await expect(boss.getByText("超时、缓存与熔断")).toBeVisible();
  await expectAccessible(boss);
  await shot(boss, "connections-patience");
});
