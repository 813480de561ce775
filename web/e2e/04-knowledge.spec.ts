/** An editor writes, tests, publishes and imports knowledge; the next customer gets it at once. */
import { Chat } from "./support/chat";
import { expect, expectAccessible, picture, test } from "./support/walk";

test("published knowledge answers the very next customer", async ({ people }) => {
  const page = await people.customer();
  await page.goto("/demo/shop/");
  const chat = await Chat.inShop(page);

  const editor = await people.staff("moyan");
  await editor.goto("/knowledge");
  await expect(editor.getByTestId("entry-list")).toBeVisible();
  await expectAccessible(editor);
  await editor.getByTestId("entry-new").click();
  await editor.getByTestId("entry-question").fill("瓶身可以刻字吗？");
  const similar = editor.getByTestId("similar-add");
  for (const line of ["能在瓶子上刻名字吗", "送人的，想刻一句话", "刻字要加钱吗"]) {
    await similar.fill(line);
    await similar.press("Enter");
  }
  await editor.getByTestId("answer-markdown").fill("可以，**免费刻字**，下单时在备注里写好：\n\n- 最多 8 个字\n- 刻好的不能退换");
  await expect(editor.getByTestId("answer-preview").getByText("免费刻字")).toBeVisible();
  await expectAccessible(editor);
  // The check before publishing may name a question that gets worse; the editor publishes anyway.
  const published = editor.getByText("已发布，立即生效");
  const anyway = editor.getByRole("button", { name: "仍然发布" });
  const publish = async (): Promise<void> => {
    await expect(published).toBeHidden();
    await editor.getByTestId("entry-publish").click();
    await expect(published.or(anyway)).toBeVisible();
    if (await anyway.isVisible()) await anyway.click();
    await expect(published).toBeVisible();
  };
  await publish();

  // The hit test says what would be answered, and why.
  await editor.getByRole("tab", { name: "命中测试" }).click();
  await editor.getByTestId("hit-test-text").fill("请问能在瓶身上刻名字吗");
  await editor.getByTestId("hit-test-run").click();
  const decision = editor.getByTestId("decision");
  await expect(decision).toContainText("直接回答");
  await expect(decision).toContainText("免费刻字");
  await expectAccessible(editor);
  await picture(editor, "knowledge");

  // The customer, who was there all the time, gets it with the next question.
  await chat.say("请问能在瓶身上刻名字吗");
  await expect(chat.log.getByText("免费刻字")).toBeVisible();

  // A new wording of the answer, too; the old one stays among the versions.
  await editor.getByTestId("answer-markdown").fill("可以，**由师傅手工雕刻**，最多 12 个字。");
  await publish();
  await chat.say("能在瓶子上刻名字吗");
  await expect(chat.log.getByText("由师傅手工雕刻")).toBeVisible();
  await editor.getByTestId("versions").click();
  await expect(editor.getByRole("button", { name: /^版本 2/ })).toBeVisible();
  await expectAccessible(editor);
});

const HEAD = "question,similar,answer,category,valid_to\n";
const GOOD = "试用装可以退吗,小样能退不|试用装退货,试用装拆封后不能退，未拆封的 7 天内可以退。,售后/退货,\n";
const FAULTY = ",没有标准问的一行,这一行没有标准问。,,\n日期写错的一条,,答案。,,明年三月\n";

test("an import with faulty rows imports nothing and names every one", async ({ people }) => {
  const editor = await people.staff("moyan");
  await editor.goto("/knowledge/import");
  await expectAccessible(editor);
  const file = (rows: string) => ({ name: "新知识.csv", mimeType: "text/csv", buffer: Buffer.from(HEAD + rows) });
  await editor.getByTestId("import-file").setInputFiles(file(GOOD + FAULTY));
  await expect(editor.getByTestId("import-mapping")).toBeVisible();
  await expectAccessible(editor);
  await editor.getByTestId("import-run").click();
  const faults = editor.getByTestId("import-faults");
  await expect(faults).toContainText("没有导入");
  await expect(faults.getByRole("row", { name: /必填内容为空/ })).toBeVisible();
  await expect(faults.getByRole("row", { name: /明年三月/ })).toBeVisible();
  await expectAccessible(editor);

  await editor.getByRole("button", { name: "上传改好的文件" }).click();
  await editor.getByTestId("import-file").setInputFiles(file(GOOD));
  await expect(editor.getByRole("checkbox", { name: /^导入后直接发布/ })).toBeChecked();
  await editor.getByTestId("import-run").click();
  await expect(editor.getByTestId("import-done")).toContainText("新建 1 条");
  await expectAccessible(editor);

  const page = await people.customer();
  const chat = await Chat.fullPage(page);
  await chat.say("小样能退不");
  await expect(chat.log.getByText("试用装拆封后不能退，未拆封的 7 天内可以退。")).toBeVisible();
});
