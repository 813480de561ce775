/** A supervisor's day: sees that a customer is angry, looks on, whispers, speaks, takes over; all of it in the audit log. */
import { Chat } from "./support/chat";
import { Desk } from "./support/desk";
import { expect, expectAccessible, expectNoPanning, test } from "./support/walk";

test("a supervisor sees the angry customer, helps the agent and takes over", async ({ people, watch }) => {
  // Help is asked for at the moment when the conversation goes to somebody else.
  watch.tolerate(/404 \(Not Found\).*\/assist/);
  const agent = await Desk.open(await people.staff("xiaolin"));
  await agent.setState("online");
  const boss = await people.staff("shenhe");
  await boss.setViewportSize({ width: 1440, height: 900 });
  await boss.goto("/supervision");
  await expect(boss.getByTestId("tile-waiting")).toContainText("0");
  await expect(boss.getByText("没有待处理的告警")).toBeVisible();
  await expectAccessible(boss);

  const page = await people.customer();
  await page.goto("/demo/shop/");
  const chat = await Chat.inShop(page);
  await chat.askForPerson();
  await expect(chat.log.getByText("客服 小林 来为您服务了")).toBeVisible();
  await agent.openItem("");
  await chat.say("等了三天还没发货，你们什么垃圾服务，气死我了！再不处理我就打12315投诉");

  // The board hears of it by itself: the tile, the wall and the stream.
  await expect(boss.getByTestId("tile-serving")).toContainText(/[1-9]/);
  const stream = boss.getByTestId("alert-stream");
  await expect(stream.getByTestId("alert-anger")).toContainText("客户的话里有明显怒气");
  await expect(stream.getByTestId("alert-keyword")).toContainText("提到");
  await expect(boss.getByTestId("alerts-count")).toContainText("2");
  await expectAccessible(boss);
  if (process.env.PICTURES) await boss.screenshot({ path: `${process.env.PICTURES}/board.png` });

  // Looking on: the customer and the agent notice nothing.
  await stream.getByTestId("alert-anger").getByTestId("alert-acknowledge").click();
  await expect(stream.getByTestId("alert-anger")).toContainText("正在跟进");
  await stream.getByTestId("alert-anger").getByTestId("alert-look").click();
  const messages = boss.getByTestId("messages");
  await expect(messages).toContainText("等了三天还没发货");
  await chat.say("人呢");
  await expect(messages.getByText("人呢", { exact: true })).toBeVisible();

  // A whisper reaches the agent alone.
  await boss.getByTestId("supervise-text").fill("先道歉，再查物流，可补偿10元券");
  await boss.getByTestId("supervise-send").click();
  await expect(messages.getByText("先道歉，再查物流，可补偿10元券", { exact: true })).toBeVisible();
  await expect(agent.messages.getByText("先道歉，再查物流，可补偿10元券", { exact: true })).toBeVisible();
  await expect(agent.messages.getByText("主管耳语 · 客户看不到")).toBeVisible();
  await expectAccessible(boss);
  if (process.env.PICTURES) {
    await boss.screenshot({ path: `${process.env.PICTURES}/whisper-boss.png` });
    await agent.page.screenshot({ path: `${process.env.PICTURES}/whisper-agent.png` });
  }
  await agent.say("非常抱歉，我马上为您查物流");
  await chat.expectOnce("非常抱歉，我马上为您查物流");
  await expect(chat.log.getByText("先道歉，再查物流，可补偿10元券")).toHaveCount(0);

  // Speaking: the customer reads it with the supervisor's name.
  await boss.getByTestId("way-insert").click();
  await boss.getByTestId("supervise-text").fill("您好，我是主管，这件事我来跟进");
  await boss.getByTestId("supervise-send").click();
  await chat.expectOnce("您好，我是主管，这件事我来跟进");

  // Taking over.
  await boss.getByTestId("take-over").click();
  await boss.getByRole("dialog", { name: "接管" }).getByRole("button", { name: "接管", exact: true }).click();
  await expect(boss.getByTestId("composer")).toBeVisible();
  await boss.getByTestId("composer").fill("已为您加急，今天发出");
  await boss.getByTestId("send").click();
  await chat.expectOnce("已为您加急，今天发出");
  await expect(agent.messages.getByText("接管了会话")).toBeVisible();

  // In the desk's list with the reasons, and settled there.
  await boss.getByTestId("tab-alerts").click();
  await expect(boss.getByTestId(/^conversation-\d+$/).filter({ hasText: "客户愤怒" })).toHaveCount(1);
  await expectAccessible(boss);
  if (process.env.PICTURES) await boss.screenshot({ path: `${process.env.PICTURES}/intervene.png` });
  await boss.goto("/supervision");
  for (const kind of ["anger", "keyword"]) {
    const card = boss.getByTestId("alert-stream").getByTestId(`alert-${kind}`);
    await card.getByTestId("alert-handle").click();
    await card.getByTestId("alert-note").fill("已安抚并加急");
    await card.getByTestId("alert-settle").click();
    await expect(card).toHaveCount(0);
  }
  await expect(boss.getByText("没有待处理的告警")).toBeVisible();

  // All of it stands in the audit log.
  const lines = await (await boss.request.get("/api/v1/audit?limit=100")).json();
  const actions = (lines.items as { action: string }[]).map((line) => line.action);
  for (const action of ["conversation.watched", "conversation.whispered", "conversation.inserted", "conversation.taken_over", "alert.handled"]) {
    expect(actions).toContain(action);
  }
  await boss.goto("/desk");
  await boss.getByTestId("tab-mine").click();
  await boss.getByTestId(/^conversation-\d+$/).first().locator("button").first().click();
  await boss.getByTestId("close").click();
  await boss.getByRole("dialog", { name: "结束会话" }).getByRole("button", { name: "结束", exact: true }).click();
  await agent.setState("offline");
});

test("state and cap on the spot, a colleague helps, and the wall", async ({ people, watch }) => {
  watch.tolerate(/404 \(Not Found\).*\/assist/);
  const agent = await Desk.open(await people.staff("xiaolin"));
  await agent.setState("online");
  const colleague = await Desk.open(await people.staff("zhouzhou"));
  await colleague.setState("busy");
  const boss = await people.staff("shenhe");
  await boss.goto("/supervision");
  const seat = boss.getByTestId(/^seat-agt/).filter({ hasText: "林晓" });
  await expect(seat).toContainText("在线");
  await expect(seat).toBeVisible();
  await seat.getByTestId(/^seat-change/).click();
  await boss.getByTestId("seat-state-busy").click();
  await expect(agent.page.getByTestId("state-switch")).toContainText("示忙");
  await agent.setState("online");

  const page = await people.customer();
  await page.goto("/demo/shop/");
  const chat = await Chat.inShop(page);
  await chat.askForPerson();
  await expect(chat.log.getByText("客服 小林 来为您服务了")).toBeVisible();
  await agent.openItem("");
  await agent.page.setViewportSize({ width: 1500, height: 900 });
  await agent.page.getByTestId("help").click();
  await expectAccessible(agent.page);
  await agent.page.getByTestId("help-zhouzhou").click();
  await agent.page.getByRole("textbox", { name: "请对方帮什么" }).fill("这款孕妇能用吗");
  await agent.page.getByTestId("help-confirm").click();
  await colleague.list("mine");
  await colleague.openItem("协助");
  await expect(colleague.messages).toContainText("这款孕妇能用吗");
  await colleague.composer.fill("可以，无酒精无香精");
  await colleague.page.getByTestId("send").click();
  await expect(agent.messages.getByText("可以，无酒精无香精", { exact: true })).toBeVisible();
  await expect(chat.log.getByText("可以，无酒精无香精")).toHaveCount(0);
  if (process.env.PICTURES) await colleague.page.screenshot({ path: `${process.env.PICTURES}/helping.png` });
  await colleague.page.getByTestId("help-leave").click();
  await expect(colleague.item("协助")).toHaveCount(0);
  await agent.end();

  await boss.setViewportSize({ width: 1920, height: 1080 });
  await boss.getByTestId("wall-mode").click();
  await expect(boss.getByTestId("board")).toHaveClass(/wall/);
  await expectAccessible(boss);
  if (process.env.PICTURES) await boss.screenshot({ path: `${process.env.PICTURES}/wall.png` });
  await boss.getByTestId("wall-mode").click();
  await boss.setViewportSize({ width: 390, height: 844 });
  await expectNoPanning(boss);
  await expectAccessible(boss);
  if (process.env.PICTURES) await boss.screenshot({ path: `${process.env.PICTURES}/board-phone.png`, fullPage: true });
  await agent.setState("offline");
  await colleague.setState("offline");
});

test("workdays open their rows, and staffing is calculated three ways", async ({ people }) => {
  const boss = await people.staff("shenhe");
  await boss.setViewportSize({ width: 1440, height: 900 });
  await boss.goto("/supervision/workdays");
  const row = boss.getByTestId(/^workday-\d/).first();
  await expect(row).toBeVisible();
  await expectAccessible(boss);
  if (process.env.PICTURES) await boss.screenshot({ path: `${process.env.PICTURES}/workdays.png` });
  // Of today only what this company did so far stands there; yesterday was a whole shift.
  const yesterday = new Intl.DateTimeFormat("en-CA", { timeZone: "Asia/Shanghai" }).format(Date.now() - 86_400_000);
  await boss.getByTestId(`workday-${yesterday}`).first().getByTestId("workday-rows").click();
  await expect(boss.getByTestId("workday-drawer")).toContainText("小休");
  await expectAccessible(boss);
  if (process.env.PICTURES) await boss.screenshot({ path: `${process.env.PICTURES}/workday-rows.png` });
  await boss.keyboard.press("Escape");
  const address = await boss.getByTestId("workdays-export").getAttribute("href");
  const table = await boss.request.get(address ?? "");
  expect(table.headers()["content-type"]).toContain("text/csv");
  expect(await table.text()).toContain("登录时长(秒)");

  await boss.getByTestId("sub-staffing").click();
  await expect(boss.getByTestId("needed_c")).toContainText(/\d/);
  await expect(boss.getByTestId("needed_a")).toContainText(/\d/);
  await expect(boss.getByTestId("needed_simulated")).toContainText(/\d/);
  await expectAccessible(boss);
  if (process.env.PICTURES) await boss.screenshot({ path: `${process.env.PICTURES}/staffing.png` });

  await boss.goto("/settings/supervision");
  await expect(boss.getByTestId("mark-waiting")).toBeVisible();
  await expectAccessible(boss);
  if (process.env.PICTURES) await boss.screenshot({ path: `${process.env.PICTURES}/settings-supervision.png`, fullPage: true });

  await boss.getByRole("banner").getByTestId("language-en").click();
  for (const path of ["/supervision", "/supervision/workdays", "/supervision/staffing", "/settings/supervision"]) {
    await boss.setViewportSize({ width: 1440, height: 900 });
    await boss.goto(path);
    await expect(boss.getByRole("heading", { level: 1 })).toBeVisible();
    if (process.env.PICTURES) await boss.screenshot({ path: `${process.env.PICTURES}/en${path.replaceAll("/", "-")}.png` });
    await boss.setViewportSize({ width: 390, height: 844 });
    await expectNoPanning(boss);
    await expectAccessible(boss);
    if (process.env.PICTURES) await boss.screenshot({ path: `${process.env.PICTURES}/phone${path.replaceAll("/", "-")}.png`, fullPage: true });
  }
});
