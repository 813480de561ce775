/** What a customer reveals appears while they talk, is confirmed, and is there the next time. */
import { Chat } from "./support/chat";
import { Desk } from "./support/desk";
import { expect, expectAccessible, expectNoPanning, test } from "./support/walk";

test("an agent sees what the customer reveals, confirms, rejects, changes and writes it", async ({ people }) => {
  const agent = await people.staff("zhouzhou");
  await agent.setViewportSize({ width: 1440, height: 900 });
  const desk = await Desk.open(agent);
  await desk.setState("online");
  const customer = await people.customer();
  await customer.goto("/demo/shop/");
  const chat = await Chat.inShop(customer);
  await chat.askForPerson();
  await expect(chat.log.getByText("客服 舟舟 来为您服务了")).toBeVisible();
  await desk.openItem("");
  await agent.getByTestId("side-profile").click();
  const card = agent.getByTestId("memories");
  await expect(card).toContainText("还没有记下什么");

  // It appears while they talk, with their own words.
  await chat.say("我是干皮，对花生过敏，以后别给我打电话");
  await expect(card.getByTestId("memory")).toHaveCount(3);
  await expect(card).toContainText("我是干皮，对花生过敏");
  await expect(card).toContainText("本次会话");
  await expectAccessible(agent);
  if (process.env.PICTURES) await agent.screenshot({ path: `${process.env.PICTURES}/memories-desktop.png` });

  const skin = card.getByTestId("memory").filter({ hasText: "干性" });
  await skin.getByTestId("memory-confirm").click();
  await expect(skin).toContainText("周航 确认");
  const call = card.getByTestId("memory").filter({ hasText: "不要打电话" });
  await call.getByTestId("memory-reject").click();
  await expect(card).toContainText("不再采用的 1 条");
  await skin.getByTestId("memory-change").click();
  await card.getByTestId("memory-value").fill("混干");
  await card.getByTestId("memory-form").getByRole("button", { name: "保存" }).click();
  await expect(card.getByTestId("memory").filter({ hasText: "混合性" })).toHaveCount(1);
  await card.getByTestId("memory-add").click();
  await card.getByTestId("memory-value").fill("喜欢晚上回复");
  await card.getByTestId("memory-form").getByRole("button", { name: "保存" }).click();
  await expect(card.getByTestId("memory").filter({ hasText: "喜欢晚上回复" })).toContainText("周航 添加");

  await agent.setViewportSize({ width: 390, height: 844 });
  await expectNoPanning(agent);
  if (process.env.PICTURES) await agent.screenshot({ path: `${process.env.PICTURES}/memories-phone.png` });
});
