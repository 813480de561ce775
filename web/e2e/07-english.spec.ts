/** English, on both sides. The shop's own words stay Chinese; ours do not. */
import { Chat } from "./support/chat";
import { Desk } from "./support/desk";
import { expect, expectAccessible, PHONE, test, type Page } from "./support/walk";

/** Chinese letters in the given texts. */
const chinese = (texts: string[]) => texts.filter((text) => /\p{Script=Han}/u.test(text));

/** Headings, buttons, tabs and labels of the page's frame. */
async function frame(page: Page): Promise<string[]> {
  const own = page.locator("nav, [role=tablist], h1");
  return (await own.allInnerTexts()).concat(
    await page.locator("button[aria-label]").evaluateAll((all) => all.map((one) => one.getAttribute("aria-label") ?? "")),
  );
}

test("a customer reads English and is served", async ({ people }) => {
  const english = { locale: "en-GB" };
  const agentPage = await people.staff("tangjie", english);
  await agentPage.goto("/desk");
  await agentPage.getByRole("banner").getByTestId("language-en").click();
  const agent = await Desk.open(agentPage);
  await expect(agentPage.getByRole("heading", { name: "Workbench" }).or(agentPage.getByRole("tab", { name: /Mine|Active|Open/ })).first()).toBeAttached();
  expect(chinese(await frame(agentPage))).toEqual([]);
  await agent.setState("online");

  const page = await people.customer({ ...PHONE, ...english });
  const chat = await Chat.fullPage(page, "&lang=en", "en");
  await expect(chat.panel).toHaveAttribute("lang", "en");
  await expectAccessible(page);
  await chat.say("退款多久能到账？");
  await expect(chat.log.getByRole("button", { name: "Helpful", exact: true })).toBeVisible();
  await chat.askForPerson();
  await expect(chat.log.getByText("唐姐 has joined")).toBeVisible();
  await agent.openItem("");
  await agent.say("Hello, how can I help?");
  await chat.expectOnce("Hello, how can I help?");
  await chat.panel.getByRole("button", { name: "More" }).click();
  await chat.panel.getByRole("button", { name: "End chat" }).click();
  await chat.panel.getByRole("dialog", { name: "End this chat?" }).getByRole("button", { name: "End chat" }).click();
  await chat.panel.getByRole("dialog", { name: "How was this chat?" }).getByRole("button", { name: "Close" }).click();
  await expect(chat.log.getByText("You ended the chat. See you again")).toBeVisible();
  await expectAccessible(page);
  await agent.setState("offline");
});

test("every page of the staff speaks English", async ({ people }) => {
  const page = await people.staff("shenhe", { locale: "en-GB" });
  await page.goto("/overview");
  await page.getByRole("banner").getByTestId("language-en").click();
  for (const path of ["/overview", "/knowledge", "/improve", "/customers", "/settings/agents", "/settings/bot", "/settings/hours", "/audit"]) {
    await page.goto(path);
    await expect(page.locator("h1").first()).toBeVisible();
    // Names of categories and people are the company's own words.
    const words = await page.locator("header nav, nav[aria-label=Settings], h1, h2, th, label, [role=tab]").allInnerTexts();
    expect(chinese(words.flatMap((text) => text.split("\n"))), path).toEqual([]);
  }
});
