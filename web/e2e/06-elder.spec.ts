/** 长辈版: large words, large targets, plain words, and always a person. */
import { Chat } from "./support/chat";
import { expect, expectAccessible, expectNoPanning, PHONE, test, type Page } from "./support/walk";

const SMALLEST_WORDS = 18;
const SMALLEST_TARGET = 60;

/** Words that are too small and targets that are too low, of all that is shown. */
async function tooSmall(page: Page): Promise<string[]> {
  return page.evaluate(
    ({ words, target }) => {
      const faults: string[] = [];
      const shown = (element: Element) => element.checkVisibility({ visibilityProperty: true, opacityProperty: true })
        && element.getBoundingClientRect().width > 2 && !element.closest("[aria-hidden=true], .unseen");
      const name = (element: Element) => `<${element.tagName.toLowerCase()} class="${element.className}"> ${(element.textContent ?? "").trim().slice(0, 20)}`;
      const look = (root: ParentNode) => {
        for (const element of root.querySelectorAll("*")) {
          if (element.shadowRoot) look(element.shadowRoot);
          if (!shown(element)) continue;
          const ownWords = [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.textContent?.trim());
          const size = parseFloat(getComputedStyle(element).fontSize);
          if ((ownWords || element.matches("textarea, input")) && size < words) faults.push(`${size}px ${name(element)}`);
          if (!element.matches("button, textarea, input, select, [role=option], [role=radio]")) continue;
          const { height } = (element.closest("label") ?? element).getBoundingClientRect();
          if (height < target - 0.5) faults.push(`${height}px high ${name(element)}`);
        }
      };
      look(document);
      return faults;
    },
    { words: SMALLEST_WORDS, target: SMALLEST_TARGET },
  );
}

test("an elderly customer reads, taps and finds a person", async ({ people }) => {
  const page = await people.customer(PHONE);
  const chat = await Chat.fullPage(page, "&elder=1");
  await expect(chat.panel.getByText("找真人客服").first()).toBeVisible();
  expect(await tooSmall(page)).toEqual([]);
  await expectNoPanning(page);
  await expectAccessible(page);

  await chat.log.getByRole("button", { name: "退款多久能到账？" }).tap();
  await expect(chat.log).toContainText("仓库签收后 48 小时内退款");
  await chat.say("我要退货，在哪申请");
  await expect(chat.log).toContainText("客服 2 小时内审核");
  await expect(chat.log.getByRole("button", { name: "有用", exact: true }).first()).toBeVisible();
  expect(await tooSmall(page)).toEqual([]);
  await expectAccessible(page);

  await chat.askForPerson();
  await expect(chat.log.getByText(/现在没有客服在线/)).toBeVisible();
  await chat.log.getByRole("button", { name: "留言" }).tap();
  await expect(chat.panel.getByRole("dialog", { name: "给我们留言" })).toBeVisible();
  expect(await tooSmall(page)).toEqual([]);
  await expectAccessible(page);
  await page.keyboard.press("Escape");

  // It is switched off in the menu, and the choice is remembered.
  await chat.panel.getByRole("button", { name: "更多功能" }).tap();
  expect(await tooSmall(page)).toEqual([]);
  await chat.panel.getByRole("switch", { name: /长辈版/ }).tap();
  await page.keyboard.press("Escape");
  await expect(chat.panel.getByText("转人工", { exact: true }).first()).toBeVisible();
  await chat.again();
  await expect(chat.panel.getByText("转人工", { exact: true }).first()).toBeVisible();
});
