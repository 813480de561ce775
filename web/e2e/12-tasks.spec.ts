/** An editor writes a task, tries it before anybody meets it, and publishes it; a customer meets it at once. */
import { Chat } from "./support/chat";
import { expect, expectAccessible, expectNoPanning, test } from "./support/walk";

test("a task is written by keyboard, seen as a picture, tried, published, undone and restored", async ({ people }) => {
  const editor = await people.staff("moyan");
  await editor.goto("/tasks");
  await expect(editor.getByTestId("task-list").getByRole("row")).not.toHaveCount(1);
  await expectAccessible(editor);

  // A new task: it says itself what is missing.
  await editor.getByTestId("task-new").click();
  await editor.getByTestId("task-new-name").fill("预约门店护理");
  await editor.getByTestId("task-new-key").fill("book_care");
  await editor.getByTestId("task-create").click();
  await expect(editor.getByTestId("task-faults")).toContainText("永远不会开始");
  await expect(editor.getByTestId("task-publish")).toBeDisabled();
  await editor.getByTestId("task-triggers").locator("textarea").fill("我想预约门店护理\n帮我约个护理\n预约做脸");

  // Two things to know, the second only for one value of the first; by keyboard alone.
  await editor.getByTestId("slot-add").press("Enter");
  await editor.getByTestId("slot-label").fill("项目");
  await editor.getByTestId("slot-kind").click();
  await editor.getByRole("option", { name: "选项", exact: true }).click();
  for (const [at, value] of ["基础补水", "深层清洁"].entries()) {
    await editor.getByTestId("option-add").click();
    await editor.getByRole("textbox", { name: "值", exact: true }).nth(at).fill(value);
  }
  await editor.getByTestId("slot-ask").locator("textarea").fill("想做哪个项目？");
  await editor.getByTestId("slot-add").press("Enter");
  await editor.getByTestId("slot-label").fill("是否敏感肌");
  await editor.getByTestId("slot-kind").click();
  await editor.getByRole("option", { name: "是或否" }).click();
  await editor.getByTestId("slot-ask").locator("textarea").fill("您是敏感肌吗？");
  await editor.getByTestId("when-add").click();
  // The first value stands there already; the other takes its place.
  await editor.getByRole("combobox", { name: "是", exact: true }).press("Enter");
  await editor.getByRole("option", { name: "深层清洁" }).click();
  await editor.getByRole("option", { name: "基础补水" }).click();
  await editor.keyboard.press("Escape");
  await editor.getByTestId("task-done").locator("textarea").fill("约好了，编号{number}。");
  await expect(editor.getByTestId("task-faults")).not.toContainText("必须改");
  await expectAccessible(editor);
  if (process.env.PICTURES) await editor.screenshot({ path: `${process.env.PICTURES}/task-outline.png`, fullPage: true });

  // The picture of the same task; a trial lights the way that was gone.
  await editor.getByText("流程图", { exact: true }).click();
  const picture = editor.getByTestId("task-picture");
  await expect(picture.locator("[data-box]")).toHaveCount(5);
  const talk = editor.getByTestId("trial-talk");
  const tell = async (text: string) => {
    await editor.getByTestId("trial-text").fill(text);
    await editor.getByTestId("trial-send").click();
  };
  await tell("我想预约门店护理");
  await expect(talk).toContainText("想做哪个项目？");
  await tell("深层清洁");
  await expect(talk).toContainText("您是敏感肌吗？");
  await expect(editor.getByTestId("trial-slots")).toContainText("深层清洁");
  await tell("是");
  await expect(talk).toContainText("是否敏感肌：是");
  await tell("确认");
  await expect(talk).toContainText("约好了");
  await expect(picture.locator("[data-box].lit")).toHaveCount(5);
  await expectAccessible(editor);
  if (process.env.PICTURES) await editor.screenshot({ path: `${process.env.PICTURES}/task-picture.png` });

  // A click on a box changes it; undo takes it back, redo brings it again.
  await picture.locator('[data-box="action"]').click();
  await editor.getByTestId("task-done").locator("textarea").fill("预约成功，编号{number}。");
  await expect(picture.locator('[data-box="action"]')).toContainText("预约成功");
  await editor.getByTestId("task-undo").click();
  await expect(picture.locator('[data-box="action"]')).toContainText("约好了");
  await editor.getByTestId("task-redo").click();
  await expect(picture.locator('[data-box="action"]')).toContainText("预约成功");

  await editor.getByTestId("task-publish").click();
  await editor.getByTestId("publish-note").fill("第一版");
  await editor.getByTestId("publish-now").click();
  await expect(editor.getByTestId("task-state")).toHaveText("已发布");

  // As YAML, and back.
  await editor.getByTestId("task-more").click();
  const download = editor.waitForEvent("download");
  await editor.getByRole("menuitem", { name: "导出 YAML" }).click();
  expect((await download).suggestedFilename()).toBe("book_care.yaml");

  // A customer meets it at once.
  const customer = await people.customer();
  const chat = await Chat.fullPage(customer);
  await chat.say("我想预约门店护理");
  await expect(chat.log).toContainText("想做哪个项目？");

  // An old version becomes the draft again.
  await picture.locator('[data-box="action"]').click();
  await editor.getByTestId("task-done").locator("textarea").fill("好了。");
  await editor.getByTestId("task-save").click();
  await expect(editor.getByTestId("task-state")).toHaveText("有改动");
  await editor.getByTestId("task-more").click();
  await editor.getByRole("menuitem", { name: "历史版本" }).click();
  await expect(editor.getByText("第一版")).toBeVisible();
  await expectAccessible(editor);
  await editor.getByTestId("version-restore").click();
  await editor.getByRole("button", { name: "确定" }).click();
  await expect(editor.getByTestId("task-state")).toHaveText("已发布");

  await editor.setViewportSize({ width: 390, height: 844 });
  await expectNoPanning(editor);
  if (process.env.PICTURES) await editor.screenshot({ path: `${process.env.PICTURES}/task-phone-picture.png`, fullPage: true });
  await editor.getByText("大纲", { exact: true }).click();
  await expectNoPanning(editor);
  if (process.env.PICTURES) await editor.screenshot({ path: `${process.env.PICTURES}/task-phone.png`, fullPage: true });
  await editor.goto("/tasks");
  await expect(editor.getByText("预约门店护理")).toBeVisible();
  await expectNoPanning(editor);
  if (process.env.PICTURES) await editor.screenshot({ path: `${process.env.PICTURES}/tasks-phone.png` });
});
