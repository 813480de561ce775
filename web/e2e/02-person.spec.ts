/** A customer asks for a person, waits, is served, and rates; reload and power cut included. */
import { join } from "node:path";
import { Chat } from "./support/chat";
import { Desk } from "./support/desk";
import { repository } from "./support/program";
import { expect, expectAccessible, test } from "./support/walk";

const PHOTO = join(repository, "demo/shop/images/skin-types.png");
/** What a browser logs when the server is gone for a moment. */
const GONE = [/WebSocket/, /ERR_CONNECTION_REFUSED/, /ERR_CONNECTION_RESET/, /ERR_EMPTY_RESPONSE/];

test("a customer waits, is served by a person and rates", async ({ people }) => {
  const agent = await Desk.open(await people.staff("xiaolin"));
  await agent.setState("busy");

  const page = await people.customer();
  await page.goto("/demo/shop/");
  const chat = await Chat.inShop(page);
  await chat.say("面膜用完发红了怎么办");
  await chat.expectOnce("面膜用完发红了怎么办");
  await chat.askForPerson();
  const queue = chat.panel.getByRole("region", { name: "正在排队等候人工客服" });
  await expect(queue).toContainText("您排在第 1 位");
  await expectAccessible(page);

  // The agent sees the customer wait, begins to serve and is given the conversation.
  await agent.list("queue");
  await expect(agent.item("第 1 位")).toBeVisible();
  await agent.setState("online");
  await agent.list("mine");
  await agent.openItem("");
  await expect(agent.page.getByTestId("first-reply")).toBeVisible();
  await expect(agent.messages).toContainText("面膜用完发红了怎么办");
  await expect(chat.log.getByText("客服 小林 来为您服务了")).toBeVisible();
  await expect(queue).toBeHidden();

  // Typing is seen on the other side, the first reply ends the countdown.
  await agent.composer.pressSequentially("您好，");
  await expect(chat.panel.getByText("正在输入…")).toBeVisible();
  await agent.say("您好，我是小林，先请您停用。");
  await chat.expectOnce("您好，我是小林，先请您停用。");
  await expect(agent.page.getByTestId("first-reply")).toBeHidden();
  await expect(agent.messages.getByText("已读", { exact: true })).toBeVisible();

  await chat.write.pressSequentially("好的");
  await expect(agent.messages.getByText(/正在输入…$/)).toBeVisible();
  await chat.say("好的，我拍给您看");
  await expect(agent.messages.getByText("好的，我拍给您看")).toBeVisible();
  await expect(chat.log.getByText(/· 已读$/)).toBeVisible();

  // Pictures, both ways.
  await chat.panel.locator("input[type=file]").setInputFiles(PHOTO);
  await expect(chat.log.getByRole("button", { name: "查看大图：skin-types.png" })).toBeVisible();
  await expect(agent.messages.getByRole("img", { name: "查看图片 skin-types.png" })).toBeVisible();
  await agent.page.locator("input[type=file]").setInputFiles(PHOTO);
  await expect(chat.log.getByRole("button", { name: "查看大图：skin-types.png" })).toHaveCount(2);
  await expectAccessible(page);
  await expectAccessible(agent.page);

  // The agent invites a rating and ends; five stars come back.
  await agent.end();
  const form = chat.panel.getByRole("dialog", { name: "这次服务您满意吗？" });
  await expect(form).toBeVisible();
  await form.getByText("非常满意", { exact: true }).click();
  await form.getByRole("button", { name: "解决了问题" }).click();
  await form.getByRole("button", { name: "解决了", exact: true }).click();
  await form.getByRole("textbox").fill("回复很快，谢谢");
  await expectAccessible(page);
  await form.getByRole("button", { name: "提交评价" }).click();
  await expect(chat.log.getByText("您的评价：非常满意")).toBeVisible();
  await agent.list("closed");
  await agent.page.getByTestId("desk-search").fill("面膜用完发红");
  await expect(agent.item("")).toHaveCount(1);
  await agent.openItem("");
  await expect(agent.messages.getByRole("img", { name: "5 分（满分 5 分）" })).toBeVisible();
  await expect(agent.messages).toContainText("回复很快，谢谢");
  await agent.setState("offline");
});

test("a new text of the terms is asked for in the middle of a talk, and nothing is lost", async ({ people }) => {
  const admin = await people.staff("shenhe");
  const address = "/api/v1/settings/privacy";
  const origin = new URL((await admin.request.get(address)).url()).origin;
  const before = (await (await admin.request.get(address)).json()) as object;
  const change = async (data: object) => {
    const answer = await admin.request.put(address, { data: { ...before, ...data }, headers: { origin } });
    expect(answer.ok(), await answer.text()).toBe(true);
  };
  const page = await people.customer();
  await page.goto("/demo/shop/");
  await page.getByRole("button", { name: /^打开在线客服/ }).click();
  const terms = page.getByRole("dialog", { name: "使用前请您了解" });
  await expect(terms).toBeVisible();
  await expectAccessible(page);
  await terms.getByRole("button", { name: "同意并继续" }).click();
  const chat = await Chat.shown(page);
  await chat.say("怎么退货");
  await expect(chat.log.getByText("申请售后")).not.toHaveCount(0);

  await change({ consent_text: "我们多记录一项：您的收货城市。", consent_version: "walk" });
  await chat.say("多久发货");
  await expect(terms).toContainText("您的收货城市");
  // What stands below cannot be reached until the customer has agreed.
  await page.keyboard.press("Shift+Tab");
  await page.keyboard.press("Shift+Tab");
  await expect(terms.getByRole("button", { name: "同意并继续" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(terms).toBeHidden();
  await chat.expectOnce("多久发货");
  await expect(chat.log.getByText("当天")).not.toHaveCount(0);
  await change({});
});

test("reload and power cut lose nothing and double nothing", async ({ people, program, watch }) => {
  watch.tolerate(...GONE);
  const agent = await Desk.open(await people.staff("zhouzhou"));
  await agent.setState("online");
  const page = await people.customer();
  await page.goto("/demo/shop/");
  const chat = await Chat.inShop(page);
  await chat.askForPerson();
  await expect(chat.log.getByText("客服 舟舟 来为您服务了")).toBeVisible();
  await chat.say("第一句");
  await agent.openItem("");
  await agent.say("收到第一句");

  await chat.again();
  await agent.page.reload();
  for (const text of ["第一句", "收到第一句"]) {
    await chat.expectOnce(text);
    await expect(agent.messages.getByText(text, { exact: true })).toHaveCount(1);
  }

  // Both write while the server is dead; what they wrote arrives when it is back.
  const back = program.crash();
  await chat.say("断电时写的");
  await agent.composer.fill("断电时回的");
  await agent.page.getByTestId("send").click();
  await back;
  await expect(agent.messages.getByText("断电时写的", { exact: true })).toHaveCount(1, { timeout: 30_000 });
  await expect(chat.log.getByText("断电时回的", { exact: true })).toHaveCount(1, { timeout: 30_000 });
  await chat.say("恢复以后");
  await expect(agent.messages.getByText("恢复以后", { exact: true })).toHaveCount(1);
  await chat.again();
  await agent.page.reload();
  for (const text of ["第一句", "收到第一句", "断电时写的", "断电时回的", "恢复以后"]) {
    await chat.expectOnce(text);
    await expect(agent.messages.getByText(text, { exact: true })).toHaveCount(1);
  }
  await agent.end();
  await agent.setState("offline");
});
