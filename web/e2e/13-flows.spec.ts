/** An editor draws a flow, is led to its faults, tries it and publishes it; a customer goes through it. */
import { Chat } from "./support/chat";
import { expect, expectAccessible, expectNoPanning, test } from "./support/walk";

test("a flow is drawn, mended, tried and published, and a customer is guided by it", async ({ people }) => {
  const editor = await people.staff("moyan");
  await editor.goto("/tasks");
  await editor.getByTestId("task-new").click();
  await editor.getByTestId("task-new-name").fill("空瓶回收引导");
  await editor.getByTestId("task-new-key").fill("bottle_guide");
  await editor.getByTestId("task-new-flow").click();
  await editor.getByTestId("task-create").click();
  const canvas = editor.getByTestId("flow-canvas");
  await expect(canvas.locator("[data-node]")).toHaveCount(2);
  const faults = editor.getByTestId("task-faults");
  await expect(faults).toContainText("永远不会开始");
  await canvas.locator('[data-node="start"]').click();
  await editor.getByTestId("task-triggers").locator("textarea").fill("空瓶怎么回收\n我想回收空瓶\n空瓶子寄回给你们");

  // From the palette, each behind the one before: a question with two answers, and what is said.
  await canvas.locator('[data-palette="ask"]').click();
  const form = editor.getByTestId("node-form");
  await form.getByTestId("slot-label").fill("有几个空瓶");
  await form.getByTestId("slot-kind").click();
  await editor.getByRole("option", { name: "选项", exact: true }).click();
  for (const [at, value] of ["三个以内", "三个以上"].entries()) {
    await form.getByTestId("option-add").click();
    await form.getByRole("textbox", { name: "值", exact: true }).nth(at).fill(value);
  }
  await form.getByTestId("slot-ask").locator("textarea").fill("您有几个空瓶？");
  await canvas.locator('[data-palette="say"]').click();
  await expect(faults).toContainText("没有写说什么");
  await faults.getByText("没有写说什么").click();
  await form.getByTestId("node-text").locator("textarea").fill("{info}的话，放到门店回收箱就行。");
  await expect(faults).not.toContainText("没有写说什么");

  // A second way out of the question, with a condition.
  await canvas.locator('[data-node="ask"]').click();
  await editor.keyboard.press("Control+c");
  await editor.keyboard.press("Control+v");
  await expect(canvas.locator('[data-node="ask_2"]')).toBeVisible();
  await expect(faults).toContainText("走不到这个节点");
  await editor.keyboard.press("Delete");
  await expect(canvas.locator('[data-node="ask_2"]')).toHaveCount(0);
  await canvas.locator('[data-palette="record"]').dragTo(canvas.locator(".vue-flow__pane"), { targetPosition: { x: 60, y: 60 } });
  await form.getByTestId("node-text").locator("textarea").fill("已经登记上门取件，编号{number}。");
  await form.getByTestId("edge-default").click();
  await editor.getByRole("option", { name: "结束" }).click();
  await canvas.locator('[data-node="ask"]').click();
  await form.getByTestId("edge-add").click();
  await form.getByTestId("edge-values").click();
  await editor.getByRole("option", { name: "三个以上" }).click();
  await editor.keyboard.press("Escape");
  await form.getByTestId("edge-to").click();
  await editor.getByRole("option", { name: /^登记/ }).click();
  await canvas.getByTestId("flow-tidy").click();
  await expect(faults).not.toContainText("必须改");
  await expect(canvas.locator(".vue-flow__edge")).toHaveCount(5);
  await editor.getByTestId("task-undo").click();
  await editor.getByTestId("task-redo").click();
  await canvas.getByTestId("flow-find").fill("回收箱");
  await expect(canvas.getByRole("status")).toContainText("1 个节点");
  await canvas.getByTestId("flow-find").fill("");
  await expectAccessible(editor);

  // A trial lights the way that was gone.
  const tell = async (text: string) => {
    await editor.getByTestId("trial-text").fill(text);
    await editor.getByTestId("trial-send").click();
  };
  await tell("我想回收空瓶");
  const talk = editor.getByTestId("trial-talk");
  await expect(talk).toContainText("您有几个空瓶？");
  await tell("三个以上");
  await expect(talk).toContainText("已经登记上门取件");
  await expect(canvas.locator("[data-node].lit")).toHaveCount(4);
  await expect(editor.getByTestId("trial-slots")).toContainText("三个以上");
  if (process.env.PICTURES) await editor.screenshot({ path: `${process.env.PICTURES}/flow-canvas.png`, fullPage: true });

  await editor.getByTestId("task-publish").click();
  await editor.getByTestId("publish-now").click();
  await expect(editor.getByTestId("task-state")).toHaveText("已发布");
  await editor.getByTestId("task-more").click();
  const download = editor.waitForEvent("download");
  await editor.getByRole("menuitem", { name: "导出 YAML" }).click();
  expect((await download).suggestedFilename()).toBe("bottle_guide.yaml");

  // A customer meets it, and the guide of the demo.
  const customer = await people.customer();
  const chat = await Chat.fullPage(customer);
  await chat.say("我想回收空瓶");
  await expect(chat.log).toContainText("您有几个空瓶？");
  await chat.say("三个以内");
  await expect(chat.log).toContainText("放到门店回收箱就行");
  await chat.say("教我敷面膜");
  await expect(chat.log).toContainText("第一步：温水洁面");
  await chat.say("有点刺痛");
  await expect(chat.log).toContainText("凉水冲洗两分钟");
  await chat.say("好多了，挺舒服");
  await expect(chat.log).toContainText("一周两三次就够了");

  // A flow of the demo lays itself out, in either language.
  const other = await people.staff("moyan");
  await other.setViewportSize({ width: 1280, height: 800 });
  await other.goto("/tasks/mask_guide");
  await expect(other.getByTestId("flow-canvas").locator("[data-node]")).toHaveCount(11);
  await expect(other.getByTestId("task-faults")).toContainText("没有问题");
  await expectAccessible(other);
  await other.locator('[data-node="feel"]').click();
  if (process.env.PICTURES) await other.screenshot({ path: `${process.env.PICTURES}/flow-demo.png`, fullPage: true });
  await other.getByTestId("language-en").first().click();
  await expect(other.getByTestId("flow-canvas")).toContainText("Lay out");
  if (process.env.PICTURES) await other.screenshot({ path: `${process.env.PICTURES}/flow-demo-en.png`, fullPage: true });
  await other.getByTestId("language-zh-CN").first().click();

  // The list does the same by keyboard alone, and on a phone.
  await editor.setViewportSize({ width: 390, height: 844 });
  await editor.getByText("大纲", { exact: true }).click();
  const row = editor.locator('[data-node-row="say"] .toggle');
  await row.focus();
  await editor.keyboard.press("Enter");
  await editor.getByTestId("node-add").focus();
  await editor.keyboard.press("Enter");
  await expect(editor.locator('[data-node-row="say_2"] .toggle')).toBeFocused();
  await expect(editor.getByTestId("task-faults")).toContainText("没有写说什么");
  await expectNoPanning(editor);
  await expectAccessible(editor);
  if (process.env.PICTURES) await editor.screenshot({ path: `${process.env.PICTURES}/flow-phone.png`, fullPage: true });
});
