/** The same on a phone: the full page of the chat, and the workbench for an agent on the way. */
import { Chat } from "./support/chat";
import { Desk } from "./support/desk";
import { expect, expectAccessible, expectNoPanning, PHONE, picture, test } from "./support/walk";

test("a customer on a phone asks and is answered", async ({ people }) => {
  const page = await people.customer(PHONE);
  const chat = await Chat.fullPage(page);
  await expectNoPanning(page);
  await expectAccessible(page);
  await chat.log.getByRole("button", { name: "退款多久能到账？" }).tap();
  await expect(chat.log).toContainText("仓库签收后 48 小时内退款");
  await chat.say("怎么申请退货");
  await expect(chat.log).toContainText("客服 2 小时内审核");
  await expect(chat.log.getByRole("img").or(chat.log.locator("img")).first()).toBeVisible();
  await expectNoPanning(page);
  await expectAccessible(page);
  await picture(page, "phone");

  await chat.panel.getByRole("button", { name: "更多功能" }).tap();
  await expect(chat.panel.getByRole("dialog", { name: "更多功能" })).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press("Escape");

  // The window of the shop's page covers a phone.
  await page.goto("/demo/shop/");
  await chat.launcher.tap();
  const dialog = page.getByRole("dialog", { name: "在线客服" });
  await expect(dialog).toBeVisible();
  expect((await dialog.boundingBox())?.width).toBe(390);
  await expectNoPanning(page);
});

test("an agent on a phone serves a customer", async ({ people }) => {
  const agent = await Desk.open(await people.staff("xiaolin", PHONE));
  await agent.setState("online");
  const page = await people.customer();
  const chat = await Chat.fullPage(page);
  await chat.askForPerson();
  // The first customer opens by itself on a desk where nothing is open.
  await expect(agent.messages).toBeVisible();
  await agent.say("您好，我在路上，也能回您。");
  await chat.expectOnce("您好，我在路上，也能回您。");
  await expectNoPanning(agent.page);
  await expectAccessible(agent.page);
  await agent.page.getByRole("button", { name: "客户资料" }).tap();
  await expect(agent.page.getByTestId("profile")).toBeVisible();
  await expectAccessible(agent.page);
  await agent.page.getByRole("button", { name: "关闭侧栏" }).tap();
  await agent.page.getByRole("button", { name: "更多操作" }).tap();
  await agent.page.getByRole("menuitem", { name: "结束" }).tap();
  await agent.confirm("结束会话", "结束");
  await expect(chat.panel.getByRole("dialog", { name: "这次服务您满意吗？" })).toBeVisible();
  await agent.page.getByRole("button", { name: "返回列表" }).tap();
  await agent.setState("offline");
});
