/** An agent is helped: a reply with one key, taught, checked before it goes, the assistant asked, the end confirmed with one key. */
import { Chat } from "./support/chat";
import { Desk } from "./support/desk";
import { expect, expectAccessible, expectNoPanning, PHONE, test, type Page } from "./support/walk";

const shot = async (page: Page, name: string): Promise<void> => {
  if (process.env.PICTURES) await page.screenshot({ path: `${process.env.PICTURES}/${name}.png` });
};

test("an agent sends what is suggested, is warned, asks the assistant and confirms the summary", async ({ people }) => {
  const agent = await people.staff("zhouzhou");
  await agent.setViewportSize({ width: 1440, height: 900 });
  const desk = await Desk.open(agent);
  await desk.setState("online");
  const customer = await people.customer();
  const chat = await Chat.asMember(customer, "u10005");
  await chat.say("面膜收到盒子压扁了里面漏了一片");
  await chat.askForPerson();
  await expect(chat.log.getByText("客服 舟舟 来为您服务了").last()).toBeVisible();
  await desk.openItem("");

  // What the customer asked before they asked for a person is what is suggested.
  const pane = agent.getByTestId("assist");
  await expect(pane.getByTestId("suggestion").first()).toContainText(/漏|破损/);
  await expect(pane.getByTestId("allowance")).toContainText("补偿额度");
  await expect(agent.getByTestId("suggestion-bar")).toContainText(/知识|案例/);
  await expectAccessible(agent);
  await shot(agent, "assist-desktop");

  // By hand: a search, a click; here one chord. Both are counted and timed.
  const begun = Date.now();
  await agent.getByTestId("composer").press("Alt+s");
  await expect(chat.log.getByText(/漏的那片|破损/).last()).toBeVisible();
  const withHelp = Date.now() - begun;
  const byHand = "漏液的照片发在这里就行，外箱面单、漏的那片、整盒各一张，我们核实后马上给您补发。";
  console.log(`with help: 1 chord, ${withHelp} ms; by hand: ${byHand.length} characters, about ${Math.round(byHand.length * 0.5)} s at 120 a minute`);
  await expect(agent.getByTestId("suggestion-bar")).toHaveCount(0);

  // A reply above the limit goes only when it is meant so.
  await chat.say("我照片发哪里");
  await expect(pane).toContainText("我照片发哪里");
  const composer = agent.getByTestId("composer");
  await composer.fill("您好，我给您补偿200元");
  await composer.press("Enter");
  await expect(agent.getByTestId("risk-compensation")).toContainText("还可给");
  await expect(agent.getByTestId("messages").getByText("您好，我给您补偿200元", { exact: true })).toHaveCount(0);
  await expectAccessible(agent);
  await shot(agent, "assist-risk");
  await composer.fill("照片直接发在这里就行，已经为您登记，明天上午10点前我再联系您确认。");
  await expect(agent.getByTestId("risk-compensation")).toHaveCount(0);
  await composer.press("Enter");
  await chat.expectOnce("照片直接发在这里就行，已经为您登记，明天上午10点前我再联系您确认。");

  // The assistant knows what customers may not see, and what was asked before.
  await agent.getByTestId("ask").fill("客服可以给顾客多少补偿");
  await agent.getByTestId("ask").press("Enter");
  await expect(agent.getByTestId("ask-talk")).toContainText("客服自行承诺上限 50 元");
  await expect(agent.getByTestId("ask-talk")).toContainText("仅内部");
  await shot(agent, "assist-ask");

  // The end is prepared; one key confirms it.
  await chat.say("好的谢谢");
  await expect(pane).toContainText("我照片发哪里");
  await composer.press("Alt+w");
  const end = agent.getByTestId("wrap-up");
  await expect(agent.getByTestId("wrap-up-summary")).toHaveValue(/漏了一片/);
  await expect(end).toContainText("安排回访");
  await expect(agent.getByTestId("wrap-up-confirm")).toBeFocused();
  await expectAccessible(agent);
  await shot(agent, "assist-end");
  await agent.keyboard.press("Enter");
  await expect(agent.getByText("小结已保存")).toBeVisible();
  await expect(desk.item("漏了一片")).toHaveCount(0);
});

test("on a phone and in English the same help is there", async ({ people }) => {
  const agent = await people.staff("xiaoman", { ...PHONE });
  const desk = await Desk.open(agent);
  await desk.setState("online");
  const customer = await people.customer();
  const chat = await Chat.asMember(customer, "u10004");
  await chat.say("退款怎么还没到");
  await chat.askForPerson();
  await expect(chat.log.getByText("客服 小满 来为您服务了")).toBeVisible();
  await expect(agent.getByTestId("suggestion-bar")).toBeVisible();
  await expectNoPanning(agent);
  await shot(agent, "assist-phone");
  await agent.evaluate(() => localStorage.setItem("shanying.locale", "en"));
  await agent.reload();
  await expect(agent.getByTestId("suggestion-bar")).toContainText("Knowledge");
  await expectAccessible(agent);
  await shot(agent, "assist-phone-en");
});
