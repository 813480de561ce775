/** A customer asks for more than anybody may grant alone; a supervisor decides; the customer hears. */
import { Chat } from "./support/chat";
import { expect, expectAccessible, expectNoPanning, test } from "./support/walk";

test("what is beyond the limit is decided by a person and told to the customer", async ({ people }) => {
  const boss = await people.staff("shenhe");
  const customer = await people.customer();
  const chat = await Chat.asMember(customer, "u10008");
  const found = await (await boss.request.get("/api/v1/customers?q=何俊杰")).json();
  const orders = await (await boss.request.get(`/api/v1/customers/${found.items[0].id}/orders`)).json();
  const order = orders.items[0].no as string;

  await boss.goto("/approvals");
  await expect(boss.getByText("没有待审批的申请")).toBeVisible();
  await expectAccessible(boss);

  for (const [amount, at] of [["500", 1], ["600", 2]] as const) {
    await chat.say(`我要补偿，${order}漏液了`);
    await expect(chat.log).toContainText("多少");
    await chat.say(`赔我${amount}元，发优惠券`);
    await expect(chat.log).toContainText(`${amount}`);
    await expect(chat.log).toContainText("审核");
    await chat.say("确认");
    await expect(boss.getByTestId("approvals-count")).toContainText(String(at));
  }
  const cards = boss.getByTestId("approvals-list").getByRole("article");
  await expect(cards).toHaveCount(2);
  await expect(cards.first()).toContainText("补偿");
  await expect(cards.first()).toContainText("500");
  await expectAccessible(boss);
  if (process.env.PICTURES) await boss.screenshot({ path: `${process.env.PICTURES}/approvals.png` });

  // By keyboard alone: the first is approved, the next refused with a reason.
  await cards.first().focus();
  await boss.keyboard.press("a");
  await expect(boss.getByTestId("approval-note")).toBeVisible();
  await expectAccessible(boss);
  await boss.getByTestId("approval-note").press("Control+Enter");
  await expect(cards).toHaveCount(1);
  await expect(chat.log).toContainText("申请");
  await expect(chat.log).toContainText("已通过");
  await cards.first().focus();
  await boss.keyboard.press("r");
  await expect(boss.getByTestId("approval-send")).toBeDisabled();
  await boss.getByTestId("approval-note").fill("同一单已经补偿过");
  await boss.getByTestId("approval-send").click();
  await expect(chat.log).toContainText("同一单已经补偿过");
  await expect(boss.getByTestId("approvals-count")).toHaveCount(0);
  if (process.env.PICTURES) await customer.screenshot({ path: `${process.env.PICTURES}/approval-customer.png` });

  await boss.getByTestId("approvals-decided").click();
  await expect(cards).toHaveCount(2);
  await expect(cards.first()).toContainText("已驳回");
  await boss.setViewportSize({ width: 390, height: 844 });
  await expectNoPanning(boss);
  if (process.env.PICTURES) await boss.screenshot({ path: `${process.env.PICTURES}/approvals-phone.png`, fullPage: true });
});
