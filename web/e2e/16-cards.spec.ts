/** A known customer answers with cards instead of typing: orders, an address, a form, a summary; the agent sees the same. */
import { Chat } from "./support/chat";
import { Desk } from "./support/desk";
import { expect, expectAccessible, expectNoPanning, test, type Page } from "./support/walk";

async function shoot(page: Page, name: string): Promise<void> {
  if (process.env.PICTURES) await page.screenshot({ path: `${process.env.PICTURES}/${name}.png` });
}

test("an order is chosen by keyboard, followed station by station, and its address changed", async ({ people }) => {
  const page = await people.customer();
  const chat = await Chat.asMember(page, "u10003");
  await chat.say("我的快递到哪了");
  const orders = chat.log.getByRole("list", { name: "您的订单" });
  const choices = orders.getByRole("button", { name: /^选这个订单/ });
  await expect(choices).toHaveCount(2);
  await expect(orders).toContainText("运输中");
  // What is a card is not a chip as well.
  await expect(chat.log.getByRole("button", { name: /· ….{4}$/ })).toHaveCount(0);
  await expectAccessible(page);
  await choices.filter({ hasText: "运输中" }).focus();
  await page.keyboard.press("Enter");
  const stations = chat.log.getByRole("list", { name: "物流记录" });
  await expect(stations.getByRole("listitem").first()).toHaveAttribute("aria-current", "step");
  await expect(choices).toHaveCount(0);
  await expect(chat.log).toBeFocused();
  await chat.log.getByRole("button", { name: /^查看全部/ }).press("Enter");
  await expect(stations.getByRole("listitem")).toHaveCount(4);
  await expectAccessible(page);
  await shoot(page, "cards-parcel");

  // The address in its parts; what is not whole is not sent.
  await chat.say("我要改地址");
  await chat.log.getByLabel("省 / 直辖市").selectOption("浙江省");
  await chat.log.getByLabel("市", { exact: true }).fill("杭州市");
  await chat.log.getByLabel("街道和门牌号").fill("文三路90号3幢502室");
  await chat.log.getByRole("button", { name: "发送", exact: true }).click();
  await expect(chat.log.getByRole("alert")).toHaveText("请填写省、市、区和街道门牌");
  await chat.log.getByLabel("区 / 县").fill("西湖区");
  await page.keyboard.press("Enter");
  const summary = chat.log.getByRole("region", { name: "请核对" });
  await expect(summary).toContainText("浙江省杭州市西湖区文三路90号3幢502室");
  await expectAccessible(page);
  await shoot(page, "cards-summary");

  // One thing is changed from the summary; then all is told anew and done.
  await summary.getByRole("button", { name: "修改收货电话" }).press("Enter");
  const phone = chat.log.getByRole("textbox", { name: "收货电话" });
  await phone.fill("1380013");
  await page.keyboard.press("Enter");
  await expect(chat.log.getByRole("alert")).toHaveText("请填写正确的电话号码");
  await phone.fill("138 0013 8000");
  await page.keyboard.press("Enter");
  await expect(summary.last()).toContainText("13800138000");
  await chat.log.getByRole("button", { name: "确认", exact: true }).press("Enter");
  await expect(chat.log).toContainText(/改好了/);

  // The agent reads the same cards.
  const desk = await Desk.open(await people.staff("tangjie"));
  await desk.list("bot");
  await desk.openItem("王秀兰");
  await expect(desk.messages.getByRole("list", { name: "订单" }).first()).toContainText("运输中");
  await expect(desk.messages).toContainText("杭州转运中心");
  await expectAccessible(desk.page);
  await shoot(desk.page, "cards-desk");
});

test("a return is told in one form, also in the elder mode on a narrow phone", async ({ people }) => {
  const page = await people.customer({ viewport: { width: 320, height: 720 } });
  const chat = await Chat.asMember(page, "u10001");
  await chat.say("我要退货");
  const open = chat.log.getByRole("button", { name: "填表一次说完" });
  await open.press("Enter");
  const form = chat.panel.getByRole("dialog", { name: "退换货" });
  await expect(form).toBeVisible();
  await expectAccessible(page);
  await expectNoPanning(page);
  await shoot(page, "cards-form");
  await form.getByRole("button", { name: "提交" }).click();
  await expect(form.getByRole("alert")).toHaveText("至少填一项");
  await page.keyboard.press("Escape");
  await expect(form).toHaveCount(0);
  await expect(open).toBeFocused();

  await chat.panel.getByRole("button", { name: "长辈版" }).first().click();
  await open.click();
  await form.getByRole("radio").first().check();
  await form.getByRole("radio", { name: "破损漏液" }).check();
  await form.getByLabel(/问题描述/).fill("瓶口裂了，漏了一半");
  await expectAccessible(page);
  await expectNoPanning(page);
  await shoot(page, "cards-form-elder");
  await form.getByRole("button", { name: "提交" }).click();
  await expect(chat.log.getByText("瓶口裂了，漏了一半")).toHaveCount(1);
  await chat.log.getByRole("button", { name: "没有照片" }).click();
  const summary = chat.log.getByRole("region", { name: "请核对" });
  await expect(summary).toContainText("破损漏液");
  await expectAccessible(page);
  await expectNoPanning(page);
  await shoot(page, "cards-summary-elder");
});
