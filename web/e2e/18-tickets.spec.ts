/** A ticket's life: from a conversation, answered, pressed for, resolved, opened again; views, board, deadlines, filing. */
import { Chat } from "./support/chat";
import { Desk } from "./support/desk";
import { expect, expectAccessible, expectNoPanning, PHONE, picture, test, type Page } from "./support/walk";

const shot = async (page: Page, name: string): Promise<void> => {
  if (process.env.PICTURES) await page.screenshot({ path: `${process.env.PICTURES}/${name}.png`, fullPage: true });
};

test("a conversation becomes a ticket, and its answer reaches the customer, who presses and opens it again", async ({ people }) => {
  const agent = await people.staff("zhouzhou");
  const desk = await Desk.open(agent);
  await desk.setState("online");
  const customer = await people.customer();
  const chat = await Chat.asMember(customer, "u10005");
  await chat.say("转人工");
  await expect(desk.item("转人工")).toHaveCount(1);
  await desk.openItem("转人工");

  await agent.getByTestId("side-tickets").click();
  await agent.getByTestId("customer-ticket-new").click();
  await expect(agent.getByTestId("ticket-dialog")).toContainText("苏小满");
  await agent.getByTestId("ticket-subject").fill("精华漏液，要求换新");
  await agent.getByTestId("ticket-description").fill("收到时瓶口渗漏，外箱完好，有照片");
  await agent.getByTestId("ticket-save").click();
  await expect(agent.getByTestId("ticket-dialog")).toContainText("请填写“原因”");
  await agent.getByTestId("field-reason").click();
  await agent.getByRole("option", { name: "破损漏液" }).click();
  await expectAccessible(agent);
  await shot(agent, "ticket-dialog");
  await agent.getByTestId("ticket-save").click();
  await expect(agent.getByTestId("customer-ticket").filter({ hasText: "精华漏液" })).toBeVisible();
  await expect(chat.log).toContainText("已为您建立工单");
  await shot(agent, "ticket-side");

  await agent.getByTestId("customer-ticket").filter({ hasText: "精华漏液" }).click();
  await expect(agent.getByTestId("timeline")).toContainText("收到时瓶口渗漏");
  await agent.getByTestId("take").click();
  await agent.getByTestId("reply-note").click();
  await agent.getByTestId("reply-text").fill("批号和上周那批一样，已报质检");
  await agent.getByTestId("reply-send").click();
  await agent.getByTestId("reply-public").click();
  await agent.getByTestId("reply-text").fill("今天就给您寄一支新的");
  await agent.getByTestId("reply-text").press("Control+Enter");
  await expect(agent.getByTestId("timeline")).toContainText("今天就给您寄一支新的");
  await expect(chat.log).toContainText("今天就给您寄一支新的");
  await expect(chat.log).not.toContainText("已报质检");
  await expectAccessible(agent);
  await shot(agent, "ticket-page");

  // In the widget: what was said, pressing once, an answer.
  await customer.getByRole("button", { name: "更多功能" }).click();
  await customer.getByRole("button", { name: "我的工单" }).click();
  const sheet = customer.getByRole("dialog", { name: "我的工单" });
  await expect(sheet.getByRole("button", { name: /精华漏液/ })).toBeVisible();
  await expectAccessible(customer);
  await shot(customer, "widget-tickets");
  await sheet.getByRole("button", { name: /精华漏液/ }).click();
  const one = customer.getByRole("dialog", { name: /工单 T/ });
  await expect(one).toContainText("今天就给您寄一支新的");
  await expect(one).not.toContainText("已报质检");
  await one.getByRole("button", { name: "催一下" }).click();
  await expect(one).toContainText("已经转告");
  await expect(one.getByRole("button", { name: "催一下" })).toBeDisabled();
  await one.getByLabel("补充或回复").fill("请发顺丰");
  await one.getByRole("button", { name: "发送" }).click();
  await expect(one).toContainText("请发顺丰");
  await shot(customer, "widget-ticket");
  await expect(agent.getByTestId("timeline")).toContainText("请发顺丰");

  await agent.getByTestId("resolve").click();
  await expect(customer.getByText(/工单 T\d+（精华漏液.*已经解决/)).toHaveCount(1);
  await one.getByRole("button", { name: "返回" }).click();
  await sheet.getByRole("button", { name: /精华漏液/ }).click();
  await one.getByLabel("请说说哪里没有解决").fill("还是漏的");
  await one.getByRole("button", { name: "没有解决，重新打开" }).click();
  await expect(agent.getByTestId("timeline")).toContainText("还是漏的");
  await expect(agent.getByTestId("fact-status")).toContainText("处理中");

  // The conversation ends; the ticket goes on without it.
  const again = await Desk.open(agent);
  await again.openItem("苏小满");
  await again.end();
});

test("the floor is seen in views, as a board, and on a phone; many change at once", async ({ people }) => {
  const boss = await people.staff("tangjie");
  await boss.goto("/tickets");
  const table = boss.getByTestId("ticket-table");
  await expect(table).toContainText("活动价下单后又降价");
  await expectAccessible(boss);
  await shot(boss, "tickets");
  await picture(boss, "tickets");
  for (const view of ["mine", "unassigned", "due", "watched", "done", "all"]) {
    await boss.getByTestId(`view-${view}`).click();
    await expect(boss.getByTestId(`view-${view}`)).toHaveAttribute("aria-current", "page");
  }
  await boss.getByTestId("ticket-search").fill("团购");
  await boss.getByTestId("ticket-search").press("Enter");
  await expect(table.getByRole("row")).toHaveCount(2);
  await table.locator("thead .el-checkbox").click();
  await boss.getByTestId("bulk-status").click();
  await boss.getByRole("option", { name: "挂起" }).click();
  await expect(table).toContainText("挂起");
  await boss.getByTestId("ticket-search").fill("");
  await boss.getByTestId("ticket-search").press("Enter");
  await boss.getByTestId("view-open").click();
  await boss.getByTestId("as-board").click();
  await expect(boss.getByTestId("ticket-board")).toContainText("企业团购");
  await expectAccessible(boss);
  await shot(boss, "tickets-board");
  await boss.getByTestId("as-list").click();
  await boss.setViewportSize({ width: 390, height: 844 });
  await expectNoPanning(boss);
  await shot(boss, "tickets-phone");
});

test("a message left becomes a ticket that is filed, confirmed by one key", async ({ people }) => {
  const customer = await people.customer(PHONE);
  const chat = await Chat.asMember(customer, "u10001");
  await customer.getByRole("button", { name: "更多功能" }).click();
  await customer.getByRole("button", { name: "给我们留言" }).click();
  await customer.getByRole("textbox", { name: "您的问题", exact: true }).fill("快递显示签收了，但是我没有收到包裹");
  await customer.getByRole("button", { name: "提交留言" }).click();
  await expect(chat.log).toContainText("没有收到包裹");

  const boss = await people.staff("shenhe");
  await boss.goto("/tickets");
  const link = boss.getByTestId("ticket-table").getByRole("link", { name: /没有收到包裹/ });
  await expect(link).toBeVisible();
  await link.click();
  await expect(boss.getByTestId("timeline")).toContainText("没有收到包裹");
  await expect(boss.getByTestId("leaf-1")).toBeVisible();
  await boss.getByTestId("leaf-1").focus();
  await boss.keyboard.press("1");
  await expect(boss.getByText("人工确认")).toBeVisible();
  await expectAccessible(boss);

  await boss.goto("/tickets/filing");
  await expect(boss.getByTestId("filing-first")).toContainText("100%");
  await expectAccessible(boss);
  await shot(boss, "filing");
  for (const section of ["tickets", "sla"]) {
    await boss.goto(`/settings/${section}`);
    await expect(boss.getByRole("heading", { level: 1 })).toContainText("工单");
    await expectAccessible(boss);
    await shot(boss, `settings-${section}`);
  }
});
