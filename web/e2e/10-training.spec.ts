/** An editor labels real questions, measures the bot, and is warned before publishing what would make it worse. */
import { expect, expectAccessible, expectNoPanning, PHONE, test } from "./support/walk";

/** A measurement waits for the model that the label before it had trained. */
const MEASURED = { timeout: 90_000 };

test("labels become figures, and a test set guards publishing", async ({ people }) => {
  test.slow();
  const editor = await people.staff("moyan");
  await editor.goto("/training");
  const queue = editor.getByTestId("training-queue").getByRole("listitem");
  await expect(queue.first()).toBeVisible();
  await expectAccessible(editor);

  // One key labels the question, and the next one stands ready; Z takes it back.
  const text = await editor.getByTestId("label-card").getByRole("heading", { level: 2 }).innerText();
  await expect(editor.getByTestId("candidate-1")).toBeVisible();
  await editor.keyboard.press("q");
  await expect(editor.getByRole("heading", { level: 2, name: text, exact: true })).toHaveCount(0);
  await expect(editor.getByText("今天我标了 1 条")).toBeVisible();
  await editor.keyboard.press("z");
  await expect(editor.getByRole("heading", { level: 2, name: text, exact: true })).toBeVisible();
  await editor.getByTestId("candidate-1").click();
  await expect(editor.getByRole("heading", { level: 2, name: text, exact: true })).toHaveCount(0);
  await editor.getByTestId("queue-labelled").click();
  await expect(editor.getByTestId("labelled-list").getByRole("row", { name: text })).toBeVisible();
  await expectAccessible(editor);

  // The figures, by replaying the labelled questions.
  await editor.getByTestId("training-measures").click();
  await editor.getByTestId("measure").click();
  await expect(editor.getByTestId("figures")).toBeVisible(MEASURED);
  await expect(editor.getByTestId("run-history").getByRole("row").nth(2)).toBeVisible();
  await expectAccessible(editor);

  // Why questions were not answered.
  await editor.getByTestId("training-causes").click();
  await expect(editor.getByTestId("cause-no_knowledge")).toBeVisible();
  await expectAccessible(editor);

  // A labelled file becomes a set that guards publishing.
  await editor.getByTestId("training-sets").click();
  await editor.getByTestId("evaluate").click();
  const rows = "问题,标准问\n下单后多久发货？,下单后多久发货？\n坏的一行,没有这条知识\n";
  await editor.getByTestId("evaluate-file").setInputFiles({ name: "发货必答.csv", mimeType: "text/csv", buffer: Buffer.from(rows) });
  await editor.getByText(/保存为测试集/).click();
  await editor.getByTestId("evaluate-start").click();
  await expect(editor.getByText("找不到这条知识")).toBeVisible();
  await editor.getByRole("button", { name: "下一步" }).click();
  await expect(editor.getByTestId("figures")).toContainText("100.0%", MEASURED);
  await expectAccessible(editor);

  // A new entry that takes that question away: the editor is told, and decides.
  await editor.goto("/knowledge/entries/new");
  await editor.getByTestId("entry-question").fill("下单后多久发货？");
  await editor.getByTestId("answer-markdown").fill("看心情。");
  await editor.getByTestId("entry-publish").click();
  const check = editor.getByTestId("publish-check");
  await expect(check).toContainText("发货必答");
  await expectAccessible(editor);
  await check.getByRole("button", { name: "先不发布" }).click();
  await expect(editor.getByText("草稿", { exact: true })).toBeVisible();
});

test("the training centre fits a phone", async ({ people }) => {
  const editor = await people.staff("moyan", PHONE);
  for (const page of ["", "/measures", "/causes", "/sets", "/models", "/twins"]) {
    await editor.goto(`/training${page}`);
    await expect(editor.getByRole("heading", { level: 1 })).toBeVisible();
    await editor.waitForLoadState("networkidle");
    await expectNoPanning(editor);
    await expectAccessible(editor);
  }
});
