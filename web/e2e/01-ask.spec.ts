/** A customer asks in the widget of the shop's page and is answered by the robot. */
import { Chat } from "./support/chat";
import { expect, expectAccessible, picture, test } from "./support/walk";

test("a customer asks in Chinese and is answered", async ({ people }) => {
  const page = await people.customer();
  await page.goto("/demo/shop/");
  await expect(page.getByRole("heading", { name: "全部商品" })).toBeVisible();
  await expectAccessible(page);

  const chat = await Chat.inShop(page);
  await expect(chat.log).toContainText("我是机器人客服小禾");
  await expectAccessible(page);

  // A hot question is answered by a click.
  await chat.log.getByRole("button", { name: "下单后怎么修改收货地址？" }).click();
  await expect(chat.log).toContainText("没发货时可以自己改一次");

  // Guesses while typing, chosen by keyboard.
  await chat.write.pressSequentially("退款多久");
  const guesses = chat.panel.getByRole("listbox", { name: "猜您想问" });
  await expect(guesses.getByRole("option", { name: "退款多久能到账？" })).toBeVisible();
  await expectAccessible(page);
  await chat.write.press("Escape");
  await expect(guesses).toBeHidden();

  // Words that stand nowhere in the knowledge base like this.
  await chat.write.fill("");
  await chat.say("我前天买的东西怎么还没有发货");
  await expect(chat.log).toContainText("每天 16:00 前付款的现货订单当天发出");
  const helpful = chat.log.getByRole("group", { name: "这个回答有帮助吗？" }).last();
  await helpful.getByRole("button", { name: "有帮助", exact: true }).click();
  await expect(chat.log.getByText("谢谢您的反馈")).toBeVisible();
  await page.setViewportSize({ width: 1280, height: 800 });
  await picture(page, "widget");

  // Small talk is no unknown question.
  await chat.say("你好");
  await expect(chat.log.getByText("这个问题我还不太明白")).toHaveCount(0);
  await chat.expectOnce("你好");
  await expectAccessible(page);

  // A reload shows the same conversation, every message once.
  await chat.again();
  await chat.expectOnce("我前天买的东西怎么还没有发货");
  await chat.expectOnce("你好");
  await expect(chat.log.getByText("谢谢您的反馈")).toBeVisible();
});

test("after two questions that it cannot answer the robot brings or offers a person", async ({ people }) => {
  const page = await people.customer();
  await page.goto("/demo/shop/");
  const chat = await Chat.inShop(page);
  await chat.say("帮我解一下二元一次方程组");
  await expect(chat.log.getByText("这个问题我还不太明白")).toBeVisible();
  await chat.say("量子纠缠的本质究竟是什么");
  await expect(chat.log.getByText(/现在没有客服在线|还是没能帮到您|正在为您转接人工客服/).last()).toBeVisible();
});
