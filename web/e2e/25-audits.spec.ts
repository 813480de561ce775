/** An answer did not help: an agent mends it by keyboard, an editor accepts it, and the next customer gets it. */
import { Chat } from "./support/chat";
import { expect, expectAccessible, expectNoPanning, PHONE, test, type Page } from "./support/walk";

const QUESTION = "积分会过期吗？";
const MENDED = "积分自到账起两年内有效，每月一号清理到期的部分。";

const shot = async (page: Page, name: string): Promise<void> => {
  if (process.env.PICTURES) await page.screenshot({ path: `${process.env.PICTURES}/${name}.png` });
};

async function asks(page: Page): Promise<Chat> {
  const chat = await Chat.fullPage(page);
  await chat.say(QUESTION);
  return chat;
}

test("an agent mends an answer, an editor accepts it, and the credit stands on the board", async ({ people, program }) => {
  // Whatever customers said in the demo's past is not what this walk is about.
  const boss = await people.staff("shenhe");
  const origin = { headers: { origin: program.url } };
  const settings = (await (await boss.request.get("/api/v1/settings/answer_audits")).json()) as object;
  const strict = { window_days: 1, min_answers: 1, not_helpful_percent: 1, not_helpful_least: 1, repeated_percent: 0, transferred_percent: 0, expiry_days: 0, stale_months: 0, waiting_most: 1000 };
  const saved = await boss.request.put("/api/v1/settings/answer_audits", { ...origin, data: { ...settings, ...strict } });
  expect(saved.ok(), await saved.text()).toBe(true);

  const customer = await people.customer(PHONE);
  const chat = await asks(customer);
  const helpful = chat.log.getByRole("group", { name: "这个回答有帮助吗？" }).last();
  await helpful.getByRole("button", { name: "没帮助", exact: true }).click();

  // The supervisor has answers looked through until the feedback is counted.
  const lead = await people.staff("tangjie");
  await lead.goto("/audits?tab=all");
  const listed = lead.getByTestId("audits-list").getByRole("row", { name: QUESTION });
  await expect(async () => {
    await lead.getByTestId("audits-sweep").click();
    await expect(listed).toBeVisible({ timeout: 2000 });
  }).toPass({ timeout: 20_000 });
  await expectAccessible(lead);
  await shot(lead, "audits-all");
  await lead.getByTestId("audits-rules").click();
  await expect(lead.getByTestId("audit-rules").getByLabel("每个客服最多")).toBeVisible();
  await shot(lead, "audits-rules");

  // It went to somebody of the front line, who does it by keyboard.
  const tasks = (await (await lead.request.get("/api/v1/answer-audits?state=open&limit=200")).json()) as { items: { question: string; agent_id: string }[] };
  const task = tasks.items.find((one) => one.question === QUESTION);
  const agents = (await (await lead.request.get("/api/v1/agents")).json()) as { items: { id: string; username: string }[] };
  const username = agents.items.find((one) => one.id === task?.agent_id)?.username ?? "";
  const agent = await people.staff(username);
  await agent.goto("/audits");
  await expect(agent.getByTestId("audits-count")).toBeVisible();
  const card = agent.getByTestId("audit-task");
  await expect(card).toBeVisible();
  while (!(await card.innerText()).includes(QUESTION)) await agent.getByRole("button", { name: "先看下一个" }).click();
  await expect(card.getByTestId("audit-asked")).toContainText("点了没帮助");
  await expectAccessible(agent);
  await shot(agent, "audits-task");
  await agent.setViewportSize({ width: 390, height: 844 });
  await expectNoPanning(agent);
  await shot(agent, "audits-task-phone");
  await agent.setViewportSize({ width: 1440, height: 900 });
  await agent.keyboard.press("3");
  await expect(card.getByTestId("answer-markdown")).toBeFocused();
  await card.getByTestId("answer-markdown").fill(MENDED);
  await shot(agent, "audits-mend");
  await expectAccessible(agent);
  await agent.keyboard.press("Control+Enter");
  await expect(agent.getByTestId("audits-judged")).toContainText("待审核");
  await agent.setViewportSize({ width: 390, height: 844 });
  await expectNoPanning(agent);
  await shot(agent, "audits-phone");

  // Customers still get what they got; the editor sees both beside each other and accepts.
  const editor = await people.staff("moyan");
  await editor.goto("/audits?tab=all&state=mended");
  await editor.getByTestId("audits-list").getByRole("button", { name: QUESTION }).click();
  await expect(editor.getByTestId("audit-diff")).toContainText(MENDED);
  await expectAccessible(editor);
  await shot(editor, "audits-review");
  await editor.getByTestId("audit-accept").click();
  await expect(editor.getByText("已采纳，客户马上得到新答案")).toBeVisible();
  const next = await people.customer(PHONE);
  await expect((await asks(next)).log).toContainText(MENDED);

  await editor.getByTestId("audits-tab-board").click();
  await expect(editor.getByTestId("audits-credits")).toBeVisible();
  await expect(editor.getByTestId("audits-effects")).toContainText(QUESTION);
  await expectAccessible(editor);
  await shot(editor, "audits-board");
  await editor.setViewportSize({ width: 390, height: 844 });
  await expectNoPanning(editor);
});
