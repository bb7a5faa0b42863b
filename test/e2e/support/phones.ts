import type { FrameLocator, Locator, Page } from "playwright-core";

/** The phones of one sandbox page, found as a person finds them: by post, by the words on a card, by the words on a button. */
export class Phones {
  constructor(private readonly page: Page) {}

  /** Brings a phone into view; on a small screen through the list of phones. */
  async open(name: string): Promise<Locator> {
    const phone = this.phone(name);
    const entry = this.page.locator(`button.person[title="${name}"]`);
    await entry.waitFor({ state: "attached" });
    if (await phone.isVisible()) return phone;
    if ((this.page.viewportSize()?.width ?? 0) < 600) await this.page.getByRole("button", { name: "换一部手机" }).click();
    await entry.click();
    await phone.waitFor();
    return phone;
  }

  phone(name: string): Locator {
    return this.page.locator(`article.phone[aria-label="${name}的手机"]`);
  }

  /** The latest card with these words on a phone. */
  card(name: string, words: string): Locator {
    return this.phone(name).locator(".wx", { hasText: words }).last();
  }

  async press(name: string, words: string, button: string): Promise<void> {
    await this.open(name);
    await this.card(name, words).getByRole("button", { name: button, exact: true }).click();
  }

  /** The mini-app inside a phone, once it stands open. */
  app(name: string): FrameLocator {
    return this.page.frameLocator(`iframe[title="${name}的工作台"]`);
  }

  /** Opens the workbench of a phone. */
  async workbench(name: string): Promise<FrameLocator> {
    const phone = await this.open(name);
    await phone.getByRole("button", { name: "工作台" }).click();
    return this.app(name);
  }

  /** Back from the mini-app to the chat. */
  async back(name: string): Promise<void> {
    await this.phone(name).getByRole("button", { name: "返回聊天" }).click();
  }
}

/** Taps something inside a mini-app: frames in a phone are drawn smaller than they are, and a pointer misses what a finger would not. */
export const tap = async (target: Locator): Promise<void> => {
  await target.waitFor();
  await target.evaluate((element) => (element as { click(): void }).click());
};

export const EDITOR = "责任编辑（新媒体团队）";
export const FIRST = "初审负责人（新媒体团队）";
export const SECOND = "二审责任人（大数据中心在编干部）";
export const FINAL = "终审责任人（宣传部部长）";
