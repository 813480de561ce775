/** The day of an agent: quick replies, knowledge, notes, a colleague, the robot, messages left. */
import { Chat } from "./support/chat";
import { Desk } from "./support/desk";
import { expect, expectAccessible, picture, test } from "./support/walk";

const GREETING = "您好，我是清禾美肤的客服，前面的对话我已经看过了，这就接着为您处理。";

test("from the first customer to the colleague and back to the robot", async ({ people }) => {
  const lin = await Desk.open(await people.staff("xiaolin"));
  await lin.setState("online");
  const page = await people.customer();
  await page.goto("/demo/shop/");
  // A member of the shop: the server has signed who it is.
  await page.getByLabel("身份").selectOption({ label: "林知夏 · 金卡" });
  const chat = await Chat.inShop(page);
  await chat.say("我的快递三天没动了");
  await expect(chat.log.getByText("我的快递三天没动了")).toBeVisible();
  await chat.say("转人工");
  await expect(chat.log.getByText("客服 小林 来为您服务了")).toBeVisible();

  await lin.openItem("林知夏");
  await expect(lin.page.getByText("已认证", { exact: true })).toBeVisible();
  await expect(lin.messages.getByTestId("handover")).toBeVisible();

  // The menu of the right click keeps a conversation on top.
  await lin.item("林知夏").click({ button: "right" });
  await expectAccessible(lin.page);
  await lin.page.getByRole("menuitem", { name: "置顶", exact: true }).click();
  await expect(lin.item("林知夏").getByLabel("已置顶")).toBeVisible();

  // `/` finds a quick reply by its shortcut.
  await lin.composer.pressSequentially("/hi");
  const palette = lin.page.getByTestId("quick-palette");
  await expect(palette.getByRole("option", { name: /开场问好/ })).toBeVisible();
  await expectAccessible(lin.page);
  await lin.composer.press("Enter");
  await expect(lin.composer).toHaveValue(GREETING);
  await lin.composer.press("Enter");
  await chat.expectOnce(GREETING);

  // Knowledge by one click.
  await lin.page.getByTestId("side-knowledge").click();
  await lin.page.getByTestId("knowledge-search").fill("快递不动了");
  const hit = lin.page.getByTestId("knowledge-hit").first();
  await expect(hit).toBeVisible();
  await expectAccessible(lin.page);
  await hit.getByTestId("knowledge-send").click();
  await expect(lin.messages.locator(".answer").last()).toBeVisible();
  await chat.say("好的，谢谢，那我再等等");
  await expect(lin.messages).toContainText("好的，谢谢，那我再等等");

  // A note stays among colleagues.
  await lin.page.getByTestId("note-mode").click();
  await lin.say("老客户，已答应明天回访");
  await lin.page.getByRole("button", { name: "回复客户" }).click();
  await lin.page.getByTestId("side-profile").click();
  await expect(lin.page.getByTestId("profile")).toContainText("u10001");
  await expectAccessible(lin.page);
  await picture(lin.page, "workbench");

  // Why did the robot answer like this?
  await lin.messages.getByTestId("why").first().click();
  const drawer = lin.page.getByTestId("decision");
  await expect(drawer).toContainText("机器人的判断");
  await expectAccessible(lin.page);
  await lin.page.keyboard.press("Escape");
  await expect(drawer).toBeHidden();

  // To a colleague, with a word about it.
  const he = await Desk.open(await people.staff("ahe"));
  await he.setState("online");
  await lin.page.getByTestId("transfer").click();
  await lin.page.getByTestId("transfer-to-ahe").click();
  await lin.page.getByLabel("转接说明").fill("客户着急，请优先");
  await expectAccessible(lin.page);
  await lin.page.getByTestId("transfer-confirm").click();
  await expect(lin.item("林知夏")).toHaveCount(0);
  await he.openItem("林知夏");
  await expect(he.messages).toContainText("老客户，已答应明天回访");
  await expect(he.messages).toContainText("客户着急，请优先");
  await expect(chat.log.getByText("已为您转接给小何")).toBeVisible();
  await he.say("您好，我是小何，我来跟进。");
  await chat.expectOnce("您好，我是小何，我来跟进。");
  await expect(chat.log.getByText("老客户，已答应明天回访")).toHaveCount(0);
  await expect(chat.log.getByText("客户着急，请优先")).toHaveCount(0);

  // Back to the robot, which answers again.
  await he.page.getByTestId("return-to-bot").click();
  await he.confirm("交还机器人", "交还机器人");
  await expect(chat.log.getByText("现在由智能助手继续为您服务")).toBeVisible();
  await chat.say("退款多久能到账？");
  await expect(chat.log).toContainText("仓库签收后 48 小时内退款");
  await lin.setState("offline");
  await he.setState("offline");
});

test("a message that was left is answered and seen on the next visit", async ({ people }) => {
  const page = await people.customer();
  await page.goto("/demo/shop/");
  const chat = await Chat.inShop(page);
  await chat.askForPerson();
  await expect(chat.log.getByText(/现在没有客服在线/)).toBeVisible();
  await chat.log.getByRole("button", { name: "留言" }).click();
  const form = chat.panel.getByRole("dialog", { name: "给我们留言" });
  await form.getByRole("textbox", { name: "您的问题" }).fill("想订五十份年会礼盒，能定制吗");
  await form.getByRole("textbox", { name: /怎么称呼您/ }).fill("周先生");
  await form.getByRole("textbox", { name: "手机号", exact: true }).fill("13800138000");
  await expectAccessible(page);
  await form.getByRole("button", { name: "提交留言" }).click();
  await chat.expectOnce("想订五十份年会礼盒，能定制吗");
  await expect(chat.log.getByText("已收到您的留言，我们会尽快回复您。")).toBeVisible();
  await page.goto("about:blank");

  const agent = await Desk.open(await people.staff("xiaoman"));
  await agent.list("left_messages");
  await agent.openItem("周先生");
  await agent.page.getByTestId("side-profile").click();
  await expect(agent.page.getByTestId("profile")).not.toContainText("13800138000");
  await agent.page.getByTestId("take").click();
  await agent.say("可以定制，起订三十份，稍后电话联系您。");
  await agent.end();

  // The button in the shop tells that there is news.
  await page.goto("/demo/shop/");
  await expect(page.getByRole("button", { name: "打开在线客服，有新消息" }).or(chat.log)).toBeVisible();
  if (!(await chat.log.isVisible())) await chat.launcher.click();
  await chat.expectOnce("可以定制，起订三十份，稍后电话联系您。");
  await agent.setState("offline");
});
