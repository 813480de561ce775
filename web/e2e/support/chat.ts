/** The customer's side: the widget of a shop's page, or the full page for phones. */
import { expect, type Locator, type Page } from "@playwright/test";

const words = {
  "zh-CN": { title: "在线客服", open: /^打开在线客服/, agree: "同意并继续", log: "对话内容", write: /请输入|在这里写/, send: "发送", person: /^(转人工|找真人客服)$/ },
  en: { title: "Customer service", open: /^Open chat/, agree: "Agree and continue", log: "Conversation", write: /^Type /, send: "Send", person: "Talk to a person" },
};

export type ChatLanguage = keyof typeof words;

export class Chat {
  private readonly words;

  private constructor(
    readonly page: Page,
    /** Everything of the conversation's window. */
    readonly panel: Locator,
    language: ChatLanguage,
  ) {
    this.words = words[language];
  }

  /** The widget that somebody has opened. */
  static async shown(page: Page): Promise<Chat> {
    const chat = new Chat(page, page.getByRole("dialog", { name: words["zh-CN"].title }), "zh-CN");
    await expect(chat.write).toBeVisible();
    return chat;
  }

  /** Opens the widget on the page that is shown, and agrees to the terms. */
  static async inShop(page: Page, language: ChatLanguage = "zh-CN"): Promise<Chat> {
    const chat = new Chat(page, page.getByRole("dialog", { name: words[language].title }), language);
    await chat.launcher.click();
    await chat.agree();
    return chat;
  }

  /** Signs a member of the demo shop in, and opens the widget as they see it. */
  static async asMember(page: Page, member: string): Promise<Chat> {
    await page.goto("/demo/shop/");
    await page.getByLabel("身份").selectOption(member);
    await expect(page.getByText("客服现在能认出您了")).toBeVisible();
    const chat = new Chat(page, page.getByRole("dialog", { name: words["zh-CN"].title }), "zh-CN");
    await chat.launcher.click();
    // A member who agreed in an earlier walk is not asked again.
    const asked = await chat.panel
      .getByRole("button", { name: chat.words.agree })
      .waitFor({ timeout: 4000 })
      .then(() => true, () => false);
    if (asked) await chat.agree();
    return chat;
  }

  /** Opens the full page. */
  static async fullPage(page: Page, query = "", language: ChatLanguage = "zh-CN"): Promise<Chat> {
    await page.goto(`/chat?token=demo-shop${query}`);
    const chat = new Chat(page, page.getByRole("main", { name: words[language].title }), language);
    await chat.agree();
    return chat;
  }

  /** The chat of a page that was reloaded: open already, the terms known. */
  async again(): Promise<void> {
    await this.page.reload();
    await expect(this.write).toBeVisible();
  }

  private async agree(): Promise<void> {
    await this.panel.getByRole("button", { name: this.words.agree }).click();
    await expect(this.write).toBeVisible();
  }

  get launcher(): Locator {
    return this.page.getByRole("button", { name: this.words.open });
  }

  get log(): Locator {
    return this.panel.getByRole("log", { name: this.words.log });
  }

  get write(): Locator {
    return this.panel.getByRole("textbox", { name: this.words.write });
  }

  async say(text: string): Promise<void> {
    await this.write.fill(text);
    await this.panel.getByRole("button", { name: this.words.send, exact: true }).click();
  }

  /** The button of the header that asks for a person. */
  async askForPerson(): Promise<void> {
    await this.panel.getByRole("button", { name: this.words.person }).first().click();
  }

  /** The text stands in the conversation exactly once. */
  async expectOnce(text: string): Promise<void> {
    await expect(this.log.getByText(text, { exact: true })).toHaveCount(1);
  }
}
