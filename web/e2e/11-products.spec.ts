/** An editor describes a product in plain words, confirms what was recognised, and asks about it. */
import { expect, expectAccessible, expectNoPanning, test } from "./support/walk";

const TEXT =
  "这款产品叫云朵补水面膜，适合干性、油性肤质，酒精过敏的人不能用，孕妇慎用。含少量酒精和玻尿酸，不含香精。原价328元，活动价288元，规格：25ml×10片。";

test("a description is all the work, and the facts answer", async ({ people }) => {
  const editor = await people.staff("moyan");
  await editor.goto("/products");
  await expect(editor.getByTestId("product-list").getByRole("row")).not.toHaveCount(1);
  await expectAccessible(editor);

  await editor.getByTestId("product-new").click();
  await editor.getByTestId("product-description").fill(TEXT);
  const facts = editor.getByTestId("product-facts");
  await expect(facts.getByRole("button", { name: "酒精过敏", exact: true })).toBeVisible();
  await expect(facts.getByRole("button", { name: "不含香精", exact: true })).toBeVisible();
  await expect(editor.getByTestId("product-name")).toHaveValue("云朵补水面膜");
  await expect(editor.getByTestId("product-offer")).toHaveValue("288");
  await expectAccessible(editor);

  // A click on the sentence opens the fact; a tick confirms another.
  await editor.getByTestId("product-source").getByRole("button", { name: "油性肤质", exact: true }).click();
  await expectAccessible(editor);
  await editor.getByTestId("fact-apply").click();
  await facts.getByRole("button", { name: "确认无误 干性" }).click();
  await expect(facts.getByRole("button", { name: "确认无误 干性" })).toHaveCount(0);

  await editor.getByTestId("product-confirm").click();
  await expect(editor.getByTestId("product-state")).toHaveText("已确认");
  for (const [question, answer] of [
    ["酒精过敏能用吗", "请不要用"],
    ["孕妇可以用吗", "谨慎"],
    ["哺乳期能用吗", "请同事帮您确认"],
    ["多少钱", "活动价288元"],
  ] as const) {
    await editor.getByTestId("product-question").fill(question);
    await editor.getByTestId("product-ask").click();
    await expect(editor.getByTestId("product-answer")).toContainText(answer);
  }
  await expectAccessible(editor);
  if (process.env.PICTURES) await editor.screenshot({ path: `${process.env.PICTURES}/product.png`, fullPage: true });
  await editor.setViewportSize({ width: 390, height: 844 });
  await expectNoPanning(editor);
  if (process.env.PICTURES) await editor.screenshot({ path: `${process.env.PICTURES}/product-phone.png`, fullPage: true });
  await editor.goto("/products");
  await expect(editor.getByText("云朵补水面膜")).toBeVisible();
  await expectNoPanning(editor);
  if (process.env.PICTURES) await editor.screenshot({ path: `${process.env.PICTURES}/products-phone.png` });
});
