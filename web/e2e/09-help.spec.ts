/** In-page help: chosen entries inside a page of the shop, with search and the door to the chat. */
import { Chat } from "./support/chat";
import { expect, expectAccessible, test } from "./support/walk";

test("help inside a page answers and leads to the chat", async ({ people }) => {
  const page = await people.customer();
  await page.goto("/demo/shop/help.html");
  const help = page.getByRole("region", { name: "常见问题" });
  const question = help.getByRole("button", { name: "下单后多久发货？" });
  await expect(question).toBeVisible();
  await expectAccessible(page);
  await question.click();
  await expect(help).toContainText("每天 16:00 前付款的现货订单当天发出");
  await expectAccessible(page);

  await help.getByRole("searchbox", { name: "搜索问题" }).fill("发票");
  await expect(help.getByRole("button", { name: /发票/ }).first()).toBeVisible();
  await expect(question).toBeHidden();

  await help.getByRole("button", { name: "还没解决？问问客服" }).click();
  await expect(page.getByRole("dialog", { name: "在线客服" })).toBeVisible();
  await page.getByRole("button", { name: "同意并继续" }).click();
  const chat = await Chat.shown(page);
  await chat.say("退款多久能到账？");
  await expect(chat.log).toContainText("仓库签收后 48 小时内退款");
  await expectAccessible(page);
});

test("an administrator chooses what the copied help shows", async ({ people }) => {
  const page = await people.staff("shenhe");
  await page.goto("/settings/channels");
  await page.getByRole("link", { name: "配置" }).first().click();
  const text = page.locator("pre").filter({ hasText: "help.js" });
  await expect(text).toContainText('<div data-shanying-help data-search="true">');
  await page.getByRole("combobox", { name: "要显示的知识" }).fill("怎么开发票");
  await page.getByRole("option", { name: /怎么开发票/ }).first().click();
  await expect(text).toContainText(/data-shanying-help data-entries="ent_[0-9a-f]+" data-search="true"/);
  await page.keyboard.press("Escape");
  await expectAccessible(page);
});
