/** An editor brings in a catalogue: columns, faults, what would change, then it holds. */
import { expect, expectAccessible, expectNoPanning, test } from "./support/walk";

const file = (text: string) => ({ name: "catalogue.csv", mimeType: "text/csv", buffer: Buffer.from(`\uFEFF${text}`) });
const FIRST = "货号,甲,乙,介绍\nWK-1,走查面膜,¥128,适合干性肤质，补水保湿，不含酒精。\nWK-2,走查洁面,¥59.9,油皮适用，深层清洁，孕妇慎用。\n";

test("a catalogue is checked, mended, seen as what it changes, and imported", async ({ people }) => {
  const editor = await people.staff("moyan");
  await editor.goto("/products");
  await editor.getByTestId("product-import").click();
  await expectAccessible(editor);

  // Faults are told before anything is done.
  await editor.getByTestId("import-file").setInputFiles(file(`${FIRST.replace("乙", "原价")}WK-1,走查面膜二,很便宜,重复。\n`));
  const faults = editor.getByTestId("import-faults");
  await expect(faults).toContainText("看不出价格");
  await expect(editor.getByTestId("import-run")).toBeDisabled();
  const download = editor.waitForEvent("download");
  await faults.getByRole("button", { name: "下载错误清单" }).click();
  expect((await download).suggestedFilename()).toBe("导入错误.csv");
  await expectAccessible(editor);

  // Headings that tell nothing are read by their cells; an assignment can be changed.
  await editor.getByRole("button", { name: "上传改好的文件" }).click();
  await editor.getByTestId("import-file").setInputFiles(file(FIRST));
  const columns = editor.getByTestId("import-columns");
  await expect(columns.getByRole("row").nth(2)).toContainText("名称");
  await expect(columns.getByRole("row").nth(3)).toContainText("原价");
  const plan = editor.getByTestId("import-plan");
  await expect(plan).toContainText("将新增 2 个");
  await plan.getByText("全部", { exact: true }).click();
  await expect(plan).toContainText("保湿");
  if (process.env.PICTURES) await editor.screenshot({ path: `${process.env.PICTURES}/catalogue-check.png`, fullPage: true });
  await expectAccessible(editor);
  await editor.getByTestId("import-run").click();
  await expect(editor.getByTestId("import-done")).toContainText("新增 2 个");

  // Only prices come a second time: what changes is shown, and nothing else does.
  await editor.getByRole("button", { name: "再导入一个文件" }).click();
  await editor.getByTestId("import-file").setInputFiles(file("货号,名称,原价\nWK-1,走查面膜,118\nWK-2,走查洁面,59.9\n"));
  await expect(plan).toContainText("更新 1 个，1 个没有变化");
  await expect(plan.locator("del")).toHaveText("¥128");
  await expect(plan.locator("ins")).toHaveText("¥118");
  await editor.setViewportSize({ width: 390, height: 844 });
  await expectNoPanning(editor);
  if (process.env.PICTURES) await editor.screenshot({ path: `${process.env.PICTURES}/catalogue-phone.png`, fullPage: true });
  await editor.getByTestId("import-run").click();
  await expect(editor.getByTestId("import-done")).toContainText("新增 0 个");
  await editor.goto("/products?q=走查面膜");
  await expect(editor.getByTestId("product-list")).toContainText("¥118");
});
