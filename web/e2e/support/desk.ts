/** The agent's side: the workbench. */
import { expect, type Locator, type Page } from "@playwright/test";

export type State = "online" | "busy" | "break" | "offline";
export type List = "mine" | "queue" | "bot" | "left_messages" | "closed";

export class Desk {
  private constructor(readonly page: Page) {}

  static async open(page: Page): Promise<Desk> {
    await page.goto("/desk");
    await expect(page.getByTestId("state-switch")).toBeVisible();
    return new Desk(page);
  }

  async setState(state: State): Promise<void> {
    await this.page.getByTestId("state-switch").click();
    const answer = this.page.waitForResponse((response) => response.url().endsWith("/me/state"));
    await this.page.getByTestId(`state-${state}`).click();
    expect((await answer).ok()).toBe(true);
  }

  async list(list: List): Promise<void> {
    await this.page.getByTestId(`tab-${list}`).click();
    await expect(this.page.getByTestId(`tab-${list}`)).toHaveAttribute("aria-selected", "true");
  }

  /** Conversations of the list that is shown, which mention the text. */
  item(text: string): Locator {
    return this.page.getByTestId(/^conversation-\d+$/).filter({ hasText: text });
  }

  async openItem(text: string): Promise<void> {
    await this.item(text).locator("button").first().click();
    await expect(this.messages).toBeVisible();
  }

  get messages(): Locator {
    return this.page.getByTestId("messages");
  }

  get composer(): Locator {
    return this.page.getByTestId("composer");
  }

  async say(text: string): Promise<void> {
    await this.composer.fill(text);
    await this.page.getByTestId("send").click();
    // What the assistant warns of goes the second time.
    const shown = this.messages.getByText(text, { exact: true });
    await expect(shown.or(this.page.getByTestId("risks")).first()).toBeVisible();
    if ((await shown.count()) === 0) await this.page.getByTestId("send").click();
    await expect(shown).toHaveCount(1);
  }

  /** Answers the question that some verbs ask first. */
  async confirm(title: string, action: string): Promise<void> {
    await this.page.getByRole("dialog", { name: title }).getByRole("button", { name: action, exact: true }).click();
  }

  async end(): Promise<void> {
    await this.page.getByTestId("close").click();
    await this.confirm("结束会话", "结束");
    await expect(this.page.getByText("会话已结束", { exact: true }).first()).toBeVisible();
  }
}
